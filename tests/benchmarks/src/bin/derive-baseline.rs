//! `derive-baseline DIR [FAMILY…]`: writes the crate that one would write for the operations of these families (of all without
//! any) with serde's derive: structs of each operation, open enums, an `async fn` for each. `compiling.py` measures what it costs.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};
use wechatpay_codegen::diag::Diagnostics;
use wechatpay_codegen::model::{DecodesTo, Field, Model, Type};
use wechatpay_codegen::passes::families::{Families, assign};
use wechatpay_codegen::pipeline::{self, Inputs};

const MANIFEST: &str = "[package]\nname = \"baseline\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
    serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n";

const CLIENT: &str = "pub struct Client;\npub type Error = Box<dyn std::error::Error + Send + Sync>;\nimpl Client {
    async fn send<Q: serde::Serialize, R: serde::de::DeserializeOwned>(&self, method: &str, path: &str, body: &Q) -> Result<R, Error> {
        let body = serde_json::to_vec(body)?;
        let answer = self.exchange(method, path, body).await;
        Ok(serde_json::from_slice(&answer)?)
    }
    async fn exchange(&self, _method: &str, _path: &str, body: Vec<u8>) -> Vec<u8> {
        body
    }
}
";

fn main() -> io::Result<()> {
    let mut args = env::args().skip(1);
    let folder = args.next().unwrap_or_else(|| "baseline".to_owned());
    let wanted: Vec<String> = args.collect();
    let model = model()?;
    write(Path::new(&folder), &model, |family| {
        wanted.is_empty() || wanted.iter().any(|one| one == family)
    })
}

fn model() -> io::Result<Model> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut read = pipeline::read(Inputs {
        pages: &repository.join("specs"),
        fixups: Some(&repository.join("specs/fixups.toml")),
        options: Default::default(),
    });
    let path = repository.join("specs/families.toml");
    let mut diagnostics = Diagnostics::new();
    let file = pipeline::read_settings(&mut read.sources, &path, &mut diagnostics);
    let file = file.ok_or(io::ErrorKind::NotFound)?;
    let families = Families::parse(&fs::read_to_string(path)?, file, &mut diagnostics);
    assign(&mut read.model, &families, &mut diagnostics);
    Ok(read.model)
}

fn write(folder: &Path, model: &Model, wanted: impl Fn(&str) -> bool) -> io::Result<()> {
    fs::create_dir_all(folder.join("src"))?;
    let mut lib = CLIENT.to_owned();
    let chosen = model.operations.iter().filter(|one| wanted(&one.family));
    for (number, one) in chosen.enumerate() {
        let mut text = Module::default();
        let request = &one.request;
        let body = request.body.iter().flat_map(|body| &body.fields);
        let sent: Vec<Field> = [&request.path, &request.query, &request.headers]
            .into_iter()
            .flatten()
            .chain(body)
            .cloned()
            .collect();
        text.object("Request", &sent);
        text.object("Response", &one.response.fields);
        let _ = write!(
            text.out,
            "impl crate::Client {{\n    pub async fn op_{number}(&self, request: &Request) -> Result<Response, crate::Error> {{\n        \
             self.send({:?}, {:?}, request).await\n    }}\n}}\n",
            format!("{:?}", one.method),
            one.path
        );
        let _ = writeln!(lib, "pub mod m{number};");
        fs::write(folder.join(format!("src/m{number}.rs")), text.out)?;
    }
    let chosen = model.notifications.iter().filter(|one| wanted(&one.family));
    for (number, one) in chosen.enumerate() {
        let mut text = Module::default();
        text.object("Content", &one.body.fields);
        text.object("Reply", &one.reply);
        let _ = writeln!(lib, "pub mod n{number};");
        fs::write(folder.join(format!("src/n{number}.rs")), text.out)?;
    }
    fs::write(folder.join("src/lib.rs"), lib)?;
    fs::write(folder.join("Cargo.toml"), MANIFEST)
}

/// The types of one operation. They have numbers in place of good names, which cost nothing.
#[derive(Default)]
struct Module {
    out: String,
    types: usize,
}

impl Module {
    fn object(&mut self, name: &str, fields: &[Field]) {
        let mut text = format!(
            "#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]\npub struct {name} {{\n"
        );
        for (number, field) in fields.iter().enumerate() {
            let ty = self.ty(field);
            let ty = (0..field.array).fold(ty, |ty, _| format!("Vec<{ty}>"));
            let (with, ty) = match field.required {
                true => (String::new(), ty),
                false => (
                    ", skip_serializing_if = \"Option::is_none\"".to_owned(),
                    format!("Option<{ty}>"),
                ),
            };
            let _ = writeln!(
                text,
                "    #[serde(rename = {:?}{with})]\n    pub f{number}: {ty},",
                field.name
            );
        }
        self.out.push_str(&text);
        self.out.push_str("}\n");
    }

    fn ty(&mut self, field: &Field) -> String {
        self.types += 1;
        let name = format!("T{}", self.types);
        if !field.fields.is_empty() {
            self.object(&name, &field.fields);
            return match field.decodes_to {
                Some(DecodesTo::List) => format!("Vec<{name}>"),
                _ => name,
            };
        }
        if !field.values.is_empty() && field.ty == Type::String {
            self.names(&name, &field.values);
            return name;
        }
        match field.ty {
            Type::String => "String",
            Type::Integer => "i64",
            Type::Number => "f64",
            Type::Boolean => "bool",
            Type::Object => "serde_json::Value",
        }
        .to_owned()
    }

    fn names(&mut self, name: &str, values: &[String]) {
        let mut text = format!(
            "#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]\npub enum {name} {{\n"
        );
        for (number, value) in values.iter().enumerate() {
            let _ = writeln!(text, "    #[serde(rename = {value:?})]\n    V{number},");
        }
        text.push_str("    #[serde(untagged)]\n    Unknown(String),\n}\n");
        self.out.push_str(&text);
    }
}
