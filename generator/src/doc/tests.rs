//! The promises of [`parse`] as a whole.

mod outline;

use proptest::prelude::*;

use self::outline::{outline, place};
use super::page::Page;
use super::parse;
use crate::diag::codes::doc::ALL;
use crate::diag::{Diagnostics, Severity};
use crate::source::{FileId, SourceFile};

const FIXTURES: [(&str, &str); 4] = [
    ("operation", include_str!("fixtures/operation.md")),
    ("mix", include_str!("fixtures/mix.md")),
    ("notification", include_str!("fixtures/notification.md")),
    ("moved", include_str!("fixtures/moved.md")),
];

fn read(text: &str) -> (SourceFile, Page, Diagnostics) {
    let file = SourceFile::new("v3/page.md", text);
    let mut diagnostics = Diagnostics::new();
    let page = parse(FileId(0), &file, &mut diagnostics);
    (file, page, diagnostics)
}

fn codes(text: &str) -> Vec<&'static str> {
    let (_, _, diagnostics) = read(text);
    diagnostics
        .sorted()
        .into_iter()
        .map(|one| one.code.id)
        .collect()
}

/// Every construct of the language, with the place of each text.
#[test]
fn pages() {
    for (name, text) in FIXTURES {
        let (file, page, diagnostics) = read(text);
        let mut outline = outline(&file, &page);
        for one in diagnostics.sorted() {
            let place = place(&file, one.primary.as_ref().unwrap().span);
            outline.push_str(&format!("{} {place} {}\n", one.code.id, one.message));
        }
        insta::assert_snapshot!(name, outline);
    }
}

/// The example of a code triggers that code and nothing else.
#[test]
fn examples_of_codes() {
    for code in ALL {
        assert_eq!(codes(code.example), [code.id], "{}", code.id);
        assert!(code.id.starts_with("WX01"), "{}", code.id);
    }
}

