//! Refunds an order in full, without an asynchronous runtime.
//!
//! ```console
//! $ WECHATPAY_MCHID=1900000109 … cargo run --features blocking-transport --example refund_blocking -- ORDER REFUND FEN
//! ```
//!
//! `ORDER` is the merchant's number of the paid order, `REFUND` a number of the merchant's own for the refund, `FEN` what was paid. The
//! variables are those of `examples/config/mod.rs`. It talks to WeChat Pay itself, so it moves money, unless `WECHATPAY_BASE_URL` names
//! another host. Run again with the same numbers it makes no second refund, but tells how the first one goes.

mod config;

use std::error::Error;
use wechatpay_client::v3::refund::domestic::refunds::{PostRequest, PostRequestAmount};
use wechatpay_client::{Error as CallError, Require};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [order, refund, fen] = arguments.as_slice() else {
        return Err("the arguments are ORDER REFUND FEN; see the head of this example".into());
    };
    let paid: i64 = fen.parse()?;

    let client = config::client()?;
    let request = PostRequest::new(refund, PostRequestAmount::new(paid, paid, "CNY"));
    let call = client
        .v3()
        .refund()
        .domestic()
        .refunds()
        .post(request.out_trade_no(order).reason("An example"));
    match call.send_blocking() {
        Ok(reply) => println!(
            "{}: {}",
            reply.refund_id.require()?,
            reply.status.require()?
        ),
        // Refused: what the platform says is for people and for support.
        Err(CallError::Api(error)) => println!("refused: {error}"),
        // Not known whether it arrived: run this again, with the same numbers.
        Err(error) if error.is_retryable() => println!("try again: {error}"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
