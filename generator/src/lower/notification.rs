//! Notifications (page language, section 11).

use super::context::Context;
use super::documents::{self, Place};
use super::envelope;
use super::field::{self, Kind};
use super::table::{ENVELOPE, Sheet};
use super::tree::{self, Node};
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::model::{Body, BodyEncoding, Field, Version};

/// What the two tables of a notification say.
pub(super) struct Tables {
    /// Headers.
    pub headers: Vec<Field>,
    /// Envelope.
    pub body: Body,
    /// What the merchant answers.
    pub reply: Vec<Field>,
    /// Values that the row `event_type` lists.
    pub event_types: Vec<String>,
    /// Version of the API.
    pub version: Version,
}

/// Lowers the tables of a notification. `version` is what the place of the page says.
pub(super) fn lower(
    sheet: Sheet,
    reply: Option<Sheet>,
    version: Option<Version>,
    context: &mut Context<'_>,
) -> Tables {
    for note in sheet
        .rows
        .notes
        .iter()
        .chain(reply.iter().flat_map(|reply| &reply.rows.notes))
    {
        let message = format!("`{}` is not a known note of a notification", note.text);
        context.push(Diagnostic::new(&codes::UNKNOWN_NOTE, note.span, message));
    }
    let header = sheet.header.span;
    let mut nodes = tree::build(sheet.rows.rows, Some(ENVELOPE), context);
    documents::settle(&mut nodes, Place::Notification, context);
    for node in nodes
        .iter()
        .filter(|node| !ENVELOPE.contains(&node.row.name.text.as_str()))
    {
        let message = format!("`{}` is neither `headers` nor `body`", node.row.name.text);
        context.push(Diagnostic::new(
            &codes::UNKNOWN_TOP_ROW,
            node.row.name.span,
            message,
        ));
    }
    let encoding = encoding(&nodes, version);
    let version = version.unwrap_or(if encoding == BodyEncoding::Xml {
        Version::V2
    } else {
        Version::V3
    });
    envelope::check(&nodes, version, header, context);
    let kind = Kind {
        plaintext: encoding,
        files: false,
    };
    let mut of = |name: &str| {
        let node = nodes.iter().find(|node| node.row.name.text == name)?;
        let fields = field::fields(&node.children, kind, context);
        Some((node.row.required, fields))
    };
    let headers = of("headers").map(|(_, fields)| fields).unwrap_or_default();
    let (required, fields) = of("body").unwrap_or_default();
    let event_types = fields
        .iter()
        .find(|field| field.name == "event_type")
        .map(|field| field.values.clone());
    let reply = reply.map(|reply| {
        let mut nodes = tree::build(reply.rows.rows, None, context);
        documents::settle(&mut nodes, Place::Notification, context);
        field::fields(&nodes, kind, context)
    });
    Tables {
        headers,
        body: Body {
            encoding,
            required,
            fields,
        },
        reply: reply.unwrap_or_default(),
        event_types: event_types.unwrap_or_default(),
        version,
    }
}

/// What the body is written in: the header row says so, else the version.
fn encoding(nodes: &[Node], version: Option<Version>) -> BodyEncoding {
    let content_type = nodes
        .iter()
        .find(|node| node.row.name.text == "headers")
        .and_then(|headers| {
            headers
                .children
                .iter()
                .find(|node| node.row.name.text == "Content-Type")
        })
        .map(|node| node.row.description.text.to_ascii_lowercase());
    match content_type {
        Some(text) if text.contains("xml") => BodyEncoding::Xml,
        Some(text) if text.contains("json") => BodyEncoding::Json,
        _ if version == Some(Version::V2) => BodyEncoding::Xml,
        _ => BodyEncoding::Json,
    }
}

/// Name of the event: the name of the file; for a page that is read alone what the page says.
pub(super) fn event(tables: &Tables, context: &mut Context<'_>) -> String {
    let stem = context.identity.stem().to_owned();
    let types = &tables.event_types;
    if context.identity.root.is_some() {
        if !types.is_empty() && !types.contains(&stem) {
            let message = format!(
                "`event_type` is `{}`, the page is named `{stem}`; the name is taken",
                types.join("`, `")
            );
            context.push(Diagnostic::new(
                &codes::EVENT_AND_PAGE,
                context.section.span,
                message,
            ));
        }
        return stem;
    }
    let title = &context.section.title.text;
    let in_title = title
        .split(['(', '（'])
        .skip(1)
        .filter_map(|part| part.split([')', '）']).next());
    let is_event = |word: &&str| {
        word.contains('.')
            && word
                .chars()
                .all(|one| one.is_ascii_uppercase() || "._".contains(one))
    };
    match types.as_slice() {
        [only] => only.clone(),
        several => {
            let named = in_title.map(str::trim).find(is_event).map(str::to_owned);
            named.or_else(|| several.first().cloned()).unwrap_or(stem)
        }
    }
}
