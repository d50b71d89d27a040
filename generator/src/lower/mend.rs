//! Mends the rows of a page by the fix-ups for it, and reports those that no longer apply.

use super::enums;
use super::rows::{Quirk, Row};
use super::table::Which;
use crate::diag::codes::fixup as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::doc::page::Text;
use crate::fixups::{Fixup, Fixups, NewRow, Property, Value, words};
use crate::model::{DecodesTo, Method};
use crate::source::Span;

/// The entries for one page, and what became of each.
pub(super) struct PageFixups<'a> {
    entries: Vec<(&'a Fixup, State)>,
}

/// What became of an entry.
#[derive(Debug, Clone, PartialEq)]
enum State {
    /// There is no such field, or no such operation.
    Missing,
    /// The page has another value.
    Other(String),
    /// It was applied.
    Applied,
}

impl<'a> PageFixups<'a> {
    /// The entries for the page with this identity.
    pub fn new(fixups: &'a Fixups, page: &str) -> Self {
        let entries = fixups.of_page(page).into_iter();
        Self {
            entries: entries.map(|entry| (entry, State::Missing)).collect(),
        }
    }

    /// Mends the rows of one of the page's tables. Their addresses stay those of the page.
    pub fn table(&mut self, method: Method, which: Which, rows: &mut Vec<Row>) {
        let before = rows.clone();
        for (entry, state) in &mut self.entries {
            if entry.property.of_operation() || !applies_to(entry, method) {
                continue;
            }
            if let Some(outcome) = apply(entry, which, rows, &before) {
                *state = outcome;
            }
        }
    }

    /// The new value of a property of the operation whose value on the page is `actual`.
    pub fn text(&mut self, method: Method, property: Property, actual: &str) -> Option<String> {
        let mut new = None;
        for (entry, state) in &mut self.entries {
            if entry.property != property || !applies_to(entry, method) {
                continue;
            }
            let (Value::Text(old), Value::Text(value)) = (&entry.old, &entry.new) else {
                continue;
            };
            *state = if old == actual {
                new = Some(value.clone());
                State::Applied
            } else {
                State::Other(actual.to_owned())
            };
        }
        new
    }

    /// Whether a container that is not closed on the page is declared closed. `name` is its number, `container[1]`.
    pub fn closes(&mut self, method: Method, name: &str) -> bool {
        let mut closes = false;
        for (entry, state) in &mut self.entries {
            if entry.property == Property::Closed
                && applies_to(entry, method)
                && entry.field == name
            {
                *state = State::Applied;
                closes = true;
            }
        }
        closes
    }

    /// Reports the entries that did not apply: errors if `strict`, else warnings.
    pub fn report(self, strict: bool, diagnostics: &mut Diagnostics) {
        let code = if strict {
            &codes::STALE_IN_SYNC
        } else {
            &codes::STALE
        };
        for (entry, state) in self.entries {
            let place = if entry.field.is_empty() {
                "operation"
            } else {
                &entry.field
            };
            let message = match state {
                State::Applied => continue,
                State::Missing => format!("`{}` has no `{place}` to mend", entry.page),
                State::Other(actual) => {
                    format!(
                        "`{}` of `{place}` is {actual} on `{}`",
                        entry.property.name(),
                        entry.page
                    )
                }
            };
            diagnostics.push(
                Diagnostic::new(code, entry.old_span, message)
                    .label("no longer what the page has")
                    .help("if the page was mended, remove the entry; else adapt it"),
            );
        }
    }
}

fn applies_to(entry: &Fixup, method: Method) -> bool {
    entry.operation.is_none_or(|operation| operation == method)
}

/// Applies one entry. `None` if the table does not have its field.
fn apply(entry: &Fixup, which: Which, rows: &mut Vec<Row>, before: &[Row]) -> Option<State> {
    if entry.property == Property::Rows {
        return add_rows(entry, which, rows, before);
    }
    let original = before.iter().find(|row| row.address == entry.field)?;
    let actual = actual(entry.property, original, before);
    if actual.as_ref() != Some(&entry.old) {
        return Some(State::Other(
            actual.as_ref().map_or("not there".to_owned(), shown),
        ));
    }
    for row in rows.iter_mut() {
        let same_name =
            entry.property == Property::Alternatives && base(&row.address) == entry.field;
        if row.address == entry.field || same_name {
            set(row, entry);
        }
    }
    Some(State::Applied)
}

