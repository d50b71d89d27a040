//! `cargo run --release --manifest-path tests/benchmarks/peers/Cargo.toml`: the same order by this client and by two other WeChat Pay
//! crates, against the same server on the loopback interface. Each client has a process of its own and takes its turn.

mod clients;
mod cryptography;

use clients::CLIENTS;
use std::collections::BTreeMap;
use std::env;
use std::process::{Command, Stdio};
use wechatpay_benchmarks::loopback::{self, AT_A_TIME, Cost, Result, Server};

/// How often each client takes its turn; the best counts.
const ROUNDS: usize = 5;

#[tokio::main]
async fn main() -> Result<()> {
    loopback::serve_if_asked().await?;
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.as_slice() {
        [client, base_url, at_a_time] => {
            let cost = clients::measure(client, base_url, at_a_time.parse()?).await?;
            println!("{} {}", cost.wall, cost.cpu);
            Ok(())
        }
        _ => compare(),
    }
}

fn compare() -> Result<()> {
    let mut best = BTreeMap::new();
    for _ in 0..ROUNDS {
        for at_a_time in AT_A_TIME {
            for client in CLIENTS {
                let cost = turn(client, at_a_time)?;
                best.entry((at_a_time, client))
                    .and_modify(|best: &mut Cost| *best = best.min(cost))
                    .or_insert(cost);
            }
        }
    }
    println!(
        "| client | at a time | calls a second | CPU µs a call | calls a CPU second | to ours |\n|---|--:|--:|--:|--:|--:|"
    );
    let [ours, ..] = CLIENTS;
    for client in CLIENTS {
        for at_a_time in AT_A_TIME {
            let (cost, ours) = (best[&(at_a_time, client)], best[&(at_a_time, ours)]);
            println!(
                "| {client} | {at_a_time} | {:.0} | {:.0} | {:.0} | {:.2} |",
                1.0 / cost.wall,
                cost.cpu * 1e6,
                1.0 / cost.cpu,
                ours.cpu / cost.cpu
            );
        }
    }
    println!();
    cryptography::compare()
}

/// What a call of the client costs, with so many calls at a time.
fn turn(client: &str, at_a_time: usize) -> Result<Cost> {
    let server = Server::start()?;
    let output = Command::new(env::current_exe()?)
        .args([client, &server.base_url, &at_a_time.to_string()])
        // Some of them would ask a proxy.
        .env("NO_PROXY", "127.0.0.1")
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("{client}: {}", output.status).into());
    }
    let text = String::from_utf8(output.stdout)?;
    let (wall, cpu) = text.trim().split_once(' ').ok_or("no cost")?;
    Ok(Cost {
        wall: wall.parse()?,
        cpu: cpu.parse()?,
    })
}
