//! `cargo run --release -p wechatpay-benchmarks --features network --bin throughput`: calls a second against a server on the
//! loopback interface, which is a process of its own and always gives the same signed answer, at 1, 10, 100 and 1,000 calls at a time.

use std::env;
use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wechatpay_benchmarks::world;
use wechatpay_client::v3::pay::transactions::jsapi::{
    Amount, Payer, PostRequest, PostRequestRequired,
};
use wechatpay_client::{AsyncTransport, Client, TransportOptions};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const CALLS: usize = 4000;
const PREPAY: &str = r#"{"prepay_id":"wx201410272009395522657a690389285100"}"#;

fn main() -> Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    if env::args().nth(1).is_some_and(|arg| arg == "serve") {
        return runtime.block_on(serve());
    }
    let mut server = Command::new(env::current_exe()?)
        .arg("serve")
        .stdout(Stdio::piped())
        .spawn()?;
    let output = server.stdout.take().ok_or("the server has no output")?;
    let mut address = String::new();
    BufReader::new(output).read_line(&mut address)?;
    let done = runtime.block_on(all(address.trim()));
    server.kill()?;
    server.wait()?;
    done
}

async fn all(address: &str) -> Result<()> {
    println!(
        "| at a time | calls a second | CPU µs a call | calls a CPU second |\n|--:|--:|--:|--:|"
    );
    let client = world::keys(AsyncTransport::new(TransportOptions::default())?)
        .base_url(format!("http://{address}"))
        .build()?;
    for at_a_time in [1, 10, 100, 1000] {
        calls(&client, at_a_time, CALLS / 8).await?;
        let (start, before) = (Instant::now(), cpu()?);
        calls(&client, at_a_time, CALLS).await?;
        let (wall, cpu) = (start.elapsed().as_secs_f64(), cpu()? - before);
        let number = CALLS as f64;
        println!(
            "| {at_a_time} | {:.0} | {:.0} | {:.0} |",
            number / wall,
            cpu / number * 1e6,
            number / cpu
        );
    }
    Ok(())
}

async fn calls(client: &Client, at_a_time: usize, number: usize) -> Result<()> {
    let tasks: Vec<_> = (0..at_a_time)
        .map(|task| {
            let client = client.clone();
            tokio::spawn(async move {
                for _ in (task..number).step_by(at_a_time) {
                    let call = client.v3().pay().transactions().jsapi().post(order());
                    call.await?;
                }
                Result::Ok(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}

fn order() -> PostRequest {
    PostRequest::new(PostRequestRequired {
        appid: "wxd678efh567hg6787",
        mchid: "1900000109",
        description: "A shop and what it sells",
        out_trade_no: "1217752501201407033233368018",
        notify_url: "https://www.example.com/notify",
        amount: Amount::new(100).currency("CNY"),
        payer: Payer::new("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
    })
}

/// CPU seconds of this process.
fn cpu() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = stat.rsplit_once(')').ok_or("no process")?;
    // User and system time, fields 14 and 15 of the manual page, in ticks of 10 ms.
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks: std::result::Result<Vec<f64>, _> = ticks.map(str::parse).collect();
    Ok(ticks?.into_iter().sum::<f64>() / 100.0)
}

async fn serve() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    let mut answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n", PREPAY.len());
    for (name, value) in world::proof(PREPAY).iter() {
        answer.push_str(&format!("{name}: {value}\r\n"));
    }
    let answer: &'static str = format!("{answer}\r\n{PREPAY}").leak();
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(connection(stream, answer));
    }
}

/// Answers every request; the client sends none before it has the answer to the last one.
async fn connection(mut stream: TcpStream, answer: &str) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut bytes = vec![0; 16 << 10];
    let mut length = 0;
    loop {
        let read = stream
            .read(bytes.get_mut(length..).unwrap_or_default())
            .await?;
        if read == 0 {
            return Ok(());
        }
        length += read;
        if is_whole(bytes.get(..length).unwrap_or_default()) {
            stream.write_all(answer.as_bytes()).await?;
            length = 0;
        }
    }
}

fn is_whole(request: &[u8]) -> bool {
    let Some(head) = request.windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
        return false;
    };
    let text = String::from_utf8_lossy(request.get(..head).unwrap_or_default()).to_lowercase();
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"))
        .and_then(|length| length.trim().parse().ok())
        .unwrap_or(0);
    request.len() >= head + 4 + length
}
