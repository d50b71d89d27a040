//! Parameters that are signed with the APIv2 key: payments of orders of API v2, pay score, coupons, red packets.

use super::params::json_object;
use super::signing::check;
use super::{AppParams, JsapiParams, MiniProgramParams, PayParamsError};
use crate::codec::query::ENCODED;
use crate::keys::V2Keys;
use crate::signature::v2::{self, SignType};
use crate::signature::{Clock, Nonces};
use percent_encoding::utf8_percent_encode;
use serde_core::ser::{Serialize, SerializeMap, Serializer};
use std::sync::Arc;

/// Makes front-end parameters that are signed with the APIv2 key; [`Client::v2_pay_params`](crate::Client::v2_pay_params) gives it.
///
/// Pay score, coupons and red packets are signed so although their orders are made by API v3.
/// Source: the guide to signatures of the pages (`guide/digital-signature`, front end), and for coupons the official pages of the
/// coupon plug-in and of H5 coupons.
#[derive(Clone)]
pub struct V2PayParams<'a> {
    keys: Option<Arc<V2Keys>>,
    clock: &'a dyn Clock,
    nonces: &'a dyn Nonces,
}

impl<'a> V2PayParams<'a> {
    /// Signs with these keys, at the clock's time.
    pub fn new(keys: V2Keys, clock: &'a dyn Clock, nonces: &'a dyn Nonces) -> Self {
        Self::of_client(Some(Arc::new(keys)), clock, nonces)
    }

    pub(crate) fn of_client(
        keys: Option<Arc<V2Keys>>,
        clock: &'a dyn Clock,
        nonces: &'a dyn Nonces,
    ) -> Self {
        Self {
            keys,
            clock,
            nonces,
        }
    }

    /// The `prepay_id` of an order of API v2, for a page opened in WeChat. The kind of signature is that of the [keys](V2Keys::sign_type);
    /// it must be the one of the order.
    ///
    /// # Errors
    /// [`PayParamsError::Value`] if appid or `prepay_id` cannot be one, [`PayParamsError::NoV2Keys`], [`PayParamsError::Sign`].
    pub fn jsapi(&self, appid: &str, prepay_id: &str) -> Result<JsapiParams, PayParamsError> {
        let params = self.mini_program(appid, prepay_id)?;
        Ok(params.with_appid(appid))
    }

    /// As [`jsapi`](Self::jsapi), for a mini program: the appid is signed, but not handed over.
    ///
    /// # Errors
    /// As [`jsapi`](Self::jsapi).
    pub fn mini_program(
        &self,
        appid: &str,
        prepay_id: &str,
    ) -> Result<MiniProgramParams, PayParamsError> {
        check(appid, prepay_id)?;
        let (time_stamp, nonce_str) = self.time_and_nonce()?;
        let package = format!("prepay_id={prepay_id}");
        let sign_type = self.keys()?.sign_type();
        let pay_sign = self.sign(
            &[
                ("appId", appid),
                ("timeStamp", &time_stamp),
                ("nonceStr", &nonce_str),
                ("package", &package),
                ("signType", sign_type.as_str()),
            ],
            sign_type,
        )?;
        Ok(MiniProgramParams {
            time_stamp,
            nonce_str,
            package,
            sign_type: sign_type.as_str().to_owned(),
            pay_sign,
        })
    }

    /// As [`jsapi`](Self::jsapi), for an app. Unlike the parameters of API v3 all of them are signed.
    ///
    /// # Errors
    /// As [`jsapi`](Self::jsapi).
    pub fn app(&self, appid: &str, prepay_id: &str) -> Result<AppParams, PayParamsError> {
        check(appid, prepay_id)?;
        let keys = self.keys()?;
        let (timestamp, noncestr) = self.time_and_nonce()?;
        let package = "Sign=WXPay";
        let sign = self.sign(
            &[
                ("appid", appid),
                ("partnerid", keys.mchid()),
                ("prepayid", prepay_id),
                ("package", package),
                ("timestamp", &timestamp),
                ("noncestr", &noncestr),
            ],
            keys.sign_type(),
        )?;
        Ok(AppParams {
            appid: appid.to_owned(),
            partnerid: keys.mchid().to_owned(),
            prepayid: prepay_id.to_owned(),
            package: package.to_owned(),
            noncestr,
            timestamp,
            sign,
        })
    }

