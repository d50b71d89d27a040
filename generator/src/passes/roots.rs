//! The modules, and the roots of each operation and notification: which containers become a struct.

use crate::diag::Diagnostics;
use crate::model::{BodyEncoding, Field, Notification, ResponseKind, Version};
use crate::passes::api::{Api, Module, ModuleId, Role, Side, version_name};
use crate::passes::share::{Root, Shapes};
use heck::ToUpperCamelCase;
use std::collections::BTreeMap;

/// Headers that the runtime sets.
const RUNTIME_HEADERS: &[&str] = &["content-type", "wechatpay-serial"];

/// Makes one module per node and family with operations, and one per notification. A node's operations of another family
/// than its first one get a module of their own.
pub fn modules(api: &mut Api<'_>) {
    let mut known: BTreeMap<(usize, String), ModuleId> = BTreeMap::new();
    for at in 0..api.operations.len() {
        let (node, family) = (
            api.operations[at].node,
            api.operations[at].operation.family.clone(),
        );
        let path = api.module_path(node);
        let modules = &mut api.modules;
        api.operations[at].module =
            *known
                .entry((node, family))
                .or_insert_with_key(|(_, family)| {
                    modules.push(Module {
                        path,
                        family: family.clone(),
                        ..Module::default()
                    });
                    modules.len() - 1
                });
        api.nodes[node].operations.push(at);
    }
    for one in &mut api.notifications {
        one.module = api.modules.len();
        let version = version_name(one.notification.version);
        let path = ["notification", version, &one.name]
            .map(str::to_owned)
            .to_vec();
        api.modules.push(Module {
            path,
            family: one.notification.family.clone(),
            ..Module::default()
        });
    }
}

/// Makes the structs of all roots and of everything below them.
pub fn shapes<'m>(api: &mut Api<'m>, shapes: &mut Shapes<'m>, diagnostics: &mut Diagnostics) {
    let Api {
        operations,
        notifications,
        modules,
        structs,
        enums,
        ..
    } = api;
    for one in operations {
        let operation = one.operation;
        let (module, family) = (one.module, operation.family.as_str());
        let verb = one.verb.to_upper_camel_case();
        let id = format!("{} {}", verb_of(operation.method), operation.path);
        let body = operation.request.body.as_ref();
        let multipart = body.is_some_and(|body| body.encoding == BodyEncoding::Multipart);
        let mut add =
            |suffix: &str, location: &str, role, side, multipart, fields: Vec<&'m Field>| {
                let (name, place) = (format!("{verb}{suffix}"), format!("{id} {location}"));
                let root = Root {
                    module,
                    place,
                    name: &name,
                    role,
                    side,
                    multipart,
                };
                (!fields.is_empty()).then(|| shapes.root(&root, family, &fields, diagnostics))
            };
        let query = operation.request.query.iter().collect();
        one.query = add(
            "Query",
            "query",
            Role::Query(operation),
            Side::Request,
            false,
            query,
        );
        let fields = body.map_or_else(Vec::new, |body| body.fields.iter().collect());
        one.body = add(
            "Request",
            "request",
            Role::Request(operation),
            Side::Request,
            multipart,
            fields,
        );
        one.headers = add(
            "Headers",
            "headers",
            Role::Headers(operation),
            Side::Request,
            false,
            headers(&operation.request.headers),
        );
        if matches!(
            operation.response.kind,
            ResponseKind::Json | ResponseKind::Xml
        ) {
            let fields = operation.response.fields.iter().collect();
            one.response = add(
                "Response",
                "response",
                Role::Response(operation),
                Side::Answer,
                false,
                fields,
            );
        }
    }
    for one in notifications {
        let notification = one.notification;
        let id = format!(
            "{} {}",
            version_name(notification.version),
            notification.event
        );
        let mut add = |name: &str, location: &str, role, side, fields: Vec<&'m Field>| {
            let place = format!("{id} {location}");
            let root = Root {
                module: one.module,
                place,
                name,
                role,
                side,
                multipart: false,
            };
            shapes.root(&root, &notification.family, &fields, diagnostics)
        };
        one.content = match notification.version {
            Version::V3 => {
                let fields = plaintext(&notification.body.fields).iter().collect();
                add(
                    "Resource",
                    "resource",
                    Role::Resource(notification),
                    Side::Answer,
                    fields,
                )
            }
            Version::V2 => {
                let fields = notification.body.fields.iter().collect();
                add(
                    "Body",
                    "body",
                    Role::Body(notification),
                    Side::Answer,
                    fields,
                )
            }
        };
        let reply = rich_reply(notification);
        one.reply = (!reply.is_empty()).then(|| {
            add(
                "Reply",
                "reply",
                Role::Reply(notification),
                Side::Request,
                reply,
            )
        });
    }
    for site in &shapes.sites {
        modules[site.module].names.entry(site.ty).or_default();
    }
    *structs = std::mem::take(&mut shapes.structs);
    *enums = std::mem::take(&mut shapes.enums);
}

fn verb_of(method: crate::model::Method) -> String {
    super::nodes::verb(method).to_ascii_uppercase()
}

/// Whether the runtime sets this header.
#[must_use]
pub fn is_runtime_header(name: &str) -> bool {
    RUNTIME_HEADERS.contains(&name.to_ascii_lowercase().as_str())
}

/// The header rows that become a struct: all that the runtime does not set, if one of them is required.
#[must_use]
pub fn headers(rows: &[Field]) -> Vec<&Field> {
    let rows: Vec<_> = rows
        .iter()
        .filter(|row| !is_runtime_header(&row.name))
        .collect();
    if rows.iter().any(|row| row.required) {
        rows
    } else {
        Vec::new()
    }
}

/// The fields of the plaintext: those below the encrypted field, wherever it is.
#[must_use]
pub fn plaintext(fields: &[Field]) -> &[Field] {
    let encrypted = fields
        .iter()
        .find(|field| field.encryption.is_some() && !field.fields.is_empty());
    let below = || {
        fields
            .iter()
            .map(|field| plaintext(&field.fields))
            .find(|fields| !fields.is_empty())
    };
    encrypted
        .map(|field| field.fields.as_slice())
        .or_else(below)
        .unwrap_or_default()
}

/// Fields of the reply's body, empty if it has nothing but the standard ones.
#[must_use]
pub fn rich_reply(notification: &Notification) -> Vec<&Field> {
    const STANDARD: &[&str] = &["code", "message", "return_code", "return_msg"];
    let body = notification.reply.iter().find(|field| field.name == "body");
    let fields: Vec<_> = body.map_or_else(Vec::new, |body| body.fields.iter().collect());
    if fields
        .iter()
        .all(|field| STANDARD.contains(&field.name.as_str()))
    {
        Vec::new()
    } else {
        fields
    }
}
