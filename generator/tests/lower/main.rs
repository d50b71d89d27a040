//! Pages to the model: every construct, every code, every property of a fix-up, any text, and a whole tree.

mod codes;
mod constructs;
mod fixups;
mod notifications;
mod outline;
mod properties;
mod upstream;

use std::collections::BTreeSet;
use wechatpay_codegen::diag::{Diagnostics, Severity};
use wechatpay_codegen::doc;
use wechatpay_codegen::fixups::Fixups;
use wechatpay_codegen::lower::{self, Options};
use wechatpay_codegen::model::Model;
use wechatpay_codegen::source::{FileId, SourceFile, SourceMap};

/// What became of a page.
pub struct Outcome {
    /// The model.
    pub model: Model,
    /// All problems.
    pub diagnostics: Diagnostics,
    map: SourceMap,
}

impl Outcome {
    /// Code, marked text and message of every problem that is no note.
    pub fn problems(&self) -> Vec<(&'static str, String, String)> {
        let told = self.diagnostics.sorted().into_iter();
        told.filter(|one| one.code.severity != Severity::Note)
            .map(|one| {
                let span = one.primary.as_ref().unwrap().span;
                let marked = self.map.get(span.file).unwrap().slice(span).to_owned();
                (one.code.id, marked, one.message.clone())
            })
            .collect()
    }

    /// Ids of all problems, notes included.
    pub fn codes(&self) -> BTreeSet<&'static str> {
        self.diagnostics.iter().map(|one| one.code.id).collect()
    }

    /// The fix-ups that the problems of a kind propose.
    pub fn proposals(&self, code: &str) -> String {
        let told = self.diagnostics.sorted().into_iter();
        let all: Vec<_> = told
            .filter(|one| one.code.id == code)
            .filter_map(|one| one.fixup.clone())
            .collect();
        all.join("\n")
    }
}

/// Lowers one page with fix-ups.
pub fn lower_with(path: &str, page: &str, fixups: &str, options: Options) -> Outcome {
    let mut map = SourceMap::new(vec![SourceFile::new(path, page)]);
    let file = map.add(SourceFile::new("fixups.toml", fixups));
    let mut diagnostics = Diagnostics::new();
    let fixups = Fixups::parse(file, fixups, &mut diagnostics);
    let source = map.get(FileId(0)).unwrap();
    let parsed = doc::parse(FileId(0), source, &mut diagnostics);
    let lowered = lower::page(&parsed, path, &fixups, options, &mut diagnostics);
    let model = lower::model(
        [lowered],
        &BTreeSet::from([path]),
        &fixups,
        &mut diagnostics,
    );
    Outcome {
        model,
        diagnostics,
        map,
    }
}

/// Lowers one page.
pub fn lower(path: &str, page: &str) -> Outcome {
    lower_with(path, page, "", Options::default())
}

/// A page with these rows and this fence.
pub fn page(heading: &str, request: &str, fence: &str, response: &str) -> String {
    let table = |header: &str, rows: &str, id: &str| {
        let rows: String = rows
            .trim()
            .lines()
            .map(|row| format!("| {}\n", row.trim()))
            .collect();
        format!(
            "| {header} | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n{rows}\n{{.im-table #{id}}}\n\n"
        )
    };
    let fence = fence.trim();
    format!(
        "# {heading}\n\n{}{fence}\n\n{}",
        table("请求参数", request, "request"),
        table("返回字典", response, "response")
    )
}
