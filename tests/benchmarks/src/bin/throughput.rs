//! `cargo run --release -p wechatpay-benchmarks --features network --bin throughput`: calls a second against a server on the
//! loopback interface, which is a process of its own and always gives the same signed answer, at 1, 10, 100 and 1,000 calls at a time.

use wechatpay_benchmarks::loopback::{self, AT_A_TIME, Result, Server, ours};

fn main() -> Result<()> {
    tokio::runtime::Runtime::new()?.block_on(run())
}

async fn run() -> Result<()> {
    loopback::serve_if_asked().await?;
    let server = Server::start()?;
    let client = ours::client(&server.base_url)?;
    println!(
        "| at a time | calls a second | CPU µs a call | calls a CPU second |\n|--:|--:|--:|--:|"
    );
    for at_a_time in AT_A_TIME {
        let client = client.clone();
        let cost = loopback::measure(move || ours::call(client.clone()), at_a_time).await?;
        println!(
            "| {at_a_time} | {:.0} | {:.0} | {:.0} |",
            1.0 / cost.wall,
            cost.cpu * 1e6,
            1.0 / cost.cpu
        );
    }
    Ok(())
}
