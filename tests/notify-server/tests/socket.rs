//! The program, driven over a real socket by what WeChat Pay would send.
#![allow(missing_docs)]

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{env, fs, process, thread};
use wechatpay_client::keys::{ApiV2Key, ApiV3Key, MerchantKey};
use wechatpay_client::signature::v2::{SignType, sign};

const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0119000001092024010100000000000001";
const API_V3_KEY: &str = "0123456789abcdefghijklmnopqrstuv";
const API_V2_KEY: &str = "vutsrqponmlkjihgfedcba9876543210";

/// A running server. Ends with the test.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(folder: &Folder) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_notify-server"))
            .args(["--listen", "127.0.0.1:0", "--database"])
            .arg(folder.0.join("notices.sqlite"))
            .env("WECHATPAY_PLATFORM_PUBLIC_KEY_ID", PUBLIC_KEY_ID)
            .env(
                "WECHATPAY_PLATFORM_PUBLIC_KEY",
                folder.0.join("pub_key.pem"),
            )
            .env("WECHATPAY_API_V3_KEY", API_V3_KEY)
            .env("WECHATPAY_API_V2_KEY", API_V2_KEY)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let output = process.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut line).unwrap();
        let address = line
            .trim()
            .strip_prefix("listening on http://")
            .unwrap()
            .to_owned();
        Self { process, address }
    }

    /// Status and body of the answer.
    fn send(&self, request: &[u8]) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        stream.write_all(request).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, body.to_owned())
    }

    fn page(&self) -> String {
        let (status, page) = self.send(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assert_eq!(status, 200);
        page
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A folder of its own for each test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("notify-server-{name}-{}", process::id()));
        fs::create_dir_all(&path).unwrap();
        let pem = data("generated.json")["public_spki_of_second_key"]
            .as_str()
            .unwrap()
            .to_owned();
        fs::write(path.join("pub_key.pem"), pem).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The throw-away keys of the client's tests.
fn data(file: &str) -> Value {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../generated-client/tests/data/"
    );
    serde_json::from_slice(&fs::read(format!("{folder}{file}")).unwrap()).unwrap()
}

fn platform_key() -> MerchantKey {
    let pem = &data("published.json")["rsa_oaep_sha1_decrypt"]["private_key_pkcs8"];
    MerchantKey::from_pem(pem.as_str().unwrap().replace("TESTING KEY", "PRIVATE KEY")).unwrap()
}

fn post(headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let headers: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let length = body.len();
    format!("POST /notify HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}")
        .into_bytes()
}

/// A request of API v3, signed now.
fn v3(id: &str, event: &str, original: &str, content: &Value) -> Vec<u8> {
    let key = ApiV3Key::new(API_V3_KEY).unwrap();
    let ciphertext = key
        .encrypt("0123456789ab", original, &content.to_string())
        .unwrap();
    let body = json!({
        "id": id, "create_time": "2026-01-15T08:13:20+08:00", "resource_type": "encrypt-resource", "event_type": event, "summary": "",
        "resource": {
            "original_type": original, "algorithm": "AEAD_AES_256_GCM", "ciphertext": ciphertext,
            "associated_data": original, "nonce": "0123456789ab",
        },
    })
    .to_string();
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
        .to_string();
    let signature = platform_key()
        .sign(format!("{now}\nnonce\n{body}\n").as_bytes())
        .unwrap();
    let headers = [
        ("Content-Type", "application/json"),
        ("Wechatpay-Timestamp", now.as_str()),
        ("Wechatpay-Nonce", "nonce"),
        ("Wechatpay-Serial", PUBLIC_KEY_ID),
        ("Wechatpay-Signature", signature.as_str()),
    ];
    post(&headers, &body)
}

fn paid(id: &str, order: &str) -> Vec<u8> {
    let content = json!({ "out_trade_no": order, "trade_state": "SUCCESS", "amount": { "payer_total": 1234 } });
    v3(id, "TRANSACTION.SUCCESS", "transaction", &content)
}

fn refund(id: &str, event: &str, state: &str) -> Vec<u8> {
    let content = json!({ "out_trade_no": "order-1", "out_refund_no": "refund-1", "refund_status": state, "amount": { "refund": 34 } });
    v3(id, event, "refund", &content)
}

fn v2(fields: &[(&str, &str)], signed: bool) -> Vec<u8> {
    let signature = sign(
        fields.iter().copied(),
        SignType::Md5,
        &ApiV2Key::new(API_V2_KEY).unwrap(),
    );
    let sign = signed.then_some(("sign", signature.as_str()));
    let fields: String = fields
        .iter()
        .copied()
        .chain(sign)
        .map(|(name, value)| format!("<{name}><![CDATA[{value}]]></{name}>"))
        .collect();
    post(
        &[("Content-Type", "text/xml")],
        &format!("<xml>{fields}</xml>"),
    )
}

const OK: &str = r#"{"code":"SUCCESS","message":"OK"}"#;

