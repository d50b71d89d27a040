//! What the table leaves open about documents and numbers, after the example had its say.

use super::context::{Context, text};
use super::tree::Node;
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::fixups::{Property, Value};
use crate::model::{DecodesTo, Encoding};

/// Where a table's fields are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a request, as JSON, XML, query or headers.
    Request,
    /// In a request, as parts of a form.
    Multipart,
    /// In an answer.
    Response,
    /// In a notification or its reply.
    Notification,
}

/// Decides what is open, and says which guesses it took.
pub(super) fn settle(nodes: &mut [Node], place: Place, context: &mut Context<'_>) {
    for node in nodes {
        if let Some(span) = node.row.format.unclear_key {
            let key = if place == Place::Request {
                "platform"
            } else {
                "merchant"
            };
            let message = format!(
                "the tooltip does not say whose key `{}` is encrypted with; read as {key}",
                node.row.name.text
            );
            let word = format!("rsa-oaep/{key}");
            if let (Some(encryption), "merchant") = (&mut node.row.format.encryption, key) {
                encryption.key = crate::model::Key::Merchant;
            }
            let problem = Diagnostic::new(&codes::UNCLEAR_KEY, span, message);
            context.guess(
                problem,
                &node.row.address,
                Property::Encryption,
                text(crate::fixups::words::UNCLEAR_KEY),
                text(word),
            );
        }
        if node.document {
            name_encoding(node, place, context);
            decide_list(node, context);
        }
        if let Some(span) = node.sample_has_decimals.filter(|_| !node.decimal) {
            node.decimal = true;
            let message = format!(
                "`{}` has decimals in the example; read as a number with decimals",
                node.row.name.text
            );
            let problem = Diagnostic::new(&codes::DECIMALS, span, message).contradicts(
                node.row.ty.span,
                "`number` stands for whole numbers elsewhere",
            );
            context.guess(
                problem,
                &node.row.address,
                Property::Decimal,
                Value::Boolean(false),
                Value::Boolean(true),
            );
        }
        settle(&mut node.children, place, context);
        for variant in &mut node.alternatives {
            settle(&mut variant.children, place, context);
        }
    }
}

/// A document whose text says nothing of its format: a part of a form is JSON, and so is what the description calls
/// JSON; else JSON is guessed.
fn name_encoding(node: &mut Node, place: Place, context: &mut Context<'_>) {
    if node.row.format.is_opaque() {
        return;
    }
    node.row.format.encoding = Some(Encoding::Json);
    if place == Place::Multipart
        || node
            .row
            .description
            .text
            .to_ascii_lowercase()
            .contains("json")
    {
        return;
    }
    let message = format!(
        "`{}` has a document below it and does not say in which format; read as JSON",
        node.row.name.text
    );
    let first = node.children.first().map_or(node.row.span, |child| {
        child.row.line.unwrap_or(child.row.span)
    });
    let problem = Diagnostic::new(&codes::DOCUMENT_WITHOUT_FORMAT, node.row.ty.span, message)
        .contradicts(first, "the document");
    context.guess(
        problem,
        &node.row.address,
        Property::Encoding,
        text("none"),
        text("json"),
    );
}

/// One list as the only child: it is a key, or the whole document is that list.
fn decide_list(node: &mut Node, context: &mut Context<'_>) {
    if node.decodes_to.is_some() {
        return;
    }
    let encoded = node.row.format.encoding == Some(Encoding::Json);
    let (name, list) = match node.children.as_slice() {
        [only] if encoded && only.ty.array == 1 => (
            only.row.name.clone(),
            names_elements(&node.row.name.text, &only.row.name.text),
        ),
        _ => {
            node.decodes_to = Some(DecodesTo::Object);
            return;
        }
    };
    let (word, decodes_to, reading) = if list {
        (
            "list",
            DecodesTo::List,
            "a list whose elements the row describes: its name is a singular",
        )
    } else {
        (
            "object",
            DecodesTo::Object,
            "an object with this key: its name is a plural or the field's own",
        )
    };
    node.decodes_to = Some(decodes_to);
    let message = format!(
        "`{}` carries a document with one list, `{}`; read as {reading}",
        node.row.name.text, name.text
    );
    let problem = Diagnostic::new(&codes::LIST_OR_OBJECT, name.span, message)
        .contradicts(node.row.ty.span, "the text that carries it");
    context.guess(
        problem,
        &node.row.address,
        Property::DecodesTo,
        text("undecided"),
        text(word),
    );
}

/// Whether the one row below an encoded text names the elements of a list. Where examples decide, the name of such a
/// row is a singular (`receivers` with `receiver`), and the key of an object is a plural or repeats the field's name.
fn names_elements(owner: &str, child: &str) -> bool {
    let plural = child.ends_with('s') || child.ends_with("_list") || child.ends_with("_info");
    child != owner && !plural
}

#[cfg(test)]
mod tests {
    use super::names_elements;

    #[test]
    fn singulars_name_elements() {
        for (owner, child, list) in [
            ("receivers", "receiver", true),
            ("business_time", "period", true),
            ("submit_data", "record_fields", false),
            ("scene_info", "scene_info", false),
            ("paths", "path_list", false),
        ] {
            assert_eq!(names_elements(owner, child), list, "{owner} {child}");
        }
    }
}
