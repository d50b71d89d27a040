//! Our wording, put into what `sync` would write by itself.
//!
//! What we wrote stays as long as the field is there: a text of ours that is not empty is used, whatever upstream says
//! now. Fields are the same if they have the same names from the container down; values are the same if they are equal.

use super::sample;
use crate::model::{Alternative, Field, Notification, Operation};

/// Texts and sample values of ours for an operation.
pub(super) fn keep_in_operation(new: &mut Operation, ours: Option<&Operation>) {
    if let Some(ours) = ours {
        keep_text(&mut new.description, &ours.description);
        let (request, our_request) = (&mut new.request, &ours.request);
        keep_in_fields(&mut request.path, &our_request.path);
        keep_in_fields(&mut request.query, &our_request.query);
        keep_in_fields(&mut request.headers, &our_request.headers);
        if let (Some(body), Some(ours)) = (&mut request.body, &our_request.body) {
            keep_in_fields(&mut body.fields, &ours.fields);
        }
        keep_in_fields(&mut new.response.fields, &ours.response.fields);
        keep_in_fields(&mut new.response.error_fields, &ours.response.error_fields);
    }
    let example = ours.and_then(|ours| ours.example.as_ref());
    new.example = Some(sample::request(new, example));
}

/// Texts of ours for a notification.
pub(super) fn keep_in_notification(new: &mut Notification, ours: &Notification) {
    keep_text(&mut new.description, &ours.description);
    keep_in_fields(&mut new.headers, &ours.headers);
    keep_in_fields(&mut new.body.fields, &ours.body.fields);
    keep_in_fields(&mut new.reply, &ours.reply);
}

fn keep_in_fields(new: &mut [Field], ours: &[Field]) {
    for field in new {
        if let Some(ours) = ours.iter().find(|ours| ours.name == field.name) {
            keep_in_field(field, ours);
        }
    }
}

fn keep_in_field(new: &mut Field, ours: &Field) {
    keep_text(&mut new.doc, &ours.doc);
    keep_meanings(new, ours);
    keep_in_fields(&mut new.fields, &ours.fields);
    for (index, alternative) in new.alternatives.iter_mut().enumerate() {
        keep_in_alternative(alternative, index, ours);
    }
}

/// An alternative is the same as the one with its label, else as the one in its place.
fn keep_in_alternative(new: &mut Alternative, index: usize, ours: &Field) {
    let labelled = ours
        .alternatives
        .iter()
        .find(|ours| ours.label == new.label);
    if let Some(ours) = labelled.or_else(|| ours.alternatives.get(index)) {
        keep_text(&mut new.label, &ours.label);
        keep_in_fields(&mut new.fields, &ours.fields);
    }
}

fn keep_meanings(new: &mut Field, ours: &Field) {
    let our_meaning = |value: &String| {
        let at = ours.values.iter().position(|ours| ours == value)?;
        ours.value_docs
            .get(at)
            .filter(|meaning| !meaning.is_empty())
    };
    let upstream = |index: usize| new.value_docs.get(index).cloned().unwrap_or_default();
    let meanings: Vec<_> = new
        .values
        .iter()
        .enumerate()
        .map(|(index, value)| {
            our_meaning(value)
                .cloned()
                .unwrap_or_else(|| upstream(index))
        })
        .collect();
    new.value_docs = if meanings.iter().all(String::is_empty) {
        Vec::new()
    } else {
        meanings
    };
}

fn keep_text(new: &mut String, ours: &str) {
    if !ours.is_empty() {
        ours.clone_into(new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Type;
    use crate::sync::testing::{field, object};

    fn with_doc(doc: &str, field: Field) -> Field {
        Field {
            doc: doc.to_owned(),
            ..field
        }
    }

    /// A text of ours stays at its field and goes with it; upstream's label fills what we left empty.
    #[test]
    fn our_texts_stay_where_the_field_is() {
        let leaf = |name: &str, doc: &str| with_doc(doc, field(name, Type::String));
        let mut new = [object(
            "fruit",
            vec![
                leaf("colour", "颜色"),
                leaf("taste", "味道"),
                leaf("new", "新"),
            ],
        )];
        let ours = [object(
            "fruit",
            vec![
                leaf("colour", "表皮的颜色"),
                leaf("taste", ""),
                leaf("gone", "没了"),
            ],
        )];
        keep_in_fields(&mut new, &ours);
        let docs: Vec<_> = new[0]
            .fields
            .iter()
            .map(|field| field.doc.as_str())
            .collect();
        assert_eq!(docs, ["表皮的颜色", "味道", "新"]);
    }

    #[test]
    fn meanings_stay_with_their_values() {
        let mut new = field("state", Type::String);
        new.values = vec!["B".into(), "C".into(), "A".into()];
        new.value_docs = vec!["乙".into(), String::new(), String::new()];
        let mut ours = field("state", Type::String);
        ours.values = vec!["A".into(), "B".into()];
        ours.value_docs = vec!["头一个".into(), String::new()];
        keep_in_field(&mut new, &ours);
        assert_eq!(new.value_docs, ["乙", "", "头一个"]);
    }
}
