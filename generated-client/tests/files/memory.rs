//! How much memory a gigabyte of bill needs:
//!
//! ```text
//! cargo test -p wechatpay-client --features async-transport,blocking-transport,gzip,encrypted-bills --test files -- --ignored --nocapture memory
//! ```
//!
//! On 25 November 2026 (Linux, x86-64, unoptimised build), server included, the most that the process held grew by 4.1 MiB while 1 GiB of
//! rows was read with `.await`, and by 1.7 MiB while 1 GiB was stored in a file without a runtime.

use crate::server::{listen, read};
use crate::{Clients, Folder};
use std::io::{BufReader, Read, Write};
use std::net::SocketAddr;
use wechatpay_client::bill::TradeRow;
use wechatpay_client::download::{FileAddress, HashAlgorithm};

const ROW: &str = "`2024-06-01 08:30:00,`20240601-0000000001,`12.50,`0.07500\r\n";
const ROWS: usize = (1 << 30) / ROW.len();

/// A bill that is made while it is read.
fn bill() -> impl Read {
    let header = "\u{feff}交易时间,商户订单号,订单金额,手续费\r\n".as_bytes();
    let block: &'static [u8] = ROW.repeat(1024).leak().as_bytes();
    let rows = Blocks { block, at: 0 }.take((ROWS * ROW.len()) as u64);
    header.chain(rows)
}

struct Blocks {
    block: &'static [u8],
    at: usize,
}

impl Read for Blocks {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = (&self.block[self.at..]).read(buffer)?;
        self.at = (self.at + length) % self.block.len();
        Ok(length)
    }
}

fn server(length: u64) -> SocketAddr {
    let (address, _) = listen(move |stream, _| {
        let mut stream = BufReader::new(stream);
        read(&mut stream)?;
        let stream = stream.get_mut();
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n"
        )?;
        std::io::copy(&mut bill(), stream)?;
        stream.flush()
    });
    address
}

/// The most memory that the process has held since the last call, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap();
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let number: String = line.chars().filter(char::is_ascii_digit).collect();
    number.parse().unwrap()
}

#[test]
#[ignore = "reads gigabytes; see the command above"]
fn memory_stays_flat_while_a_gigabyte_of_bill_is_read() {
    let length = std::io::copy(&mut bill(), &mut std::io::sink()).unwrap();
    let digest = HashAlgorithm::Sha1.hash_reader(bill()).unwrap();
    let url = format!("http://{}", server(length));
    let clients = Clients::of(url.clone());
    let address = FileAddress::new(format!("{url}/")).hash("SHA1", digest);

    peak();
    let before = peak();
    let count = clients.runtime.block_on(async {
        let file = clients.awaiting.download_file(address.clone());
        let (mut rows, mut count) = (file.rows().await.unwrap(), 0);
        while let Some(row) = rows.next_row().await.unwrap() {
            let row: TradeRow = row.read().unwrap();
            count += usize::from(row.fee.is_some());
        }
        count
    });
    assert_eq!(count, ROWS);
    let grown = peak() - before;
    println!("{length} bytes read as rows: {grown} KiB more than before");
    assert!(grown < 16 << 10);

    let folder = Folder::new();
    let before = peak();
    let file = clients.blocking.download_file(address);
    let done = file.to_file_blocking(folder.0.join("bill.csv")).unwrap();
    assert_eq!(done.bytes, length);
    let grown = peak() - before;
    println!("{length} bytes stored: {grown} KiB more than before");
    assert!(grown < 16 << 10);
}
