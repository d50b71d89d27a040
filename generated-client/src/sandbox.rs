//! WeChat Pay on your own machine: a server on loopback that answers every operation of this crate's model, checks what it is sent as the
//! real platform does, keeps state where money moves, and posts notifications. API v3 has no sandbox of its own.
//!
//! In a test it runs in the process; for other languages, and to look around, there is the program `wechatpay-sandbox`.
//!
//! ```
//! use wechatpay_client::sandbox::{Sandbox, Script};
//!
//! let sandbox = Sandbox::start()?;
//! let client = sandbox.client()?;
//!
//! let order = serde_json::json!({
//!     "appid": sandbox.keys().appid, "mchid": sandbox.keys().mchid, "description": "tea", "out_trade_no": "T-1",
//!     "notify_url": "http://127.0.0.1:1/notify", "amount": { "total": 100 }, "payer": { "openid": sandbox.keys().openid },
//! });
//! let reply = client.chain("v3/pay/transactions/jsapi").post(order).send_blocking()?;
//! assert!(reply["prepay_id"].is_string());
//!
//! sandbox.pay("T-1", None)?;
//! let paid = client
//!     .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
//!     .param("out_trade_no", "T-1")
//!     .query("mchid", &sandbox.keys().mchid)
//!     .get()
//!     .send_blocking()?;
//! assert_eq!(paid["trade_state"], "SUCCESS");
//! assert!(sandbox.journal().iter().filter(|one| one.is_call()).all(|one| one.is_ok()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it does as the platform does
//!
//! - A request of API v3 is answered if its signature, merchant, certificate serial number and time are right; else with the documented error,
//!   of a wrong signature with `sign_information`. Fields that are encrypted are decrypted with the platform key that `Wechatpay-Serial` names,
//!   and the answer is signed with it.
//! - A request is compared with its page: what is missing, unknown, of another type, not among the listed values or too long is a `PARAM_ERROR`
//!   with the JSON pointer of the field. The real platform tells one problem at a time; here `detail.problems` has all of them.
//! - Requests and answers of API v2 are XML, signed with the APIv2 key, MD5 or HMAC-SHA256 as the request says.
//! - Orders, refunds, transfers, profit sharing, contracts and bills have state ([`world`]). What has none is answered with sample values, and with
//!   what the request said in fields of the same name.
//! - Notifications are posted to the `notify_url` if it is on this machine, and again by the documented schedule until the app accepts them.
//!
//! # What it does not do
//!
//! It asks for no client certificate and speaks no TLS. Its signatures carry the system's time, whatever its own clock says, so that clients
//! accept them. Its errors have the documented codes; their messages are its own.
//!
//! # Control
//!
//! Tests use the methods of [`Sandbox`]; everybody else the HTTP interface below `/_sandbox/`, which does the same:
//!
//! | request | does |
//! |---|---|
//! | `GET /_sandbox/` | a page for the browser: exchanges as they come, one in full, and buttons for all that is below |
//! | `GET /_sandbox/state` | the clock, the merchant, orders and the like with their states |
//! | `GET /_sandbox/keys` | ids and keys |
//! | `GET /_sandbox/operations` | ids and titles of all operations |
//! | `GET /_sandbox/journal?after=N` | a line for each exchange; `DELETE` forgets them |
//! | `GET /_sandbox/journal/N` | one exchange in full |
//! | `GET`, `POST`, `DELETE /_sandbox/scripts` | scripts: list, add, clear; their form is that of [`Script::from_json`] |
//! | `POST /_sandbox/pay` | `number`, perhaps `payer`: a user pays |
//! | `POST /_sandbox/fail` | `number`, perhaps `reason`: a payment, refund or transfer fails |
//! | `POST /_sandbox/confirm`, `/_sandbox/terminate` | `number`: a user confirms what waits for it, or ends a contract |
//! | `POST /_sandbox/clock` | `advance`: seconds |
//! | `POST /_sandbox/rotate` | one more certificate of the platform |
//! | `GET /_sandbox/notifications` | notifications and what became of them |
//! | `POST /_sandbox/notifications/N/again` | posts one once more |
//! | `POST /_sandbox/notify` | `event`, `notify_url`, perhaps `version` (`v2`) and `fields`: posts a sample of any notification |

