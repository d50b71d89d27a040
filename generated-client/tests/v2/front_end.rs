//! Parameters for the front end that are signed with the APIv2 key. The expected signatures were computed with Python's `hashlib` and
//! `hmac` from the texts that stand beside them.

use crate::*;
use serde_json::{Value, json};
use wechatpay_client::pay_params::{Coupon, PayParamsError, PayScore};

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

const TIME: &str = "1736900000";

#[test]
fn orders_of_api_v2_are_started() {
    let client = client([]).0;
    let params = client.v2_pay_params();
    let jsapi = parsed(&params.jsapi("wx1", "wx2025").unwrap().to_json());
    assert_eq!(
        jsapi,
        json!({
            "appId": "wx1", "timeStamp": TIME, "nonceStr": NONCE, "package": "prepay_id=wx2025", "signType": "HMAC-SHA256",
            // appId=wx1&nonceStr=ibuaiVcKdpRxkhJA&package=prepay_id=wx2025&signType=HMAC-SHA256&timeStamp=1736900000&key=…
            "paySign": "D022D0E4EB900E56FB78E8C1AF4CD9728A203BEBCC8C0BBEFFBA6DC7442471A6",
        })
    );
    let program = params.mini_program("wx1", "wx2025").unwrap();
    assert_eq!(program.pay_sign, jsapi["paySign"]);
    let app = parsed(&params.app("wx1", "wx2025").unwrap().to_json());
    assert_eq!(
        app,
        json!({
            "appid": "wx1", "partnerid": MCHID, "prepayid": "wx2025", "package": "Sign=WXPay", "noncestr": NONCE, "timestamp": TIME,
            // appid=wx1&noncestr=ibuaiVcKdpRxkhJA&package=Sign=WXPay&partnerid=10000100&prepayid=wx2025&timestamp=1736900000&key=…
            "sign": "71A74CFBECE8D1B749AFB78F162FB62B21D0E6CD0BDE2623F1BD058B0719C39E",
        })
    );
    let md5 = builder([]).0.v2_sign_type(SignType::Md5).build().unwrap();
    let jsapi = md5.v2_pay_params().jsapi("wx1", "wx2025").unwrap();
    assert_eq!((&*jsapi.sign_type, jsapi.pay_sign.len()), ("MD5", 32));
}

#[test]
fn red_packets_are_signed_before_they_are_encoded() {
    let client = client([]).0;
    let packet = client
        .v2_pay_params()
        .red_packet("wx1", "sendid=a&ver=8")
        .unwrap();
    assert_eq!(
        parsed(&packet.to_json()),
        json!({
            "timeStamp": TIME, "nonceStr": NONCE, "package": "sendid%3Da%26ver%3D8", "signType": "MD5",
            // appId=wx1&nonceStr=ibuaiVcKdpRxkhJA&package=sendid=a&ver=8&timeStamp=1736900000&key=…
            "paySign": "DD7FC582CB193BF0814AC2409149C23E",
        })
    );
}

#[test]
fn pay_score_is_opened() {
    let client = client([]).0;
    let params = client.v2_pay_params();
    let confirm = params.pay_score(PayScore::Package("XX_1")).unwrap();
    assert_eq!(
        parsed(&confirm.to_json()),
        json!({
            "mch_id": MCHID, "package": "XX_1", "timestamp": TIME, "nonce_str": NONCE, "sign_type": "HMAC-SHA256",
            // mch_id=10000100&nonce_str=ibuaiVcKdpRxkhJA&package=XX_1&sign_type=HMAC-SHA256&timestamp=1736900000&key=…
            "sign": "91B9112082F65B919944204175F0F67F846B63E131CFE561A229A3E274226C21",
        })
    );
    let order = PayScore::Order {
        service_id: "500001",
        out_order_no: "a|b",
    };
    assert_eq!(
        params.pay_score_query(order).unwrap(),
        // mch_id=10000100&nonce_str=…&out_order_no=a%7Cb&service_id=500001&sign_type=HMAC-SHA256&timestamp=1736900000&key=…
        "mch_id=10000100&service_id=500001&out_order_no=a%7Cb&timestamp=1736900000&nonce_str=ibuaiVcKdpRxkhJA&sign_type=HMAC-SHA256\
         &sign=76D765B995A90F4C96E617AB988BB6D33EE6899DAD1F153306B3C2550636419C"
    );
}

#[test]
fn coupons_are_given_out() {
    let client = client([]).0;
    let params = client.v2_pay_params();
    let coupons = vec![Coupon::new("s0", "r0"), Coupon::new("s1", "r1").code("c1")];
    assert_eq!(
        parsed(&params.coupons("10016226", coupons).unwrap().to_json()),
        json!({
            "send_coupon_params": [
                { "stock_id": "s0", "out_request_no": "r0" },
                { "stock_id": "s1", "out_request_no": "r1", "coupon_code": "c1" },
            ],
            "send_coupon_merchant": "10016226",
            // coupon_code1=c1&out_request_no0=r0&out_request_no1=r1&send_coupon_merchant=10016226&stock_id0=s0&stock_id1=s1&key=…
            "sign": "7FAAE2616B387F709889F60293B02B6A149AD476788DE623BBCCD609E89C8EC4",
        })
    );
    assert_eq!(
        params
            .h5_coupon("10016226", "o 1", &Coupon::new("s0", "r0"))
            .unwrap(),
        // open_id=o 1&out_request_no=r0&send_coupon_merchant=10016226&stock_id=s0&key=…
        "https://action.weixin.qq.com/busifavor/getcouponinfo?open_id=o%201&out_request_no=r0&send_coupon_merchant=10016226&stock_id=s0\
         &sign=D366E598D2845C1F4FF872EC9A5AFEF9204ABAF323AFA569EDE20BE9094A44ED#wechat_pay"
    );
}

#[test]
fn what_cannot_be_signed_is_refused() {
    let with_keys = client([]).0;
    let params = with_keys.v2_pay_params();
    for result in [
        params.jsapi("wx1", "prepay_id=x").map(drop),
        params.app("", "x").map(drop),
        params.red_packet("wx1", "").map(drop),
        params.pay_score(PayScore::Package("")).map(drop),
        params.coupons("1", Vec::new()).map(drop),
        params.h5_coupon("1", "o", &Coupon::new("", "r")).map(drop),
    ] {
        assert!(matches!(result, Err(PayParamsError::Value { .. })));
    }
    let unsigned = Client::unsigned(MemoryTransport::new());
    let error = unsigned.v2_pay_params().jsapi("wx1", "x").unwrap_err();
    assert_eq!(error, PayParamsError::NoV2Keys);
}
