//! The server.

use super::{PREPAY_ID, Result};
use crate::world;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wechatpay_client::signature::{Clock, SystemClock};

/// The argument that makes a program the server.
const SERVE: &str = "serve";

/// The server, as long as this lives.
pub struct Server {
    process: Child,
    /// The URL before the paths of operations.
    pub base_url: String,
}

impl Server {
    /// Runs this program once more, as the server: its `main` begins with [`serve_if_asked`]. What it answers can be verified for the
    /// 300 seconds after its start.
    ///
    /// # Errors
    /// When it does not run.
    pub fn start() -> Result<Self> {
        let mut process = Command::new(env::current_exe()?)
            .arg(SERVE)
            .stdout(Stdio::piped())
            .spawn()?;
        let output = process.stdout.take().ok_or("the server has no output")?;
        let mut address = String::new();
        BufReader::new(output).read_line(&mut address)?;
        let base_url = format!("http://{}", address.trim());
        Ok(Self { process, base_url })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Is the server and never ends, if the first argument says so.
///
/// # Errors
/// When there is no port to listen on.
pub async fn serve_if_asked() -> Result<()> {
    if env::args().nth(1).is_some_and(|arg| arg == SERVE) {
        serve().await?;
    }
    Ok(())
}

async fn serve() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    let body = format!("{{\"prepay_id\":\"{PREPAY_ID}\"}}");
    let mut answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in world::proof_at(SystemClock.now(), &body).iter() {
        answer.push_str(&format!("{name}: {value}\r\n"));
    }
    let answer: &'static str = format!("{answer}\r\n{body}").leak();
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
