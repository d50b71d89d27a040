//! Any bytes as a bill give rows or an error, the same ones however the bytes are cut into pieces.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir generated-client/fuzz bill -- -max_total_time=180`
#![no_main]

use libfuzzer_sys::fuzz_target;
use wechatpay_client::bill::{
    BillError, BillParser, FundFlowRow, FundFlowSummary, Record, TradeRow, TradeSummary, Yuan,
};

fuzz_target!(|bytes: &[u8]| {
    let whole = read(bytes, bytes.len().max(1));
    for step in [1, 3, 16] {
        assert_eq!(read(bytes, step), whole);
    }
    if let Ok(amount) = String::from_utf8_lossy(bytes).parse::<Yuan>() {
        assert_eq!(amount.to_string().parse(), Ok(amount));
    }
});

/// All records up to the first error, and that error.
fn read(bytes: &[u8], step: usize) -> (Vec<Record>, Option<String>) {
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

fn take(parser: &mut BillParser, records: &mut Vec<Record>) -> Result<(), BillError> {
    while let Some(record) = parser.next_record()? {
        let (Record::Row(row) | Record::Summary(row)) = &record else {
            continue;
        };
        assert_eq!(row.cells().len(), row.columns().len());
        let _ = row.read::<TradeRow>();
        let _ = row.read::<TradeSummary>();
        let _ = row.read::<FundFlowRow>();
        let _ = row.read::<FundFlowSummary>();
        records.push(record);
    }
    Ok(())
}
