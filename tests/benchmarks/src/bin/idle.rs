//! `cargo run --release -p wechatpay-benchmarks --bin idle`: bytes on the heap that one client takes, and one that has made calls.

use peak_alloc::PeakAlloc;
use wechatpay_benchmarks::world;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

fn main() {
    let answer = world::answer("{}");
    // What is made once per program does not count.
    drop(world::client(answer.clone()));
    let before = HEAP.current_usage();
    let client = world::client(answer);
    let idle = HEAP.current_usage() - before;
    let call = client.v3().certificates();
    drop(call);
    let paths = HEAP.current_usage() - before;
    println!("idle client: {idle} bytes; after a path: {paths} bytes");
}
