//! PHP expressions: as much of them as examples use. What is not understood is reported and kept as it is written,
//! from there to the next comma, so that the rest of an array survives.

use super::super::json::{MAX_DEPTH, part};
use super::super::page::Text;
use super::super::value::{Expr, Value, ValueKind};
use super::lexer::{Kind, Token, unescape_double, unescape_single};
use crate::diag::codes::example as codes;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use std::ops::Range;

/// An expression could not be read.
#[derive(Debug)]
pub(super) struct Failure {
    code: &'static Code,
    range: Range<usize>,
    message: String,
}

/// A parser over the tokens of one snippet.
pub(super) struct Parser<'a, 'd> {
    code: &'a str,
    base: Span,
    tokens: &'a [Token<'a>],
    pub(super) at: usize,
    depth: usize,
    steps: usize,
    diagnostics: &'d mut Diagnostics,
}

/// How many `->` and `[…]` may follow values in one statement.
const MAX_STEPS: usize = 256;

type Parse<T> = Result<T, Failure>;

impl<'a, 'd> Parser<'a, 'd> {
    /// A parser of `tokens`, those of `code` or some of them; `code` stands at `base`.
    pub(super) fn new(
        code: &'a str,
        base: Span,
        tokens: &'a [Token<'a>],
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            code,
            base,
            tokens,
            at: 0,
            depth: 0,
            steps: 0,
            diagnostics,
        }
    }

    pub(super) fn peek(&self) -> Option<Kind<'a>> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    /// Bytes of the token at `index`; behind the last one, an empty range at its end.
    pub(super) fn range(&self, index: usize) -> Range<usize> {
        match self.tokens.get(index) {
            Some(token) => token.range.clone(),
            None => {
                let end = self
                    .tokens
                    .last()
                    .map_or(self.code.len(), |token| token.range.end);
                end..end
            }
        }
    }

    /// The place of the tokens from `first` to before the current one.
    pub(super) fn span_from(&self, first: usize) -> Span {
        let start = self.range(first).start;
        let end = self
            .at
            .checked_sub(1)
            .map_or(start, |last| self.range(last).end);
        part(self.base, start..end.max(start))
    }

    /// The place of the current token.
    pub(super) fn here(&self) -> Span {
        part(self.base, self.range(self.at))
    }

    fn sees(&self, mark: &str) -> bool {
        matches!(self.peek(), Some(Kind::Punct(found)) if found == mark)
    }

    pub(super) fn eat(&mut self, mark: &str) -> bool {
        let found = self.sees(mark);
        self.at += usize::from(found);
        found
    }

    pub(super) fn done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    fn fail<T>(&self, expected: &str) -> Parse<T> {
        let range = self.range(self.at);
        let message = match self
            .code
            .get(range.clone())
            .filter(|found| !found.is_empty())
        {
            Some(found) => format!("expected {expected}, found `{}`", first_line(found)),
            None => format!("expected {expected}, but the code ends"),
        };
        Err(Failure {
            code: &codes::EXPRESSION,
            range,
            message,
        })
    }

    fn expect(&mut self, mark: &str) -> Parse<()> {
        if self.eat(mark) {
            Ok(())
        } else {
            self.fail(&format!("`{mark}`"))
        }
    }

    fn report(&mut self, failure: Failure) {
        let span = part(self.base, failure.range);
        self.diagnostics
            .push(Diagnostic::new(failure.code, span, failure.message));
    }

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
        let last = self.at.saturating_sub(1).max(start);
        let code = self
            .code
            .get(self.range(start).start..self.range(last).end)
            .unwrap_or_default();
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

    /// Runs `parse` one level deeper.
    fn deeper<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        if self.depth >= MAX_DEPTH {
            return Err(self.too_deep());
        }
        self.depth += 1;
        let result = parse(self);
        self.depth -= 1;
        result
    }

    /// `a . b . c`
    pub(super) fn expression(&mut self) -> Parse<Value> {
        let start = self.at;
        let mut parts = vec![self.deeper(Self::unary)?];
        while self.eat(".") {
            parts.push(self.deeper(Self::unary)?);
        }
        if parts.len() == 1 {
            return parts.pop().map_or_else(|| self.fail("a value"), Ok);
        }
        let whole: Option<String> = parts.iter().map(Value::as_str).collect();
        let kind = whole.map_or_else(
            || ValueKind::Dynamic(Expr::Concat(parts)),
            ValueKind::String,
        );
        Ok(Value::new(kind, self.span_from(start)))
    }

    fn unary(&mut self) -> Parse<Value> {
        let start = self.at;
        if self.eat("-") {
            let value = self.deeper(Self::unary)?;
            let kind = match value.kind {
                ValueKind::Int(number) => ValueKind::Int(-number),
                ValueKind::Float(number) => ValueKind::Float(-number),
                _ => return self.fail("a number behind `-`"),
            };
            return Ok(Value::new(kind, self.span_from(start)));
        }
        if matches!(self.peek(), Some(Kind::Name(word)) if word.eq_ignore_ascii_case("clone")) {
            self.at += 1;
            let inner = self.deeper(Self::unary)?;
            return Ok(Value::new(
                ValueKind::Dynamic(Expr::Clone(Box::new(inner))),
                self.span_from(start),
            ));
        }
        self.postfix()
    }

    /// `primary->name(…)->name[…]`. Each step nests the value one level deeper, so their number is bounded too.
    fn postfix(&mut self) -> Parse<Value> {
        let start = self.at;
        let mut value = self.primary()?;
        loop {
            let expr = if self.eat("->") {
                let name = self.name()?;
                let object = Box::new(value);
                match self.arguments()? {
                    Some(arguments) => Expr::Method {
                        object,
                        name,
                        arguments,
                    },
                    None => Expr::Property { object, name },
                }
            } else if self.eat("[") {
                let index = Box::new(self.expression()?);
                self.expect("]")?;
                Expr::Index {
                    object: Box::new(value),
                    index,
                }
            } else {
                return Ok(value);
            };
            value = Value::new(ValueKind::Dynamic(expr), self.span_from(start));
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return Err(self.too_deep());
            }
        }
    }

    fn too_deep(&self) -> Failure {
        let message = format!("the code nests deeper than {MAX_DEPTH} levels");
        Failure {
            code: &codes::TOO_DEEP,
            range: self.range(self.at),
            message,
        }
    }

    fn primary(&mut self) -> Parse<Value> {
        let start = self.at;
        let Some(kind) = self.peek() else {
            return self.fail("a value");
        };
        self.at += 1;
        let kind = match kind {
            Kind::Punct("[") => self.array("]")?,
            Kind::Punct("(") => {
                let inner = self.expression()?;
                self.expect(")")?;
                return Ok(inner);
            }
            Kind::Single(inner) => ValueKind::String(unescape_single(inner)),
            Kind::Double(inner) => unescape_double(inner).map_or_else(
                || ValueKind::Dynamic(Expr::Template(inner.to_owned())),
                ValueKind::String,
            ),
            Kind::Variable(name) => ValueKind::Dynamic(Expr::Variable(name.to_owned())),
            Kind::Number(literal) => match number(literal) {
                Some(kind) => kind,
                None => {
                    self.at = start;
                    return self.fail("a decimal number");
                }
            },
            Kind::Name(word) => self.word(word)?,
            _ => {
                self.at = start;
                return self.fail("a value");
            }
        };
        Ok(Value::new(kind, self.span_from(start)))
    }

    fn word(&mut self, word: &str) -> Parse<ValueKind> {
        match word.trim_start_matches('\\').to_ascii_lowercase().as_str() {
            "true" => return Ok(ValueKind::Bool(true)),
            "false" => return Ok(ValueKind::Bool(false)),
            "null" => return Ok(ValueKind::Null),
            "array" if self.eat("(") => return self.array(")"),
            "new" => {
                let class = self.name()?;
                let arguments = self.arguments()?.unwrap_or_default();
                return Ok(ValueKind::Dynamic(Expr::New { class, arguments }));
            }
            "static" | "function" | "fn" | "match" | "include" | "require" | "yield" | "throw"
            | "print" => {
                self.at -= 1;
                return self.fail("a value");
            }
            _ => {}
        }
        let name = if self.eat("::") {
            format!("{word}::{}", self.name()?)
        } else {
            word.to_owned()
        };
        Ok(match self.arguments()? {
            Some(arguments) => call(name, arguments),
            None => ValueKind::Dynamic(Expr::Constant(name)),
        })
    }

    fn name(&mut self) -> Parse<String> {
        match self.peek() {
            Some(Kind::Name(name)) => {
                self.at += 1;
                Ok(name.to_owned())
            }
            _ => self.fail("a name"),
        }
    }

    /// `(a, b,)`, if an opening parenthesis stands here.
    fn arguments(&mut self) -> Parse<Option<Vec<Value>>> {
        if !self.eat("(") {
            return Ok(None);
        }
        let mut arguments = Vec::new();
        while !self.eat(")") {
            arguments.push(self.expression()?);
            if !self.eat(",") {
                self.expect(")")?;
                break;
            }
        }
        Ok(Some(arguments))
    }

    /// The elements of an array up to `close`. The opening mark is behind.
    fn array(&mut self, close: &str) -> Parse<ValueKind> {
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

/// The call of `function`, or what the two encodings of examples stand for.
fn call(function: String, mut arguments: Vec<Value>) -> ValueKind {
    let form = match arguments.as_slice() {
        [
            Value {
                kind:
                    ValueKind::Dynamic(Expr::Call {
                        function,
                        arguments,
                    }),
                ..
            },
        ] => match arguments.as_slice() {
            [form] if function.ends_with("Formatter::queryStringLike") => Some(form.clone()),
            _ => None,
        },
        _ => None,
    };
    match (function.trim_start_matches('\\'), form) {
        ("urlencode", Some(form)) => ValueKind::FormText(Box::new(form)),
        ("json_encode", _) if !arguments.is_empty() => {
            ValueKind::JsonText(Box::new(arguments.swap_remove(0)))
        }
        _ => ValueKind::Dynamic(Expr::Call {
            function,
            arguments,
        }),
    }
}

/// A decimal number. A leading zero would make it octal in PHP.
fn number(literal: &str) -> Option<ValueKind> {
    let digits = literal.replace('_', "");
    let whole = digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole && digits.len() > 1 && digits.starts_with('0') {
        return None;
    }
    match digits.parse() {
        Ok(number) => Some(ValueKind::Int(number)),
        Err(_) => digits
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .map(ValueKind::Float),
    }
}

fn first_line(code: &str) -> &str {
    code.lines().next().unwrap_or_default()
}
