//! Every operation with a form has a rule for its file, and the rule is what the page says.
//!
//! `WECHATPAY_UPSTREAM` may name a tree of upstream pages, whose sentences have the limits.
#![allow(missing_docs)]

use std::collections::BTreeMap;
use std::path::Path;
use wechatpay_client::upload::{HashAlgorithm, RULES, UploadRule};
use wechatpay_codegen::model::{BodyEncoding, Field, Model, Operation};
use wechatpay_tests::{model, repository};

fn forms(model: &Model) -> BTreeMap<&str, &Operation> {
    let is_form = |operation: &&Operation| {
        let body = operation.request.body.as_ref();
        body.is_some_and(|body| body.encoding == BodyEncoding::Multipart)
    };
    let forms = model.operations.iter().filter(is_form);
    forms.map(|one| (one.path.as_str(), one)).collect()
}

/// All fields of a form, those of the document about the file included.
fn fields(operation: &Operation) -> Vec<&Field> {
    fn all<'f>(fields: &'f [Field], found: &mut Vec<&'f Field>) {
        for field in fields {
            found.push(field);
            all(&field.fields, found);
        }
    }
    let mut found = Vec::new();
    let body = operation.request.body.as_ref().unwrap();
    all(&body.fields, &mut found);
    found
}

#[test]
fn every_form_has_a_rule_with_the_keys_of_its_page() {
    let model = model(&repository().join("specs"));
    let forms = forms(&model);
    let ruled: Vec<&str> = RULES.iter().map(|rule| rule.path).collect();
    assert_eq!(forms.keys().copied().collect::<Vec<_>>(), ruled);
    for rule in RULES {
        let fields = fields(forms[rule.path]);
        let field = |name: &str| fields.iter().find(|field| field.name == name);
        let digest = field(rule.digest).unwrap_or_else(|| panic!("{}", rule.path));
        let algorithm = match digest.doc.to_lowercase() {
            doc if doc.contains("sm3") => HashAlgorithm::Sm3,
            _ if rule.digest == "media_hash" => HashAlgorithm::Md5,
            _ => HashAlgorithm::Sha256,
        };
        assert_eq!(algorithm, rule.algorithm, "{}", rule.path);
        // The name is filled in wherever the page has one.
        let name = ["filename", "file_name"];
        let name = name.into_iter().find(|name| field(name).is_some());
        assert_eq!(name, rule.name, "{}", rule.path);
    }
}

/// A family whose pages speak of SM3 must bring it: the files are checked by it.
#[test]
fn families_with_sm3_imply_the_feature() {
    let model = model(&repository().join("specs"));
    let client = |file: &str| {
        let file = repository().join("generated-client").join(file);
        std::fs::read_to_string(file).unwrap()
    };
    let (manifest, table) = (client("Cargo.toml"), client("OPERATIONS.md"));
    let speaks = |operation: &&Operation| {
        let operation = serde_json::to_string(operation).unwrap();
        operation.to_lowercase().contains("sm3")
    };
    let mut found = 0;
    for operation in model.operations.iter().filter(speaks) {
        let row = format!("| `{}` |", operation.id);
        let row = table.lines().find(|line| line.starts_with(&row)).unwrap();
        let family = row.split(" | ").nth(3).unwrap().trim_matches('`');
        let line = format!("\n{family} = [\"sm3\"]\n");
        assert!(manifest.contains(&line), "{row}");
        found += 1;
    }
    assert!(found >= 7, "{found}");
}

#[test]
fn limits_are_those_of_the_pages() {
    let Some(tree) = std::env::var_os("WECHATPAY_UPSTREAM") else {
        eprintln!("skipped: WECHATPAY_UPSTREAM is not set");
        return;
    };
    for rule in RULES {
        let page = Path::new(&tree).join(format!("openapi{}.md", rule.path));
        let text = std::fs::read_to_string(page).unwrap();
        let (limit, endings) = said(&text);
        assert_eq!(limit, rule.max_bytes, "{}", rule.path);
        let own: Vec<&str> = sorted(rule);
        assert_eq!(endings, own, "{}", rule.path);
    }
}

fn sorted(rule: &UploadRule) -> Vec<&'static str> {
    let mut endings = rule.endings.to_vec();
    endings.sort_unstable();
    endings
}

/// The size after `不能超过` or `不超过`, and the kinds of file in the same sentences.
fn said(page: &str) -> (Option<usize>, Vec<&'static str>) {
    let Some((before, after)) = page.split_once("超过") else {
        return (None, Vec::new());
    };
    let digits = after.trim_start();
    let length = digits.find(|c: char| !c.is_ascii_digit()).unwrap();
    let number: usize = digits[..length].parse().unwrap();
    let unit = if digits[length..].starts_with('K') {
        1 << 10
    } else {
        1 << 20
    };
    let line = before.rsplit('\n').next().unwrap().to_lowercase();
    let words: Vec<&str> = line.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let kinds = ["bmp", "jpeg", "jpg", "ofd", "pdf", "png"];
    let kinds = kinds.into_iter().filter(|kind| words.contains(kind));
    (Some(number * unit), kinds.collect())
}
