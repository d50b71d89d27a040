//! Shows a comparison: for a terminal, for a pull request and the changelog, for programs, for a browser.

mod html;
mod markdown;
mod text;
mod words;

use super::Drift;
use clap::ValueEnum;

/// How a comparison is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Lines for a terminal.
    Text,
    /// Markdown for a pull request or the changelog.
    Markdown,
    /// One JSON object, with every change.
    Json,
    /// One page without anything from elsewhere.
    Html,
}

/// The report.
#[must_use]
pub fn render(drift: &Drift, format: Format) -> String {
    match format {
        Format::Text => text::render(drift),
        Format::Markdown => markdown::render(drift),
        // Texts, numbers and lists of them can always be written.
        Format::Json => serde_json::to_string_pretty(drift).unwrap_or_default() + "\n",
        Format::Html => html::render(drift),
    }
}
