//! Responses (page language, section 9).

use super::call::Call;
use super::context::Context;
use super::documents::{self, Place};
use super::field::{self, Kind};
use super::table::Sheet;
use super::tree;
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::doc::page::Text;
use crate::doc::php::Tail;
use crate::model::{BodyEncoding, Response, ResponseKind, Version};

/// Lowers the response table.
pub(super) fn lower(
    sheet: Sheet,
    version: Version,
    call: &Call,
    context: &mut Context<'_>,
) -> Response {
    let noted = sheet
        .rows
        .notes
        .first()
        .and_then(|note| kind_of_note(note, context));
    if let (Some(note), Some(row)) = (sheet.rows.notes.first(), sheet.rows.rows.first()) {
        let message = "a table has fields or a note, not both";
        context.push(
            Diagnostic::new(&codes::NOTE_AND_FIELDS, note.span, message)
                .contradicts(row.span, "a field"),
        );
    }
    if let [_, second, ..] = sheet.rows.notes.as_slice() {
        context.push(Diagnostic::new(
            &codes::NOTE_AND_FIELDS,
            second.span,
            "a table has one note",
        ));
    }
    let note = sheet.rows.notes.first().map(|note| note.span);
    let mut nodes = tree::build(sheet.rows.rows, None, context);
    documents::settle(&mut nodes, Place::Response, context);
    let tail = call.tail.map(|(tail, _)| tail);
    let xml = version == Version::V2 && tail != Some(Tail::Json);
    let plaintext = if xml {
        BodyEncoding::Xml
    } else {
        BodyEncoding::Json
    };
    let fields = field::fields(
        &nodes,
        Kind {
            plaintext,
            files: false,
        },
        context,
    );
    let kind = match noted {
        Some(kind) => kind,
        None if sheet.errors_only => ResponseKind::Text,
        None if xml || tail == Some(Tail::Xml) => ResponseKind::Xml,
        None => ResponseKind::Json,
    };
    if let Some((tail, span)) = call
        .tail
        .filter(|(tail, _)| !agrees(kind, *tail, call.only_url))
    {
        let message = format!(
            "the table says that the answer is {}, the snippet takes it for `{tail}`",
            name(kind)
        );
        context.push(
            Diagnostic::new(&codes::RESPONSE_AND_SNIPPET, span, message)
                .contradicts(note.unwrap_or(sheet.header.span), "the table"),
        );
    }
    let status = match tail {
        Some(Tail::Status(status)) => Some(status),
        _ => None,
    };
    let (fields, error_fields) = if sheet.errors_only {
        (Vec::new(), fields)
    } else {
        (fields, Vec::new())
    };
    Response {
        kind,
        status,
        unsigned: call.unsigned_response,
        fields,
        error_fields,
    }
}

/// What a note says, by its meaning.
fn kind_of_note(note: &Text, context: &mut Context<'_>) -> Option<ResponseKind> {
    let says = |word: &str| note.text.contains(word);
    if says("空字符串") {
        Some(ResponseKind::Empty)
    } else if says("文件流") {
        Some(ResponseKind::Binary)
    } else if says("30x") && says("跳转") {
        Some(ResponseKind::Redirect)
    } else {
        let message = format!("`{}` is not a known note", note.text);
        context.push(Diagnostic::new(&codes::UNKNOWN_NOTE, note.span, message));
        None
    }
}

/// Whether what a snippet does with the answer fits its kind. A snippet that ends with the call says nothing.
fn agrees(kind: ResponseKind, tail: Tail, only_url: bool) -> bool {
    match (kind, tail) {
        (ResponseKind::Redirect, _) => only_url,
        (_, Tail::Nothing) => !only_url,
        (ResponseKind::Json, Tail::Json)
        | (ResponseKind::Xml, Tail::Xml)
        | (ResponseKind::Binary, Tail::File)
        | (ResponseKind::Text, Tail::XmlOrFile)
        | (ResponseKind::Empty, Tail::Status(_)) => true,
        _ => false,
    }
}

fn name(kind: ResponseKind) -> &'static str {
    match kind {
        ResponseKind::Json => "JSON",
        ResponseKind::Xml => "XML",
        ResponseKind::Binary => "a file",
        ResponseKind::Text => "a file or an error",
        ResponseKind::Empty => "empty",
        ResponseKind::Redirect => "a redirect",
    }
}
