//! Variables, request line and headers.

use super::super::page::{CodeFence, Text};
use super::super::percent;
use super::super::php::Tail;
use super::piece::Piece;
use super::{HttpExample, Response, body};
use crate::diag::codes::example as codes;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Method;
use crate::source::Span;

/// Reads an example. `None` if something is wrong with it; that is reported.
pub fn parse(fence: &CodeFence, diagnostics: &mut Diagnostics) -> Option<HttpExample> {
    let mut reader = Reader {
        problems: Vec::new(),
    };
    let example = reader.example(fence);
    let sound = reader
        .problems
        .iter()
        .all(|problem| problem.code.severity != crate::diag::Severity::Error);
    reader
        .problems
        .into_iter()
        .for_each(|problem| diagnostics.push(problem));
    example.filter(|_| sound)
}

pub(super) struct Reader {
    problems: Vec<Diagnostic>,
}

impl Reader {
    pub(super) fn wrong(&mut self, code: &'static Code, span: Span, message: impl Into<String>) {
        self.problems.push(Diagnostic::new(code, span, message));
    }

    /// A key of a body occurs twice.
    pub(super) fn repeated(&mut self, key: &Text, first: Span) {
        let message = format!(
            "`{}` stands twice in one object; the last value is taken",
            key.text
        );
        self.problems.push(
            Diagnostic::new(&codes::DUPLICATE_KEY, key.span, message)
                .contradicts(first, "first here"),
        );
    }

    fn example(&mut self, fence: &CodeFence) -> Option<HttpExample> {
        let mut rest = Piece::new(&fence.code.text, fence.code.span);
        let mut variables = Vec::new();
        let request_line = loop {
            let Some((line, behind)) = rest.split_line() else {
                self.wrong(
                    &codes::REQUEST_LINE,
                    fence.span,
                    "the example has no request line",
                );
                return None;
            };
            rest = behind;
            if let Some(variable) = line.strip_prefix("@") {
                variables.extend(self.pair(&codes::VARIABLE, variable, '='));
            } else if !line.trim().is_empty() {
                break line;
            }
        };
        let mut headers = Vec::new();
        while let Some((line, behind)) = rest.split_line() {
            rest = behind;
            if line.trim().is_empty() {
                break;
            }
            headers.extend(self.pair(&codes::HEADER, line, ':'));
        }
        self.unique(&codes::VARIABLE, &variables, str::to_owned);
        self.unique(&codes::HEADER, &headers, str::to_ascii_lowercase);
        let mut example = self.request_line(request_line)?;
        example.span = fence.span;
        example.headers = headers
            .into_iter()
            .map(|(name, value)| (name, value.to_text()))
            .collect();
        self.variables(&mut example, variables);
        self.path_values(&example);
        example.body = body::body(self, &example, rest);
        Some(example)
    }

