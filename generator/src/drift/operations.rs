//! Compares operations.

use super::class::Class;
use super::fields::{Walk, at};
use super::record::{Found, Record, Spans, Subject, json};
use super::side::place;
use super::surface::Surface;
use crate::model::{Body, BodyEncoding, Operation, Response, ResponseKind};
use crate::passes::roots::headers;
use serde_json::{Value, json as object};
use std::collections::{BTreeMap, BTreeSet};

/// The operations of both sides by id, what is paired taken out.
type Operations<'a> = BTreeMap<&'a str, &'a Operation>;

impl<'a> Record<'a> {
    /// Compares all operations but those of `unread` pages.
    pub fn operations(&mut self, unread: &BTreeSet<&str>) {
        let (mut old, mut new) = (self.old.operations(unread), self.new.operations(unread));
        let known: BTreeSet<&str> = new.keys().copied().collect();
        let ids: Vec<&str> = old
            .keys()
            .copied()
            .filter(|id| known.contains(id))
            .collect();
        for id in ids {
            if let (Some(was), Some(is)) = (old.remove(id), new.remove(id)) {
                self.operation(was, is);
            }
        }
        self.moved_operations(&mut old, &mut new, unread);
        self.renamed_parameters(&mut old, &mut new);
        for operation in old.into_values() {
            let spans = Spans {
                old: Some(operation.span),
                new: None,
            };
            let values = (json(&operation.title), Value::Null);
            let found = whole("operation-removed", Class::Major, values, spans);
            self.push(subject(Some(operation), None), found);
        }
        for operation in new.into_values() {
            let spans = Spans {
                old: None,
                new: Some(operation.span),
            };
            let values = (Value::Null, json(&operation.title));
            let found = whole("operation-added", Class::Minor, values, spans);
            self.push(subject(None, Some(operation)), found);
        }
    }

    /// Operations whose page only says where its content went.
    fn moved_operations(
        &mut self,
        old: &mut Operations<'a>,
        new: &mut Operations<'a>,
        unread: &BTreeSet<&str>,
    ) {
        let leaving: Vec<&Operation> = old.values().copied().collect();
        for was in leaving {
            let Some(to) = self.new.destination(&was.page) else {
                continue;
            };
            old.remove(was.id.as_str());
            if unread.contains(place(to)) {
                continue;
            }
            let there =
                |one: &&&Operation| place(&one.page) == place(to) && one.method == was.method;
            let fresh = new.values().find(there).copied();
            let is = fresh.or_else(|| self.new.model.operations.iter().find(|one| there(&one)));
            let spans = Spans {
                old: Some(was.span),
                new: is.map(|one| one.span),
            };
            let values = (
                json(&was.id),
                is.map_or_else(|| json(&to), |one| json(&one.id)),
            );
            let found = whole("operation-moved", Class::Major, values, spans);
            self.push(subject(Some(was), is), found);
            if let Some(is) = fresh {
                new.remove(is.id.as_str());
                self.operation(was, is);
            }
        }
    }

    /// Operations whose path differs in the names of parameters only.
    fn renamed_parameters(&mut self, old: &mut Operations<'a>, new: &mut Operations<'a>) {
        let blank = |one: &Operation| {
            let segment = |segment| match segment {
                "" => "",
                _ if str::starts_with(segment, '{') => "{}",
                _ => segment,
            };
            let path: Vec<&str> = one.path.split('/').map(segment).collect();
            (one.method, path.join("/"))
        };
        let leaving: Vec<&Operation> = old.values().copied().collect();
        for was in leaving {
            let Some(is) = new.values().find(|one| blank(one) == blank(was)).copied() else {
                continue;
            };
            old.remove(was.id.as_str());
            new.remove(is.id.as_str());
            let rule = ("operation-path-parameter-renamed", Class::Major);
            let spans = at(was.span, is.span);
            self.fact(
                subject(Some(was), Some(is)),
                rule,
                (&was.path, &is.path),
                spans,
            );
            self.operation(was, is);
        }
    }

