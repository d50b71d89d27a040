//! The attributes of cells (page language, section 5). The vocabulary is closed.

use super::context::Context;
use super::rows::{Quirk, Row};
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::doc::page::{Attribute, Cell};
use crate::model::{Algorithm, DecodesTo, Encoding, Encryption, Key};
use crate::source::Span;

/// How a string is written.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Format {
    /// How it carries a document.
    pub encoding: Option<Encoding>,
    /// How it is encrypted.
    pub encryption: Option<Encryption>,
    /// Set if the tooltip does not say whose RSA key it is: the place.
    pub unclear_key: Option<Span>,
    /// Whether it is a signature.
    pub signed: bool,
    /// Longest text.
    pub max_length: Option<u32>,
}

impl Format {
    /// Whether the text stands for something else, so that it can own a document.
    pub fn is_opaque(&self) -> bool {
        self.encoding.is_some() || self.encryption.is_some()
    }
}

/// Reads the attributes of a name cell.
pub(super) fn name_cell(cell: &Cell, row: &mut Row, context: &mut Context<'_>) {
    for attribute in &cell.attributes {
        match (attribute.key.as_str(), attribute.value.as_deref()) {
            ("data-required", None) => row.required = true,
            ("data-indent", Some(depth)) => match depth.parse() {
                Ok(depth @ 1..=16) => row.indent = depth,
                _ => unknown(attribute, "a depth is a number from 1", context),
            },
            _ => unknown(attribute, "not an attribute of a name", context),
        }
    }
}

/// Reads the attributes of a type cell.
pub(super) fn type_cell(cell: &Cell, row: &mut Row, context: &mut Context<'_>) {
    let find = |key: &str| {
        cell.attributes
            .iter()
            .find(|attribute| attribute.key == key)
    };
    let tooltip = find("data-tooltip");
    let by_rsa =
        find("data-encrypted").is_some_and(|one| one.value.as_deref() == Some("by-rsa-pubkey"));
    for attribute in &cell.attributes {
        match (attribute.key.as_str(), attribute.value.as_deref()) {
            ("data-tooltip", Some(text)) if !is_known_tooltip(text, row) && !by_rsa => {
                let message = format!("`{text}` is not a known tooltip");
                context.push(
                    Diagnostic::new(&codes::UNKNOWN_TOOLTIP, attribute.span, message)
                        .label("taken for decoration"),
                );
            }
            ("data-tooltip", Some(_)) => {}
            ("data-encoded", Some("by-json_encode")) => row.format.encoding = Some(Encoding::Json),
            ("data-encoded", Some("by-urlencode")) => {
                row.format.encoding = Some(Encoding::Urlencoded)
            }
            ("data-encoded-by", Some("json_encode" | "by-json_encode")) => {
                row.quirks
                    .push(Quirk::MisspeltEncoding(attribute.span, Encoding::Json));
            }
            ("data-encoded-by", Some("urlencode" | "by-urlencode")) => {
                row.quirks.push(Quirk::MisspeltEncoding(
                    attribute.span,
                    Encoding::Urlencoded,
                ));
            }
            ("data-encrypted", Some("by-rsa-pubkey")) => {
                let value = |one: &Attribute| one.value.clone();
                let named = find("data-key")
                    .and_then(value)
                    .and_then(|word| key_word(&word));
                let key = named.or_else(|| tooltip.and_then(value).and_then(|text| rsa_key(&text)));
                if key.is_none() {
                    row.format.unclear_key = Some(attribute.span);
                }
                let key = key.unwrap_or(Key::Platform);
                row.format.encryption = Some(Encryption {
                    algorithm: Algorithm::RsaOaep,
                    key,
                });
            }
            ("data-encrypted", Some("by-aes-gcm")) => {
                row.format.encryption = Some(Encryption {
                    algorithm: Algorithm::Aes256Gcm,
                    key: Key::ApiV3,
                });
            }
            ("data-encrypted", Some("by-aes-ecb")) => {
                row.format.encryption = Some(Encryption {
                    algorithm: Algorithm::Aes256Ecb,
                    key: Key::ApiV2,
                });
            }
            ("data-signed", Some("by-rsa-privatekey")) => row.format.signed = true,
            _ if context.identity.canonical && canonical(attribute, row) => {}
            ("data-required", None) => row.quirks.push(Quirk::RequiredInTypeCell(attribute.span)),
            _ => unknown(attribute, "not an attribute of a type", context),
        }
    }
}

