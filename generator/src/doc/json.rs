//! JSON text to a [`Value`] with the place of every key and value, which `serde_json` does not keep.

use super::page::Text;
use super::value::{Value, ValueKind};
use crate::source::Span;

/// How deep lists and objects may nest, here and in the other languages of examples.
pub const MAX_DEPTH: usize = 64;

/// A JSON text that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// Its value.
    pub value: Value,
    /// Keys that occur twice in one object, and their first place. The last value counts.
    pub duplicates: Vec<(Text, Span)>,
}

/// What is wrong with a JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// Where.
    pub span: Span,
    /// What.
    pub message: String,
}

/// Reads `text`, which stands at `base`.
///
/// # Errors
///
/// If the text is not one JSON value, or nests deeper than [`MAX_DEPTH`].
pub fn parse(text: &str, base: Span) -> Result<Parsed, Malformed> {
    let mut parser = Parser {
        text,
        base,
        at: 0,
        duplicates: Vec::new(),
    };
    let value = parser.value(0)?;
    parser.blanks();
    if parser.at < text.len() {
        return Err(parser.malformed("something follows the value"));
    }
    Ok(Parsed {
        value,
        duplicates: parser.duplicates,
    })
}

/// Reads the entries of an object, with or without its brackets.
pub fn entries(text: &str, base: Span) -> Option<Value> {
    let mut parser = Parser {
        text,
        base,
        at: 0,
        duplicates: Vec::new(),
    };
    parser.blanks();
    let kind = if parser.eat("{") {
        parser.object(0)
    } else {
        parser.members(0)
    };
    parser.blanks();
    let value = Value::new(kind.ok()?, part(base, 0..text.len()));
    (parser.at == text.len()).then_some(value)
}

/// The part `range` of the text at `base`.
pub(super) fn part(base: Span, range: std::ops::Range<usize>) -> Span {
    let span = Span::new(
        base.file,
        base.start as usize + range.start..base.start as usize + range.end,
    );
    Span {
        start: span.start.min(base.end),
        end: span.end.min(base.end),
        ..span
    }
}

