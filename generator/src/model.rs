//! The endpoint model: operations and notifications with their fields, as the pages say.
//!
//! Its JSON form is a contract (`specs/model.schema.json`): keys may be added, never changed. Every node keeps the
//! [`Span`] it was read from; a model that was read from JSON has empty spans.

use crate::source::Span;
use serde::{Deserialize, Serialize};

/// Version of the JSON form.
pub const FORMAT: u32 = 1;

/// All that the pages describe.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Version of the JSON form, [`FORMAT`].
    pub format: u32,
    /// Operations by page, then in the order of the page.
    pub operations: Vec<Operation>,
    /// Notifications by page.
    pub notifications: Vec<Notification>,
    /// Pages that only say where their content went.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<Moved>,
}

/// A page that only says where its content went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    /// Identity of the page.
    pub page: String,
    /// Site path of the new place, without extension.
    pub to: String,
    /// Where it says so.
    #[serde(skip)]
    pub span: Span,
}

/// Version of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Version {
    /// XML, signed with the API key.
    V2,
    /// JSON, signed with the merchant's private key.
    V3,
}

/// HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// One API operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// Method and path, for example `POST /v3/pay/transactions/jsapi`.
    pub id: String,
    /// HTTP method.
    pub method: Method,
    /// Documented path: `/v2/…` for v2 too (the wire path drops the `/v2`), parameters in braces.
    pub path: String,
    /// Version of the API.
    pub version: Version,
    /// Identity of the page.
    pub page: String,
    /// Product family, empty before the families pass.
    pub family: String,
    /// Title.
    pub title: String,
    /// Description, Markdown as the page has it.
    pub description: String,
    /// Status words of the page: `deprecated`, `redesigned`, `private`, `discarded`, `assessment`, `grey`, …
    pub status: Vec<String>,
    /// Site paths of the pages that replace it (`/openapi/v3/…#post`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replacements: Vec<String>,
    /// Official pages.
    pub links: Vec<String>,
    /// What is sent.
    pub request: Request,
    /// What is answered.
    pub response: Response,
    /// Values of the page's example by container: `path`, `query`, `headers`, `body`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<serde_json::Value>,
    /// The heading.
    #[serde(skip)]
    pub span: Span,
}

/// What an operation sends.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Host (and path prefix) of the page's `base_uri` row, ending in `/`.
    pub base_url: Option<String>,
    /// Whether `base_url` replaces the default host (true) or is another host that also answers (false).
    #[serde(default)]
    pub base_url_required: bool,
    /// Whether the operation needs the merchant's client certificate.
    pub mtls: bool,
    /// Whether the operation takes no `nonce_str`.
    pub nonceless: bool,
    /// Fragment of the URL, for the operations that are a redirect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fragment: Option<String>,
    /// Path on the wire, without parameters, where the documented path is only a name: the URL comes with an earlier
    /// answer, and this is what it looks like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wire_path: Option<String>,
    /// Path parameters in the order of the URL.
    pub path: Vec<Field>,
    /// Query parameters.
    pub query: Vec<Field>,
    /// Headers.
    pub headers: Vec<Field>,
    /// Body.
    pub body: Option<Body>,
}

/// Body of a request or of a notification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// How the body is written.
    pub encoding: BodyEncoding,
    /// Whether the body must be there.
    pub required: bool,
    /// Fields.
    pub fields: Vec<Field>,
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BodyEncoding {
    /// `application/json`.
    Json,
    /// `<xml>…</xml>`.
    Xml,
    /// `multipart/form-data`: an object without fields is a file part.
    Multipart,
}

/// What an operation answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// Kind of the body.
    pub kind: ResponseKind,
    /// HTTP status that the page names for an answer without body (204, 202, …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Whether the answer carries no signature.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unsigned: bool,
    /// Fields of a JSON or XML body.
    pub fields: Vec<Field>,
    /// Fields of the XML that comes instead of a file when the call fails.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub error_fields: Vec<Field>,
}

