//! Calls that no page documents: path, parameters and values as they are.

use super::{Body, BodyKind, Call, Draft, Operation, Parameters, ResponseKind, SignRule, Version};
use crate::client::Client;
use crate::rt;
use crate::transport::Method;
use crate::upload;
use crate::value::document::Json;
use crate::value::file::FilePart;
use serde_core::Serialize;
use serde_json::Value;

/// A call by its path. The same host rules, encoding, checks and errors as for documented calls; the answer is a JSON value.
///
/// A path that starts with `v2/` is a call of API v2, which needs the feature `v2`. What is missing of `mch_id`, `nonce_str`, `sign_type` and `sign` is filled in; a
/// `sign_type` among the values (`MD5`, `HMAC-SHA256`) chooses the kind of signature.
#[derive(Debug)]
#[must_use = "a chain does nothing until one of its methods makes a call of it"]
pub struct Chain {
    call: Call<Value>,
    params: Vec<(String, String)>,
}

impl Chain {
    pub(crate) fn new(client: Client, path: String) -> Self {
        let operation = match path.trim_start_matches('/').starts_with("v2/") {
            true => Operation {
                sign: SignRule::Choice,
                ..Operation::V2
            },
            false => Operation::V3,
        };
        Self {
            call: Call::new(Draft::new(client, operation, path.into())),
            params: Vec::new(),
        }
    }

    /// Fills a parameter of the path.
    pub fn param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.params.push((name.into(), value.into()));
        self
    }

    /// Adds a pair to the query string.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.call.draft.pairs.push((name.into(), value.into()));
        self
    }

    /// Uses the merchant's certificate for the connection.
    pub fn client_certificate(mut self) -> Self {
        self.call.draft.operation.mtls = true;
        self
    }

    /// Adds no `nonce_str` (API v2), which some operations refuse.
    pub fn without_nonce(mut self) -> Self {
        self.call.draft.operation.nonceless = true;
        self
    }

    /// `GET`
    pub fn get(self) -> Call<Value> {
        self.method(Method::Get)
    }

    /// `DELETE`
    pub fn delete(self) -> Call<Value> {
        self.method(Method::Delete)
    }

    /// `POST` with a body: JSON, or XML for a path that starts with `v2/`.
    pub fn post(self, body: impl Serialize) -> Call<Value> {
        self.body(body).method(Method::Post)
    }

    /// `PUT` with a body.
    pub fn put(self, body: impl Serialize) -> Call<Value> {
        self.body(body).method(Method::Put)
    }

    /// `PATCH` with a body.
    pub fn patch(self, body: impl Serialize) -> Call<Value> {
        self.body(body).method(Method::Patch)
    }

    /// `POST` of a form with a file, and `sha256` and `filename` of it as the JSON document `meta`: an upload that no page documents, for
    /// example of a video. The name of the file should be ASCII.
    pub fn upload(mut self, file: FilePart) -> Call<Value> {
        self.call.draft.operation.request = BodyKind::Multipart;
        let meta = UploadMeta {
            sha256: upload::FROM_FILE.into(),
            filename: upload::FROM_FILE.into(),
        };
        let meta = meta.into();
        self.call = self.call.body(Upload { meta, file });
        self.method(Method::Post)
    }

    fn method(mut self, method: Method) -> Call<Value> {
        self.call.draft.operation.method = method;
        self.call.draft.parameters = Parameters::Named(self.params);
        self.call
    }

    fn body(mut self, body: impl Serialize) -> Self {
        let draft = &mut self.call.draft;
        draft.operation.request = match draft.operation.version {
            Version::V2 => BodyKind::Xml,
            Version::V3 => BodyKind::Json,
        };
        draft.body = match serde_json::to_value(body) {
            Ok(value) => Body::Value(value),
            Err(error) => Body::Broken(error.to_string()),
        };
        self
    }
}

/// The form of an upload without a page.
struct Upload {
    meta: Json<UploadMeta>,
    file: FilePart,
}

rt::object!(Request Upload: 0 meta, 1 file);

/// The document about the file.
struct UploadMeta {
    filename: String,
    sha256: String,
}

rt::object!(Request UploadMeta: 0 filename, 1 sha256);

impl Call<Value> {
    /// The same call with the answer read as a file.
    pub fn file(mut self) -> Call<crate::Binary> {
        self.draft.operation.response = ResponseKind::Binary;
        Call::new(self.draft)
    }
}
