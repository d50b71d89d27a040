//! The XML of API v2: `<xml><name>text</name>…</xml>`, flat but for two answers.
//!
//! Values are escaped; empty ones are left out. A document type, an entity of its own or anything but well-formed XML is refused.

use super::path::{FieldError, Path};
use super::secrets::Context;
use super::tree::Tree;
use super::{Field, MAX_DEPTH, Object, View, check};
use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, Event};
use serde_json::Value;

/// The document.
pub(crate) fn to_vec(view: View<'_>, cx: &Context<'_>) -> Result<Vec<u8>, FieldError> {
    let mut out = String::new();
    write(&mut out, "xml", view, &Path::ROOT, cx)?;
    if out.is_empty() {
        out.push_str("<xml></xml>");
    }
    Ok(out.into_bytes())
}

/// The document of these names and texts.
pub(crate) fn from_pairs(pairs: &[(String, String)]) -> Result<Vec<u8>, FieldError> {
    let mut out = String::from("<xml>");
    for (name, text) in pairs {
        let at = Path::ROOT.field(name);
        valid_name(name).map_err(|message| FieldError::new(&at, message))?;
        around(&mut out, name, |out| escape(out, text, &at))?;
    }
    out.push_str("</xml>");
    Ok(out.into_bytes())
}

/// Whether a body is meant to be XML, as the errors of API v2 are that come in the place of a file.
pub(crate) fn is_xml(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    body.trim_ascii_start().starts_with(b"<")
}

fn write_fields(
    out: &mut String,
    object: &dyn Object,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<(), FieldError> {
    for (name, field) in object.fields() {
        if let View::Numbered(values) = field.view() {
            for (numbers, value) in values.iter() {
                let name = numbers.name(name);
                write(out, &name, value.view(), &at.field(&name), cx)?;
            }
        } else {
            write(out, name, field.view(), &at.field(name), cx)?;
        }
    }
    Ok(())
}

fn write(
    out: &mut String,
    name: &str,
    view: View<'_>,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<(), FieldError> {
    match view {
        View::List(list) => list.iter().enumerate().try_for_each(|(index, element)| {
            write(out, name, element.view(), &at.element(index), cx)
        }),
        View::Object(object) => around(out, name, |out| write_fields(out, object, at, cx)),
        View::Value(Value::Object(map)) => {
            check::value_depth(at)?;
            around(out, name, |out| {
                map.iter().try_for_each(|(name, element)| {
                    let at = at.field(name);
                    valid_name(name).map_err(|message| FieldError::new(&at, message))?;
                    write(out, name, View::Value(element), &at, cx)
                })
            })
        }
        View::Value(Value::Array(list)) => {
            list.iter().enumerate().try_for_each(|(index, element)| {
                write(out, name, View::Value(element), &at.element(index), cx)
            })
        }
        view => match check::scalar(view, at, cx)? {
            Some(text) => around(out, name, |out| escape(out, &text, at)),
            None => Ok(()),
        },
    }
}

/// Names come from the documentation, except in values that have no type.
fn valid_name(name: &str) -> Result<(), &'static str> {
    let mut bytes = name.bytes();
    let start = bytes
        .next()
        .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
    if start && bytes.all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b)) {
        Ok(())
    } else {
        Err("not a name of an XML element")
    }
}

/// The element around what `content` writes; no element if that is nothing.
fn around(
    out: &mut String,
    name: &str,
    content: impl FnOnce(&mut String) -> Result<(), FieldError>,
) -> Result<(), FieldError> {
    let start = out.len();
    tag(out, "<", name);
    let inside = out.len();
    content(out)?;
    if out.len() == inside {
        out.truncate(start);
    } else {
        tag(out, "</", name);
    }
    Ok(())
}

fn tag(out: &mut String, bracket: &str, name: &str) {
    out.push_str(bracket);
    out.push_str(name);
    out.push('>');
}