mod answer;
mod authorize;
mod catalogue;
mod check;
mod control;
mod deliveries;
mod exchange;
mod exchange_v2;
mod form;
mod http;
mod journal;
mod keys;
mod loopback;
mod open;
mod outcome;
mod page;
mod script;
mod server;
mod shared;
mod text;
pub mod world;
mod x509;

pub use check::Problem;
pub use deliveries::Delivery;
pub use journal::{Direction, Exchange};
pub use keys::SandboxKeys;
pub use loopback::LoopbackTransport;
pub use script::{Fault, Script};
pub use world::ControlError;

use crate::call::Version;
use crate::client::{Client, ClientBuilder};
use crate::error::Error;
use crate::keys::MerchantKey;
use crate::signature::{Clock, SystemClock};
use serde_json::Value;
use shared::Shared;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use world::{Event, Settings, World};

/// How long [`Sandbox::settle`] waits.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running sandbox. It ends when this is dropped.
pub struct Sandbox {
    shared: Arc<Shared>,
    // Dropped last but for the pointer above: it ends the threads.
    _server: server::Server,
}

/// Sets what a sandbox is like.
#[derive(Clone, Debug, Default)]
pub struct SandboxBuilder {
    port: u16,
    notify_url: String,
    settle_seconds: Option<i64>,
    stateless: bool,
}

impl SandboxBuilder {
    /// The port on loopback; 0, the default, is any that is free.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Where events are posted whose operation has no `notify_url`, as a merchant sets it on the merchant platform. Default: nowhere.
    #[must_use]
    pub fn merchant_notify_url(mut self, url: impl Into<String>) -> Self {
        self.notify_url = url.into();
        self
    }

    /// Seconds on the sandbox's clock until refunds, transfers and the like that were accepted are done.
    #[must_use]
    pub fn settle_seconds(mut self, seconds: u32) -> Self {
        self.settle_seconds = Some(seconds.into());
        self
    }

    /// Nothing has state: every well-formed call is answered with sample values, also one that asks for an order that was never made.
    #[must_use]
    pub fn stateless(mut self) -> Self {
        self.stateless = true;
        self
    }

    /// Makes keys and starts to serve.
    ///
    /// # Errors
    /// [`SandboxError`], if the port is taken or the system has no randomness.
    pub fn start(self) -> Result<Sandbox, SandboxError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port))?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let keys = SandboxKeys::generate(SystemClock.now()).map_err(|_| SandboxError::Keys)?;
        let mut settings = Settings::default();
        settings.openid.clone_from(&keys.openid);
        settings.merchant_notify_url = self.notify_url;
        if let Some(seconds) = self.settle_seconds {
            settings.settle_seconds = seconds;
        }
        let shared = Arc::new(Shared::new(
            base_url,
            keys,
            World::new(settings),
            !self.stateless,
        ));
        let server = server::Server::start(listener, shared.clone())?;
        let posting = shared.clone();
        thread::Builder::new()
            .name("wechatpay-sandbox-notify".to_owned())
            .spawn(move || deliveries::run(&posting))?;
        Ok(Sandbox {
            shared,
            _server: server,
        })
    }
}

impl Sandbox {
    /// Starts one on any free port.
    ///
    /// # Errors
    /// As [`SandboxBuilder::start`].
    pub fn start() -> Result<Self, SandboxError> {
        Self::builder().start()
    }

