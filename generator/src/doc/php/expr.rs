//! PHP expressions: as much of them as examples use.

use super::super::json::MAX_DEPTH;
use super::super::value::{Expr, Value, ValueKind};
use super::lexer::{Kind, unescape_double, unescape_single};
use super::parser::{Failure, Parse, Parser};
use crate::diag::codes::example as codes;

/// How many `->` and `[…]` may follow values in one statement.
const MAX_STEPS: usize = 256;

impl Parser<'_, '_> {
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