struct Parser<'a> {
    text: &'a str,
    base: Span,
    at: usize,
    duplicates: Vec<(Text, Span)>,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn malformed(&self, message: impl Into<String>) -> Malformed {
        let width = self.rest().chars().next().map_or(0, char::len_utf8);
        Malformed {
            span: part(self.base, self.at..self.at + width),
            message: message.into(),
        }
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn value(&mut self, depth: usize) -> Result<Value, Malformed> {
        if depth > MAX_DEPTH {
            return Err(self.malformed(format!("more than {MAX_DEPTH} levels")));
        }
        self.blanks();
        let start = self.at;
        let kind = match self.rest().chars().next() {
            Some('{') => {
                self.at += 1;
                self.object(depth)?
            }
            Some('[') => self.list(depth)?,
            Some('"') => ValueKind::String(self.string()?),
            Some('-' | '0'..='9') => self.number()?,
            _ if self.eat("true") => ValueKind::Bool(true),
            _ if self.eat("false") => ValueKind::Bool(false),
            _ if self.eat("null") => ValueKind::Null,
            Some(_) => return Err(self.malformed("no JSON value starts like this")),
            None => return Err(self.malformed("a value is missing")),
        };
        Ok(Value::new(kind, part(self.base, start..self.at)))
    }

    /// What stands behind `{`, up to and with `}`.
    fn object(&mut self, depth: usize) -> Result<ValueKind, Malformed> {
        self.blanks();
        if self.eat("}") {
            return Ok(ValueKind::Map(Vec::new()));
        }
        let members = self.members(depth)?;
        if self.eat("}") {
            Ok(members)
        } else {
            Err(self.malformed("`,` or `}` is missing"))
        }
    }

    /// `"key": value, "key": value`
    fn members(&mut self, depth: usize) -> Result<ValueKind, Malformed> {
        let mut map = Value::from(ValueKind::Map(Vec::new()));
        loop {
            self.blanks();
            let start = self.at;
            if !self.rest().starts_with('"') {
                return Err(self.malformed("a key in double quotes is missing"));
            }
            let text = self.string()?;
            let key = Text {
                text,
                span: part(self.base, start..self.at),
            };
            self.blanks();
            if !self.eat(":") {
                return Err(self.malformed("`:` is missing"));
            }
            let value = self.value(depth + 1)?;
            let mut entries = map.as_map().unwrap_or_default().iter();
            if let Some(entry) = entries.find(|entry| entry.key.text == key.text) {
                self.duplicates.push((key.clone(), entry.key.span));
            }
            map.set(key, value);
            self.blanks();
            if !self.eat(",") {
                return Ok(map.kind);
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<ValueKind, Malformed> {
        self.at += 1;
        let mut items = Vec::new();
        self.blanks();
        if self.eat("]") {
            return Ok(ValueKind::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.blanks();
            if self.eat("]") {
                return Ok(ValueKind::List(items));
            }
            if !self.eat(",") {
                return Err(self.malformed("`,` or `]` is missing"));
            }
        }
    }

    /// A string. `serde_json` knows the escapes; this finds where the string ends.
    fn string(&mut self) -> Result<String, Malformed> {
        let mut escaped = false;
        let end = self.rest().char_indices().skip(1).find(|&(_, character)| {
            let closes = character == '"' && !escaped;
            escaped = character == '\\' && !escaped;
            closes
        });
        let Some((end, _)) = end else {
            return Err(self.malformed("the string does not end"));
        };
        let literal = self.rest().get(..=end).unwrap_or_default();
        let text = serde_json::from_str(literal).map_err(|error| {
            let column = error.column().saturating_sub(1);
            let at = (0..=column.min(end))
                .rev()
                .find(|&at| literal.is_char_boundary(at))
                .unwrap_or(0);
            Malformed {
                span: part(self.base, self.at + at..self.at + end + 1),
                message: reason(&error),
            }
        })?;
        self.at += end + 1;
        Ok(text)
    }

    fn number(&mut self) -> Result<ValueKind, Malformed> {
        let is_part =
            |character: char| !matches!(character, '-' | '+' | '.' | 'e' | 'E' | '0'..='9');
        let end = self.rest().find(is_part).unwrap_or(self.rest().len());
        let literal = self.rest().get(..end).unwrap_or_default();
        let valid = serde_json::from_str::<serde_json::Number>(literal).is_ok();
        let number = literal
            .parse::<f64>()
            .ok()
            .filter(|number| valid && number.is_finite());
        let kind = match (literal.parse(), number) {
            (Ok(whole), Some(_)) => ValueKind::Int(whole),
            (Err(_), Some(number)) => ValueKind::Float(number),
            (_, None) => {
                let span = part(self.base, self.at..self.at + end);
                return Err(Malformed {
                    span,
                    message: format!("`{literal}` is not a number"),
                });
            }
        };
        self.at += end;
        Ok(kind)
    }
}

/// What serde_json says, without its line and column: they are those of a part of the text.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::value::to_json;
    use super::*;
    use proptest::prelude::*;

    fn base(text: &str) -> Span {
        Span {
            start: 100,
            end: 100 + u32::try_from(text.len()).unwrap(),
            ..Span::default()
        }
    }

    #[test]
    fn keeps_places() {
        let text = "{ \"茶\": [1, \"a\"] }";
        let value = parse(text, base(text)).unwrap().value;
        let entry = &value.as_map().unwrap()[0];
        let place = |span: Span| &text[span.range().start - 100..span.range().end - 100];
        assert_eq!(place(entry.key.span), "\"茶\"");
        assert_eq!(place(entry.value.span), "[1, \"a\"]");
    }

    #[test]
    fn says_where_it_is_wrong() {
        for (text, at, message) in [
            ("{\"a\":1", 6, "`,` or `}` is missing"),
            ("{a:1}", 1, "a key in double quotes is missing"),
            ("[1,]", 3, "no JSON value starts like this"),
            ("[01]", 1, "`01` is not a number"),
            ("[1e999]", 1, "`1e999` is not a number"),
            ("\"abc", 0, "the string does not end"),
            ("{} x", 3, "something follows the value"),
            ("", 0, "a value is missing"),
        ] {
            let error = parse(text, base(text)).unwrap_err();
            assert_eq!(
                (error.span.start - 100, error.message.as_str()),
                (at, message),
                "{text}"
            );
        }
    }

    #[test]
    fn entries_stand_with_or_without_brackets() {
        for text in [r#" {"a": 1, "b": []} "#, r#""a": 1, "b": []"#] {
            let value = entries(text, base(text)).unwrap();
            assert_eq!(to_json(&value).to_string(), r#"{"a":1,"b":[]}"#);
        }
        for text in ["", "{", r#""a": 1,"#, r#""a": 1}"#] {
            assert_eq!(entries(text, base(text)), None, "{text}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let error = parse(&"[".repeat(1_000_000), Span::default()).unwrap_err();
        assert_eq!(error.message, "more than 64 levels");
    }

    #[test]
    fn a_key_that_occurs_twice_is_kept_once_and_told() {
        let parsed = parse(r#"{"a":1,"b":2,"a":3}"#, Span::default()).unwrap();
        assert_eq!(to_json(&parsed.value).to_string(), r#"{"a":3,"b":2}"#);
        assert_eq!(parsed.duplicates.len(), 1);
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(serde_json::Value::from),
            any::<i64>().prop_map(serde_json::Value::from),
            (-1e9..1e9f64).prop_map(serde_json::Value::from),
            any::<String>().prop_map(serde_json::Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..4)
                    .prop_map(|map| map.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// It reads what `serde_json` writes, and no text makes it panic.
        #[test]
        fn reads_what_serde_json_writes(json in any_json(), pretty in any::<bool>()) {
            let text = if pretty { serde_json::to_string_pretty(&json).unwrap() } else { json.to_string() };
            prop_assert_eq!(to_json(&parse(&text, Span::default()).unwrap().value), json);
        }

        #[test]
        fn agrees_with_serde_json_on_what_is_json(text in r#"[\[\]{}",:0-9a\\ue. \-]{0,12}"#) {
            let ours = parse(&text, Span::default()).is_ok();
            let theirs = serde_json::from_str::<serde_json::Value>(&text).is_ok();
            prop_assert_eq!(ours, theirs);
        }
    }
}
