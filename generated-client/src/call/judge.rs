//! What an answer says, and whether it is proven.

use super::seal::{Seal, V3Seal};
use super::{Draft, Operation, ResponseKind, Version, url, v2};
use crate::error::{ApiError, Error, Untrusted, UntrustedAnswer};
use crate::signature::{
    AnswerRule, SignInformation, SignatureHeaders, VerifyError, answer_rule, check_statement,
    compare, statement_body, verify,
};
use crate::transport::Response;

/// How the answer to this request is proven. The table of exceptions has the documented paths: a path before `/v3` that an app's own
/// host has is none of them.
pub(crate) fn rule(draft: &Draft, request_url: &str) -> AnswerRule {
    let operation = &draft.operation;
    if operation.unsigned {
        return AnswerRule::Unsigned;
    }
    let (method, target) = (operation.method.as_str(), url::target(request_url));
    let host = draft.host.as_deref().or(draft.client.base_url());
    match answer_rule(method, target) {
        AnswerRule::Signed => url::documented_target(operation, host, target)
            .map_or(AnswerRule::Signed, |target| answer_rule(method, &target)),
        exception => exception,
    }
}

/// The answer if the call succeeded and, with keys, the answer is proven to come from WeChat Pay. A status of failure goes
/// first: such answers often have no signature, and what they say must not be hidden behind that.
pub(crate) fn judge(
    operation: &Operation,
    rule: AnswerRule,
    seal: Option<&Seal>,
    now: i64,
    response: Response,
) -> Result<Response, Error> {
    let seal = match seal {
        None => return unproven(operation, response),
        Some(Seal::V2(seal)) => return v2::judge(operation, Some(seal), response),
        Some(Seal::V3(seal)) => seal,
    };
    if !(200..=299).contains(&response.status) {
        return Err(refused(Some(seal), now, response).into());
    }
    match prove(rule, seal, now, &response) {
        Ok(()) => Ok(response),
        Err(reason) => Err(UntrustedAnswer { reason, response }.into()),
    }
}

/// The error in an answer, with what its signature tells.
pub(crate) fn refused(seal: Option<&V3Seal>, now: i64, response: Response) -> ApiError {
    let Some(seal) = seal else {
        return ApiError::from_json(response);
    };
    let headers = signature(&response);
    let proven = verify(seal.keys.platform(), &headers, &response.body, now);
    let mut error = ApiError::from_json(response);
    error.authenticated = proven.is_ok();
    if error.code() == Some("SIGN_ERROR") {
        let server = SignInformation::find(error.body());
        error.sign_difference = server.map(|server| compare(&server, seal.signed.message()));
    }
    error
}

fn prove(rule: AnswerRule, seal: &V3Seal, now: i64, response: &Response) -> Result<(), Untrusted> {
    let check = |body: &[u8]| {
        verify(seal.keys.platform(), &signature(response), body, now).map_err(Untrusted::Signature)
    };
    match rule {
        AnswerRule::Unsigned => Ok(()),
        AnswerRule::Signed => check(&response.body),
        AnswerRule::StatementSha1 => {
            let sha1 = signed_sha1(seal, now, response)?;
            check_statement(sha1, &response.body).map_err(Untrusted::Statement)
        }
    }
}

/// The header with the digest that a statement's headers sign.
pub(crate) const STATEMENT_SHA1: &str = "Wechatpay-Statement-Sha1";

/// The digest of a statement, if the headers sign it.
fn signed_sha1<'r>(seal: &V3Seal, now: i64, response: &'r Response) -> Result<&'r str, Untrusted> {
    let sha1 = response.headers.get(STATEMENT_SHA1).ok_or_else(|| {
        let missing = vec![STATEMENT_SHA1];
        Untrusted::Signature(VerifyError::MissingHeaders { missing })
    })?;
    let body = statement_body(sha1);
    match verify(seal.keys.platform(), &signature(response), &body, now) {
        Ok(()) => Ok(sha1),
        Err(error) => Err(Untrusted::Signature(error)),
    }
}

/// The head of a statement whose body is still to come: its digest must be compared later.
pub(crate) fn judge_statement(
    seal: Option<&Seal>,
    now: i64,
    head: Response,
) -> Result<Response, Error> {
    match seal
        .and_then(Seal::v3)
        .map(|seal| signed_sha1(seal, now, &head))
    {
        Some(Err(reason)) => Err(UntrustedAnswer {
            reason,
            response: head,
        }
        .into()),
        Some(Ok(_)) | None => Ok(head),
    }
}

pub(crate) fn signature(response: &Response) -> SignatureHeaders<'_> {
    SignatureHeaders::read(|name| response.headers.get(name))
}

/// Turns an answer that says that the call failed into the error that it describes; nothing is proven.
fn unproven(operation: &Operation, response: Response) -> Result<Response, Error> {
    match (operation.version, response.status) {
        (_, 300..=399) if operation.response == ResponseKind::Redirect => Ok(response),
        (Version::V3, 200..=299) => Ok(response),
        (Version::V3, _) => Err(ApiError::from_json(response).into()),
        (Version::V2, _) => v2::judge(operation, None, response),
    }
}
