//! The lines before a call: what its variables are.

use super::super::json::part;
use super::super::page::Text;
use super::super::value::{Entry, Expr, Value, ValueKind};
use super::lexer::{Kind, Token};
use super::parser::Parser;
use crate::diag::codes::example as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;
use indexmap::IndexMap;

/// A statement before the call.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// What it does.
    pub kind: StatementKind,
    /// Where it stands, without the semicolon.
    pub span: Span,
}

/// What a statement does.
#[derive(Debug, Clone, PartialEq)]
pub enum StatementKind {
    /// `use Name;`
    Use(String),
    /// `target = value;` The target is a variable, or an index or property of one.
    Assign {
        /// What is set.
        target: Value,
        /// What to.
        value: Value,
    },
    /// `expression;`
    Expression(Value),
    /// Code that was not understood, as written.
    Other(String),
}

/// A file that the client's media helper uploads.
#[derive(Debug, Clone, PartialEq)]
pub struct Upload {
    /// Path of the file, as the snippet has it.
    pub file: Text,
    /// The form's `meta` part. The helper sends the file's name and SHA-256 unless the snippet says otherwise.
    pub meta: Value,
}

/// The parts of `tokens` between semicolons that stand in no bracket.
pub(super) fn statements<'a>(tokens: &'a [Token<'a>]) -> Vec<&'a [Token<'a>]> {
    let mut open = 0_usize;
    let mut split = |token: &Token<'_>| {
        match token.kind {
            Kind::Punct("[" | "(" | "{") => open += 1,
            Kind::Punct("]" | ")" | "}") => open = open.saturating_sub(1),
            _ => {}
        }
        token.kind == Kind::Punct(";") && open == 0
    };
    tokens.split_inclusive(|token| split(token)).collect()
}

