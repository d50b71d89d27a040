//! Text of pages as Markdown: it must not become code, markup, HTML, a heading, a list or a link that leads nowhere.

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
}
