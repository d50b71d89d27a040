//! Notifications as webhooks.

use super::fields::Schemas;
use super::{set, text, title};
use crate::model::{BodyEncoding, Version};
use crate::passes::api::{ApiNotification, TypeRef, version_name};
use serde_json::{Map, Value, json};

/// The webhooks by version and event: `v3.TRANSACTION.SUCCESS`.
pub(super) fn webhooks(
    schemas: &Schemas<'_, '_>,
    is_in: &dyn Fn(&str) -> bool,
) -> Map<String, Value> {
    let mut all = Map::new();
    for one in &schemas.api.notifications {
        let notification = one.notification;
        if is_in(&notification.family) {
            let version = version_name(notification.version);
            let name = format!("{version}.{}", notification.event);
            all.insert(name, json!({ "post": webhook(schemas, one) }));
        }
    }
    all
}

fn webhook(schemas: &Schemas<'_, '_>, one: &ApiNotification<'_>) -> Value {
    let notification = one.notification;
    let version = version_name(notification.version);
    let parameters: Vec<Value> = notification
        .headers
        .iter()
        .filter(|field| !field.name.eq_ignore_ascii_case("content-type"))
        .map(|field| {
            let schema = schemas.loose(field, &|| None);
            json!({ "name": field.name, "in": "header", "required": field.required, "schema": schema })
        })
        .collect();
    let content = || Some(schemas.reference(TypeRef::Struct(one.content)));
    let schema = match notification.version {
        Version::V3 => schemas.loose_object(&notification.body.fields, &content),
        Version::V2 => content().unwrap_or_default(),
    };
    let media_type = match notification.body.encoding {
        BodyEncoding::Xml => "application/xml",
        _ => "application/json",
    };
    let mut made = json!({
        "operationId": format!("webhook_{version}_{}", one.name),
        "tags": [notification.family],
        "parameters": parameters,
        "requestBody": { "required": true, "content": { media_type: { "schema": schema } } },
        "responses": { "200": reply(schemas, one, media_type) },
        "security": [],
    });
    set(
        &mut made,
        "summary",
        title(schemas.api, &notification.title),
    );
    set(
        &mut made,
        "description",
        text(schemas.api, &notification.description),
    );
    if let Some(url) = notification.links.first() {
        set(&mut made, "externalDocs", json!({ "url": url }));
    }
    set(&mut made, "x-version", version.into());
    set(&mut made, "x-event", notification.event.clone().into());
    set(
        &mut made,
        "x-event-types",
        notification.event_types.clone().into(),
    );
    set(&mut made, "x-page", notification.page.clone().into());
    set(&mut made, "x-status", notification.status.clone().into());
    made
}

fn reply(schemas: &Schemas<'_, '_>, one: &ApiNotification<'_>, media_type: &str) -> Value {
    let mut reply = json!({ "description": "The notification was taken." });
    let body = one
        .notification
        .reply
        .iter()
        .find(|field| field.name == "body");
    let schema = match (one.reply, body) {
        (Some(at), _) => schemas.reference(TypeRef::Struct(at)),
        (None, Some(body)) if !body.fields.is_empty() => schemas.loose(body, &|| None),
        _ => return reply,
    };
    set(
        &mut reply,
        "content",
        json!({ media_type: { "schema": schema } }),
    );
    reply
}
