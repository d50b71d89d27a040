//! `Debug` of generated structs: present fields only, secrets redacted.

use super::{Object, View};
use crate::value::sensitive::REDACTED;
use std::fmt;

/// The body of every generated `Debug`.
pub fn debug(object: &dyn Object, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let shape = object.shape();
    let mut out = f.debug_struct(shape.name);
    for (name, field) in object.fields() {
        match field.view() {
            View::Absent => {}
            view => drop(out.field(name, &Shown(view))),
        }
    }
    out.finish()
}

struct Shown<'a>(View<'a>);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            View::Absent => f.write_str("None"),
            View::Text(text) => text.fmt(f),
            View::Integer(number) => number.fmt(f),
            View::Decimal(number) => number.fmt(f),
            View::Boolean(value) => value.fmt(f),
            View::Object(object) => debug(object, f),
            View::List(list) => f
                .debug_list()
                .entries(list.iter().map(|e| Shown(e.view())))
                .finish(),
            View::Value(value) => value.fmt(f),
            View::Secret(..) => f.write_str(REDACTED),
            View::Json(document) | View::UrlEncoded(document) => Shown(document.view()).fmt(f),
            View::Encrypted(document) => match document.document() {
                Some(document) => debug(document, f),
                None => f.write_str("[encrypted]"),
            },
            View::Numbered(values) => {
                let entries = values.iter().map(|(n, value)| (n.to_string(), value));
                let entries: Vec<_> = entries.collect();
                f.debug_map()
                    .entries(entries.iter().map(|(n, value)| (n, Shown(value.view()))))
                    .finish()
            }
            View::File(file) => file.fmt(f),
        }
    }
}
