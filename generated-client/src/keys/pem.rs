//! The PEM blocks of a text (RFC 7468), as forgiving as configuration needs: keys come from files, from environment
//! variables with `\n` written out, and from configuration services that keep the base64 without the lines around it.

use zeroize::Zeroizing;

use crate::crypto::decode_base64;

/// One block: what stands between the dashes of its first line, and its bytes.
pub(super) struct Block<'a> {
    pub(super) label: &'a str,
    /// `None` if the body is not base64.
    pub(super) der: Option<Zeroizing<Vec<u8>>>,
    /// The body starts with `Proc-Type: 4,ENCRYPTED` (RFC 1421), as in OpenSSL's old encrypted keys.
    pub(super) encrypted: bool,
}

/// The blocks of the text in their order; a block without its last line is left out.
pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((label, after)) = header(rest) {
        let end = format!("-----END {label}-----");
        let Some((body, after)) = after.split_once(end.as_str()) else {
            break;
        };
        let encrypted = body.contains("4,ENCRYPTED");
        blocks.push(Block {
            label,
            der: if encrypted { None } else { base64(body) },
            encrypted,
        });
        rest = after;
    }
    blocks
}

fn header(text: &str) -> Option<(&str, &str)> {
    let (_, after) = text.split_once("-----BEGIN ")?;
    after.split_once("-----")
}

/// Base64 in which line breaks may be written out as a backslash and `n` or `r`.
pub(super) fn base64(body: &str) -> Option<Zeroizing<Vec<u8>>> {
    if !body.contains('\\') {
        return decode_base64(body.as_bytes());
    }
    let body = Zeroizing::new(body.replace("\\r", "").replace("\\n", ""));
    decode_base64(body.as_bytes())
}