fn escape(out: &mut String, text: &str, at: &Path<'_>) -> Result<(), FieldError> {
    let is_plain = |byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'<' | b'>' | b'&');
    if text.bytes().all(is_plain) {
        out.push_str(text);
        return Ok(());
    }
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                return Err(FieldError::new(
                    at,
                    format!("XML has no way to write U+{:04X}", u32::from(c)),
                ));
            }
            _ => out.push(c),
        }
    }
    Ok(())
}

/// Reads a document with root `<xml>` or `<root>` into `field`.
pub(crate) fn read(
    bytes: &[u8],
    field: &mut dyn Field,
    cx: &Context<'_>,
) -> Result<bool, FieldError> {
    parse(bytes)
        .map_err(|message| FieldError::new(&Path::ROOT, message))?
        .read(field, &Path::ROOT, cx)
}

/// The names and texts directly under the root, sorted by name: what a v2 signature is made of.
pub(crate) fn pairs(bytes: &[u8]) -> Result<Vec<(String, String)>, String> {
    Ok(match parse(bytes)? {
        Tree::Text(_) => Vec::new(),
        Tree::Elements(elements) => elements
            .into_iter()
            .filter_map(|(name, element)| match element {
                Tree::Text(text) => Some((name, text)),
                Tree::Elements(_) => None,
            })
            .collect(),
    })
}

/// An element that is not closed yet.
#[derive(Default)]
struct Open {
    name: String,
    text: String,
    elements: Vec<(String, Tree)>,
}

impl Open {
    fn close(self) -> (String, Tree) {
        let tree = if self.elements.is_empty() {
            Tree::Text(self.text)
        } else {
            Tree::elements(self.elements)
        };
        (self.name, tree)
    }
}

/// Parses a document with root `<xml>` or `<root>`.
pub(crate) fn parse(bytes: &[u8]) -> Result<Tree, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| format!("not UTF-8: {error}"))?;
    let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    // `open[0]` stands for the document: its one element is the root.
    let mut open = vec![Open::default()];
    loop {
        let event = reader
            .read_event()
            .map_err(|error| format!("not XML: {error} at byte {}", reader.error_position()))?;
        let depth = open.len();
        let Some(top) = open.last_mut() else {
            return Err("not XML".into());
        };
        match event {
            Event::Start(_) | Event::Empty(_) if depth > MAX_DEPTH => {
                return Err("nested too deep".into());
            }
            Event::Start(tag) => open.push(Open {
                name: tag.name().as_ref().to_owned(),
                ..Open::default()
            }),
            Event::Empty(tag) => top
                .elements
                .push((tag.name().as_ref().to_owned(), Tree::Text(String::new()))),
            Event::End(_) => {
                let element = open.pop().map(Open::close);
                match (element, open.last_mut()) {
                    (Some(element), Some(parent)) => parent.elements.push(element),
                    _ => return Err("not XML: an end without start".into()),
                }
            }
            Event::Text(text) => top.text.push_str(&text.xml10_content()),
            Event::CData(text) => top.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => resolve(&reference, &mut top.text)?,
            Event::DocType(_) => return Err("a document type is not allowed".into()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    root(open)
}

fn root(mut open: Vec<Open>) -> Result<Tree, String> {
    let document = open.pop().unwrap_or_default();
    if let Some(element) = (!open.is_empty()).then_some(document.name.as_str()) {
        return Err(format!("<{element}> is not closed"));
    }
    let mut elements = document.elements.into_iter();
    match (elements.next(), elements.next()) {
        (Some((name, root)), None) if name == "xml" || name == "root" => Ok(root),
        (Some((name, _)), None) => Err(format!("expected root <xml> or <root>, found <{name}>")),
        (Some(_), Some(_)) => Err("more than one root".into()),
        (None, _) => Err("expected root <xml>, found no element".into()),
    }
}

fn resolve(reference: &BytesRef<'_>, text: &mut String) -> Result<(), String> {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => text.push(c),
        Ok(None) => match resolve_xml_entity(reference) {
            Some(value) => text.push_str(value),
            None => return Err(format!("entity &{}; is not allowed", &**reference)),
        },
        Err(error) => return Err(format!("not XML: {error}")),
    }
    Ok(())
}
