//! One snippet: set-up lines, a call, and what is done with the answer.

use super::super::page::{CodeFence, Text};
use super::super::value::{Expr, Value, ValueKind};
use super::lexer::{self, Kind, Token};
use super::parser::Parser;
use super::setup::{self, Statement, Upload, Variables};
use super::tail::{Tail, tail};
use super::{Label, url};
use crate::diag::codes::example as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::Method;
use crate::source::Span;

/// How a call names its URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `$instance->v3->pay->_id_`
    PureChain,
    /// `$instance->chain('v3/pay/{id}')`
    Declarative,
    /// `$instance['v3/pay/{id}']`
    Property,
}

/// One call.
#[derive(Debug, Clone, PartialEq)]
pub struct Snippet {
    /// Label of the fence.
    pub label: Text,
    /// How it names the URL.
    pub form: Form,
    /// Whether it is asynchronous.
    pub is_async: bool,
    /// HTTP method.
    pub method: Method,
    /// Where the method stands.
    pub method_span: Span,
    /// URL without leading `/`, parameters in braces: `v3/pay/{id}`.
    pub url: Text,
    /// The one argument; an empty list if there is none.
    pub arguments: Value,
    /// What is done with the answer.
    pub tail: Tail,
    /// Where that is done, or the end of the call.
    pub tail_span: Span,
    /// Lines before the call.
    pub setup: Vec<Statement>,
    /// Handlers that are removed from the client: `verifier` (the answer carries no signature), `transform_request`
    /// (the body is not turned into XML).
    pub handler_removed: Vec<String>,
    /// The opening line of the fence.
    pub span: Span,
}

impl Snippet {
    /// The arguments with variables replaced by what the lines before the call make of them.
    #[must_use]
    pub fn resolved(&self) -> Value {
        Variables::after(&self.setup).resolve(&self.arguments)
    }

    /// The file that the media helper uploads, if the body is one.
    #[must_use]
    pub fn upload(&self) -> Option<Upload> {
        Variables::after(&self.setup).upload(self.arguments.get("body")?)
    }

    /// Name and value of the parts of a multipart body that is written out part by part.
    #[must_use]
    pub fn parts(&self) -> Option<Vec<(Text, Value)>> {
        let ValueKind::Dynamic(Expr::New { class, arguments }) = &self.arguments.get("body")?.kind
        else {
            return None;
        };
        let ValueKind::List(parts) = &arguments
            .first()
            .filter(|_| class.ends_with("MultipartStream"))?
            .kind
        else {
            return None;
        };
        let part = |part: &Value| {
            let name = part.get("name")?;
            let value = part.get("contents").or(part.get("content"))?;
            Some((
                Text {
                    text: name.as_str()?.to_owned(),
                    span: name.span,
                },
                value.clone(),
            ))
        };
        parts.iter().map(part).collect()
    }
}

/// Reads the entries of an array without brackets. Nothing is reported.
pub(super) fn entries(fence: &CodeFence) -> Option<Value> {
    let tokens = lexer::tokens(&fence.code.text);
    let mut ignored = Diagnostics::new();
    Parser::new(&fence.code.text, fence.code.span, &tokens, &mut ignored).entries()
}

/// Reads one snippet. `None` if it is no call that can be read; that is reported.
pub fn snippet(fence: &CodeFence, diagnostics: &mut Diagnostics) -> Option<Snippet> {
    let (code, base) = (fence.code.text.as_str(), fence.code.span);
    let tokens = lexer::tokens(code);
    if let Some(Token {
        kind: Kind::Endless(what),
        range,
    }) = tokens.last()
    {
        let message = format!("this {what} does not end; the snippet is left out");
        diagnostics.push(Diagnostic::new(
            &codes::ENDLESS,
            super::super::json::part(base, range.clone()),
            message,
        ));
        return None;
    }
    let statements = setup::statements(&tokens);
    let Some(index) = statements.iter().position(|tokens| starts_call(tokens)) else {
        let message = "this snippet calls no API client (`$instance`); it is left out";
        diagnostics.push(Diagnostic::new(&codes::NO_CALL, fence.span, message));
        return None;
    };
    let (before, rest) = statements.split_at(index);
    let setup: Vec<_> = before
        .iter()
        .filter_map(|part| setup::statement(code, base, part, diagnostics))
        .collect();
    let skipped = before.iter().map(|part| part.len()).sum();
    let call = tokens.get(skipped..).filter(|_| !rest.is_empty())?;
    let call = Call::read(code, base, call, diagnostics)?;
    check_label(fence, &call, diagnostics);
    let sink = call.arguments.get("sink").is_some();
    let tail = tail(call.rest, sink).unwrap_or_else(|| {
        let message =
            "what is done with the answer was not understood; it says nothing about the response";
        diagnostics.push(Diagnostic::new(&codes::TAIL, call.rest_span, message));
        Tail::Nothing
    });
    Some(Snippet {
        label: fence.label.clone(),
        form: call.form,
        is_async: call.is_async,
        method: call.method,
        method_span: call.method_span,
        url: call.url,
        arguments: call.arguments,
        tail,
        tail_span: call.rest_span,
        handler_removed: setup::handlers_removed(&setup),
        setup,
        span: fence.span,
    })
}

