//! Any text becomes a model or problems, never a panic; and what pages do to each other.

use super::page;
use proptest::prelude::*;
use std::collections::BTreeSet;
use wechatpay_codegen::diag::Diagnostics;
use wechatpay_codegen::doc;
use wechatpay_codegen::fixups::Fixups;
use wechatpay_codegen::lower::{self, Options};
use wechatpay_codegen::source::{FileId, SourceFile};

const PATHS: &[&str] = &[
    "page.md",
    "openapi/v2/a.md",
    "openapi/v3/a/{b}.md",
    "v3/a.md",
    "webhook/v3/A.B.md",
    "webhook/v2/a.md",
];

/// Rows out of the words of the page language, in any order and at any depth.
fn rows() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "json",
        "xml",
        "query",
        "headers",
        "body",
        "security",
        "base_uri",
        "fragment",
        "timeout",
        "b",
        "resource",
        "ciphertext",
        "a",
        "c",
        "a b",
        "类",
        "",
        "x_$n",
    ]);
    let ty = prop::sample::select(vec![
        "string", "object", "object[]", "string[]", "integer", "number", "`true`", "float", "text",
    ]);
    let depth = prop::sample::select(vec![
        "",
        " {data-indent=1}",
        " {data-required data-indent=2}",
        " {data-indent=3}",
        " {data-indent=9}",
        " {data-indent=x}",
        " {data-required}",
        " {nonsense}",
    ]);
    let format = prop::sample::select(vec![
        "",
        " {data-tooltip=使用json_encode后的字符串 data-encoded=by-json_encode}",
        " {data-encoded-by=json_encode}",
        " {data-encrypted=by-rsa-pubkey}",
        " {data-tooltip=APIv3密钥加密后的BASE64字符串 data-encrypted=by-aes-gcm}",
        " {data-required}",
    ]);
    let description = prop::sample::select(vec![
        "",
        " | 名",
        " | `A` \\| `B` 枚举值之一",
        " | `A` | `B` 枚举值之一",
        " | `https://a.example/`",
        " | 枚举值：<br/>`A`：甲",
        " | x | string | y",
    ]);
    let field = (name, depth, ty, format, description)
        .prop_map(|(a, b, c, d, e)| format!("| {a}{b} | {c}{d}{e}"));
    let other = prop::sample::select(vec![
        "| {colspan=3 .im-table-line}",
        "| 空字符串 {align=center colspan=3}",
        "| x",
    ]);
    let row = prop_oneof![6 => field, 1 => other.prop_map(str::to_owned)];
    prop::collection::vec(row, 0..14).prop_map(|rows| rows.join("\n"))
}

fn fence() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "",
        "```http\nGET /v3/a/{b}?c=1\n@b = 1\n```",
        "```php [同步声明式]\n$response = $instance->chain('v3/a/{b}')->post(['b' => '1', 'json' => ['a' => [['c' => 1]]], 'query' => ['a' => 1.5], 'body' => 1]);\nprint_r(json_decode((string) $response->getBody(), true));\n```",
        "```php [同步声明式]\n$response = $instance->chain('v2/a')->post(['xml' => ['a' => \\json_encode(['c' => ['x']])]]);\n```",
        "```php [标准PSR7]\n$u = new \\GuzzleHttp\\Psr7\\Uri('https://a.example/b/c?d=e#f');\n```",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_text_lowers(text in "\\PC{0,400}", path in prop::sample::select(PATHS)) {
        super::lower(path, &text);
    }

    #[test]
    fn any_table_lowers(request in rows(), response in rows(), fence in fence(), path in prop::sample::select(PATHS), reply in any::<bool>()) {
        let table = |header: &str, rows: &str, id: &str| format!("| {header} | 类型 {{.type}} | 描述 {{.desc}}\n| --- | --- | ---\n{rows}\n\n{{.im-table #{id}}}\n\n");
        let second = if reply { "应答规范" } else { "返回字典" };
        let text = format!("# 茶 {{#post}}\n\n{}{fence}\n\n{}", table("请求参数", &request, "request"), table(second, &response, "response"));
        let outcome = super::lower(path, &text);
        // What is proposed can be read.
        let mut diagnostics = Diagnostics::new();
        let proposals: Vec<_> = outcome.diagnostics.iter().filter_map(|one| one.fixup.clone()).collect();
        let fixups = Fixups::parse(FileId(0), &proposals.join("\n"), &mut diagnostics);
        prop_assert_eq!(diagnostics.iter().map(|one| one.message.clone()).collect::<Vec<_>>(), Vec::<String>::new());
        prop_assert_eq!(fixups.entries().len(), proposals.len());
        // The same with them applied: no panic, and the same on every run.
        let again = super::lower_with(path, &text, &proposals.join("\n"), Options::default());
        let twice = super::lower_with(path, &text, &proposals.join("\n"), Options::default());
        prop_assert_eq!(again.model, twice.model);
    }

    #[test]
    fn any_fixup_file_reads(text in "\\PC{0,200}") {
        let _ = Fixups::parse(FileId(0), &text, &mut Diagnostics::new());
    }
}

fn tea(name: &str, path: &str) -> (String, String) {
    let rows = "query {data-required} | object | 查询参数\nkind {data-indent=1} | string | 种类";
    let fence = format!("```http\nGET /v3/{name}?kind=green\n```");
    (
        path.to_owned(),
        page("查询茶 {#get}", rows, &fence, "name | string | 名称"),
    )
}

/// Operations come in the order of their pages, whatever the order in which they are lowered; each is there once.
#[test]
fn every_operation_is_there_once() {
    let pages = [
        tea("tea", "v3/tea.md"),
        tea("cup", "v3/cup.md"),
        tea("tea", "openapi/v3/tea.md"),
    ];
    let model = |order: &[usize]| {
        let mut diagnostics = Diagnostics::new();
        let mut lowered = Vec::new();
        for &index in order {
            let (path, text) = &pages[index];
            let file = FileId(u32::try_from(index).unwrap());
            let source = SourceFile::new(path.as_str(), text.as_str());
            let parsed = doc::parse(file, &source, &mut diagnostics);
            lowered.push(lower::page(
                &parsed,
                path,
                &Fixups::none(),
                Options::default(),
                &mut diagnostics,
            ));
        }
        let model = lower::model(lowered, &BTreeSet::new(), &Fixups::none(), &mut diagnostics);
        (model, diagnostics)
    };
    let (one, diagnostics) = model(&[0, 1, 2]);
    let (other, _) = model(&[2, 1, 0]);
    assert_eq!(one, other);
    let pages: Vec<_> = one.operations.iter().map(|one| one.page.as_str()).collect();
    assert_eq!(pages, ["openapi/v3/tea.md", "v3/cup.md", "v3/tea.md"]);
    let twice: Vec<_> = diagnostics
        .iter()
        .filter(|one| one.code.id == "WX0350")
        .collect();
    assert!(
        matches!(twice.as_slice(), [one] if one.message.contains("GET /v3/tea")),
        "{twice:?}"
    );
}
