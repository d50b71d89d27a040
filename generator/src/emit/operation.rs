//! One operation: the method that makes its call, and the constant that describes it.

use super::code::{self, Code, ident};
use super::{docs, example};
use crate::glossary::Glossary;
use crate::model::{BodyEncoding, Operation, ResponseKind};
use crate::passes::api::{Api, ApiOperation, TypeRef};
use crate::passes::roots::is_runtime_header;
use crate::passes::signing;
use proc_macro2::TokenStream;
use quote::quote;

/// The name of the operation's constant.
#[must_use]
pub fn constant(one: &ApiOperation<'_>) -> String {
    one.verb.to_uppercase()
}

/// The type of the response.
fn response_type(api: &Api<'_>, one: &ApiOperation<'_>) -> TokenStream {
    match (one.response, one.operation.response.kind) {
        (Some(at), _) => {
            let name = ident(api.name(one.module, TypeRef::Struct(at)));
            quote!(#name)
        }
        (None, ResponseKind::Binary) => quote!(rt::Binary),
        (None, ResponseKind::Text) => quote!(rt::Text),
        (None, ResponseKind::Redirect) => quote!(rt::Redirect),
        (None, ResponseKind::Json | ResponseKind::Xml | ResponseKind::Empty) => quote!(rt::Empty),
    }
}

/// Arguments of the method: name and type.
#[must_use]
pub fn arguments<'a>(api: &'a Api<'_>, one: &ApiOperation<'_>) -> Vec<(&'static str, &'a str)> {
    [
        ("query", one.query),
        ("body", one.body),
        ("headers", one.headers),
    ]
    .into_iter()
    .filter_map(|(name, at)| Some((name, api.name(one.module, TypeRef::Struct(at?)))))
    .collect()
}

/// The method.
#[must_use]
pub fn method(api: &Api<'_>, one: &ApiOperation<'_>) -> TokenStream {
    let operation = one.operation;
    let mut lines = docs::operation(api.glossary, operation);
    lines.extend(header_docs(api.glossary, operation, one.headers.is_some()));
    lines.extend([
        String::new(),
        format!(
            "Feature {}, page {}.",
            docs::span(&operation.family),
            docs::span(&operation.page)
        ),
    ]);
    lines.extend(example::lines(api, one));
    let docs = code::docs(&lines);
    let deprecated = deprecation(api, operation).map(|note| quote!(#[deprecated(note = #note)]));
    let (names, types): (Vec<_>, Vec<_>) = arguments(api, one)
        .into_iter()
        .map(|(name, ty)| (ident(name), ident(ty)))
        .unzip();
    let (verb, constant) = (ident(&one.verb), ident(&constant(one)));
    let response = response_type(api, one);
    quote! {
        #docs
        #deprecated
        #[inline]
        pub fn #verb(self #(, #names: #types)*) -> rt::Call<#response> {
            self.0.call(&#constant)#(.#names(#names))*
        }
    }
}

/// Header rows that no struct has: what can be set with `Call::header`.
fn header_docs(glossary: &Glossary, operation: &Operation, in_struct: bool) -> Vec<String> {
    if in_struct {
        return Vec::new();
    }
    let rows = operation
        .request
        .headers
        .iter()
        .filter(|row| !is_runtime_header(&row.name));
    let shown: Vec<String> = rows
        .map(|row| {
            let doc = docs::inline_both(glossary, &row.doc);
            let name = docs::span(&row.name);
            if doc.is_empty() {
                name
            } else {
                format!("{name} ({doc})")
            }
        })
        .collect();
    if shown.is_empty() {
        return Vec::new();
    }
    vec![
        String::new(),
        format!(
            "Optional headers, for `Call::header`: {}.",
            shown.join(", ")
        ),
    ]
}

/// Why the operation is not to be used any more, and what is, if a page says so.
fn deprecation(api: &Api<'_>, operation: &Operation) -> Option<String> {
    if !operation.status.iter().any(|word| word == "deprecated") {
        return None;
    }
    let replacements: Vec<String> = operation
        .replacements
        .iter()
        .map(|target| {
            replacement(api, target).map_or_else(|| docs::span(target), |path| docs::span(&path))
        })
        .collect();
    Some(match replacements.is_empty() {
        true => "taken offline".to_owned(),
        false => format!("taken offline, use {}", replacements.join(" or ")),
    })
}

/// The Rust path of a site path: `/openapi/v3/pay/transactions/jsapi#post`. A page with one operation needs no verb.
fn replacement(api: &Api<'_>, target: &str) -> Option<String> {
    let (page, verb) = target
        .split_once('#')
        .map_or((target, None), |(page, verb)| (page, Some(verb)));
    let page = page
        .strip_prefix("/openapi")
        .unwrap_or(page)
        .trim_matches('/');
    let of_page = |one: &&ApiOperation<'_>| {
        let known = one
            .operation
            .page
            .strip_suffix(".md")
            .unwrap_or(&one.operation.page);
        known.strip_prefix("openapi/").unwrap_or(known) == page
    };
    let mut found = api
        .operations
        .iter()
        .filter(of_page)
        .filter(|one| verb.is_none_or(|verb| one.verb == verb));
    let one = found.next()?;
    (verb.is_some() || found.next().is_none()).then(|| rust_path(api, one))
}

/// How the operation is called: `v3().pay().transactions().jsapi().post()`.
#[must_use]
pub fn rust_path(api: &Api<'_>, one: &ApiOperation<'_>) -> String {
    format!(
        "{}.{}()",
        api.chain(one.node, &mut |node| node.name.clone()),
        one.verb
    )
}

/// Writes the constant.
pub fn descriptor(code: &mut Code, one: &ApiOperation<'_>) {
    let operation = one.operation;
    let request = &operation.request;
    let docs = code::docs(&[docs::span(&operation.id)]);
    let name = ident(&constant(one));
    let method = ident(&format!("{:?}", operation.method));
    let path = &operation.path;
    let wire_path = request.wire_path.iter();
    let base_url = request.base_url.iter();
    let flags = [
        ("base_url_required", request.base_url_required),
        ("mtls", request.mtls),
        ("nonceless", request.nonceless),
        ("unsigned", operation.response.unsigned),
    ];
    let flags = flags
        .iter()
        .filter(|(_, is)| *is)
        .map(|(name, _)| ident(name));
    let fragment = request.fragment.iter();
    let merchant_id = signing::merchant_id(operation).into_iter();
    let sign = signing::rule(operation).map(ident).into_iter();
    let body_kind = ident(body_kind(operation));
    let response_kind = ident(&format!("{:?}", operation.response.kind));
    let version = ident(&format!("{:?}", operation.version));
    code.items(quote! {
        #docs
        pub const #name: rt::Operation = rt::Operation {
            method: rt::Method::#method,
            path: #path,
            #(wire_path: Some(#wire_path),)*
            #(base_url: Some(#base_url),)*
            #(#flags: true,)*
            #(fragment: Some(#fragment),)*
            #(merchant_id: #merchant_id,)*
            #(sign: rt::SignRule::#sign,)*
            request: rt::BodyKind::#body_kind,
            response: rt::ResponseKind::#response_kind,
            ..rt::Operation::#version
        };
    });
}

fn body_kind(operation: &Operation) -> &'static str {
    match operation.request.body.as_ref().map(|body| body.encoding) {
        None => "None",
        Some(BodyEncoding::Json) => "Json",
        Some(BodyEncoding::Xml) => "Xml",
        Some(BodyEncoding::Multipart) => "Multipart",
    }
}
