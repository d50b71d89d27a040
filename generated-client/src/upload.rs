//! Files to WeChat Pay: images, invoices, documents.
//!
//! The body of an upload is a form with the [file](crate::FilePart) and a JSON document about it, which is what the request's signature
//! covers. The document has the digest of the file, and mostly its name, under keys that differ from page to page: [`FROM_FILE`] in their
//! place is filled in from the file. Before anything is sent, the file is checked against what the page of the operation says
//! ([`RULES`]): size, ending of the name, and that the digest is its own.
//!
//! ```
//! # #[cfg(feature = "onboarding")]
//! async fn upload(client: &wechatpay_client::Client) -> Result<(), Box<dyn std::error::Error>> {
//!     use wechatpay_client::FilePart;
//!     use wechatpay_client::upload::FROM_FILE;
//!     use wechatpay_client::v3::merchant::media::upload::{Meta, PostRequest};
//!
//!     let file = FilePart::open("licence.jpg")?;
//!     let body = PostRequest::new(file, Meta::new(FROM_FILE, FROM_FILE));
//!     let reply = client.v3().merchant().media().upload().post(body).await?;
//!     println!("{:?}", reply.media_id);
//!     Ok(())
//! }
//! ```
//!
//! What no page documents is uploaded by its path: [`Chain::upload`](crate::Chain::upload).

mod rules;

pub use crate::download::HashAlgorithm;
pub use rules::{RULES, UploadRule};

use crate::call::{Body, BodyKind, Draft};
use crate::codec::{Field, Object, Slot, View};
use crate::error::BuildError;
use crate::value::file::FilePart;

/// In the place of a digest or a name in the document about a file: it is filled in from the file.
pub const FROM_FILE: &str = "";

/// Puts digest and name of the file where the document about it has [`FROM_FILE`].
pub(crate) fn complete(draft: &mut Draft) {
    let rule = UploadRule::of(draft.operation.path);
    let Body::Object(form) = &mut draft.body else {
        return;
    };
    if draft.operation.request != BodyKind::Multipart {
        return;
    }
    let Some(file) = file_of(&**form).cloned() else {
        return;
    };
    fill(&mut **form, &|key| match key {
        _ if key == rule.digest => Some(file.digest(rule.algorithm)),
        _ if Some(key) == rule.name => Some(file.file_name.clone()),
        _ => None,
    });
}

/// Whether the file of an upload is as its page wants it.
pub(crate) fn check(draft: &Draft) -> Result<(), BuildError> {
    let Body::Object(form) = &draft.body else {
        return Ok(());
    };
    if draft.operation.request != BodyKind::Multipart {
        return Ok(());
    }
    let Some(file) = file_of(&**form) else {
        return Ok(());
    };
    let rule = UploadRule::of(draft.operation.path);
    let wrong = |name: &str, message: String| Err(BuildError::new("body", name, message));
    if file.content.is_empty() {
        return wrong("file", "the file is empty".into());
    }
    let length = file.content.len();
    if let Some(limit) = rule.max_bytes.filter(|limit| length > *limit) {
        let message = format!("the file has {length} bytes, the page allows {limit}");
        return wrong("file", message);
    }
    let ending = file.file_name.rsplit_once('.').map(|(_, ending)| ending);
    let fits = |own: &&str| ending.is_some_and(|ending| ending.eq_ignore_ascii_case(own));
    if !rule.endings.is_empty() && !rule.endings.iter().any(fits) {
        let endings = rule.endings.join(", ");
        let message = format!("the name of the file does not end as the page wants it: {endings}");
        return wrong("file", message);
    }
    match text_of(&**form, rule.digest) {
        Some(digest) if !digest.eq_ignore_ascii_case(&file.digest(rule.algorithm)) => {
            let message = format!(
                "not the {} of the file; it can be left to `FROM_FILE`",
                rule.algorithm
            );
            wrong(rule.digest, message)
        }
        _ => Ok(()),
    }
}

fn file_of(form: &dyn Object) -> Option<&FilePart> {
    form.fields().find_map(|(_, field)| match field.view() {
        View::File(file) => Some(file),
        _ => None,
    })
}

/// A text of the form, or of the document in it.
fn text_of<'o>(form: &'o dyn Object, key: &str) -> Option<&'o str> {
    form.fields().find_map(|(name, field)| match field.view() {
        View::Text(text) if name == key => Some(text),
        View::Json(document) => match document.view() {
            View::Object(document) => text_of(document, key),
            _ => None,
        },
        _ => None,
    })
}

/// Fills empty texts of the form, and of the document in it.
fn fill(form: &mut dyn Object, value: &dyn Fn(&str) -> Option<String>) {
    for (index, name) in form.shape().fields.iter().enumerate() {
        if let Some(field) = form.field_mut(index) {
            fill_field(name, field, value);
        }
    }
}

fn fill_field(name: &str, field: &mut dyn Field, value: &dyn Fn(&str) -> Option<String>) {
    if !matches!(field.view(), View::Text("") | View::Json(_)) {
        return;
    }
    match field.slot() {
        Slot::Text(text) => {
            if let Some(value) = value(name) {
                *text = value;
            }
        }
        Slot::Json(document) => {
            if let Slot::Object(document) = document.slot() {
                fill(document, value);
            }
        }
        _ => {}
    }
}
