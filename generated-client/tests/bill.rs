//! Bills: what is read, what is refused, and that pieces do not matter. Nothing in a bill may panic.

use proptest::prelude::*;
use std::io::{self, Read};
use wechatpay_client::bill::{
    BillError, BillParser, BillReader, FundFlowRow, FundFlowSummary, Record, Row, TradeRow,
    TradeSummary,
};
use wechatpay_client::{Client, MemoryTransport, Response};

const TRADE: &str = "\u{feff}交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\r
`2024-06-01 08:30:00,`wx0000000000000001,`1900000109,`0,`,`4200000000000000000000000001,`shop-1,`o-user,`JSAPI,`SUCCESS,`OTHERS,`CNY,`12.50,`0.00,`0,`0,`0.00,`0.00,`,`,`tea, green, 2 \"large\",`a=1,b=2,`0.07500,`0.60%,`12.50,`0.00,`\r
`2024-06-01 09:00:00,`wx0000000000000001,`1900000109,`0,`,`4200000000000000000000000001,`shop-1,`o-user,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`5000000001,`back-1,`2.50,`0.00,`ORIGINAL,`SUCCESS,`tea, green, 2 \"large\",`a=1,b=2,`-0.01500,`0.60%,`0.00,`2.50,`\r
总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r
`2,`12.50,`2.50,`0.00,`0.06000,`12.50,`2.50\r
";

const FUND_FLOW: &str = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号
`2024-06-01 08:31:00,`42001,`42001,`交易,`交易,`收入,`12.50,`100012.50,`system,`结算 0.01,`42001
资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额
`1,`1,`12.50,`0,`0.00";

fn read(text: &[u8]) -> (Vec<Row>, Option<Row>, Option<BillError>) {
    let mut reader = BillReader::new(text);
    let mut rows = Vec::new();
    let error = loop {
        match reader.next_row() {
            Ok(Some(row)) => rows.push(row),
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    (rows, reader.summary().cloned(), error)
}

#[test]
fn a_trade_bill_is_read_with_its_sums() {
    let (rows, summary, error) = read(TRADE.as_bytes());
    assert!(error.is_none());
    let [paid, refunded] = &rows[..] else {
        panic!("{rows:?}");
    };
    assert_eq!((paid.line(), refunded.line()), (2, 3));
    // Commas belong to the value.
    assert_eq!(paid.get("商品名称"), Some("tea, green, 2 \"large\""));
    assert_eq!(paid.get("商户数据包"), Some("a=1,b=2"));
    assert_eq!(paid.get("设备号"), Some(""));
    assert_eq!(paid.get("no such column"), None);
    assert_eq!(paid.columns()[0], "交易时间");
    let paid: TradeRow = paid.read().unwrap();
    assert_eq!(paid.order_amount.unwrap().fen(), Some(1250));
    assert_eq!(paid.fee.unwrap().hundred_thousandths(), 7_500);
    assert_eq!(paid.rate.as_deref(), Some("0.60%"));
    assert_eq!(paid.device_id, None);
    let refunded: TradeRow = refunded.read().unwrap();
    assert_eq!(refunded.refund_amount.unwrap().fen(), Some(250));
    assert_eq!(refunded.fee.unwrap().to_string(), "-0.015");
    let summary: TradeSummary = summary.unwrap().read().unwrap();
    let fees = [paid.fee, refunded.fee].into_iter().flatten();
    assert_eq!(summary.fee, fees.sum());
    assert_eq!(summary.count, Some(2));
}

#[test]
fn a_fund_flow_bill_is_read_without_a_last_line_feed() {
    let (rows, summary, error) = read(FUND_FLOW.as_bytes());
    assert!(error.is_none());
    let row: FundFlowRow = rows[0].read().unwrap();
    assert_eq!(row.balance.unwrap().to_string(), "100012.50");
    assert_eq!(row.direction.as_deref(), Some("收入"));
    let summary: FundFlowSummary = summary.unwrap().read().unwrap();
    assert_eq!(summary.income_amount, row.amount);
    assert_eq!(summary.expense_count, Some(0));
}

#[test]
fn a_day_without_trade_has_only_sums_and_parts_may_repeat_the_header() {
    let (rows, summary, error) = read("a,b\n总交易单数\n`0\n".as_bytes());
    assert!(rows.is_empty() && error.is_none());
    assert_eq!(summary.unwrap().get("总交易单数"), Some("0"));
    let (rows, summary, error) = read(b"a,b\n`1,`2\na,b\n`3,`4\n");
    assert!(summary.is_none() && error.is_none());
    assert_eq!(rows.len(), 2);
    assert!(read(b"").2.is_none());
    assert!(read(b"\r\n \n").0.is_empty());
}

