//! Notifications: a module each, and the enum over all of them.

use super::code::{self, Code, Made, ident};
use super::{Files, cfg, docs, header, module};
use crate::model::{Notification, Version};
use crate::passes::api::{Api, ApiNotification, TypeRef, version_name};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// The files of one notification.
pub fn file(api: &Api<'_>, one: &ApiNotification<'_>) -> (String, Made) {
    let notification = one.notification;
    let mut code = Code::new();
    header(&mut code, &notification.page);
    let mut lines = docs::both(api.glossary, &notification.title);
    docs::separate(&mut lines);
    lines.push(docs::span(&notification.event));
    lines.extend(docs::described(
        api.glossary,
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
    code.items(quote!(
        use crate::rt;
    ));
    module::uses(&mut code, api, one.module);
    module::types(&mut code, api, one.module);
    if let Some(reply) = one.reply {
        let name = ident(api.name(one.module, TypeRef::Struct(reply)));
        let signed = is_reply_signed(notification);
        code.items(
            quote!(impl rt::notification::ReplyBody for #name { const SIGNED: bool = #signed; }),
        );
    }
    (
        format!("{}.rs", api.modules[one.module].path.join("/")),
        code.finish(),
    )
}

/// Whether the merchant signs its reply: the reply table has the header `Authorization`.
fn is_reply_signed(notification: &Notification) -> bool {
    let headers = notification
        .reply
        .iter()
        .filter(|field| field.name == "headers");
    headers
        .flat_map(|headers| &headers.fields)
        .any(|header| header.name.eq_ignore_ascii_case("authorization"))
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
        code.items(
            all.into_iter()
                .map(|one| {
                    let (cfg, name) = (cfg_of(one), ident(&one.name));
                    quote!(#cfg pub mod #name;)
                })
                .collect(),
        );
        files.insert(format!("notification/{name}.rs"), code.finish());
    }
    files.insert("notification.rs".to_owned(), event(api));
    files
}

/// The attribute of what is there with the notification's family.
fn cfg_of(one: &ApiNotification<'_>) -> TokenStream {
    cfg([one.notification.family.as_str()])
}

fn event(api: &Api<'_>) -> Made {
    let mut code = Code::new();
    header(&mut code, "all notifications");
    code.file_docs(&["What WeChat Pay posts to a merchant's server.".to_owned()]);
    code.items(quote!(
        use crate::rt;
    ));
    code.items(quote!(
        pub use crate::rt::notification::{Envelope, Unknown};
    ));
    code.items(quote!(
        pub mod v2;
        pub mod v3;
    ));
    let variants = api.notifications.iter().map(|one| {
        let title = docs::heading(api.glossary, &one.notification.title);
        let event = docs::span(&one.notification.event);
        let docs = code::docs(&[if title.is_empty() {
            event
        } else {
            format!("{event}: {title}")
        }]);
        let (cfg, name, content) = (cfg_of(one), ident(&one.variant), content(api, one));
        quote!(#docs #cfg #name(Box<#content>),)
    });
    code.items(quote! {
        #[doc = " One notification of any kind."]
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub enum Event {
            #(#variants)*
            #[doc = " A notification that this version does not know, or whose feature is off."]
            Unknown(Unknown),
        }
    });
    let (decode, name) = (decode(api), name(api));
    code.items(quote!(impl Event { #decode #name }));
    code.finish()
}

/// The path of a notification's content below `notification`.
fn content(api: &Api<'_>, one: &ApiNotification<'_>) -> TokenStream {
    let version = ident(version_name(one.notification.version));
    let module = ident(&one.name);
    let name = ident(api.name(one.module, TypeRef::Struct(one.content)));
    quote!(#version::#module::#name)
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

fn decode(api: &Api<'_>) -> TokenStream {
    let docs = code::docs(&[
        "Decodes the plaintext of a notification: JSON for v3, the XML body for v2. `event` is the event type; for v2".to_owned(),
        "notifications without one, the name of their page.".to_owned(),
        String::new(),
        "An event that this version does not know becomes [`Event::Unknown`] with all that came.".to_owned(),
        String::new(),
        "# Errors".to_owned(),
        String::new(),
        "If the plaintext is not what the event promises.".to_owned(),
    ]);
    let arms = api.notifications.iter().map(|one| {
        let version = ident(&format!("{:?}", one.notification.version));
        let (cfg, events, name) = (cfg_of(one), event_types(api, one), ident(&one.variant));
        quote! {
            #cfg
            (rt::Version::#version, #(#events)|*) => Self::#name(decode(content)?),
        }
    });
    // Inline, or the codecs of all contents would be compiled here for apps that get no notification. With no family on
    // there is nothing to decode.
    quote! {
        #docs
        #[inline]
        pub fn decode<'c>(
            version: rt::Version,
            event: &str,
            plaintext: impl Into<rt::notification::Content<'c>>,
        ) -> Result<Self, rt::Error> {
            #[allow(unused_imports)]
            use rt::notification::decode;
            let content = plaintext.into();
            Ok(match (version, event) {
                #(#arms)*
                _ => Self::Unknown(Unknown::of(version, event, content)),
            })
        }
    }
}

fn name(api: &Api<'_>) -> TokenStream {
    let arms = api.notifications.iter().map(|one| {
        let (cfg, name, event) = (cfg_of(one), ident(&one.variant), &one.notification.event);
        quote!(#cfg Self::#name(_) => #event,)
    });
    quote! {
        #[doc = " The event type on the wire; for v2 notifications without one, the name of their page."]
        #[inline]
        #[must_use]
        pub fn event(&self) -> &str {
            match self {
                #(#arms)*
                Self::Unknown(unknown) => &unknown.event,
            }
        }
    }
}
