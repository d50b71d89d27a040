//! What an answer of API v2 says, and whether it is proven.

use super::V2Seal;
use crate::call::{Operation, ResponseKind};
use crate::codec::xml;
use crate::error::{ApiError, Error, Untrusted, UntrustedAnswer};
use crate::signature::v2;
use crate::transport::Response;
use serde_json::Value;

/// The answer if the call succeeded and, with keys, the answer is proven to come from WeChat Pay. A failure goes first: such
/// answers are signed only if the request was understood, and what they say must not be hidden behind that.
///
/// API v2 says `FAIL` in the body, with status 200; a download fails with XML in place of the file.
pub(crate) fn judge(
    operation: &Operation,
    seal: Option<&V2Seal>,
    response: Response,
) -> Result<Response, Error> {
    let fields = match xml::is_xml(&response.body) {
        true => xml::pairs(&response.body).ok(),
        false => None,
    };
    let proven = match (seal.and_then(V2Seal::key), &fields) {
        (None, _) => Ok(()),
        (Some(_), None) => Err(Untrusted::NotXml),
        (Some(key), Some(fields)) => {
            let texts = fields
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()));
            v2::verify(texts, None, key).map_err(Untrusted::SignatureV2)
        }
    };
    if let Some(failure) = failure(operation, &response, fields.as_deref().unwrap_or_default()) {
        let mut error = ApiError::from_xml(response, failure.code, failure.message);
        error.authenticated = seal.is_some() && proven.is_ok();
        return Err(error.into());
    }
    match proven {
        Err(reason) if seal.is_some_and(|seal| seal.answer_is_signed) => {
            Err(UntrustedAnswer { reason, response }.into())
        }
        _ => Ok(response),
    }
}

struct Failure {
    code: Option<String>,
    message: Option<String>,
}

fn failure(
    operation: &Operation,
    response: &Response,
    fields: &[(String, String)],
) -> Option<Failure> {
    let get = |name: &str| {
        let mut named = fields.iter().filter(|(other, _)| other == name);
        named
            .next()
            .map(|(_, text)| text.clone())
            .filter(|text| !text.is_empty())
    };
    let failed = |name| get(name).is_some_and(|text| text != "SUCCESS");
    let ok = match response.status {
        200..=299 => true,
        300..=399 => operation.response == ResponseKind::Redirect,
        _ => false,
    };
    if operation.response == ResponseKind::Json && fields.is_empty() {
        return json_failure(ok, response);
    }
    let failed = !ok || failed("return_code") || failed("result_code");
    failed.then(|| Failure {
        code: get("err_code").or_else(|| get("error_code")),
        message: ["err_code_des", "error_code_des", "result_msg", "return_msg"]
            .into_iter()
            .find_map(get),
    })
}

/// The few answers in JSON have a number, 0 for success, and a message.
fn json_failure(ok: bool, response: &Response) -> Option<Failure> {
    let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    let text = |names: [&str; 2]| {
        let value = names.into_iter().find_map(|name| body.get(name))?;
        Some(
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned),
        )
    };
    let code = text(["retcode", "errcode"]).filter(|code| code != "0");
    let failed = !ok || code.is_some();
    failed.then(|| Failure {
        code,
        message: text(["retmsg", "errmsg"]),
    })
}
