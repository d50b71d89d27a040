//! What WeChat Pay signs and encrypts with the APIv2 key.

use crate::data::published;
use crate::sender::{Sent, v2_unsigned};
use wechatpay_client::keys::ApiV2Key;
use wechatpay_client::signature::v2::{SignType, sign};

pub fn api_v2_key() -> ApiV2Key {
    ApiV2Key::new(published("v2_refund_req_info/api_key")).unwrap()
}

/// A notification of API v2 with these fields and their signature.
pub fn v2(fields: &[(&str, &str)], kind: SignType) -> Sent {
    let signature = sign(fields.iter().copied(), kind, &api_v2_key());
    v2_unsigned(&[fields, &[("sign", signature.as_str())]].concat())
}