fn check_label(fence: &CodeFence, call: &Call<'_>, diagnostics: &mut Diagnostics) {
    let message = match Label::of(fence) {
        Label::Call(Some((form, is_async))) if (form, is_async) == (call.form, call.is_async) => {
            return;
        }
        Label::Call(Some(_)) => {
            "the label names another form of the call than the code has; the code counts"
        }
        _ => "an unknown label; the snippet is read as a call",
    };
    let span = if fence.label.text.is_empty() {
        fence.span
    } else {
        fence.label.span
    };
    diagnostics
        .push(Diagnostic::new(&codes::LABEL, span, message).label(fence.label.text.as_str()));
}

/// `$instance…` or `$response = $instance…`
fn starts_call(tokens: &[Token<'_>]) -> bool {
    let instance = |token: Option<&Token<'_>>| {
        token.is_some_and(|token| token.kind == Kind::Variable("instance"))
    };
    match tokens {
        [
            Token {
                kind: Kind::Variable(_),
                ..
            },
            Token {
                kind: Kind::Punct("="),
                ..
            },
            rest @ ..,
        ] => instance(rest.first()),
        _ => instance(tokens.first()),
    }
}

/// A call and the tokens behind it.
struct Call<'a> {
    form: Form,
    is_async: bool,
    method: Method,
    method_span: Span,
    url: Text,
    arguments: Value,
    rest: &'a [Token<'a>],
    rest_span: Span,
}

impl<'a> Call<'a> {
    /// Reads `$instance`, the URL in any form or a mixture of them, the verb, and its argument.
    fn read(
        code: &'a str,
        base: Span,
        tokens: &'a [Token<'a>],
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let mut problems = Diagnostics::new();
        let mut parser = Parser::new(code, base, tokens, &mut problems);
        while parser.peek() != Some(Kind::Variable("instance")) {
            parser.at += 1;
        }
        parser.at += 1;
        let call = Url::default()
            .read(&mut parser)
            .and_then(|(url, word, method_span)| {
                let (method, is_async) = method(word)?;
                let start = parser.at - 1;
                let arguments = if parser.eat(")") {
                    Value::new(ValueKind::List(Vec::new()), parser.span_from(start))
                } else {
                    let value = parser.value();
                    parser.eat(",");
                    parser.eat(")").then_some(value)?
                };
                let rest = tokens.get(parser.at..).unwrap_or_default();
                let rest_span = match rest {
                    [first, .., last] => {
                        super::super::json::part(base, first.range.start..last.range.end)
                    }
                    _ => parser.here(),
                };
                Some((
                    url,
                    Self {
                        form: Form::PureChain,
                        is_async,
                        method,
                        method_span,
                        url: Text::default(),
                        arguments,
                        rest,
                        rest_span,
                    },
                ))
            });
        let place = parser.here();
        diagnostics.append(problems);
        let Some((url, call)) = call else {
            let message =
                "expected the URL, an HTTP method and its one argument; the snippet is left out";
            diagnostics.push(Diagnostic::new(&codes::NO_CALL, place, message));
            return None;
        };
        let text = url.parts.join("/");
        let Some(path) = url::well_formed(&text) else {
            let message = format!("`{text}` is not a URL; the snippet is left out");
            diagnostics.push(Diagnostic::new(&codes::BAD_URL, url.span, message));
            return None;
        };
        Some(Self {
            form: url.form.unwrap_or(Form::PureChain),
            url: Text {
                text: path,
                span: url.span,
            },
            ..call
        })
    }
}

/// The URL of a call while it is read.
#[derive(Default)]
struct Url {
    parts: Vec<String>,
    form: Option<Form>,
    span: Span,
}

impl Url {
    /// Reads up to `->verb(`. Returns the verb and where it stands.
    fn read<'a>(mut self, parser: &mut Parser<'a, '_>) -> Option<(Self, &'a str, Span)> {
        loop {
            if parser.eat("[") {
                self.literal(parser, Form::Property)?;
                parser.eat("]").then_some(())?;
                continue;
            }
            parser.eat("->").then_some(())?;
            let span = parser.here();
            let Some(Kind::Name(name)) = parser.peek() else {
                return None;
            };
            parser.at += 1;
            if !parser.eat("(") {
                self.add(url::segment(name), Form::PureChain, span);
            } else if name == "chain" {
                self.literal(parser, Form::Declarative)?;
                parser.eat(")").then_some(())?;
            } else {
                return Some((self, name, span));
            }
        }
    }

    fn literal(&mut self, parser: &mut Parser<'_, '_>, form: Form) -> Option<()> {
        let value = parser.value();
        let text = value.as_str()?.trim_matches('/').to_owned();
        self.add(text, form, value.span);
        Some(())
    }

    fn add(&mut self, part: String, form: Form, span: Span) {
        self.span = if self.parts.is_empty() {
            span
        } else {
            self.span.to(span)
        };
        self.parts.push(part);
        self.form.get_or_insert(form);
    }
}

/// The method that a verb of the client stands for, and whether it is the asynchronous one.
fn method(word: &str) -> Option<(Method, bool)> {
    let verb = word.strip_suffix("Async");
    let method = match verb.unwrap_or(word) {
        "get" => Method::Get,
        "post" => Method::Post,
        "put" => Method::Put,
        "patch" => Method::Patch,
        "delete" => Method::Delete,
        _ => return None,
    };
    Some((method, verb.is_some()))
}
