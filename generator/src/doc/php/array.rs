//! PHP arrays. An element that is not understood is reported and kept as it is written, from there to the next comma,
//! so that the rest of the array survives.

use super::super::json::part;
use super::super::page::Text;
use super::super::value::{Expr, Value, ValueKind};
use super::lexer::{Kind, unescape_double, unescape_single};
use super::parser::{Failure, Parse, Parser};
use crate::diag::Diagnostic;
use crate::diag::codes::example as codes;

impl Parser<'_, '_> {
    /// An expression that must end where a list of them may: before `,`, `]` or `)`, or at the end. If it cannot be
    /// read, that is reported and the code up to there is the value.
    pub(super) fn value(&mut self) -> Value {
        let start = self.at;
        let failure = match self.expression() {
            Ok(value) if self.ends() => return value,
            Ok(_) => self.fail::<()>("`,`").err(),
            Err(failure) => Some(failure),
        };
        if let Some(failure) = failure {
            self.report(failure);
        }
        self.unknown(start)
    }

    /// Skips to where a list of expressions may end, and takes what was skipped as it is written.
    fn unknown(&mut self, start: usize) -> Value {
        if self.ended {
            // Nothing closes what is open, so the whole snippet will be left out: do not read it once per level.
            self.at = self.tokens.len();
            return Value::from(ValueKind::Dynamic(Expr::Unknown(String::new())));
        }
        self.at = start;
        let mut open = 0_usize;
        while let Some(kind) = self.peek() {
            match kind {
                Kind::Punct("," | "]" | ")" | "}" | ";") if open == 0 => break,
                Kind::Punct("[" | "(" | "{") => open += 1,
                Kind::Punct("]" | ")" | "}") => open -= 1,
                _ => {}
            }
            self.at += 1;
        }
        let first = self.range(start).start;
        let end = self
            .at
            .checked_sub(1)
            .map_or(first, |last| self.range(last).end);
        let code = self.code.get(first..end).unwrap_or_default();
        Value::new(
            ValueKind::Dynamic(Expr::Unknown(code.to_owned())),
            self.span_from(start),
        )
    }

    /// Whether an element of a list may end here. A literal on the next line follows a comma that was forgotten.
    fn ends(&self) -> bool {
        matches!(self.peek(), None | Some(Kind::Punct("," | "]" | ")"))) || self.forgotten_comma()
    }

    fn forgotten_comma(&self) -> bool {
        let literal = matches!(
            self.peek(),
            Some(Kind::Single(_) | Kind::Double(_) | Kind::Number(_))
        );
        let end = self
            .at
            .checked_sub(1)
            .map_or(0, |last| self.range(last).end);
        let between = self
            .code
            .get(end..self.range(self.at).start)
            .unwrap_or_default();
        literal && between.contains('\n')
    }

    /// The elements of an array up to `close`. The opening mark is behind.
    pub(super) fn array(&mut self, close: &str) -> Parse<ValueKind> {
        let open = self.at - 1;
        let elements = self.elements(close)?;
        if !self.eat(close) {
            let range = self.range(open);
            let message = format!("the array is not closed by `{close}`");
            return Err(Failure {
                code: &codes::EXPRESSION,
                range,
                message,
            });
        }
        Ok(self.array_of(elements))
    }

    /// Elements up to `close`, which stays, or to the end.
    fn elements(&mut self, close: &str) -> Parse<Vec<(Option<Text>, Value)>> {
        let mut elements = Vec::new();
        while !self.done() && !self.sees(close) {
            elements.push(self.element());
            if self.eat(",") || self.sees(close) {
                continue;
            }
            if !self.forgotten_comma() {
                return self.fail(&format!("`,` or `{close}`"));
            }
            let end = self.range(self.at.saturating_sub(1)).end;
            let span = part(self.base, end..end);
            let message = "no comma between two elements; it is read as if there were one";
            self.diagnostics
                .push(Diagnostic::new(&codes::COMMA, span, message));
        }
        Ok(elements)
    }

    /// `value` or `key => value`
    fn element(&mut self) -> (Option<Text>, Value) {
        let start = self.at;
        let arrow = Some(&Kind::Punct("=>"));
        let key = match self.peek() {
            Some(Kind::Single(inner)) => Some(unescape_single(inner)),
            Some(Kind::Double(inner)) => unescape_double(inner),
            Some(Kind::Number(literal)) => Some(literal.to_owned()),
            _ => None,
        };
        let Some(text) =
            key.filter(|_| self.tokens.get(start + 1).map(|token| &token.kind) == arrow)
        else {
            return (None, self.value());
        };
        let key = Text {
            text,
            span: self.here(),
        };
        self.at += 2;
        (Some(key), self.value())
    }

    /// A map if there is a key, a list otherwise. As in PHP the last of equal keys counts, and an element without a
    /// key beside others gets a number.
    fn array_of(&mut self, elements: Vec<(Option<Text>, Value)>) -> ValueKind {
        if elements.iter().all(|(key, _)| key.is_none()) {
            return ValueKind::List(elements.into_iter().map(|(_, value)| value).collect());
        }
        let mut map = Value::from(ValueKind::Map(Vec::new()));
        let mut next = 0_u32;
        for (key, value) in elements {
            let key = key.unwrap_or_else(|| {
                let key = Text {
                    text: next.to_string(),
                    span: value.span,
                };
                let message = format!(
                    "an element without a key beside others with one; it gets the key `{next}`"
                );
                self.diagnostics
                    .push(Diagnostic::new(&codes::MIXED_ARRAY, key.span, message));
                next += 1;
                key
            });
            if let Some(first) = map
                .as_map()
                .unwrap_or_default()
                .iter()
                .find(|entry| entry.key.text == key.text)
            {
                let message = format!(
                    "`{}` stands twice in one array; the last value is taken",
                    key.text
                );
                let problem = Diagnostic::new(&codes::DUPLICATE_KEY, key.span, message);
                self.diagnostics
                    .push(problem.contradicts(first.key.span, "first here"));
            }
            map.set(key, value);
        }
        map.kind
    }

    /// A list of `key => value` without brackets around it, as scene fragments have it. Nothing is reported.
    pub(super) fn entries(mut self) -> Option<Value> {
        let elements = self.elements("]").ok().filter(|_| self.done())?;
        let kind = self.array_of(elements);
        Some(Value::new(kind, self.span_from(0)))
    }
}
