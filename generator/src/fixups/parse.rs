//! Reads the fix-up file. Everything that is wrong with it is reported, with its place.

use super::{Fixup, NewRow, Property, Value, ValueKind, words};
use crate::diag::codes::fixup as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::Method;
use crate::source::{FileId, Span};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The entries of a fix-up file.
pub(super) fn entries(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Vec<Fixup> {
    let (root, problems) = DeTable::parse_recoverable(text);
    for problem in &problems {
        let span = Span::new(file, problem.span().unwrap_or(0..0));
        diagnostics.push(Diagnostic::new(&codes::NOT_TOML, span, problem.message()));
    }
    if !problems.is_empty() {
        return Vec::new();
    }
    let mut reader = Reader { file, diagnostics };
    let mut entries = Vec::new();
    for (key, value) in root.get_ref() {
        match value.get_ref() {
            DeValue::Array(items) if key.get_ref() == "fixup" => {
                entries.extend(items.iter().filter_map(|item| reader.entry(item)));
            }
            _ => reader.wrong(key.span(), "only `[[fixup]]` entries stand in this file"),
        }
    }
    entries
}

struct Reader<'a> {
    file: FileId,
    diagnostics: &'a mut Diagnostics,
}

const KEYS: &[&str] = &[
    "page",
    "operation",
    "field",
    "property",
    "old",
    "new",
    "reason",
    "link",
];

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    fn wrong(&mut self, range: Range<usize>, message: impl Into<String>) {
        let span = self.span(range);
        self.diagnostics
            .push(Diagnostic::new(&codes::WRONG_ENTRY, span, message));
    }

    fn entry(&mut self, item: &Spanned<DeValue<'_>>) -> Option<Fixup> {
        let DeValue::Table(table) = item.get_ref() else {
            self.wrong(item.span(), "an entry is a table");
            return None;
        };
        for key in table.keys() {
            if !KEYS.contains(&key.get_ref().as_ref()) {
                self.wrong(
                    key.span(),
                    format!("`{}` is not a key of an entry", key.get_ref()),
                );
                return None;
            }
        }
        let page = self.required_text(table, "page", item.span())?;
        let property = self.property(table, item.span())?;
        let operation = self.operation(table)?;
        let field = self.optional_text(table, "field")?;
        if field.is_empty() != property.of_operation() && property != Property::Closed {
            let message = if field.is_empty() {
                format!("`{}` is of a row: `field` says which", property.name())
            } else {
                format!(
                    "`{}` is of the operation: `field` is not for it",
                    property.name()
                )
            };
            self.wrong(item.span(), message);
            return None;
        }
        let (old, old_span) = self.value(table, "old", property, item.span())?;
        let (new, _) = self.value(table, "new", property, item.span())?;
        if old == new && !property.of_operation() {
            self.wrong(item.span(), "`old` and `new` are the same");
            return None;
        }
        let reason = self.required_text(table, "reason", item.span())?;
        let link = self.required_text(table, "link", item.span())?;
        let span = self.span(item.span());
        Some(Fixup {
            page,
            operation,
            field,
            property,
            old,
            new,
            reason,
            link,
            span,
            old_span,
        })
    }

    fn property(&mut self, table: &DeTable<'_>, entry: Range<usize>) -> Option<Property> {
        let name = self.required_text(table, "property", entry.clone())?;
        let found = Property::ALL
            .iter()
            .find(|property| property.name() == name);
        if found.is_none() {
            let range = table.get("property").map_or(entry, Spanned::span);
            self.wrong(range, format!("`{name}` is not a property"));
        }
        found.copied()
    }

    /// `None` if it is wrong, `Some(None)` if it is absent.
    #[allow(clippy::option_option)]
    fn operation(&mut self, table: &DeTable<'_>) -> Option<Option<Method>> {
        let Some(value) = table.get("operation") else {
            return Some(None);
        };
        let method = match value.get_ref() {
            DeValue::String(word) => match word.as_ref() {
                "get" => Some(Method::Get),
                "post" => Some(Method::Post),
                "put" => Some(Method::Put),
                "patch" => Some(Method::Patch),
                "delete" => Some(Method::Delete),
                _ => None,
            },
            _ => None,
        };
        if method.is_none() {
            self.wrong(
                value.span(),
                "`operation` is one of get, post, put, patch, delete",
            );
        }
        method.map(Some)
    }

    fn required_text(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        entry: Range<usize>,
    ) -> Option<String> {
        let text = self.optional_text(table, key)?;
        if text.is_empty() {
            self.wrong(entry, format!("an entry needs a `{key}`"));
            return None;
        }
        Some(text)
    }

    fn optional_text(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        match table.get(key) {
            None => Some(String::new()),
            Some(value) => match value.get_ref() {
                DeValue::String(text) => Some(text.clone().into_owned()),
                _ => {
                    self.wrong(value.span(), format!("`{key}` is a text"));
                    None
                }
            },
        }
    }

    fn value(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        property: Property,
        entry: Range<usize>,
    ) -> Option<(Value, Span)> {
        let Some(value) = table.get(key) else {
            self.wrong(entry, format!("an entry needs `{key}`"));
            return None;
        };
        let read = match (property.kind(), value.get_ref()) {
            (ValueKind::Boolean, DeValue::Boolean(boolean)) => Some(Value::Boolean(*boolean)),
            (ValueKind::Integer, DeValue::Integer(number)) => {
                number.to_string().parse().ok().map(Value::Integer)
            }
            (ValueKind::Text, DeValue::String(text)) => {
                Some(Value::Text(text.clone().into_owned()))
            }
            (ValueKind::Texts, DeValue::Array(items)) => texts(items.iter()).map(Value::Texts),
            (ValueKind::Rows, DeValue::Array(items)) => {
                let rows: Option<Vec<_>> = items.iter().map(|item| self.new_row(item)).collect();
                rows.map(Value::Rows)
            }
            _ => None,
        };
        if read.is_none() {
            let kind = match property.kind() {
                ValueKind::Boolean => "true or false",
                ValueKind::Integer => "a number",
                ValueKind::Text => "a text",
                ValueKind::Texts => "a list of texts",
                ValueKind::Rows => "a list of rows",
            };
            self.wrong(
                value.span(),
                format!("`{key}` of `{}` is {kind}", property.name()),
            );
        }
        if let (Some(Value::Text(word)), Some(known), "new") =
            (&read, words::new_words(property), key)
            && !known.contains(&word.as_str())
        {
            let message = format!("`{}` is one of {}", property.name(), known.join(", "));
            self.wrong(value.span(), message);
            return None;
        }
        let span = self.span(value.span());
        read.map(|value| (value, span))
    }

    fn new_row(&mut self, item: &Spanned<DeValue<'_>>) -> Option<NewRow> {
        let DeValue::Table(table) = item.get_ref() else {
            return None;
        };
        let mut row = NewRow {
            indent: 1,
            span: self.span(item.span()),
            ..NewRow::default()
        };
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("name", DeValue::String(text)) => row.name = text.clone().into_owned(),
                ("type", DeValue::String(text)) => row.ty = text.clone().into_owned(),
                ("encoding", DeValue::String(text)) => row.encoding = text.clone().into_owned(),
                ("doc", DeValue::String(text)) => row.doc = text.clone().into_owned(),
                ("required", DeValue::Boolean(boolean)) => row.required = *boolean,
                ("indent", DeValue::Integer(number)) => {
                    row.indent = number.to_string().parse().ok()?
                }
                _ => {
                    self.wrong(key.span(), format!("`{}` is not for a row", key.get_ref()));
                    return None;
                }
            }
        }
        (!row.name.is_empty() && !row.ty.is_empty() && row.indent > 0).then_some(row)
    }
}

fn texts<'a>(items: impl Iterator<Item = &'a Spanned<DeValue<'a>>>) -> Option<Vec<String>> {
    items
        .map(|item| match item.get_ref() {
            DeValue::String(text) => Some(text.clone().into_owned()),
            _ => None,
        })
        .collect()
}