    /// Compares two states of one operation.
    fn operation(&mut self, old: &Operation, new: &Operation) {
        let who = subject(Some(old), Some(new));
        let spans = at(old.span, new.span);
        let pages = (&place(&old.page), &place(&new.page));
        if old.id == new.id {
            self.fact(who, ("operation-page-changed", Class::Text), pages, spans);
        }
        if !old.family.is_empty() && !new.family.is_empty() {
            let rule = ("operation-family-changed", Class::Major);
            self.fact(who, rule, (&old.family, &new.family), spans);
        }
        self.status(who, old, new, spans);
        self.host(who, old, new, spans);
        let texts = [
            (
                "operation-title-changed",
                (json(&old.title), json(&new.title)),
            ),
            (
                "operation-description-changed",
                (json(&old.description), json(&new.description)),
            ),
            (
                "operation-links-changed",
                (json(&old.links), json(&new.links)),
            ),
        ];
        for (rule, (old, new)) in &texts {
            self.fact(who, (rule, Class::Text), (old, new), spans);
        }
        if old.example != new.example {
            let values = (Value::Null, Value::Null);
            let found = whole("operation-example-changed", Class::Text, values, spans);
            self.push(who, found);
        }
        self.parameters(who, old, new, spans);
        self.body(who, old, new, spans);
        self.response(who, &old.response, &new.response, spans);
    }

    fn status(&mut self, who: Subject<'_>, old: &Operation, new: &Operation, spans: Spans) {
        let offline = |one: &Operation| one.status.iter().any(|word| word == "deprecated");
        let (rule, class) = match (offline(old), offline(new)) {
            (false, true) => ("operation-deprecated", Class::Minor),
            (true, false) => ("operation-undeprecated", Class::Patch),
            _ => ("operation-status-changed", Class::Text),
        };
        self.fact(who, (rule, class), (&old.status, &new.status), spans);
        let rule = ("operation-replacements-changed", Class::Text);
        self.fact(who, rule, (&old.replacements, &new.replacements), spans);
    }

    fn host(&mut self, who: Subject<'_>, old: &Operation, new: &Operation, spans: Spans) {
        let (old, new) = (&old.request, &new.request);
        let host = |one: &crate::model::Request| match &one.base_url {
            None => Value::Null,
            Some(url) => object!({ "base_url": url, "required": one.base_url_required }),
        };
        let url = |one: &crate::model::Request| match (&one.wire_path, &one.fragment) {
            (None, None) => Value::Null,
            (path, fragment) => object!({ "wire_path": path, "fragment": fragment }),
        };
        let facts = [
            ("request-host-changed", (host(old), host(new))),
            ("request-mtls-changed", (json(&old.mtls), json(&new.mtls))),
            (
                "request-nonce-changed",
                (json(&!old.nonceless), json(&!new.nonceless)),
            ),
            ("request-url-changed", (url(old), url(new))),
        ];
        for (rule, (old, new)) in &facts {
            self.fact(who, (rule, Class::Patch), (old, new), spans);
        }
    }

    /// Path, query and headers.
    fn parameters(&mut self, who: Subject<'_>, old: &Operation, new: &Operation, spans: Spans) {
        let (old, new) = (&old.request, &new.request);
        let walk = |location: &str, surface| Walk {
            subject: who,
            place: "request",
            path: location.to_owned(),
            surface,
            multipart: (false, false),
            holder: spans,
        };
        // A parameter of the path is a text, whatever the page says of it.
        self.fields(&walk("path", Surface::Nowhere), &old.path, &new.path);
        let argument = |before: bool, after: bool| match (before, after) {
            (false, false) => Surface::Nowhere,
            (false, true) => Surface::Appears,
            (true, _) => Surface::Request,
        };
        let surface = argument(!old.query.is_empty(), !new.query.is_empty());
        self.fields(&walk("query", surface), &old.query, &new.query);
        let is_struct = |rows: &[crate::model::Field]| !headers(rows).is_empty();
        let surface = argument(is_struct(&old.headers), is_struct(&new.headers));
        // Those that the runtime sets are in no struct.
        let split = |rows: &[crate::model::Field]| -> (Vec<_>, Vec<_>) {
            let runtime =
                |row: &crate::model::Field| crate::passes::roots::is_runtime_header(&row.name);
            rows.iter().cloned().partition(runtime)
        };
        let ((old_runtime, old_own), (new_runtime, new_own)) =
            (split(&old.headers), split(&new.headers));
        self.fields(
            &walk("headers", Surface::Nowhere),
            &old_runtime,
            &new_runtime,
        );
        self.fields(&walk("headers", surface), &old_own, &new_own);
    }