/// An address without the number of its last name.
fn base(address: &str) -> &str {
    match address
        .strip_suffix(']')
        .and_then(|rest| rest.rsplit_once('['))
    {
        Some((base, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => base,
        _ => address,
    }
}

/// Address of the parent; empty at the top.
fn parent(address: &str) -> &str {
    address.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// What the page has.
fn actual(property: Property, row: &Row, rows: &[Row]) -> Option<Value> {
    let mut children = rows
        .iter()
        .filter(|other| parent(&other.address) == row.address);
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    match property {
        Property::Required => Some(Value::Boolean(row.required)),
        Property::Indent => Some(Value::Integer(row.indent)),
        Property::Name => text(&row.name.text),
        Property::Type => text(&row.ty.text),
        Property::Enum => Some(Value::Texts(enums::read(&row.description.text).values)),
        Property::Encoding => text(words::encoding_word(row.format.encoding)),
        Property::Encryption if row.format.unclear_key.is_some() => text(words::UNCLEAR_KEY),
        Property::Encryption => text(words::encryption_word(row.format.encryption)),
        Property::DecodesTo => match (children.next(), children.next()) {
            (Some(only), None) if only.ty.text.ends_with("[]") => text("undecided"),
            _ => text("object"),
        },
        Property::Untyped => Some(Value::Boolean(children.next().is_some())),
        Property::Decimal => {
            matches!(row.ty.text.as_str(), "number" | "number[]").then_some(Value::Boolean(false))
        }
        Property::Owner => {
            row.line?;
            let index = rows.iter().position(|other| other.address == row.address)?;
            text(&rows.get(index.checked_sub(1)?)?.name.text)
        }
        Property::Parent | Property::Alternatives => text(parent(&row.address)),
        Property::Cells => {
            let count = row.quirks.iter().find_map(|quirk| match quirk {
                Quirk::ExtraCells { count, .. } => Some(*count),
                _ => None,
            });
            Some(Value::Integer(count.unwrap_or(3)))
        }
        Property::Rows | Property::BaseUrl | Property::Url | Property::Closed => None,
    }
}

/// Sets the new value. The kinds of values were checked when the file was read.
fn set(row: &mut Row, entry: &Fixup) {
    match (entry.property, &entry.new) {
        (Property::Required, Value::Boolean(required)) => {
            row.required = *required;
            row.quirks
                .retain(|quirk| !matches!(quirk, Quirk::RequiredInTypeCell(_)));
        }
        (Property::Indent, Value::Integer(indent)) => {
            row.indent = *indent;
            row.settled.indent = true;
        }
        (Property::Name, Value::Text(name)) => row.name.text.clone_from(name),
        (Property::Type, Value::Text(ty)) => row.ty.text.clone_from(ty),
        (Property::Enum, Value::Texts(values)) => row.settled.values = Some(values.clone()),
        (Property::Encoding, Value::Text(word)) => {
            row.format.encoding = words::encoding(word);
            row.quirks
                .retain(|quirk| !matches!(quirk, Quirk::MisspeltEncoding(..)));
        }
        (Property::Encryption, Value::Text(word)) => {
            row.format.encryption = words::encryption(word);
            row.format.unclear_key = None;
        }
        (Property::DecodesTo, Value::Text(word)) => {
            row.settled.decodes_to = Some(if word == "list" {
                DecodesTo::List
            } else {
                DecodesTo::Object
            });
        }
        (Property::Untyped, Value::Boolean(untyped)) => row.settled.untyped = *untyped,
        (Property::Decimal, Value::Boolean(decimal)) => row.settled.decimal = *decimal,
        (Property::Owner, Value::Text(owner)) => {
            row.settled.owner = Some((owner.clone(), entry.span))
        }
        (Property::Parent, Value::Text(parent)) => {
            row.settled.parent = Some((parent.clone(), entry.span))
        }
        (Property::Alternatives, Value::Text(field)) => {
            row.settled.alternative_of = Some((field.clone(), entry.span));
        }
        (Property::Cells, Value::Integer(_)) => {
            row.quirks
                .retain(|quirk| !matches!(quirk, Quirk::ExtraCells { .. }));
        }
        _ => {}
    }
}

/// Adds rows below a field that has none. A container that is not on the page is added too.
fn add_rows(entry: &Fixup, which: Which, rows: &mut Vec<Row>, before: &[Row]) -> Option<State> {
    let Value::Rows(new) = &entry.new else {
        return None;
    };
    let at = rows.iter().position(|row| row.address == entry.field);
    let indent = match at.and_then(|at| rows.get(at)) {
        Some(row) => row.indent,
        None if which != Which::Request => return None,
        None if entry.field == "path"
            && !before.iter().any(|row| row.address.starts_with("path/")) =>
        {
            rows.extend(new.iter().map(|row| added(row, 0, "path")));
            return Some(State::Applied);
        }
        None if matches!(
            entry.field.as_str(),
            "json" | "xml" | "query" | "headers" | "body"
        ) =>
        {
            let mut container = Row::new(&entry.field, "object", entry.span);
            container.address.clone_from(&entry.field);
            container.required = true;
            rows.push(container);
            0
        }
        None => return None,
    };
    if before.iter().any(|row| parent(&row.address) == entry.field) {
        return Some(State::Other("not empty".to_owned()));
    }
    let at = at.map_or(rows.len(), |at| at + 1);
    let mut new: Vec<_> = new
        .iter()
        .map(|row| added(row, indent, &entry.field))
        .collect();
    let after = rows.split_off(at);
    rows.append(&mut new);
    rows.extend(after);
    Some(State::Applied)
}

fn added(new: &NewRow, indent: usize, field: &str) -> Row {
    let mut row = Row::new(&new.name, &new.ty, new.span);
    row.address = format!("{field}/{}", new.name);
    row.indent = if field == "path" {
        0
    } else {
        indent + new.indent
    };
    row.required = new.required;
    row.format.encoding = words::encoding(&new.encoding);
    row.description = Text {
        text: new.doc.clone(),
        span: new.span,
    };
    row
}

/// A value in a message.
fn shown(value: &Value) -> String {
    match value {
        Value::Boolean(boolean) => format!("`{boolean}`"),
        Value::Integer(number) => format!("`{number}`"),
        Value::Text(text) if text.is_empty() => "empty".to_owned(),
        Value::Text(text) => format!("`{text}`"),
        Value::Texts(texts) if texts.is_empty() => "empty".to_owned(),
        Value::Texts(texts) => format!("`{}`", texts.join("`, `")),
        Value::Rows(_) => "a list of rows".to_owned(),
    }
}

/// The rows of a form that a page does not have: `body` and what is below it.
pub(super) fn form(rows: &[NewRow], span: Span) -> Vec<Row> {
    let mut body = Row::new("body", "object", span);
    "body".clone_into(&mut body.address);
    body.required = true;
    let parts = rows.iter().map(|row| Row {
        span,
        ..added(row, 0, "body")
    });
    std::iter::once(body).chain(parts).collect()
}
