//! Looks for what keeps calls from working, and says what to do about it. It moves no money.
//!
//! ```console
//! $ WECHATPAY_MCHID=1900000109 … cargo run --example doctor
//! ok       merchant key          merchant 1900000109, certificate 5DEA…, RSA of 2048 bits
//! FAILED   clock                 412 s behind the answer's Date
//!                                → synchronise this machine's clock (NTP): …
//! ```
//!
//! Beside the variables of `examples/config/mod.rs`, both optional:
//!
//! | variable | |
//! |---|---|
//! | `WECHATPAY_CERTIFICATE` | file of the merchant's certificate, `apiclient_cert.pem`, to be compared with key and serial number |
//! | `WECHATPAY_NOTIFY_URL` | URL of the app that the platform is to post a notification to |

#[allow(dead_code)]
mod config;

use std::error::Error;
use std::process::ExitCode;
use wechatpay_client::keys::MerchantCertificate;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(examine())
}

async fn examine() -> Result<ExitCode, Box<dyn Error>> {
    let mut doctor = config::client()?.doctor();
    if std::env::var_os("WECHATPAY_CERTIFICATE").is_some() {
        let certificate = MerchantCertificate::from_pem(config::file("WECHATPAY_CERTIFICATE")?)?;
        doctor = doctor.merchant_certificate(certificate);
    }
    if let Ok(url) = std::env::var("WECHATPAY_NOTIFY_URL") {
        doctor = doctor.notify_url(url);
    }
    let report = doctor.await;
    print!("{report}");
    Ok(match report.is_healthy() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}
