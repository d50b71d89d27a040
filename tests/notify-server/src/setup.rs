//! Keys from the environment, the rest from arguments.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};
use wechatpay_client::keys::{ApiV2Key, ApiV3Key, PlatformKeys, PlatformPublicKey};
use wechatpay_client::notification::Notifications;

/// What the server is started with.
pub struct Setup {
    /// Address and port.
    pub listen: String,
    /// File of the database.
    pub database: PathBuf,
    /// Keys.
    pub notifications: Notifications,
}

/// Reads arguments and environment.
///
/// # Errors
/// If something is missing or is not what it should be.
pub fn read() -> Result<Setup, Box<dyn Error>> {
    let mut setup = Setup {
        listen: "127.0.0.1:3000".into(),
        database: "notices.sqlite".into(),
        notifications: notifications()?,
    };
    let mut arguments = env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments
            .next()
            .ok_or_else(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--listen" => setup.listen = value,
            "--database" => setup.database = value.into(),
            _ => {
                return Err(format!("{name} is unknown; known are --listen and --database").into());
            }
        }
    }
    Ok(setup)
}

fn notifications() -> Result<Notifications, Box<dyn Error>> {
    let pem = fs::read(needed("WECHATPAY_PLATFORM_PUBLIC_KEY")?)?;
    let platform = PlatformPublicKey::from_pem(needed("WECHATPAY_PLATFORM_PUBLIC_KEY_ID")?, pem)?;
    let notifications = Notifications::new()
        .platform(PlatformKeys::new([platform.into()])?)
        .api_v3_key(ApiV3Key::new(needed("WECHATPAY_API_V3_KEY")?)?);
    Ok(match env::var("WECHATPAY_API_V2_KEY") {
        Ok(key) => notifications.api_v2_key(ApiV2Key::new(key)?),
        Err(_) => notifications,
    })
}

fn needed(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}
