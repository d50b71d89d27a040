//! The signed parameter sets. Field names on the wire are those that the front end's functions take.

use serde_core::ser::{Serialize, SerializeMap, Serializer};

/// For `WeixinJSBridge.invoke('getBrandWCPayRequest', …)` or `wx.chooseWXPay` in a page opened in WeChat.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JsapiParams {
    /// `appId`
    pub app_id: String,
    /// `timeStamp`: seconds since 1970, as text.
    pub time_stamp: String,
    /// `nonceStr`
    pub nonce_str: String,
    /// `package`: `prepay_id=…`
    pub package: String,
    /// `signType`: `RSA`; for orders of API v2 `MD5` or `HMAC-SHA256`.
    pub sign_type: String,
    /// `paySign`: base64; for orders of API v2 hexadecimal.
    pub pay_sign: String,
}

/// For `wx.requestPayment` of a mini program: as [`JsapiParams`], without the app id, which the mini program knows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MiniProgramParams {
    /// `timeStamp`: seconds since 1970, as text.
    pub time_stamp: String,
    /// `nonceStr`
    pub nonce_str: String,
    /// `package`: `prepay_id=…`
    pub package: String,
    /// `signType`: `RSA`; for orders of API v2 `MD5` or `HMAC-SHA256`.
    pub sign_type: String,
    /// `paySign`: base64; for orders of API v2 hexadecimal.
    pub pay_sign: String,
}

/// For `PayReq` of the WeChat SDK in an app.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AppParams {
    /// `appid`
    pub appid: String,
    /// `partnerid`: the merchant id. Signed for orders of API v2 only.
    pub partnerid: String,
    /// `prepayid`
    pub prepayid: String,
    /// `package`: `Sign=WXPay`. Signed for orders of API v2 only.
    pub package: String,
    /// `noncestr`
    pub noncestr: String,
    /// `timestamp`: seconds since 1970, as text.
    pub timestamp: String,
    /// `sign`: base64; for orders of API v2 hexadecimal.
    pub sign: String,
}

/// Serialises to an object with these names, and adds `to_json`.
macro_rules! json_object {
    ($type:ty: $($name:literal => $field:ident),+) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                $(map.serialize_entry($name, &self.$field)?;)+
                map.end()
            }
        }

        impl $type {
            /// The JSON object for the front end.
            pub fn to_json(&self) -> String {
                serde_json::json!(self).to_string()
            }
        }
    };
}
pub(super) use json_object;

json_object!(JsapiParams: "appId" => app_id, "timeStamp" => time_stamp, "nonceStr" => nonce_str,
    "package" => package, "signType" => sign_type, "paySign" => pay_sign);
json_object!(MiniProgramParams: "timeStamp" => time_stamp, "nonceStr" => nonce_str,
    "package" => package, "signType" => sign_type, "paySign" => pay_sign);
json_object!(AppParams: "appid" => appid, "partnerid" => partnerid, "prepayid" => prepayid,
    "package" => package, "noncestr" => noncestr, "timestamp" => timestamp, "sign" => sign);

impl MiniProgramParams {
    /// The same for a page opened in WeChat, which gets the appid too.
    pub(super) fn with_appid(self, appid: &str) -> JsapiParams {
        JsapiParams {
            app_id: appid.to_owned(),
            time_stamp: self.time_stamp,
            nonce_str: self.nonce_str,
            package: self.package,
            sign_type: self.sign_type,
            pay_sign: self.pay_sign,
        }
    }
}
