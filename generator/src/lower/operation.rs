//! A section to an operation or a notification.

use super::context::Context;
use super::identity::{Identity, Root};
use super::mend::PageFixups;
use super::notification;
use super::table::{self, CONTAINERS, Sheet, Which};
use super::{call, request, response, status, url};
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::doc::page::Section;
use crate::model::{Method, Notification, Operation};

/// Whether a section describes a notification: the place of the page says so; for a page that is read alone the rows
/// of its table.
pub(super) fn is_notification(identity: &Identity, section: &Section) -> bool {
    match identity.root {
        Some(Root::Notifications(_)) => true,
        Some(Root::Operations(_)) => false,
        None => {
            let header = section
                .response
                .as_ref()
                .and_then(|table| table.header.first());
            if header.is_some_and(|cell| cell.text == "应答规范") {
                return true;
            }
            let top = section
                .request
                .iter()
                .flat_map(|table| &table.rows)
                .filter_map(|row| row.cells.first());
            let names: Vec<_> = top
                .filter(|cell| !cell.attributes.iter().any(|one| one.key == "data-indent"))
                .map(|cell| cell.text.as_str())
                .collect();
            let other = names
                .iter()
                .any(|name| CONTAINERS.contains(name) && *name != "headers" && *name != "body");
            names.contains(&"headers")
                && names.contains(&"body")
                && !other
                && section.method == Method::Post
                && names.len() == 2
        }
    }
}

/// Lowers an operation. `None` if nothing says what its URL is.
pub(super) fn operation(
    fixups: &mut PageFixups<'_>,
    context: &mut Context<'_>,
) -> Option<Operation> {
    let section = context.section;
    let status = status::read(section, context);
    closed(fixups, context);
    let call = call::read(section, context);
    let url = url::find(&call, fixups, context)?;
    let (request, example) = match sheet(Which::Request, fixups, context) {
        Some(sheet) => request::lower(sheet, &call, &url, fixups, context),
        None => Default::default(),
    };
    let response = response::lower(
        sheet(Which::Response, fixups, context).unwrap_or_default(),
        url.version,
        &call,
        context,
    );
    if example.is_none() {
        let message = "no example shows the request";
        context.push(Diagnostic::new(&codes::NO_EXAMPLE, section.span, message));
    }
    Some(Operation {
        id: format!("{} {}", verb(section.method), url.path),
        method: section.method,
        path: url.path,
        version: url.version,
        page: context.identity.page.clone(),
        family: String::new(),
        title: section.title.text.clone(),
        description: section.description.text.clone(),
        status: status.words,
        replacements: status.replacements,
        links: links(section),
        request,
        response,
        example,
        span: section.span,
    })
}

/// Lowers a notification.
pub(super) fn notification(
    fixups: &mut PageFixups<'_>,
    context: &mut Context<'_>,
) -> Option<Notification> {
    let section = context.section;
    let status = status::read(section, context);
    closed(fixups, context);
    // Its snippet is code that handles it: there are no values in it.
    call::read(section, context);
    let sheet_of_request = sheet(Which::Notification, fixups, context)?;
    let reply = sheet(Which::Reply, fixups, context);
    let version = match context.identity.root {
        Some(Root::Notifications(version)) => Some(version),
        _ => None,
    };
    let tables = notification::lower(sheet_of_request, reply, version, context);
    let event = notification::event(&tables, context);
    Some(Notification {
        event,
        event_types: if tables.event_types.len() > 1 {
            tables.event_types
        } else {
            Vec::new()
        },
        version: tables.version,
        page: context.identity.page.clone(),
        family: String::new(),
        title: section.title.text.clone(),
        description: section.description.text.clone(),
        status: status.words,
        replacements: status.replacements,
        links: links(section),
        headers: tables.headers,
        body: tables.body,
        reply: tables.reply,
        span: section.span,
    })
}

fn sheet(which: Which, fixups: &mut PageFixups<'_>, context: &mut Context<'_>) -> Option<Sheet> {
    let section = context.section;
    let table = match which {
        Which::Request | Which::Notification => &section.request,
        Which::Response | Which::Reply => &section.response,
    };
    // A missing table was reported when the page was read.
    table
        .as_ref()
        .map(|table| table::read(table, which, fixups, context))
}

/// Containers that are not closed: the page's end closes them.
fn closed(fixups: &mut PageFixups<'_>, context: &mut Context<'_>) {
    let section = context.section;
    for (index, container) in section.containers.iter().enumerate() {
        let name = format!("container[{}]", index + 1);
        if !container.closed && !fixups.closes(section.method, &name) {
            let message = format!(
                "`::: {}` is not closed; it ends where the next block starts",
                container.kind.text
            );
            let problem = Diagnostic::new(&codes::OPEN_CONTAINER, container.span, message);
            let (old, new) = (
                crate::fixups::Value::Boolean(false),
                crate::fixups::Value::Boolean(true),
            );
            context.guess(problem, &name, crate::fixups::Property::Closed, old, new);
        }
    }
}

fn links(section: &Section) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for link in &section.references {
        if !links.contains(&link.target) {
            links.push(link.target.clone());
        }
    }
    links
}

fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}
