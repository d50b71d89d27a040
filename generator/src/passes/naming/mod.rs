//! Wire names → Rust names.
//!
//! [`words`] folds one name, [`solve`](mod@solve) settles those of one scope, [`lock`] remembers them. The functions here go through the
//! scopes: the children of a node, the fields of a struct, the values of an enum, the types of a module, the events.

pub mod lock;
pub mod solve;
pub mod words;

use crate::diag::codes::name as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;
use lock::{Kind, Lock};
use solve::{Item, solve};
use std::collections::BTreeSet;

/// Gives names, scope by scope, and keeps account of them.
#[derive(Debug)]
pub struct Naming<'a> {
    /// Names of earlier runs.
    lock: &'a Lock,
    /// Names of this run that belong into the lock.
    used: Lock,
    /// What was worth saying.
    diagnostics: &'a mut Diagnostics,
    /// What was said already of names that are the same everywhere.
    said: BTreeSet<(Kind, String)>,
}

/// One thing of a scope.
#[derive(Debug)]
pub struct Thing {
    /// What the lock calls the thing here.
    pub place: String,
    /// Names it may have, the best first; the last one may get a hash.
    pub candidates: Vec<String>,
    /// Whether Rust spells it as the wire does.
    pub exact: bool,
    /// What the lock calls such things everywhere, if the plain name is the same everywhere.
    pub wire: Option<String>,
    /// Where it is on its page.
    pub span: Span,
}

impl<'a> Naming<'a> {
    /// Starts with the names of `lock`.
    pub fn new(lock: &'a Lock, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            lock,
            used: Lock::default(),
            diagnostics,
            said: BTreeSet::new(),
        }
    }

    /// The lock as it is to be written.
    #[must_use]
    pub fn finish(self) -> Lock {
        self.lock.after(&self.used)
    }

    /// The lock before this run.
    #[must_use]
    pub fn lock(&self) -> &'a Lock {
        self.lock
    }

    /// Where to report what is wrong.
    pub fn diagnostics(&mut self) -> &mut Diagnostics {
        self.diagnostics
    }

    /// Remembers a name of this run.
    pub fn remember(&mut self, kind: Kind, place: &str, name: &str) {
        self.used.add(kind, place, name);
    }

    /// Names the things of one scope, none as another and none `reserved`.
    pub fn scope(
        &mut self,
        kind: Kind,
        things: &[Thing],
        reserved: &dyn Fn(&str) -> bool,
    ) -> Vec<String> {
        let fresh: Vec<Item> = things.iter().map(item).collect();
        let mut items = fresh.clone();
        for (thing, item) in things.iter().zip(&mut items) {
            item.locked = self.locked(kind, thing).map(str::to_owned);
        }
        let solved = solve(&items, reserved);
        let today = if solved
            .iter()
            .zip(&items)
            .any(|(one, item)| Some(&one.name) != item.candidates.first())
        {
            solve(&fresh, reserved)
        } else {
            solved.clone()
        };
        for (at, thing) in things.iter().enumerate() {
            let name = &solved[at].name;
            if solved[at].evicted {
                let locked = items[at].locked.as_deref().unwrap_or_default();
                let message = format!(
                    "`{}` was `{locked}`, which another has here: it is `{name}` now",
                    thing.place
                );
                self.report(&codes::LOCK_CLASH, thing, message);
            } else if items[at].locked.is_some() && *name != today[at].name {
                let general = thing
                    .wire
                    .as_ref()
                    .filter(|_| self.lock.get(kind, &thing.place).is_none());
                if general.is_some_and(|wire| !self.said.insert((kind, wire.clone()))) {
                    self.settle(kind, thing, name);
                    continue;
                }
                let message = format!(
                    "`{}` stays `{name}`; today it would be `{}`",
                    thing.place, today[at].name
                );
                self.report(&codes::LOCK_DIFFERS, thing, message);
            } else if solved[at].hashed {
                let message = format!(
                    "`{}` is `{name}`, because another thing here has the better name",
                    thing.place
                );
                self.report(&codes::NAME_HASHED, thing, message);
            }
            self.settle(kind, thing, name);
        }
        solved.into_iter().map(|one| one.name).collect()
    }

    fn locked(&self, kind: Kind, thing: &Thing) -> Option<&'a str> {
        let general = || self.lock.get(kind, thing.wire.as_deref()?);
        self.lock.get(kind, &thing.place).or_else(general)
    }

    /// Remembers a name: where names are the same everywhere, only once and only if Rust spells them in another way.
    fn settle(&mut self, kind: Kind, thing: &Thing, name: &str) {
        let plain = thing.candidates.first().map_or("", String::as_str);
        match &thing.wire {
            None => self.remember(kind, &thing.place, name),
            Some(wire) => {
                let general = self.lock.get(kind, wire).unwrap_or(plain).to_owned();
                if !thing.exact || general != plain {
                    self.remember(kind, wire, &general);
                }
                if name != general {
                    self.remember(kind, &thing.place, name);
                }
            }
        }
    }

    fn report(&mut self, code: &'static crate::diag::Code, thing: &Thing, message: String) {
        self.diagnostics
            .push(Diagnostic::new(code, thing.span, message));
    }
}

fn item(thing: &Thing) -> Item {
    Item {
        candidates: thing.candidates.clone(),
        key: thing.place.clone(),
        exact: thing.exact,
        locked: None,
    }
}
