//! Runs the program in a directory of its own.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A directory to run in.
pub struct Sandbox {
    dir: TempDir,
}

/// What a run came to.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Sandbox {
    /// An empty directory.
    pub fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.dir.path().join(below)
    }

    pub fn write(&self, below: &str, text: impl AsRef<[u8]>) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs the program with these arguments, split at blanks.
    pub fn run(&self, args: &str) -> Run {
        self.run_in("", args)
    }

    pub fn run_in(&self, below: &str, args: &str) -> Run {
        Run::of(self.command(below, args).output().unwrap())
    }

    pub fn command(&self, below: &str, args: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wechatpay-codegen"));
        command
            .args(args.split_whitespace())
            .current_dir(self.path(below))
            // Cargo tells the tests of its crate where it lies; the program would take its defaults from there.
            .env_remove("CARGO_MANIFEST_DIR")
            .stdin(Stdio::null());
        command
    }

    /// All files below a folder with their bytes and times of change.
    pub fn files(&self, below: &str) -> Vec<(PathBuf, Vec<u8>, std::time::SystemTime)> {
        fn walk(dir: &Path, all: &mut Vec<(PathBuf, Vec<u8>, std::time::SystemTime)>) {
            for entry in fs::read_dir(dir).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, all);
                } else {
                    let changed = fs::metadata(&path).unwrap().modified().unwrap();
                    all.push((path.clone(), fs::read(&path).unwrap(), changed));
                }
            }
        }
        let mut all = Vec::new();
        walk(&self.path(below), &mut all);
        all.sort();
        all
    }
}

impl Run {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().expect("ended by a signal"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Standard error as JSON, one value a line.
    pub fn records(&self) -> Vec<Value> {
        self.stderr
            .lines()
            .map(|line| serde_json::from_str(line).expect(line))
            .collect()
    }

    /// The codes of the records.
    pub fn codes(&self) -> Vec<String> {
        let code = |record: &Value| record["code"].as_str().map(str::to_owned);
        self.records().iter().filter_map(code).collect()
    }
}

/// A page of an operation in our own form.
pub const CUPS: &str = r#"---
title: 买茶
description: 买一杯茶。
---

# {{ $frontmatter.title }} {#post}

{{ $frontmatter.description }}

| 请求参数 | 类型 {.type} | 描述 {.desc}
| --- | --- | ---
| json {data-required} | object {data-tooltip="对应PHP的array"} | 请求体
| kind {data-required data-indent=1} | string | 茶的种类
| sugar {data-indent=1} | integer | 糖的份数

{.im-table #request}

::: code-group

```http
POST /v3/tea/cups
Content-Type: application/json

{
  "kind": "oolong",
  "sugar": 2
}
```

:::

| 返回字典 | 类型 {.type} | 描述 {.desc}
| --- | --- | ---
| cup_id {data-required} | string | 茶杯编号

{.im-table #response}

参阅 [官方文档](https://pay.weixin.qq.com/doc/v3/merchant/0)
"#;

/// The same page with a type that is none.
pub fn cups_with_error() -> String {
    CUPS.replace(
        "| sugar {data-indent=1} | integer",
        "| sugar {data-indent=1} | cubes",
    )
}
