//! The scenes without a signature: an address to open, an address to show as a QR code.

use std::fmt::Write;

use serde_core::ser::{Serialize, SerializeMap, Serializer};

use super::PayParamsError;
use super::params::json_object;

/// H5: the browser opens this address, from a page of the domain registered for H5 payments (the platform looks at `Referer`),
/// within five minutes of the order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct H5Redirect {
    /// `h5_url`
    pub h5_url: String,
}

impl H5Redirect {
    /// From the `h5_url` of the order.
    ///
    /// # Errors
    /// [`PayParamsError::Value`] if it is no `https` address.
    pub fn new(h5_url: &str) -> Result<Self, PayParamsError> {
        checked("h5_url", h5_url, "https://").map(|h5_url| Self { h5_url })
    }

    /// Sends the payer to this address afterwards, paid or not (`redirect_url`). It is percent-encoded here.
    pub fn return_to(mut self, address: &str) -> Self {
        let separator = if self.h5_url.contains('?') { '&' } else { '?' };
        let _ = write!(self.h5_url, "{separator}redirect_url=");
        for byte in address.bytes() {
            let _ = match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    write!(self.h5_url, "{}", char::from(byte))
                }
                _ => write!(self.h5_url, "%{byte:02X}"),
            };
        }
        self
    }
}

/// Native: the payer scans this address as a QR code, within two hours of the order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NativeCode {
    /// `code_url`: the text to put into the QR code.
    pub code_url: String,
}

impl NativeCode {
    /// From the `code_url` of the order.
    ///
    /// # Errors
    /// [`PayParamsError::Value`] if it is no `weixin` address.
    pub fn new(code_url: &str) -> Result<Self, PayParamsError> {
        checked("code_url", code_url, "weixin://").map(|code_url| Self { code_url })
    }
}

fn checked(name: &'static str, address: &str, scheme: &str) -> Result<String, PayParamsError> {
    if address.starts_with(scheme) && !address.contains(char::is_whitespace) {
        Ok(address.to_owned())
    } else {
        Err(PayParamsError::Value {
            name,
            problem: "is not the address that the order's answer gives",
        })
    }
}

json_object!(H5Redirect: "h5_url" => h5_url);
json_object!(NativeCode: "code_url" => code_url);
