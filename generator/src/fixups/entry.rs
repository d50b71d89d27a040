//! Writes an entry that would settle a warning.

use super::{Property, Value};
use crate::model::Method;
use std::fmt::Write as _;

/// An entry for the fix-up file, ready to paste.
#[derive(Debug, Clone)]
pub(crate) struct Proposal {
    /// Identity of the page.
    pub page: String,
    /// Operation, if the page has several.
    pub operation: Option<Method>,
    /// Where on the page; empty for a property of the operation.
    pub field: String,
    /// What of it.
    pub property: Property,
    /// What the page has.
    pub old: Value,
    /// What was assumed.
    pub new: Value,
    /// What to check it against.
    pub link: String,
}

impl Proposal {
    /// The entry as TOML.
    pub fn to_toml(&self) -> String {
        let mut entry = format!("[[fixup]]\npage = {}\n", text(&self.page));
        if let Some(method) = self.operation {
            let _ = writeln!(entry, "operation = {}", text(method_word(method)));
        }
        if !self.field.is_empty() {
            let _ = writeln!(entry, "field = {}", text(&self.field));
        }
        let _ = writeln!(entry, "property = {}", text(self.property.name()));
        let _ = writeln!(entry, "old = {}", value(&self.old));
        let _ = writeln!(entry, "new = {}", value(&self.new));
        entry.push_str("reason = \"say what the official page has\"\n");
        let _ = writeln!(entry, "link = {}", text(&self.link));
        entry
    }
}

/// The word of a method in the fix-up file and in heading ids.
pub(super) fn method_word(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Patch => "patch",
        Method::Delete => "delete",
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Boolean(boolean) => boolean.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Text(word) => text(word),
        Value::Texts(words) => {
            let words: Vec<_> = words.iter().map(|word| text(word)).collect();
            format!("[{}]", words.join(", "))
        }
        Value::Rows(rows) if rows.is_empty() => "[]".to_owned(),
        Value::Rows(rows) => {
            let rows: String = rows
                .iter()
                .map(|row| format!("  {},\n", new_row(row)))
                .collect();
            format!("[\n{rows}]")
        }
    }
}

fn new_row(row: &super::NewRow) -> String {
    let mut parts = vec![
        format!("name = {}", text(&row.name)),
        format!("type = {}", text(&row.ty)),
    ];
    if row.indent != 1 {
        parts.push(format!("indent = {}", row.indent));
    }
    if row.required {
        parts.push("required = true".to_owned());
    }
    if !row.encoding.is_empty() {
        parts.push(format!("encoding = {}", text(&row.encoding)));
    }
    if !row.doc.is_empty() {
        parts.push(format!("doc = {}", text(&row.doc)));
    }
    format!("{{ {} }}", parts.join(", "))
}

/// A TOML basic string.
fn text(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