/// Attributes that our own pages have for what upstream leaves to tooltips, to examples and to fix-ups. Returns whether
/// it is one of them.
fn canonical(attribute: &Attribute, row: &mut Row) -> bool {
    match (attribute.key.as_str(), attribute.value.as_deref()) {
        ("data-key", Some(word)) => return key_word(word).is_some(),
        ("data-decodes-to", Some("object")) => row.settled.decodes_to = Some(DecodesTo::Object),
        ("data-decodes-to", Some("list")) => row.settled.decodes_to = Some(DecodesTo::List),
        ("data-untyped", None) => row.settled.untyped = true,
        ("data-max-length", Some(longest)) => match longest.parse() {
            Ok(longest) => row.format.max_length = Some(longest),
            Err(_) => return false,
        },
        _ => return false,
    }
    true
}

/// The word of an RSA key.
fn key_word(word: &str) -> Option<Key> {
    match word {
        "platform" => Some(Key::Platform),
        "merchant" => Some(Key::Merchant),
        "bank" => Some(Key::Bank),
        _ => None,
    }
}

/// A description has no attributes.
pub(super) fn description_cell(cell: &Cell, context: &mut Context<'_>) {
    for attribute in &cell.attributes {
        unknown(attribute, "a description has no attributes", context);
    }
}

/// Whether a cell opens an alternative: our own pages have a row for that.
pub(super) fn is_alternative(cell: &Cell, context: &Context<'_>) -> bool {
    let mut attributes = cell.attributes.iter();
    context.identity.canonical && attributes.any(|one| one.key == ".im-alternative")
}

/// A cell over all columns: a line, an alternative or a note.
pub(super) fn check_span_cell(cell: &Cell, context: &mut Context<'_>) {
    let alternative = is_alternative(cell, context);
    for attribute in &cell.attributes {
        match (attribute.key.as_str(), attribute.value.as_deref()) {
            (".im-table-line", None) | ("align", Some("center")) | ("colspan", Some("3")) => {}
            (".im-alternative", None) | ("data-indent", Some(_)) if alternative => {}
            _ => unknown(
                attribute,
                "not an attribute of a cell over all columns",
                context,
            ),
        }
    }
}

fn unknown(attribute: &Attribute, why: &str, context: &mut Context<'_>) {
    let message = match &attribute.value {
        Some(value) => format!("`{}={value}` is not known", attribute.key),
        None => format!("`{}` is not known", attribute.key),
    };
    context.push(Diagnostic::new(&codes::UNKNOWN_ATTRIBUTE, attribute.span, message).label(why));
}

/// Tooltips are for the eye, but two of them say what no other attribute does: whose key, and how long.
fn is_known_tooltip(text: &str, row: &mut Row) -> bool {
    let longest = text
        .strip_prefix("最长")
        .and_then(|rest| rest.strip_suffix("字符"));
    if let Some(Ok(longest)) = longest.map(str::parse) {
        row.format.max_length = Some(longest);
        return true;
    }
    rsa_key(text).is_some()
        || text.eq_ignore_ascii_case("对应PHP的array")
        || matches!(
            text,
            "APIv3密钥加密后的BASE64字符串"
                | "使用json_encode后的字符串"
                | "使用urlencode后的字符串"
                | "商户API私钥签名后的BASE64字符串"
                | "经「MD5后的API密钥」加密后的BASE64字符串"
        )
}

/// Whose public key: only the tooltip says.
fn rsa_key(tooltip: &str) -> Option<Key> {
    if !tooltip.contains("加密后") || tooltip.contains("APIv3") || tooltip.contains("MD5") {
        None
    } else if tooltip.contains("付款到银行卡") {
        Some(Key::Bank)
    } else if tooltip.contains("商户API证书") {
        Some(Key::Merchant)
    } else if tooltip.contains("微信支付公钥") || tooltip.contains("平台证书") {
        Some(Key::Platform)
    } else {
        None
    }
}
