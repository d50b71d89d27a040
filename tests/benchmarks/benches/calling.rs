//! `cargo bench -p wechatpay-benchmarks`: what calls, codecs and notifications cost beside the cryptography in them and beside
//! serde's derive. Ends with a failure if a bar does not hold.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::future::IntoFuture;
use std::pin::pin;
use std::process::ExitCode;
use std::task::{Context, Poll, Waker};
use wechatpay_benchmarks::rsa::Rsa;
use wechatpay_benchmarks::stopwatch::{compare, report};
use wechatpay_benchmarks::{mirror, world};
use wechatpay_client::conformance::{from_json, from_xml, to_json, to_xml};
use wechatpay_client::rt::Object;
use wechatpay_client::v2::pay::orderquery::PostResponse as V2Found;
use wechatpay_client::v2::pay::unifiedorder::{
    PostRequest as V2Order, PostRequestRequired as V2OrderRequired,
};
use wechatpay_client::v3::merchant_service::complaints_v2::GetResponse as Complaints;
use wechatpay_client::v3::pay::transactions::jsapi::{
    Amount, Detail, GoodsDetail, Payer, PostRequest, PostRequestRequired, PostResponse, SceneInfo,
};
use wechatpay_client::v3::pay::transactions::out_trade_no::out_trade_no::GetResponse as Transaction;

/// What a call or notification may cost, as a multiple of its cryptography.
const CRYPTO: Option<f64> = Some(1.15);
/// What the codec may cost, as a multiple of serde's derive.
const DERIVE: Option<f64> = Some(1.0);

