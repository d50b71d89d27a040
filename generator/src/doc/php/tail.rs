//! What a snippet does with the answer.

use super::lexer::{Kind, Token};
use std::fmt;

/// What is done with the answer: a second source for its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// Read as JSON.
    Json,
    /// Read as XML.
    Xml,
    /// Has no body; only its status is looked at.
    Status(u16),
    /// Written to a file.
    File,
    /// Written to a file, or, if its first bytes say so, read as XML: an error.
    XmlOrFile,
    /// The snippet ends with the call.
    Nothing,
}

impl fmt::Display for Tail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json => f.write_str("json"),
            Self::Xml => f.write_str("xml"),
            Self::Status(code) => write!(f, "{code}"),
            Self::File => f.write_str("file"),
            Self::XmlOrFile => f.write_str("xml-or-file"),
            Self::Nothing => f.write_str("nothing"),
        }
    }
}

/// What `tokens`, those behind the call, do with the answer; `sink` if the call writes it to a file. `None` if they
/// do something unknown.
pub(super) fn tail(tokens: &[Token<'_>], sink: bool) -> Option<Tail> {
    let calls = |name: &str| {
        tokens
            .iter()
            .any(|token| matches!(token.kind, Kind::Name(word) if last(word) == name))
    };
    if calls("json_decode") {
        return Some(Tail::Json);
    }
    if calls("toArray") {
        return Some(if calls("read") {
            Tail::XmlOrFile
        } else {
            Tail::Xml
        });
    }
    if calls("getStatusCode") {
        return status(tokens);
    }
    let silent = tokens.iter().all(|token| {
        matches!(
            token.kind,
            Kind::Name("wait") | Kind::Punct("->" | "(" | ")" | ";")
        )
    });
    silent.then_some(if sink { Tail::File } else { Tail::Nothing })
}

/// `… === 204`
fn status(tokens: &[Token<'_>]) -> Option<Tail> {
    let code = tokens.windows(2).find_map(|pair| match pair {
        [
            Token {
                kind: Kind::Punct("===" | "=="),
                ..
            },
            Token {
                kind: Kind::Number(code),
                ..
            },
        ] => code.parse().ok(),
        _ => None,
    });
    code.map(Tail::Status)
}

fn last(name: &str) -> &str {
    name.rsplit('\\').next().unwrap_or_default()
}
