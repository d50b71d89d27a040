//! Orders a payment of one fen inside of WeChat, and prints what the page hands to `WeixinJSBridge.invoke` to open it.
//!
//! ```console
//! $ WECHATPAY_MCHID=1900000109 … WECHATPAY_APPID=wx… WECHATPAY_OPENID=o… cargo run --example jsapi_pay
//! ```
//!
//! Beside the variables of `examples/config/mod.rs` it needs `WECHATPAY_APPID`, and `WECHATPAY_OPENID` of the payer; `WECHATPAY_NOTIFY_URL` is
//! where the payment is notified. It talks to WeChat Pay itself unless `WECHATPAY_BASE_URL` names another host. The order costs nothing as
//! long as nobody pays it, and expires.

mod config;

use config::variable;
use std::error::Error;
use std::time::SystemTime;
use wechatpay_client::Require;
use wechatpay_client::v3::pay::transactions::jsapi::{
    Amount, Payer, PostRequest, PostRequestRequired,
};

fn main() -> Result<(), Box<dyn Error>> {
    tokio::runtime::Runtime::new()?.block_on(order())
}

async fn order() -> Result<(), Box<dyn Error>> {
    let client = config::client()?;
    let appid = variable("WECHATPAY_APPID")?;
    let notify_url = std::env::var("WECHATPAY_NOTIFY_URL").ok();
    let seconds = SystemTime::UNIX_EPOCH.elapsed()?.as_secs();
    let order = PostRequest::new(PostRequestRequired {
        appid: &appid,
        mchid: &variable("WECHATPAY_MCHID")?,
        description: "An example",
        // The number of the order in your books. With the same number a repeated call places no second order.
        out_trade_no: &format!("example-{seconds}"),
        notify_url: notify_url
            .as_deref()
            .unwrap_or("https://www.example.com/notify"),
        amount: Amount::new(1),
        payer: Payer::new(variable("WECHATPAY_OPENID")?),
    });
    let call = client.v3().pay().transactions().jsapi().post(order);
    let reply = call.await?;

    let params = client
        .pay_params()
        .jsapi(&appid, reply.prepay_id.require()?)?;
    println!("{}", serde_json::to_string_pretty(&params)?);
    Ok(())
}
