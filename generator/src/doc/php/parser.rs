//! Where a parser of PHP stands, and what it reports.

use super::super::json::part;
use super::lexer::{Kind, Token};
use crate::diag::codes::example as codes;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use std::ops::Range;

/// An expression could not be read.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) code: &'static Code,
    pub(super) range: Range<usize>,
    pub(super) message: String,
}

/// A parser over the tokens of one snippet.
pub(super) struct Parser<'a, 'd> {
    pub(super) code: &'a str,
    pub(super) base: Span,
    pub(super) tokens: &'a [Token<'a>],
    pub(super) at: usize,
    pub(super) depth: usize,
    pub(super) steps: usize,
    /// Whether it was reported that the code ends too early.
    pub(super) ended: bool,
    pub(super) diagnostics: &'d mut Diagnostics,
}

/// What was read, or why it could not be.
pub(super) type Parse<T> = Result<T, Failure>;

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
            ended: false,
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

    pub(super) fn sees(&self, mark: &str) -> bool {
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

    pub(super) fn fail<T>(&self, expected: &str) -> Parse<T> {
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

    pub(super) fn expect(&mut self, mark: &str) -> Parse<()> {
        if self.eat(mark) {
            Ok(())
        } else {
            self.fail(&format!("`{mark}`"))
        }
    }

    /// Reports a failure; that the code ends too early only once.
    pub(super) fn report(&mut self, failure: Failure) {
        if self.done() && std::mem::replace(&mut self.ended, true) {
            return;
        }
        let span = part(self.base, failure.range);
        self.diagnostics
            .push(Diagnostic::new(failure.code, span, failure.message));
    }
}

fn first_line(code: &str) -> &str {
    code.lines().next().unwrap_or_default()
}
