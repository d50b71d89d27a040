//! `cargo run --release -p wechatpay-benchmarks --features network --bin idle`: bytes on the heap that one client takes: without a
//! transport, with the one for tokio, and with a connection that is kept after a call.

use peak_alloc::PeakAlloc;
use wechatpay_benchmarks::loopback::{self, Result, Server, ours};
use wechatpay_benchmarks::world;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

fn main() -> Result<()> {
    tokio::runtime::Runtime::new()?.block_on(run())
}

async fn run() -> Result<()> {
    loopback::serve_if_asked().await?;
    alone();
    let server = Server::start()?;
    // What is made once per program does not count; what the first call makes once does.
    drop(ours::client(&server.base_url)?);
    let before = HEAP.current_usage();
    let client = ours::client(&server.base_url)?;
    let idle = HEAP.current_usage() - before;
    ours::call(client.clone()).await?;
    let connected = HEAP.current_usage() - before;
    println!(
        "with the transport for tokio: {idle} bytes; with one connection after a call: {connected} bytes"
    );
    Ok(())
}

fn alone() {
    let answer = world::answer("{}");
    drop(world::client(answer.clone()));
    let before = HEAP.current_usage();
    let client = world::client(answer);
    let idle = HEAP.current_usage() - before;
    let call = client.v3().certificates();
    drop(call);
    let paths = HEAP.current_usage() - before;
    println!("without a transport: {idle} bytes; after a path: {paths} bytes");
}
