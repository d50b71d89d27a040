//! What all connections of a sandbox share.

use super::deliveries::Deliveries;
use super::journal::{Exchange, Journal};
use super::keys::SandboxKeys;
use super::script::Scripts;
use super::world::{Event, World};
use crate::signature::{Clock, SystemClock};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

pub(super) struct Shared {
    pub(super) base_url: String,
    /// Whether the world is asked.
    pub(super) has_state: bool,
    keys: RwLock<Arc<SandboxKeys>>,
    /// Seconds by which the sandbox's clock is ahead of the system's.
    ahead: AtomicI64,
    world: Mutex<World>,
    journal: Mutex<Journal>,
    scripts: Mutex<Scripts>,
    pub(super) deliveries: Deliveries,
    /// The platform key that the merchant named last, which signs notifications.
    named: Mutex<Option<String>>,
    pub(super) stopped: AtomicBool,
}

impl Shared {
    pub(super) fn new(base_url: String, keys: SandboxKeys, world: World, has_state: bool) -> Self {
        Self {
            base_url,
            has_state,
            keys: RwLock::new(Arc::new(keys)),
            ahead: AtomicI64::new(0),
            world: Mutex::new(world),
            journal: Mutex::default(),
            scripts: Mutex::default(),
            deliveries: Deliveries::default(),
            named: Mutex::default(),
            stopped: AtomicBool::new(false),
        }
    }

    /// The time of the business: orders expire by it, notifications are sent again by it.
    pub(super) fn now(&self) -> i64 {
        SystemClock
            .now()
            .saturating_add(self.ahead.load(Ordering::SeqCst))
    }

    /// The time of the protocol, by which signatures are made and judged: that of the system, which the app's client has too.
    pub(super) fn real_now(&self) -> i64 {
        SystemClock.now()
    }

    pub(super) fn move_clock(&self, seconds: i64) {
        self.ahead.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(super) fn keys(&self) -> Arc<SandboxKeys> {
        self.keys
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(super) fn replace_keys(&self, keys: SandboxKeys) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }

    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }

    pub(super) fn journal(&self) -> MutexGuard<'_, Journal> {
        lock(&self.journal)
    }

    pub(super) fn scripts(&self) -> MutexGuard<'_, Scripts> {
        lock(&self.scripts)
    }

    pub(super) fn record(&self, exchange: Exchange) {
        self.journal().add(exchange);
    }

    pub(super) fn name_platform_key(&self, id: &str) {
        *lock(&self.named) = Some(id.to_owned());
    }

    pub(super) fn named_platform_key(&self) -> Option<String> {
        lock(&self.named).clone()
    }

    /// Has events posted to the app.
    pub(super) fn tell(&self, events: Vec<Event>) {
        let now = self.now();
        for event in events {
            self.deliveries.add(event, now);
        }
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }
}

/// A lock whose content is whole even if somebody panicked with it.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
