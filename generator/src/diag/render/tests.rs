use super::*;
use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, SourceFile, Span};
use proptest::prelude::*;

static UNKNOWN: Code = kind("WX0000", Severity::Error);
static TWICE: Code = kind("WX0001", Severity::Warning);
static REMARK: Code = kind("WX0002", Severity::Note);

const fn kind(id: &'static str, severity: Severity) -> Code {
    Code {
        id,
        severity,
        title: "-",
        cause: "-",
        example: "-",
        fix: "-",
    }
}

const PLAIN: Format = Format::Human { colour: false };

const PAGE: &str = "\
| 请求参数 | 类型 {.type} | 描述 {.desc}
| --- | --- | ---
| 金额 {data-required} | objct | 订单金额，单位为分
| total {data-indent=1} | integer | 总金额
";

/// The first place of `what`.
fn find(file: u32, text: &str, what: &str) -> Span {
    let start = text.find(what).unwrap();
    Span::new(FileId(file), start..start + what.len())
}

fn sample() -> (SourceMap, Diagnostics) {
    let first = SourceFile::new("v3/a.md", PAGE).at("specs/v3/a.md");
    let second = SourceFile::new("v3/b,c.md", "一行\n第二行 total 合计\n").at("specs/v3/b,c.md");
    let (a, b) = (first.text.clone(), second.text.clone());
    let sources = SourceMap::new(vec![second, first]);
    let mut all = Diagnostics::new();
    all.push(
        Diagnostic::new(
            &TWICE,
            find(1, &b, "total"),
            "`total` 100% 出现两次, read as one",
        )
        .contradicts(find(0, &a, "total"), "first here")
        .contradicts(find(1, &b, "一行"), "and: here"),
    );
    all.push(
        Diagnostic::new(&UNKNOWN, find(0, &a, "objct"), "type `objct` is not known")
            .label("not one of the eleven types")
            .contradicts(find(0, &a, "total {data-indent=1}"), "but this row is inside of it")
            .help("did you mean `object`?")
            .help("fields of a list stand under `object[]`")
            .fixup("[[fixup]]\npage = \"v3/a.md\"\nfield = \"body/金额\"\nold = \"objct\"\nnew = \"object\"\n"),
    );
    all.push(Diagnostic::without_place(&REMARK, "nothing\nof a place"));
    (sources, all)
}

fn one(text: &str, problem: Diagnostic) -> (SourceMap, Diagnostics) {
    let mut all = Diagnostics::new();
    all.push(problem);
    (SourceMap::new(vec![SourceFile::new("a.md", text)]), all)
}

#[test]
fn human() {
    let (sources, all) = sample();
    insta::assert_snapshot!(render(&sources, &all, PLAIN));
}

#[test]
fn colours_are_escape_sequences_around_the_same_text() {
    let (sources, all) = sample();
    let coloured = render(&sources, &all, Format::Human { colour: true });
    let mut parts = coloured.split("\u{1b}[");
    let mut plain = parts.next().unwrap().to_owned();
    parts.for_each(|part| plain.push_str(part.split_once('m').unwrap().1));
    assert_ne!(coloured, plain);
    assert_eq!(plain, render(&sources, &all, PLAIN));
}

#[test]
fn json() {
    let (sources, all) = sample();
    let text = render(&sources, &all, Format::Json);
    let records: Vec<JsonRecord> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(records.len(), 3);
    insta::assert_snapshot!(text);
}

#[test]
fn github() {
    let (sources, all) = sample();
    insta::assert_snapshot!(render(&sources, &all, Format::Github));
}

/// A row of a real page has hundreds of columns, two for each Chinese character.
#[test]
fn a_long_line_is_cut_around_the_place() {
    let text = format!(
        "| a | {} | objct {{x}} | {}\n",
        "说明".repeat(100),
        "更多".repeat(100)
    );
    let problem = Diagnostic::new(&UNKNOWN, find(0, &text, "objct"), "not known").label("here");
    let (sources, all) = one(&text, problem);
    insta::assert_snapshot!(render(&sources, &all, PLAIN));
}

#[test]
fn a_problem_of_an_empty_file_shows_the_file() {
    let (sources, all) = one(
        "",
        Diagnostic::new(&UNKNOWN, Span::default(), "not readable"),
    );
    insta::assert_snapshot!(render(&sources, &all, PLAIN));
}

#[test]
fn pages_cannot_command_the_terminal() {
    let text = "a\u{1b}[31mb\u{7}\u{202e}c\r\nd\u{85}\n";
    let span = Span::new(FileId(0), 0..text.len());
    let problem = Diagnostic::new(&UNKNOWN, span, text)
        .label(text)
        .help(text)
        .fixup(text);
    let (sources, all) = one(text, problem);
    for format in [PLAIN, Format::Github] {
        let shown = render(&sources, &all, format);
        assert!(
            !shown.contains(['\u{1b}', '\u{7}', '\u{85}', '\u{202e}']),
            "{shown:?}"
        );
    }
    assert_eq!(render(&sources, &all, Format::Github).lines().count(), 1);
    assert!(!render(&sources, &all, Format::Json).contains('\u{1b}'));
}

#[test]
fn the_closing_line_counts() {
    let (_, all) = sample();
    let summary = Summary::new(&all, 2, Duration::from_millis(12));
    assert_eq!(
        summary.render(Format::Github),
        "1 error, 1 warning in 2 pages (12 ms)\n"
    );
    let none = Summary::new(&Diagnostics::new(), 1, Duration::ZERO);
    assert_eq!(
        none.render(PLAIN),
        "0 errors, 0 warnings in 1 page (0 ms)\n"
    );
    let record: JsonRecord = serde_json::from_str(&none.render(Format::Json)).unwrap();
    assert_eq!(
        (record.code, record.message.as_str()),
        (None, "0 errors, 0 warnings in 1 page (0 ms)")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever a page holds and whatever span a stage made, there is a text and no panic.
    #[test]
    fn any_span_of_any_text_can_be_shown(
        text in "([a-z|{}]|[一二三]|\\PC|\u{301}|\u{200b}|\t|\r|\n|\u{1b}|\u{fffd}){0,60}",
        spans in proptest::collection::vec((0usize..80, 0usize..80, 0u32..3, "\\PC{0,4}\n?\\PC{0,2}"), 1..4),
    ) {
        let sources = SourceMap::new(vec![SourceFile::new("a.md", text.as_str()), SourceFile::new("b.md", "x\n")]);
        let mut problem = Diagnostic::without_place(&UNKNOWN, text.clone());
        for (at, (start, end, file, label)) in spans.into_iter().enumerate() {
            let span = Span { file: FileId(file), ..Span::new(FileId(0), start..end) };
            problem = match at {
                0 => Diagnostic::new(&UNKNOWN, span, text.clone()).label(label),
                _ => problem.contradicts(span, label),
            };
        }
        let mut all = Diagnostics::new();
        all.push(problem);
        for format in [Format::Human { colour: true }, Format::Json, Format::Github] {
            prop_assert!(!render(&sources, &all, format).is_empty());
        }
    }
}
