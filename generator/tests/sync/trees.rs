//! Two small trees in a folder of their own.

use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;
use wechatpay_codegen::diag::Severity;
use wechatpay_codegen::sync::{self, Outcome, Paths, Step};

/// Upstream's tree and ours.
pub struct Trees {
    dir: TempDir,
}

impl Trees {
    pub fn new() -> Self {
        let dir = TempDir::new().unwrap();
        fs::create_dir(dir.path().join("specs")).unwrap();
        Self { dir }
    }

    fn ours(&self, page: &str) -> PathBuf {
        self.dir.path().join("specs").join(page)
    }

    /// Writes a page of upstream.
    pub fn upstream(&self, page: &str, text: &str) {
        let path = self.dir.path().join("upstream").join(page);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn remove_upstream(&self, page: &str) {
        fs::remove_file(self.dir.path().join("upstream").join(page)).unwrap();
    }

    pub fn fixups(&self, text: &str) {
        fs::write(self.dir.path().join("specs/fixups.toml"), text).unwrap();
    }

    /// Replaces a text on a page of ours; it must be there.
    pub fn edit(&self, page: &str, old: &str, new: &str) {
        let text = self.read(page);
        assert!(text.contains(old), "{old}\n{text}");
        fs::write(self.ours(page), text.replacen(old, new, 1)).unwrap();
    }

    pub fn read(&self, page: &str) -> String {
        fs::read_to_string(self.ours(page)).unwrap()
    }

    pub fn exists(&self, page: &str) -> bool {
        self.ours(page).exists()
    }

    pub fn sync(&self) -> Run {
        self.run("", false)
    }

    pub fn dry_run(&self) -> Run {
        self.run("", true)
    }

    /// Brings in one page of upstream.
    pub fn sync_file(&self, page: &str) -> Run {
        self.run(page, false)
    }

    fn run(&self, page: &str, dry: bool) -> Run {
        let (upstream, specs) = (
            self.dir.path().join("upstream").join(page),
            self.dir.path().join("specs"),
        );
        let fixups = Some(specs.join("fixups.toml")).filter(|path| path.exists());
        Run {
            inner: sync::run(
                Paths {
                    upstream: &upstream,
                    specs: &specs,
                    fixups: fixups.as_deref(),
                },
                dry,
            ),
        }
    }
}

/// What a run did.
pub struct Run {
    pub inner: Outcome,
}

impl Run {
    pub fn step(&self, page: &str) -> &Step {
        self.inner
            .plan
            .steps
            .get(page)
            .unwrap_or_else(|| panic!("{:?}", self.inner.plan.steps.keys()))
    }

    pub fn errors(&self) -> Vec<String> {
        let errors = self
            .inner
            .diagnostics
            .iter()
            .filter(|one| one.code.severity == Severity::Error);
        errors
            .map(|one| format!("{} {}", one.code.id, one.message))
            .collect()
    }

    pub fn codes(&self) -> Vec<&'static str> {
        self.inner
            .diagnostics
            .sorted()
            .iter()
            .map(|one| one.code.id)
            .collect()
    }
}

/// A page of upstream about apples with one parameter in the query.
pub fn apple(name: &str, description: &str) -> String {
    let arguments =
        format!("[\n  'apple_id' => 'A1',\n  'query' => [\n    '{name}' => 'green',\n  ],\n]");
    let snippets: String = [
        (
            "异步纯链式",
            format!("$instance->v3->apples->_apple_id_->getAsync({arguments})"),
        ),
        (
            "异步声明式",
            format!("$instance->chain('v3/apples/{{apple_id}}')->getAsync({arguments})"),
        ),
        (
            "异步属性式",
            format!("$instance['v3/apples/{{apple_id}}']->getAsync({arguments})"),
        ),
        (
            "同步纯链式",
            format!("$instance->v3->apples->_apple_id_->get({arguments})"),
        ),
        (
            "同步声明式",
            format!("$instance->chain('v3/apples/{{apple_id}}')->get({arguments})"),
        ),
        (
            "同步属性式",
            format!("$instance['v3/apples/{{apple_id}}']->get({arguments})"),
        ),
    ]
    .iter()
    .map(|(label, call)| format!("```php [{label}]\n{}\n```\n\n", with_tail(call)))
    .collect();
    format!(
        "---\ntitle: 查询苹果\ndescription: 苹果很多，这里查的是其中一个，别处查的是别的。\n---\n\n\
         # {{{{ $frontmatter.title }}}} {{#get}}\n\n{{{{ $frontmatter.description }}}}\n\n\
         | 请求参数 | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n\
         | apple_id {{data-required}} | string | 苹果编号\n\
         | query | object {{data-tooltip=\"对应PHP的array\"}} | 查询用的参数\n\
         | {name} {{data-indent=1}} | string | {description}\n\n{{.im-table #request}}\n\n\
         ::: code-group\n\n{snippets}:::\n\n\
         | 返回字典 | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n\
         | taste {{data-required}} | string | 味道\n\n{{.im-table #response}}\n\n\
         参阅 [官方文档](https://pay.weixin.qq.com/doc/v3/apples)\n"
    )
}

/// What a snippet does with the answer.
fn with_tail(call: &str) -> String {
    if call.contains("Async") {
        let then = "->then(static function(\\Psr\\Http\\Message\\ResponseInterface $response) {\n  \
                    print_r(json_decode((string) $response->getBody(), true));\n})";
        format!("{call}\n{then}\n->wait();")
    } else {
        format!("$response = {call};\nprint_r(json_decode((string) $response->getBody(), true));")
    }
}

/// A page that only says where its content went.
pub fn stub(to: &str) -> String {
    format!(
        "---\ntitle: Moved to {to}\nhead:\n  - - meta\n    - http-equiv: refresh\n      content: 0;url={to}\n\
         navbar: false\n---\n"
    )
}