    /// Starts to set one up.
    #[must_use]
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }

    /// Where it is: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.shared.base_url
    }

    /// Ids and keys, those of now: they change when a certificate is added.
    #[must_use]
    pub fn keys(&self) -> Arc<SandboxKeys> {
        self.shared.keys()
    }

    /// Writes the keys as PEM files into a folder, and `sandbox.json`, which names them: what a client in any language needs.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn write_keys(&self, folder: impl AsRef<Path>) -> io::Result<()> {
        self.keys().write_to(folder, self.base_url())
    }

    /// A client that calls this sandbox, with `.await` and with `send_blocking`, and needs no other feature of the crate.
    ///
    /// # Errors
    /// As [`ClientBuilder::build`].
    pub fn client(&self) -> Result<Client, Error> {
        self.client_builder()?.transport(LoopbackTransport).build()
    }

    /// The same without a transport: put in the one of your app.
    ///
    /// # Errors
    /// [`Error::Keys`], which would be a defect of the sandbox.
    pub fn client_builder(&self) -> Result<ClientBuilder, Error> {
        let keys = self.keys();
        let key = MerchantKey::from_pem(&keys.merchant_key)?;
        let builder = Client::builder()
            .base_url(self.base_url())
            .merchant(&keys.mchid, &keys.merchant_serial, key)
            .platform_public_key(&keys.platform_public_key_id, &keys.platform_public_key)
            .api_v3_key(&keys.api_v3_key)
            .api_v2_key(&keys.api_v2_key);
        Ok(builder)
    }

    /// A user pays: an order, a combined order or a pay score order by the merchant's number, or by its `prepay_id`.
    ///
    /// # Errors
    /// [`ControlError`], if there is nothing of this number, or nothing to be paid.
    pub fn pay(&self, number: &str, payer: Option<&str>) -> Result<(), ControlError> {
        Control(&self.shared).pay(number, payer)
    }

    /// What a number stands for does not succeed: a payment, a deduction, a refund, a transfer. What that means for each is told at
    /// [`World::fail`].
    ///
    /// # Errors
    /// [`ControlError`], if there is nothing of this number, or it is too late.
    pub fn fail(&self, number: &str, reason: &str) -> Result<(), ControlError> {
        Control(&self.shared).fail(number, reason)
    }

    /// A user confirms what waits for it: a transfer, a contract, a pay score order, a permission.
    ///
    /// # Errors
    /// [`ControlError`], if there is nothing of this number, or nothing to confirm.
    pub fn confirm(&self, number: &str) -> Result<(), ControlError> {
        Control(&self.shared).confirm(number)
    }

    /// A user ends a contract or a permission.
    ///
    /// # Errors
    /// [`ControlError`], if there is nothing of this number, or it is not in force.
    pub fn terminate(&self, number: &str) -> Result<(), ControlError> {
        Control(&self.shared).terminate(number)
    }

    /// Has the next answers differ from what they would be.
    pub fn script(&self, script: Script) {
        self.shared.scripts().add(script);
    }

    /// Forgets all scripts.
    pub fn clear_scripts(&self) {
        self.shared.scripts().clear();
    }

    /// Moves the sandbox's clock on: orders expire, refunds arrive, notifications are sent again. Signatures keep the system's time.
    pub fn advance(&self, by: Duration) {
        Control(&self.shared).advance(i64::try_from(by.as_secs()).unwrap_or(i64::MAX));
    }

    /// The sandbox's clock, Unix seconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.shared.now()
    }

    /// Adds a certificate of the platform, which from now on is the newest; gives its serial number. Clients with older ones must download it.
    ///
    /// # Errors
    /// [`SandboxError::Keys`], if the system has no randomness.
    pub fn rotate_platform_key(&self) -> Result<String, SandboxError> {
        Control(&self.shared).rotate()
    }

    /// Posts a sample of any notification, with fields laid over it; gives the number of the [`Delivery`].
    ///
    /// # Errors
    /// [`SandboxError::UnknownEvent`].
    pub fn notify(
        &self,
        version: Version,
        event: &str,
        notify_url: &str,
        fields: &Value,
    ) -> Result<u64, SandboxError> {
        Control(&self.shared).notify(version, event, notify_url, fields)
    }

    /// Notifications, and what became of them; the last 500.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.shared.deliveries.all()
    }

    /// Posts a notification once more; whether there is one of this number.
    pub fn deliver_again(&self, number: u64) -> bool {
        self.shared.deliveries.again(number, self.shared.now())
    }

    /// Waits until all notifications that are due have been posted; `false` if that takes more than half a minute.
    #[must_use]
    pub fn settle(&self) -> bool {
        self.shared
            .deliveries
            .settle(|| self.shared.now(), PATIENCE)
    }

    /// What was exchanged, oldest first; the last 500.
    #[must_use]
    pub fn journal(&self) -> Vec<Exchange> {
        self.shared.journal().all()
    }

    /// Forgets what was exchanged.
    pub fn clear_journal(&self) {
        self.shared.journal().clear();
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("base_url", &self.base_url())
            .finish_non_exhaustive()
    }
}

