//! The model as an outline: one line for each field, so that snapshots can be read.

use std::fmt::Write as _;
use wechatpay_codegen::model::{Field, Model};

/// The model without texts that the tests do not look at.
pub fn outline(model: &Model) -> String {
    let mut out = String::new();
    for one in &model.operations {
        let request = &one.request;
        let _ = writeln!(out, "{} ({:?}, {})", one.id, one.version, one.page);
        let _ = writeln!(out, "  title {:?} {:?}", one.title, one.description);
        if !one.status.is_empty() {
            let _ = writeln!(
                out,
                "  status {:?} replaced by {:?}",
                one.status, one.replacements
            );
        }
        if !one.links.is_empty() {
            let _ = writeln!(out, "  links {:?}", one.links);
        }
        if let Some(base_url) = &request.base_url {
            let _ = writeln!(
                out,
                "  host {base_url} required {}",
                request.base_url_required
            );
        }
        for (word, set) in [("mtls", request.mtls), ("nonceless", request.nonceless)] {
            if set {
                let _ = writeln!(out, "  {word}");
            }
        }
        if let Some(fragment) = &request.fragment {
            let _ = writeln!(out, "  fragment {fragment}");
        }
        if let Some(path) = &request.wire_path {
            let _ = writeln!(out, "  wire path {path}");
        }
        fields("path", &request.path, &mut out);
        fields("query", &request.query, &mut out);
        fields("headers", &request.headers, &mut out);
        if let Some(body) = &request.body {
            let _ = writeln!(out, "  body {:?} required {}", body.encoding, body.required);
            list(&body.fields, 2, &mut out);
        }
        let response = &one.response;
        let _ = writeln!(
            out,
            "  response {:?}{}{}",
            response.kind,
            response
                .status
                .map(|status| format!(" {status}"))
                .unwrap_or_default(),
            if response.unsigned { " unsigned" } else { "" }
        );
        list(&response.fields, 2, &mut out);
        fields("error", &response.error_fields, &mut out);
        if let Some(example) = &one.example {
            let _ = writeln!(out, "  example {example}");
        }
    }
    for one in &model.notifications {
        let _ = writeln!(
            out,
            "{:?} {} ({}) {:?}",
            one.version, one.event, one.page, one.title
        );
        if !one.event_types.is_empty() {
            let _ = writeln!(out, "  event types {:?}", one.event_types);
        }
        fields("headers", &one.headers, &mut out);
        let _ = writeln!(out, "  body {:?}", one.body.encoding);
        list(&one.body.fields, 2, &mut out);
        fields("reply", &one.reply, &mut out);
    }
    for one in &model.moved {
        let _ = writeln!(out, "{} moved to {}", one.page, one.to);
    }
    out
}

fn fields(name: &str, fields: &[Field], out: &mut String) {
    if !fields.is_empty() {
        let _ = writeln!(out, "  {name}");
        list(fields, 2, out);
    }
}

fn list(fields: &[Field], depth: usize, out: &mut String) {
    for field in fields {
        let array = if field.array == 1 { "[]" } else { "" };
        let required = if field.required { "!" } else { "" };
        let _ = write!(
            out,
            "{}{}{required}: {:?}{array}",
            "  ".repeat(depth),
            field.name,
            field.ty
        );
        if let Some(encoding) = field.encoding {
            let _ = write!(out, " encoded {encoding:?}");
        }
        if let Some(one) = field.encryption {
            let _ = write!(out, " encrypted {:?} {:?}", one.algorithm, one.key);
        }
        if let Some(to) = field.decodes_to {
            let _ = write!(out, " to {to:?}");
        }
        if let Some(plaintext) = field.plaintext {
            let _ = write!(out, " in {plaintext:?}");
        }
        if !field.values.is_empty() {
            let _ = write!(out, " of {:?}", field.values);
        }
        if !field.value_docs.is_empty() {
            let _ = write!(out, " meaning {:?}", field.value_docs);
        }
        if let Some(longest) = field.max_length {
            let _ = write!(out, " up to {longest}");
        }
        for (word, set) in [("signed", field.signed), ("decimal", field.decimal)] {
            if set {
                let _ = write!(out, " {word}");
            }
        }
        let _ = writeln!(out, " {:?}", field.doc);
        list(&field.fields, depth + 1, out);
        for alternative in &field.alternatives {
            let _ = writeln!(out, "{}| {}", "  ".repeat(depth + 1), alternative.label);
            list(&alternative.fields, depth + 2, out);
        }
    }
}