#[test]
fn notices_are_kept_once_answered_and_shown() {
    let folder = Folder::new("kept");
    let server = Server::start(&folder);
    for _ in 0..2 {
        assert_eq!(server.send(&paid("EV-1", "order-1")), (200, OK.to_owned()));
    }
    assert_eq!(
        server.send(&refund("EV-2", "REFUND.SUCCESS", "SUCCESS")).0,
        200
    );
    // Comes late; the refund stays what it is.
    assert_eq!(
        server
            .send(&refund("EV-3", "REFUND.ABNORMAL", "ABNORMAL"))
            .0,
        200
    );
    assert_eq!(
        server.send(&v3("EV-4", "SOMETHING.NEW", "x", &json!({}))).0,
        200
    );
    assert_eq!(server.send(&paid("EV-5", "<script>")).0, 200);
    let page = server.page();
    assert!(page.contains("<td>payment</td><td>order-1</td><td>order-1</td><td>SUCCESS</td><td>12.34</td><td>1</td>"), "{page}");
    assert!(page.contains("<td>refund</td><td>refund-1</td><td>order-1</td><td>SUCCESS</td><td>0.34</td><td>2</td>"), "{page}");
    assert!(
        page.contains("&lt;script&gt;") && !page.contains("<script>"),
        "{page}"
    );

    // What is kept stays kept.
    drop(server);
    let server = Server::start(&folder);
    assert_eq!(server.send(&paid("EV-1", "order-1")).0, 200);
    assert!(server.page().contains("<td>12.34</td><td>1</td>"));
}

#[test]
fn notices_of_api_v2_are_answered_in_xml() {
    let folder = Folder::new("v2");
    let server = Server::start(&folder);
    let fields = [
        ("return_code", "SUCCESS"),
        ("result_code", "SUCCESS"),
        ("out_trade_no", "order-2"),
        ("transaction_id", "42"),
        ("total_fee", "99"),
    ];
    let ok = "<xml><return_code>SUCCESS</return_code><return_msg>OK</return_msg></xml>";
    for _ in 0..2 {
        assert_eq!(server.send(&v2(&fields, true)), (200, ok.to_owned()));
    }
    let inside = "<root><out_refund_no>refund-2</out_refund_no><refund_id>5</refund_id><refund_status>SUCCESS</refund_status><refund_fee>9</refund_fee></root>";
    let sealed = ApiV2Key::new(API_V2_KEY)
        .unwrap()
        .encrypt_refund(inside)
        .unwrap();
    assert_eq!(
        server.send(&v2(&[("req_info", &sealed)], false)),
        (200, ok.to_owned())
    );
    let (status, answer) = server.send(&v2(&fields, false));
    assert_eq!(status, 401);
    assert!(
        answer.contains("<return_code>FAIL</return_code>"),
        "{answer}"
    );
    let page = server.page();
    assert!(
        page.contains("<td>order-2</td><td>SUCCESS</td><td>0.99</td><td>1</td>"),
        "{page}"
    );
    assert!(
        page.contains("<td>refund-2</td><td></td><td>SUCCESS</td><td>0.09</td>"),
        "{page}"
    );
}

#[test]
fn what_is_not_genuine_is_refused_and_not_kept() {
    let folder = Folder::new("refused");
    let server = Server::start(&folder);
    let genuine = String::from_utf8(paid("EV-1", "order-1")).unwrap();
    assert_eq!(
        server
            .send(genuine.replace("2026-01-15", "2026-01-16").as_bytes())
            .0,
        401
    );
    assert_eq!(
        server
            .send(
                genuine
                    .replace("Wechatpay-Nonce: n", "Wechatpay-Nonce: m")
                    .as_bytes()
            )
            .0,
        401
    );
    let probe = genuine.replace(
        "Wechatpay-Signature: ",
        "Wechatpay-Signature: WECHATPAY/SIGNTEST/",
    );
    assert_eq!(server.send(probe.as_bytes()).0, 401);
    assert_eq!(server.send(&post(&[], "{}")).0, 401);
    assert_eq!(server.send(&post(&[], "<xml>")).0, 400);
    assert_eq!(server.send(&post(&[], &" ".repeat(300 * 1024))).0, 413);
    assert!(!server.page().contains("<td>"), "nothing is kept");
    assert_eq!(server.send(genuine.as_bytes()).0, 200);
}

/// WeChat Pay may send a notice again while the first is still being dealt with.
#[test]
fn a_notice_that_comes_at_the_same_time_is_kept_once() {
    let folder = Folder::new("same-time");
    let server = Server::start(&folder);
    let request = paid("EV-1", "order-1");
    thread::scope(|scope| {
        let threads: Vec<_> = (0..16)
            .map(|_| scope.spawn(|| server.send(&request)))
            .collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), (200, OK.to_owned()));
        }
    });
    assert!(server.page().contains("<td>12.34</td><td>1</td>"));
}