/// Reads one statement. What is not understood is noted.
pub(super) fn statement(
    code: &str,
    base: Span,
    tokens: &[Token<'_>],
    diagnostics: &mut Diagnostics,
) -> Option<Statement> {
    let tokens = match tokens {
        [
            rest @ ..,
            Token {
                kind: Kind::Punct(";"),
                ..
            },
        ] => rest,
        all => all,
    };
    let (first, last) = (tokens.first()?, tokens.last()?);
    let range = first.range.start..last.range.end;
    let span = part(base, range.clone());
    if let [
        Token {
            kind: Kind::Name("use"),
            ..
        },
        Token {
            kind: Kind::Name(name),
            ..
        },
    ] = tokens
    {
        return Some(Statement {
            kind: StatementKind::Use((*name).to_owned()),
            span,
        });
    }
    let mut parser = Parser::new(code, base, tokens, diagnostics);
    let kind = parser.expression().ok().and_then(|target| {
        if parser.done() {
            return Some(StatementKind::Expression(target));
        }
        let assigns = parser.eat("=");
        let value = parser.expression().ok()?;
        (assigns && parser.done()).then_some(StatementKind::Assign { target, value })
    });
    let kind = kind.unwrap_or_else(|| {
        let message = "this line before the call was not understood; its variables stay unknown";
        diagnostics.push(Diagnostic::new(&codes::SETUP, span, message));
        StatementKind::Other(code.get(range).unwrap_or_default().to_owned())
    });
    Some(Statement { kind, span })
}

/// Names of the handlers that a snippet removes from the client: `verifier`, `transform_request`.
pub(super) fn handlers_removed(setup: &[Statement]) -> Vec<String> {
    let removed = |statement: &Statement| match &statement.kind {
        StatementKind::Expression(Value {
            kind:
                ValueKind::Dynamic(Expr::Method {
                    name, arguments, ..
                }),
            ..
        }) if name == "remove" => arguments.first().and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    setup.iter().filter_map(removed).collect()
}

/// What the variables of a snippet are after its lines before the call.
#[derive(Debug, Default)]
pub(super) struct Variables {
    values: IndexMap<String, Value>,
    /// What the media helpers were told to send.
    metas: IndexMap<String, Value>,
    /// How many values were put in place of variables: a few lines can describe an enormous value.
    copied: usize,
}

/// Most values that are put in place of variables.
const MAX_COPIED: usize = 10_000;

impl Variables {
    pub(super) fn after(setup: &[Statement]) -> Self {
        let mut variables = Self::default();
        for statement in setup {
            match &statement.kind {
                StatementKind::Assign { target, value } => {
                    let value = variables.resolve(value);
                    variables.assign(target, value);
                }
                StatementKind::Expression(value) => variables.call(value),
                StatementKind::Use(_) | StatementKind::Other(_) => {}
            }
        }
        variables
    }

    fn assign(&mut self, target: &Value, value: Value) {
        let (object, key) = match &target.kind {
            ValueKind::Dynamic(Expr::Variable(name)) => {
                self.values.insert(name.clone(), value);
                return;
            }
            ValueKind::Dynamic(Expr::Index { object, index }) => (object, index.as_str()),
            ValueKind::Dynamic(Expr::Property { object, name }) => (object, Some(name.as_str())),
            _ => return,
        };
        let variable = variable(object).and_then(|name| self.values.get_mut(name));
        if let (Some(variable), Some(key)) = (variable, key) {
            variable.set(
                Text {
                    text: key.to_owned(),
                    span: target.span,
                },
                value,
            );
        }
    }

    /// `$media->setMeta(\json_encode(…))`
    fn call(&mut self, value: &Value) {
        if let ValueKind::Dynamic(Expr::Method {
            object,
            name,
            arguments,
        }) = &value.kind
            && let (Some(media), "setMeta", [meta]) =
                (variable(object), name.as_str(), arguments.as_slice())
        {
            let meta = self.resolve(meta);
            self.metas.insert(media.to_owned(), meta);
        }
    }

    /// The value with variables replaced by what they are known to be.
    pub(super) fn resolve(&mut self, value: &Value) -> Value {
        let kind = match &value.kind {
            ValueKind::Map(entries) => {
                let resolved = |entry: &Entry| Entry {
                    key: entry.key.clone(),
                    value: self.resolve(&entry.value),
                };
                ValueKind::Map(entries.iter().map(resolved).collect())
            }
            ValueKind::List(items) => {
                ValueKind::List(items.iter().map(|item| self.resolve(item)).collect())
            }
            ValueKind::JsonText(inner) => ValueKind::JsonText(Box::new(self.resolve(inner))),
            ValueKind::FormText(inner) => ValueKind::FormText(Box::new(self.resolve(inner))),
            ValueKind::Dynamic(Expr::Variable(name)) => return self.known(name, value),
            ValueKind::Dynamic(Expr::Call {
                function,
                arguments,
            }) if function.ends_with("json_decode") => {
                match arguments.first().and_then(|meta| self.helper_meta(meta)) {
                    Some(meta) => return meta,
                    None => value.kind.clone(),
                }
            }
            other => other.clone(),
        };
        Value::new(kind, value.span)
    }

    fn known(&mut self, name: &str, value: &Value) -> Value {
        let Some(known) = self.values.get(name) else {
            return value.clone();
        };
        self.copied += known.size();
        if self.copied > MAX_COPIED {
            value.clone()
        } else {
            known.clone()
        }
    }

    /// `$media->getMeta()`
    fn helper_meta(&self, value: &Value) -> Option<Value> {
        match &value.kind {
            ValueKind::Dynamic(Expr::Method { object, name, .. }) if name == "getMeta" => {
                Some(default_meta(&self.media(variable(object)?)?))
            }
            _ => None,
        }
    }

    /// Path of the file of a variable that is a media helper.
    fn media(&self, name: &str) -> Option<Text> {
        match &self.values.get(name)?.kind {
            ValueKind::Dynamic(Expr::New { class, arguments }) if class.ends_with("MediaUtil") => {
                let file = arguments.first()?;
                Some(Text {
                    text: file.as_str()?.to_owned(),
                    span: file.span,
                })
            }
            _ => None,
        }
    }

    /// The upload that `body` is: `$media->getStream()`.
    pub(super) fn upload(&self, body: &Value) -> Option<Upload> {
        let ValueKind::Dynamic(Expr::Method { object, name, .. }) = &body.kind else {
            return None;
        };
        let media = variable(object).filter(|_| name == "getStream")?;
        let file = self.media(media)?;
        let meta = match self.metas.get(media) {
            Some(meta) => meta.clone(),
            None => Value::new(
                ValueKind::JsonText(Box::new(default_meta(&file))),
                file.span,
            ),
        };
        Some(Upload { file, meta })
    }
}

fn variable(value: &Value) -> Option<&str> {
    match &value.kind {
        ValueKind::Dynamic(Expr::Variable(name)) => Some(name),
        _ => None,
    }
}

/// What the media helper says of a file by itself.
fn default_meta(file: &Text) -> Value {
    let name = file.text.rsplit('/').next().unwrap_or_default();
    let digest = Expr::Call {
        function: "\\hash_file".to_owned(),
        arguments: vec![Value::text("sha256"), Value::text(&file.text)],
    };
    let mut meta = Value::new(ValueKind::Map(Vec::new()), file.span);
    for (key, kind) in [
        ("filename", ValueKind::String(name.to_owned())),
        ("sha256", ValueKind::Dynamic(digest)),
    ] {
        meta.set(
            Text {
                text: key.to_owned(),
                span: file.span,
            },
            Value::new(kind, file.span),
        );
    }
    meta
}
