mod calls;
mod values;

use super::super::value::{Expr, ValueKind, to_json};
use super::*;
use crate::diag::Severity;
use crate::model::Method;
use crate::source::Span;

/// Where the code of test fences starts in their page.
const BASE: u32 = 10;

fn fence(label: &str, code: &str) -> CodeFence {
    let end = BASE + u32::try_from(code.len()).unwrap();
    CodeFence {
        language: "php".to_owned(),
        label: Text {
            text: label.to_owned(),
            span: Span {
                start: 4,
                end: 9,
                ..Span::default()
            },
        },
        code: Text {
            text: code.to_owned(),
            span: Span {
                start: BASE,
                end,
                ..Span::default()
            },
        },
        group: None,
        fragment: false,
        span: Span {
            start: 0,
            end: 9,
            ..Span::default()
        },
    }
}

fn section(method: Method, examples: Vec<CodeFence>) -> Section {
    Section {
        title: Text {
            text: "买茶".to_owned(),
            ..Text::default()
        },
        method,
        method_span: Span::default(),
        description: Text::default(),
        containers: Vec::new(),
        quotes: Vec::new(),
        remarks: Vec::new(),
        request: None,
        response: None,
        examples,
        references: Vec::new(),
        span: Span::default(),
    }
}

/// Code and marked text of each problem.
fn told(code: &str, diagnostics: &Diagnostics) -> Vec<(&'static str, String)> {
    let place = |span: Span| match span.end {
        ..=9 => "the fence".to_owned(),
        _ => code[span.range().start - BASE as usize..span.range().end - BASE as usize].to_owned(),
    };
    diagnostics
        .sorted()
        .iter()
        .map(|one| (one.code.id, place(one.primary.as_ref().unwrap().span)))
        .collect()
}

/// The value of the one argument, and the problems.
fn argument(code: &str) -> (Value, Vec<(&'static str, String)>) {
    let code = format!("$instance->chain('v3/tea')->post({code});");
    let mut diagnostics = Diagnostics::new();
    let snippet = snippet(&fence("同步声明式", &code), &mut diagnostics).expect(&code);
    (snippet.arguments, told(&code, &diagnostics))
}

fn read(label: &str, code: &str) -> Snippet {
    let mut diagnostics = Diagnostics::new();
    let read = snippet(&fence(label, code), &mut diagnostics);
    assert_eq!(told(code, &diagnostics), [], "{code}");
    read.unwrap()
}