fn main() -> ExitCode {
    println!("| what | ours, µs | beside, µs | ratio | bar |\n|---|--:|--:|--:|--:|");
    // Each is run, so that one over its bar does not hide the others.
    let all = [call(), request(), responses(), xml(), notification()];
    if all.iter().all(|holds| *holds) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

const PREPAY: &str = r#"{"prepay_id":"wx201410272009395522657a690389285100"}"#;

fn order() -> PostRequest {
    PostRequest::new(PostRequestRequired {
        appid: "wxd678efh567hg6787",
        mchid: "1900000109",
        description: "A shop and what it sells",
        out_trade_no: "1217752501201407033233368018",
        notify_url: "https://www.example.com/notify",
        amount: Amount::new(100).currency("CNY"),
        payer: Payer::new("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
    })
    .attach("shop 12")
    .goods_tag("WXG")
    .detail(Detail::new().cost_price(608_800).goods_detail(vec![
        GoodsDetail::new("1246464644", 1, 528_800).goods_name("a telephone"),
        GoodsDetail::new("1246464645", 2, 40_000).goods_name("a case"),
    ]))
    .scene_info(SceneInfo::new().payer_client_ip("14.23.150.211"))
}

/// A call without network, beside one signature and one verification.
fn call() -> bool {
    let client = world::client(world::answer(PREPAY));
    let jsapi = || client.v3().pay().transactions().jsapi().post(order());
    let blocking = || jsapi().send_blocking().expect("it succeeds").into_value();
    let awaited = || ready(jsapi()).expect("it succeeds").into_value();
    assert!(blocking().prepay_id.is_some() && awaited().prepay_id.is_some());

    let body = serde_json::to_string(&order()).expect("it has a JSON form");
    let request = format!(
        "POST\n/v3/pay/transactions/jsapi\n{}\n{:032}\n{body}\n",
        world::NOW,
        0
    );
    let rsa = Rsa::new(&request, &world::signed_text(PREPAY));
    let bare = || (rsa.sign(), rsa.verify());
    // Neither short-circuits the other.
    report("a call, blocking", compare(blocking, bare), CRYPTO)
        & report("a call, awaited", compare(awaited, bare), CRYPTO)
}

/// The result of a future that never waits.
fn ready<F: IntoFuture>(future: F) -> F::Output {
    match pin!(future.into_future()).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing here waits"),
    }
}

/// Building the text of a typical request, and reading it.
fn request() -> bool {
    let ours = order();
    let text = serde_json::to_vec(&ours).expect("it has a JSON form");
    let derived: mirror::JsapiRequest = serde_json::from_slice(&text).expect("the same type");
    assert_eq!(
        text,
        serde_json::to_vec(&derived).expect("it has a JSON form")
    );
    assert_eq!(text, to_json(&ours).expect("it has a JSON form"));
    let write = compare(|| to_json(&ours), || serde_json::to_vec(&derived));
    let serde = compare(
        || serde_json::to_vec(&ours),
        || serde_json::to_vec(&derived),
    );
    let text = String::from_utf8(text).expect("JSON is UTF-8");
    report("write a request", write, DERIVE)
        & report("write a request, through serde's traits", serde, None)
        & read::<PostRequest, mirror::JsapiRequest>("a request", &text, DERIVE)
}

/// Reading small and large answers.
fn responses() -> bool {
    let transaction = as_documented::<Transaction>(&transaction());
    let sorted = complaints(200);
    let complaints = as_documented::<Complaints>(&sorted);
    read::<PostResponse, mirror::JsapiResponse>("an answer of 1 field", PREPAY, None)
        & read::<Transaction, mirror::Transaction>("an answer of 30 fields", &transaction, DERIVE)
        & read::<Complaints, mirror::Complaints>("an answer of 200 rows", &complaints, DERIVE)
        & read::<Complaints, mirror::Complaints>(
            "an answer of 200 rows, names sorted",
            &sorted.to_string(),
            None,
        )
}

/// A document with its names in the order of the page, as WeChat Pay sends them, and not sorted, as `json!` has them.
fn as_documented<T: Object>(document: &Value) -> String {
    let value: T = from_json(document.to_string().as_bytes()).expect("it is one");
    let document = to_json(&value).expect("it has a JSON form");
    String::from_utf8(document).expect("JSON is UTF-8")
}

/// As a call reads it, and through serde's interface.
fn read<O, D>(what: &str, text: &str, limit: Option<f64>) -> bool
where
    O: Object + DeserializeOwned,
    D: DeserializeOwned,
{
    let call = compare(
        || from_json::<O>(text.as_bytes()).expect("it is one"),
        || serde_json::from_slice::<D>(text.as_bytes()).expect("it is one"),
    );
    let serde = compare(
        || serde_json::from_str::<O>(text).expect("it is one"),
        || serde_json::from_str::<D>(text).expect("it is one"),
    );
    report(&format!("read {what}"), call, limit)
        & report(&format!("read {what}, through serde's traits"), serde, None)
}

/// A request and an answer of API v2, beside quick-xml's support of serde.
fn xml() -> bool {
    let order = v2_order();
    let text = to_xml(&order).expect("it has an XML form");
    let derived: mirror::V2Order = quick_xml::de::from_reader(&*text).expect("the same type");
    let same = quick_xml::se::to_string_with_root("xml", &derived).expect("it has an XML form");
    assert_eq!(text, same.as_bytes());
    let write = compare(
        || to_xml(&order),
        || quick_xml::se::to_string_with_root("xml", &derived),
    );
    let read = compare(
        || from_xml::<V2Found>(V2_ANSWER.as_bytes()).expect("it is one"),
        || quick_xml::de::from_str::<mirror::V2Found>(V2_ANSWER).expect("it is one"),
    );
    report("write an XML request", write, DERIVE)
        & report("read an XML answer of 18 fields", read, DERIVE)
}

fn v2_order() -> V2Order {
    V2Order::new(V2OrderRequired {
        appid: "wxd678efh567hg6787",
        body: "A shop and what it sells",
        out_trade_no: "1217752501201407033233368018",
        total_fee: 100,
        spbill_create_ip: "14.23.150.211",
        notify_url: "https://www.example.com/notify",
        trade_type: "JSAPI",
    })
    .mch_id("1900000109")
    .attach("shop 12")
    .openid("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o")
}

const V2_ANSWER: &str = "<xml><return_code><![CDATA[SUCCESS]]></return_code><return_msg><![CDATA[OK]]></return_msg>\
    <appid><![CDATA[wxd678efh567hg6787]]></appid><mch_id><![CDATA[1900000109]]></mch_id>\
    <nonce_str><![CDATA[5K8264ILTKCH16CQ2502SI8ZNMTM67VS]]></nonce_str><sign><![CDATA[C380BEC2BFD727A4B6845133519F3AD6]]></sign>\
    <result_code><![CDATA[SUCCESS]]></result_code><openid><![CDATA[oUpF8uMuAJO_M2pxb1Q9zNjWeS6o]]></openid>\
    <is_subscribe><![CDATA[Y]]></is_subscribe><trade_type><![CDATA[JSAPI]]></trade_type><bank_type><![CDATA[CMC]]></bank_type>\
    <total_fee>100</total_fee><fee_type><![CDATA[CNY]]></fee_type><cash_fee>100</cash_fee>\
    <transaction_id><![CDATA[1217752501201407033233368018]]></transaction_id>\
    <out_trade_no><![CDATA[1415757673]]></out_trade_no><time_end><![CDATA[20250115081320]]></time_end>\
    <trade_state><![CDATA[SUCCESS]]></trade_state></xml>";

fn transaction() -> Value {
    json!({
        "transaction_id": "1217752501201407033233368018", "trade_type": "JSAPI", "trade_state": "SUCCESS",
        "trade_state_desc": "paid", "bank_type": "CMC", "success_time": "2025-01-15T08:13:20+08:00",
        "appid": "wxd678efh567hg6787", "mchid": "1900000109", "description": "A shop and what it sells", "attach": "shop 12",
        "out_trade_no": "1217752501201407033233368018", "amount": { "total": 100, "currency": "CNY" },
        "time_expire": "2025-01-15T09:13:20+08:00", "notify_url": "https://www.example.com/notify", "goods_tag": "WXG",
        "limit_pay": ["no_credit"], "support_fapiao": false,
        "detail": { "cost_price": 608_800, "invoice_id": "wx123", "goods_detail": [
            { "merchant_goods_id": "1246464644", "wechatpay_goods_id": "1001", "goods_name": "a telephone", "quantity": 1, "unit_price": 528_800 },
            { "merchant_goods_id": "1246464645", "wechatpay_goods_id": "1002", "goods_name": "a case", "quantity": 2, "unit_price": 40_000 },
        ] },
        "scene_info": { "payer_client_ip": "14.23.150.211", "device_id": "013467007045764" },
        "payer": { "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o" },
    })
}

fn complaints(rows: i64) -> Value {
    let row = |number: i64| {
        json!({
            "complaint_id": format!("2002018{number:012}"), "complaint_time": "2025-01-15T08:13:20+08:00",
            "complaint_detail": "付了款没有收到东西", "complaint_state": "PENDING", "complainted_mchid": "1900000109",
            "payer_phone": "sGdNeTHMQGlxCWiUyHu6XNO9GCYln2Luv4HhwJzZBfcL12sB", "complaint_full_refunded": true,
            "complaint_order_info": [
                { "transaction_id": "4200000404201909069117582536", "out_trade_no": "20190906154617947762231", "amount": number },
            ],
            "incoming_user_response": true, "problem_description": "没有收到", "user_complaint_times": 1, "problem_type": "REFUND",
            "apply_refund_amount": 10, "user_tag_list": ["TRUSTED"], "in_platform_service": false,
        })
    };
    let data: Vec<_> = (0..rows).map(row).collect();
    json!({ "data": data, "limit": rows, "offset": 0, "total_count": rows })
}

/// Receiving a notification, beside one verification and one decryption.
fn notification() -> bool {
    let receiver = world::receiver();
    let body = world::notification(&transaction().to_string());
    let headers = world::proof(&body);
    let rsa = Rsa::new("", &world::signed_text(&body));
    let envelope: Value = serde_json::from_str(&body).expect("it is JSON");
    let ciphertext = envelope["resource"]["ciphertext"].as_str();
    let sealed = Sealed::new(ciphertext.expect("it is encrypted"));
    let ours = || {
        let notification = receiver.read(&headers, body.as_bytes());
        notification.expect("it is genuine").into_event()
    };
    let bare = || {
        rsa.verify();
        sealed.open()
    };
    report("a notification", compare(ours, bare), CRYPTO)
}

/// A ciphertext without its base64, and the bare operation that opens it.
struct Sealed {
    key: aws_lc_rs::aead::LessSafeKey,
    bytes: Vec<u8>,
}

impl Sealed {
    fn new(base64: &str) -> Self {
        let key = aws_lc_rs::aead::UnboundKey::new(
            &aws_lc_rs::aead::AES_256_GCM,
            b"0123456789abcdefghijklmnopqrstuv",
        );
        let mut bytes = Vec::new();
        let (mut bits, mut count) = (0_u32, 0);
        for byte in base64.bytes().filter(|byte| *byte != b'=') {
            let value = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' => 62,
                _ => 63,
            };
            (bits, count) = (bits << 6 | u32::from(value), count + 6);
            if count >= 8 {
                count -= 8;
                bytes.push((bits >> count) as u8);
                bits &= (1 << count) - 1;
            }
        }
        Self {
            key: aws_lc_rs::aead::LessSafeKey::new(key.expect("it has 32 bytes")),
            bytes,
        }
    }

    fn open(&self) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        let nonce = aws_lc_rs::aead::Nonce::assume_unique_for_key(*b"0123456789ab");
        let aad = aws_lc_rs::aead::Aad::from(b"transaction");
        let plain = self.key.open_in_place(nonce, aad, &mut bytes);
        plain.expect("it is genuine").to_vec()
    }
}
