//! The example of our own pages: one fence ```` ```http ```` that says what the PHP snippets of an upstream page say.
//!
//! It is a template, not bytes on the wire: the path keeps its parameters, values are readable, and what is not part of
//! an HTTP request stands in variables before it.
//!
//! ```text
//! example      = *( variable | blank-line ) request-line *header [ blank-line body ]
//! variable     = "@" name "=" value                       ; once each, in any order
//! request-line = method " " path [ "?" pair *( "&" pair ) ] [ "#" fragment ]
//! pair         = name "=" value
//! header       = name ":" value                            ; once each
//! body         = JSON text | "<xml>" elements "</xml>" | multipart parts
//! ```
//!
//! * `path` is the documented path with its parameters in braces: `/v3/…/{card_id}/qrcode`, `/v2/…` for v2 too.
//! * A variable is the value of the path's parameter with its name, or one of these, whose hyphen no parameter has:
//!   `base-url` (scheme, host and path prefix that stand before the path, ending in `/`: the table's `base_uri`),
//!   `response-kind` (`json`, `xml`, `file`, `xml-or-file`, or the status of an answer without body) where the tables
//!   leave it open, and `response-signature` (only value: `none`) if the answer carries no signature.
//! * In variables, query and fragment `%XX` stands for a byte. Only what would be mistaken needs it: `%`, blanks and
//!   control characters anywhere, `&`, `#`, `+` (and in a name `=`) in the query.
//! * The header `Content-Type` says what the body is: `application/json`, `text/xml` (or `application/xml`),
//!   `multipart/form-data; boundary=…`.
//! * XML has neither attributes, nor a document type, nor entities of its own. Elements of one name form a list.
//! * A part of a form is text, JSON (`Content-Type: application/json`), or a file: `filename="cup.png"` and the one line
//!   `< cup.png`.
//! * A document inside a string is written as that string: JSON text inside a JSON string.
//!
//! ```http
//! @card_id = pbLat
//!
//! POST /v3/tea/cards/{card_id}/stamps?notify=true
//! Content-Type: application/json
//!
//! {
//!   "count": 2
//! }
//! ```

mod body;
mod parse;
mod piece;
mod render;
mod xml;

#[cfg(test)]
mod tests;

pub use parse::parse;
pub use render::render;

use super::page::{Section, Text};
use super::php::Tail;
use super::value::{Expr, Value, ValueKind};
use crate::diag::codes::example as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::Method;
use crate::source::Span;

/// An example.
#[derive(Debug, Clone, PartialEq)]
pub struct HttpExample {
    /// Method.
    pub method: Method,
    /// Where the method stands.
    pub method_span: Span,
    /// Path with a leading `/`, parameters in braces. A path may end in `/`.
    pub path: Text,
    /// Names and values of the query, decoded.
    pub query: Vec<(Text, Text)>,
    /// Fragment without `#`, decoded.
    pub fragment: Option<Text>,
    /// Names and values of the path's parameters, decoded.
    pub path_values: Vec<(Text, Text)>,
    /// What stands before the path, ending in `/`.
    pub base_url: Option<Text>,
    /// What the answer is.
    pub response: Option<Response>,
    /// Where it says that the answer carries no signature.
    pub unsigned_response: Option<Span>,
    /// Headers as written, `Content-Type` included.
    pub headers: Vec<(Text, Text)>,
    /// Body.
    pub body: Option<HttpBody>,
    /// The opening line of the fence.
    pub span: Span,
}

/// What the answer is.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Its kind; never [`Tail::Nothing`].
    pub kind: Tail,
    /// Where that stands.
    pub span: Span,
}

/// A body and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct HttpBody {
    /// What it is.
    pub content: BodyContent,
    /// Where it stands.
    pub span: Span,
}

/// What a body is.
#[derive(Debug, Clone, PartialEq)]
pub enum BodyContent {
    /// JSON.
    Json(Value),
    /// XML: a map of what stands in the element `<xml>`. Every leaf is a string.
    Xml(Value),
    /// Parts of a form.
    Multipart(Vec<Part>),
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Name.
    pub name: Text,
    /// Content.
    pub content: PartContent,
}

/// Content of a part.
#[derive(Debug, Clone, PartialEq)]
pub enum PartContent {
    /// Text.
    Text(Text),
    /// A JSON document.
    Json(Value),
    /// A file.
    File {
        /// Its name.
        name: Text,
        /// Its media type.
        content_type: Option<Text>,
    },
}

