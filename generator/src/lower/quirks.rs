//! Oddities of single rows that have one sensible reading (page language, section 5 and appendix A).

use super::context::{Context, text};
use super::rows::{Quirk, Row};
use crate::diag::Diagnostic;
use crate::diag::codes::lower as codes;
use crate::fixups::{Property, Value, words};

/// Says what is assumed of the oddities that no fix-up settled.
pub(super) fn settle(row: &mut Row, context: &mut Context<'_>) {
    for quirk in std::mem::take(&mut row.quirks) {
        match quirk {
            Quirk::RequiredInTypeCell(span) => {
                row.required = true;
                let message = format!(
                    "`data-required` stands in the type of `{}`; read as required",
                    row.name.text
                );
                let problem = Diagnostic::new(&codes::MISPLACED_ATTRIBUTE, span, message)
                    .label("belongs into the first cell");
                context.guess(
                    problem,
                    &row.address,
                    Property::Required,
                    Value::Boolean(false),
                    Value::Boolean(true),
                );
            }
            Quirk::MisspeltEncoding(span, encoding) => {
                row.format.encoding = Some(encoding);
                let word = words::encoding_word(Some(encoding));
                let message = format!(
                    "`data-encoded-by` is not an attribute; `{}` is read as {word}",
                    row.name.text
                );
                let problem = Diagnostic::new(&codes::MISPLACED_ATTRIBUTE, span, message)
                    .label("`data-encoded=by-…` was meant");
                let (old, new) = (text("none"), text(word));
                context.guess(problem, &row.address, Property::Encoding, old, new);
            }
            Quirk::ExtraCells {
                count,
                is_row,
                span,
            } => {
                let name = &row.name.text;
                let (message, label) = if is_row {
                    (
                        format!("another row stands behind the row of `{name}`; it is left out"),
                        "one row a line",
                    )
                } else {
                    (
                        format!("the row of `{name}` has {count} cells; the last are read as one"),
                        "a bar in a description is written `\\|`",
                    )
                };
                let problem = Diagnostic::new(&codes::EXTRA_CELLS, span, message).label(label);
                context.guess(
                    problem,
                    &row.address,
                    Property::Cells,
                    Value::Integer(count),
                    Value::Integer(3),
                );
            }
        }
    }
    if !row.is_alternative {
        check_name(row, context);
    }
}

/// Names are words of ASCII letters, digits, `_`, `-` (headers), with `$n` at the end of v2 lists.
fn check_name(row: &mut Row, context: &mut Context<'_>) {
    let name = row.name.text.clone();
    let stem = name
        .strip_suffix("_$n_$m")
        .or(name.strip_suffix("_$n"))
        .unwrap_or(&name);
    let fits = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name
                .chars()
                .all(|one| one.is_ascii_alphanumeric() || one == '_' || one == '-')
    };
    if fits(stem) {
        return;
    }
    let close: String = super::text::characters(&name)
        .chars()
        .filter(|one| !one.is_whitespace() && *one != '`')
        .collect();
    if fits(&close) {
        let message = format!("`{name}` is not a name; read as `{close}`");
        let problem = Diagnostic::new(&codes::ODD_NAME, row.name.span, message);
        let (old, new) = (text(name.as_str()), text(close.as_str()));
        row.name.text = close;
        context.guess(problem, &row.address, Property::Name, old, new);
    } else {
        let message = format!("`{name}` is not a name");
        context.push(Diagnostic::new(&codes::NOT_A_NAME, row.name.span, message));
    }
}
