//! Notifications: a module each, and the enum over all of them.

use super::code::{Code, literal};
use super::{Files, cfg, docs, header, module};
use crate::model::Version;
use crate::passes::api::{Api, ApiNotification, TypeRef, version_name};
use std::collections::BTreeSet;

/// The files of one notification.
#[must_use]
pub fn file(api: &Api<'_>, one: &ApiNotification<'_>) -> (String, String) {
    let notification = one.notification;
    let mut code = Code::new();
    header(&mut code, &notification.page);
    let title = docs::inline(&notification.title);
    let event = docs::span(&notification.event);
    let mut lines = vec![if title.is_empty() {
        event
    } else {
        format!("{title}: {event}")
    }];
    lines.extend(docs::described(
        &notification.description,
        &notification.status,
        &notification.links,
    ));
    lines.extend([
        String::new(),
        format!(
            "Feature {}, page {}.",
            docs::span(&notification.family),
            docs::span(&notification.page)
        ),
    ]);
    code.file_docs(&lines);
    code.blank();
    code.line("use crate::rt;");
    code.blank();
    module::uses(&mut code, api, one.module);
    module::types(&mut code, api, one.module);
    (
        format!("{}.rs", api.modules[one.module].path.join("/")),
        code.finish(),
    )
}

/// The files above them: one per version, and the enum.
#[must_use]
pub fn roots(api: &Api<'_>) -> Files {
    let mut files = Files::new();
    for version in [Version::V2, Version::V3] {
        let name = version_name(version);
        let mut all: Vec<_> = api
            .notifications
            .iter()
            .filter(|one| one.notification.version == version)
            .collect();
        all.sort_by_key(|one| &one.name);
        let mut code = Code::new();
        header(&mut code, &format!("the notifications of {name}"));
        code.file_docs(&[format!("Notifications of {name}.")]);
        for (at, one) in all.into_iter().enumerate() {
            if at == 0 {
                code.blank();
            }
            cfg(&mut code, [one.notification.family.as_str()]);
            code.line(format!("pub mod {};", one.name));
        }
        files.insert(format!("notification/{name}.rs"), code.finish());
    }
    files.insert("notification.rs".to_owned(), event(api));
    files
}

fn event(api: &Api<'_>) -> String {
    let mut code = Code::new();
    header(&mut code, "all notifications");
    code.file_docs(&["What WeChat Pay posts to a merchant's server.".to_owned()]);
    code.blank();
    code.line("use crate::rt;");
    code.blank();
    code.line("pub use crate::rt::notification::{Envelope, Unknown};");
    code.blank();
    code.line("pub mod v2;");
    code.line("pub mod v3;");
    code.blank();
    code.docs(&["One notification of any kind.".to_owned()]);
    code.line("#[derive(Debug, Clone)]");
    code.line("#[non_exhaustive]");
    code.block("pub enum Event", |code| {
        for one in &api.notifications {
            let title = docs::inline(&one.notification.title);
            let event = docs::span(&one.notification.event);
            code.docs(&[if title.is_empty() {
                event
            } else {
                format!("{event}: {title}")
            }]);
            cfg(code, [one.notification.family.as_str()]);
            code.list(
                &format!("{}(", one.variant),
                &[format!("Box<{}>", content(api, one))],
                "),",
            );
        }
        code.docs(&[
            "A notification that this version does not know, or whose feature is off.".to_owned(),
        ]);
        code.line("Unknown(Unknown),");
    });
    code.blank();
    code.block("impl Event", |code| {
        decode(code, api);
        name(code, api);
    });
    code.finish()
}

/// The path of a notification's content below `notification`.
fn content(api: &Api<'_>, one: &ApiNotification<'_>) -> String {
    let version = version_name(one.notification.version);
    format!(
        "{version}::{}::{}",
        one.name,
        api.name(one.module, TypeRef::Struct(one.content))
    )
}

/// The event types on the wire that lead to a notification: its own, and those that only its page lists.
fn event_types<'m>(api: &Api<'m>, one: &ApiNotification<'m>) -> Vec<&'m str> {
    let notification = one.notification;
    let pages = api
        .notifications
        .iter()
        .map(|one| one.notification)
        .filter(|other| other.version == notification.version);
    let claimed: BTreeSet<&str> = pages
        .filter(|other| other.event != notification.event)
        .flat_map(|other| {
            // Of two pages that list one type the first one gets it, if the type is not the name of a page.
            let earlier = if other.event < notification.event {
                &other.event_types[..]
            } else {
                &[]
            };
            std::iter::once(&other.event).chain(earlier)
        })
        .map(String::as_str)
        .collect();
    let mut all = vec![notification.event.as_str()];
    for event in &notification.event_types {
        if !claimed.contains(event.as_str()) && !all.contains(&event.as_str()) {
            all.push(event);
        }
    }
    all
}

fn decode(code: &mut Code, api: &Api<'_>) {
    code.docs(&[
        "Decodes the plaintext of a notification: JSON for v3, the XML body for v2. `event` is the event type; for v2".to_owned(),
        "notifications without one, the name of their page.".to_owned(),
        String::new(),
        "An event that this version does not know becomes [`Event::Unknown`] with all that came.".to_owned(),
        String::new(),
        "# Errors".to_owned(),
        String::new(),
        "If the plaintext is not what the event promises.".to_owned(),
    ]);
    // Inline, or the codecs of all contents would be compiled here for apps that get no notification.
    code.line("#[inline]");
    let parameters = ["version: rt::Version", "event: &str", "plaintext: &[u8]"].map(str::to_owned);
    code.list(
        "pub fn decode(",
        &parameters,
        ") -> Result<Self, rt::Error> {",
    );
    code.inside(|code| {
        // With no family on there is nothing to decode.
        code.line("#[allow(unused_imports)]");
        code.line("use rt::notification::decode;");
        code.blank();
        code.line("Ok(match (version, event) {");
        code.inside(|code| {
            for one in &api.notifications {
                let version = if one.notification.version == Version::V2 {
                    "V2"
                } else {
                    "V3"
                };
                let events: Vec<String> = event_types(api, one).into_iter().map(literal).collect();
                let pattern = format!("(rt::Version::{version}, {})", events.join(" | "));
                cfg(code, [one.notification.family.as_str()]);
                let call = format!("Self::{}(decode(plaintext)?)", one.variant);
                code.arm(&pattern, &call);
            }
            code.line("_ => Self::Unknown(Unknown::new(version, event, plaintext)),");
        });
        code.line("})");
    });
    code.line("}");
}

fn name(code: &mut Code, api: &Api<'_>) {
    code.blank();
    code.docs(&[
        "The event type on the wire; for v2 notifications without one, the name of their page."
            .to_owned(),
    ]);
    code.line("#[inline]");
    code.line("#[must_use]");
    code.block("pub fn event(&self) -> &str", |code| {
        code.block("match self", |code| {
            for one in &api.notifications {
                cfg(code, [one.notification.family.as_str()]);
                code.arm(
                    &format!("Self::{}(_)", one.variant),
                    &literal(&one.notification.event),
                );
            }
            code.line("Self::Unknown(unknown) => &unknown.event,");
        });
    });
}
