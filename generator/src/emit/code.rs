//! The page around Rust items: header, documentation of the file, blank lines. Items come as tokens and are printed by
//! `prettyplease`; only calls of macros and the tables for tests are lines, since no printer knows what is in them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::fmt::Write;

/// Columns of a line.
const WIDTH: usize = 100;

/// The text of a file, or why what was to be in it is no Rust: a bug of ours.
pub type Made = Result<String, String>;

/// Rust text that grows.
#[derive(Debug, Default)]
pub struct Code {
    text: String,
    error: Option<String>,
}

impl Code {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The text.
    ///
    /// # Errors
    ///
    /// If some tokens were no items.
    pub fn finish(self) -> Made {
        match self.error {
            None => Ok(self.text),
            Some(error) => Err(error),
        }
    }

    /// One line.
    pub fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    /// A blank line, unless there is one.
    pub fn blank(&mut self) {
        if !(self.text.is_empty() || self.text.ends_with("\n\n")) {
            self.text.push('\n');
        }
    }

    /// Documentation of the file (`//!`), one line each.
    pub fn file_docs(&mut self, lines: &[String]) {
        for line in lines {
            let space = if line.is_empty() { "" } else { " " };
            let _ = writeln!(self.text, "//!{space}{line}");
        }
    }

    /// A blank line and these items, one below the other.
    pub fn items(&mut self, tokens: TokenStream) {
        if tokens.is_empty() {
            return;
        }
        match syn::parse2::<syn::File>(tokens) {
            Ok(file) => {
                self.blank();
                self.text.push_str(&print(file.items));
            }
            Err(error) => {
                self.error.get_or_insert_with(|| error.to_string());
            }
        }
    }

    /// `head` `(a, b)` `tail` on one line, or one item per line if that is too long. `head` ends with the opening bracket,
    /// `tail` begins with the closing one.
    pub fn list(&mut self, head: &str, items: &[String], tail: &str) {
        let one_line = format!("{head}{}{tail}", items.join(", "));
        if one_line.chars().count() <= WIDTH {
            self.line(one_line);
            return;
        }
        self.line(head.trim_end());
        for item in items {
            self.line(format!("    {item},"));
        }
        self.line(tail);
    }
}

/// Items as they are in our files: as `prettyplease` has them, with blank lines between methods.
#[must_use]
pub fn print(items: Vec<syn::Item>) -> String {
    let methods = matches!(items[..], [syn::Item::Impl(_)]);
    let printed = prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items,
    });
    if methods {
        separate_methods(&printed)
    } else {
        printed
    }
}

/// Puts a blank line behind each method but the last one.
fn separate_methods(printed: &str) -> String {
    let mut text = String::with_capacity(printed.len() + 64);
    let mut after_method = false;
    for line in printed.lines() {
        if after_method && line != "}" {
            text.push('\n');
        }
        text.push_str(line);
        text.push('\n');
        after_method = line == "    }";
    }
    text
}

/// Documentation of an item, one line each.
#[must_use]
pub fn docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| match line.as_str() {
        "" => String::new(),
        line => format!(" {line}"),
    });
    quote!(#(#[doc = #lines])*)
}

/// A name. What is none becomes `_`, which no item can be called: [`Code::finish`] reports it.
#[must_use]
pub fn ident(name: &str) -> Ident {
    let mut chars = name.chars();
    let first = |one| one == '_' || unicode_ident::is_xid_start(one);
    let valid = chars.next().is_some_and(first) && chars.all(unicode_ident::is_xid_continue);
    Ident::new(if valid { name } else { "_" }, Span::call_site())
}

/// A path of names below the crate.
#[must_use]
pub fn crate_path(names: &[String]) -> TokenStream {
    let names = names.iter().map(|name| ident(name));
    quote!(crate #(::#names)*)
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
        let text = code.finish().unwrap();
        assert!(
            text.starts_with("fn a(b: C, d: E) {}\nfn a(\n    long_long_long: LongLongLong,\n"),
            "{text}"
        );
    }

    #[test]
    fn items_and_methods_are_apart_and_uses_are_not() {
        let mut code = Code::new();
        code.items(quote!(
            use a::b;
            use c::d;
        ));
        let docs = docs(&["One.".to_owned(), String::new(), "Two.".to_owned()]);
        code.items(quote!(impl A { fn a() { if b { c() } } #docs fn d() {} fn e() { f() } }));
        let expected = "use a::b;\nuse c::d;\n\nimpl A {\n    fn a() {\n        if b {\n            c()\n        }\n    }\n\n    /// One.\n    ///\n    \
                        /// Two.\n    fn d() {}\n    fn e() {\n        f()\n    }\n}\n";
        assert_eq!(code.finish().unwrap(), expected);
    }

    #[test]
    fn what_is_no_rust_is_an_error_and_no_panic() {
        for name in ["", "a-b", "1", "struct", "_"] {
            let mut code = Code::new();
            let name = ident(name);
            code.items(quote!(pub struct #name;));
            assert!(code.finish().is_err(), "{name}");
        }
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
