//! What is known of an operation before it is called.

use crate::transport::Method;

/// Version of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Version {
    /// XML.
    V2,
    /// JSON.
    V3,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BodyKind {
    /// Not at all.
    None,
    /// JSON.
    Json,
    /// XML.
    Xml,
    /// `multipart/form-data`.
    Multipart,
}

/// What is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResponseKind {
    /// JSON.
    Json,
    /// XML.
    Xml,
    /// A file.
    Binary,
    /// A text, for example CSV.
    Text,
    /// Nothing.
    Empty,
    /// A redirect: the URL is for a browser.
    Redirect,
}

/// How a request of API v2 is signed: what its page says of `sign_type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignRule {
    /// Not at all: a page for the browser that takes no signature.
    Unsigned,
    /// It has no `sign_type`, or only this one: MD5, which the platform takes unless told otherwise.
    Md5,
    /// It takes nothing but HMAC-SHA256.
    HmacSha256,
    /// It takes both: the client's choice.
    Choice,
}

/// An operation of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// HTTP method.
    pub method: Method,
    /// Documented path with parameters in braces; for API v2 it starts with `/v2`, which is not sent.
    pub path: &'static str,
    /// Path on the wire, where the documented one is only a name for it.
    pub wire_path: Option<&'static str>,
    /// Version of the API.
    pub version: Version,
    /// Host that the operation has of its own, with the path before `/v3`, ending in `/`.
    pub base_url: Option<&'static str>,
    /// Whether [`Self::base_url`] replaces the usual host or also answers.
    pub base_url_required: bool,
    /// Whether the connection must present the merchant's certificate.
    pub mtls: bool,
    /// Whether no `nonce_str` is added (API v2).
    pub nonceless: bool,
    /// Name under which the merchant's own id is sent (API v2).
    pub merchant_id: &'static str,
    /// How the request is signed (API v2).
    pub sign: SignRule,
    /// Fragment of the URL.
    pub fragment: Option<&'static str>,
    /// Whether the answer carries no signature.
    pub unsigned: bool,
    /// What is sent.
    pub request: BodyKind,
    /// What is answered.
    pub response: ResponseKind,
}

impl Operation {
    /// What most operations of API v3 have in common.
    pub const V3: Operation = Operation {
        method: Method::Get,
        path: "",
        wire_path: None,
        version: Version::V3,
        base_url: None,
        base_url_required: false,
        mtls: false,
        nonceless: false,
        merchant_id: "mch_id",
        sign: SignRule::Md5,
        fragment: None,
        unsigned: false,
        request: BodyKind::None,
        response: ResponseKind::Json,
    };

    /// What most operations of API v2 have in common.
    pub const V2: Operation = Operation {
        method: Method::Post,
        version: Version::V2,
        request: BodyKind::Xml,
        response: ResponseKind::Xml,
        ..Operation::V3
    };
}