#[test]
fn what_is_no_bill_is_told() {
    let gbk = b"a,b\n`1,`\xbd\xbb\n";
    let long = [b"a,b\n`1,`2".as_slice(), &vec![b'x'; 1 << 20]].concat();
    let table: [(&[u8], &str); 8] = [
        (b"<xml><return_code>FAIL</return_code></xml>", "no bill"),
        (b"`1,`2\n", "no bill"),
        (b"\x1f\x8b\x08\x00", "packed"),
        (gbk, "line 2 of the bill is not UTF-8"),
        (
            b"a,b\n`1\n",
            "line 2 of the bill has 1 cells, its header has 2",
        ),
        (b"a,b\n`1,`2,`3\n", "has 3 cells"),
        (b"a,b\n`1,`2\nsum\n`1\nanother\n", "line 5"),
        (&long, "line 2 of the bill is too long"),
    ];
    for (text, expected) in table {
        let error = read(text).2.unwrap().to_string();
        assert!(error.contains(expected), "{error}");
    }
    let (rows, ..) = read("订单金额,手续费\n`abc,`0.123456\n".as_bytes());
    let error = rows[0].read::<TradeRow>().unwrap_err().to_string();
    assert_eq!(error, "line 2 of the bill, 手续费: not an amount");
}

#[test]
fn what_was_bought_is_not_printed() {
    let (rows, ..) = read(TRADE.as_bytes());
    let typed: TradeRow = rows[0].read().unwrap();
    let printed = format!("{rows:?} {typed:?}");
    assert!(
        !printed.contains("tea") && !printed.contains("o-user"),
        "{printed}"
    );
}

#[test]
fn the_iterator_ends_with_the_first_error() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("cut off"))
        }
    }
    let text = "a,b\n`1,`2\n".as_bytes();
    let mut rows = BillReader::new(text.chain(Broken));
    assert!(rows.next().unwrap().is_ok());
    assert!(matches!(rows.next(), Some(Err(BillError::Io(_)))));
    assert!(rows.next().is_none());
    assert_eq!(BillReader::new(text).count(), 1);
}

/// A transport that an app brings may know whole bodies only.
#[test]
fn a_bill_comes_over_a_transport_that_does_not_stream() {
    let address = "https://api.mch.weixin.qq.com/v3/billdownload/file?token=1";
    let answer = || Response::new(200, Default::default(), FUND_FLOW);
    let transport = MemoryTransport::new().answer(answer()).answer(answer());
    let client = Client::unsigned(transport.clone());
    let mut rows = client.download_file(address).rows_blocking().unwrap();
    assert_eq!(rows.by_ref().count(), 1);
    assert!(rows.summary().is_some());
    let content = client.download_file(address).to_vec_blocking().unwrap();
    assert_eq!(content, FUND_FLOW.as_bytes());
    assert_eq!(transport.requests()[0].url, address);
}

/// All records up to the first error, and that error.
fn in_pieces(bytes: &[u8], step: usize) -> (Vec<Record>, Option<String>) {
    fn take(parser: &mut BillParser, records: &mut Vec<Record>) -> Result<(), BillError> {
        while let Some(record) = parser.next_record()? {
            records.push(record);
        }
        Ok(())
    }
    let (mut parser, mut records) = (BillParser::new(), Vec::new());
    for piece in bytes.chunks(step) {
        parser.push(piece);
        if let Err(error) = take(&mut parser, &mut records) {
            return (records, Some(error.to_string()));
        }
    }
    parser.end();
    let error = take(&mut parser, &mut records).err();
    (records, error.map(|error| error.to_string()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn pieces_do_not_matter(text in "(\\PC|[`,\r\n]){0,80}", step in 1_usize..9) {
        let bytes = text.as_bytes();
        prop_assert_eq!(in_pieces(bytes, step), in_pieces(bytes, bytes.len().max(1)));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let (rows, summary, _) = read(&bytes);
        for row in rows.iter().chain(&summary) {
            let _ = (row.read::<TradeRow>(), row.read::<FundFlowSummary>());
            prop_assert_eq!(row.cells().len(), row.columns().len());
        }
    }

    #[test]
    fn what_is_written_is_read(rows in proptest::collection::vec(["[^`\r\n]{0,9}", "[^`\r\n]{0,9}"], 0..9)) {
        let mut text = String::from("one,two\r\n");
        for [one, two] in &rows {
            text += &format!("`{one},`{two}\r\n");
        }
        let (found, _, error) = read(text.as_bytes());
        prop_assert!(error.is_none());
        let found: Vec<Vec<&str>> = found.iter().map(|row| row.cells().collect()).collect();
        prop_assert_eq!(found, rows.iter().map(|[one, two]| vec![&**one, &**two]).collect::<Vec<_>>());
    }
}
