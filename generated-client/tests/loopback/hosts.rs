//! The second host.

use crate::data::PUBLIC_KEY_ID;
use crate::platform::signed;
use crate::server::{Server, listen, read};
use crate::{answer, is_signed, ways};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::PrivateKeyDer;
use serde_json::json;
use std::io::{self, BufReader, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, mpsc};
use std::thread;

const SECOND: &str = "api2.mch.weixin.qq.com";

/// A proxy that knows the way to the second host alone, and shows what it was asked for.
fn proxy(to: SocketAddr) -> (SocketAddr, mpsc::Receiver<String>) {
    let (seen, asked) = mpsc::channel();
    let (address, _) = listen(move |client, _| {
        let mut reader = BufReader::new(client.try_clone()?);
        let Some(request) = read(&mut reader)? else {
            return Ok(());
        };
        drop(seen.send(request.path().to_owned()));
        if request.path() != format!("{SECOND}:443") {
            return (&client).write_all(b"HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n");
        }
        (&client).write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
        let server = TcpStream::connect(to)?;
        let (client_half, server_half) = (client.try_clone()?, server.try_clone()?);
        thread::spawn(move || pipe(client_half, server_half));
        pipe(server, client)
    });
    (address, asked)
}

fn pipe(mut from: TcpStream, mut to: TcpStream) -> io::Result<()> {
    io::copy(&mut from, &mut to)?;
    to.shutdown(Shutdown::Write)
}

/// A certificate for the second host, in PEM, and a server's configuration with it.
fn certified() -> (String, ServerConfig) {
    let made = rcgen::generate_simple_self_signed([SECOND.to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    (made.cert.pem(), config)
}

#[test]
fn when_the_first_host_is_dead_the_second_one_answers() {
    let (certificate, config) = certified();
    let server = Server::secure(config, |received| {
        assert!(is_signed(received));
        assert_eq!(received.header("wechatpay-serial"), Some(PUBLIC_KEY_ID));
        assert_eq!(received.header("host"), Some(SECOND));
        answer(&signed(200, "{}"))
    });
    let (address, asked) = proxy(server.address);
    let through = format!("http://{address}");
    for way in ways(|options| {
        let options = options.root_certificates(&certificate).unwrap();
        options.proxy(&through).unwrap()
    }) {
        let client = way.builder().retries(1).build().unwrap();
        // An order without a number, too: the first attempt did not arrive anywhere.
        (way.run)(client.chain("v3/x").post(json!({}))).unwrap();
        let seen: Vec<String> = asked.try_iter().collect();
        assert_eq!(
            seen,
            ["api.mch.weixin.qq.com:443", "api2.mch.weixin.qq.com:443"],
            "{}",
            way.name
        );
        let builder = way.builder().retries(1).second_host(false);
        let client = builder.build().unwrap();
        let call = client.chain("v3/x").get();
        assert!((way.run)(call).is_err(), "{}", way.name);
        let seen: Vec<String> = asked.try_iter().collect();
        assert_eq!(seen, ["api.mch.weixin.qq.com:443"; 2], "{}", way.name);
    }
}
