//! One struct: members, constructor, setters, codec.

use super::code::{self, Code, ident, literal};
use super::{docs, types};
use crate::glossary::Glossary;
use crate::passes::api::{Api, ModuleId, Role, Side, Struct, StructField, TypeRef};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// How many required values of one type a constructor takes one after the other; more could be swapped unnoticed.
const SAME_TYPE: usize = 2;
/// How many required values a constructor takes one after the other at all.
const ARGUMENTS: usize = 7;

/// Writes the struct at `at` and everything that is written with it.
pub fn write(code: &mut Code, api: &Api<'_>, at: usize) {
    let one = &api.structs[at];
    let name = api.name(one.home, TypeRef::Struct(at));
    let ty = ident(name);
    let docs = code::docs(&struct_docs(api.glossary, one));
    let members = one.fields.iter().map(|field| {
        let docs = code::docs(&docs::field(api.glossary, field.field, &field.name));
        let name = ident(&field.name);
        let ty = types::member(api, one.home, one.side, field);
        quote!(#docs pub #name: #ty,)
    });
    code.items(quote!(#docs #[non_exhaustive] pub struct #ty { #(#members)* }));
    if one.side == Side::Request {
        methods(code, api, one, name);
    }
    codec(code, one, name);
}

fn struct_docs(glossary: &Glossary, one: &Struct<'_>) -> Vec<String> {
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
            let mut lines = docs::both(glossary, &field.doc);
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
    (one.side == Side::Request && needs_names(one))
        .then(|| format!("{}Required", api.name(module, ty)))
}

/// Whether the required values could be swapped, so that they need names.
fn needs_names(one: &Struct<'_>) -> bool {
    let same = |field: &StructField<'_>| required(one).filter(|other| other.ty == field.ty).count();
    required(one).count() > ARGUMENTS || required(one).any(|field| same(field) > SAME_TYPE)
}

fn required<'s, 'm>(one: &'s Struct<'m>) -> impl Iterator<Item = &'s StructField<'m>> {
    one.fields.iter().filter(|field| field.required)
}

fn methods(code: &mut Code, api: &Api<'_>, one: &Struct<'_>, name: &str) {
    let ty = ident(name);
    let new = if needs_names(one) {
        required_values(code, api, one, name);
        named(api, one, name)
    } else {
        positional(api, one)
    };
    let optional = one.fields.iter().filter(|field| !field.required);
    let setters = optional.map(|field| setter(api, one, field));
    code.items(quote!(impl #ty { #new #(#setters)* }));
}

fn borrows(one: &Struct<'_>) -> bool {
    required(one).any(|field| types::is_borrowed(field.ty))
}

fn required_values(code: &mut Code, api: &Api<'_>, one: &Struct<'_>, name: &str) {
    let lifetime = borrows(one).then(|| quote!(<'a>));
    let docs = code::docs(&[format!("What [`{name}`] requires.")]);
    let members = required(one).map(|field| {
        let docs = code::docs(&[format!("See [`{name}::{}`].", field.name)]);
        let name = ident(&field.name);
        let ty = types::required_member(api, one.home, field.ty).ty;
        quote!(#docs pub #name: #ty,)
    });
    let ty = format_ident!("{}Required", ident(name));
    code.items(quote!(#docs pub struct #ty #lifetime { #(#members)* }));
}

/// The constructor that takes all required values in one struct.
fn named(api: &Api<'_>, one: &Struct<'_>, name: &str) -> TokenStream {
    let lifetime = borrows(one).then(|| quote!(<'_>));
    let ty = format_ident!("{}Required", ident(name));
    let body = construct(one, |field| {
        let convert = types::required_member(api, one.home, field.ty).convert;
        let name = ident(&field.name);
        quote!(#name: required.#name #convert)
    });
    quote! {
        #[doc = " With everything that is required."]
        #[inline]
        pub fn new(required: #ty #lifetime) -> Self { #body }
    }
}

/// The constructor that takes the required values one after the other.
fn positional(api: &Api<'_>, one: &Struct<'_>) -> TokenStream {
    let types: Vec<_> = required(one)
        .map(|field| (&field.name, types::argument(api, one.home, field.ty)))
        .collect();
    let inline = inline(!types.iter().any(|(_, argument)| argument.is_generic()));
    let arguments = types.iter().map(|(name, argument)| {
        let (name, ty) = (ident(name), &argument.ty);
        quote!(#name: #ty)
    });
    let doc = if types.is_empty() {
        " Without any value."
    } else {
        " With everything that is required."
    };
    let body = construct(one, |field| {
        let convert = types::argument(api, one.home, field.ty).convert;
        let name = ident(&field.name);
        if convert.is_empty() {
            quote!(#name)
        } else {
            quote!(#name: #name #convert)
        }
    });
    quote! {
        #[doc = #doc]
        #inline
        pub fn new(#(#arguments),*) -> Self { #body }
    }
}

/// `#[inline]`, where it says something: what is generic is compiled by its callers in any case.
fn inline(wanted: bool) -> Option<TokenStream> {
    wanted.then(|| quote!(#[inline]))
}

/// `Self { … }` with these members for the required values and nothing for the others.
fn construct(one: &Struct<'_>, member: impl Fn(&StructField<'_>) -> TokenStream) -> TokenStream {
    let members: Vec<_> = required(one).map(member).collect();
    if members.is_empty() {
        return quote!(rt::empty());
    }
    let rest = (members.len() < one.fields.len()).then(|| quote!(..rt::empty()));
    quote!(Self { #(#members,)* #rest })
}

fn setter(api: &Api<'_>, one: &Struct<'_>, field: &StructField<'_>) -> TokenStream {
    let argument = types::argument(api, one.home, field.ty);
    let inline = inline(!argument.is_generic());
    let types::Argument { ty, convert } = argument;
    let filled_in = if field.filled_in {
        " The client fills it in if it is not set."
    } else {
        ""
    };
    let doc = format!(" Sets [`Self::{}`].{filled_in}", field.name);
    let name = ident(&field.name);
    let set = if field.ty.numbers > 0 {
        quote!(value #convert)
    } else {
        quote!(Some(value #convert))
    };
    quote! {
        #[doc = #doc]
        #inline
        pub fn #name(mut self, value: #ty) -> Self {
            self.#name = #set;
            self
        }
    }
}

/// The one line that makes the struct an object of the codec. Where one field has another name on the wire, all of them
/// are listed with both. They are numbered, because a macro cannot count.
fn codec(code: &mut Code, one: &Struct<'_>, name: &str) {
    let same = one
        .fields
        .iter()
        .all(|field| field.name == field.field.name);
    let entry = |(index, field): (usize, &StructField<'_>)| {
        if same {
            format!("{index} {}", field.name)
        } else {
            let wire = literal(&field.field.name);
            format!("{index} {wire} => {}", field.name)
        }
    };
    let side = if one.side == Side::Request {
        "Request"
    } else {
        "Response"
    };
    let space = if one.fields.is_empty() { "" } else { " " };
    let fields: Vec<String> = one.fields.iter().enumerate().map(entry).collect();
    code.blank();
    code.list(&format!("rt::object!({side} {name}:{space}"), &fields, ");");
    if one.side != Side::Request {
        code.line(format!("rt::default!({name});"));
    }
}
