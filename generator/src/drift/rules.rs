//! The rules: every kind of change that is told apart, with its class and its meaning.

use super::class::Class::{self, Major, Minor, Patch, Text};
use std::fmt::Write as _;

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name; the name of a rule of fields begins with the place of the field: `request-`, `response-`,
    /// `notification-`, `reply-`.
    pub name: &'static str,
    /// The classes that it may have.
    pub classes: &'static [Class],
    /// What has changed, in a few words.
    pub meaning: &'static str,
    /// What that does to the generated client: why it has its class.
    pub effect: &'static str,
}

macro_rules! rules {
    ($($name:literal [$($class:ident),+] $meaning:literal, $effect:literal;)*) => {
        &[$(Rule { name: $name, classes: &[$($class),+], meaning: $meaning, effect: $effect }),*]
    };
}

/// Rules of operations and notifications.
#[rustfmt::skip]
pub const SUBJECTS: &[Rule] = rules![
    "operation-added" [Minor] "an operation is new", "A method and its types are new.";
    "operation-removed" [Major] "an operation is gone", "Its method and its types are gone.";
    "operation-moved" [Major] "an operation has another path", "A page says where it went. The method has another path in Rust too.";
    "operation-path-parameter-renamed" [Major] "a parameter of the path has another name", "The method that takes the parameter has its name.";
    "operation-family-changed" [Major] "an operation is of another family", "It needs another feature of the crate.";
    "operation-page-changed" [Text] "an operation is described on another page", "Documentation names the page.";
    "operation-deprecated" [Minor] "an operation was taken offline", "The method is `#[deprecated]`: its use warns.";
    "operation-undeprecated" [Patch] "an operation is no longer taken offline", "The method is no longer `#[deprecated]`.";
    "operation-status-changed" [Text] "the page has other status containers", "Documentation only.";
    "operation-replacements-changed" [Text] "other pages replace the operation", "Documentation only.";
    "operation-title-changed" [Text] "another title", "Documentation only.";
    "operation-description-changed" [Text] "another description", "Documentation only.";
    "operation-links-changed" [Text] "other official links", "Documentation only.";
    "operation-example-changed" [Text] "another example", "Tests of the client use other samples.";
    "request-host-changed" [Patch] "another host, or another rule for it", "Calls go elsewhere.";
    "request-mtls-changed" [Patch] "the client certificate is needed, or no longer", "A client without the certificate is refused, or no longer.";
    "request-nonce-changed" [Patch] "`nonce_str` is sent, or no longer", "The runtime fills it, or no longer.";
    "request-url-changed" [Patch] "another fragment or wire path", "Calls go elsewhere.";
    "request-body-added" [Major, Patch] "a body where there was none", "The method takes one more argument; patch if the body has no fields.";
    "request-body-removed" [Major, Patch] "no body where there was one", "The method takes one argument less; patch if the body had no fields.";
    "request-body-encoding-changed" [Patch] "the body is written in another notation", "The same types; files and objects are told apart by `request-field-retyped`.";
    "request-body-required-changed" [Text] "the body must be there, or no longer", "The method takes it in either case.";
    "response-kind-changed" [Major, Patch] "another kind of answer", "The call has another reply type; patch if only the notation differs (JSON, XML).";
    "response-signature-changed" [Patch] "the answer is signed, or no longer", "It is verified, or no longer.";
    "response-status-changed" [Text] "another HTTP status of an answer without body", "The client takes any status of success.";
    "notification-added" [Minor] "a notification is new", "A module and a variant of the open enum `Event` are new.";
    "notification-removed" [Major] "a notification is gone", "Its module and its variant are gone.";
    "notification-moved" [Major] "a notification has another name", "A page says where it went. Module and variant have the other name.";
    "notification-family-changed" [Major] "a notification is of another family", "It needs another feature of the crate.";
    "notification-page-changed" [Text] "a notification is described on another page", "Documentation names the page.";
    "notification-event-types-changed" [Patch] "the page lists other event types", "Other events lead to this variant.";
    "notification-encoding-changed" [Patch] "the body is written in another notation", "It is read in another way.";
    "notification-status-changed" [Text] "the page has other status containers", "Documentation only.";
    "notification-replacements-changed" [Text] "other pages replace the notification", "Documentation only.";
    "notification-title-changed" [Text] "another title", "Documentation only.";
    "notification-description-changed" [Text] "another description", "Documentation only.";
    "notification-links-changed" [Text] "other official links", "Documentation only.";
];

