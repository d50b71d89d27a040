//! Every property of a fix-up does what it says, and entries say when they no longer apply.

use super::outline::outline;
use super::{lower, lower_with, page};
use std::collections::BTreeSet;
use wechatpay_codegen::diag::Diagnostics;
use wechatpay_codegen::fixups::{Fixups, Property};
use wechatpay_codegen::lower::Options;
use wechatpay_codegen::source::FileId;

const PATH: &str = "openapi/v3/tea.md";

fn tea() -> String {
    let line = "{colspan=3 .im-table-line}";
    let json = "{data-tooltip=使用json_encode后的字符串 data-encoded=by-json_encode}";
    let rows = format!(
        "name | string | 名称<br/>`GREEN` 枚举值
        amount | number | 数量
        cup | object | 杯
        size {{data-indent=1}} | string | 大小
        extra | object | 其他
        sizes | string {json} | 大小
        {line}
        size_list {{data-indent=1}} | string[] | 大小
        first | string {json} | 甲
        second | string {json} | 乙
        third | string | 丙
        {line}
        one {{data-indent=1}} | string | 一
        two {{data-indent=1}} | string | 二"
    );
    let fence = "```http\nGET /v3/tea?kind=green\n```";
    page(
        "查询茶 {#get}",
        "query {data-required} | object | 查询参数\nkind {data-indent=1} | string | 种类",
        fence,
        &rows,
    )
}

fn entry(field: &str, property: &str, old: &str, new: &str) -> String {
    let field = if field.is_empty() {
        String::new()
    } else {
        format!("field = \"{field}\"\n")
    };
    format!(
        "[[fixup]]\npage = \"{PATH}\"\noperation = \"get\"\n{field}property = \"{property}\"\nold = {old}\nnew = {new}\n\
         reason = \"the official page says so\"\nlink = \"https://pay.weixin.qq.com/doc/\"\n"
    )
}

/// The lines that a fix-up changes.
fn change(text: &str, entry: &str) -> (Vec<String>, BTreeSet<&'static str>) {
    let before = outline(&lower(PATH, text).model);
    let outcome = lower_with(PATH, text, entry, Options::default());
    let after = outline(&outcome.model);
    let changed = after
        .lines()
        .filter(|line| !before.lines().any(|other| other == *line));
    (
        changed.map(|line| line.trim().to_owned()).collect(),
        outcome.codes(),
    )
}

#[test]
fn every_property_does_what_it_says() {
    let text = tea();
    let cases: &[(&str, &str, &str, &str, &[&str])] = &[
        (
            "response/name",
            "required",
            "false",
            "true",
            &["name!: String of [\"GREEN\"] \"名称\""],
        ),
        (
            "response/name",
            "name",
            "\"name\"",
            "\"title\"",
            &["title: String of [\"GREEN\"] \"名称\""],
        ),
        (
            "response/name",
            "type",
            "\"string\"",
            "\"string[]\"",
            &["name: String[] of [\"GREEN\"] \"名称\""],
        ),
        (
            "response/name",
            "enum",
            "[\"GREEN\"]",
            "[\"GREEN\", \"BLACK\"]",
            &["name: String of [\"GREEN\", \"BLACK\"] \"名称\""],
        ),
        (
            "response/name",
            "encoding",
            "\"none\"",
            "\"json\"",
            &["name: String encoded Json of [\"GREEN\"] \"名称\""],
        ),
        (
            "response/name",
            "encryption",
            "\"none\"",
            "\"rsa-oaep/merchant\"",
            &["name: String encrypted RsaOaep Merchant of [\"GREEN\"] \"名称\""],
        ),
        (
            "response/amount",
            "decimal",
            "false",
            "true",
            &["amount: Number decimal \"数量\""],
        ),
        (
            "response/cup/size",
            "parent",
            "\"response/cup\"",
            "\"response/extra\"",
            &[],
        ),
        (
            "response/extra",
            "indent",
            "0",
            "1",
            &["extra: Object \"其他\""],
        ),
        (
            "response/sizes",
            "decodes_to",
            "\"undecided\"",
            "\"list\"",
            &["sizes: String encoded Json to List \"大小\""],
        ),
        (
            "response/second/one",
            "owner",
            "\"third\"",
            "\"first\"",
            &[
                "first: String encoded Json to Object \"甲\"",
                "second: String encoded Json \"乙\"",
            ],
        ),
        ("query", "required", "true", "false", &[]),
        (
            "",
            "base_url",
            "\"none\"",
            "\"https://tea.example/\"",
            &["host https://tea.example/ required true"],
        ),
        (
            "",
            "url",
            "\"v3/tea\"",
            "\"v3/cup\"",
            &["GET /v3/cup (V3, openapi/v3/tea.md)"],
        ),
    ];
    for (field, property, old, new, expected) in cases {
        let (changed, codes) = change(&text, &entry(field, property, old, new));
        assert!(
            !codes.contains("WX0403") && !codes.contains("WX0402"),
            "{property}: {codes:?}"
        );
        if !expected.is_empty() {
            assert_eq!(changed, *expected, "{property}");
        }
    }
    let tested: BTreeSet<_> = cases.iter().map(|case| case.1).collect();
    // Those of the proposals of other codes are tested where their warnings are.
    let elsewhere = ["untyped", "alternatives", "cells", "rows", "closed"];
    for property in Property::ALL {
        assert!(
            tested.contains(property.name()) || elsewhere.contains(&property.name()),
            "{property:?}"
        );
    }
}

