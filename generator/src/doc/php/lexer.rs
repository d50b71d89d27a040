//! PHP code to tokens.

use std::ops::Range;

/// A token and the bytes it stands at.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) range: Range<usize>,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind<'a> {
    /// `$name`, without the dollar sign.
    Variable(&'a str),
    /// A word, with backslashes if it is a qualified name.
    Name(&'a str),
    /// A number as written.
    Number(&'a str),
    /// `'…'`, as written between the quotes.
    Single(&'a str),
    /// `"…"`, as written between the quotes.
    Double(&'a str),
    /// Punctuation.
    Punct(&'static str),
    /// A string or comment that does not end: nothing follows it.
    Endless(&'static str),
    /// A character that starts no token.
    Other(char),
}

/// Longest first.
const PUNCTUATION: &[&str] = &[
    "?->", "===", "!==", "...", "->", "=>", "::", "==", "!=", "&&", "||", "??", "<=", ">=", "[",
    "]", "(", ")", "{", "}", ",", ";", "=", ".", "-", "+", "*", "/", "%", "?", ":", "<", ">", "!",
    "&", "|", "@",
];

/// The tokens of `code`, without blanks and comments.
pub(super) fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = code.get(at..).filter(|rest| !rest.is_empty()) {
        let (kind, length) = next(rest);
        if let Some(kind) = kind {
            tokens.push(Token {
                kind,
                range: at..at + length,
            });
        }
        at += length;
    }
    tokens
}

/// The token that `rest` starts with, and its length; no token for blanks and comments.
fn next(rest: &str) -> (Option<Kind<'_>>, usize) {
    let first = rest.chars().next().unwrap_or_default();
    let length_while = |holds: fn(char) -> bool| rest.find(|c| !holds(c)).unwrap_or(rest.len());
    let part = |range: Range<usize>| rest.get(range).unwrap_or_default();
    if first.is_whitespace() {
        return (None, length_while(char::is_whitespace));
    }
    if rest.starts_with("//") || (first == '#' && !rest.starts_with("#[")) {
        return (None, rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return match rest.get(2..).and_then(|inner| inner.find("*/")) {
            Some(end) => (None, end + 4),
            None => (Some(Kind::Endless("comment")), rest.len()),
        };
    }
    match first {
        '\'' | '"' => quoted(rest, first),
        '$' => {
            let length = rest.find(|c| c != '$' && !is_word(c)).unwrap_or(rest.len());
            match part(1..length) {
                "" => (Some(Kind::Other('$')), 1),
                name => (Some(Kind::Variable(name)), length),
            }
        }
        '0'..='9' => {
            let length = number_length(rest);
            (Some(Kind::Number(part(0..length))), length)
        }
        _ if is_name(first) => {
            let length = length_while(is_name);
            (Some(Kind::Name(part(0..length))), length)
        }
        _ => match PUNCTUATION.iter().find(|mark| rest.starts_with(**mark)) {
            Some(mark) => (Some(Kind::Punct(mark)), mark.len()),
            None => (Some(Kind::Other(first)), first.len_utf8()),
        },
    }
}

fn is_word(character: char) -> bool {
    character == '_'
        || character.is_ascii_alphanumeric()
        || !character.is_ascii() && character.is_alphanumeric()
}

fn is_name(character: char) -> bool {
    character == '\\' || is_word(character)
}

/// Digits, decimals and exponent, and whatever is glued to them: the parser says if that is no number.
fn number_length(rest: &str) -> usize {
    let digits = |from: usize| {
        let part = rest.get(from..).unwrap_or_default();
        from + part.find(|c: char| !is_word(c)).unwrap_or(part.len())
    };
    let mut end = digits(0);
    let decimals = rest
        .get(end + 1..)
        .is_some_and(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    if rest.get(end..).is_some_and(|part| part.starts_with('.')) && decimals {
        end = digits(end + 1);
    }
    let scaled = rest
        .get(..end)
        .is_some_and(|part| part.ends_with(['e', 'E']));
    if scaled
        && rest
            .get(end..)
            .is_some_and(|part| part.starts_with(['+', '-']))
    {
        end = digits(end + 1);
    }
    end
}

fn quoted(rest: &str, quote: char) -> (Option<Kind<'_>>, usize) {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        if character == quote && !escaped {
            let inner = rest.get(1..at).unwrap_or_default();
            let kind = if quote == '\'' {
                Kind::Single(inner)
            } else {
                Kind::Double(inner)
            };
            return (Some(kind), at + 1);
        }
        escaped = character == '\\' && !escaped;
    }
    (Some(Kind::Endless("string")), rest.len())
}

/// The text of a single-quoted string.
pub(super) fn unescape_single(inner: &str) -> String {
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\\' => text.push(
                rest.next_if(|next| matches!(next, '\\' | '\''))
                    .unwrap_or('\\'),
            ),
            _ => text.push(character),
        }
    }
    text
}

/// The text of a double-quoted string; `None` if variables stand in it.
pub(super) fn unescape_double(inner: &str) -> Option<String> {
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '$' if rest
                .peek()
                .is_some_and(|&next| next == '{' || next == '_' || next.is_alphabetic()) =>
            {
                return None;
            }
            '{' if rest.peek() == Some(&'$') => return None,
            '\\' => match rest.next() {
                Some('n') => text.push('\n'),
                Some('r') => text.push('\r'),
                Some('t') => text.push('\t'),
                Some(same @ ('\\' | '$' | '"')) => text.push(same),
                Some('u') if rest.peek() == Some(&'{') => {
                    rest.next();
                    let digits: String =
                        std::iter::from_fn(|| rest.next_if(char::is_ascii_hexdigit)).collect();
                    let closed = rest.next_if_eq(&'}').is_some();
                    let character = u32::from_str_radix(&digits, 16)
                        .ok()
                        .and_then(char::from_u32);
                    text.push(
                        character
                            .filter(|_| closed)
                            .unwrap_or(char::REPLACEMENT_CHARACTER),
                    );
                }
                Some(other) => text.extend(['\\', other]),
                None => text.push('\\'),
            },
            _ => text.push(character),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(code: &str) -> Vec<Kind<'_>> {
        tokens(code).into_iter().map(|token| token.kind).collect()
    }

    #[test]
    fn tokens_of_everything() {
        use Kind::{Double, Name, Number, Punct, Single, Variable};
        assert_eq!(
            kinds("$a->b(\\C\\d::E, 1.5e-3, 'x\\'y', \"z\"); // no\n# no\n/* no */ 1 . 2"),
            [
                Variable("a"),
                Punct("->"),
                Name("b"),
                Punct("("),
                Name("\\C\\d"),
                Punct("::"),
                Name("E"),
                Punct(","),
                Number("1.5e-3"),
                Punct(","),
                Single("x\\'y"),
                Punct(","),
                Double("z"),
                Punct(")"),
                Punct(";"),
                Number("1"),
                Punct("."),
                Number("2"),
            ]
        );
    }

    #[test]
    fn what_does_not_end_is_the_last_token() {
        assert_eq!(kinds("1 'a"), [Kind::Number("1"), Kind::Endless("string")]);
        assert_eq!(
            kinds("1 /* a"),
            [Kind::Number("1"), Kind::Endless("comment")]
        );
    }

    #[test]
    fn escapes() {
        assert_eq!(unescape_single(r"a\'b\\c\n"), r"a'b\c\n");
        assert_eq!(
            unescape_double(r#"a\"b\n\$c \u{8336} $"#).unwrap(),
            "a\"b\n$c 茶 $"
        );
        assert_eq!(unescape_double("a$b"), None);
        assert_eq!(unescape_double("a{$b}"), None);
    }
}
