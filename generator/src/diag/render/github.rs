//! Workflow commands of GitHub: `::error file=…,line=…,col=…::message`.

use super::printable;
use crate::diag::{Diagnostic, Severity};
use crate::source::{SourceMap, Span};

pub(super) fn render(out: &mut String, sources: &SourceMap, one: &Diagnostic) {
    let place = |span: Span| {
        let file = sources.get(span.file)?;
        let place = file.position(span.range().start);
        Some((file.location.as_str(), place.line, place.column))
    };
    let mut lines = vec![format!("{}: {}", one.code.id, one.message)];
    out.push_str(match one.code.severity {
        Severity::Error => "::error",
        Severity::Warning => "::warning",
        Severity::Note => "::notice",
    });
    if let Some(primary) = &one.primary {
        if let Some((file, line, column)) = place(primary.span) {
            let file = property(&printable(file));
            out.push_str(&format!(" file={file},line={line},col={column}"));
        }
        lines.extend((!primary.text.is_empty()).then(|| primary.text.clone()));
    }
    for label in &one.secondary {
        if let Some((file, line, column)) = place(label.span) {
            lines.push(format!("{file}:{line}:{column}: {}", label.text));
        }
    }
    lines.extend(one.help.iter().map(|help| format!("help: {help}")));
    if let Some(fixup) = &one.fixup {
        lines.extend(
            one.help
                .is_empty()
                .then(|| format!("help: {}", super::FIXUP)),
        );
        lines.push(fixup.trim().to_owned());
    }
    out.push_str("::");
    out.push_str(&data(&printable(&lines.join("\n"))));
    out.push('\n');
}

/// A message, which ends with its line.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property, which ends with a comma or a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
