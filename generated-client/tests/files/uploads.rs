//! Uploads: the document about the file is what is signed, and the file is checked before anything is sent.

use crate::data::merchant_key;
use crate::platform::signed;
use crate::server::{Do, Received, Server};
use crate::{Clients, Folder, wire};
use std::future::IntoFuture;
use std::io::Read;
use std::sync::{Arc, Mutex};
use wechatpay_client::rt::{self, Method, Operation};
use wechatpay_client::upload::{FROM_FILE, HashAlgorithm};
use wechatpay_client::{Error, FilePart};

#[non_exhaustive]
pub struct Form {
    pub file: FilePart,
    pub meta: rt::Json<Meta>,
}
rt::object!(Request Form: 0 file, 1 meta);

#[non_exhaustive]
pub struct Meta {
    pub filename: Option<String>,
    pub sha256: Option<String>,
    pub digest: Option<String>,
    pub item_id: Option<i64>,
}
rt::object!(Request Meta: 0 filename, 1 sha256, 2 digest, 3 item_id);

#[non_exhaustive]
pub struct Uploaded {
    pub media_id: Option<String>,
}
rt::object!(Response Uploaded: 0 media_id);

const IMAGE: Operation = Operation {
    method: Method::Post,
    path: "/v3/merchant/media/upload",
    request: rt::BodyKind::Multipart,
    ..Operation::V3
};
const INVOICE: Operation = Operation {
    path: "/v3/new-tax-control-fapiao/fapiao-applications/upload-fapiao-file",
    ..IMAGE
};

fn image(file: FilePart, sha256: &str) -> Form {
    let meta = Meta {
        filename: Some(FROM_FILE.into()),
        sha256: Some(sha256.into()),
        digest: None,
        item_id: Some(7),
    };
    Form {
        file,
        meta: meta.into(),
    }
}

