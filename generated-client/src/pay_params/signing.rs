//! Signs the parameters with the merchant's key.

use super::{AppParams, JsapiParams, MiniProgramParams, PayParamsError};
use crate::keys::{KeySet, Merchant};
use crate::signature::{Clock, Nonces, message};
use std::sync::Arc;

/// Makes signed pay parameters from the `prepay_id` of an order.
///
/// The order's appid must be used, and the parameters soon: a `prepay_id` is valid for two hours.
#[derive(Clone)]
pub struct PayParams<'a> {
    signer: Signer<'a>,
    clock: &'a dyn Clock,
    nonces: &'a dyn Nonces,
    installments: Option<u32>,
}

#[derive(Clone)]
enum Signer<'a> {
    Merchant(&'a Merchant),
    Client(Option<Arc<KeySet>>),
}

impl<'a> PayParams<'a> {
    /// Signs as this merchant, at the clock's time.
    pub fn new(merchant: &'a Merchant, clock: &'a dyn Clock, nonces: &'a dyn Nonces) -> Self {
        Self {
            signer: Signer::Merchant(merchant),
            clock,
            nonces,
            installments: None,
        }
    }

    /// Signs with the keys that a client has now.
    pub(crate) fn of_client(
        keys: Option<Arc<KeySet>>,
        clock: &'a dyn Clock,
        nonces: &'a dyn Nonces,
    ) -> Self {
        Self {
            signer: Signer::Client(keys),
            clock,
            nonces,
            installments: None,
        }
    }

    fn merchant(&self) -> Result<&Merchant, PayParamsError> {
        match &self.signer {
            Signer::Merchant(merchant) => Ok(merchant),
            Signer::Client(Some(keys)) => Ok(keys.merchant()),
            Signer::Client(None) => Err(PayParamsError::NoKeys),
        }
    }

    /// Preselects a number of instalments that the merchant subsidises (`PERIOD` plan of 微信分付).
    pub fn installments(mut self, number: u32) -> Self {
        self.installments = Some(number);
        self
    }

    /// For a page opened in WeChat.
    ///
    /// # Errors
    /// [`PayParamsError::Value`] if appid or `prepay_id` cannot be one (swapped, for example), [`PayParamsError::Sign`].
    pub fn jsapi(&self, appid: &str, prepay_id: &str) -> Result<JsapiParams, PayParamsError> {
        let params = self.mini_program(appid, prepay_id)?;
        Ok(params.with_appid(appid))
    }

    /// For a mini program. The appid is signed, but not handed over.
    ///
    /// # Errors
    /// As [`jsapi`](Self::jsapi).
    pub fn mini_program(
        &self,
        appid: &str,
        prepay_id: &str,
    ) -> Result<MiniProgramParams, PayParamsError> {
        check(appid, prepay_id)?;
        let package = self.with_installments(format!("prepay_id={prepay_id}"));
        let signed = self.sign(appid, &package)?;
        Ok(MiniProgramParams {
            time_stamp: signed.timestamp,
            nonce_str: signed.nonce,
            package,
            sign_type: "RSA".to_owned(),
            pay_sign: signed.signature,
        })
    }

    /// For an app. `partnerid` is the merchant id that signs; it can be changed in the result, as it is not signed.
    ///
    /// # Errors
    /// As [`jsapi`](Self::jsapi).
    pub fn app(&self, appid: &str, prepay_id: &str) -> Result<AppParams, PayParamsError> {
        check(appid, prepay_id)?;
        let signed = self.sign(appid, prepay_id)?;
        Ok(AppParams {
            appid: appid.to_owned(),
            partnerid: self.merchant()?.mchid().to_owned(),
            prepayid: prepay_id.to_owned(),
            package: self.with_installments("Sign=WXPay".to_owned()),
            noncestr: signed.nonce,
            timestamp: signed.timestamp,
            sign: signed.signature,
        })
    }

    fn with_installments(&self, package: String) -> String {
        match self.installments {
            Some(number) => {
                format!("{package}&subsidy_period_type=PERIOD&selected_installment_number={number}")
            }
            None => package,
        }
    }

    fn sign(&self, appid: &str, last_line: &str) -> Result<Signed, PayParamsError> {
        let timestamp = self.clock.now().to_string();
        let nonce = self.nonces.next()?;
        let message = message::lines(&[
            appid.as_bytes(),
            timestamp.as_bytes(),
            nonce.as_bytes(),
            last_line.as_bytes(),
        ]);
        let signature = self.merchant()?.key().sign(&message)?;
        Ok(Signed {
            timestamp,
            nonce,
            signature,
        })
    }
}

struct Signed {
    timestamp: String,
    nonce: String,
    signature: String,
}

/// Refuses what the front end would only answer with a bare failure, and what would blur the lines of the message.
pub(super) fn check(appid: &str, prepay_id: &str) -> Result<(), PayParamsError> {
    let fits = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    let problem = |name, problem| Err(PayParamsError::Value { name, problem });
    if prepay_id.starts_with("prepay_id=") {
        return problem(
            "prepay_id",
            "is given with `prepay_id=` before it, which is added here",
        );
    }
    if is_appid(prepay_id) {
        return problem("prepay_id", "looks like an appid; the two may be swapped");
    }
    if !fits(appid) {
        return problem(
            "appid",
            "is empty or has a character that an appid cannot have",
        );
    }
    if !fits(prepay_id) {
        return problem(
            "prepay_id",
            "is empty or has a character that a prepay_id cannot have",
        );
    }
    Ok(())
}

/// `wx` (or `ww`) and 16 hexadecimal digits; a prepay_id also starts with `wx`, but is longer.
fn is_appid(text: &str) -> bool {
    text.len() == 18 && (text.starts_with("wx") || text.starts_with("ww"))
}
