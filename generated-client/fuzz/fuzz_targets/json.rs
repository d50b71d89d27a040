//! Any bytes as JSON give a value or an error; a value that was read is written and read again as the same.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir generated-client/fuzz json -- -max_total_time=180`
#![no_main]

#[path = "../../tests/support/mod.rs"]
mod support;

use libfuzzer_sys::fuzz_target;
use wechatpay_client::rt;

fuzz_target!(|bytes: &[u8]| {
    same::<support::Order>(bytes);
    same::<support::Answer>(bytes);
    same::<support::Flat>(bytes);
    same::<support::Upload>(bytes);
});

fn same<T: Clone + rt::Serialize + for<'de> rt::Deserialize<'de>>(bytes: &[u8]) {
    let Ok(value) = serde_json::from_slice::<T>(bytes) else {
        return;
    };
    let text = write(&value);
    let again: T = serde_json::from_str(&text).expect("what was written is read");
    assert_eq!(write(&again), text);
    assert_eq!(write(&value.clone()), text);
}

fn write<T: rt::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("what was read has finite numbers only")
}
