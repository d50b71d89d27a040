//! What a download does with what comes, and with what does not come.

use crate::data::{MCHID, SERIAL};
use crate::platform::signed;
use crate::server::{Do, Received, Server, ok};
use crate::{Clients, Folder, wire};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use wechatpay_client::download::{DownloadError, FileAddress, HashAlgorithm, Progress};
use wechatpay_client::rt::{self, Binary, Operation};
use wechatpay_client::{Client, Error, Response, TransportErrorKind};

pub fn sha1(bytes: &[u8]) -> String {
    HashAlgorithm::Sha1.hash(bytes)
}

fn address(server: &Server, path: &str) -> FileAddress {
    FileAddress::new(server.url(path))
}

#[test]
fn a_file_is_checked_by_each_algorithm() {
    let content = b"a file of some length".repeat(5000);
    let served = content.clone();
    let server = Server::start(move |_| Do::Answer(ok(&served)));
    let clients = Clients::of(server.url(""));
    let file = |address: &FileAddress| clients.content(|c| c.download_file(address.clone()));
    for name in ["SHA1", "SHA256", "SM3", "MD5"] {
        let Some(algorithm) = HashAlgorithm::from_name(name) else {
            let address = address(&server, "/file").hash(name, "00");
            let error = clients.error(|client| client.download_file(address.clone()));
            let feature = if name == "MD5" { "`v2`" } else { "`sm3`" };
            assert!(error.to_string().contains(feature), "{error}");
            continue;
        };
        let digest = algorithm.hash(&content);
        let right = address(&server, "/v3/billdownload/file?token=a%2Fb");
        assert_eq!(file(&right), content);
        assert_eq!(file(&right.clone().hash(name, &digest)), content);
        let upper = digest.to_uppercase();
        assert_eq!(file(&right.clone().hash(name, upper)), content);

        let wrong = right.hash(name, algorithm.hash(b"another file"));
        let error = clients.error(|client| client.download_file(wrong.clone()));
        let Error::Download(error) = error else {
            panic!("{error}");
        };
        let DownloadError::Digest { found, .. } = &*error else {
            panic!("{error}");
        };
        assert_eq!(*found, digest);
    }
}

#[test]
fn the_address_is_signed_as_it_is_and_shown_to_no_stranger() {
    let server = Server::start(|received: &Received| {
        let signed = received.header("authorization").is_some_and(|value| {
            value.starts_with("WECHATPAY2-SHA256-RSA2048 ")
                && value.contains(MCHID)
                && value.contains(SERIAL)
        });
        assert!(signed, "{received:?}");
        Do::Answer(ok(received.path()))
    });
    let clients = Clients::of(server.url(""));
    for path in ["/v3/x?token=a%2Fb+c&b=%7e", "/any/other/path", "/"] {
        let found = clients.content(|client| client.download_file(server.url(path)));
        assert_eq!(found, path.as_bytes());
    }
    for url in [
        "https://example.com/v3/billdownload/file",
        "https://weixin.qq.com.example.com/",
        "https://evilweixin.qq.com/",
        "https://user@api.mch.weixin.qq.com/",
        "http://api.mch.weixin.qq.com/",
        "http://127.0.0.1:1/",
        "/v3/billdownload/file",
        "https://api.mch.weixin.qq.com/a b",
        "",
    ] {
        let error = clients.error(|client| client.download_file(url));
        assert!(matches!(error, Error::Build(_)), "{url}: {error}");
    }
}

#[test]
fn a_file_that_is_cut_off_never_looks_complete() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";
    let cut = format!("{head}{}", "x".repeat(50_000)).into_bytes();
    let until_close = b"HTTP/1.1 200 OK\r\n\r\nno length is announced".to_vec();
    let stalled = format!("{head}half").into_bytes();
    let server = Server::start(move |received| match received.path() {
        "/cut" => Do::Cut(cut.clone()),
        "/stalled" => Do::Answer(stalled.clone()),
        _ => Do::Cut(until_close.clone()),
    });
    let clients = Clients::of(server.url(""));
    for (path, kind) in [
        ("/cut", TransportErrorKind::Interrupted),
        ("/stalled", TransportErrorKind::Timeout),
    ] {
        match clients.error(|client| client.download_file(server.url(path))) {
            Error::Transport(error) => assert_eq!(error.kind, kind),
            error => panic!("{error}"),
        }
    }
    // A body that ends with the connection has no end of its own: the digest tells.
    let whole = sha1(b"no length is announced, so this could be missing");
    let close = address(&server, "/close").hash("SHA1", whole);
    let error = clients.error(|client| client.download_file(close.clone()));
    assert!(matches!(error, Error::Download(_)), "{error}");
}

