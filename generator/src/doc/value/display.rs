//! Values as PHP.

use super::{Expr, Value, ValueKind};
use std::fmt;

/// The value as a PHP expression on one line.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ValueKind::Map(entries) => {
                f.write_str("[")?;
                for (index, entry) in entries.iter().enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    write!(f, "{comma}{} => {}", quoted(&entry.key.text), entry.value)?;
                }
                f.write_str("]")
            }
            ValueKind::List(items) => write!(f, "[{}]", joined(items, ", ")),
            ValueKind::String(text) => f.write_str(&quoted(text)),
            ValueKind::Int(number) => write!(f, "{number}"),
            ValueKind::Float(number) => write!(f, "{number:?}"),
            ValueKind::Bool(truth) => write!(f, "{truth}"),
            ValueKind::Null => f.write_str("null"),
            ValueKind::JsonText(inner) => write!(f, "\\json_encode({inner})"),
            ValueKind::FormText(inner) => {
                write!(
                    f,
                    "\\urlencode(\\WeChatPay\\Formatter::queryStringLike({inner}))"
                )
            }
            ValueKind::Dynamic(expr) => expr.fmt(f),
        }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => write!(f, "${name}"),
            Self::Constant(name) => f.write_str(name),
            Self::Call {
                function,
                arguments,
            } => write!(f, "{function}({})", joined(arguments, ", ")),
            Self::Method {
                object,
                name,
                arguments,
            } => {
                write!(f, "{object}->{name}({})", joined(arguments, ", "))
            }
            Self::Property { object, name } => write!(f, "{object}->{name}"),
            Self::Index { object, index } => write!(f, "{object}[{index}]"),
            Self::New { class, arguments } => write!(f, "new {class}({})", joined(arguments, ", ")),
            Self::Clone(inner) => write!(f, "clone {inner}"),
            Self::Concat(parts) => f.write_str(&joined(parts, " . ")),
            Self::Template(text) => write!(f, "\"{text}\""),
            Self::Unknown(code) => f.write_str(code),
        }
    }
}

fn joined(values: &[Value], separator: &str) -> String {
    values
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(separator)
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}
