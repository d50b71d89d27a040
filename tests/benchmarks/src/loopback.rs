//! A WeChat Pay on the loopback interface, in a process of its own, which always gives the same signed answer, and what it costs a
//! client to call it.

mod cost;
pub mod ours;
mod server;

pub use cost::{Cost, measure};
pub use server::{Server, serve_if_asked};
use std::error::Error;

/// Whatever may go wrong.
pub type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// How many calls go on at the same time.
pub const AT_A_TIME: [usize; 4] = [1, 10, 100, 1000];
/// What the server's answer says.
pub const PREPAY_ID: &str = "wx201410272009395522657a690389285100";

/// What the call needs; every client asks for the same.
pub mod order {
    /// The app.
    pub const APPID: &str = "wxd678efh567hg6787";
    /// What is sold.
    pub const DESCRIPTION: &str = "A shop and what it sells";
    /// The merchant's number.
    pub const NUMBER: &str = "1217752501201407033233368018";
    /// Where notifications go.
    pub const NOTIFY_URL: &str = "https://www.example.com/notify";
    /// The price, in fen.
    pub const TOTAL: u32 = 100;
    /// Who pays.
    pub const OPENID: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
}
