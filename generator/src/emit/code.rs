//! Writes Rust the way rustfmt would: indentation, line breaks of long lists, blank lines between items.
//!
//! The client is 220,000 lines of very few kinds, and the emitters write them as lines: 0.1 CPU seconds. Making tokens,
//! parsing those and printing the syntax tree would be 0.6 more, and the printer puts things elsewhere than rustfmt does.
//! What keeps lines safe: only names that the naming pass made and texts that [`literal`] or [`super::docs`] made go into
//! one, and tests parse all of the output with `syn` and compare it with what rustfmt makes of it.

use std::fmt::Write;

/// Columns of a line.
const WIDTH: usize = 100;
/// Columns of what is in the brackets of an attribute.
const ATTRIBUTE_WIDTH: usize = 70;

/// Rust text that grows.
#[derive(Debug, Default)]
pub struct Code {
    text: String,
    indent: usize,
}

impl Code {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }

    /// One line.
    pub fn line(&mut self, line: impl AsRef<str>) {
        let line = line.as_ref();
        if !line.is_empty() {
            self.start();
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    /// A blank line, unless there is one or a block has just begun.
    pub fn blank(&mut self) {
        if !(self.text.is_empty() || self.text.ends_with("\n\n") || self.text.ends_with("{\n")) {
            self.text.push('\n');
        }
    }

    /// Documentation, one line each: of the item that follows (`///`).
    pub fn docs(&mut self, lines: &[String]) {
        self.comment("///", lines);
    }

    /// Documentation of the file (`//!`).
    pub fn file_docs(&mut self, lines: &[String]) {
        self.comment("//!", lines);
    }

    fn comment(&mut self, sign: &str, lines: &[String]) {
        for line in lines {
            self.start();
            self.text.push_str(sign);
            if !line.is_empty() {
                self.text.push(' ');
                self.text.push_str(line);
            }
            self.text.push('\n');
        }
    }

    /// `head {`, the body one step further in, `}`.
    pub fn block(&mut self, head: impl AsRef<str>, body: impl FnOnce(&mut Self)) {
        self.start();
        let head = head.as_ref();
        if head.is_empty() {
            self.text.push_str("{\n")
        } else {
            let _ = writeln!(self.text, "{head} {{");
        }
        self.inside(body);
        self.line("}");
    }

    /// What `body` writes, one step further in.
    pub fn inside(&mut self, body: impl FnOnce(&mut Self)) {
        self.indent += 1;
        body(self);
        self.indent -= 1;
    }

    /// `head` `(a, b)` `tail` on one line, or one item per line if that is too long. `head` ends with the opening bracket,
    /// `tail` begins with the closing one.
    pub fn list(&mut self, head: &str, items: &[String], tail: &str) {
        let joined = items
            .iter()
            .map(|item| width(item) + 2)
            .sum::<usize>()
            .saturating_sub(2);
        if 4 * self.indent + width(head) + joined + width(tail) <= WIDTH {
            self.line(format!("{head}{}{tail}", items.join(", ")));
            return;
        }
        self.line(head.trim_end());
        self.inside(|code| {
            for item in items {
                code.line(format!("{item},"));
            }
        });
        self.line(tail);
    }

    /// `#[head(a, b)]`, or one item per line if that is too long.
    pub fn attribute(&mut self, head: &str, items: &[String]) {
        let joined = items.join(", ");
        let brackets = 1 + head.matches('(').count();
        let (open, close) = (format!("#[{head}("), ")".repeat(brackets) + "]");
        let one_line = format!("{open}{joined}{close}");
        let fits = 4 * self.indent + width(&one_line) <= WIDTH
            && (items.len() == 1 || width(&joined) <= ATTRIBUTE_WIDTH);
        if fits {
            self.line(one_line);
            return;
        }
        self.line(open);
        self.inside(|code| {
            for (at, item) in items.iter().enumerate() {
                // rustfmt puts no comma behind the last one here.
                let comma = if at + 1 == items.len() { "" } else { "," };
                code.line(format!("{item}{comma}"));
            }
        });
        self.line(close);
    }

    /// An arm of a match.
    pub fn arm(&mut self, pattern: &str, value: &str) {
        let line = format!("{pattern} => {value},");
        if 4 * self.indent + width(&line) <= WIDTH {
            self.line(line);
        } else {
            self.block(format!("{pattern} =>"), |code| code.line(value));
        }
    }

    fn start(&mut self) {
        for _ in 0..self.indent {
            self.text.push_str("    ");
        }
    }
}

/// Columns that `text` takes, as rustfmt counts them: Chinese characters are two wide.
fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars()
            .map(|one| if one.is_ascii() { 1 } else { 2 })
            .sum()
    }
}

/// A string literal that is `text`, whatever is in it.
#[must_use]
pub fn literal(text: &str) -> String {
    format!("{text:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_break() {
        let mut code = Code::new();
        code.list("fn a(", &["b: C".to_owned(), "d: E".to_owned()], ") {}");
        code.list(
            "fn a(",
            &vec!["long_long_long: LongLongLong".to_owned(); 4],
            ") {}",
        );
        let text = code.finish();
        assert!(
            text.starts_with("fn a(b: C, d: E) {}\nfn a(\n    long_long_long: LongLongLong,\n"),
            "{text}"
        );
    }

    #[test]
    fn literals_are_literals() {
        for text in [
            "a\"b\\",
            "\u{202e}\u{0}\r\n",
            "中文 {} \u{feff}",
            "'",
            "#\"#",
        ] {
            let parsed: syn::LitStr = syn::parse_str(&literal(text)).unwrap();
            assert_eq!(parsed.value(), text);
        }
    }
}
