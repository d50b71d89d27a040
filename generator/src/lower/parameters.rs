//! Path parameters: the URL says which there are, rows say what they mean (page language, sections 3 and 4).

use super::context::{Context, text};
use super::documents::{self, Place};
use super::field::{self, Kind};
use super::tree::Node;
use super::url::Url;
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::doc::page::Text;
use crate::fixups::{NewRow, Property, Value};
use crate::model::{BodyEncoding, Field};
use crate::source::Span;

/// Path parameters of an operation and the nodes that describe them.
pub(super) struct Parameters {
    /// In the order of the URL.
    pub nodes: Vec<Node>,
    /// Names of rows that are neither containers nor parameters: reported once.
    pub unknown: Vec<String>,
    /// Those that no row describes.
    undescribed: Vec<String>,
}

/// Matches the rows at the top that are no container with the parameters of the URL. `containers` may have some of
/// them listed below `query` or a body by mistake.
pub(super) fn find(
    mut rows: Vec<Node>,
    containers: &mut [Node],
    url: &Url,
    span: Span,
    context: &mut Context<'_>,
) -> Parameters {
    rows.retain(|row| !url.constants.contains(&row.row.name.text));
    let listed: Vec<_> = rows.iter().map(|row| row.row.name.text.clone()).collect();
    let mut missing: Vec<&String> = url
        .parameters
        .iter()
        .filter(|name| !listed.contains(name))
        .collect();
    missing.retain(|name| match take(containers, name) {
        Some((container, node)) => {
            let message = format!("`{name}` is a parameter of the URL and listed below `{container}`; read as a path parameter");
            let problem = Diagnostic::new(&codes::PARAMETERS, node.row.name.span, message).contradicts(span, "the URL");
            context.guess(problem, &node.row.address, Property::Parent, text(&*container), text("path"));
            rows.push(node);
            false
        }
        None => true,
    });
    rename(&mut rows, &mut missing, url, span, context);
    let mut nodes = Vec::new();
    let mut undescribed = Vec::new();
    for name in &url.parameters {
        match rows.iter().position(|row| row.row.name.text == *name) {
            Some(at) => nodes.push(rows.remove(at)),
            None => {
                undescribed.push(name.clone());
                let message =
                    format!("no row describes `{name}` of the URL; read as a required text");
                let new = NewRow {
                    name: name.clone(),
                    ty: "string".to_owned(),
                    indent: 1,
                    required: true,
                    ..NewRow::default()
                };
                let problem = Diagnostic::new(&codes::PARAMETERS, span, message);
                let (old, new) = (Value::Rows(Vec::new()), Value::Rows(vec![new]));
                if listed.is_empty() {
                    context.guess(problem, "path", Property::Rows, old, new);
                } else {
                    context.push(problem);
                }
            }
        }
    }
    let unknown = rows.iter().map(|row| row.row.name.text.clone()).collect();
    for row in rows {
        let message = format!(
            "`{}` is neither a container nor a parameter of the URL",
            row.row.name.text
        );
        context.push(
            Diagnostic::new(&codes::UNKNOWN_TOP_ROW, row.row.name.span, message)
                .contradicts(span, "the URL"),
        );
    }
    check_order(&listed, url, span, context);
    Parameters {
        nodes,
        unknown,
        undescribed,
    }
}

/// Takes a field out of the container that lists it.
fn take(containers: &mut [Node], name: &str) -> Option<(String, Node)> {
    for container in containers {
        if !matches!(container.row.name.text.as_str(), "query" | "json" | "xml") {
            continue;
        }
        if let Some(at) = container
            .children
            .iter()
            .position(|node| node.row.name.text == name && node.children.is_empty())
        {
            return Some((
                container.row.name.text.clone(),
                container.children.remove(at),
            ));
        }
    }
    None
}

/// Rows that fit no parameter, and as many parameters without a row: they differ in their names only.
fn rename(
    rows: &mut [Node],
    missing: &mut Vec<&String>,
    url: &Url,
    span: Span,
    context: &mut Context<'_>,
) {
    let mut extra: Vec<_> = rows
        .iter_mut()
        .filter(|row| !url.parameters.contains(&row.row.name.text))
        .collect();
    if extra.len() != missing.len() {
        return;
    }
    for (row, name) in extra.iter_mut().zip(missing.drain(..)) {
        let message = format!(
            "`{}` is no parameter of the URL; read as `{name}`",
            row.row.name.text
        );
        let problem = Diagnostic::new(&codes::PARAMETERS, row.row.name.span, message)
            .contradicts(span, "the URL");
        let (old, new) = (text(&*row.row.name.text), text(&**name));
        context.guess(problem, &row.row.address, Property::Name, old, new);
        row.row.name = Text {
            text: name.clone(),
            span: row.row.name.span,
        };
    }
}

fn check_order(listed: &[String], url: &Url, span: Span, context: &mut Context<'_>) {
    let in_url: Vec<_> = url
        .parameters
        .iter()
        .filter(|name| listed.contains(name))
        .collect();
    let in_rows: Vec<_> = listed
        .iter()
        .filter(|name| url.parameters.contains(name))
        .collect();
    if in_url != in_rows {
        let message =
            "the rows of the path parameters are in another order than the URL; the URL's is taken";
        context.push(Diagnostic::new(&codes::ORDER_OF_PARAMETERS, span, message));
    }
}

impl Parameters {
    /// The fields, in the order of the URL.
    pub fn fields(mut self, url: &Url, context: &mut Context<'_>) -> Vec<Field> {
        documents::settle(&mut self.nodes, Place::Request, context);
        let mut fields = field::fields(
            &self.nodes,
            Kind {
                plaintext: BodyEncoding::Json,
                files: false,
            },
            context,
        );
        fields.extend(self.undescribed.iter().map(|name| field::bare(name, true)));
        let place = |field: &Field| url.parameters.iter().position(|name| *name == field.name);
        fields.sort_by_key(place);
        for field in &mut fields {
            field.required = true;
        }
        fields
    }
}
