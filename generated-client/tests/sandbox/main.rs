//! The sandbox, used as apps and their tests use it.
#![allow(missing_docs)]

mod checks;
mod control;
mod doctor;
mod faults;
mod http;
mod posting;
mod program;
mod steady;
mod story;
mod v2;

use serde_json::{Value, json};
use wechatpay_client::sandbox::Sandbox;
use wechatpay_client::{ApiError, Client, Error};

/// A v3 order, as an app sends it.
fn order(sandbox: &Sandbox, number: &str, total: i64, notify_url: &str) -> Value {
    let keys = sandbox.keys();
    json!({
        "appid": keys.appid, "mchid": keys.mchid, "description": "tea", "out_trade_no": number,
        "notify_url": notify_url, "amount": { "total": total, "currency": "CNY" }, "payer": { "openid": keys.openid },
    })
}

fn create(client: &Client, order: &Value) -> Result<String, Error> {
    let reply = client
        .chain("v3/pay/transactions/jsapi")
        .post(order)
        .send_blocking()?;
    Ok(reply["prepay_id"].as_str().unwrap().to_owned())
}

fn query(sandbox: &Sandbox, client: &Client, number: &str) -> Result<Value, Error> {
    let reply = client
        .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
        .param("out_trade_no", number)
        .query("mchid", &sandbox.keys().mchid)
        .get()
        .send_blocking()?;
    Ok((*reply).clone())
}

fn api(error: Error) -> ApiError {
    match error {
        Error::Api(error) => *error,
        other => panic!("{other:?}"),
    }
}
