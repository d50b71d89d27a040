//! Any bytes as XML give a value or an error; a value that was read and can be sent is read again as the same.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir generated-client/fuzz xml -- -max_total_time=180`
#![no_main]

#[path = "../../tests/support/mod.rs"]
mod support;

use libfuzzer_sys::fuzz_target;
use support::{Flat, Order, POST_V2, client, path};
use wechatpay_client::{Answer, Response, rt};

fuzz_target!(|bytes: &[u8]| {
    same::<Flat>(bytes);
    same::<Order>(bytes);
    let _ = read::<rt::Value>(bytes);
});

fn read<T: Answer>(bytes: &[u8]) -> Option<T> {
    let (client, _) = client([Response::xml(bytes)]);
    let reply = path(&client).call::<T>(&POST_V2).send_blocking().ok()?;
    let _ = reply.xml_pairs();
    Some(reply.into_value())
}

fn write<T: rt::Object>(value: T) -> Option<Vec<u8>> {
    let (client, _) = client([]);
    let call: rt::Call<rt::Empty> = path(&client).call(&POST_V2).body(value);
    call.render().ok().map(|request| request.body)
}

fn same<T: rt::Object + Answer>(bytes: &[u8]) {
    let Some(text) = read::<T>(bytes).and_then(write) else {
        return;
    };
    // An answer that says that the call failed is no value.
    if let Some(again) = read::<T>(&text) {
        assert_eq!(write(again), Some(text));
    }
}