/// Rules of fields; the full name begins with one of [`PLACES`].
#[rustfmt::skip]
pub const FIELDS: &[Rule] = rules![
    "field-added" [Major, Minor, Text] "a field is new",
        "Minor. Major in a request if it is required (the constructor takes it), or if it is the first one (the method takes one more argument; the first field of an answer changes the reply type). Text if no type has it: headers of notifications, optional headers beside no required one, the envelope.";
    "field-removed" [Major, Text] "a field is gone", "Its member is gone. Text if no type had it.";
    "field-renamed" [Major, Text] "a field has, it seems, another name", "A guess: the same object lost one field and got another that is the same but for its name. To Rust it is both.";
    "field-retyped" [Major, Text] "a field has another type", "Its member has another type. Text if both are the same in Rust (`integer` and `number`).";
    "field-required" [Major, Text] "a field is required now", "The constructor takes it. Text in answers, where no field is relied on.";
    "field-optional" [Major, Text] "a field is optional now", "The constructor no longer takes it. Text in answers, where no field is relied on.";
    "field-encoding-changed" [Major, Patch, Text] "the text of a field carries a document, or another one", "Its member has another type; patch if it has not.";
    "field-encryption-changed" [Major, Patch, Text] "a field is encrypted, or no longer, or in another way", "Its member has another type (`Sensitive`); patch if only key or algorithm differ.";
    "field-signature-changed" [Text] "the value is a signature, or no longer", "Documentation only.";
    "field-described" [Major, Text] "the fields of an object are known now", "Its type was any JSON and is a struct.";
    "field-undescribed" [Major, Text] "the fields of an object are no longer known", "Its type was a struct and is any JSON.";
    "enum-added" [Major, Text] "the values of a text are listed now", "Its type was `String` and is an enum. Text for numbers and encrypted texts, which have no enum.";
    "enum-removed" [Major, Text] "the values of a text are no longer listed", "Its type was an enum and is `String`.";
    "enum-value-added" [Minor, Text] "a value is new in a list", "The open enum has one more variant.";
    "enum-value-removed" [Major, Text] "a value is gone from a list", "Its variant is gone.";
    "enum-values-reordered" [Patch, Text] "the same values in another order", "The variants have another order.";
    "fields-reordered" [Major, Patch, Text] "the same fields in another order", "What is sent has another order, and the members. Major if the constructor takes them one after the other: two of one type would be swapped unnoticed.";
    "field-length-changed" [Text] "another greatest length", "Documentation only: the server judges.";
    "field-alternatives-changed" [Text] "other alternatives under one name", "Documentation only: the type has the fields of all.";
    "field-doc-changed" [Text] "another description of a field or of its values", "Documentation only.";
];

/// Places of fields.
pub const PLACES: [&str; 4] = ["request", "response", "notification", "reply"];

/// The rule with this full name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    let of_field = || {
        let rest = PLACES.iter().find_map(|place| name.strip_prefix(place))?;
        let rest = rest.strip_prefix('-')?;
        FIELDS.iter().find(|rule| rule.name == rest)
    };
    SUBJECTS
        .iter()
        .find(|rule| rule.name == name)
        .or_else(of_field)
}

/// All rules as the Markdown page `generator/src/drift/RULES.md`.
#[must_use]
pub fn page() -> String {
    let mut out = String::from(
        "# Rules of `drift`\n\nWritten by `cargo test -p wechatpay-codegen --test drift` (with `EXPECTORATE=overwrite`) from `rules.rs`.\n\n\
         | class | means for users of the generated client |\n|---|---|\n\
         | major | a program that compiled may no longer compile, or may mean something else |\n\
         | minor | something can be used that could not be before; every program still compiles |\n\
         | patch | the same types and methods; what goes over the wire, or what is understood of it, is another |\n\
         | text | documentation only, or nothing at all |\n\n\
         Equal nested types of a family are one type. That two operations share it is no promise: when a page changes one of them, they part, \
         and only programs that handed a value of the one to the other notice.\n\n\
         ## Operations and notifications\n\n",
    );
    table(&mut out, SUBJECTS);
    let _ = write!(
        out,
        "\n## Fields\n\nThe full name begins with the place of the field: `{}`.\n\n",
        PLACES.join("-`, `") + "-"
    );
    table(&mut out, FIELDS);
    out
}

fn table(out: &mut String, rules: &[Rule]) {
    out.push_str("| rule | class | what has changed | in the client |\n|---|---|---|---|\n");
    for rule in rules {
        let classes: Vec<_> = rule.classes.iter().map(|class| class.name()).collect();
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} |",
            rule.name,
            classes.join(", "),
            rule.meaning,
            rule.effect
        );
    }
}