    /// `name = value`
    fn pair<'a>(
        &mut self,
        code: &'static Code,
        line: Piece<'a>,
        mark: char,
    ) -> Option<(Text, Piece<'a>)> {
        let (name, value) = line
            .split_once(mark)
            .map(|(name, value)| (name.trim(), value.trim()))
            .unzip();
        let name = name.filter(|name| {
            !name.is_empty()
                && name
                    .text
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        });
        if name.is_none() {
            self.wrong(
                code,
                line.span(),
                format!("expected a name, `{mark}` and a value"),
            );
        }
        Some((name?.to_text(), value?))
    }

    fn unique(
        &mut self,
        code: &'static Code,
        pairs: &[(Text, Piece<'_>)],
        fold: fn(&str) -> String,
    ) {
        for (index, (name, _)) in pairs.iter().enumerate() {
            let first = pairs
                .iter()
                .take(index)
                .find(|(other, _)| fold(&other.text) == fold(&name.text));
            if let Some((first, _)) = first {
                let problem = Diagnostic::new(
                    code,
                    name.span,
                    format!("`{}` stands here twice", name.text),
                );
                self.problems
                    .push(problem.contradicts(first.span, "first here"));
            }
        }
    }

    fn request_line(&mut self, line: Piece<'_>) -> Option<HttpExample> {
        let code = &codes::REQUEST_LINE;
        let Some((verb, target)) = line.split_once(' ') else {
            self.wrong(code, line.span(), "expected a method, a blank and a path");
            return None;
        };
        let target = target.trim();
        let Some(method) = method(verb.text) else {
            self.wrong(
                code,
                verb.span(),
                format!("`{}` is not GET, POST, PUT, PATCH or DELETE", verb.text),
            );
            return None;
        };
        if let Some((_, behind)) = target.split_once(' ') {
            self.wrong(
                code,
                behind.span(),
                "nothing may follow the URL; a blank in it is written `%20`",
            );
            return None;
        }
        let (target, fragment) = target
            .split_once('#')
            .map_or((target, None), |(target, rest)| (target, Some(rest)));
        let (path, query) = target
            .split_once('?')
            .map_or((target, None), |(path, query)| (path, Some(query)));
        if !is_path(path.text) {
            self.wrong(code, path.span(), format!("`{}` is not a path", path.text));
            return None;
        }
        Some(HttpExample {
            method,
            method_span: verb.span(),
            path: path.to_text(),
            query: query.map(|query| self.query(query)).unwrap_or_default(),
            fragment: fragment.and_then(|fragment| self.decoded(fragment)),
            path_values: Vec::new(),
            base_url: None,
            response: None,
            unsigned_response: None,
            headers: Vec::new(),
            body: None,
            span: Span::default(),
        })
    }

    fn query(&mut self, query: Piece<'_>) -> Vec<(Text, Text)> {
        let mut pairs = Vec::new();
        let mut rest = Some(query);
        while let Some(piece) = rest {
            let (pair, behind) = piece
                .split_once('&')
                .map_or((piece, None), |(pair, rest)| (pair, Some(rest)));
            rest = behind;
            match pair.split_once('=').filter(|(name, _)| !name.is_empty()) {
                Some((name, value)) => pairs.extend(self.decoded(name).zip(self.decoded(value))),
                None => self.wrong(
                    &codes::REQUEST_LINE,
                    pair.span(),
                    "expected `name=value` in the query",
                ),
            }
        }
        pairs
    }

    /// Decodes `%XX`.
    fn decoded(&mut self, piece: Piece<'_>) -> Option<Text> {
        let decoded = percent::decode(piece.text, false);
        if decoded.is_none() {
            let message = "`%` is not followed by two hexadecimal digits, or they are not UTF-8; `%` itself is `%25`";
            self.wrong(&codes::PERCENT, piece.span(), message);
        }
        decoded.map(|text| piece.with_text(text))
    }

    fn variables(&mut self, example: &mut HttpExample, variables: Vec<(Text, Piece<'_>)>) {
        for (name, value) in variables {
            match name.text.as_str() {
                "base-url" => {
                    if !value.text.starts_with("https://") || !value.text.ends_with('/') {
                        let message = "a base URL starts with `https://` and ends in `/`";
                        self.wrong(&codes::VARIABLE, value.span(), message);
                    }
                    example.base_url = self.decoded(value);
                }
                "response-kind" => match kind(value.text) {
                    Some(kind) => {
                        example.response = Some(Response {
                            kind,
                            span: value.span(),
                        })
                    }
                    None => {
                        let message =
                            "expected `json`, `xml`, `file`, `xml-or-file` or an HTTP status";
                        self.wrong(&codes::VARIABLE, value.span(), message);
                    }
                },
                "response-signature" if value.text == "none" => {
                    example.unsigned_response = Some(value.span())
                }
                "response-signature" => {
                    self.wrong(&codes::VARIABLE, value.span(), "the only value is `none`")
                }
                other if other.contains('-') => {
                    let message = "expected `base-url`, `response-kind`, `response-signature` or a parameter of the path";
                    self.wrong(&codes::VARIABLE, name.span, message);
                }
                _ => {
                    if let Some(value) = self.decoded(value) {
                        example.path_values.push((name, value));
                    }
                }
            }
        }
    }

    /// Every parameter of the path has a value, and every value a parameter.
    fn path_values(&mut self, example: &HttpExample) {
        let parameters: Vec<_> = parameters(&example.path.text).collect();
        for parameter in &parameters {
            if example
                .path_values
                .iter()
                .all(|(name, _)| name.text != *parameter)
            {
                let message = format!(
                    "the parameter `{parameter}` has no value: a line `@{parameter} = …` is missing"
                );
                self.wrong(&codes::PATH_VALUES, example.path.span, message);
            }
        }
        for (name, _) in &example.path_values {
            if !parameters.contains(&name.text.as_str()) {
                let message = format!("the path has no parameter `{}`", name.text);
                let problem = Diagnostic::new(&codes::PATH_VALUES, name.span, message);
                self.problems
                    .push(problem.contradicts(example.path.span, "the path"));
            }
        }
    }
}

/// Names of the parameters of a path.
fn parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

/// A leading `/`, well-formed segments, perhaps a closing `/`.
fn is_path(path: &str) -> bool {
    let inner = path
        .strip_prefix('/')
        .map(|rest| rest.strip_suffix('/').unwrap_or(rest));
    inner.is_some_and(|inner| {
        !inner.starts_with('/') && super::super::php::well_formed(inner).is_some()
    })
}

fn method(word: &str) -> Option<Method> {
    Some(match word {
        "GET" => Method::Get,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "PATCH" => Method::Patch,
        "DELETE" => Method::Delete,
        _ => return None,
    })
}

fn kind(word: &str) -> Option<Tail> {
    match word {
        "json" => Some(Tail::Json),
        "xml" => Some(Tail::Xml),
        "file" => Some(Tail::File),
        "xml-or-file" => Some(Tail::XmlOrFile),
        _ if word.len() == 3 => word
            .parse()
            .ok()
            .filter(|code| (100..600).contains(code))
            .map(Tail::Status),
        _ => None,
    }
}
