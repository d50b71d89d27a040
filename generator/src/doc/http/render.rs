//! Examples as text.

use super::super::percent::encode_only;
use super::super::value::{Value, ValueKind, plain, to_json};
use super::{BodyContent, HttpExample, Part, PartContent};
use crate::model::Method;

/// The text of an example, without the fence. [`parse`](super::parse()) reads it back.
///
/// It is the caller's duty that headers have no line ends and a body has its `Content-Type`, that XML has no list of
/// fewer than two values, no empty map and only strings, and that no line of a text part is a boundary or would close
/// the fence.
#[must_use]
pub fn render(example: &HttpExample) -> String {
    let mut text = String::new();
    let mut line = |parts: &[&str]| {
        text.extend(parts.iter().copied());
        text.push('\n');
    };
    if let Some(base_url) = &example.base_url {
        line(&["@base-url = ", &value(&base_url.text)]);
    }
    for (name, sample) in &example.path_values {
        line(&["@", &name.text, " = ", &value(&sample.text)]);
    }
    if let Some(response) = &example.response {
        line(&["@response-kind = ", &response.kind.to_string()]);
    }
    if example.unsigned_response.is_some() {
        line(&["@response-signature = none"]);
    }
    if example.base_url.is_some()
        || !example.path_values.is_empty()
        || example.response.is_some()
        || example.unsigned_response.is_some()
    {
        line(&[]);
    }
    line(&[word(example.method), " ", &target(example)]);
    for (name, value) in &example.headers {
        line(&[&name.text, ": ", &value.text]);
    }
    match example.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Json(value)) => line(&["\n", &pretty(value)]),
        Some(BodyContent::Xml(value)) => line(&["\n<xml>\n", &elements(value, 1), "</xml>"]),
        Some(BodyContent::Multipart(parts)) => line(&["\n", &form(parts, boundary(example))]),
        None => {}
    }
    text
}

fn target(example: &HttpExample) -> String {
    let mut target = example.path.text.clone();
    for (index, (name, value)) in example.query.iter().enumerate() {
        target.push(if index == 0 { '?' } else { '&' });
        target.push_str(&encode_only(&name.text, |c| in_query(c) || c == '='));
        target.push('=');
        target.push_str(&encode_only(&value.text, in_query));
    }
    if let Some(fragment) = &example.fragment {
        target.push('#');
        target.push_str(&encode_only(&fragment.text, hidden));
    }
    target
}

/// What cannot be seen, and the mark of the encoding.
fn hidden(character: char) -> bool {
    character == '%' || character.is_whitespace() || character.is_control()
}

fn in_query(character: char) -> bool {
    hidden(character) || matches!(character, '&' | '#' | '+')
}

/// The value of a variable: blanks are only hidden at its ends.
fn value(text: &str) -> String {
    if text.trim() == text {
        return encode_only(text, |c| c != ' ' && hidden(c));
    }
    encode_only(text, hidden)
}

fn word(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}

fn pretty(value: &Value) -> String {
    // Writing a value of strings, numbers, lists and maps with text keys cannot fail.
    serde_json::to_string_pretty(&to_json(value)).unwrap_or_default()
}

/// One element a line.
fn elements(value: &Value, depth: usize) -> String {
    let mut text = String::new();
    for entry in value.as_map().unwrap_or_default() {
        let items = match &entry.value.kind {
            ValueKind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(&entry.value),
        };
        for item in items {
            let (name, indent) = (&entry.key.text, "  ".repeat(depth));
            let content = match item.kind {
                ValueKind::Map(_) => format!("\n{}{indent}", elements(item, depth + 1)),
                _ => escape(&plain(item)),
            };
            text.push_str(&format!("{indent}<{name}>{content}</{name}>\n"));
        }
    }
    text
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\r' | '\n' | '\t' => escaped.push_str(&format!("&#{};", u32::from(character))),
            _ => escaped.push(character),
        }
    }
    escaped
}

fn boundary(example: &HttpExample) -> &str {
    let header = example
        .header("Content-Type")
        .map(|value| value.text.as_str())
        .unwrap_or_default();
    header
        .split(';')
        .find_map(|one| one.trim().strip_prefix("boundary="))
        .unwrap_or("boundary")
}

fn form(parts: &[Part], boundary: &str) -> String {
    let mut text = String::new();
    let quoted =
        |text: &str| encode_only(text, |c| c == '"' || c == ';' || c == '%' || c.is_control());
    for part in parts {
        text.push_str(&format!(
            "--{boundary}\nContent-Disposition: form-data; name=\"{}\"",
            quoted(&part.name.text)
        ));
        match &part.content {
            PartContent::Text(content) => text.push_str(&format!("\n\n{}\n", content.text)),
            PartContent::Json(value) => {
                text.push_str(&format!(
                    "\nContent-Type: application/json\n\n{}\n",
                    pretty(value)
                ));
            }
            PartContent::File { name, content_type } => {
                text.push_str(&format!("; filename=\"{}\"", quoted(&name.text)));
                if let Some(content_type) = content_type {
                    text.push_str(&format!("\nContent-Type: {}", content_type.text));
                }
                text.push_str(&format!("\n\n< {}\n", quoted(&name.text)));
            }
        }
    }
    text.push_str(&format!("--{boundary}--"));
    text
}
