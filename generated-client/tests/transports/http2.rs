//! HTTP/2, which only the asynchronous transport speaks.

use crate::runtime;
use crate::secure::Authority;
use crate::server::listen;
use rustls::{ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use wechatpay_client::{AsyncTransport, Method, Request, Transport, TransportOptions};

/// A server of HTTP/2 with fixed frames: it answers every stream with status 200 and the number of the stream.
#[test]
fn http2_is_spoken_where_it_is_offered() {
    let authority = Authority::new();
    let config = Arc::new(authority.configure("localhost", false, &["h2", "http/1.1"]));
    let (address, connections) = listen(move |stream, _| {
        let connection = ServerConnection::new(config.clone()).unwrap();
        let mut stream = StreamOwned::new(connection, stream);
        let mut preface = [0; 24];
        stream.read_exact(&mut preface)?;
        assert_eq!(&preface, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        stream.write_all(&frame(4, 0, 0, &[]))?;
        loop {
            let mut head = [0; 9];
            stream.read_exact(&mut head)?;
            let [a, b, c, kind, flags, w, x, y, z] = head;
            let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
            stream.read_exact(&mut payload)?;
            let number = u32::from_be_bytes([w, x, y, z]);
            match kind {
                1 => {
                    stream.write_all(&frame(1, 4, number, &[0x88]))?;
                    stream.write_all(&frame(0, 1, number, number.to_string().as_bytes()))?;
                }
                4 if flags & 1 == 0 => stream.write_all(&frame(4, 1, 0, &[]))?,
                _ => {}
            }
            stream.flush()?;
        }
    });
    let options = TransportOptions::new()
        .root_certificates(authority.pem())
        .unwrap();
    let transport = AsyncTransport::new(options).unwrap();
    runtime().block_on(async {
        for number in ["1", "3", "5"] {
            let url = format!("https://localhost:{}/", address.port());
            let answer = transport
                .send(Request::new(Method::Get, url))
                .await
                .unwrap();
            assert_eq!((answer.status, &*answer.body), (200, number.as_bytes()));
        }
    });
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = (payload.len() as u32).to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}
