//! A crate with the old program once for each changed client, checked by the compiler with the family of the program on.

use super::model::PROGRAM;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wechatpay_codegen::write::Plan;

/// The rest of the crate that generated modules expect around them.
const CRATE: &str = "
#[path = \"api/mod.rs\"]
mod api;
mod program;
pub use api::{notification, v2, v3};
use wechatpay_client::rt;

pub struct Client(wechatpay_client::Client);

impl std::ops::Deref for Client {
    type Target = wechatpay_client::Client;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
";

/// Several clients, each a module with the program below it.
pub struct Project {
    dir: PathBuf,
    /// Names of the clients by their modules.
    modules: BTreeMap<String, &'static str>,
}

impl Project {
    /// The project with the old client, with which the program must compile.
    pub fn new(old: &Plan) -> Self {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("drift-proof");
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(dir.join("src")).unwrap();
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let client = repository.join("generated-client").canonicalize().unwrap();
        let manifest = format!(
            "[package]\nname = \"drift-proof\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [features]\ndefault = [\"tea\"]\ntea = []\nmilk = []\nconformance = []\n\n[dependencies]\n\
             serde_json = \"1\"\nwechatpay-client = {{ path = {client:?}, default-features = false }}\n\n\
             [profile.dev.package.\"*\"]\nopt-level = 1\n"
        );
        fs::write(dir.join("Cargo.toml"), manifest).unwrap();
        fs::copy(repository.join("Cargo.lock"), dir.join("Cargo.lock")).unwrap();
        let mut project = Self {
            dir,
            modules: BTreeMap::new(),
        };
        project.add("the old client itself", old);
        project
    }

    /// Adds a client.
    pub fn add(&mut self, name: &'static str, plan: &Plan) {
        let module = format!("case_{}", self.modules.len());
        let root = self.dir.join("src").join(&module);
        for (path, text) in &plan.files {
            let Ok(below) = path.strip_prefix("src") else {
                continue;
            };
            if below.extension().is_some_and(|extension| extension == "rs") {
                let path = root.join(below);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                let text = text.replace("crate::", &format!("crate::{module}::"));
                fs::write(path, text).unwrap();
            }
        }
        fs::write(root.join("mod.rs"), CRATE).unwrap();
        fs::write(root.join("program.rs"), PROGRAM).unwrap();
        self.modules.insert(module, name);
    }

    /// The clients with which the program does not compile. Those are taken out until the rest compiles: an unresolved name
    /// in one keeps the compiler from checking the types of the others.
    pub fn broken(&self) -> BTreeSet<&'static str> {
        let mut broken = BTreeSet::new();
        loop {
            let mut main = String::from("#![allow(warnings)]\nfn main() {}\n");
            for module in self
                .modules
                .keys()
                .filter(|module| !broken.contains(*module))
            {
                main += &format!("mod {module};\n");
            }
            fs::write(self.dir.join("src/main.rs"), main).unwrap();
            let found = self.check();
            if found.is_empty() {
                break;
            }
            broken.extend(found);
        }
        assert!(
            !broken.contains("case_0"),
            "the program does not compile with the client that it is for"
        );
        broken.iter().map(|module| self.modules[module]).collect()
    }

    /// The modules that have errors.
    fn check(&self) -> BTreeSet<String> {
        // Where this test was built: the client's dependencies are there already.
        let target = std::env::current_exe().unwrap();
        let target = target.ancestors().nth(3).unwrap();
        let output = Command::new(env!("CARGO"))
            .args([
                "check",
                "--offline",
                "--quiet",
                "--message-format=json",
                "--target-dir",
            ])
            .arg(target)
            .current_dir(&self.dir)
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let mut modules = BTreeSet::new();
        for line in stdout.lines() {
            let message: serde_json::Value = serde_json::from_str(line).unwrap();
            if message["message"]["level"] != "error" {
                continue;
            }
            let rendered = message["message"]["rendered"].to_string();
            for span in message["message"]["spans"].as_array().into_iter().flatten() {
                let file = span["file_name"].as_str().unwrap_or_default();
                let module = Path::new(file)
                    .components()
                    .nth(1)
                    .map(|part| part.as_os_str());
                let module = module.and_then(|part| part.to_str()).unwrap_or_default();
                assert!(self.modules.contains_key(module), "{rendered}");
                if module == "case_0" {
                    panic!(
                        "{}",
                        message["message"]["rendered"].as_str().unwrap_or_default()
                    );
                }
                if span["is_primary"] == true {
                    assert!(
                        file.ends_with("program.rs"),
                        "the client itself does not compile: {rendered}"
                    );
                    modules.insert(module.to_owned());
                }
            }
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() || !modules.is_empty(), "{stderr}");
        modules
    }
}
