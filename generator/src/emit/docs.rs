//! Rustdoc of what the pages say. Their text is data: it must not become code, markup, HTML, a heading, a list or a link
//! that leads nowhere.

use crate::model::{Field, Operation, Type};

/// The paragraphs of a text of a page, escaped; `<br/>` and line ends separate them.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<String> {
    let text = text.replace("<br/>", "\n").replace("<br>", "\n");
    text.lines()
        .map(|line| escape(line.trim()))
        .filter(|line| !line.is_empty())
        .collect()
}

/// `text` on one line, escaped.
#[must_use]
pub fn inline(text: &str) -> String {
    paragraphs(text).join(" ")
}

/// A code span that shows `text`.
#[must_use]
pub fn span(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|one| if one.is_control() { ' ' } else { one })
        .filter(|&one| !is_invisible(one))
        .collect();
    let fence = "`".repeat(1 + longest_run(&text, '`'));
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() {
        " "
    } else {
        ""
    };
    if text.is_empty() {
        "(empty)".to_owned()
    } else {
        format!("{fence}{pad}{text}{pad}{fence}")
    }
}

/// A link to `url` that shows it; if it is no plain URL, the text.
#[must_use]
pub fn link(url: &str) -> String {
    let plain = url
        .chars()
        .all(|one| one.is_ascii_graphic() && !matches!(one, '<' | '>' | '\\' | '`'));
    if plain && (url.starts_with("https://") || url.starts_with("http://")) {
        format!("<{url}>")
    } else {
        escape(url)
    }
}