/// Kind of a response body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum ResponseKind {
    Json,
    Xml,
    Binary,
    Text,
    Empty,
    Redirect,
}

/// What WeChat Pay posts to a merchant's server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notification {
    /// Event type, the name of the page: `TRANSACTION.SUCCESS`.
    pub event: String,
    /// Every `event_type` that the page lists, when there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub event_types: Vec<String>,
    /// Version of the API.
    pub version: Version,
    /// Identity of the page.
    pub page: String,
    /// Product family, empty before the families pass.
    pub family: String,
    /// Title.
    pub title: String,
    /// Description, Markdown as the page has it.
    #[serde(default)]
    pub description: String,
    /// Status words of the page, as for operations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<String>,
    /// Site paths of the pages that replace it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replacements: Vec<String>,
    /// Official pages.
    #[serde(default)]
    pub links: Vec<String>,
    /// Headers.
    pub headers: Vec<Field>,
    /// Envelope; the plaintext is under its encrypted field.
    pub body: Body,
    /// What the merchant answers, as the reply table has it (`status`, `headers`, `body`).
    pub reply: Vec<Field>,
    /// The heading.
    #[serde(skip)]
    pub span: Span,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Name on the wire. v2 lists end in `_$n` or `_$n_$m`.
    pub name: String,
    /// Type of the value, or of the elements.
    #[serde(rename = "type")]
    pub ty: Type,
    /// 1 for a list.
    pub array: u8,
    /// Whether the page marks it required.
    pub required: bool,
    /// Values that the page lists.
    #[serde(rename = "enum")]
    pub values: Vec<String>,
    /// Meaning of each of [`Self::values`], where the page gives it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub value_docs: Vec<String>,
    /// How a string carries a document.
    pub encoding: Option<Encoding>,
    /// Whether the document of an encoded or encrypted string is an object or a list.
    pub decodes_to: Option<DecodesTo>,
    /// How a string is encrypted.
    pub encryption: Option<Encryption>,
    /// What language an encrypted document is in, once decrypted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plaintext: Option<BodyEncoding>,
    /// Whether the value is a signature made with the merchant's private key.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub signed: bool,
    /// Longest text in characters, where the page gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// Whether a number may have decimals.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decimal: bool,
    /// Label and description without the list of values.
    pub doc: String,
    /// Fields of an object, or of the document of an encoded or encrypted string. Where the page describes
    /// alternatives, their union.
    pub fields: Vec<Field>,
    /// The alternatives of [`Self::fields`], where the page describes several under one name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
    /// The row.
    #[serde(skip)]
    pub span: Span,
}

/// One of several shapes under one name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// What the page calls it.
    pub label: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The row that opens it.
    #[serde(skip)]
    pub span: Span,
}

/// Type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Type {
    String,
    Integer,
    Number,
    Boolean,
    Object,
}

/// How a string carries a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Encoding {
    Json,
    Urlencoded,
}

/// What an encoded string decodes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DecodesTo {
    /// An object with the field's `fields`.
    Object,
    /// A list. Its one child names no key of the wire: the child's type is the type of the elements.
    List,
}

/// How a string is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Encryption {
    /// Algorithm.
    pub algorithm: Algorithm,
    /// Whose key.
    pub key: Key,
}

/// Algorithm of an encryption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Algorithm {
    #[serde(rename = "rsa-oaep")]
    RsaOaep,
    #[serde(rename = "aes-256-gcm")]
    Aes256Gcm,
    #[serde(rename = "aes-256-ecb")]
    Aes256Ecb,
}

/// Key of an encryption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Key {
    /// Public key (or certificate) of the platform: the merchant encrypts.
    Platform,
    /// Certificate of the merchant: the platform encrypts.
    Merchant,
    /// Public key for payments to bank cards.
    Bank,
    /// APIv3 key.
    ApiV3,
    /// APIv2 key.
    ApiV2,
}
