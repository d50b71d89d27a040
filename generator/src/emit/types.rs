//! Rust types of fields, and how a caller hands over their values.

use crate::passes::api::{Api, Carrier, FieldType, ModuleId, Scalar, Side, StructField, TypeRef};

/// The type of a value of this field, without what makes it optional.
#[must_use]
pub fn value(api: &Api<'_>, module: ModuleId, ty: FieldType) -> String {
    let one = element(api, module, ty);
    let listed = if ty.list { format!("Vec<{one}>") } else { one };
    match ty.numbers {
        0 => listed,
        1 => format!("rt::Indexed<{listed}>"),
        _ => format!("rt::Indexed2<{listed}>"),
    }
}

/// The type of the member of the struct.
#[must_use]
pub fn member(api: &Api<'_>, module: ModuleId, side: Side, field: &StructField<'_>) -> String {
    let value = value(api, module, field.ty);
    let absent_is_empty = field.ty.numbers > 0 || (side == Side::Answer && field.ty.list);
    if field.required || absent_is_empty {
        value
    } else {
        format!("Option<{value}>")
    }
}

fn element(api: &Api<'_>, module: ModuleId, ty: FieldType) -> String {
    let scalar = scalar(api, module, ty.scalar);
    match ty.carrier {
        Carrier::Plain => scalar,
        Carrier::Json => format!("rt::Json<{scalar}>"),
        Carrier::JsonList => format!("rt::Json<Vec<{scalar}>>"),
        Carrier::UrlEncoded => format!("rt::UrlEncoded<{scalar}>"),
        Carrier::Encrypted => format!("rt::Encrypted<{scalar}>"),
    }
}

fn scalar(api: &Api<'_>, module: ModuleId, scalar: Scalar) -> String {
    match scalar {
        Scalar::String => "String",
        Scalar::Integer => "i64",
        Scalar::Float => "f64",
        Scalar::Boolean => "bool",
        Scalar::Json => "rt::Value",
        Scalar::File => "rt::FilePart",
        Scalar::Sensitive => "rt::Sensitive",
        Scalar::BankSensitive => "rt::BankSensitive",
        Scalar::Type(ty) => api.name(module, ty),
    }
    .to_owned()
}

/// How a value is handed over: the type of the argument, and what turns it into the member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Type of the argument.
    pub ty: String,
    /// What follows the argument's name, empty if it goes in as it is.
    pub convert: &'static str,
}

/// As an argument of a function.
#[must_use]
pub fn argument(api: &Api<'_>, module: ModuleId, ty: FieldType) -> Argument {
    let whole = value(api, module, ty);
    let plain = ty.carrier == Carrier::Plain;
    let text = plain && matches!(ty.scalar, Scalar::String);
    let into = plain
        && matches!(
            ty.scalar,
            Scalar::String
                | Scalar::Sensitive
                | Scalar::BankSensitive
                | Scalar::Type(TypeRef::Enum(_))
        );
    if ty.numbers > 0 {
        Argument {
            ty: whole,
            convert: "",
        }
    } else if ty.list && text {
        Argument {
            ty: "impl IntoIterator<Item = impl Into<String>>".to_owned(),
            convert: ".into_iter().map(Into::into).collect()",
        }
    } else if ty.list {
        Argument {
            ty: whole,
            convert: "",
        }
    } else if into {
        Argument {
            ty: format!("impl Into<{whole}>"),
            convert: ".into()",
        }
    } else {
        carried(api, module, ty).unwrap_or(Argument {
            ty: whole,
            convert: "",
        })
    }
}

/// As a member of a struct with the required values, where text is borrowed.
#[must_use]
pub fn required_member(api: &Api<'_>, module: ModuleId, ty: FieldType) -> Argument {
    let whole = value(api, module, ty);
    let text = matches!(
        ty.scalar,
        Scalar::String | Scalar::Sensitive | Scalar::BankSensitive
    );
    if ty.carrier == Carrier::Plain && text && !ty.list && ty.numbers == 0 {
        Argument {
            ty: "&'a str".to_owned(),
            convert: ".into()",
        }
    } else if ty.list || ty.numbers > 0 {
        Argument {
            ty: whole,
            convert: "",
        }
    } else {
        carried(api, module, ty).unwrap_or(Argument {
            ty: whole,
            convert: "",
        })
    }
}

/// What a text carries, in place of the text.
fn carried(api: &Api<'_>, module: ModuleId, ty: FieldType) -> Option<Argument> {
    let scalar = scalar(api, module, ty.scalar);
    match ty.carrier {
        Carrier::Plain => None,
        Carrier::Json | Carrier::UrlEncoded | Carrier::Encrypted => Some(Argument {
            ty: scalar,
            convert: ".into()",
        }),
        Carrier::JsonList => Some(Argument {
            ty: format!("Vec<{scalar}>"),
            convert: ".into()",
        }),
    }
}
