//! One struct: members, constructor, setters, codec.

use super::code::{Code, literal};
use super::{docs, types};
use crate::passes::api::{Api, ModuleId, Role, Side, Struct, StructField, TypeRef};
use std::collections::BTreeMap;

/// How many required values of one type a constructor takes one after the other; more could be swapped unnoticed.
const SAME_TYPE: usize = 2;
/// How many required values a constructor takes one after the other at all.
const ARGUMENTS: usize = 7;

/// Writes the struct at `at` and everything that is written with it.
pub fn write(code: &mut Code, api: &Api<'_>, at: usize) {
    let one = &api.structs[at];
    let name = api.name(one.home, TypeRef::Struct(at));
    code.blank();
    code.docs(&struct_docs(one));
    code.line("#[non_exhaustive]");
    if one.fields.is_empty() {
        code.line(format!("pub struct {name} {{}}"));
    } else {
        members(code, api, one, name);
    }
    if one.side == Side::Request {
        methods(code, api, one, name);
    }
    codec(code, one, name);
}

fn members(code: &mut Code, api: &Api<'_>, one: &Struct<'_>, name: &str) {
    code.block(format!("pub struct {name}"), |code| {
        for field in &one.fields {
            code.docs(&docs::field(field.field, &field.name));
            code.line(format!(
                "pub {}: {},",
                field.name,
                types::member(api, one.home, one.side, field)
            ));
        }
    });
}

fn struct_docs(one: &Struct<'_>) -> Vec<String> {
    let of = |what: &str, id: &str| vec![format!("{what} {}.", docs::span(id))];
    match one.role {
        Role::Query(operation) => of("Query of", &operation.id),
        Role::Request(operation) => of("Body of", &operation.id),
        Role::Headers(operation) => of("Headers of", &operation.id),
        Role::Response(operation) => of("Response to", &operation.id),
        Role::Resource(notification) => of("Plaintext of the notification", &notification.event),
        Role::Body(notification) => of("Body of the notification", &notification.event),
        Role::Reply(notification) => of("Reply to the notification", &notification.event),
        Role::Value(field) => {
            let mut lines = docs::paragraphs(&field.doc);
            lines.truncate(1);
            if lines.is_empty() {
                lines.push(format!("Value of {}.", docs::span(&field.name)));
            }
            lines
        }
    }
}

/// The name of the struct that holds the required values of `name`, if its constructor takes one.
#[must_use]
pub fn required_struct(api: &Api<'_>, module: ModuleId, ty: TypeRef) -> Option<String> {
    let TypeRef::Struct(at) = ty else { return None };
    let one = &api.structs[at];
    (one.side == Side::Request && needs_names(api, one))
        .then(|| format!("{}Required", api.name(module, ty)))
}

/// Whether the required values could be swapped, so that they need names.
fn needs_names(api: &Api<'_>, one: &Struct<'_>) -> bool {
    let mut types: BTreeMap<String, usize> = BTreeMap::new();
    for field in required(one) {
        *types
            .entry(types::value(api, one.home, field.ty))
            .or_default() += 1;
    }
    types.values().sum::<usize>() > ARGUMENTS || types.values().any(|&count| count > SAME_TYPE)
}

fn required<'s, 'm>(one: &'s Struct<'m>) -> impl Iterator<Item = &'s StructField<'m>> {
    one.fields.iter().filter(|field| field.required)
}

fn methods(code: &mut Code, api: &Api<'_>, one: &Struct<'_>, name: &str) {
    let named = needs_names(api, one);
    if named {
        required_values(code, api, one, name);
    }
    code.blank();
    code.block(format!("impl {name}"), |code| {
        if named {
            let lifetime = if borrows(api, one) { "<'_>" } else { "" };
            code.docs(&["With everything that is required.".to_owned()]);
            code.line("#[inline]");
            code.block(
                format!("pub fn new(required: {name}Required{lifetime}) -> Self"),
                |code| {
                    let argument = |field: &StructField<'_>| {
                        types::required_member(api, one.home, field.ty).convert
                    };
                    construct(code, one, |field| {
                        format!("{}: required.{}{}", field.name, field.name, argument(field))
                    });
                },
            );
        } else {
            positional(code, api, one);
        }
        for field in one.fields.iter().filter(|field| !field.required) {
            setter(code, api, one, field);
        }
    });
}