/// An object without rows gets rows, or is said to take anything; a form that is missing is added.
#[test]
fn rows_are_added() {
    let rows = "[{ name = \"id\", type = \"string\", required = true }, { name = \"cups\", type = \"object[]\" }, { name = \"size\", type = \"integer\", indent = 2, doc = \"大小\" }]";
    let (changed, codes) = change(&tea(), &entry("response/extra", "rows", "[]", rows));
    assert_eq!(
        changed,
        [
            "id!: String \"\"",
            "cups: Object[] \"\"",
            "size: Integer \"大小\""
        ]
    );
    assert!(!codes.contains("WX0322"));
    let (_, codes) = change(&tea(), &entry("response/extra", "untyped", "false", "true"));
    assert!(!codes.contains("WX0322"));
    // Path parameters that no row describes.
    let text = tea()
        .replace("/v3/tea?", "/v3/{tea}?")
        .replace("```http\n", "```http\n@tea = 7\n\n");
    let row = "[{ name = \"tea\", type = \"string\", doc = \"茶\" }]";
    let outcome = lower_with(
        "openapi/v3/{tea}.md",
        &text,
        &entry("path", "rows", "[]", row).replace("v3/tea.md", "v3/{tea}.md"),
        Options::default(),
    );
    assert!(
        outline(&outcome.model).contains("tea!: String \"茶\""),
        "{}",
        outline(&outcome.model)
    );
}

/// What the page no longer has is told, with what it has instead; nothing is changed.
#[test]
fn stale_entries_are_told() {
    let text = tea();
    let cases = [
        (
            entry("response/name", "type", "\"integer\"", "\"number\""),
            "`type` of `response/name` is `string` on",
        ),
        (
            entry("response/gone", "required", "false", "true"),
            "has no `response/gone` to mend",
        ),
        (
            entry("response/name", "owner", "\"a\"", "\"b\""),
            "`owner` of `response/name` is not there on",
        ),
        (
            entry("response/cup", "decodes_to", "\"undecided\"", "\"list\""),
            "is `object` on",
        ),
        (
            entry("response/extra", "untyped", "true", "false"),
            "`untyped` of `response/extra` is `false` on",
        ),
        (
            entry(
                "response/cup",
                "rows",
                "[]",
                "[{ name = \"a\", type = \"string\" }]",
            ),
            "is not empty on",
        ),
        (
            entry("", "url", "\"v3/cup\"", "\"v3/tea\""),
            "`url` of `operation` is v3/tea on",
        ),
        (
            entry("response/name", "required", "false", "true").replace("\"get\"", "\"post\""),
            "has no `response/name` to mend",
        ),
    ];
    let before = outline(&lower(PATH, &text).model);
    for (entry, expected) in cases {
        let outcome = lower_with(PATH, &text, &entry, Options::default());
        let told: Vec<_> = outcome
            .problems()
            .into_iter()
            .filter(|one| one.0 == "WX0403")
            .map(|one| one.2)
            .collect();
        assert!(
            matches!(told.as_slice(), [one] if one.contains(expected)),
            "{told:?}"
        );
        assert_eq!(before, outline(&outcome.model));
        let strict = lower_with(
            PATH,
            &text,
            &entry,
            Options {
                strict_fixups: true,
            },
        );
        assert!(strict.codes().contains("WX0404"));
    }
}

/// New values that name a field which cannot take the row.
#[test]
fn targets_that_are_not_there_are_told() {
    let text = tea();
    for entry in [
        entry("response/second/one", "owner", "\"third\"", "\"name\""),
        entry(
            "response/cup/size",
            "parent",
            "\"response/cup\"",
            "\"response/name\"",
        ),
        entry(
            "response/cup",
            "parent",
            "\"response\"",
            "\"response/cup/size\"",
        ),
        entry(
            "response/cup",
            "alternatives",
            "\"response\"",
            "\"response/name\"",
        ),
    ] {
        let outcome = lower_with(PATH, &text, &entry, Options::default());
        assert!(outcome.codes().contains("WX0406"), "{entry}");
    }
}

