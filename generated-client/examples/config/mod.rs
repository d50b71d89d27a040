//! A client from the environment.
//!
//! | variable | |
//! |---|---|
//! | `WECHATPAY_MCHID` | merchant id |
//! | `WECHATPAY_SERIAL` | serial number of the merchant certificate |
//! | `WECHATPAY_KEY` | file of the merchant's private key, `apiclient_key.pem` |
//! | `WECHATPAY_PUBLIC_KEY_ID` | id of the platform public key, `PUB_KEY_ID_…` |
//! | `WECHATPAY_PUBLIC_KEY` | file of the platform public key, `pub_key.pem` |
//! | `WECHATPAY_API_V3_KEY` | for merchants without such a key: the APIv3 key, in the place of the two |
//! | `WECHATPAY_BASE_URL` | optional: another host, for example of a sandbox on this machine |

use std::error::Error;
use wechatpay_client::Client;
use wechatpay_client::keys::MerchantKey;

pub fn client() -> Result<Client, Box<dyn Error>> {
    let key = MerchantKey::from_pem(file("WECHATPAY_KEY")?)?;
    let mut builder = Client::builder().merchant(
        variable("WECHATPAY_MCHID")?,
        &variable("WECHATPAY_SERIAL")?,
        key,
    );
    builder = match std::env::var("WECHATPAY_API_V3_KEY") {
        Ok(key) => builder.api_v3_key(key),
        Err(_) => builder.platform_public_key(
            variable("WECHATPAY_PUBLIC_KEY_ID")?,
            file("WECHATPAY_PUBLIC_KEY")?,
        ),
    };
    if let Ok(url) = std::env::var("WECHATPAY_BASE_URL") {
        builder = builder.base_url(url);
    }
    Ok(builder.build()?)
}

pub fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|_| {
        format!("the environment variable {name} is missing; see the head of this example")
    })
}

pub fn file(variable_name: &str) -> Result<String, String> {
    let path = variable(variable_name)?;
    std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))
}