    /// For `wx.sendBizRedPacket` of a mini program, from the `package` of `sendminiprogramhb`. MD5 whatever the keys say.
    ///
    /// # Errors
    /// [`PayParamsError::Value`] if one of both is empty, [`PayParamsError::NoV2Keys`], [`PayParamsError::Sign`].
    pub fn red_packet(
        &self,
        appid: &str,
        package: &str,
    ) -> Result<MiniProgramParams, PayParamsError> {
        present("appid", appid)?;
        present("package", package)?;
        let (time_stamp, nonce_str) = self.time_and_nonce()?;
        // `signType` is handed over, but not signed; `package` is signed as it is, and handed over encoded.
        let pay_sign = self.sign(
            &[
                ("appId", appid),
                ("timeStamp", &time_stamp),
                ("nonceStr", &nonce_str),
                ("package", package),
            ],
            SignType::Md5,
        )?;
        Ok(MiniProgramParams {
            time_stamp,
            nonce_str,
            package: encode(package),
            sign_type: SignType::Md5.as_str().to_owned(),
            pay_sign,
        })
    }

    /// Pay score, for `wx.openBusinessView` of a mini program: the `extraData`.
    ///
    /// # Errors
    /// [`PayParamsError::Value`] if a value is empty, [`PayParamsError::NoV2Keys`], [`PayParamsError::Sign`].
    pub fn pay_score(&self, of: PayScore<'_>) -> Result<PayScoreParams, PayParamsError> {
        self.pay_score_with(of, str::to_owned)
    }

    /// Pay score, for a page opened in WeChat (`queryString`) or an app (`query`): `mch_id=…&…&sign=…`. Its values are encoded before they
    /// are signed.
    ///
    /// # Errors
    /// As [`pay_score`](Self::pay_score).
    pub fn pay_score_query(&self, of: PayScore<'_>) -> Result<String, PayParamsError> {
        let fields = self.pay_score_with(of, encode)?.fields;
        let pairs: Vec<_> = fields.iter().map(|(n, v)| format!("{n}={v}")).collect();
        Ok(pairs.join("&"))
    }

    fn pay_score_with(
        &self,
        of: PayScore<'_>,
        encode: fn(&str) -> String,
    ) -> Result<PayScoreParams, PayParamsError> {
        let keys = self.keys()?;
        let mut fields = vec![("mch_id", keys.mchid().to_owned())];
        match of {
            PayScore::Package(package) => {
                present("package", package)?;
                fields.push(("package", encode(package)));
            }
            PayScore::Order {
                service_id,
                out_order_no,
            } => {
                present("service_id", service_id)?;
                present("out_order_no", out_order_no)?;
                fields.push(("service_id", encode(service_id)));
                fields.push(("out_order_no", encode(out_order_no)));
            }
        }
        let (timestamp, nonce) = self.time_and_nonce()?;
        fields.push(("timestamp", timestamp));
        fields.push(("nonce_str", nonce));
        fields.push(("sign_type", SignType::HmacSha256.as_str().to_owned()));
        let texts: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let sign = self.sign(&texts, SignType::HmacSha256)?;
        fields.push(("sign", sign));
        Ok(PayScoreParams { fields })
    }