/// Characters that show nothing and change how the others show.
fn is_invisible(one: char) -> bool {
    matches!(one, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn longest_run(text: &str, of: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for one in text.chars() {
        run = if one == of { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// One line of Markdown that shows what `line` says. Code spans and links stay what they are.
#[must_use]
pub fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line.trim();
    while let Some(first) = rest.chars().next() {
        if let Some((shown, after)) = code_span(rest)
            .or_else(|| markdown_link(rest))
            .or_else(|| bare_url(rest))
        {
            out.push_str(&shown);
            rest = after;
            continue;
        }
        let before = out.chars().next_back();
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
        push_escaped(&mut out, first, before, rest.chars().next());
    }
    out
}

fn push_escaped(out: &mut String, one: char, before: Option<char>, after: Option<char>) {
    let in_word =
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
    let escaped = match one {
        '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '{' | '}'
        | '$' => true,
        '_' => !in_word,
        // At the beginning of a line: lists, rules, headings.
        '-' | '+' | '=' | ':' => before.is_none(),
        '.' | ')' => out.chars().all(|one| one.is_ascii_digit()) && before.is_some(),
        _ => false,
    };
    if one.is_control() || one.is_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
    } else if !is_invisible(one) {
        if escaped {
            out.push('\\');
        }
        out.push(one);
    }
}

/// `` `code` `` at the beginning.
fn code_span(text: &str) -> Option<(String, &str)> {
    let (code, after) = text.strip_prefix('`')?.split_once('`')?;
    (!code.trim().is_empty()).then(|| (span(code), after))
}

/// `[text](target)` at the beginning: the text, and the target if it is a URL.
fn markdown_link(text: &str) -> Option<(String, &str)> {
    let (label, after) = text.strip_prefix('[')?.split_once("](")?;
    let (target, after) = after.split_once(')')?;
    if label.contains(['[', ']']) || target.contains(char::is_whitespace) {
        return None;
    }
    let label = escape(label);
    let shown = if target.starts_with("http") {
        format!("{label} {}", link(target))
    } else {
        label
    };
    Some((shown, after))
}

/// A URL at the beginning.
fn bare_url(text: &str) -> Option<(String, &str)> {
    if !(text.starts_with("https://") || text.starts_with("http://")) {
        return None;
    }
    let in_url = |one: char| {
        one.is_ascii_graphic()
            && !matches!(
                one,
                '<' | '>' | '"' | '\\' | '`' | '|' | '{' | '}' | '(' | ')' | '[' | ']'
            )
    };
    let end = text.find(|one| !in_url(one)).unwrap_or(text.len());
    let url = text
        .get(..end)?
        .trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    (url.len() > "https://".len()).then(|| (link(url), text.get(url.len()..).unwrap_or_default()))
}

/// What a field's documentation says: the page's text, then the facts.
#[must_use]
pub fn field(field: &Field, rust_name: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in paragraphs(&field.doc) {
        separate(&mut lines);
        lines.push(paragraph);
    }
    if lines.is_empty() {
        lines.push(span(&field.name));
    }
    let mut facts = Vec::new();
    if rust_name != field.name && lines[0] != span(&field.name) {
        facts.push(format!("On the wire: {}.", span(&field.name)));
    }
    if let Some(unit) = unit(&field.doc) {
        facts.push(format!("In {unit}."));
    }
    if let Some(length) = field.max_length {
        facts.push(format!("At most {length} characters."));
    }
    if field.signed {
        facts.push("A signature made with the merchant's private key.".to_owned());
    }
    if field.ty != Type::String && !field.values.is_empty() {
        facts.push(format!("Values: {}.", values(field)));
    }
    for alternative in &field.alternatives {
        let names: Vec<String> = alternative
            .fields
            .iter()
            .map(|field| span(&field.name))
            .collect();
        facts.push(format!(
            "{}: {}.",
            inline(&alternative.label),
            names.join(", ")
        ));
    }
    if !facts.is_empty() {
        separate(&mut lines);
        lines.push(facts.join(" "));
    }
    lines
}

fn values(field: &Field) -> String {
    let docs = field
        .value_docs
        .iter()
        .map(String::as_str)
        .chain(std::iter::repeat(""));
    let all = field.values.iter().zip(docs);
    let shown = all.map(|(value, doc)| {
        if doc.is_empty() {
            span(value)
        } else {
            format!("{} ({})", span(value), inline(doc))
        }
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// Adds an empty line, unless nothing is there yet.
pub fn separate(lines: &mut Vec<String>) {
    if lines.last().is_some_and(|last| !last.is_empty()) {
        lines.push(String::new());
    }
}

/// Units by the words that name them, longer words first.
const UNITS: &[(&str, &str)] = &[
    ("人民币分", "fen (a hundredth of a yuan)"),
    ("毫秒", "milliseconds"),
    ("分钟", "minutes"),
    ("小时", "hours"),
    ("万分之一", "hundredths of a percent"),
    ("百分比", "percent"),
    ("秒", "seconds"),
    ("天", "days"),
    ("元", "yuan"),
    ("分", "fen (a hundredth of the currency's unit)"),
];

/// The unit that a text names: behind 单位, or alone in brackets.
fn unit(text: &str) -> Option<&'static str> {
    let named = |rest: &str| {
        UNITS
            .iter()
            .find(|(word, _)| rest.starts_with(word))
            .map(|(_, unit)| *unit)
    };
    let behind = text.split("单位").skip(1).find_map(|rest| {
        let rest = rest.trim_start_matches(|one: char| {
            one.is_whitespace() || matches!(one, ':' | '：' | '为' | '是' | '(' | '（' | '`')
        });
        named(rest)
    });
    let bracketed = || {
        text.split(['(', '（']).skip(1).find_map(|rest| {
            let inside = rest.split([')', '）']).next()?.trim();
            UNITS
                .iter()
                .find(|(word, _)| *word == inside)
                .map(|(_, unit)| *unit)
        })
    };
    behind.or_else(bracketed)
}

/// Title, verb and path, description, status, and where it is documented.
#[must_use]
pub fn operation(operation: &Operation) -> Vec<String> {
    let title = inline(&operation.title);
    let call = span(&operation.id);
    let mut lines = if title.is_empty() {
        vec![call]
    } else {
        vec![title, String::new(), call]
    };
    lines.extend(described(
        &operation.description,
        &operation.status,
        &operation.links,
    ));
    lines
}

/// Description, status and links.
#[must_use]
pub fn described(description: &str, status: &[String], links: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in paragraphs(description) {
        lines.push(String::new());
        lines.push(paragraph);
    }
    let status: Vec<&str> = status.iter().filter_map(|word| meaning(word)).collect();
    if !status.is_empty() {
        lines.push(String::new());
        lines.push(format!("**{}**", status.join(" ")));
    }
    if !links.is_empty() {
        lines.push(String::new());
        let links: Vec<String> = links.iter().map(|url| link(url)).collect();
        lines.push(format!("Official documentation: {}", links.join(", ")));
    }
    lines
}

/// What a status word of a page means.
fn meaning(word: &str) -> Option<&'static str> {
    Some(match word {
        "deprecated" => "Taken offline.",
        "redesigned" => "Replaced by a newer operation.",
        "private" => "Closed to new merchants.",
        "discarded" => "Left without support.",
        "assessment" => "Only after an assessment.",
        "grey" => "Being tested, not open to all.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        for (text, shown) in [
            ("plain", "plain"),
            ("a [b] c", r"a \[b\] c"),
            ("<script>", r"\<script\>"),
            ("# heading", r"\# heading"),
            ("- item", r"\- item"),
            ("+ item", r"\+ item"),
            ("1. item", r"1\. item"),
            ("1) item", r"1\) item"),
            ("12.5", r"12\.5"),
            ("up 1. 2", "up 1. 2"),
            ("    indented", "indented"),
            ("```rust", r"\`\`\`rust"),
            ("~~~", r"\~\~\~"),
            ("a|b", r"a\|b"),
            ("out_trade_no", "out_trade_no"),
            ("_em_ __x__", r"\_em\_ \_\_x\_\_"),
            ("*em*", r"\*em\*"),
            ("&lt;", r"\&lt;"),
            ("use `A<B>` here", "use `A<B>` here"),
            ("a ` b", r"a \` b"),
            ("``", r"\`\`"),
            (
                "见https://pay.weixin.qq.com/a_b?c=d&e，谢谢",
                "见<https://pay.weixin.qq.com/a_b?c=d&e>，谢谢",
            ),
            ("(https://a.b/c).", "(<https://a.b/c>)."),
            (
                "see [here](/openapi/v3/x#post) and [there](https://a.b)",
                "see here and there <https://a.b>",
            ),
            ("[not](a link", r"\[not\](a link"),
            ("a\u{202e}b\rc\u{0}d", "ab c d"),
            ("===", r"\==="),
        ] {
            assert_eq!(escape(text), shown, "of {text:?}");
        }
    }

    #[test]
    fn line_ends_make_paragraphs() {
        assert_eq!(paragraphs("a<br/> b\n\n  c"), ["a", "b", "c"]);
    }

    #[test]
    fn code_spans_hold_anything() {
        assert_eq!(span("a`b"), "``a`b``");
        assert_eq!(span("`"), "`` ` ``");
        assert_eq!(span("a\nb"), "`a b`");
        assert_eq!(span(""), "(empty)");
    }

    #[test]
    fn units_are_found_where_the_text_names_them() {
        for (text, unit_of_it) in [
            ("订单总金额，单位为分", "fen"),
            ("金额，单位：人民币分", "fen"),
            ("有效期（秒）", "seconds"),
            ("单位: 分钟", "minutes"),
            ("费率，单位万分之一", "hundredths"),
        ] {
            assert!(
                unit(text).is_some_and(|unit| unit.starts_with(unit_of_it)),
                "{text}"
            );
        }
        for text in ["分账", "部分退款", "计量单位", "(分店)", "积分"] {
            assert_eq!(unit(text), None, "{text}");
        }
    }
}
