//! Words that a Rust name must not be, and how wire names fold into Rust's spelling.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Every word that Rust keeps for itself, of all editions.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names that emitted code relies on meaning what they mean everywhere.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Type names of every module with a path item.
const OWN_TYPES: &[&str] = &["Body", "Event", "PathItem", "Reply", "Resource"];

/// The methods that run a call; a path segment of the same name would be a second method.
const VERBS: &[&str] = &["delete", "get", "patch", "post", "put"];

/// Modules that emitted files have beside those of the path, and file names that Windows refuses.
const OWN_MODULES: &[&str] = &["api", "aux", "con", "nul", "operation", "prn", "rt"];

/// Methods that every emitted struct has.
const OWN_METHODS: &[&str] = &["clone", "new"];

/// Whether Rust keeps `word` for itself.
#[must_use]
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

/// Whether a type of this name would hide one that emitted code uses.
#[must_use]
pub fn is_reserved_type(name: &str) -> bool {
    PRELUDE.contains(&name) || OWN_TYPES.contains(&name) || is_keyword(name)
}

/// Whether `name` can stand in Rust where a name is wanted.
#[must_use]
pub fn is_identifier(name: &str) -> bool {
    let starts = name.starts_with(|first| first == '_' || unicode_ident::is_xid_start(first));
    starts && name != "_" && name.chars().all(unicode_ident::is_xid_continue) && !is_keyword(name)
}

/// Whether a name that begins with `name` needs a letter in front.
fn needs_letter(name: &str) -> bool {
    !name.starts_with(|first| first == '_' || unicode_ident::is_xid_start(first))
}

/// `wire` in words: everything that is neither letter nor digit separates.
fn words(wire: &str) -> String {
    let keep = |one: char| one != '_' && unicode_ident::is_xid_continue(one);
    wire.chars()
        .map(|one| if keep(one) { one } else { ' ' })
        .collect()
}

/// The name of a field: snake case; a trailing `_` keeps it apart from keywords and from methods that all structs have.
///
/// `payAuthNo` → `pay_auth_no`, `Content-Type` → `content_type`, `type` → `type_`, `3ds` → `n3ds`, `` → `empty`.
#[must_use]
pub fn field(wire: &str) -> String {
    let name = snake(wire);
    if is_keyword(&name) || OWN_METHODS.contains(&name.as_str()) {
        name + "_"
    } else {
        name
    }
}

/// The name of the module and method of one path segment; a parameter (`{card_id}`) is named as a field is.
///
/// `membercard-open` → `membercard_open`, `delete` → `delete_`.
#[must_use]
pub fn segment(wire: &str) -> String {
    let name = snake(wire.trim_start_matches('{').trim_end_matches('}'));
    let taken =
        is_keyword(&name) || VERBS.contains(&name.as_str()) || OWN_MODULES.contains(&name.as_str());
    if taken { name + "_" } else { name }
}

/// The name of the type of a field: camel case, without the suffix of numbered names.
///
/// `scene_info` → `SceneInfo`, `coupon_$n` → `Coupon`.
#[must_use]
pub fn type_of_field(wire: &str) -> String {
    let name = camel(unnumbered(wire).0);
    // `…Required` is kept for the argument of constructors.
    if name.ends_with("Required") {
        name + "Data"
    } else {
        name
    }
}

/// The name of an enum's variant: camel case. Numbers get `N` in front, a minus is spelt, `UNKNOWN` keeps out of the
/// way of the variant for values that nobody knows.
///
/// `PARKING SPACE` → `ParkingSpace`, `1.0` → `N1_0`, `-1` → `Minus1`, `一级` → `一级`, `` → `Empty`.
#[must_use]
pub fn variant(wire: &str) -> String {
    let (sign, digits) = match wire.strip_prefix('-') {
        Some(rest) if rest.starts_with(|one: char| one.is_ascii_digit()) => ("Minus", rest),
        _ => ("N", wire),
    };
    let name = if digits.starts_with(char::is_numeric) {
        let parts: Vec<String> = words(digits)
            .split_whitespace()
            .map(ToUpperCamelCase::to_upper_camel_case)
            .collect();
        format!("{sign}{}", join_numbers(&parts))
    } else {
        camel(wire)
    };
    match name.as_str() {
        "Unknown" => "UnknownValue".to_owned(),
        "Self" => "Self_".to_owned(),
        _ => name,
    }
}

