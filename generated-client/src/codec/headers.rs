//! An object as HTTP headers.

use super::path::{FieldError, Path};
use super::secrets::Context;
use super::{Object, check};
use crate::transport::Headers;

/// The headers of an object's present fields.
pub(crate) fn write(
    object: &dyn Object,
    out: &mut Headers,
    cx: &Context<'_>,
) -> Result<(), FieldError> {
    for (name, field) in object.fields() {
        let at = Path::ROOT.field(name);
        if let Some(value) = check::scalar(field.view(), &at, cx)? {
            valid(name, &value).map_err(|message| FieldError::new(&at, message))?;
            out.set(name, value);
        }
    }
    Ok(())
}

/// Whether name and value can stand in a request: a token, and visible ASCII with spaces between.
pub(crate) fn valid(name: &str, value: &str) -> Result<(), &'static str> {
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if name.is_empty() || !name.bytes().all(token) {
        return Err("not a header name");
    }
    if value.trim() != value || !value.bytes().all(|b| b == b' ' || b.is_ascii_graphic()) {
        return Err("a header takes visible ASCII characters only");
    }
    Ok(())
}
