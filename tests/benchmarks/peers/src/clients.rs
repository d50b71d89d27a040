//! The clients, each with its most favourable configuration: made once, connections kept alive, as many at a time as are asked for.

mod wx_rust_pay;
mod wxpay_rs;

use wechatpay_benchmarks::loopback::{self, Cost, Result, ours};

/// Their names, ours first.
pub const CLIENTS: [&str; 3] = ["wechatpay-client", "wxpay-rs", "wx-rust-pay"];

/// What a call of one of them costs.
pub async fn measure(client: &str, base_url: &str, at_a_time: usize) -> Result<Cost> {
    match client {
        "wechatpay-client" => {
            let client = ours::client(base_url)?;
            loopback::measure(move || ours::call(client.clone()), at_a_time).await
        }
        "wxpay-rs" => {
            let client = wxpay_rs::client(base_url).await?;
            loopback::measure(move || wxpay_rs::call(client.clone()), at_a_time).await
        }
        "wx-rust-pay" => {
            let client = wx_rust_pay::client(base_url);
            loopback::measure(move || wx_rust_pay::call(client.clone()), at_a_time).await
        }
        _ => Err(format!("no client is called {client}").into()),
    }
}
