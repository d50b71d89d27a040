//! Whether and when a call is tried again.

use super::{Draft, Limit, own_number};
use crate::crypto::random;
use crate::error::Error;
use crate::transport::{Method, Request, TransportErrorKind};
use std::time::Duration;

/// The first pause is between half of this and this; each further one may be twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
/// A server that asks for more patience than this is asked again by the app, not here.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Hosts that have a twin in another city. A signature does not cover the host.
const TWINS: [(&str, &str); 2] = [
    (
        "https://api.mch.weixin.qq.com/",
        "https://api2.mch.weixin.qq.com/",
    ),
    ("https://api.wechatpay.cn/", "https://api2.wechatpay.cn/"),
];

/// The same URL at the twin of its host, if that has one.
pub(crate) fn twin(url: &str) -> Option<String> {
    TWINS.iter().find_map(|(host, twin)| {
        let rest = url.strip_prefix(host)?;
        Some(format!("{twin}{rest}"))
    })
}

/// The attempts of one call.
pub(crate) struct Attempts {
    limit: Limit,
    /// How many more there may be.
    left: u32,
    /// How many have failed.
    failed: u32,
    /// Whether the same request may arrive twice.
    idempotent: bool,
    may_change_host: bool,
    has_twin: bool,
    at_twin: bool,
}

impl Attempts {
    pub(crate) fn new(draft: &Draft, limit: Limit) -> Self {
        Self {
            limit,
            left: draft.retries.unwrap_or(draft.client.retries()),
            failed: 0,
            idempotent: match draft.operation.method {
                Method::Get | Method::Put | Method::Delete => true,
                Method::Post => draft.client.repeats_posts() && own_number::is_in(draft),
                Method::Patch => false,
            },
            may_change_host: draft.client.uses_second_host(),
            has_twin: false,
            at_twin: false,
        }
    }

    /// The one that is next or on its way, counted from 1.
    pub(crate) fn number(&self) -> u32 {
        self.failed + 1
    }

    pub(crate) fn limit(&self) -> Limit {
        self.limit
    }

    /// Directs the request of this attempt: to which host, and how long it may take.
    pub(crate) fn direct(&mut self, request: &mut Request) {
        request.timeout = self.limit.left();
        if !self.may_change_host {
            return;
        }
        let twin = twin(&request.url);
        self.has_twin = twin.is_some();
        if let (true, Some(twin)) = (self.at_twin, twin) {
            request.url = twin;
        }
    }

    /// How long to wait before the next attempt, or `None` if `error` is the end.
    ///
    /// A request that did not arrive may be sent again whatever it is; one that may have arrived only if that changes nothing.
    pub(crate) fn next(&mut self, error: &Error) -> Option<Duration> {
        let connection = match error {
            Error::Transport(error) => match error.kind {
                TransportErrorKind::Connect => true,
                TransportErrorKind::Interrupted if self.idempotent => true,
                _ => return None,
            },
            Error::Api(error) if self.idempotent && error.is_busy() => false,
            _ => return None,
        };
        self.left = self.left.checked_sub(1)?;
        self.failed += 1;
        let pause = match error {
            _ if connection && self.has_twin && !self.at_twin => Duration::ZERO,
            Error::Api(error) => error.retry_after().unwrap_or_else(|| self.pause()),
            _ => self.pause(),
        };
        self.at_twin ^= connection;
        let fits = pause <= LONGEST_PAUSE && self.limit.left().is_none_or(|left| pause < left);
        fits.then_some(pause)
    }

    /// Longer each time, and never for two clients the same.
    fn pause(&self) -> Duration {
        let longest = FIRST_PAUSE
            .saturating_mul(1 << self.failed.saturating_sub(1).min(6))
            .min(LONGEST_PAUSE);
        longest.mul_f64(0.5 + random::fraction() / 2.0)
    }
}
