//! `wechatpay-sandbox`: WeChat Pay on this machine, for clients in any language.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use wechatpay_client::sandbox::Sandbox;

const USAGE: &str = "\
WeChat Pay on this machine: answers every operation of API v3 and v2 on loopback.

usage: wechatpay-sandbox [--port PORT] [--keys DIR] [--notify-url URL] [--stateless]

  --port PORT       port on loopback; 0, the default, is any that is free
  --keys DIR        writes keys and ids into DIR: PEM files, and sandbox.json, which names them
  --notify-url URL  where events are posted whose operation has no notify_url
  --stateless       answers every well-formed call with sample values, and remembers nothing
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("wechatpay-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let mut builder = Sandbox::builder();
    let mut keys: Option<PathBuf> = None;
    let mut arguments = std::env::args_os().skip(1);
    while let Some(option) = arguments.next() {
        let option = option.to_string_lossy().into_owned();
        if matches!(option.as_str(), "--help" | "-h") {
            print!("{USAGE}");
            return Ok(ExitCode::SUCCESS);
        }
        if option == "--stateless" {
            builder = builder.stateless();
            continue;
        }
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.into())),
            None => (option, arguments.next()),
        };
        match (name.as_str(), value) {
            ("--port", Some(value)) => match value.to_string_lossy().parse() {
                Ok(port) => builder = builder.port(port),
                Err(_) => return Ok(wrong("--port: expected a number from 0 to 65535")),
            },
            ("--keys", Some(value)) => keys = Some(value.into()),
            ("--notify-url", Some(value)) => {
                builder = builder.merchant_notify_url(value.to_string_lossy());
            }
            ("--port" | "--keys" | "--notify-url", None) => {
                return Ok(wrong(&format!("{name}: a value is missing")));
            }
            _ => return Ok(wrong(&format!("{name}: no such option"))),
        }
    }
    let sandbox = builder.start()?;
    // Whoever reads the first line may read the keys at once.
    if let Some(folder) = keys {
        sandbox.write_keys(folder)?;
    }
    let mut out = std::io::stdout();
    writeln!(out, "listening on {}", sandbox.base_url())?;
    out.flush()?;
    loop {
        std::thread::park();
    }
}

fn wrong(message: &str) -> ExitCode {
    eprint!("wechatpay-sandbox: {message}\n\n{USAGE}");
    ExitCode::from(2)
}
