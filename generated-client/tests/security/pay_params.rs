//! Pay parameters: the layout of the published messages, and the JSON that the front end takes.

use serde_json::{Value, json};
use wechatpay_client::pay_params::{H5Redirect, NativeCode, PayParams, PayParamsError};
use wechatpay_client::signature::{FixedClock, FixedNonces};

use crate::data::{MCHID, merchant, merchant_key, published};

const APPID: &str = "wx2421b1c4370ec43b";
const PREPAY_ID: &str = "wx201410272009395522657a690389285100";
const NONCE: &str = "593BEC0C930BF1AFEB40B4A08C8FB242";

fn with_params<R>(check: impl FnOnce(PayParams<'_>) -> R) -> R {
    check(PayParams::new(
        &merchant(),
        &FixedClock::new(1_554_208_460),
        &FixedNonces::new(NONCE),
    ))
}

fn signature(message: &str) -> String {
    merchant_key().sign(message.as_bytes()).unwrap()
}

#[test]
fn jsapi_and_mini_program_sign_the_package() {
    let pay_sign = signature(published("pay_sign/jsapi_message"));
    let package = format!("prepay_id={PREPAY_ID}");
    let mut expected = json!({
        "timeStamp": "1554208460", "nonceStr": NONCE, "package": package, "signType": "RSA", "paySign": pay_sign,
    });
    let mini_program = with_params(|params| params.mini_program(APPID, PREPAY_ID).unwrap());
    assert_eq!(serde_json::to_value(&mini_program).unwrap(), expected);
    let jsapi = with_params(|params| params.jsapi(APPID, PREPAY_ID).unwrap());
    expected["appId"] = json!(APPID);
    assert_eq!(
        serde_json::from_str::<Value>(&jsapi.to_json()).unwrap(),
        expected
    );
}

#[test]
fn an_app_signs_the_bare_prepay_id() {
    let app = with_params(|params| params.app(APPID, PREPAY_ID).unwrap());
    let expected = json!({
        "appid": APPID, "partnerid": MCHID, "prepayid": PREPAY_ID, "package": "Sign=WXPay", "noncestr": NONCE,
        "timestamp": "1554208460", "sign": signature(published("pay_sign/app_message")),
    });
    assert_eq!(
        serde_json::from_str::<Value>(&app.to_json()).unwrap(),
        expected
    );
}

/// The instalments are part of the package, which JSAPI signs and an app does not.
#[test]
fn instalments_are_appended_to_the_package() {
    let suffix = "&subsidy_period_type=PERIOD&selected_installment_number=6";
    let jsapi = with_params(|params| params.installments(6).jsapi(APPID, PREPAY_ID).unwrap());
    assert_eq!(jsapi.package, format!("prepay_id={PREPAY_ID}{suffix}"));
    assert_eq!(
        jsapi.pay_sign,
        signature(&format!(
            "{APPID}\n1554208460\n{NONCE}\n{}\n",
            jsapi.package
        ))
    );
    let app = with_params(|params| params.installments(6).app(APPID, PREPAY_ID).unwrap());
    assert_eq!(app.package, format!("Sign=WXPay{suffix}"));
    assert_eq!(app.sign, signature(published("pay_sign/app_message")));
}

#[test]
fn what_cannot_be_right_is_refused() {
    let table = [
        (PREPAY_ID, APPID, "prepay_id", "swapped"),
        (APPID, "prepay_id=wx2014", "prepay_id", "added here"),
        (APPID, "", "prepay_id", "empty"),
        ("", PREPAY_ID, "appid", "empty"),
        ("wx\n1", PREPAY_ID, "appid", "character"),
        (APPID, "wx2014\n", "prepay_id", "character"),
    ];
    for (appid, prepay_id, expected, reason) in table {
        let errors = with_params(|params| {
            [
                params.jsapi(appid, prepay_id).unwrap_err(),
                params.mini_program(appid, prepay_id).unwrap_err(),
                params.app(appid, prepay_id).unwrap_err(),
            ]
        });
        for error in errors {
            assert!(
                matches!(&error, PayParamsError::Value { name, .. } if *name == expected),
                "{error}"
            );
            assert!(error.to_string().contains(reason), "{error}");
        }
    }
}

#[test]
fn h5_and_native_carry_an_address() {
    let h5 = H5Redirect::new(
        "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1&package=2",
    )
    .unwrap();
    let h5 = h5.return_to("https://shop.example/paid?no=1&x=中 ~");
    let expected = "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1&package=2\
        &redirect_url=https%3A%2F%2Fshop.example%2Fpaid%3Fno%3D1%26x%3D%E4%B8%AD%20~";
    assert_eq!(h5.to_json(), json!({ "h5_url": expected }).to_string());
    assert!(
        H5Redirect::new("https://a.example/")
            .unwrap()
            .return_to("x")
            .h5_url
            .ends_with("/?redirect_url=x")
    );

    let native = NativeCode::new("weixin://wxpay/bizpayurl?pr=p4lpSuKzz").unwrap();
    assert_eq!(
        native.to_json(),
        r#"{"code_url":"weixin://wxpay/bizpayurl?pr=p4lpSuKzz"}"#
    );
    assert!(
        NativeCode::new("https://a.example/").is_err()
            && H5Redirect::new("").is_err()
            && H5Redirect::new("javascript:x").is_err()
    );
}
