//! An object as names and texts: what API v2 signs, and sends as XML, query or form.

use super::path::{FieldError, Path};
use super::secrets::Context;
use super::{View, check};
use serde_json::Value;

/// The fields that have a text, in their order; files are no texts. Nothing of it may be nested: nested values have no place
/// in what API v2 signs.
pub(crate) fn fields(
    view: View<'_>,
    cx: &Context<'_>,
) -> Result<Vec<(String, String)>, FieldError> {
    let mut fields = Vec::new();
    match view {
        View::Absent | View::Value(Value::Null) => {}
        View::Object(object) => {
            for (name, field) in object.fields() {
                match field.view() {
                    View::File(_) => {}
                    View::Numbered(values) => {
                        for (numbers, value) in values.iter() {
                            add(&mut fields, numbers.name(name), value.view(), cx)?;
                        }
                    }
                    view => add(&mut fields, name.to_owned(), view, cx)?,
                }
            }
        }
        View::Value(Value::Object(map)) => {
            for (name, value) in map {
                match value {
                    Value::Object(_) | Value::Array(_) => return Err(nested(name)),
                    value => add(&mut fields, name.clone(), View::Value(value), cx)?,
                }
            }
        }
        _ => {
            let message = "API v2 takes named values: an object";
            return Err(FieldError::new(&Path::ROOT, message));
        }
    }
    Ok(fields)
}

fn add(
    fields: &mut Vec<(String, String)>,
    name: String,
    view: View<'_>,
    cx: &Context<'_>,
) -> Result<(), FieldError> {
    if matches!(view, View::Object(_) | View::List(_)) {
        return Err(nested(&name));
    }
    let text = check::scalar(view, &Path::ROOT.field(&name), cx)?;
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        let text = text.into_owned();
        fields.push((name, text));
    }
    Ok(())
}

fn nested(name: &str) -> FieldError {
    let message = "API v2 signs texts only: write a nested value as the text of a JSON document";
    FieldError::new(&Path::ROOT.field(name), message)
}
