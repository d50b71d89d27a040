//! The value of an example, whatever it was written in: a PHP array, a JSON text, an XML text. One tree for all of
//! them, so that whoever compares an example with a table does it once.

mod differences;
mod display;
mod to_json;

pub use differences::{Difference, differences};
pub use to_json::{plain, to_json};

use super::page::Text;
use crate::source::Span;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// Where it stands; empty for a value that was not read from a page.
    pub span: Span,
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Key; its span includes the quotes.
    pub key: Text,
    /// Value.
    pub value: Value,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueKind {
    /// Keys and values in order; no key occurs twice.
    Map(Vec<Entry>),
    /// Values in order. An empty PHP array is an empty list: it has no key that would say otherwise.
    List(Vec<Value>),
    /// Text.
    String(String),
    /// Whole number.
    Int(i64),
    /// Number with decimals, or a whole number beyond 64 bits.
    Float(f64),
    /// Truth value.
    Bool(bool),
    /// Nothing.
    Null,
    /// A string that carries this value as JSON: `\json_encode(…)`.
    JsonText(Box<Value>),
    /// A string that carries this map as a URL-encoded form: `\urlencode(Formatter::queryStringLike(…))`.
    FormText(Box<Value>),
    /// What only a running program knows.
    Dynamic(Expr),
}

/// An expression of PHP whose value the page does not say.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// `$name`, without the dollar sign.
    Variable(String),
    /// `NAME`, `Class::NAME`.
    Constant(String),
    /// `name(…)`, `Class::name(…)`.
    Call {
        /// Name as written, with its namespace.
        function: String,
        /// Arguments.
        arguments: Vec<Value>,
    },
    /// `object->name(…)`
    Method {
        /// What it is called on.
        object: Box<Value>,
        /// Name.
        name: String,
        /// Arguments.
        arguments: Vec<Value>,
    },
    /// `object->name`
    Property {
        /// What it is read from.
        object: Box<Value>,
        /// Name.
        name: String,
    },
    /// `object[index]`
    Index {
        /// What it is read from.
        object: Box<Value>,
        /// Index.
        index: Box<Value>,
    },
    /// `new Class(…)`
    New {
        /// Name as written, with its namespace.
        class: String,
        /// Arguments.
        arguments: Vec<Value>,
    },
    /// `clone …`
    Clone(Box<Value>),
    /// Values joined by dots, at least one of them dynamic.
    Concat(Vec<Value>),
    /// A double-quoted string with variables in it, as written between the quotes.
    Template(String),
    /// Code that was not understood (and reported), as written.
    Unknown(String),
}

impl From<ValueKind> for Value {
    fn from(kind: ValueKind) -> Self {
        Self {
            kind,
            span: Span::default(),
        }
    }
}

impl Value {
    /// A value at a place.
    #[must_use]
    pub fn new(kind: ValueKind, span: Span) -> Self {
        Self { kind, span }
    }

    /// A text that was not read from a page.
    pub fn text(text: impl Into<String>) -> Self {
        ValueKind::String(text.into()).into()
    }

    /// A map that was not read from a page. Of a key that occurs twice the last value counts.
    pub fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        let mut map = Self::from(ValueKind::Map(Vec::new()));
        for (key, value) in entries {
            map.set(
                Text {
                    text: key.into(),
                    span: Span::default(),
                },
                value,
            );
        }
        map
    }

    /// The entries of a map.
    #[must_use]
    pub fn as_map(&self) -> Option<&[Entry]> {
        match &self.kind {
            ValueKind::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            ValueKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a map's key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?
            .iter()
            .find(|entry| entry.key.text == key)
            .map(|entry| &entry.value)
    }

    /// Sets a map's key, at its old place if it is there. Makes a map of an empty list; other values stay.
    pub fn set(&mut self, key: Text, value: Self) {
        if matches!(&self.kind, ValueKind::List(items) if items.is_empty()) {
            self.kind = ValueKind::Map(Vec::new());
        }
        if let ValueKind::Map(entries) = &mut self.kind {
            match entries.iter_mut().find(|entry| entry.key.text == key.text) {
                Some(entry) => entry.value = value,
                None => entries.push(Entry { key, value }),
            }
        }
    }

    /// Whether only a running program knows this value, or one below it.
    #[must_use]
    pub fn is_dynamic(&self) -> bool {
        let mut dynamic = false;
        self.walk(&mut |value| dynamic |= matches!(value.kind, ValueKind::Dynamic(_)));
        dynamic
    }

    /// Number of values, this one included.
    #[must_use]
    pub fn size(&self) -> usize {
        let mut size = 0;
        self.walk(&mut |_| size += 1);
        size
    }

    /// Visits this value, then those below it in order.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }

    fn children(&self) -> Vec<&Self> {
        match &self.kind {
            ValueKind::Map(entries) => entries.iter().map(|entry| &entry.value).collect(),
            ValueKind::List(items) | ValueKind::Dynamic(Expr::Concat(items)) => {
                items.iter().collect()
            }
            ValueKind::JsonText(inner) | ValueKind::FormText(inner) => vec![inner],
            ValueKind::Dynamic(Expr::Clone(inner) | Expr::Property { object: inner, .. }) => {
                vec![inner]
            }
            ValueKind::Dynamic(Expr::Call { arguments, .. } | Expr::New { arguments, .. }) => {
                arguments.iter().collect()
            }
            ValueKind::Dynamic(Expr::Method {
                object, arguments, ..
            }) => std::iter::once(&**object).chain(arguments).collect(),
            ValueKind::Dynamic(Expr::Index { object, index }) => vec![object, index],
            _ => Vec::new(),
        }
    }

    /// The document that a string carries: of [`ValueKind::JsonText`] and [`ValueKind::FormText`] what they say, of a
    /// plain string the object or list that it is the JSON of. Spans below a plain string are the string's.
    #[must_use]
    pub fn document(&self) -> Option<Self> {
        match &self.kind {
            ValueKind::JsonText(inner) | ValueKind::FormText(inner) => Some((**inner).clone()),
            ValueKind::String(text) => {
                let parsed = super::json::parse(text, Span::default()).ok()?.value;
                matches!(parsed.kind, ValueKind::Map(_) | ValueKind::List(_))
                    .then(|| parsed.placed(self.span))
            }
            _ => None,
        }
    }

    /// The form that a string carries: of [`ValueKind::FormText`] what it says, of a plain string the pairs that it is
    /// the URL-encoded text of.
    #[must_use]
    pub fn form(&self) -> Option<Self> {
        match &self.kind {
            ValueKind::FormText(inner) => Some((**inner).clone()),
            ValueKind::String(text) => {
                let decoded = super::percent::decode(text, true)?;
                let mut pairs = Vec::new();
                for pair in decoded.split('&') {
                    let (key, value) = pair.split_once('=')?;
                    pairs.push((key.to_owned(), Self::text(value)));
                }
                Some(Self::map(pairs).placed(self.span))
            }
            _ => None,
        }
    }

    /// The same value with every span set to `span`; those inside code that only a running program knows stay.
    #[must_use]
    pub fn placed(mut self, span: Span) -> Self {
        self.span = span;
        match &mut self.kind {
            ValueKind::Map(entries) => {
                for entry in entries {
                    entry.key.span = span;
                    entry.value =
                        std::mem::replace(&mut entry.value, ValueKind::Null.into()).placed(span);
                }
            }
            ValueKind::List(items) => {
                for item in items {
                    *item = std::mem::replace(item, ValueKind::Null.into()).placed(span);
                }
            }
            _ => {}
        }
        self
    }
}
