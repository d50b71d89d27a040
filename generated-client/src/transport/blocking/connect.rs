//! Connects, and marks what fails until there is a connection: the same error later means that the request may have arrived.

use std::fmt;
use std::time::Instant;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::time::Duration;
use ureq::unversioned::transport::{
    ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport,
};
use ureq::{Error, Timeout};

/// Finds the host and connects.
#[derive(Debug, Default)]
pub(super) struct Connect {
    resolver: DefaultResolver,
    connector: DefaultConnector,
}

impl Connect {
    fn open(&self, details: &ConnectionDetails<'_>) -> Result<Option<Box<dyn Transport>>, Error> {
        let (mut addrs, mut timeout) = (details.addrs.clone(), details.timeout);
        // A proxy finds the host by itself; for the proxy we come here a second time, without a proxy.
        if details.config.proxy().is_none() {
            let start = Instant::now();
            addrs = self
                .resolver
                .resolve(details.uri, details.config, timeout)?;
            if let Duration::Exact(limit) = &mut timeout.after {
                // Never zero, which means without end.
                let rest = limit.saturating_sub(start.elapsed());
                *limit = rest.max(std::time::Duration::from_millis(1));
            }
        }
        let details = ConnectionDetails {
            uri: details.uri,
            addrs,
            config: details.config,
            // What one request may change is its limit: TLS is configured once, and its sessions are resumed.
            request_level: false,
            resolver: details.resolver,
            now: details.now,
            timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        self.connector.connect(&details, None)
    }
}

impl Connector for Connect {
    type Out = Box<dyn Transport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        _: Option<()>,
    ) -> Result<Option<Self::Out>, Error> {
        self.open(details).map_err(|error| match error {
            // The connection to a proxy is marked already.
            Error::Timeout(Timeout::Global) | Error::Other(_) => error,
            error => Error::Other(Box::new(NotConnected(error))),
        })
    }
}

/// Finds nothing: ureq asks it for every request, also when it has a connection.
#[derive(Debug)]
pub(super) struct Later;

impl Resolver for Later {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        Ok(self.empty())
    }
}

/// Why there is no connection.
#[derive(Debug)]
pub(super) struct NotConnected(pub(super) Error);

impl fmt::Display for NotConnected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for NotConnected {}
