//! Which texts of an upstream page are facts and come along, and which are left for us to write.
//!
//! Names, types, values and official titles are facts. A description is one only if it is a short label
//! ([`label::label`]); every other is left empty, and [`unwritten`] names it.

pub mod all;
mod borrowed;
pub mod label;
mod missing;

pub use borrowed::borrowed_texts;
pub use missing::{missing_texts, unwritten};

use crate::model::{Field, Notification, Operation};

/// The operation with the texts that come along from upstream, and no others.
#[must_use]
pub fn facts_of_operation(mut operation: Operation) -> Operation {
    operation.description.clear();
    let request = &mut operation.request;
    for fields in [&mut request.path, &mut request.query, &mut request.headers] {
        fields_in(fields);
    }
    if let Some(body) = &mut request.body {
        fields_in(&mut body.fields);
    }
    fields_in(&mut operation.response.fields);
    fields_in(&mut operation.response.error_fields);
    operation.example = None;
    operation
}

/// The notification with the texts that come along from upstream, and no others.
#[must_use]
pub fn facts_of_notification(mut notification: Notification) -> Notification {
    notification.description.clear();
    for fields in [
        &mut notification.headers,
        &mut notification.body.fields,
        &mut notification.reply,
    ] {
        fields_in(fields);
    }
    notification
}

fn fields_in(fields: &mut [Field]) {
    for field in fields {
        field.doc = label::label(&field.doc);
        for meaning in &mut field.value_docs {
            *meaning = label::label(meaning);
        }
        if field.value_docs.iter().all(String::is_empty) {
            field.value_docs.clear();
        }
        fields_in(&mut field.fields);
        for (index, alternative) in field.alternatives.iter_mut().enumerate() {
            alternative.label = label::name_of_alternative(&alternative.label, index);
            fields_in(&mut alternative.fields);
        }
    }
}
