//! `{…}` at the end of a cell, a heading, a container line or a remark, and alone on the line behind a table.

use std::ops::Range;

use super::page::Attribute;
use super::text::Source;

/// What a piece of text ends with.
#[derive(Debug, PartialEq)]
pub(super) enum Ending {
    /// Nothing: it is all text.
    Plain,
    /// Attributes in braces, which start at this byte.
    Block(usize, Vec<Attribute>),
    /// Braces that look like attributes but are none. They are text.
    Malformed(Range<usize>),
}

/// Looks for attributes at the very end of `range`, which is trimmed. Braces elsewhere are text, and so is a template
/// (`{{ … }}`).
pub(super) fn ending(source: Source<'_>, range: Range<usize>) -> Ending {
    let text = source.get(range.clone());
    if text.ends_with("}}") {
        return Ending::Plain;
    }
    let Some(inside) = text.strip_suffix('}') else {
        return unclosed(source, text, &range);
    };
    let Some(open) = opening_brace(inside) else {
        return Ending::Plain;
    };
    let open = range.start + open;
    match tokenize(source, open + 1..range.end - 1) {
        Some(attributes) => Ending::Block(open, attributes),
        None => Ending::Malformed(open..range.end),
    }
}

/// A last `{` that nothing closes counts as malformed if attributes follow; otherwise it is part of a sentence.
fn unclosed(source: Source<'_>, text: &str, range: &Range<usize>) -> Ending {
    let Some(open) = text
        .rfind('{')
        .filter(|&open| !text.get(open..).unwrap_or_default().contains('}'))
    else {
        return Ending::Plain;
    };
    let open = range.start + open;
    match tokenize(source, open + 1..range.end) {
        Some(_) => Ending::Malformed(open..range.end),
        None => Ending::Plain,
    }
}

/// The last `{` that does not stand inside of quotes, read from the end.
fn opening_brace(inside: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, char) in inside.char_indices().rev() {
        match char {
            '"' => quoted = !quoted,
            '{' if !quoted => return Some(at),
            _ => {}
        }
    }
    inside.rfind('{')
}

/// Attributes separated by white space; `None` if there are none or if anything else stands between them.
fn tokenize(source: Source<'_>, range: Range<usize>) -> Option<Vec<Attribute>> {
    let mut attributes = Vec::new();
    let mut rest = source.get(range.clone());
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let start = range.end - rest.len();
        let (key, value, length) = token(rest)?;
        rest = rest.get(length..)?;
        if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
            return None;
        }
        attributes.push(Attribute {
            key,
            value,
            span: source.span(start..start + length),
        });
    }
    (!attributes.is_empty()).then_some(attributes)
}

/// The attribute that `text` starts with: key, value, length in bytes.
fn token(text: &str) -> Option<(String, Option<String>, usize)> {
    let marked = text.starts_with(['.', '#']);
    let name = text.get(usize::from(marked)..)?;
    let is_key = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | ':' | '.');
    let name_length = name.find(|char| !is_key(char)).unwrap_or(name.len());
    if name_length == 0 {
        return None;
    }
    let length = usize::from(marked) + name_length;
    let key = text.get(..length)?.to_owned();
    let Some(value) = text.get(length..)?.strip_prefix('=').filter(|_| !marked) else {
        return Some((key, None, length));
    };
    if let Some(quoted) = value.strip_prefix('"') {
        let end = quoted.find('"')?;
        return Some((key, Some(unescape(quoted.get(..end)?)), length + end + 3));
    }
    let end = value
        .find(|char: char| char.is_whitespace() || matches!(char, '"' | '{' | '}'))
        .unwrap_or(value.len());
    (end > 0).then_some((key, Some(unescape(value.get(..end)?)), length + 1 + end))
}

/// `\|` is the only escape that tables know.
pub(super) fn unescape(text: &str) -> String {
    text.replace("\\|", "|")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    /// The text before the attributes, and the attributes in the form they are written in.
    fn split(text: &str) -> (&str, Vec<String>) {
        let source = Source {
            file: FileId(0),
            text,
        };
        match ending(source, 0..text.len()) {
            Ending::Block(open, attributes) => {
                let written = attributes
                    .iter()
                    .map(|one| source.get(one.span.range()).to_owned())
                    .collect();
                (&text[..open], written)
            }
            Ending::Plain => (text, Vec::new()),
            Ending::Malformed(range) => (text, vec![format!("malformed {}", &text[range])]),
        }
    }

    /// Every form of section 5 of the page language, and what is close to it and is text.
    #[test]
    fn endings() {
        for (text, before, attributes) in [
            (
                "amount {data-required data-indent=1}",
                "amount ",
                vec!["data-required", "data-indent=1"],
            ),
            (
                "{colspan=3 .im-table-line}",
                "",
                vec!["colspan=3", ".im-table-line"],
            ),
            (
                "string{data-tooltip=使用「键」/[盐] data-encoded=by-x}",
                "string",
                vec!["data-tooltip=使用「键」/[盐]", "data-encoded=by-x"],
            ),
            (
                "object {data-tooltip=\"a {b} c\"}",
                "object ",
                vec!["data-tooltip=\"a {b} c\""],
            ),
            ("{ #request  .im-table }", "", vec!["#request", ".im-table"]),
            ("说明 {a} 之后", "说明 {a} 之后", vec![]),
            (
                "{{ $frontmatter.title }}",
                "{{ $frontmatter.title }}",
                vec![],
            ),
            (
                "{{ $frontmatter.title }} {#post}",
                "{{ $frontmatter.title }} ",
                vec!["#post"],
            ),
            ("值 {\"a\":1}", "值 {\"a\":1}", vec!["malformed {\"a\":1}"]),
            ("值 {}", "值 {}", vec!["malformed {}"]),
            ("值 {金额}", "值 {金额}", vec!["malformed {金额}"]),
            ("值 {a=}", "值 {a=}", vec!["malformed {a=}"]),
            ("值 {a=\"b}", "值 {a=\"b}", vec!["malformed {a=\"b}"]),
            ("值 {.a.b #}", "值 {.a.b #}", vec!["malformed {.a.b #}"]),
            (
                "amount {data-required",
                "amount {data-required",
                vec!["malformed {data-required"],
            ),
            ("值 { 没有结束", "值 { 没有结束", vec![]),
            ("值 a}", "值 a}", vec![]),
            ("", "", vec![]),
        ] {
            assert_eq!(
                split(text),
                (before, attributes.into_iter().map(str::to_owned).collect()),
                "{text}"
            );
        }
    }

    #[test]
    fn keys_and_values() {
        let text = "{a b=c d=\"e f\" .g #h i=j\\|k}";
        let source = Source {
            file: FileId(0),
            text,
        };
        let Ending::Block(0, attributes) = ending(source, 0..text.len()) else {
            panic!()
        };
        let pairs: Vec<_> = attributes
            .iter()
            .map(|one| (one.key.as_str(), one.value.as_deref()))
            .collect();
        assert_eq!(
            pairs,
            [
                ("a", None),
                ("b", Some("c")),
                ("d", Some("e f")),
                (".g", None),
                ("#h", None),
                ("i", Some("j|k"))
            ]
        );
    }
}
