//! Bills read row by row while they are downloaded.

use crate::Clients;
use crate::downloads::sha1;
use crate::server::{Do, Server, ok};
use wechatpay_client::Error;
use wechatpay_client::bill::{BillError, TradeRow, TradeSummary, Yuan};
use wechatpay_client::download::{DownloadError, FileAddress};

const ROWS: usize = 5_000;

fn bill() -> Vec<u8> {
    let mut text = String::from("\u{feff}交易时间,商户订单号,订单金额\r\n");
    for number in 0..ROWS {
        text += &format!("`2024-06-01 00:00:00,`order-{number},`0.01\r\n");
    }
    text += "总交易单数,订单总金额\r\n`5000,`50.00\r\n";
    text.into_bytes()
}

#[test]
fn rows_come_while_the_bill_is_downloaded() {
    let bill = bill();
    let digest = sha1(&bill);
    let server = Server::start(move |_| Do::Answer(ok(&bill)));
    let clients = Clients::of(server.url(""));
    let address = FileAddress::new(server.url("/")).hash("SHA1", digest);
    let amount = |row: &wechatpay_client::bill::Row| {
        let row: TradeRow = row.read().unwrap();
        row.order_amount.unwrap()
    };
    let (mut sum, mut count) = (Yuan::ZERO, 0);
    let mut rows = clients
        .blocking
        .download_file(address.clone())
        .rows_blocking()
        .unwrap();
    while let Some(row) = rows.next_row().unwrap() {
        sum = sum.checked_add(amount(&row)).unwrap();
        count += 1;
    }
    let summary: TradeSummary = rows.summary().unwrap().read().unwrap();
    assert_eq!((count, Some(sum)), (ROWS, summary.order_amount));

    clients.runtime.block_on(async {
        let mut rows = clients
            .awaiting
            .download_file(address)
            .rows()
            .await
            .unwrap();
        let mut found = Yuan::ZERO;
        while let Some(row) = rows.next_row().await.unwrap() {
            found = found.checked_add(amount(&row)).unwrap();
        }
        assert_eq!(found, sum);
        assert_eq!(rows.columns().unwrap().len(), 3);
        assert!(rows.summary().is_some());
    });
}

#[test]
fn a_wrong_digest_is_an_error_in_the_place_of_the_end() {
    let bill = bill();
    let server = Server::start(move |_| Do::Answer(ok(&bill)));
    let clients = Clients::of(server.url(""));
    let address = FileAddress::new(server.url("/")).hash("SHA1", sha1(b"another bill"));
    let mut rows = clients
        .blocking
        .download_file(address.clone())
        .rows_blocking()
        .unwrap();
    let error = loop {
        match rows.next_row() {
            Ok(Some(_)) => {}
            Ok(None) => panic!("it looks complete"),
            Err(BillError::Io(error)) => break error.downcast::<Error>().unwrap(),
            Err(error) => panic!("{error}"),
        }
    };
    let is_digest = |error: &Error| match error {
        Error::Download(error) => matches!(**error, DownloadError::Digest { .. }),
        _ => false,
    };
    assert!(is_digest(&error), "{error}");
    clients.runtime.block_on(async {
        let mut rows = clients
            .awaiting
            .download_file(address)
            .rows()
            .await
            .unwrap();
        let error = loop {
            match rows.next_row().await {
                Ok(Some(_)) => {}
                Ok(None) => panic!("it looks complete"),
                Err(error) => break error,
            }
        };
        assert!(is_digest(&error), "{error}");
    });
}
