//! `{{ $frontmatter.title }}` and `{{ $frontmatter.description }}`.

use std::ops::Range;

use super::page::{FrontMatter, Text};
use super::text::Source;
use crate::diag::codes::doc as codes;
use crate::diag::{Diagnostic, Diagnostics};

/// The text of a range with templates replaced by front matter. Text that is one template is placed where the front
/// matter has it.
pub(super) fn resolve(
    source: Source<'_>,
    front: &FrontMatter,
    range: Range<usize>,
    diagnostics: &mut Diagnostics,
) -> Text {
    let text = source.trimmed(range);
    let mut resolved = String::new();
    let mut rest = text.text.as_str();
    while let Some((before, inside, after)) = template(rest) {
        resolved.push_str(before);
        rest = after;
        let value = match inside.trim().strip_prefix("$frontmatter.") {
            Some("title") => front.title.as_ref(),
            Some("description") => front.description.as_ref(),
            _ => None,
        };
        match value {
            Some(value) if resolved.is_empty() && rest.is_empty() => return value.clone(),
            Some(value) => resolved.push_str(&value.text),
            None => {
                let message = format!(
                    "`{{{{{inside}}}}}` names nothing of the front matter; it is read as empty"
                );
                diagnostics.push(Diagnostic::new(&codes::TEMPLATE, text.span, message));
            }
        }
    }
    resolved.push_str(rest);
    Text {
        text: resolved,
        span: text.span,
    }
}

/// The text before, inside and after the first `{{ … }}`.
fn template(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (inside, after) = rest.split_once("}}")?;
    Some((before, inside, after))
}