    fn body(&mut self, who: Subject<'_>, old: &Operation, new: &Operation, spans: Spans) {
        let (old, new) = (old.request.body.as_ref(), new.request.body.as_ref());
        let class = |body: &Body| {
            if body.fields.is_empty() {
                Class::Patch
            } else {
                Class::Major
            }
        };
        let outline = |body: &Body| {
            let names: Vec<_> = body.fields.iter().map(|field| &field.name).collect();
            object!({ "encoding": body.encoding, "fields": names })
        };
        match (old, new) {
            (None, None) => {}
            (None, Some(body)) => {
                let mut found = whole(
                    "request-body-added",
                    class(body),
                    (Value::Null, outline(body)),
                    spans,
                );
                found.field = Some("body".to_owned());
                self.push(who, found);
            }
            (Some(body), None) => {
                let mut found = whole(
                    "request-body-removed",
                    class(body),
                    (outline(body), Value::Null),
                    spans,
                );
                found.field = Some("body".to_owned());
                self.push(who, found);
            }
            (Some(old), Some(new)) => {
                let rule = ("request-body-encoding-changed", Class::Patch);
                self.fact(who, rule, (&old.encoding, &new.encoding), spans);
                let rule = ("request-body-required-changed", Class::Text);
                self.fact(who, rule, (&old.required, &new.required), spans);
                let is_form = |body: &Body| body.encoding == BodyEncoding::Multipart;
                let surface = if old.fields.is_empty() {
                    Surface::Appears
                } else {
                    Surface::Request
                };
                let walk = Walk {
                    subject: who,
                    place: "request",
                    path: "body".to_owned(),
                    surface,
                    multipart: (is_form(old), is_form(new)),
                    holder: spans,
                };
                self.fields(&walk, &old.fields, &new.fields);
            }
        }
    }

    fn response(&mut self, who: Subject<'_>, old: &Response, new: &Response, spans: Spans) {
        let fields = |one: &Response| matches!(one.kind, ResponseKind::Json | ResponseKind::Xml);
        let walk = |path: &str, surface| Walk {
            subject: who,
            place: "response",
            path: path.to_owned(),
            surface,
            multipart: (false, false),
            holder: spans,
        };
        let class = if reply_type(old) == reply_type(new) || fields(old) && fields(new) {
            Class::Patch
        } else {
            Class::Major
        };
        let rule = ("response-kind-changed", class);
        self.fact(who, rule, (&old.kind, &new.kind), spans);
        let rule = ("response-signature-changed", Class::Patch);
        self.fact(who, rule, (&!old.unsigned, &!new.unsigned), spans);
        let rule = ("response-status-changed", Class::Text);
        self.fact(who, rule, (&old.status, &new.status), spans);
        if fields(old) && fields(new) {
            let surface = if old.fields.is_empty() {
                Surface::Appears
            } else {
                Surface::Answer
            };
            self.fields(&walk("response", surface), &old.fields, &new.fields);
        }
        let walk = walk("error", Surface::Nowhere);
        self.fields(&walk, &old.error_fields, &new.error_fields);
    }
}

/// The type that a call replies with: a struct of its own, or one of the runtime's.
fn reply_type(response: &Response) -> Option<ResponseKind> {
    match response.kind {
        ResponseKind::Json | ResponseKind::Xml if !response.fields.is_empty() => None,
        ResponseKind::Json | ResponseKind::Xml | ResponseKind::Empty => Some(ResponseKind::Empty),
        other => Some(other),
    }
}

/// A finding about a subject as a whole.
pub(super) fn whole<'f>(
    rule: &'f str,
    class: Class,
    (old, new): (Value, Value),
    spans: Spans,
) -> Found<'f> {
    Found {
        rule,
        class,
        field: None,
        old,
        new,
        spans,
    }
}

fn subject<'s>(old: Option<&'s Operation>, new: Option<&'s Operation>) -> Subject<'s> {
    let one = new.or(old);
    Subject {
        name: one.map_or("", |one| one.id.as_str()),
        family: one.map_or("", |one| one.family.as_str()),
        old_page: old.map(|one| one.page.as_str()),
        new_page: new.map(|one| one.page.as_str()),
    }
}
