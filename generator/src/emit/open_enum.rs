//! One enum: its values, and the variant for all others.

use super::code::{Code, literal};
use super::docs;
use crate::passes::api::{Api, TypeRef};

/// Writes the enum at `at`.
pub fn write(code: &mut Code, api: &Api<'_>, at: usize) {
    let one = &api.enums[at];
    let name = api.name(one.home, TypeRef::Enum(at));
    let mut lines = docs::paragraphs(&one.field.doc);
    lines.truncate(1);
    if lines.is_empty() {
        lines.push(format!("Values of {}.", docs::span(&one.field.name)));
    }
    code.blank();
    code.docs(&lines);
    code.line("#[non_exhaustive]");
    code.block(format!("pub enum {name}"), |code| {
        for variant in &one.variants {
            let shown = docs::span(variant.value);
            let meaning = docs::inline(variant.doc);
            code.docs(&[if meaning.is_empty() {
                shown
            } else {
                format!("{shown}: {meaning}")
            }]);
            code.line(format!("{},", variant.name));
        }
        code.docs(&["A value that this version does not know.".to_owned()]);
        code.line("Unknown(String),");
    });
    code.blank();
    let values = one
        .variants
        .iter()
        .map(|variant| format!("{} = {}", variant.name, literal(variant.value)));
    code.list(
        &format!("rt::open_enum!({name}: "),
        &values.collect::<Vec<_>>(),
        ");",
    );
}
