//! Which v3 answers are signed otherwise than by the rule.

use std::error::Error;
use std::fmt;

use crate::crypto::digest::{hex, sha1};

/// How an answer is proven to come from the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswerRule {
    /// Headers sign the body: [`verify`](super::verify()).
    Signed,
    /// Not signed. A bill is checked by the digest that came with its address; the rest is protected by TLS alone.
    Unsigned,
    /// Headers sign [`statement_body`] instead of the body, whose digest it has: [`check_statement`].
    StatementSha1,
}

/// One line of the table of exceptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exception {
    /// The path, with a name in braces for any one segment.
    pub path: &'static str,
    /// What holds for a GET of it.
    pub rule: AnswerRule,
    /// Who says so.
    pub source: &'static str,
}

/// All exceptions, for method GET: every other answer with a 2xx status must be signed.
pub const EXCEPTIONS: &[Exception] = &[
    Exception {
        path: "/v3/billdownload/file",
        rule: AnswerRule::Unsigned,
        source: "questions and answers of wechatpay-apiv3/wechatpay-go; wechatpay-apiv3/wechatpay-php 1.4.12",
    },
    Exception {
        path: "/v3/merchant-service/images/{media_id}",
        rule: AnswerRule::Unsigned,
        source: "wechatpay-apiv3/wechatpay-php 1.4.12; TheNorthMemory/wechatpay-axios-plugin",
    },
    Exception {
        path: "/v3/global/merchant-service/images/{media_id}",
        rule: AnswerRule::Unsigned,
        source: "wechatpay-apiv3/wechatpay-php 1.4.12; TheNorthMemory/wechatpay-axios-plugin",
    },
    Exception {
        path: "/v3/new-tax-control-fapiao/download",
        rule: AnswerRule::Unsigned,
        source: "TheNorthMemory/wechatpay-axios-plugin",
    },
    Exception {
        path: "/v3/transferdownload/elecvoucherfile",
        rule: AnswerRule::Unsigned,
        source: "TheNorthMemory/wechatpay-axios-plugin",
    },
    Exception {
        path: "/v3/transferdownload/signfile",
        rule: AnswerRule::Unsigned,
        source: "TheNorthMemory/wechatpay-axios-plugin",
    },
    Exception {
        path: "/v3/global/statements",
        rule: AnswerRule::StatementSha1,
        source: "wechatpay-apiv3/wechatpay-php 1.4.8",
    },
    Exception {
        path: "/hk/v3/statements",
        rule: AnswerRule::StatementSha1,
        source: "wechatpay-apiv3/wechatpay-php 1.4.8",
    },
];

/// The rule for the answer to a request: `method` in upper case, `target` the path on the wire with or without query.
pub fn answer_rule(method: &str, target: &str) -> AnswerRule {
    let path = target.split_once('?').map_or(target, |(path, _)| path);
    let exception = EXCEPTIONS
        .iter()
        .find(|exception| method == "GET" && fits(exception.path, path));
    exception.map_or(AnswerRule::Signed, |exception| exception.rule)
}

fn fits(template: &str, path: &str) -> bool {
    let mut segments = path.split('/');
    let all = template.split('/').all(|expected| match segments.next() {
        Some(segment) if expected.starts_with('{') => !segment.is_empty() && segment != "upload",
        segment => segment == Some(expected),
    });
    all && segments.next().is_none()
}

/// What the headers of a statement sign in the place of its body; `sha1` is the header `Wechatpay-Statement-Sha1`.
pub fn statement_body(sha1: &str) -> Vec<u8> {
    format!(r#"{{"sha1":"{sha1}"}}"#).into_bytes()
}

/// Compares a statement (the plain CSV, decompressed) with the header `Wechatpay-Statement-Sha1`, which
/// [`statement_body`] and [`verify`](super::verify()) have proven before.
///
/// # Errors
/// [`StatementError`] if the digests differ.
pub fn check_statement(sha1_header: &str, csv: &[u8]) -> Result<(), StatementError> {
    let found = hex(sha1(csv).as_ref());
    if found.eq_ignore_ascii_case(sha1_header) {
        Ok(())
    } else {
        Err(StatementError {
            expected: sha1_header.to_owned(),
            found,
        })
    }
}

/// A statement is not the one whose digest was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StatementError {
    /// The signed SHA-1, in hexadecimal.
    pub expected: String,
    /// The SHA-1 of what came.
    pub found: String,
}

impl fmt::Display for StatementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { expected, found } = self;
        write!(
            f,
            "the statement has the SHA-1 {found}, but {expected} was signed; it is cut off, changed, or still compressed"
        )
    }
}

impl Error for StatementError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_listed_answers_are_exceptions() {
        use AnswerRule::{Signed, StatementSha1, Unsigned};
        let table = [
            ("GET", "/v3/billdownload/file?token=abc", Unsigned),
            ("POST", "/v3/billdownload/file", Signed),
            ("GET", "/v3/billdownload/file/more", Signed),
            ("GET", "/hk/v3/billdownload/file", Signed),
            (
                "GET",
                "/v3/merchant-service/images/ChsyMDAw%2FabC",
                Unsigned,
            ),
            ("GET", "/v3/merchant-service/images/upload", Signed),
            ("POST", "/v3/merchant-service/images/upload", Signed),
            ("GET", "/v3/merchant-service/images/", Signed),
            ("GET", "/v3/global/merchant-service/images/x", Unsigned),
            ("GET", "/v3/new-tax-control-fapiao/download", Unsigned),
            ("GET", "/v3/transferdownload/signfile?token=1", Unsigned),
            ("GET", "/v3/global/statements?date=20240101", StatementSha1),
            ("GET", "/hk/v3/statements", StatementSha1),
            ("GET", "/v3/statements", Signed),
            ("GET", "/v3/certificates", Signed),
            ("GET", "", Signed),
        ];
        for (method, target, rule) in table {
            assert_eq!(answer_rule(method, target), rule, "{method} {target}");
        }
    }

    #[test]
    fn a_statement_is_compared_with_the_signed_digest() {
        assert_eq!(statement_body("ab12"), br#"{"sha1":"ab12"}"#);
        let sha1 = "a9993e364706816aba3e25717850c26c9cd0d89d";
        assert_eq!(check_statement(sha1, b"abc"), Ok(()));
        assert_eq!(check_statement(&sha1.to_uppercase(), b"abc"), Ok(()));
        let error = check_statement(sha1, b"abd").unwrap_err();
        assert!(error.to_string().contains(sha1) && error.to_string().contains(&error.found));
        assert!(check_statement("", b"abc").is_err());
    }
}