    /// Coupons, for the coupon plug-in of a mini program. `merchant` gives them out: the merchant of the keys, or another one
    /// whose key these are.
    ///
    /// # Errors
    /// [`PayParamsError::Value`] if there is no coupon or a value is empty, [`PayParamsError::NoV2Keys`].
    pub fn coupons(
        &self,
        merchant: &str,
        coupons: Vec<Coupon>,
    ) -> Result<CouponParams, PayParamsError> {
        present("send_coupon_merchant", merchant)?;
        present("coupons", if coupons.is_empty() { "" } else { "some" })?;
        let mut fields = vec![("send_coupon_merchant".to_owned(), merchant)];
        for (index, coupon) in coupons.iter().enumerate() {
            for (name, value) in coupon.fields()? {
                fields.push((format!("{name}{index}"), value));
            }
        }
        let texts: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), *v)).collect();
        let sign = self.sign(&texts, SignType::HmacSha256)?;
        Ok(CouponParams {
            sign,
            send_coupon_merchant: merchant.to_owned(),
            coupons,
        })
    }

    /// The address at which a browser in WeChat takes a merchant coupon (H5 coupon).
    ///
    /// # Errors
    /// As [`coupons`](Self::coupons).
    pub fn h5_coupon(
        &self,
        merchant: &str,
        openid: &str,
        coupon: &Coupon,
    ) -> Result<String, PayParamsError> {
        present("send_coupon_merchant", merchant)?;
        present("open_id", openid)?;
        let mut fields = coupon.fields()?;
        fields.extend([("open_id", openid), ("send_coupon_merchant", merchant)]);
        fields.sort_unstable();
        let sign = self.sign(&fields, SignType::HmacSha256)?;
        fields.push(("sign", &sign));
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)));
        let query = pairs.collect::<Vec<_>>().join("&");
        Ok(format!(
            "https://action.weixin.qq.com/busifavor/getcouponinfo?{query}#wechat_pay"
        ))
    }

    /// The signature of any other set of parameters for the front end, over their names and texts.
    ///
    /// # Errors
    /// [`PayParamsError::NoV2Keys`].
    pub fn sign(
        &self,
        fields: &[(&str, &str)],
        sign_type: SignType,
    ) -> Result<String, PayParamsError> {
        Ok(v2::sign(
            fields.iter().copied(),
            sign_type,
            self.keys()?.key(),
        ))
    }

    fn keys(&self) -> Result<&V2Keys, PayParamsError> {
        self.keys.as_deref().ok_or(PayParamsError::NoV2Keys)
    }

    fn time_and_nonce(&self) -> Result<(String, String), PayParamsError> {
        Ok((self.clock.now().to_string(), self.nonces.next()?))
    }
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

fn present(name: &'static str, value: &str) -> Result<(), PayParamsError> {
    match value.is_empty() {
        true => Err(PayParamsError::Value {
            name,
            problem: "is empty",
        }),
        false => Ok(()),
    }
}

/// What the pay score page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PayScore<'a> {
    /// An order to confirm: the `package` that the order's answer has.
    Package(&'a str),
    /// The details of an order.
    Order {
        /// Id of the service.
        service_id: &'a str,
        /// The merchant's number of the order.
        out_order_no: &'a str,
    },
}

/// The `extraData` of the pay score page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayScoreParams {
    fields: Vec<(&'static str, String)>,
}

impl PayScoreParams {
    /// Names and values in their order, the signature last.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
    }

    /// The JSON object for the front end.
    pub fn to_json(&self) -> String {
        serde_json::json!(self).to_string()
    }
}

impl Serialize for PayScoreParams {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.fields())
    }
}

/// A coupon that is given out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Coupon {
    /// `stock_id`: the batch.
    pub stock_id: String,
    /// `out_request_no`: the merchant's number of this gift; the same number gives the same coupon once.
    pub out_request_no: String,
    /// `coupon_code`: for batches whose codes the merchant gives.
    pub coupon_code: Option<String>,
}

impl Coupon {
    /// A coupon of this batch, under this number.
    pub fn new(stock_id: impl Into<String>, out_request_no: impl Into<String>) -> Self {
        Self {
            stock_id: stock_id.into(),
            out_request_no: out_request_no.into(),
            coupon_code: None,
        }
    }

    /// With this code.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.coupon_code = Some(code.into());
        self
    }

    fn fields(&self) -> Result<Vec<(&'static str, &str)>, PayParamsError> {
        present("stock_id", &self.stock_id)?;
        present("out_request_no", &self.out_request_no)?;
        let code = self
            .coupon_code
            .as_deref()
            .map(|code| ("coupon_code", code));
        let rest = [
            ("out_request_no", self.out_request_no.as_str()),
            ("stock_id", self.stock_id.as_str()),
        ];
        Ok(code.into_iter().chain(rest).collect())
    }
}

impl Serialize for Coupon {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(code) = &self.coupon_code {
            map.serialize_entry("coupon_code", code)?;
        }
        map.serialize_entry("out_request_no", &self.out_request_no)?;
        map.serialize_entry("stock_id", &self.stock_id)?;
        map.end()
    }
}

/// The attributes of the coupon plug-in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CouponParams {
    /// `send_coupon_params`: the coupons.
    pub coupons: Vec<Coupon>,
    /// `sign`: HMAC-SHA256.
    pub sign: String,
    /// `send_coupon_merchant`: who gives them out.
    pub send_coupon_merchant: String,
}

json_object!(CouponParams: "send_coupon_params" => coupons, "sign" => sign, "send_coupon_merchant" => send_coupon_merchant);
