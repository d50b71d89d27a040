//! Which operation of each family its documentation shows an example of.

use super::api::{Api, ApiOperation, FieldType, Scalar, TypeRef};
use super::families::Families;
use crate::diag::codes::name as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{FileId, Span};
use std::collections::BTreeMap;

/// Marks one operation of each family: the one that `families.toml` names, else the first one with a body whose required
/// values can all be written down, else the first that can be.
pub fn choose(api: &mut Api<'_>, families: &Families, diagnostics: &mut Diagnostics) {
    let mut chosen: BTreeMap<&str, usize> = BTreeMap::new();
    for with_body in [true, false] {
        for (at, one) in api.operations.iter().enumerate() {
            let fits = one.body.is_some() || !with_body;
            if fits && is_current(one) && is_plain(api, one) {
                chosen.entry(&one.operation.family).or_insert(at);
            }
        }
    }
    for family in &families.all {
        let Some(example) = &family.example else {
            continue;
        };
        let name = family.name.get_ref();
        let named = api.operations.iter().position(|one| {
            one.operation.family == *name
                && one.operation.id == *example.get_ref()
                && is_plain(api, one)
        });
        match named {
            Some(at) => {
                chosen.insert(name, at);
            }
            // A part of the pages may be read with the families of all.
            None if api
                .operations
                .iter()
                .any(|one| one.operation.family == *name) =>
            {
                let message = format!(
                    "`{}` is no operation of the family `{name}` that an example can show",
                    example.get_ref()
                );
                let span = Span::new(families.file.unwrap_or(FileId(0)), example.span());
                diagnostics.push(Diagnostic::new(&codes::FAMILY_EXAMPLE, span, message));
            }
            None => {}
        }
    }
    let chosen: Vec<usize> = chosen.into_values().collect();
    for at in chosen {
        api.operations[at].has_example = true;
    }
}

fn is_current(one: &ApiOperation<'_>) -> bool {
    one.operation.status.is_empty()
}

/// Whether all values that the call requires can be written as a Rust expression.
fn is_plain(api: &Api<'_>, one: &ApiOperation<'_>) -> bool {
    [one.query, one.body, one.headers]
        .into_iter()
        .flatten()
        .all(|at| is_plain_struct(api, at))
}

fn is_plain_struct(api: &Api<'_>, at: usize) -> bool {
    let required = api.structs[at].fields.iter().filter(|field| field.required);
    required
        .map(|field| field.ty)
        .all(|ty| is_plain_type(api, ty))
}

fn is_plain_type(api: &Api<'_>, ty: FieldType) -> bool {
    let scalar = match ty.scalar {
        Scalar::Json | Scalar::File => false,
        Scalar::Type(TypeRef::Struct(at)) => is_plain_struct(api, at),
        Scalar::Type(TypeRef::Enum(_))
        | Scalar::String
        | Scalar::Integer
        | Scalar::Float
        | Scalar::Boolean
        | Scalar::Sensitive
        | Scalar::BankSensitive => true,
    };
    scalar && ty.numbers == 0
}
