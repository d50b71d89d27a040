//! Calls of API v2 through a client with keys: what is sent, what is signed, what answers are taken for.
#![allow(missing_docs)]

mod answers;
mod downloads;
mod front_end;
#[cfg(feature = "blocking-transport")]
mod loopback;
mod requests;

use std::collections::BTreeMap;
use wechatpay_client::keys::{ApiV2Key, V2Keys};
use wechatpay_client::rt::{self, Method};
use wechatpay_client::signature::v2::{self, SignType};
use wechatpay_client::signature::{FixedClock, FixedNonces};
use wechatpay_client::{Client, ClientBuilder, MemoryTransport, Response};

/// Merchant id, key and nonce of the vector that the guide to signatures publishes.
const MCHID: &str = "10000100";
const KEY: &str = "192006250b4c09247ec02edce69f6a2d";
const NONCE: &str = "ibuaiVcKdpRxkhJA";

fn key() -> ApiV2Key {
    ApiV2Key::new(KEY).unwrap()
}

fn keys() -> V2Keys {
    V2Keys::new(MCHID, key()).unwrap()
}

/// A builder of a client that has keys for API v2 alone, and a script.
fn builder(answers: impl IntoIterator<Item = Response>) -> (ClientBuilder, MemoryTransport) {
    let script = answers
        .into_iter()
        .fold(MemoryTransport::new(), MemoryTransport::answer);
    let builder = Client::builder()
        .v2_keys(keys())
        .retries(0)
        .clock(FixedClock::new(1_736_900_000))
        .nonces(FixedNonces::new(NONCE))
        .transport(script.clone());
    (builder, script)
}

fn client(answers: impl IntoIterator<Item = Response>) -> (Client, MemoryTransport) {
    let (builder, script) = builder(answers);
    (builder.build().unwrap(), script)
}

/// The fields of a flat document.
fn fields(body: &[u8]) -> BTreeMap<String, String> {
    let mut text = std::str::from_utf8(body).unwrap();
    text = text.strip_prefix("<xml>").unwrap();
    text = text.strip_suffix("</xml>").unwrap();
    let mut fields = BTreeMap::new();
    while let Some(rest) = text.strip_prefix('<') {
        let (name, rest) = rest.split_once('>').unwrap();
        let (value, rest) = rest.split_once(&format!("</{name}>")).unwrap();
        let value = [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&#13;", "\r"),
            ("&amp;", "&"),
        ]
        .iter()
        .fold(value.to_owned(), |value, (from, to)| {
            value.replace(from, to)
        });
        assert!(fields.insert(name.to_owned(), value).is_none(), "{name}");
        text = rest;
    }
    assert_eq!(text, "");
    fields
}

/// A document with these fields, in CDATA as the platform has them.
fn document(fields: &[(&str, &str)]) -> String {
    let elements = fields
        .iter()
        .map(|(name, text)| format!("<{name}><![CDATA[{text}]]></{name}>\n"));
    format!("<xml>{}</xml>", elements.collect::<String>())
}

/// An answer as the platform signs it.
fn signed(fields: &[(&str, &str)], sign_type: SignType) -> Response {
    signed_with(&key(), fields, sign_type)
}

fn signed_with(key: &ApiV2Key, fields: &[(&str, &str)], sign_type: SignType) -> Response {
    let sign = v2::sign(fields.iter().copied(), sign_type, key);
    let all = [fields, &[("sign", sign.as_str())]].concat();
    Response::xml(document(&all))
}

/// An order as the generator emits it.
#[non_exhaustive]
pub struct Order {
    pub appid: String,
    pub mch_id: Option<String>,
    pub device_info: Option<String>,
    pub body: Option<String>,
    pub sign_type: Option<String>,
    pub bank: Option<rt::BankSensitive>,
    pub receiver: rt::Indexed<String>,
    pub detail: Option<rt::Json<rt::Value>>,
}
rt::object!(Request Order: 0 "appid" => appid, 1 "mch_id" => mch_id, 2 "device_info" => device_info, 3 "body" => body,
    4 "sign_type" => sign_type, 5 "bank" => bank, 6 "receiver_$n" => receiver, 7 "detail" => detail);

impl Order {
    fn new(appid: &str) -> Self {
        Self {
            appid: appid.into(),
            ..rt::empty()
        }
    }
}

/// What is answered.
#[non_exhaustive]
pub struct Paid {
    pub return_code: Option<String>,
    pub result_code: Option<String>,
    pub total_fee: Option<i64>,
    pub coupon_id: rt::Indexed<String>,
    pub refund_fee: rt::Indexed2<i64>,
}
rt::object!(Response Paid: 0 "return_code" => return_code, 1 "result_code" => result_code, 2 "total_fee" => total_fee,
    3 "coupon_id_$n" => coupon_id, 4 "refund_fee_$n_$m" => refund_fee);

const ORDER: rt::Operation = rt::Operation {
    path: "/v2/pay/unifiedorder",
    ..rt::Operation::V2
};

const CHOICE: rt::Operation = rt::Operation {
    sign: rt::SignRule::Choice,
    ..ORDER
};

const HMAC: rt::Operation = rt::Operation {
    sign: rt::SignRule::HmacSha256,
    ..ORDER
};

const GET: rt::Operation = rt::Operation {
    method: Method::Get,
    path: "/v2/papay/h5entrustweb",
    request: rt::BodyKind::None,
    ..CHOICE
};

fn call(client: &Client, operation: &'static rt::Operation, order: Order) -> rt::Call<Paid> {
    let call = rt::Path::new(client).call(operation);
    match operation.request {
        rt::BodyKind::None => call.query(order),
        _ => call.body(order),
    }
}
