//! Compares notifications.

use super::class::Class;
use super::fields::{Walk, at};
use super::operations::whole;
use super::record::{Record, Spans, Subject, json};
use super::side::{place, subject as name_of};
use super::surface::Surface;
use crate::model::{Notification, Version};
use crate::passes::roots::rich_reply;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

type Notifications<'a> = BTreeMap<String, &'a Notification>;

impl<'a> Record<'a> {
    /// Compares all notifications but those of `unread` pages.
    pub fn notifications(&mut self, unread: &BTreeSet<&str>) {
        let mut old = self.old.notifications(unread);
        let mut new = self.new.notifications(unread);
        let names: Vec<String> = old.keys().cloned().collect();
        for name in names
            .iter()
            .filter(|name| new.contains_key(*name))
            .cloned()
            .collect::<Vec<_>>()
        {
            if let (Some(was), Some(is)) = (old.remove(&name), new.remove(&name)) {
                self.notification(&name, was, is);
            }
        }
        self.moved_notifications(&mut old, &mut new, unread);
        for (name, one) in old {
            let spans = Spans {
                old: Some(one.span),
                new: None,
            };
            let values = (json(&one.title), Value::Null);
            let found = whole("notification-removed", Class::Major, values, spans);
            self.push(subject(&name, Some(one), None), found);
        }
        for (name, one) in new {
            let spans = Spans {
                old: None,
                new: Some(one.span),
            };
            let values = (Value::Null, json(&one.title));
            let found = whole("notification-added", Class::Minor, values, spans);
            self.push(subject(&name, None, Some(one)), found);
        }
    }

    fn moved_notifications(
        &mut self,
        old: &mut Notifications<'a>,
        new: &mut Notifications<'a>,
        unread: &BTreeSet<&str>,
    ) {
        let leaving: Vec<(String, &Notification)> =
            old.iter().map(|(name, one)| (name.clone(), *one)).collect();
        for (name, was) in leaving {
            let Some(to) = self.new.destination(&was.page) else {
                continue;
            };
            old.remove(&name);
            if unread.contains(place(to)) {
                continue;
            }
            let there = |one: &&Notification| place(&one.page) == place(to);
            let is = self.new.model.notifications.iter().find(there);
            let spans = Spans {
                old: Some(was.span),
                new: is.map(|one| one.span),
            };
            let new_name = is.map_or_else(|| name.clone(), name_of);
            let values = (
                json(&name),
                is.map_or_else(|| json(&to), |_| json(&new_name)),
            );
            let found = whole("notification-moved", Class::Major, values, spans);
            self.push(subject(&new_name, Some(was), is), found);
            if let Some(is) = new.remove(&new_name) {
                self.notification(&new_name, was, is);
            }
        }
    }

    fn notification(&mut self, name: &str, old: &Notification, new: &Notification) {
        let who = subject(name, Some(old), Some(new));
        let spans = at(old.span, new.span);
        if old.event == new.event {
            let pages = (&place(&old.page), &place(&new.page));
            self.fact(
                who,
                ("notification-page-changed", Class::Text),
                pages,
                spans,
            );
        }
        if !old.family.is_empty() && !new.family.is_empty() {
            let rule = ("notification-family-changed", Class::Major);
            self.fact(who, rule, (&old.family, &new.family), spans);
        }
        let types = (&old.event_types, &new.event_types);
        self.fact(
            who,
            ("notification-event-types-changed", Class::Patch),
            types,
            spans,
        );
        let encodings = (&old.body.encoding, &new.body.encoding);
        self.fact(
            who,
            ("notification-encoding-changed", Class::Patch),
            encodings,
            spans,
        );
        let texts = [
            (
                "notification-status-changed",
                (json(&old.status), json(&new.status)),
            ),
            (
                "notification-replacements-changed",
                (json(&old.replacements), json(&new.replacements)),
            ),
            (
                "notification-title-changed",
                (json(&old.title), json(&new.title)),
            ),
            (
                "notification-description-changed",
                (json(&old.description), json(&new.description)),
            ),
            (
                "notification-links-changed",
                (json(&old.links), json(&new.links)),
            ),
        ];
        for (rule, (old, new)) in &texts {
            self.fact(who, (rule, Class::Text), (old, new), spans);
        }
        self.content(who, old, new, spans);
    }

    /// Headers, body and reply.
    fn content(&mut self, who: Subject<'_>, old: &Notification, new: &Notification, spans: Spans) {
        let walk = |place, path: &str, surface| Walk {
            subject: who,
            place,
            path: path.to_owned(),
            surface,
            multipart: (false, false),
            holder: spans,
        };
        let headers = walk("notification", "headers", Surface::Nowhere);
        self.fields(&headers, &old.headers, &new.headers);
        let surface = match new.version {
            Version::V2 => Surface::Answer,
            Version::V3 => Surface::Envelope,
        };
        let body = walk("notification", "body", surface);
        self.fields(&body, &old.body.fields, &new.body.fields);
        // A type of its own has a reply only if it has more than every reply has.
        let (before, after) = (rich_reply(old), rich_reply(new));
        if before.is_empty() && after.is_empty() {
            let reply = walk("reply", "reply", Surface::Nowhere);
            self.fields(&reply, &old.reply, &new.reply);
            return;
        }
        let others = |one: &Notification| -> Vec<_> {
            let other = |row: &&crate::model::Field| row.name != "body";
            one.reply.iter().filter(other).cloned().collect()
        };
        let reply = walk("reply", "reply", Surface::Nowhere);
        self.fields(&reply, &others(old), &others(new));
        let owned =
            |fields: Vec<&crate::model::Field>| fields.into_iter().cloned().collect::<Vec<_>>();
        // Where the type is new, nothing could use it: optional or not, it is an addition.
        let surface = if before.is_empty() {
            Surface::Answer
        } else {
            Surface::Request
        };
        let reply = walk("reply", "reply/body", surface);
        self.fields(&reply, &owned(before), &owned(after));
    }
}

fn subject<'s>(
    name: &'s str,
    old: Option<&'s Notification>,
    new: Option<&'s Notification>,
) -> Subject<'s> {
    Subject {
        name,
        family: new.or(old).map_or("", |one| one.family.as_str()),
        old_page: old.map(|one| one.page.as_str()),
        new_page: new.map(|one| one.page.as_str()),
    }
}