impl HttpExample {
    /// The example in the form of the PHP client's argument: path values by name, `base_uri`, `query`, `headers`
    /// (without `Content-Type`), one of `json`, `xml` and `body`, and `fragment` with its `#`. What compares upstream
    /// examples with tables compares ours too.
    #[must_use]
    pub fn arguments(&self) -> Value {
        let text = |text: &Text| Value::new(ValueKind::String(text.text.clone()), text.span);
        let mut arguments = Value::new(ValueKind::Map(Vec::new()), self.span);
        let mut add = |name: &str, value: Value| {
            let span = value.span;
            arguments.set(
                Text {
                    text: name.to_owned(),
                    span,
                },
                value,
            );
        };
        for (name, value) in &self.path_values {
            add(&name.text, text(value));
        }
        if let Some(base_url) = &self.base_url {
            add("base_uri", text(base_url));
        }
        let headers: Vec<_> = self
            .headers
            .iter()
            .filter(|(name, _)| !name.text.eq_ignore_ascii_case("Content-Type"))
            .collect();
        for (name, pairs) in [("query", self.query.iter().collect()), ("headers", headers)] {
            let mut map = Value::new(ValueKind::Map(Vec::new()), Span::default());
            for (name, value) in pairs {
                map.span = if map.span == Span::default() {
                    name.span
                } else {
                    map.span
                }
                .to(value.span);
                append(&mut map, name, text(value));
            }
            if map.as_map().is_some_and(|entries| !entries.is_empty()) {
                add(name, map);
            }
        }
        match self.body.as_ref().map(|body| (&body.content, body.span)) {
            Some((BodyContent::Json(value), _)) => add("json", value.clone()),
            Some((BodyContent::Xml(value), _)) => add("xml", value.clone()),
            Some((BodyContent::Multipart(parts), span)) => {
                let mut map = Value::new(ValueKind::Map(Vec::new()), span);
                for part in parts {
                    map.set(part.name.clone(), part.content.value());
                }
                add("body", map);
            }
            None => {}
        }
        if let Some(fragment) = &self.fragment {
            add(
                "fragment",
                Value::new(
                    ValueKind::String(format!("#{}", fragment.text)),
                    fragment.span,
                ),
            );
        }
        arguments
    }

    /// The same example without any span, to compare it with one that stands elsewhere or was not read at all.
    #[must_use]
    pub fn without_spans(mut self) -> Self {
        let none = Span::default();
        let pairs = self
            .query
            .iter_mut()
            .chain(&mut self.path_values)
            .chain(&mut self.headers);
        pairs.for_each(|(name, value)| (name.span, value.span) = (none, none));
        let texts = self.fragment.iter_mut().chain(&mut self.base_url);
        texts
            .chain([&mut self.path])
            .for_each(|text| text.span = none);
        self.response
            .iter_mut()
            .for_each(|response| response.span = none);
        self.unsigned_response = self.unsigned_response.map(|_| none);
        self.body = self.body.map(|body| HttpBody {
            content: body.content.without_spans(),
            span: none,
        });
        Self {
            method_span: none,
            span: none,
            ..self
        }
    }

    /// The value of a header, whatever the case of its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&Text> {
        self.headers
            .iter()
            .find(|(known, _)| known.text.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }
}

impl BodyContent {
    fn without_spans(self) -> Self {
        let none = Span::default();
        let place = |text: Text| Text { span: none, ..text };
        let part = |part: Part| Part {
            name: place(part.name),
            content: match part.content {
                PartContent::Text(text) => PartContent::Text(place(text)),
                PartContent::Json(value) => PartContent::Json(value.placed(none)),
                PartContent::File { name, content_type } => PartContent::File {
                    name: place(name),
                    content_type: content_type.map(place),
                },
            },
        };
        match self {
            Self::Json(value) => Self::Json(value.placed(none)),
            Self::Xml(value) => Self::Xml(value.placed(none)),
            Self::Multipart(parts) => Self::Multipart(parts.into_iter().map(part).collect()),
        }
    }
}

/// Sets a key, or, if it is there, makes a list of its values.
fn append(map: &mut Value, key: &Text, value: Value) {
    let value = match map.get(&key.text).map(|known| &known.kind) {
        None => value,
        Some(ValueKind::List(items)) => {
            let span = value.span;
            Value::new(
                ValueKind::List(items.iter().cloned().chain([value]).collect()),
                span,
            )
        }
        Some(_) => {
            let first = map.get(&key.text).cloned();
            let span = first
                .as_ref()
                .map_or(value.span, |first| first.span.to(value.span));
            Value::new(
                ValueKind::List(first.into_iter().chain([value]).collect()),
                span,
            )
        }
    };
    map.set(key.clone(), value);
}

impl PartContent {
    /// The content as a value: a JSON document is the string that carries it, a file is unknown.
    #[must_use]
    pub fn value(&self) -> Value {
        match self {
            Self::Text(text) => Value::new(ValueKind::String(text.text.clone()), text.span),
            Self::Json(value) => {
                Value::new(ValueKind::JsonText(Box::new(value.clone())), value.span)
            }
            Self::File { name, .. } => {
                let file = Value::new(ValueKind::String(name.text.clone()), name.span);
                let call = Expr::Call {
                    function: "file".to_owned(),
                    arguments: vec![file],
                };
                Value::new(ValueKind::Dynamic(call), name.span)
            }
        }
    }
}

/// Reads the example of a section: the first `http` fence that is no fragment. Its method must be the heading's.
pub fn example(section: &Section, diagnostics: &mut Diagnostics) -> Option<HttpExample> {
    let mut fences = section
        .examples
        .iter()
        .filter(|fence| fence.language == "http" && !fence.fragment);
    let first = fences.next()?;
    for extra in fences {
        let message = "a section has one example; this one is left out";
        diagnostics.push(
            Diagnostic::new(&codes::SECOND_EXAMPLE, extra.span, message)
                .contradicts(first.span, "the one"),
        );
    }
    let example = parse(first, diagnostics)?;
    if example.method != section.method {
        let message = "the example's method is not the one of the heading";
        let problem = Diagnostic::new(&codes::HTTP_METHOD, example.method_span, message);
        diagnostics.push(problem.contradicts(section.method_span, "the heading's id"));
    }
    Some(example)
}
