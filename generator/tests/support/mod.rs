//! A trivial extractor of headings and fences, so that examples can be tested without the page parser.

use std::path::{Path, PathBuf};
use wechatpay_codegen::doc::page::{CodeFence, Section, Text};
use wechatpay_codegen::model::Method;
use wechatpay_codegen::source::{FileId, Span};

/// The sections of a page: their heading's id and their fences.
pub fn sections(page: &str, file: FileId) -> Vec<Section> {
    let text = |range: std::ops::Range<usize>| Text {
        text: page[range.clone()].to_owned(),
        span: Span::new(file, range),
    };
    let mut sections: Vec<Section> = Vec::new();
    let mut fence: Option<(usize, usize, bool)> = None;
    let (mut at, mut tip) = (0, false);
    for line in page.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        if let Some((opened, code, fragment)) = fence {
            if line == "```" {
                fence = None;
                let info = page[opened..].lines().next().unwrap();
                let (language, label) = info[3..].split_once(' ').unwrap_or((&info[3..], ""));
                let label_at = opened + info.len() - label.len();
                let inner = label.trim_start_matches('[').trim_end_matches(']');
                let label_at = label_at + usize::from(inner.len() < label.len());
                sections.last_mut().unwrap().examples.push(CodeFence {
                    language: language.to_owned(),
                    label: text(label_at..label_at + inner.len()),
                    code: text(code..start),
                    group: None,
                    fragment,
                    span: Span::new(file, opened..opened + info.len()),
                });
            }
        } else if line.starts_with("```") && !sections.is_empty() {
            fence = Some((start, at, tip));
        } else if let Some(rest) = line.strip_prefix("::: ") {
            tip = if rest.starts_with("code-group") {
                tip
            } else {
                rest.starts_with("tip")
            };
        } else if line.starts_with('#')
            && let Some(id) = line.find("{#")
            && let Some(method) = method(line[id + 2..].trim_end_matches('}'))
        {
            tip = false;
            sections.push(section(
                text(start..start + line.len()),
                method,
                Span::new(file, start + id..start + line.len()),
            ));
        }
    }
    sections
}

fn section(title: Text, method: Method, method_span: Span) -> Section {
    Section {
        title,
        method,
        method_span,
        description: Text::default(),
        containers: Vec::new(),
        quotes: Vec::new(),
        remarks: Vec::new(),
        request: None,
        response: None,
        examples: Vec::new(),
        references: Vec::new(),
        span: Span::default(),
    }
}

fn method(word: &str) -> Option<Method> {
    Some(match word {
        "get" => Method::Get,
        "post" => Method::Post,
        "put" => Method::Put,
        "patch" => Method::Patch,
        "delete" => Method::Delete,
        _ => return None,
    })
}

/// All pages below `dir`.
pub fn pages(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(pages(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}