/// A server that remembers the last request.
fn server() -> (Server, Arc<Mutex<Received>>) {
    let last: Arc<Mutex<Received>> = Arc::default();
    let own = last.clone();
    let server = Server::start(move |received: &Received| {
        *own.lock().unwrap() = received.clone();
        Do::Answer(wire(signed(200, r#"{"media_id":"m1"}"#)))
    });
    (server, last)
}

/// The parts of a form: head and content.
fn parts(received: &Received) -> Vec<(String, Vec<u8>)> {
    let kind = received.header("content-type").unwrap();
    let boundary = kind.split_once("boundary=").unwrap().1;
    let mut text = received.body.as_slice();
    let mut parts = Vec::new();
    let find = |text: &[u8], what: &str| {
        let mut windows = text.windows(what.len());
        windows
            .position(|window| window == what.as_bytes())
            .unwrap()
    };
    loop {
        text = &text[find(text, &format!("--{boundary}")) + 2 + boundary.len()..];
        if text.starts_with(b"--\r\n") {
            return parts;
        }
        let head = find(text, "\r\n\r\n");
        let end = find(text, &format!("\r\n--{boundary}"));
        let content = text[head + 4..end].to_vec();
        parts.push((String::from_utf8(text[..head].to_vec()).unwrap(), content));
    }
}

#[test]
fn the_document_about_the_file_is_filled_in_and_signed_exactly() {
    let (server, last) = server();
    let clients = Clients::of(server.url(""));
    let content = b"\x89PNG\r\n\r\n--wechatpay-form-boundary\r\n\0".to_vec();
    let file = FilePart::new("licence.PNG", content.clone());
    let digest = HashAlgorithm::Sha256.hash(&content);
    for client in [&clients.awaiting, &clients.blocking] {
        let call = rt::Path::new(client).call::<Uploaded>(&IMAGE);
        let call = call.body(image(file.clone(), FROM_FILE));
        let awaits = std::ptr::eq(client, &clients.awaiting);
        let reply = if awaits {
            clients.runtime.block_on(call.into_future())
        } else {
            call.send_blocking()
        };
        assert_eq!(reply.unwrap().media_id.as_deref(), Some("m1"));
        let received = last.lock().unwrap().clone();
        let parts = parts(&received);
        let [(file_head, file), (meta_head, meta)] = &parts[..] else {
            panic!("{parts:?}");
        };
        assert_eq!(*file, content);
        assert!(
            file_head.contains(r#"name="file"; filename="licence.PNG""#),
            "{file_head}"
        );
        assert!(file_head.contains("Content-Type: image/png"), "{file_head}");
        assert!(meta_head.contains(r#"name="meta""#) && meta_head.contains("application/json"));
        let expected = format!(r#"{{"filename":"licence.PNG","sha256":"{digest}","item_id":7}}"#);
        assert_eq!(String::from_utf8_lossy(meta), expected);

        // The signature is that of the document, byte for byte.
        let authorization = received.header("authorization").unwrap();
        let field = |name: &str| {
            let start = authorization.split_once(&format!("{name}=\"")).unwrap().1;
            start.split_once('"').unwrap().0
        };
        let (timestamp, nonce) = (field("timestamp"), field("nonce_str"));
        let path = received.path();
        let message = format!("POST\n{path}\n{timestamp}\n{nonce}\n{expected}\n");
        let signature = merchant_key().sign(message.as_bytes()).unwrap();
        assert_eq!(field("signature"), signature);
    }
}

#[cfg(feature = "sm3")]
#[test]
fn a_digest_in_sm3_is_filled_in_and_a_known_one_compared() {
    let (server, last) = server();
    let clients = Clients::of(server.url(""));
    let send = |digest: &str| {
        let meta = Meta {
            filename: None,
            sha256: None,
            digest: Some(digest.into()),
            item_id: None,
        };
        let form = Form {
            file: FilePart::read("invoice.pdf", &b"abc"[..]).unwrap(),
            meta: meta.into(),
        };
        let call = rt::Path::new(&clients.blocking).call::<Uploaded>(&INVOICE);
        call.body(form).send_blocking()
    };
    let sm3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
    for digest in [FROM_FILE, sm3, &sm3.to_uppercase()] {
        send(digest).unwrap();
        let parts = parts(&last.lock().unwrap().clone());
        let meta = String::from_utf8_lossy(&parts[1].1).to_lowercase();
        assert_eq!(meta, format!(r#"{{"digest":"{sm3}"}}"#));
    }
    // The digest of a stream that was cut off.
    let error = send(&HashAlgorithm::Sm3.hash(b"abcd")).unwrap_err();
    assert!(
        error.to_string().contains("not the SM3 of the file"),
        "{error}"
    );
}

#[test]
fn a_file_that_the_page_does_not_take_is_not_sent() {
    let (server, _) = server();
    let clients = Clients::of(server.url(""));
    let two = 2 << 20;
    let table = [
        (FilePart::new("a.gif", "x"), "jpg, bmp, png"),
        (FilePart::new("png", "x"), "does not end"),
        (FilePart::new("a.png", vec![0; two + 1]), "allows 2097152"),
        (FilePart::new("a.png", ""), "empty"),
    ];
    for (file, expected) in table {
        let call = rt::Path::new(&clients.blocking).call::<Uploaded>(&IMAGE);
        match call.body(image(file, FROM_FILE)).send_blocking() {
            Err(Error::Build(error)) => {
                assert!(error.to_string().contains(expected), "{error}");
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(server.connections(), 0);
    let call = rt::Path::new(&clients.blocking).call::<Uploaded>(&IMAGE);
    let largest = FilePart::new("a.jpg", vec![0; two]);
    call.body(image(largest, FROM_FILE))
        .send_blocking()
        .unwrap();
}

#[test]
fn a_file_comes_from_bytes_from_a_path_and_from_a_reader() {
    let folder = Folder::new();
    let path = folder.0.join("receipt.jpg");
    std::fs::write(&path, b"bytes").unwrap();
    let files = [
        FilePart::new("receipt.jpg", b"bytes"),
        FilePart::open(&path).unwrap(),
        FilePart::read("receipt.jpg", &b"bytes"[..]).unwrap(),
    ];
    assert!(files.iter().all(|file| *file == files[0]));
    assert_eq!(files[0].content_type, "image/jpeg");
    assert!(FilePart::open(folder.0.join("none.jpg")).is_err());
    assert!(FilePart::open("/").is_err());
    assert!(FilePart::read("x", std::io::repeat(0)).is_err());
    assert!(FilePart::read("x", std::io::repeat(0).take(1 << 20)).is_ok());
}

#[test]
fn what_no_page_documents_is_uploaded_by_its_path() {
    let (server, last) = server();
    let clients = Clients::of(server.url(""));
    let video = FilePart::new("shop.mp4", b"video");
    let call = clients.blocking.chain("v3/merchant/media/video_upload");
    let reply = call.upload(video).send_blocking().unwrap();
    assert_eq!(reply["media_id"], "m1");
    let received = last.lock().unwrap().clone();
    assert_eq!(received.path(), "/v3/merchant/media/video_upload");
    let parts = parts(&received);
    let digest = HashAlgorithm::Sha256.hash(b"video");
    let meta = format!(r#"{{"filename":"shop.mp4","sha256":"{digest}"}}"#);
    assert_eq!(String::from_utf8_lossy(&parts[0].1), meta);
    assert!(parts[1].0.contains("video/mp4"));
    assert_eq!(parts[1].1, b"video");
}
