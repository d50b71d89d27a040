//! XML bodies: elements and text, nothing else.

use super::super::json::{MAX_DEPTH, part};
use super::super::page::Text;
use super::super::value::{Value, ValueKind};
use super::append;
use super::parse::Reader;
use crate::diag::codes::example as codes;
use crate::source::Span;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// An element that is open.
struct Element {
    name: Text,
    children: Value,
    text: String,
    /// Where text other than blanks starts.
    text_span: Option<Span>,
}

/// Reads `<xml>…</xml>` at `base` into a map. `None` if it is anything else; that is reported.
pub(super) fn parse(reader: &mut Reader, text: &str, base: Span) -> Option<Value> {
    let mut xml = quick_xml::Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let start = offset(xml.buffer_position());
        let event = match xml.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = offset(xml.error_position());
                reader.wrong(
                    &codes::XML,
                    part(base, at..text.len().max(at)),
                    error.to_string(),
                );
                return None;
            }
        };
        let span = part(base, start..offset(xml.buffer_position()));
        let refused = match event {
            Event::Start(_) | Event::Empty(_) if root.is_some() => {
                Some((&codes::XML, "an element behind the root"))
            }
            Event::Start(tag) if open.len() < MAX_DEPTH => {
                open.push(element(reader, &tag, start, base)?);
                None
            }
            Event::Start(_) => Some((&codes::XML, "elements nest too deeply")),
            Event::Empty(tag) => {
                open.push(element(reader, &tag, start, base)?);
                root = close(reader, &mut open, span)?;
                None
            }
            Event::End(_) => {
                root = close(reader, &mut open, span)?;
                None
            }
            Event::Text(text) => text_in(&mut open, &text.xml10_content(), span),
            Event::CData(text) => text_in(&mut open, &text.xml10_content(), span),
            Event::GeneralRef(reference) => match resolve(&reference) {
                Some(text) => text_in(&mut open, &text, span),
                None => Some((
                    &codes::XML_DTD,
                    "an entity that is not one of XML's own five",
                )),
            },
            Event::DocType(_) => Some((&codes::XML_DTD, "a document type")),
            Event::Decl(_) | Event::PI(_) => {
                Some((&codes::XML_DTD, "a declaration or processing instruction"))
            }
            Event::Comment(_) => None,
            Event::Eof => break,
        };
        if let Some((code, what)) = refused {
            reader.wrong(code, span, format!("{what} may not stand here"));
            return None;
        }
    }
    if root.is_none() {
        let message = if open.is_empty() {
            "expected `<xml>`"
        } else {
            "an element is not closed"
        };
        reader.wrong(&codes::XML, base, message);
    }
    root
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn element(reader: &mut Reader, tag: &BytesStart<'_>, start: usize, base: Span) -> Option<Element> {
    let name = tag.name();
    let name = name.as_ref();
    let span = part(base, start + 1..start + 1 + name.len());
    if tag.attributes_raw().trim().is_empty() {
        let children = Value::new(ValueKind::Map(Vec::new()), span);
        let name = Text {
            text: name.to_owned(),
            span,
        };
        return Some(Element {
            name,
            children,
            text: String::new(),
            text_span: None,
        });
    }
    reader.wrong(&codes::XML, span, "elements have no attributes");
    None
}

/// Adds text to the innermost element. Says what is wrong if there is none.
fn text_in(
    open: &mut [Element],
    text: &str,
    span: Span,
) -> Option<(&'static crate::diag::Code, &'static str)> {
    let blank = text.trim().is_empty();
    match open.last_mut() {
        Some(element) => {
            element.text.push_str(text);
            if !blank {
                element.text_span.get_or_insert(span);
            }
            None
        }
        None if blank => None,
        None => Some((&codes::XML, "text outside of `<xml>`")),
    }
}

/// Closes the innermost element, whose last tag is at `end`. The outer `None` means that something was wrong with it,
/// the inner one that it is not the root.
fn close(reader: &mut Reader, open: &mut Vec<Element>, end: Span) -> Option<Option<Value>> {
    let element = open.pop()?;
    let leaf = element.children.as_map().is_none_or(<[_]>::is_empty);
    let span = Span {
        start: element.name.span.start.saturating_sub(1),
        ..end
    };
    if let Some(text) = element.text_span.filter(|_| !leaf || open.is_empty()) {
        reader.wrong(&codes::XML, text, "text beside elements may not stand here");
        return None;
    }
    let Some(parent) = open.last_mut() else {
        if element.name.text != "xml" {
            reader.wrong(&codes::XML, element.name.span, "the root is `<xml>`");
            return None;
        }
        return Some(Some(Value {
            span,
            ..element.children
        }));
    };
    let value = if leaf {
        Value::new(ValueKind::String(element.text), span)
    } else {
        Value {
            span,
            ..element.children
        }
    };
    append(&mut parent.children, &element.name, value);
    Some(None)
}

fn resolve(reference: &BytesRef<'_>) -> Option<String> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character.to_string());
    }
    resolve_predefined_entity(reference).map(str::to_owned)
}
