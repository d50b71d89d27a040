//! Any bytes are a page and a model, or diagnostics, never a panic.
//!
//! From `generator/`: `mkdir -p fuzz/corpus/page && cargo +nightly fuzz run page fuzz/corpus/page src/doc/fixtures`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wechatpay_codegen::diag::Diagnostics;
use wechatpay_codegen::doc::parse;
use wechatpay_codegen::fixups::Fixups;
use wechatpay_codegen::lower::{self, Options};
use wechatpay_codegen::source::{FileId, SourceFile};

fuzz_target!(|bytes: &[u8]| {
    let file = SourceFile::new("v3/page.md", String::from_utf8_lossy(bytes).into_owned());
    let mut diagnostics = Diagnostics::new();
    let page = parse(FileId(0), &file, &mut diagnostics);
    lower::page(
        &page,
        "v3/page.md",
        &Fixups::none(),
        Options::default(),
        &mut diagnostics,
    );
    // Every span is one of the text.
    let debug = format!("{page:?} {diagnostics:?}");
    // The text of a page may have `Span {` in it too.
    let spans = debug.split("Span { file: FileId(0), ").skip(1);
    for span in spans.filter(|span| span.starts_with("start: ")) {
        let offset = |key: &str| {
            let rest = span.split_once(key).map_or("", |(_, rest)| rest);
            rest.split(|char: char| !char.is_ascii_digit())
                .next()
                .unwrap_or("")
                .parse()
                .unwrap_or(usize::MAX)
        };
        assert!(
            file.text.get(offset("start: ")..offset("end: ")).is_some(),
            "{span}"
        );
    }
});
