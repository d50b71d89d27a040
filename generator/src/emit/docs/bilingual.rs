//! A text of a page beside its English.

use super::escape::{inline, paragraphs};
use crate::glossary::Glossary;

/// The paragraphs of a text: the English as a sentence, below it the Chinese. A text without English stands alone.
#[must_use]
pub fn both(glossary: &Glossary, text: &str) -> Vec<String> {
    let english = glossary.english(text);
    let mut lines: Vec<String> = english
        .iter()
        .flat_map(|english| paragraphs(&sentence(english)))
        .collect();
    for paragraph in paragraphs(text) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(paragraph);
    }
    lines
}

/// Both on one line: `English (中文)`.
#[must_use]
pub fn inline_both(glossary: &Glossary, text: &str) -> String {
    let shown = inline(text);
    match glossary.english(text) {
        Some(english) => format!("{} ({shown})", inline(&english)),
        None => shown,
    }
}

/// A title as the heading of a list or a table: `English 中文`.
#[must_use]
pub fn heading(glossary: &Glossary, title: &str) -> String {
    let shown = inline(title);
    match glossary.english(title) {
        Some(english) => format!("{} {shown}", inline(&sentence(&english))),
        None => shown,
    }
}

/// An English text of the glossary as a sentence: with a capital, unless it begins with a name, and a full stop.
#[must_use]
pub fn sentence(english: &str) -> String {
    let word = english.split_whitespace().next().unwrap_or_default();
    let is_name = word.chars().any(|one| !one.is_ascii_lowercase())
        && word
            .chars()
            .any(|one| one.is_ascii_uppercase() || one.is_ascii_digit());
    let mut chars = english.chars();
    let mut text = String::with_capacity(english.len() + 1);
    match chars.next() {
        Some(first) if !is_name => text.push(first.to_ascii_uppercase()),
        first => text.extend(first),
    }
    text.push_str(chars.as_str());
    if !text.is_empty() && !text.ends_with(['.', '!', '?', ':']) {
        text.push('.');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Diagnostics;
    use crate::source::FileId;

    fn glossary() -> Glossary {
        let text = "[texts]\n\"苹果\" = \"apple\"\n\"苹果树<b>\" = \"The tree. It's big\"\n";
        Glossary::read(FileId(0), text, &mut Diagnostics::new())
    }

    #[test]
    fn english_stands_first() {
        let glossary = glossary();
        assert_eq!(
            both(&glossary, "苹果(分)"),
            ["Apple (fen).", "", "苹果(分)"]
        );
        assert_eq!(
            both(&glossary, "苹果树<b>"),
            ["The tree. It's big.", "", r"苹果树\<b\>"]
        );
        assert_eq!(both(&glossary, "梨"), ["梨"]);
        assert_eq!(both(&glossary, "a<br/>b"), ["a", "", "b"]);
        assert!(both(&glossary, "").is_empty());
        assert_eq!(inline_both(&glossary, "苹果"), "apple (苹果)");
        assert_eq!(inline_both(&glossary, "梨"), "梨");
        assert_eq!(heading(&glossary, "苹果"), "Apple. 苹果");
    }

    #[test]
    fn names_keep_their_first_letter() {
        for (english, shown) in [
            ("merchant ID", "Merchant ID."),
            ("iPhone model", "iPhone model."),
            ("openid of the user", "Openid of the user."),
            ("x509 certificate", "x509 certificate."),
            ("Is it there?", "Is it there?"),
            ("user's openid", "User's openid."),
            ("", ""),
        ] {
            assert_eq!(sentence(english), shown);
        }
    }
}
