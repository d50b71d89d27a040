//! Texts of the page to texts of the model.

use unicode_normalization::UnicodeNormalization;

/// A description: line breaks are line feeds, look-alikes of Chinese characters (radicals, U+2E80 to U+2FDF) are the
/// characters themselves, no-break spaces are spaces, lines are trimmed. Other Markdown stays.
pub(super) fn doc(text: &str) -> String {
    let lines: Vec<_> = lines(text)
        .iter()
        .map(|line| characters(line.trim()))
        .collect();
    lines.join("\n").trim().to_owned()
}

/// The lines of a cell: it breaks them with `<br/>`.
pub(super) fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices("<br") {
        let behind = text.get(at + 3..).unwrap_or_default();
        let end = ["/>", ">", " />"]
            .iter()
            .find(|end| behind.starts_with(**end));
        if let Some(end) = end {
            lines.push(text.get(start..at).unwrap_or_default());
            start = at + 3 + end.len();
        }
    }
    lines.push(text.get(start..).unwrap_or_default());
    lines
}

/// Replaces look-alikes.
pub(super) fn characters(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{2e80}'..='\u{2fdf}' => mended.extend(std::iter::once(character).nfkc()),
            '\u{a0}' => mended.push(' '),
            _ => mended.push(character),
        }
    }
    mended
}

/// A short label: the first line without tags and backticks.
pub(super) fn label(text: &str) -> String {
    let first = lines(text).first().copied().unwrap_or_default();
    let mut label = String::new();
    let mut rest = first;
    while let Some((before, after)) = rest.split_once('<') {
        label.push_str(before);
        match after.split_once('>') {
            Some((_, after)) => rest = after,
            None => {
                label.push('<');
                rest = after;
            }
        }
    }
    label.push_str(rest);
    characters(label.replace('`', "").trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_are_line_feeds_and_radicals_are_characters() {
        assert_eq!(doc("⽂件<br/> ⼤小 <br />a\u{a0}b"), "文件\n大小\na b");
        assert_eq!(doc("全角：不变"), "全角：不变");
    }

    #[test]
    fn labels_have_no_markup() {
        assert_eq!(label("场景`A`信息<Badge type=\"x\" />"), "场景A信息");
        assert_eq!(label("1 < 2<br/>rest"), "1 < 2");
    }
}
