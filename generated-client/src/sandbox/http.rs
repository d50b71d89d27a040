//! The little of HTTP/1.1 that a server and a client on one machine need.

use super::text::http_date;
use crate::signature::{Clock, SystemClock};
use crate::transport::Headers;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// Longest line and number of lines of a head.
const LINE: u64 = 32 * 1024;
const LINES: usize = 200;
/// Longest body. Uploads are at most a few megabytes.
const BODY: u64 = 64 * 1024 * 1024;

/// A request as it came.
#[derive(Clone, Debug)]
pub(super) struct HttpRequest {
    pub(super) method: String,
    /// Path and query.
    pub(super) target: String,
    pub(super) headers: Headers,
    pub(super) body: Vec<u8>,
}

impl HttpRequest {
    /// Path without query.
    pub(super) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The query, empty if there is none.
    pub(super) fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct HttpAnswer {
    pub(super) status: u16,
    pub(super) headers: Headers,
    pub(super) body: Vec<u8>,
}

/// Reads a request; `None` if the other side is done.
pub(super) fn read_request(stream: &mut BufReader<TcpStream>) -> io::Result<Option<HttpRequest>> {
    let Some(first) = line(stream)? else {
        return Ok(None);
    };
    let mut parts = first.split(' ');
    let (Some(method), Some(target), Some(version)) = (parts.next(), parts.next(), parts.next())
    else {
        return Err(malformed("request line"));
    };
    if !version.starts_with("HTTP/1.") || !target.starts_with('/') {
        return Err(malformed("request line"));
    }
    let headers = headers(stream)?;
    if headers
        .get("Expect")
        .is_some_and(|value| value.eq_ignore_ascii_case("100-continue"))
    {
        stream
            .get_mut()
            .write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    let body = match body_length(&headers)? {
        Length::Chunked => chunks(stream)?,
        Length::Bytes(length) => exactly(stream, length)?,
        Length::UntilClosed => Vec::new(),
    };
    Ok(Some(HttpRequest {
        method: method.to_owned(),
        target: target.to_owned(),
        headers,
        body,
    }))
}

/// Reads the answer to a request that was not `HEAD`.
pub(super) fn read_answer(stream: &mut BufReader<TcpStream>) -> io::Result<HttpAnswer> {
    loop {
        let first = line(stream)?.ok_or_else(cut)?;
        let status: u16 = first
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .ok_or_else(|| malformed("status line"))?;
        let headers = headers(stream)?;
        if (100..200).contains(&status) {
            continue;
        }
        let body = match body_length(&headers)? {
            _ if matches!(status, 204 | 304) => Vec::new(),
            Length::Chunked => chunks(stream)?,
            Length::Bytes(length) => exactly(stream, length)?,
            Length::UntilClosed => {
                let mut body = Vec::new();
                stream.take(BODY).read_to_end(&mut body)?;
                body
            }
        };
        return Ok(HttpAnswer {
            status,
            headers,
            body,
        });
    }
}

/// An answer as bytes.
pub(super) fn answer_bytes(answer: &HttpAnswer) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {} {}\r\n", answer.status, reason(answer.status));
    text.push_str(&format!("Date: {}\r\n", http_date(SystemClock.now())));
    for (name, value) in answer.headers.iter() {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if answer.status != 204 {
        text.push_str(&format!("Content-Length: {}\r\n", answer.body.len()));
    }
    text.push_str("\r\n");
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(&answer.body);
    bytes
}

/// A request as bytes.
pub(super) fn request_bytes(
    method: &str,
    target: &str,
    host: &str,
    headers: &Headers,
    body: &[u8],
) -> Vec<u8> {
    let mut text = format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\n");
    for (name, value) in headers.iter() {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

enum Length {
    Bytes(u64),
    Chunked,
    UntilClosed,
}

fn body_length(headers: &Headers) -> io::Result<Length> {
    if let Some(coding) = headers.get("Transfer-Encoding") {
        return match coding.eq_ignore_ascii_case("chunked") {
            true => Ok(Length::Chunked),
            false => Err(malformed("transfer encoding")),
        };
    }
    match headers.get("Content-Length") {
        None => Ok(Length::UntilClosed),
        Some(length) => match length.trim().parse() {
            Ok(length) if length <= BODY => Ok(Length::Bytes(length)),
            _ => Err(malformed("content length")),
        },
    }
}

fn headers(stream: &mut BufReader<TcpStream>) -> io::Result<Headers> {
    let mut headers = Headers::new();
    for _ in 0..LINES {
        let line = line(stream)?.ok_or_else(cut)?;
        if line.is_empty() {
            return Ok(headers);
        }
        let (name, value) = line.split_once(':').ok_or_else(|| malformed("header"))?;
        headers.add(name.trim(), value.trim());
    }
    Err(malformed("number of headers"))
}

fn chunks(stream: &mut BufReader<TcpStream>) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let size = line(stream)?.ok_or_else(cut)?;
        let size = size.split(';').next().unwrap_or_default().trim();
        let size = u64::from_str_radix(size, 16).map_err(|_| malformed("chunk"))?;
        if size > BODY - body.len() as u64 {
            return Err(malformed("chunk"));
        }
        if size == 0 {
            headers(stream)?;
            return Ok(body);
        }
        body.extend(exactly(stream, size)?);
        line(stream)?;
    }
}

fn exactly(stream: &mut BufReader<TcpStream>, length: u64) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    stream.take(length).read_to_end(&mut body)?;
    match body.len() as u64 == length {
        true => Ok(body),
        false => Err(cut()),
    }
}

/// A line without its end; `None` at the end of the stream.
fn line(stream: &mut BufReader<TcpStream>) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    stream.take(LINE).read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.pop() != Some(b'\n') {
        return Err(malformed("line"));
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    String::from_utf8(bytes)
        .map(Some)
        .map_err(|_| malformed("line"))
}

fn malformed(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("not HTTP/1.1: {what}"))
}

fn cut() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the connection was cut")
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        _ => "Status",
    }
}
