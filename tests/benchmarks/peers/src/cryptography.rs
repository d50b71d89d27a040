//! What one RSA signature and one verification cost, by the two libraries that the clients use.

use std::time::Duration;
use wechatpay_benchmarks::loopback::{PREPAY_ID, Result};
use wechatpay_benchmarks::rsa::Rsa;
use wechatpay_benchmarks::stopwatch::{self, Times};
use wechatpay_benchmarks::world;
use wx_rust_pay::util::crypto::{
    load_private_key_from_pem, load_public_key_from_pem, sign_sha256_rsa, verify_sha256_rsa,
};

/// Prints both, with keys of 2,048 bits that are read before.
pub fn compare() -> Result<()> {
    let request = format!(
        "POST\n/v3/pay/transactions/jsapi\n{}\n{:0400}\n",
        world::NOW,
        0
    );
    let answer = world::signed_text(&format!("{{\"prepay_id\":\"{PREPAY_ID}\"}}"));
    let aws = Rsa::new(&request, &answer);
    let own = load_private_key_from_pem(world::merchant_pem().as_bytes())?;
    let platform = load_private_key_from_pem(world::platform_pem().as_bytes())?;
    let public = load_public_key_from_pem(world::platform_public_pem().as_bytes())?;
    let signature = sign_sha256_rsa(&platform, answer.as_bytes())?;
    assert!(verify_sha256_rsa(&public, answer.as_bytes(), &signature)?);

    println!("| bare RSA-2048, µs | aws-lc-rs | rsa, as wx-rust-pay calls it |\n|---|--:|--:|");
    let sign = stopwatch::compare(|| aws.sign(), || sign_sha256_rsa(&own, request.as_bytes()));
    report("a signature", sign);
    let verify = stopwatch::compare(
        || aws.verify(),
        || verify_sha256_rsa(&public, answer.as_bytes(), &signature),
    );
    report("a verification", verify);
    let read = stopwatch::compare(
        || (),
        || {
            let own = load_private_key_from_pem(world::merchant_pem().as_bytes());
            (
                own,
                load_public_key_from_pem(world::platform_public_pem().as_bytes()),
            )
        },
    );
    report("reading both keys", read);
    Ok(())
}

fn report(what: &str, times: Times) {
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    println!(
        "| {what} | {:.0} | {:.0} |",
        micros(times.ours),
        micros(times.bar)
    );
}