fn borrows(api: &Api<'_>, one: &Struct<'_>) -> bool {
    required(one).any(|field| {
        types::required_member(api, one.home, field.ty)
            .ty
            .contains("'a")
    })
}

fn required_values(code: &mut Code, api: &Api<'_>, one: &Struct<'_>, name: &str) {
    let lifetime = if borrows(api, one) { "<'a>" } else { "" };
    code.blank();
    code.docs(&[format!("What [`{name}`] requires.")]);
    code.block(format!("pub struct {name}Required{lifetime}"), |code| {
        for field in required(one) {
            code.docs(&[format!("See [`{name}::{}`].", field.name)]);
            code.line(format!(
                "pub {}: {},",
                field.name,
                types::required_member(api, one.home, field.ty).ty
            ));
        }
    });
}

fn positional(code: &mut Code, api: &Api<'_>, one: &Struct<'_>) {
    let argument = |field: &StructField<'_>| types::argument(api, one.home, field.ty);
    let arguments: Vec<String> = required(one)
        .map(|field| format!("{}: {}", field.name, argument(field).ty))
        .collect();
    code.docs(&[if arguments.is_empty() {
        "Without any value."
    } else {
        "With everything that is required."
    }
    .to_owned()]);
    code.line("#[inline]");
    code.list("pub fn new(", &arguments, ") -> Self {");
    code.inside(|code| {
        construct(code, one, |field| match argument(field).convert {
            "" => field.name.clone(),
            convert => format!("{}: {}{convert}", field.name, field.name),
        });
    });
    code.line("}");
}

/// `Self { … }` with these members for the required values and nothing for the others.
fn construct(code: &mut Code, one: &Struct<'_>, member: impl Fn(&StructField<'_>) -> String) {
    let mut members: Vec<String> = required(one)
        .map(|field| format!("{},", member(field)))
        .collect();
    if members.is_empty() {
        code.line("rt::empty()");
        return;
    }
    if members.len() < one.fields.len() {
        members.push("..rt::empty()".to_owned());
    }
    // rustfmt keeps a literal of at most 18 columns on one line.
    let joined = members.join(" ");
    if joined.trim_end_matches(',').len() <= 18 {
        code.line(format!("Self {{ {} }}", joined.trim_end_matches(',')));
        return;
    }
    code.block("Self", |code| {
        members.iter().for_each(|member| code.line(member))
    });
}

fn setter(code: &mut Code, api: &Api<'_>, one: &Struct<'_>, field: &StructField<'_>) {
    let argument = types::argument(api, one.home, field.ty);
    let name = &field.name;
    code.blank();
    code.docs(&[format!("Sets [`Self::{name}`].")]);
    code.line("#[inline]");
    code.list(
        &format!("pub fn {name}("),
        &["mut self".to_owned(), format!("value: {}", argument.ty)],
        ") -> Self {",
    );
    code.inside(|code| {
        let value = format!("value{}", argument.convert);
        let set = if field.ty.numbers > 0 {
            value
        } else {
            format!("Some({value})")
        };
        code.line(format!("self.{name} = {set};"));
        code.line("self");
    });
    code.line("}");
}

/// The one line that makes the struct an object of the codec. Where one field has another name on the wire, all of them
/// are listed with both.
fn codec(code: &mut Code, one: &Struct<'_>, name: &str) {
    let same = one
        .fields
        .iter()
        .all(|field| field.name == field.field.name);
    let entry = |field: &StructField<'_>| {
        if same {
            field.name.clone()
        } else {
            format!("{} => {}", literal(&field.field.name), field.name)
        }
    };
    let side = if one.side == Side::Request {
        "request"
    } else {
        "response"
    };
    let space = if one.fields.is_empty() { "" } else { " " };
    let fields: Vec<String> = one.fields.iter().map(entry).collect();
    code.blank();
    code.list(&format!("rt::object!({side} {name}:{space}"), &fields, ");");
}
