//! Small models for tests.

pub(crate) mod envelope;
pub(crate) mod strategy;

use crate::model::{Field, Notification, Type, Version};
use crate::source::Span;

/// A field with nothing but a name and a type.
pub(crate) fn field(name: &str, ty: Type) -> Field {
    Field {
        name: name.to_owned(),
        ty,
        array: 0,
        required: false,
        values: Vec::new(),
        value_docs: Vec::new(),
        encoding: None,
        decodes_to: None,
        encryption: None,
        plaintext: None,
        signed: false,
        max_length: None,
        decimal: false,
        doc: String::new(),
        fields: Vec::new(),
        alternatives: Vec::new(),
        span: Span::default(),
    }
}

/// An object with these fields.
pub(crate) fn object(name: &str, fields: Vec<Field>) -> Field {
    Field {
        fields,
        ..field(name, Type::Object)
    }
}

/// A text field with a description.
pub(crate) fn documented(name: &str, doc: &str) -> Field {
    Field {
        doc: doc.to_owned(),
        ..field(name, Type::String)
    }
}

/// A notification with these texts, headers and an empty body.
pub(crate) fn notification(title: &str, description: &str, headers: Vec<Field>) -> Notification {
    Notification {
        event: "A.B".to_owned(),
        event_types: Vec::new(),
        version: Version::V3,
        page: "webhook/v3/A.B.md".to_owned(),
        family: String::new(),
        title: title.to_owned(),
        description: description.to_owned(),
        status: Vec::new(),
        replacements: Vec::new(),
        links: Vec::new(),
        headers,
        body: envelope::body("A.B", Vec::new()),
        reply: Vec::new(),
        span: Span::default(),
    }
}