#[test]
fn a_digest_that_cannot_be_checked_is_an_error_before_anything_is_sent() {
    let server = Server::start(|_| Do::Answer(ok("file")));
    let clients = Clients::of(server.url(""));
    for (name, value) in [
        ("CRC32", "00"),
        ("SHA1", "12"),
        ("", "12"),
        ("SHA256", "zz"),
    ] {
        let odd = address(&server, "/").hash(name, value);
        let error = clients.error(|client| client.download_file(odd.clone()));
        let expected = DownloadError::UnknownDigest {
            algorithm: name.into(),
            value: value.into(),
        };
        assert_eq!(error.to_string(), expected.to_string());
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn a_file_that_is_longer_than_allowed_is_given_up() {
    let server = Server::start(|_| Do::Answer(ok(vec![0; 100_001])));
    let clients = Clients::of(server.url(""));
    let file = |limit| move |c: &Client| c.download_file(format!("{}/", c_url(c))).max_bytes(limit);
    assert_eq!(clients.content(file(100_001)).len(), 100_001);
    let error = clients.error(file(100_000));
    assert_eq!(
        error.to_string(),
        DownloadError::TooLong { limit: 100_000 }.to_string()
    );
}

/// The base URL of a client, from a request.
fn c_url(client: &Client) -> String {
    let request = client.chain("v3/x").get().render().unwrap();
    request.url.trim_end_matches("/v3/x").to_owned()
}

#[test]
fn progress_is_told_and_ends_at_the_total() {
    let server = Server::start(|_| Do::Answer(ok(vec![1; 300_000])));
    let clients = Clients::of(server.url(""));
    let told: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let own = told.clone();
    clients.content(move |client| {
        let own = own.clone();
        client
            .download_file(format!("{}/", c_url(client)))
            .progress(move |progress| own.lock().unwrap().push(progress))
    });
    let told = told.lock().unwrap();
    assert!(told.iter().all(|one| one.total == Some(300_000)));
    let ends = told.iter().filter(|one| one.received == 300_000).count();
    assert_eq!(ends, 6);
}

#[test]
fn a_refused_download_is_the_error_of_the_answer() {
    let server = Server::start(|_| {
        let body = r#"{"code":"PARAM_ERROR","message":"the address is too old"}"#;
        Do::Answer(wire(signed(400, body)))
    });
    let clients = Clients::of(server.url(""));
    match clients.error(|client| client.download_file(c_url(client) + "/v3/billdownload/file")) {
        Error::Api(error) => {
            assert_eq!((error.status(), error.code()), (400, Some("PARAM_ERROR")));
            assert!(error.is_authenticated());
        }
        error => panic!("{error}"),
    }
}

#[test]
fn it_is_tried_again_until_the_file_begins() {
    let count = Arc::new(AtomicUsize::new(0));
    let own = count.clone();
    let server = Server::start(move |_| match own.fetch_add(1, Ordering::SeqCst) % 2 {
        0 => Do::Answer(wire(Response::new(503, Default::default(), "later"))),
        _ => Do::Answer(ok("the file")),
    });
    let clients = Clients::with(server.url(""), |builder| builder.retries(1));
    assert_eq!(
        clients.content(|client| client.download_file(server.url("/"))),
        b"the file"
    );
    assert_eq!(count.load(Ordering::SeqCst), 12);
}

#[test]
fn the_limit_of_time_holds_for_the_whole_file() {
    let server = Server::start(|_| Do::Late(Duration::from_millis(300), ok("late")));
    let clients = Clients::of(server.url(""));
    assert_eq!(
        clients.content(|client| client.download_file(server.url("/"))),
        b"late"
    );
    let limit = Duration::from_millis(100);
    match clients.error(|client| client.download_file(server.url("/")).timeout(limit)) {
        Error::Transport(error) => assert_eq!(error.kind, TransportErrorKind::Timeout),
        error => panic!("{error}"),
    }
}

#[test]
fn a_file_takes_the_place_of_an_older_one_only_when_it_is_complete() {
    let server = Server::start(|_| Do::Answer(ok("new")));
    let clients = Clients::of(server.url(""));
    let folder = Folder::new();
    let path = folder.0.join("bill.csv");
    std::fs::write(&path, "old").unwrap();
    let bad = address(&server, "/").hash("SHA1", sha1(b"other"));
    let failed = clients.blocking.download_file(bad).to_file_blocking(&path);
    assert!(failed.is_err());
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    assert_eq!(folder.names(), ["bill.csv"]);
    let good = address(&server, "/").hash("SHA1", sha1(b"new"));
    let done = clients.blocking.download_file(good).to_file_blocking(&path);
    let done = done.unwrap();
    assert_eq!((done.bytes, done.received), (3, 3));
    assert_eq!(std::fs::read(&path).unwrap(), b"new");

    // A place that cannot be written to is told before the file comes.
    let nowhere = folder.0.join("no such folder").join("bill.csv");
    let failed = clients.blocking.download_file(server.url("/"));
    match failed.to_file_blocking(nowhere) {
        Err(Error::Download(error)) => assert!(matches!(*error, DownloadError::Write(_))),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_download_that_is_given_up_leaves_nothing() {
    let begin = b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n".to_vec();
    let server = Server::start(move |_| Do::Answer([begin.clone(), vec![1; 3_000_000]].concat()));
    let clients = Clients::of(server.url(""));
    let folder = Folder::new();
    let path = folder.0.join("bill.csv");
    clients.runtime.block_on(async {
        let storing = clients
            .awaiting
            .download_file(server.url("/"))
            .to_file(&path);
        let given_up = tokio::time::timeout(Duration::from_millis(400), storing).await;
        assert!(given_up.is_err());
    });
    std::thread::sleep(Duration::from_millis(50));
    assert!(folder.names().is_empty(), "{:?}", folder.names());
}

#[test]
fn a_stream_may_be_given_up_between_pieces_and_a_download_be_spawned() {
    let server = Server::start(|_| Do::Late(Duration::from_millis(200), ok("the file")));
    let clients = Clients::of(server.url(""));
    let address = address(&server, "/").hash("SHA1", sha1(b"the file"));
    let download = clients.awaiting.download_file(address);
    let task = clients.runtime.spawn(async move {
        let mut stream = download.open().await?;
        let mut content = Vec::new();
        loop {
            // Most of these are dropped before a piece is there.
            let chunk = stream.chunk();
            match tokio::time::timeout(Duration::from_micros(50), chunk).await {
                Err(_) => {}
                Ok(Ok(Some(piece))) => content.extend(piece),
                Ok(Ok(None)) => return Ok::<_, Error>(content),
                Ok(Err(error)) => return Err(error),
            }
        }
    });
    let content = clients.runtime.block_on(task).unwrap().unwrap();
    assert_eq!(content, b"the file");
}

const STATEMENT: Operation = Operation {
    path: "/v3/global/statements",
    response: rt::ResponseKind::Binary,
    ..Operation::V3
};
const STATEMENT_HK: Operation = Operation {
    path: "/v3/statements",
    base_url: Some("https://api.mch.weixin.qq.com/hk/"),
    base_url_required: true,
    ..STATEMENT
};
const CONTRACT: Operation = Operation {
    path: "/v3/contract",
    response: rt::ResponseKind::Binary,
    ..Operation::V3
};
#[test]
fn a_statement_is_proven_by_the_digest_that_is_signed_in_its_place() {
    let body = "`2024-01-01,`HKD";
    let answer = |body: &str, sha1: &str| {
        let headers = signed(200, &format!(r#"{{"sha1":"{sha1}"}}"#)).headers;
        let answer = Response::new(200, headers, body);
        Do::Answer(wire(answer.header("Wechatpay-Statement-Sha1", sha1)))
    };
    let right = sha1(body.as_bytes());
    let good = right.clone();
    let server = Server::start(move |_| answer(body, &good));
    let clients = Clients::of(server.url(""));
    let download = |client: &Client| {
        let path = rt::Path::new(client);
        path.call::<Binary>(&STATEMENT).download()
    };
    assert_eq!(clients.content(download), body.as_bytes());

    let other = right.clone();
    let server = Server::start(move |_| answer("changed", &other));
    let clients = Clients::of(server.url(""));
    assert!(matches!(clients.error(download), Error::Download(_)));

    // A digest that is not signed is worth nothing.
    let server = Server::start(move |_| {
        let headers = signed(200, r#"{"sha1":"another"}"#).headers;
        let answer = Response::new(200, headers, body);
        Do::Answer(wire(answer.header("Wechatpay-Statement-Sha1", &right)))
    });
    let clients = Clients::of(server.url(""));
    assert!(matches!(clients.error(download), Error::Verify(_)));
    let server = Server::start(move |_| Do::Answer(ok(body)));
    let clients = Clients::of(server.url(""));
    assert!(matches!(clients.error(download), Error::Verify(_)));
}

#[test]
fn the_prefix_of_an_operation_is_kept_and_so_is_its_rule() {
    let server = Server::start(|received| {
        assert_eq!(received.path(), "/hk/v3/statements");
        let sha1 = sha1(b"plain csv");
        let headers = signed(200, &format!(r#"{{"sha1":"{sha1}"}}"#)).headers;
        let answer = Response::new(200, headers, "plain csv");
        Do::Answer(wire(answer.header("Wechatpay-Statement-Sha1", sha1)))
    });
    let clients = Clients::of(server.url(""));
    let found = clients.content(|client| {
        let path = rt::Path::new(client);
        path.call::<Binary>(&STATEMENT_HK).download()
    });
    assert_eq!(found, b"plain csv");
}

#[test]
fn a_file_whose_whole_body_is_signed_is_verified_before_it_is_given_out() {
    let server = Server::start(|_| Do::Answer(wire(signed(200, "signed file"))));
    let download = |client: &Client| {
        let path = rt::Path::new(client);
        path.call::<Binary>(&CONTRACT).download()
    };
    let clients = Clients::of(server.url(""));
    assert_eq!(clients.content(download), b"signed file");
    let server = Server::start(|_| {
        let mut answer = signed(200, "signed file");
        answer.body = b"another file".to_vec();
        Do::Answer(wire(answer))
    });
    let clients = Clients::of(server.url(""));
    assert!(matches!(clients.error(download), Error::Verify(_)));
}
