//! Our client.

use super::{Result, order};
use crate::world;
use wechatpay_client::signature::SystemClock;
use wechatpay_client::v3::pay::transactions::jsapi::{
    Amount, Payer, PostRequest, PostRequestRequired,
};
use wechatpay_client::{AsyncTransport, Client, TransportOptions};

/// A client of the server, with the default transport.
///
/// # Errors
/// When the URL is none.
pub fn client(base_url: &str) -> Result<Client> {
    let transport = AsyncTransport::new(TransportOptions::default())?;
    let client = world::keys(transport).base_url(base_url).clock(SystemClock);
    Ok(client.build()?)
}

/// Orders, and gives the `prepay_id`.
///
/// # Errors
/// Of the call.
pub async fn call(client: Client) -> Result<String> {
    let request = PostRequest::new(PostRequestRequired {
        appid: order::APPID,
        mchid: world::MERCHANT,
        description: order::DESCRIPTION,
        out_trade_no: order::NUMBER,
        notify_url: order::NOTIFY_URL,
        amount: Amount::new(order::TOTAL.into()).currency("CNY"),
        payer: Payer::new(order::OPENID),
    });
    let answer = client
        .v3()
        .pay()
        .transactions()
        .jsapi()
        .post(request)
        .await?;
    Ok(answer.prepay_id.clone().ok_or("no prepay_id")?)
}
