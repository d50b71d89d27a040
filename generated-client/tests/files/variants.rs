//! Bills packed and encrypted, asked for and downloaded in one.

use crate::data::generated;
use crate::downloads::sha1;
use crate::platform::signed;
use crate::server::{Do, Received, Server, ok};
use crate::{Clients, wire};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::sync::{Arc, Mutex};
use wechatpay_client::download::DownloadError;
use wechatpay_client::keys::{ApiV3Key, PlatformKey, PlatformPublicKey};
use wechatpay_client::v3::bill::{sub_merchant_fundflowbill, tradebill};
use wechatpay_client::{Client, Error};

fn packed(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A server that answers a question with `listing`, in which `HOST` is itself, and a file with what `files` has under its token.
fn server(listing: String, files: Vec<(&'static str, Vec<u8>)>) -> Server {
    let host: Arc<Mutex<String>> = Arc::default();
    let own = host.clone();
    let server = Server::start(move |received: &Received| {
        let path = received.path();
        match files.iter().find(|(token, _)| path.ends_with(token)) {
            Some((_, file)) => Do::Answer(ok(file)),
            None => {
                let body = listing.replace("HOST", &own.lock().unwrap());
                Do::Answer(wire(signed(200, &body)))
            }
        }
    });
    *host.lock().unwrap() = server.url("");
    server
}

fn listing(digest: &str) -> String {
    format!(
        r#"{{"hash_type":"SHA1","hash_value":"{digest}","download_url":"HOST/v3/billdownload/file?token=one"}}"#
    )
}

#[test]
fn a_bill_is_asked_for_and_downloaded_in_one() {
    let bill = "\u{feff}交易时间,商户号\r\n".repeat(3000).into_bytes();
    let server = server(listing(&sha1(&bill)), vec![("token=one", bill.clone())]);
    let clients = Clients::of(server.url(""));
    let download = |client: &Client| {
        let query = tradebill::GetQuery::new("2024-01-01");
        client.v3().bill().tradebill().get(query).download()
    };
    assert_eq!(clients.content(download), bill);
    // Nothing is packed, so nothing is unpacked.
    assert_eq!(clients.content(|client| download(client).unpacked()), bill);
}

#[test]
fn an_answer_without_a_file_and_an_operation_without_files_are_told() {
    let server = server("{}".into(), Vec::new());
    let clients = Clients::of(server.url(""));
    let error = clients.error(|client| {
        let query = tradebill::GetQuery::new("2024-01-01");
        client.v3().bill().tradebill().get(query).download()
    });
    assert_eq!(error.to_string(), DownloadError::NoAddress.to_string());
    let connections = server.connections();
    let error = clients.error(|client| {
        let query = wechatpay_client::v3::refund::domestic::refunds::out_refund_no::GetQuery::new();
        let refunds = client.v3().refund().domestic().refunds();
        refunds.out_refund_no("1").get(query).download()
    });
    assert!(matches!(error, Error::Build(_)), "{error}");
    assert_eq!(server.connections(), connections);
}

#[cfg(feature = "gzip")]
mod gzip {
    use super::*;

    fn download(client: &Client) -> wechatpay_client::download::Download {
        let query = tradebill::GetQuery::new("2024-01-01").tar_type("GZIP");
        client.v3().bill().tradebill().get(query).download()
    }

    #[test]
    fn the_digest_of_a_packed_bill_is_that_of_its_content() {
        let bill: Vec<u8> = (0..200_000_u32).flat_map(u32::to_be_bytes).collect();
        let file = packed(&bill);
        let served = server(listing(&sha1(&bill)), vec![("token=one", file.clone())]);
        let clients = Clients::of(served.url(""));
        assert_eq!(clients.content(download), file);
        assert_eq!(clients.content(|client| download(client).unpacked()), bill);

        // Members one after the other are one content.
        let (start, end) = bill.split_at(1000);
        let members = [packed(start), packed(end)].concat();
        let served = server(listing(&sha1(&bill)), vec![("token=one", members)]);
        let clients = Clients::of(served.url(""));
        assert_eq!(clients.content(|client| download(client).unpacked()), bill);

        // The digest of the packed file is the wrong one.
        let served = server(listing(&sha1(&file)), vec![("token=one", file)]);
        let clients = Clients::of(served.url(""));
        for error in [
            clients.error(download),
            clients.error(|client| download(client).unpacked()),
        ] {
            assert!(error.to_string().contains(&sha1(&bill)), "{error}");
        }
    }

    #[test]
    fn a_packed_bill_that_is_cut_off_or_changed_or_not_packed_is_an_error() {
        let bill = b"some rows of a bill".repeat(1000);
        let file = packed(&bill);
        let mut changed = file.clone();
        let length = changed.len();
        changed[length - 6] ^= 1;
        for file in [
            file[..file.len() - 1].to_vec(),
            file[..file.len() / 2].to_vec(),
            changed,
            bill.clone(),
            Vec::new(),
        ] {
            let served = server(listing(&sha1(&bill)), vec![("token=one", file)]);
            let clients = Clients::of(served.url(""));
            for error in [
                clients.error(download),
                clients.error(|client| download(client).unpacked()),
            ] {
                let is_gzip = |error: &Error| match error {
                    Error::Download(error) => matches!(**error, DownloadError::Gzip(_)),
                    _ => false,
                };
                assert!(is_gzip(&error), "{error}");
            }
        }
    }

    #[test]
    fn a_bomb_is_stopped_at_the_limit() {
        let bomb = packed(&vec![0; 50_000_000]);
        assert!(bomb.len() < 300_000);
        let served = server(listing(&sha1(b"")), vec![("token=one", bomb)]);
        let clients = Clients::of(served.url(""));
        let error = clients.error(|client| download(client).max_bytes(1_000_000));
        let expected = DownloadError::TooLong { limit: 1_000_000 };
        assert_eq!(error.to_string(), expected.to_string());
    }
}

#[cfg(not(feature = "gzip"))]
#[test]
fn a_packed_bill_names_the_feature_that_it_needs() {
    let served = server(listing(&sha1(b"x")), vec![("token=one", packed(b"x"))]);
    let error = Clients::of(served.url("")).error(|client| {
        let query = tradebill::GetQuery::new("2024-01-01").tar_type("GZIP");
        client.v3().bill().tradebill().get(query).download()
    });
    let expected = DownloadError::NeedsFeature("gzip");
    assert_eq!(error.to_string(), expected.to_string());
}

const KEY: &str = "0123456789abcdefghijklmnopqrstuv";
const NONCE: &str = "a8607ef79034";

fn encrypted(content: &[u8]) -> Vec<u8> {
    let key = ApiV3Key::new(KEY).unwrap();
    let text = std::str::from_utf8(content).unwrap();
    crate::data::bytes(&key.encrypt(NONCE, "", text).unwrap())
}

fn parts(contents: &[(i64, &[u8])]) -> String {
    let merchant = PlatformPublicKey::from_pem("PUB_KEY_ID_1", generated("public_spki")).unwrap();
    let key = PlatformKey::from(merchant).encrypt(KEY).unwrap();
    let list: Vec<String> = contents
        .iter()
        .map(|(number, content)| {
            let digest = sha1(content);
            format!(
                r#"{{"bill_sequence":{number},"download_url":"HOST/v3/bill/downloadurl?token={number}","encrypt_key":"{key}","hash_type":"SHA1","hash_value":"{digest}","nonce":"{NONCE}"}}"#
            )
        })
        .collect();
    let count = list.len();
    let list = list.join(",");
    format!(r#"{{"download_bill_count":{count},"download_bill_list":[{list}]}}"#)
}

fn sub_merchant(client: &Client, algorithm: &str) -> wechatpay_client::download::Download {
    use sub_merchant_fundflowbill::{AccountType, GetQuery};
    let query = GetQuery::new("1900000110", "2024-01-01", algorithm, AccountType::Basic);
    let bill = client.v3().bill().sub_merchant_fundflowbill();
    bill.get(query).download()
}

#[cfg(feature = "encrypted-bills")]
#[test]
fn the_parts_of_an_encrypted_bill_are_decrypted_and_joined_in_their_order() {
    let (one, two) = (b"first ".repeat(20_000), b"second ".repeat(10));
    let listing = parts(&[(2, &two), (1, &one)]);
    let files = vec![("token=1", encrypted(&one)), ("token=2", encrypted(&two))];
    let served = server(listing.clone(), files);
    let clients = Clients::of(served.url(""));
    let download = |client: &Client| sub_merchant(client, "AEAD_AES_256_GCM");
    assert_eq!(clients.content(download), [&one[..], &two].concat());

    // The second part is changed, or not there: no part counts alone.
    let mut changed = encrypted(&two);
    changed[3] ^= 1;
    let served = server(
        listing,
        vec![("token=1", encrypted(&one)), ("token=2", changed)],
    );
    let clients = Clients::of(served.url(""));
    let error = clients.error(download);
    assert_eq!(error.to_string(), DownloadError::Decryption.to_string());
}

#[cfg(not(feature = "encrypted-bills"))]
#[test]
fn an_encrypted_bill_names_the_feature_that_it_needs() {
    let served = server(parts(&[(1, b"x")]), vec![("token=1", encrypted(b"x"))]);
    let error =
        Clients::of(served.url("")).error(|client| sub_merchant(client, "AEAD_AES_256_GCM"));
    let expected = DownloadError::NeedsFeature("encrypted-bills");
    assert_eq!(error.to_string(), expected.to_string());
}

#[test]
fn a_bill_under_another_cipher_is_not_asked_for() {
    let served = server(parts(&[(1, b"x")]), Vec::new());
    let error = Clients::of(served.url("")).error(|client| sub_merchant(client, "SM4_GCM"));
    let expected = DownloadError::Algorithm("SM4_GCM".into());
    assert_eq!(error.to_string(), expected.to_string());
    assert_eq!(served.connections(), 0);
}

#[test]
fn the_addresses_of_an_answer_are_listed_without_what_opens_them() {
    let served = server(parts(&[(2, b"b"), (1, b"a")]), Vec::new());
    let clients = Clients::of(served.url(""));
    use sub_merchant_fundflowbill::{AccountType, GetQuery};
    let query = GetQuery::new("1", "2024-01-01", "AEAD_AES_256_GCM", AccountType::Basic);
    let call = clients
        .blocking
        .v3()
        .bill()
        .sub_merchant_fundflowbill()
        .get(query);
    let files = call.send_blocking().unwrap().files();
    assert_eq!(
        files.iter().map(|file| file.sequence).collect::<Vec<_>>(),
        [Some(1), Some(2)]
    );
    let printed = format!("{files:?}");
    assert!(
        !printed.contains("token=") && !printed.contains(NONCE),
        "{printed}"
    );
    assert!(printed.contains(&sha1(b"a")), "{printed}");
}
