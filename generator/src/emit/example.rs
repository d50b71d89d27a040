//! The example in an operation's documentation: its call with everything that is required.

use super::code::{ident, print};
use super::{object, operation};
use crate::passes::api::{
    Api, ApiOperation, Carrier, FieldType, ModuleId, Scalar, StructField, TypeRef,
};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

/// The lines of the example, none if this operation has none.
#[must_use]
pub fn lines(api: &Api<'_>, one: &ApiOperation<'_>) -> Vec<String> {
    if !one.has_example {
        return Vec::new();
    }
    let path = &api.modules[one.module].path;
    let Ok(call) = call(api, one) else {
        return Vec::new();
    };
    let module = path.iter().map(|name| ident(name));
    let has_types = !operation::arguments(api, one).is_empty();
    let uses = has_types.then(|| quote!(use wechatpay_client #(::#module)*;));
    let body = print_body(&quote! {
        #uses
        let reply = #call.await?;
        println!("{}", reply.status());
    });
    let mut lines = vec![
        String::new(),
        "# Example".to_owned(),
        String::new(),
        "```no_run".to_owned(),
        "# async fn run(client: wechatpay_client::Client) -> Result<(), wechatpay_client::Error> {"
            .to_owned(),
    ];
    lines.extend(body);
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// Statements, formatted.
fn print_body(statements: &TokenStream) -> Vec<String> {
    let Ok(file) = syn::parse2::<syn::File>(quote!(fn run() { #statements })) else {
        return Vec::new();
    };
    let printed = print(file.items);
    let inner = printed.lines().filter_map(|line| line.strip_prefix("    "));
    inner.map(str::to_owned).collect()
}

/// What cannot be written down.
struct Unwritten;

type Expression = Result<TokenStream, Unwritten>;

fn call(api: &Api<'_>, one: &ApiOperation<'_>) -> Expression {
    let example = one.operation.example.as_ref().unwrap_or(&Value::Null);
    let chain = api.chain(one.node, &mut |node| {
        let name = node.segment.trim_matches(['{', '}']);
        let value = example.get("path").and_then(|path| path.get(name));
        let text = value.and_then(Value::as_str).unwrap_or(name);
        format!("{text:?}")
    });
    let chain: TokenStream = chain.parse().map_err(|_| Unwritten)?;
    let parts = [
        ("query", one.query),
        ("body", one.body),
        ("headers", one.headers),
    ];
    let arguments: Vec<_> = parts
        .into_iter()
        .filter_map(|(part, at)| Some((example.get(part), at?)))
        .map(|(value, at)| new(api, one.module, at, value))
        .collect::<Result<_, _>>()?;
    let verb = ident(&one.verb);
    Ok(quote!(client.#chain.#verb(#(#arguments),*)))
}

/// `module::Type::new(…)` with the required values.
fn new(api: &Api<'_>, module: ModuleId, at: usize, value: Option<&Value>) -> Expression {
    let one = &api.structs[at];
    let struct_type = TypeRef::Struct(at);
    let ty = path(api, module, api.name(module, struct_type))?;
    let required: Vec<_> = one.fields.iter().filter(|field| field.required).collect();
    let of = |field: &StructField<'_>| value.and_then(|value| value.get(&field.field.name));
    if let Some(name) = object::required_struct(api, module, struct_type) {
        let members: Vec<_> = required
            .iter()
            .map(|field| {
                let name = ident(&field.name);
                let value = expression(api, module, field.ty, of(field), Place::Member)?;
                Ok(quote!(#name: #value))
            })
            .collect::<Result<_, _>>()?;
        let required = path(api, module, &name)?;
        return Ok(quote!(#ty::new(#required { #(#members),* })));
    }
    let arguments: Vec<_> = required
        .iter()
        .map(|field| expression(api, module, field.ty, of(field), Place::Argument))
        .collect::<Result<_, _>>()?;
    Ok(quote!(#ty::new(#(#arguments),*)))
}

/// A name in the module of the operation.
fn path(api: &Api<'_>, module: ModuleId, name: &str) -> Expression {
    let parent = api.modules[module].path.last().ok_or(Unwritten)?;
    let (parent, name) = (ident(parent), ident(name));
    Ok(quote!(#parent::#name))
}

/// Where a value goes: the types that are taken differ a little.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Argument,
    Member,
    Element,
}

fn expression(
    api: &Api<'_>,
    module: ModuleId,
    ty: FieldType,
    value: Option<&Value>,
    place: Place,
) -> Expression {
    if ty.numbers > 0 {
        return Err(Unwritten);
    }
    if ty.list || ty.carrier == Carrier::JsonList {
        let first = value.and_then(|value| value.get(0));
        // Only there the function takes any list of anything that becomes a text.
        if place == Place::Argument && ty.carrier == Carrier::Plain && ty.scalar == Scalar::String {
            let text = text(first);
            return Ok(quote!([#text]));
        }
        let element = scalar(api, module, ty.scalar, first, Place::Element)?;
        return Ok(quote!(vec![#element]));
    }
    scalar(api, module, ty.scalar, value, place)
}

fn scalar(
    api: &Api<'_>,
    module: ModuleId,
    scalar: Scalar,
    value: Option<&Value>,
    place: Place,
) -> Expression {
    let is_element = place == Place::Element;
    Ok(match scalar {
        Scalar::String | Scalar::Sensitive | Scalar::BankSensitive => {
            let text = text(value);
            match is_element {
                true => quote!(#text.into()),
                false => text,
            }
        }
        Scalar::Integer => {
            let number = proc_macro2::Literal::i64_unsuffixed(
                value.and_then(Value::as_i64).unwrap_or(1).max(0),
            );
            quote!(#number)
        }
        Scalar::Float => quote!(1.0),
        Scalar::Boolean => {
            let is = value.and_then(Value::as_bool).unwrap_or(true);
            quote!(#is)
        }
        Scalar::Type(TypeRef::Struct(at)) => new(api, module, at, value)?,
        Scalar::Type(TypeRef::Enum(at)) => {
            let variants = &api.enums[at].variants;
            let named = value.and_then(Value::as_str);
            let variant = variants
                .iter()
                .find(|variant| Some(variant.value) == named)
                .or_else(|| variants.first())
                .ok_or(Unwritten)?;
            let ty = path(api, module, api.name(module, TypeRef::Enum(at)))?;
            let name = ident(&variant.name);
            quote!(#ty::#name)
        }
        Scalar::Json | Scalar::File => return Err(Unwritten),
    })
}

fn text(value: Option<&Value>) -> TokenStream {
    let text = value.and_then(Value::as_str).unwrap_or("…");
    quote!(#text)
}