/// What an irregular page is read as, and what is said of it. Each case is a change to a regular page.
#[test]
fn irregular_pages() {
    let regular = include_str!("fixtures/regular.md");
    assert_eq!(codes(regular), [""; 0]);
    for (what, from, to, expected) in [
        (
            "attribute line without a blank line",
            "编号\n\n{.im-table #request}",
            "编号\n{.im-table #request}",
            vec![],
        ),
        (
            "text behind the attribute line",
            "#response}\n",
            "#response}\n参阅 [官方文档](https://x.test)\n",
            vec![],
        ),
        (
            "a table in a tip",
            "| 请求",
            "::: tip\n\n| 甲 | 乙\n| - | -\n| 1 | 2\n\n:::\n\n| 请求",
            vec![],
        ),
        (
            "a container in a container",
            "| 请求",
            "::: tip\n\n::: a\n\n甲\n\n:::\n\n:::\n\n| 请求",
            vec![],
        ),
        (
            "code group never closed",
            "| 返回",
            "::: code-group\n\n```php [甲]\n```\n\n| 返回",
            vec![],
        ),
        (
            "container never closed",
            "| 请求",
            "::: tip\n\n甲\n\n| 请求",
            vec![],
        ),
        (
            "heading underlined",
            "# {{ $frontmatter.title }} {#get}",
            "{{ $frontmatter.title }} {#get}\n===",
            vec![],
        ),
        ("ids swapped", "#response", "#request", vec!["WX0108"]),
        ("table id unknown", "#request", "#query", vec!["WX0108"]),
        ("quoted keys", "title: 查询", "title: \"查\\\"询\"", vec![]),
        (
            "title is a list",
            "title: 查询",
            "title: [查询]",
            vec!["WX0102", "WX0103"],
        ),
        (
            "unknown template",
            "$frontmatter.description",
            "$params.id",
            vec!["WX0103"],
        ),
        (
            "two titles",
            "title: 查询",
            "title: 查询\ntitle: 查",
            vec!["WX0102"],
        ),
        ("no key", "title: 查询", "title: 查询\n查询", vec!["WX0102"]),
        (
            "no heading",
            "# {{ $frontmatter.title }} {#get}",
            "",
            vec!["WX0101"],
        ),
        ("no id", " {#get}", "", vec!["WX0101", "WX0104"]),
        ("two ids", " {#get}", " {#get #post}", vec!["WX0117"]),
        (
            "text before the heading",
            "# {{",
            "甲\n\n# {{",
            vec!["WX0112"],
        ),
        (
            "nothing to close",
            "| 返回",
            ":::\n\n| 返回",
            vec!["WX0112"],
        ),
        (
            "not enough colons to close",
            "| 请求",
            ":::: tip\n\n甲\n\n:::\n\n::::\n\n| 请求",
            vec!["WX0112"],
        ),
        (
            "text in a code group",
            "| 返回",
            "::: code-group\n\n甲\n\n:::\n\n| 返回",
            vec!["WX0112"],
        ),
        (
            "a link definition",
            "| 返回",
            "[a]: https://x.test\n\n| 返回",
            vec!["WX0112"],
        ),
        (
            "HTML",
            "| 返回",
            "<div>\n甲\n</div>\n\n| 返回",
            vec!["WX0112"],
        ),
        (
            "an indented line",
            "| 返回",
            "    甲\n\n| 返回",
            vec!["WX0112"],
        ),
        (
            "attributes behind nothing",
            "| 返回",
            "{.im-table #request}\n\n| 返回",
            vec!["WX0117"],
        ),
        (
            "front matter never closed",
            "订单\n---\n",
            "订单\n",
            vec!["WX0103", "WX0112"],
        ),
        (
            "thematic breaks",
            "| 返回",
            "---\n甲\n\n---\n\n| 返回",
            vec!["WX0112", "WX0113"],
        ),
        (
            "redirect with content",
            "title: 查询",
            "title: 查询\nhead:\n  - http-equiv: refresh",
            vec!["WX0116"],
        ),
    ] {
        assert_eq!(regular.matches(from).count(), 1, "{what}");
        let mut found = codes(&regular.replace(from, to));
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, expected, "{what}");
    }
}

/// Containers end where CommonMark and the site see their end, also without blank lines around the colons.
#[test]
fn container_bodies() {
    let regular = include_str!("fixtures/regular.md");
    for (text, body, closed) in [
        ("::: tip\n甲\n:::", "甲", true),
        ("::: tip\n- 甲\n- 乙\n:::", "- 甲\n- 乙", true),
        ("::: tip\n> 甲\n:::", "> 甲", true),
        ("::: tip\n\n甲\n\n乙\n\n:::", "甲\n\n乙", true),
        ("::: tip 标题\n:::", "", true),
        (
            "::: tip\n\n```php\n:::\n```\n\n:::",
            "```php\n:::\n```",
            true,
        ),
        (
            "::: tip\n\n::: b\n\n甲\n\n:::\n\n:::",
            "::: b\n\n甲\n\n:::",
            true,
        ),
        ("::: tip\n\n甲\n", "甲", false),
        ("  ::: tip\n甲\n  :::::", "甲", true),
    ] {
        let (_, page, diagnostics) = read(&regular.replace("| 请求", &format!("{text}\n\n| 请求")));
        let [container] = page.sections[0].containers.as_slice() else {
            panic!("{text}")
        };
        assert_eq!(
            (container.body.text.as_str(), container.closed),
            (body, closed),
            "{text}"
        );
        assert_eq!(diagnostics.iter().count(), 0, "{text}");
    }
}

