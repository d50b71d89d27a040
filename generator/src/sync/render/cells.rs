//! Cells of a table row.

use crate::model::{Algorithm, DecodesTo, Encoding, Field, Key, Type};
use std::fmt::Write as _;

/// The row that says that a document follows which the text above it carries.
pub(super) const LINE: &str = "| {colspan=3 .im-table-line}\n";

/// One row of three cells.
pub(super) struct Row<'a> {
    /// Depth, from 0.
    pub depth: usize,
    /// Name.
    pub name: &'a str,
    /// Whether it is marked required.
    pub required: bool,
    /// Type cell, attributes included.
    pub ty: &'a str,
    /// Description cell, escaped.
    pub description: &'a str,
}

impl Row<'_> {
    pub(super) fn write(&self, out: &mut String) {
        let mut attributes = Vec::new();
        if self.required {
            attributes.push("data-required".to_owned());
        }
        if self.depth > 0 {
            attributes.push(format!("data-indent={}", self.depth));
        }
        let name = with_attributes(self.name, &attributes);
        let _ = writeln!(out, "| {name} | {} | {}", self.ty, self.description);
        trim_line(out);
    }
}

/// The row that opens an alternative.
pub(super) fn alternative(out: &mut String, depth: usize, label: &str) {
    let _ = writeln!(
        out,
        "| {} {{data-indent={depth} colspan=3 .im-alternative}}",
        escape(label)
    );
}

/// A row that says something instead of fields.
pub(super) fn note(out: &mut String, text: &str) {
    let _ = writeln!(out, "| {text} {{align=center colspan=3}}");
}

/// The head of a table.
pub(super) fn head(out: &mut String, first: &str) {
    let _ = write!(
        out,
        "\n| {first} | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n"
    );
}

/// The type cell of a field. `part`: an object without fields is a part of a multipart body, not just any value.
pub(super) fn type_cell(field: &Field, part: bool) -> String {
    let mut attributes = Vec::new();
    match field.encoding {
        Some(Encoding::Json) => attributes.push("data-encoded=by-json_encode".to_owned()),
        Some(Encoding::Urlencoded) => attributes.push("data-encoded=by-urlencode".to_owned()),
        None => {}
    }
    if let Some(encryption) = field.encryption {
        attributes.push(match encryption.algorithm {
            Algorithm::RsaOaep => format!(
                "data-encrypted=by-rsa-pubkey data-key={}",
                key(encryption.key)
            ),
            Algorithm::Aes256Gcm => "data-encrypted=by-aes-gcm".to_owned(),
            Algorithm::Aes256Ecb => "data-encrypted=by-aes-ecb".to_owned(),
        });
    }
    match field.decodes_to {
        Some(DecodesTo::Object) => attributes.push("data-decodes-to=object".to_owned()),
        Some(DecodesTo::List) => attributes.push("data-decodes-to=list".to_owned()),
        None => {}
    }
    if field.signed {
        attributes.push("data-signed=by-rsa-privatekey".to_owned());
    }
    if let Some(longest) = field.max_length {
        attributes.push(format!("data-max-length={longest}"));
    }
    if field.ty == Type::Object && field.fields.is_empty() && !part {
        attributes.push("data-untyped".to_owned());
    }
    with_attributes(&type_word(field), &attributes)
}

fn type_word(field: &Field) -> String {
    let word = match field.ty {
        Type::String => "string",
        Type::Integer => "integer",
        Type::Number if field.decimal => "float",
        Type::Number => "number",
        Type::Boolean => "boolean",
        Type::Object => "object",
    };
    if field.array == 0 {
        word.to_owned()
    } else {
        format!("{word}[]")
    }
}

fn key(key: Key) -> &'static str {
    match key {
        Key::Merchant => "merchant",
        Key::Bank => "bank",
        Key::Platform | Key::ApiV3 | Key::ApiV2 => "platform",
    }
}

/// The description cell of a field: its text and its values.
pub(super) fn description_cell(field: &Field) -> String {
    let values = if field.value_docs.is_empty() {
        bar_list(&field.values)
    } else {
        meaning_list(field)
    };
    let parts: Vec<_> = [escape(&field.doc), values]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("<br/>")
}

/// Form A: `` `V` \| `V` 枚举值之一 ``.
fn bar_list(values: &[String]) -> String {
    let ending = match values.len() {
        0 => return String::new(),
        1 => "枚举值",
        _ => "枚举值之一",
    };
    let values: Vec<_> = values
        .iter()
        .map(|value| format!("`{}`", escape(value)))
        .collect();
    format!("{} {ending}", values.join(" \\| "))
}

/// Form B: one line `` `V`：meaning `` for each.
fn meaning_list(field: &Field) -> String {
    let lines = field.values.iter().zip(&field.value_docs);
    let lines: Vec<_> = lines
        .map(|(value, meaning)| format!("`{value}`：{}", escape(meaning)))
        .collect();
    lines.join("<br/>")
}

/// A text as a cell has it.
pub(super) fn escape(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', "<br/>")
}

fn with_attributes(text: &str, attributes: &[String]) -> String {
    if attributes.is_empty() {
        text.to_owned()
    } else {
        format!("{text} {{{}}}", attributes.join(" "))
    }
}

/// A row with an empty last cell ends in its bar.
fn trim_line(out: &mut String) {
    if out.ends_with(" \n") {
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
}
