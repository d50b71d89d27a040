//! The table for tests: how to make every request from its example, and whether every response survives a round trip.

use super::code::{Code, Made, docs, ident, literal};
use super::{Files, cfg, family_module, header, operation};
use crate::model::Version;
use crate::passes::api::{Api, ApiNotification, ApiOperation, TypeRef, version_name};
use quote::quote;

/// One file per family, and the one that puts them together.
#[must_use]
pub fn files(api: &Api<'_>) -> Files {
    let mut files = Files::new();
    let mut code = Code::new();
    header(&mut code, "all operations and notifications");
    code.file_docs(&["Every operation and notification, for tests.".to_owned()]);
    code.items(quote!(
        use crate::rt::conformance::{Case, NotificationCase};
    ));
    let families: Vec<_> = api
        .families
        .iter()
        .map(|family| (cfg([family.as_str()]), ident(&family_module(family))))
        .collect();
    let modules = families.iter().map(|(cfg, name)| quote!(#cfg mod #name;));
    code.items(modules.collect());
    for family in &api.families {
        files.insert(
            format!("conformance/{}.rs", family_module(family)),
            family_file(api, family),
        );
    }
    for (name, ty, table, what) in [
        (
            "cases",
            "Case",
            "CASES",
            "All operations of the features that are on.",
        ),
        (
            "notifications",
            "NotificationCase",
            "NOTIFICATIONS",
            "All notifications of the features that are on.",
        ),
    ] {
        let (name, ty, table) = (ident(name), ident(ty), ident(table));
        let docs = docs(&[what.to_owned()]);
        let extend = families
            .iter()
            .map(|(cfg, family)| quote!(#cfg all.extend(#family::#table);));
        code.items(quote! {
            #docs
            #[must_use]
            #[allow(unused_mut)]
            pub fn #name() -> Vec<&'static #ty> {
                let mut all = Vec::new();
                #(#extend)*
                all
            }
        });
    }
    files.insert("conformance.rs".to_owned(), code.finish());
    files
}

fn family_file(api: &Api<'_>, family: &str) -> Made {
    let operations: Vec<_> = api
        .operations
        .iter()
        .filter(|one| one.operation.family == family)
        .collect();
    let notifications: Vec<_> = api
        .notifications
        .iter()
        .filter(|one| one.notification.family == family)
        .collect();
    let mut code = Code::new();
    header(&mut code, &format!("the family {family}"));
    code.line("#![allow(deprecated)]");
    code.items(quote!(
        use crate::rt::conformance::{Case, NotificationCase, round_trip};
    ));
    code.blank();
    table(
        &mut code,
        "CASES",
        "Case",
        operations.iter().map(|one| case(api, one)),
    );
    code.blank();
    table(
        &mut code,
        "NOTIFICATIONS",
        "NotificationCase",
        notifications.iter().map(|one| notification_case(api, one)),
    );
    code.finish()
}

fn table(code: &mut Code, name: &str, ty: &str, cases: impl Iterator<Item = String>) {
    let cases: Vec<String> = cases.collect();
    if cases.is_empty() {
        code.line(format!("pub(super) const {name}: &[{ty}] = &[];"));
        return;
    }
    code.line("#[rustfmt::skip]");
    code.line(format!("pub(super) const {name}: &[{ty}] = &["));
    cases
        .iter()
        .for_each(|case| code.line(format!("    {case}")));
    code.line("];");
}

fn case(api: &Api<'_>, one: &ApiOperation<'_>) -> String {
    let module = format!("crate::{}", api.modules[one.module].path.join("::"));
    let mut uses_example = false;
    let chain = api.chain(one.node, &mut |node| {
        uses_example = true;
        format!(
            "example.path({})?",
            literal(node.segment.trim_matches(['{', '}']))
        )
    });
    let arguments: Vec<String> = operation::arguments(api, one)
        .iter()
        .map(|(name, _)| format!("example.{name}()?"))
        .collect();
    let example = if uses_example || !arguments.is_empty() {
        "example"
    } else {
        "_"
    };
    // What is no JSON or XML has nothing to decode.
    let response = match one.response {
        Some(at) => format!(
            "round_trip::<{module}::{}>",
            api.name(one.module, TypeRef::Struct(at))
        ),
        None => "|value| Ok(value.clone())".to_owned(),
    };
    format!(
        "Case {{ operation: &{module}::{}, call: |client, {example}| Ok(client.{chain}.{}({}).into()), response: {response} }},",
        operation::constant(one),
        one.verb,
        arguments.join(", "),
    )
}

fn notification_case(api: &Api<'_>, one: &ApiNotification<'_>) -> String {
    let version = if one.notification.version == Version::V2 {
        "V2"
    } else {
        "V3"
    };
    let content = api.name(one.module, TypeRef::Struct(one.content));
    format!(
        "NotificationCase {{ event: {}, version: crate::rt::Version::{version}, round_trip: round_trip::<crate::notification::{}::{}::{content}>, \
         content: |event| match event.downcast_ref()? {{ crate::notification::Event::{}(content) => crate::rt::conformance::to_value(content), _ => None }} }},",
        literal(&one.notification.event),
        version_name(one.notification.version),
        one.name,
        one.variant,
    )
}