/// Fix-ups are for upstream pages: nothing is applied to ours.
#[test]
fn our_own_pages_are_not_mended() {
    let text = tea();
    let entry = entry("response/name", "required", "false", "true").replace(PATH, "v3/tea.md");
    let outcome = lower_with("v3/tea.md", &text, &entry, Options::default());
    assert!(outline(&outcome.model).contains("name: String of"));
    assert!(outcome.diagnostics.iter().all(|one| one.fixup.is_none()));
}

/// The second of two equal names has a number.
#[test]
fn equal_names_are_told_apart() {
    let line = "{colspan=3 .im-table-line}";
    let rows = format!(
        "cup | object | 热\nsize {{data-indent=1}} | string | 大小\n{line}\ncup | object | 冰\nsize {{data-indent=1}} | string | 大小"
    );
    let fence = "```http\nGET /v3/tea?kind=green\n```";
    let text = page(
        "查询茶 {#get}",
        "query {data-required} | object | 查询参数\nkind {data-indent=1} | string | 种类",
        fence,
        &rows,
    );
    let (changed, _) = change(
        &text,
        &entry("response/cup[2]/size", "name", "\"size\"", "\"litres\""),
    );
    assert_eq!(
        changed
            .iter()
            .filter(|line| line.starts_with("litres"))
            .count(),
        2,
        "{changed:?}"
    );
}

#[test]
fn wrong_files_are_told() {
    let problems = |text: &str| {
        let mut diagnostics = Diagnostics::new();
        let fixups = Fixups::parse(FileId(0), text, &mut diagnostics);
        let told: Vec<_> = diagnostics
            .sorted()
            .into_iter()
            .map(|one| (one.code.id, one.message.clone()))
            .collect();
        (fixups.entries().len(), told)
    };
    let good = entry("response/name", "required", "false", "true");
    assert_eq!(problems(&good), (1, vec![]));
    let cases = [
        ("page = ", "WX0401"),
        ("[other]\n", "WX0402"),
        (
            &*good.replace("reason = \"the official page says so\"\n", ""),
            "WX0402",
        ),
        (&*good.replace("link =", "url ="), "WX0402"),
        (&*good.replace("\"get\"", "\"fetch\""), "WX0402"),
        (&*good.replace("old = false", "old = \"no\""), "WX0402"),
        (&*good.replace("old = false", "old = true"), "WX0402"),
        (&*good.replace("field = \"response/name\"\n", ""), "WX0402"),
        (&*good.replace("\"required\"", "\"colour\""), "WX0402"),
        (
            &*entry("response/name", "encoding", "\"none\"", "\"xml\""),
            "WX0402",
        ),
        (
            &*entry(
                "response/name",
                "rows",
                "[]",
                "[{ name = \"a\", colour = \"b\" }]",
            ),
            "WX0402",
        ),
        (
            &*entry(
                "response/name",
                "base_url",
                "\"none\"",
                "\"https://tea.example/\"",
            ),
            "WX0402",
        ),
    ];
    for (text, code) in cases {
        let (entries, told) = problems(text);
        assert!(
            entries == 0 && told.iter().any(|one| one.0 == code),
            "{text}\n{told:?}"
        );
    }
    // A wrong entry does not hide the next one.
    let (entries, told) = problems(&format!("{}\n{good}", good.replace("\"get\"", "\"fetch\"")));
    assert_eq!((entries, told.len()), (1, 1));
}

/// The file of the repository is well-formed, every entry says why, and no two mend the same thing.
#[test]
fn our_file_is_sound() {
    let text = include_str!("../../../specs/fixups.toml");
    let mut diagnostics = Diagnostics::new();
    let fixups = Fixups::parse(FileId(0), text, &mut diagnostics);
    assert_eq!(diagnostics.iter().count(), 0);
    let mut seen = BTreeSet::new();
    for one in fixups.entries() {
        assert!(
            one.page.starts_with("openapi/") || one.page.starts_with("webhook/"),
            "{}",
            one.page
        );
        assert!(
            one.reason.ends_with('.') && one.link.starts_with("https://"),
            "{one:?}"
        );
        assert!(
            seen.insert((
                &one.page,
                one.operation.map(|one| format!("{one:?}")),
                &one.field,
                one.property
            )),
            "{one:?}"
        );
    }
}
