//! One enum: its values, and the variant for all others.

use super::code::{self, Code, ident, literal};
use super::docs;
use crate::passes::api::{Api, TypeRef};
use quote::quote;

/// Writes the enum at `at`.
pub fn write(code: &mut Code, api: &Api<'_>, at: usize) {
    let one = &api.enums[at];
    let name = api.name(one.home, TypeRef::Enum(at));
    let mut lines = docs::both(api.glossary, &one.field.doc);
    if lines.is_empty() {
        lines.push(format!("Values of {}.", docs::span(&one.field.name)));
    }
    let docs = code::docs(&lines);
    let variants = one.variants.iter().map(|variant| {
        let shown = docs::span(variant.value);
        let meaning = docs::heading(api.glossary, variant.doc);
        let docs = code::docs(&[if meaning.is_empty() {
            shown
        } else {
            format!("{shown}: {meaning}")
        }]);
        let name = ident(&variant.name);
        quote!(#docs #name,)
    });
    let ty = ident(name);
    code.items(quote! {
        #docs
        #[non_exhaustive]
        pub enum #ty {
            #(#variants)*
            #[doc = " A value that this version does not know."]
            Unknown(String),
        }
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
