// Sample, written by hand, in the form of what the generator emits.
//! `/v2/pay/refundquery`

use crate::rt;

/// Path item `/v2/pay/refundquery`.
pub struct PathItem(pub(crate) rt::Path);

impl PathItem {
    /// 查询退款
    ///
    /// `POST /v2/pay/refundquery`
    #[inline]
    pub fn post(self, body: PostRequest) -> rt::Call<PostResponse> {
        self.0.call(&POST).body(body)
    }
}

/// `POST /v2/pay/refundquery`
pub const POST: rt::Operation = rt::Operation {
    method: rt::Method::Post,
    path: "/v2/pay/refundquery",
    request: rt::BodyKind::Xml,
    ..rt::Operation::V2
};

/// Values of `SignType`.
#[non_exhaustive]
pub enum SignType {
    /// `MD5`
    Md5,
    /// `HMAC-SHA256`
    HmacSha256,
    /// A value that this version does not know.
    Unknown(String),
}
rt::open_enum!(SignType: Md5 = "MD5", HmacSha256 = "HMAC-SHA256");

/// Values of `ReturnCode`.
#[non_exhaustive]
pub enum ReturnCode {
    /// `SUCCESS`
    Success,
    /// `FAIL`
    Fail,
    /// A value that this version does not know.
    Unknown(String),
}
rt::open_enum!(ReturnCode: Success = "SUCCESS", Fail = "FAIL");

/// `PostRequest`
#[non_exhaustive]
pub struct PostRequest {
    /// `appid`
    pub appid: String,
    /// `mch_id`
    pub mch_id: String,
    /// `sub_appid`
    pub sub_appid: Option<String>,
    /// `sub_mch_id`
    pub sub_mch_id: Option<String>,
    /// `sign_type`
    pub sign_type: Option<SignType>,
    /// `transaction_id`
    pub transaction_id: String,
    /// `out_trade_no`
    pub out_trade_no: String,
    /// `out_refund_no`
    pub out_refund_no: String,
    /// `refund_id`
    pub refund_id: String,
    /// `offset`
    pub offset: Option<i64>,
}
rt::object!(request PostRequest: appid, mch_id, sub_appid, sub_mch_id, sign_type, transaction_id, out_trade_no, out_refund_no, refund_id, offset);

impl PostRequest {
    /// The required values; the rest is added by the methods.
    #[inline]
    #[must_use]
    pub fn new(required: PostRequestRequired<'_>) -> Self {
        Self {
            appid: required.appid.into(),
            mch_id: required.mch_id.into(),
            transaction_id: required.transaction_id.into(),
            out_trade_no: required.out_trade_no.into(),
            out_refund_no: required.out_refund_no.into(),
            refund_id: required.refund_id.into(),
            ..rt::empty()
        }
    }

    /// `sub_appid`
    #[inline]
    #[must_use]
    pub fn sub_appid(mut self, sub_appid: impl Into<String>) -> Self {
        self.sub_appid = Some(sub_appid.into());
        self
    }

    /// `sub_mch_id`
    #[inline]
    #[must_use]
    pub fn sub_mch_id(mut self, sub_mch_id: impl Into<String>) -> Self {
        self.sub_mch_id = Some(sub_mch_id.into());
        self
    }

    /// `sign_type`
    #[inline]
    #[must_use]
    pub fn sign_type(mut self, sign_type: impl Into<SignType>) -> Self {
        self.sign_type = Some(sign_type.into());
        self
    }

    /// `offset`
    #[inline]
    #[must_use]
    pub fn offset(mut self, offset: i64) -> Self {
        self.offset = Some(offset);
        self
    }
}

/// The required values of [`PostRequest`].
pub struct PostRequestRequired<'a> {
    /// `appid`
    pub appid: &'a str,
    /// `mch_id`
    pub mch_id: &'a str,
    /// `transaction_id`
    pub transaction_id: &'a str,
    /// `out_trade_no`
    pub out_trade_no: &'a str,
    /// `out_refund_no`
    pub out_refund_no: &'a str,
    /// `refund_id`
    pub refund_id: &'a str,
}

/// `PostResponse`
#[non_exhaustive]
pub struct PostResponse {
    /// `return_code`
    pub return_code: Option<ReturnCode>,
    /// `return_msg`
    pub return_msg: Option<String>,
    /// `result_code`
    pub result_code: Option<ReturnCode>,
    /// `err_code`
    pub err_code: Option<String>,
    /// `err_code_des`
    pub err_code_des: Option<String>,
    /// `appid`
    pub appid: Option<String>,
    /// `mch_id`
    pub mch_id: Option<String>,
    /// `nonce_str`
    pub nonce_str: Option<String>,
    /// `sign`
    pub sign: Option<String>,
    /// `total_refund_count`
    pub total_refund_count: Option<i64>,
    /// `transaction_id`
    pub transaction_id: Option<String>,
    /// `out_trade_no`
    pub out_trade_no: Option<String>,
    /// `total_fee`
    pub total_fee: Option<i64>,
    /// `fee_type`
    pub fee_type: Option<String>,
    /// `cash_fee`
    pub cash_fee: Option<i64>,
    /// `refund_count`
    pub refund_count: Option<i64>,
    /// `out_refund_no_$n`
    pub out_refund_no: rt::Indexed<String>,
    /// `refund_id_$n`
    pub refund_id: rt::Indexed<String>,
    /// `refund_fee_$n`
    pub refund_fee: rt::Indexed<i64>,
    /// `coupon_type_$n_$m`
    pub coupon_type: rt::Indexed2<String>,
    /// `coupon_refund_fee_$n`
    pub coupon_refund_fee: rt::Indexed<i64>,
    /// `coupon_refund_count_$n`
    pub coupon_refund_count: rt::Indexed<i64>,
    /// `coupon_refund_id_$n_$m`
    pub coupon_refund_id: rt::Indexed2<String>,
    /// `coupon_refund_fee_$n_$m`
    pub coupon_refund_fee_n_m: rt::Indexed2<i64>,
    /// `refund_status_$n`
    pub refund_status: rt::Indexed<String>,
}
rt::object!(response PostResponse: "return_code" => return_code, "return_msg" => return_msg, "result_code" => result_code, "err_code" => err_code, "err_code_des" => err_code_des, "appid" => appid, "mch_id" => mch_id, "nonce_str" => nonce_str, "sign" => sign, "total_refund_count" => total_refund_count, "transaction_id" => transaction_id, "out_trade_no" => out_trade_no, "total_fee" => total_fee, "fee_type" => fee_type, "cash_fee" => cash_fee, "refund_count" => refund_count, "out_refund_no_$n" => out_refund_no, "refund_id_$n" => refund_id, "refund_fee_$n" => refund_fee, "coupon_type_$n_$m" => coupon_type, "coupon_refund_fee_$n" => coupon_refund_fee, "coupon_refund_count_$n" => coupon_refund_count, "coupon_refund_id_$n_$m" => coupon_refund_id, "coupon_refund_fee_$n_$m" => coupon_refund_fee_n_m, "refund_status_$n" => refund_status);
