//! Looks for what keeps calls from working: keys, serial numbers, the clock, the hosts, signatures, encryption, the notification URL.
//!
//! It moves no money. It asks the platform's self-test, `POST /v3/security/echo`, which answers what it is sent, and looks at the answer
//! step by step, so that one wrong thing is not hidden by another. For each failure there is advice.
//!
//! ```no_run
//! # async fn check(client: wechatpay_client::Client) {
//! let report = client.doctor().await;
//! print!("{report}");
//! if !report.is_healthy() {
//!     std::process::exit(1);
//! }
//! # }
//! ```
//!
//! The documentation has that operation, and the notification `SECURITY_ECHO.SUCCESS`, since April 2026 (`openapi/v3/security/echo`); they are no part
//! of this version's catalogue. The crate's sandbox answers it.
//!
//! Nothing secret is in a report: it names the merchant id, serial numbers and ids of keys, and repeats messages of errors.

mod ask;
mod certificates;
mod clock;
mod judge;
mod keys;
mod report;

pub use report::{Check, Outcome, Report, Subject};

use crate::call::{Way, block_on};
use crate::client::Client;
use crate::crypto::random;
use crate::keys::MerchantCertificate;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

/// How long each request may take, unless set.
const TIMEOUT: Duration = Duration::from_secs(10);

/// An examination that has not begun: `.await` begins it, and so does [`run_blocking`](Self::run_blocking).
#[derive(Clone)]
#[must_use = "a doctor does nothing until it is awaited or run"]
pub struct Doctor {
    client: Client,
    notify_url: Option<String>,
    certificate: Option<MerchantCertificate>,
    timeout: Duration,
}

impl Client {
    /// Looks for what keeps calls of API v3 from working; see [`doctor`](crate::doctor).
    pub fn doctor(&self) -> Doctor {
        Doctor {
            client: self.clone(),
            notify_url: None,
            certificate: None,
            timeout: TIMEOUT,
        }
    }

    /// As [`doctor`](Self::doctor), outside of asynchronous code and with nothing set.
    #[must_use]
    pub fn doctor_blocking(&self) -> Report {
        self.doctor().run_blocking()
    }
}

impl Doctor {
    /// Has the platform post the notification `SECURITY_ECHO.SUCCESS` to this URL, which is the app's. Only the app can tell whether it arrives:
    /// [`Report::echo_message`] is what its `echo_message` must be.
    pub fn notify_url(mut self, url: impl Into<String>) -> Self {
        self.notify_url = Some(url.into());
        self
    }

    /// Compares the merchant's certificate (`apiclient_cert.pem`) with the configured key and serial number. Without it a wrong serial number
    /// shows only when the platform refuses the signature.
    pub fn merchant_certificate(mut self, certificate: MerchantCertificate) -> Self {
        self.certificate = Some(certificate);
        self
    }

    /// How long each of the few requests may take; 10 s unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Examines, outside of asynchronous code.
    #[must_use]
    pub fn run_blocking(self) -> Report {
        block_on(self.examine(Way::Block))
    }

    /// Why the platform would not post to this URL.
    fn unfit(&self, url: &str) -> Option<&'static str> {
        let base_url = self.client.base_url();
        let is_local = base_url.is_some_and(|base| base.starts_with("http://"));
        match url {
            _ if url.len() > 255 => Some("longer than 255 bytes"),
            _ if url.contains(['?', '#']) => Some("it has parameters"),
            _ if url.starts_with("https://") => None,
            // As a sandbox on this machine takes it.
            _ if is_local && url.starts_with("http://") => None,
            _ => Some("it is not https"),
        }
    }

    async fn examine(&self, way: Way) -> Report {
        let echo = random::alphanumeric(12).unwrap_or_default();
        let mut report = Report::new(format!("doctor-{echo}"));
        let Some(before) = keys::check(&mut report, self) else {
            report.skip_rest("there are no keys for API v3");
            return report;
        };
        // A download may replace them.
        certificates::check(&mut report, self, &before, way).await;
        let keys = self.client.keys().unwrap_or(before);
        match ask::echo(self, &report, &keys, way).await {
            Ok(heard) => judge::check(&mut report, self, &keys, &heard),
            Err(failure) => judge::unheard(&mut report, failure),
        }
        ask::second_host(&mut report, self, &keys, way).await;
        report.skip_rest("what it depends on failed");
        report
    }
}

impl IntoFuture for Doctor {
    type Output = Report;
    type IntoFuture = Pin<Box<dyn Future<Output = Report> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.examine(Way::Await).await })
    }
}

impl fmt::Debug for Doctor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Doctor")
            .field("client", &self.client)
            .field("notify_url", &self.notify_url)
            .finish_non_exhaustive()
    }
}