/// What both control interfaces do.
struct Control<'s>(&'s Shared);

impl Control<'_> {
    fn pay(&self, number: &str, payer: Option<&str>) -> Result<(), ControlError> {
        self.have(|world, now| world.pay(number, payer, now))
    }

    fn fail(&self, number: &str, reason: &str) -> Result<(), ControlError> {
        self.have(|world, now| world.fail(number, reason, now))
    }

    fn confirm(&self, number: &str) -> Result<(), ControlError> {
        self.have(|world, now| world.confirm(number, now))
    }

    fn terminate(&self, number: &str) -> Result<(), ControlError> {
        self.have(|world, now| world.terminate(number, now))
    }

    /// Has something happen in the world, and has the app told.
    fn have(
        &self,
        happen: impl FnOnce(&mut World, i64) -> Result<Vec<Event>, ControlError>,
    ) -> Result<(), ControlError> {
        let events = happen(&mut self.0.world(), self.0.now())?;
        self.0.tell(events);
        Ok(())
    }

    fn advance(&self, seconds: i64) {
        self.0.move_clock(seconds);
        let events = self.0.world().advance(self.0.now());
        self.0.tell(events);
        self.0.deliveries.wake();
    }

    fn rotate(&self) -> Result<String, SandboxError> {
        let rotated = self.0.keys().rotated(self.0.real_now());
        let rotated = rotated.map_err(|_| SandboxError::Keys)?;
        let serial = rotated
            .platform_certificates
            .last()
            .map(|(serial, _)| serial.clone());
        self.0.replace_keys(rotated);
        serial.ok_or(SandboxError::Keys)
    }

    fn notify(
        &self,
        version: Version,
        event: &str,
        notify_url: &str,
        fields: &Value,
    ) -> Result<u64, SandboxError> {
        let unknown = || SandboxError::UnknownEvent {
            event: event.to_owned(),
        };
        let sample = catalogue::catalogue().notification(version, event);
        let sample = sample.ok_or_else(unknown)?;
        let mut resource = sample.sample.clone();
        for name in ["return_code", "result_code"] {
            if let Some(code) = resource.get_mut(name) {
                *code = Value::from("SUCCESS");
            }
        }
        if version == Version::V2
            && let Some(event_type) = resource.get_mut("event_type")
        {
            *event_type = Value::from(event);
        }
        if fields.is_object() {
            answer::merge(&mut resource, fields);
        }
        let what = Event {
            version,
            event_type: event.to_owned(),
            original_type: event
                .split('.')
                .next()
                .unwrap_or(event)
                .to_ascii_lowercase(),
            resource,
            summary: event.to_owned(),
            notify_url: notify_url.to_owned(),
        };
        let number = self.0.deliveries.add(what, self.0.now());
        number.ok_or_else(unknown)
    }
}

/// What can go wrong with the sandbox itself.
#[derive(Debug)]
#[non_exhaustive]
pub enum SandboxError {
    /// The port is taken, or there are no threads to be had.
    Io(io::Error),
    /// Keys could not be made.
    Keys,
    /// No page has this notification.
    UnknownEvent {
        /// The one that was asked for.
        event: String,
    },
}

impl From<io::Error> for SandboxError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl fmt::Display for SandboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "the sandbox cannot run: {error}"),
            Self::Keys => f.write_str("the sandbox cannot make keys: no randomness"),
            Self::UnknownEvent { event } => {
                write!(f, "no notification is called {event}, or it has no address")
            }
        }
    }
}

impl std::error::Error for SandboxError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}
