//! `Clone` of generated structs.

use super::{Field, Object, Slot, View};

/// The body of every generated `Clone`.
#[inline]
#[must_use]
pub fn clone<T: Object>(object: &T) -> T {
    let mut copy = T::empty();
    copy_object(object, &mut copy);
    copy
}

fn copy_object(from: &dyn Object, to: &mut dyn Object) {
    for (index, (_, from)) in from.fields().enumerate() {
        if let Some(to) = to.field_mut(index) {
            copy(from.view(), to);
        }
    }
}

/// Copies a value into an empty field of the same type. Fields of another type do not occur and stay empty.
fn copy(from: View<'_>, to: &mut dyn Field) {
    if matches!(from, View::Absent) {
        return;
    }
    match (from, to.slot()) {
        (View::Text(from), Slot::Text(to)) => from.clone_into(to),
        (View::Text(from), Slot::Enum(to)) => to.set(from),
        (View::Integer(from), Slot::Integer(to)) => *to = from,
        (View::Decimal(from), Slot::Decimal(to)) => *to = from,
        (View::Boolean(from), Slot::Boolean(to)) => *to = from,
        (View::Object(from), Slot::Object(to)) => copy_object(from, to),
        (View::List(from), Slot::List(to)) => {
            for element in from.iter() {
                copy(element.view(), to.push());
            }
        }
        (View::Value(from), Slot::Value(to)) => to.clone_from(from),
        (View::Secret(_, from), Slot::Secret(_, to)) => from.clone_into(to),
        (View::Json(from), Slot::Json(to)) | (View::UrlEncoded(from), Slot::UrlEncoded(to)) => {
            copy(from.view(), to);
        }
        (View::Encrypted(from), Slot::Encrypted(to)) => {
            to.set_text(from.text().to_owned());
            if let Some(document) = from.document() {
                copy(View::Object(document), to.insert());
            }
        }
        (View::Numbered(from), Slot::Numbered(to)) => {
            for (numbers, value) in from.iter() {
                if let Some(to) = to.insert(numbers) {
                    copy(value.view(), to);
                }
            }
        }
        (View::File(from), Slot::File(to)) => to.clone_from(from),
        _ => {}
    }
}
