//! The PHP snippets of the upstream pages: six forms of one call, and a few kinds of snippet that are none.
//!
//! [`snippets`] reads all code fences of a section and asserts what six forms of one call give for free: they agree on
//! the verb (and with the heading), on the URL, on the arguments and on what is done with the answer.
//! A snippet that cannot be read is left out with a warning as long as another one of its section can.

mod array;
mod compare;
mod expr;
mod lexer;
mod parser;
mod setup;
mod snippet;
mod tail;
mod url;

#[cfg(test)]
mod tests;

pub use setup::{Statement, StatementKind, Upload};
pub use snippet::{Form, Snippet, snippet};
pub use tail::Tail;
pub use url::UrlSnippet;
pub(super) use url::well_formed;

use super::json;
use super::page::{CodeFence, Section, Text};
use super::value::Value;
use crate::diag::codes::example as codes;
use crate::diag::{Diagnostic, Diagnostics};

/// What the PHP fences of a section say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snippets {
    /// Calls through the API client, in order. They agree, or it was reported.
    pub calls: Vec<Snippet>,
    /// URLs that are built for a browser (`标准PSR7`) or fetched without the API client (`异步模式`, `同步模式`).
    pub urls: Vec<UrlSnippet>,
    /// Fragments that show one scene.
    pub scenes: Vec<Scene>,
    /// Whether there is code that handles a notification (`处理程序`).
    pub handler: bool,
}

impl Snippets {
    /// The call whose URL needs no reconstruction: the first declarative one, otherwise the first.
    #[must_use]
    pub fn call(&self) -> Option<&Snippet> {
        self.calls
            .iter()
            .find(|call| call.form == Form::Declarative)
            .or(self.calls.first())
    }
}

/// A part of the arguments for one scene (an industry, a kind of transfer).
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Name of the scene.
    pub label: Text,
    /// The entries it shows; absent if they cannot be read.
    pub entries: Option<Value>,
}

/// Reads all PHP fences of a section.
pub fn snippets(section: &Section, diagnostics: &mut Diagnostics) -> Snippets {
    let mut found = Snippets::default();
    let mut unread = None;
    for fence in &section.examples {
        match Label::of(fence) {
            _ if fence.fragment => found.scenes.push(scene(fence)),
            _ if fence.language == "http" => {}
            _ if fence.language != "php" => {
                let message = format!(
                    "examples are not written in `{}`; this one is left out",
                    fence.language
                );
                diagnostics.push(Diagnostic::new(&codes::LANGUAGE, fence.span, message));
            }
            Label::Handler => found.handler = true,
            Label::Url => match url::url_snippet(fence, diagnostics) {
                Some(url) => found.urls.push(url),
                None => unread = unread.or(Some(fence)),
            },
            Label::Call(_) => match snippet(fence, diagnostics) {
                Some(call) => found.calls.push(call),
                None => unread = unread.or(Some(fence)),
            },
        }
    }
    if let Some(fence) = unread.filter(|_| found.calls.is_empty() && found.urls.is_empty()) {
        let message = format!(
            "no snippet of `{}` says how it is called",
            section.title.text
        );
        diagnostics.push(Diagnostic::new(&codes::NOTHING_READ, fence.span, message));
    }
    compare::compare(section, &found.calls, diagnostics);
    found
}

/// Reads a fragment: the entries of a PHP array without brackets, or of a JSON object with or without them. It is shown
/// as it is, so nothing is reported.
fn scene(fence: &CodeFence) -> Scene {
    let entries = match fence.language.as_str() {
        "php" => snippet::entries(fence),
        "json" => json::entries(&fence.code.text, fence.code.span),
        _ => None,
    };
    Scene {
        label: fence.label.clone(),
        entries,
    }
}

/// What a fence's label makes of it.
enum Label {
    /// A call; the form, if the label is one of the six.
    Call(Option<(Form, bool)>),
    Url,
    Handler,
}

impl Label {
    fn of(fence: &CodeFence) -> Self {
        match fence.label.text.as_str() {
            "处理程序" => Self::Handler,
            "标准PSR7" | "异步模式" | "同步模式" => Self::Url,
            "异步纯链式" => Self::Call(Some((Form::PureChain, true))),
            "异步声明式" => Self::Call(Some((Form::Declarative, true))),
            "异步属性式" => Self::Call(Some((Form::Property, true))),
            "同步纯链式" => Self::Call(Some((Form::PureChain, false))),
            "同步声明式" => Self::Call(Some((Form::Declarative, false))),
            "同步属性式" => Self::Call(Some((Form::Property, false))),
            _ => Self::Call(None),
        }
    }
}
