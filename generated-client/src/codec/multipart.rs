//! `multipart/form-data`: one part per field, in their order; documents as JSON parts, files as they are.

use super::path::{FieldError, Path};
use super::secrets::Context;
use super::{View, check, json};
use crate::value::file::FilePart;
use std::ops::Range;

/// A form.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) content_type: String,
    pub(crate) body: Vec<u8>,
    /// Where the first JSON part stands in the body: the text that API v3 signs in place of the body.
    pub(crate) document: Option<Range<usize>>,
}

struct Part {
    head: String,
    content: Vec<u8>,
    is_document: bool,
}

/// The form of an object.
pub(crate) fn to_form(view: View<'_>, cx: &Context<'_>) -> Result<Form, FieldError> {
    let View::Object(object) = view else {
        return Err(FieldError::new(&Path::ROOT, "only an object can be a form"));
    };
    let mut parts = Vec::new();
    for (name, field) in object.fields() {
        add(&mut parts, name, field.view(), &Path::ROOT.field(name), cx)?;
    }
    Ok(join(parts))
}

/// The form of API v2: the files of an object, and texts that have been signed.
pub(crate) fn to_signed_form(
    view: View<'_>,
    texts: &[(String, String)],
    cx: &Context<'_>,
) -> Result<Form, FieldError> {
    let mut parts = Vec::new();
    for (name, file) in files(view) {
        add(
            &mut parts,
            name,
            View::File(file),
            &Path::ROOT.field(name),
            cx,
        )?;
    }
    for (name, text) in texts {
        add(
            &mut parts,
            name,
            View::Text(text),
            &Path::ROOT.field(name),
            cx,
        )?;
    }
    Ok(join(parts))
}

/// The files of an object with their names.
pub(crate) fn files(view: View<'_>) -> Vec<(&'static str, &FilePart)> {
    let View::Object(object) = view else {
        return Vec::new();
    };
    let files = object.fields();
    let files = files.filter_map(|(name, field)| match field.view() {
        View::File(file) => Some((name, file)),
        _ => None,
    });
    files.collect()
}

fn join(parts: Vec<Part>) -> Form {
    let boundary = boundary(&parts);
    let mut form = Form {
        content_type: format!("multipart/form-data; boundary={boundary}"),
        body: Vec::new(),
        document: None,
    };
    for part in parts {
        form.body
            .extend_from_slice(format!("--{boundary}\r\n{}\r\n\r\n", part.head).as_bytes());
        let start = form.body.len();
        form.body.extend_from_slice(&part.content);
        if part.is_document {
            form.document.get_or_insert(start..form.body.len());
        }
        form.body.extend_from_slice(b"\r\n");
    }
    form.body
        .extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    form
}

fn add(
    parts: &mut Vec<Part>,
    name: &str,
    view: View<'_>,
    at: &Path<'_>,
    cx: &Context<'_>,
) -> Result<(), FieldError> {
    let (extra, content, is_document) = match view {
        View::Absent => return Ok(()),
        View::List(list) => {
            return list.iter().enumerate().try_for_each(|(index, element)| {
                add(parts, name, element.view(), &at.element(index), cx)
            });
        }
        View::File(file) => {
            let file_name = quotable(&file.file_name, at)?;
            check::text(file_name, at, cx)?;
            let extra = format!(
                "; filename=\"{file_name}\"\r\nContent-Type: {}",
                line(&file.content_type, at)?
            );
            (extra, file.content.clone(), false)
        }
        View::Json(document) => (
            JSON_PART.into(),
            json::to_vec(document.view(), at, cx)?,
            true,
        ),
        View::Object(_) => (JSON_PART.into(), json::to_vec(view, at, cx)?, true),
        view => match check::scalar(view, at, cx)? {
            Some(text) => (String::new(), text.into_owned().into_bytes(), false),
            None => return Ok(()),
        },
    };
    parts.push(Part {
        head: format!("Content-Disposition: form-data; name=\"{name}\"{extra}"),
        content,
        is_document,
    });
    Ok(())
}

const JSON_PART: &str = "\r\nContent-Type: application/json";

/// A file name goes in plain quotes: the API reads no other form.
fn quotable<'t>(text: &'t str, at: &Path<'_>) -> Result<&'t str, FieldError> {
    if text.contains(['"', '\\']) {
        return Err(FieldError::new(
            at,
            "a file name cannot have quotes or backslashes",
        ));
    }
    line(text, at)
}

fn line<'t>(text: &'t str, at: &Path<'_>) -> Result<&'t str, FieldError> {
    if text.is_empty() || text.contains(char::is_control) {
        return Err(FieldError::new(
            at,
            "file name and content type cannot be empty or have control characters",
        ));
    }
    Ok(text)
}

/// A boundary that no part contains. The same form always has the same one.
fn boundary(parts: &[Part]) -> String {
    let taken = |boundary: &str| {
        let bytes = boundary.as_bytes();
        parts.iter().any(|part| {
            part.content
                .windows(bytes.len())
                .any(|window| window == bytes)
        })
    };
    let mut boundary = String::from("wechatpay-form-boundary");
    for number in 1.. {
        if !taken(&boundary) {
            break;
        }
        boundary = format!("wechatpay-form-boundary-{number}");
    }
    boundary
}