/// Line ends and a byte order mark change places only.
#[test]
fn line_ends_and_byte_order_mark() {
    let without_places = |text: &str| {
        let (_, page, diagnostics) = read(text);
        assert!(!diagnostics.has_errors());
        let debug = format!("{page:?}").replace("\\r\\n", "\\n");
        debug
            .split("Span {")
            .map(|part| part.split_once('}').map_or(part, |(_, rest)| rest))
            .collect::<String>()
    };
    for (name, text) in FIXTURES {
        assert_eq!(
            without_places(&text.replace('\n', "\r\n")),
            without_places(text),
            "{name}"
        );
        assert_eq!(
            without_places(&format!("\u{feff}{text}")),
            without_places(text),
            "{name}"
        );
    }
}

/// A page that ends anywhere is read up to there.
#[test]
fn truncated_pages() {
    for (_, text) in FIXTURES {
        for (end, _) in text.char_indices() {
            check_spans(&text[..end]);
        }
    }
}

/// Reading takes time in proportion to the length: a quadratic step would take minutes here.
#[test]
fn junk_in_bulk() {
    const LENGTH: usize = 100_000;
    for unit in PIECES {
        for prefix in ["", "# 甲 {#get}\n\n", "# 甲 {#get}\n\n| 甲 | 乙\n| - | -\n"] {
            let text = prefix.to_owned() + &unit.repeat(LENGTH / unit.len());
            read(&text);
        }
    }
}

/// What pages are made of, and what is close to it.
const PIECES: &[&str] = &[
    "# 甲 {#get}\n\n",
    "## 乙 {#mix}\n\n",
    "### 丙\n\n",
    "---\n",
    "title: 甲\n",
    "head:\n  - http-equiv: refresh\n",
    "| 甲 | 乙 {.type}\n| - | -\n",
    "| a {data-required} | string | 丙\n",
    "| {colspan=3 .im-table-line}\n",
    "|",
    "\\|",
    "{.im-table #request}\n\n",
    "{.im-table #response}\n\n",
    "{",
    "}",
    "{a=\"",
    "\"",
    "{{ $frontmatter.title }}",
    "{{",
    "::: tip 甲 :x: {.im-a}\n\n",
    "::: code-group\n\n",
    ":::\n\n",
    "::::",
    ":",
    "```php [甲]\n",
    "```\n\n",
    "~~~",
    "> [!IMPORTANT] 甲\n",
    "> ",
    "- 甲 {#A}\n",
    "1. 乙\n",
    "参阅 [甲](https://x.test)\n\n",
    "参阅\n",
    "[a]: b\n",
    "[",
    "](",
    "<",
    "<!--",
    "<div>\n",
    "***\n",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "    ",
    " ",
    "\0",
    "\u{feff}",
    "\u{fffd}",
    "\u{a0}",
    "\u{2028}",
    "é",
    "𝄞",
    "`",
    "*",
    "_a",
    "\\",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Any text is read, and every span is one of the text.
    #[test]
    fn any_text(text in any::<String>()) {
        check_spans(&text);
    }

    /// So is any text made of what pages are made of.
    #[test]
    fn any_pieces(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60)) {
        check_spans(&pieces.concat());
    }
}

/// Every span lies in the text, on character boundaries.
fn check_spans(text: &str) {
    let (_, page, diagnostics) = read(text);
    let debug = format!("{page:?} {diagnostics:?}");
    for span in debug.split("Span {").skip(1) {
        let offset = |key: &str| -> usize {
            let rest = span.split_once(key).unwrap().1;
            rest.split(|char: char| !char.is_ascii_digit())
                .next()
                .unwrap()
                .parse()
                .unwrap()
        };
        let (start, end) = (offset("start: "), offset("end: "));
        assert!(text.get(start..end).is_some(), "{start}..{end} in {text:?}");
    }
}

/// Warnings are guesses that the page is read with; errors are not.
#[test]
fn severities() {
    for code in ALL {
        let (_, page, _) = read(code.example);
        let is_read = !page.sections.is_empty() || page.redirect.is_some();
        assert!(is_read || code.severity == Severity::Error, "{}", code.id);
    }
}
