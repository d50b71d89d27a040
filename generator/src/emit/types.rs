//! Rust types of fields, and how a caller hands over their values.

use super::code::ident;
use crate::passes::api::{Api, Carrier, FieldType, ModuleId, Scalar, Side, StructField, TypeRef};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

/// The type of a value of this field, without what makes it optional.
#[must_use]
pub fn value(api: &Api<'_>, module: ModuleId, ty: FieldType) -> TokenStream {
    let one = element(api, module, ty);
    let listed = if ty.list { quote!(Vec<#one>) } else { one };
    match ty.numbers {
        0 => listed,
        1 => quote!(rt::Indexed<#listed>),
        _ => quote!(rt::Indexed2<#listed>),
    }
}

/// The type of the member of the struct.
#[must_use]
pub fn member(api: &Api<'_>, module: ModuleId, side: Side, field: &StructField<'_>) -> TokenStream {
    let value = value(api, module, field.ty);
    let absent_is_empty = field.ty.numbers > 0 || (side == Side::Answer && field.ty.list);
    if field.required || absent_is_empty {
        value
    } else {
        quote!(Option<#value>)
    }
}

fn element(api: &Api<'_>, module: ModuleId, ty: FieldType) -> TokenStream {
    let scalar = scalar(api, module, ty.scalar);
    match ty.carrier {
        Carrier::Plain => scalar,
        Carrier::Json => quote!(rt::Json<#scalar>),
        Carrier::JsonList => quote!(rt::Json<Vec<#scalar>>),
        Carrier::UrlEncoded => quote!(rt::UrlEncoded<#scalar>),
        Carrier::Encrypted => quote!(rt::Encrypted<#scalar>),
    }
}

fn scalar(api: &Api<'_>, module: ModuleId, scalar: Scalar) -> TokenStream {
    match scalar {
        Scalar::String => quote!(String),
        Scalar::Integer => quote!(i64),
        Scalar::Float => quote!(f64),
        Scalar::Boolean => quote!(bool),
        Scalar::Json => quote!(rt::Value),
        Scalar::File => quote!(rt::FilePart),
        Scalar::Sensitive => quote!(rt::Sensitive),
        Scalar::BankSensitive => quote!(rt::BankSensitive),
        Scalar::Type(ty) => {
            let name = ident(api.name(module, ty));
            quote!(#name)
        }
    }
}

/// How a value is handed over: the type of the argument, and what turns it into the member.
#[derive(Debug, Clone)]
pub struct Argument {
    /// Type of the argument.
    pub ty: TokenStream,
    /// What follows the argument's name, empty if it goes in as it is.
    pub convert: TokenStream,
}

impl Argument {
    fn as_it_is(ty: TokenStream) -> Self {
        let convert = TokenStream::new();
        Self { ty, convert }
    }

    fn into(ty: TokenStream) -> Self {
        let convert = quote!(.into());
        Self { ty, convert }
    }

    /// Whether it takes several types: a function with such an argument is compiled where it is called.
    #[must_use]
    pub fn is_generic(&self) -> bool {
        let first = self.ty.clone().into_iter().next();
        matches!(first, Some(TokenTree::Ident(word)) if word == "impl")
    }
}

/// As an argument of a function.
#[must_use]
pub fn argument(api: &Api<'_>, module: ModuleId, ty: FieldType) -> Argument {
    let plain = ty.carrier == Carrier::Plain;
    let into = plain
        && matches!(
            ty.scalar,
            Scalar::String
                | Scalar::Sensitive
                | Scalar::BankSensitive
                | Scalar::Type(TypeRef::Enum(_))
        );
    if ty.numbers > 0 {
        Argument::as_it_is(value(api, module, ty))
    } else if ty.list && plain && matches!(ty.scalar, Scalar::String) {
        Argument {
            ty: quote!(impl IntoIterator<Item = impl Into<String>>),
            convert: quote!(.into_iter().map(Into::into).collect()),
        }
    } else if ty.list {
        Argument::as_it_is(value(api, module, ty))
    } else if into {
        let whole = value(api, module, ty);
        Argument::into(quote!(impl Into<#whole>))
    } else {
        carried(api, module, ty)
    }
}

/// Whether a struct with the required values borrows the value: text.
#[must_use]
pub fn is_borrowed(ty: FieldType) -> bool {
    let text = matches!(
        ty.scalar,
        Scalar::String | Scalar::Sensitive | Scalar::BankSensitive
    );
    ty.carrier == Carrier::Plain && text && !ty.list && ty.numbers == 0
}

/// As a member of a struct with the required values, where text is borrowed.
#[must_use]
pub fn required_member(api: &Api<'_>, module: ModuleId, ty: FieldType) -> Argument {
    if is_borrowed(ty) {
        Argument::into(quote!(&'a str))
    } else if ty.list || ty.numbers > 0 {
        Argument::as_it_is(value(api, module, ty))
    } else {
        carried(api, module, ty)
    }
}

/// What a text carries in place of the text; any other value as it is.
fn carried(api: &Api<'_>, module: ModuleId, ty: FieldType) -> Argument {
    let scalar = scalar(api, module, ty.scalar);
    match ty.carrier {
        Carrier::Plain => Argument::as_it_is(scalar),
        Carrier::Json | Carrier::UrlEncoded | Carrier::Encrypted => Argument::into(scalar),
        Carrier::JsonList => Argument::into(quote!(Vec<#scalar>)),
    }
}