/// Joins words so that two numbers stay two numbers.
fn join_numbers(parts: &[String]) -> String {
    let mut name = String::new();
    for part in parts {
        if name.ends_with(char::is_numeric) && part.starts_with(char::is_numeric) {
            name.push('_');
        }
        name.push_str(part);
    }
    name
}

/// `name` without `_$n` or `_$n_$m`, and how many numbers it had.
#[must_use]
pub fn unnumbered(wire: &str) -> (&str, u8) {
    if let Some(base) = wire.strip_suffix("_$n_$m") {
        (base, 2)
    } else if let Some(base) = wire.strip_suffix("_$n") {
        (base, 1)
    } else {
        (wire, 0)
    }
}

fn snake(wire: &str) -> String {
    let spelt = wire
        .chars()
        .all(|one| one == '_' || one.is_ascii_lowercase() || one.is_ascii_digit());
    let name = if spelt && !wire.contains("__") {
        // Already in Rust's spelling: the underscores stay where they are.
        wire.trim_end_matches('_').to_owned()
    } else {
        words(wire).to_snake_case()
    };
    if name.trim_matches('_').is_empty() {
        "empty".to_owned()
    } else if needs_letter(&name) {
        format!("n{name}")
    } else {
        name
    }
}

fn camel(wire: &str) -> String {
    let name = words(wire).to_upper_camel_case();
    if name.is_empty() {
        "Empty".to_owned()
    } else if needs_letter(&name) {
        format!("N{name}")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(fold: fn(&str) -> String, cases: &[(&str, &str)]) {
        for (wire, rust) in cases {
            assert_eq!(&fold(wire), rust, "of {wire:?}");
            assert!(
                is_identifier(rust) && syn::parse_str::<syn::Ident>(rust).is_ok(),
                "{rust:?} is no identifier"
            );
        }
    }

    #[test]
    fn fields_are_snake_case_and_never_keywords() {
        check(
            field,
            &[
                ("out_trade_no", "out_trade_no"),
                ("payAuthNo", "pay_auth_no"),
                ("Content-Type", "content_type"),
                ("type", "type_"),
                ("self", "self_"),
                ("Self", "self_"),
                ("gen", "gen_"),
                ("try", "try_"),
                ("union", "union"),
                ("new", "new_"),
                ("3ds", "n3ds"),
                ("", "empty"),
                ("_", "empty"),
                ("payer _currency", "payer_currency"),
                ("is_a_1", "is_a_1"),
                ("refund__fee", "refund_fee"),
                ("setlLatlnt", "setl_latlnt"),
            ],
        );
    }

    #[test]
    fn segments_keep_clear_of_the_verbs() {
        check(
            segment,
            &[
                ("membercard-open", "membercard_open"),
                ("mch_operate", "mch_operate"),
                ("addInstitutionsub", "add_institutionsub"),
                ("{card_id}", "card_id"),
                ("delete", "delete_"),
                ("rt", "rt_"),
                ("aux", "aux_"),
                ("3ds", "n3ds"),
            ],
        );
    }

    #[test]
    fn variants_are_camel_case() {
        check(
            variant,
            &[
                ("SUCCESS", "Success"),
                ("PARKING SPACE", "ParkingSpace"),
                ("Under review", "UnderReview"),
                ("1", "N1"),
                ("01", "N01"),
                ("1.0", "N1_0"),
                ("-1", "Minus1"),
                ("-", "Empty"),
                ("", "Empty"),
                ("一级", "一级"),
                ("UNKNOWN", "UnknownValue"),
                ("Self", "Self_"),
                ("iOS", "IOs"),
                ("HMAC-SHA256", "HmacSha256"),
                ("WECHATPAY2-SHA256-RSA2048", "Wechatpay2Sha256Rsa2048"),
                ("TRANSACTION.SUCCESS", "TransactionSuccess"),
            ],
        );
    }

    #[test]
    fn types_are_camel_case() {
        check(
            type_of_field,
            &[
                ("scene_info", "SceneInfo"),
                ("coupon_$n_$m", "Coupon"),
                ("action_required", "ActionRequiredData"),
            ],
        );
    }

    #[test]
    fn names_that_hide_the_prelude_are_known() {
        for name in [
            "Option", "String", "Vec", "Result", "Box", "Some", "Self", "PathItem",
        ] {
            assert!(is_reserved_type(name), "{name}");
        }
        assert!(!is_reserved_type("Amount"));
    }
}
