mod round_trip;

use super::super::page::{CodeFence, Text};
use super::super::value::{Value, ValueKind, to_json};
use super::*;

fn fence(code: &str) -> CodeFence {
    let span = Span {
        start: 10,
        end: 10 + u32::try_from(code.len()).unwrap(),
        ..Span::default()
    };
    CodeFence {
        language: "http".to_owned(),
        label: Text::default(),
        code: Text {
            text: code.to_owned(),
            span,
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

fn read(code: &str) -> HttpExample {
    let mut diagnostics = Diagnostics::new();
    let example = parse(&fence(code), &mut diagnostics);
    assert!(diagnostics.iter().next().is_none(), "{diagnostics:?}");
    example.unwrap()
}

/// Code and marked text of each problem.
fn problems(code: &str) -> Vec<(&'static str, String)> {
    let mut diagnostics = Diagnostics::new();
    parse(&fence(code), &mut diagnostics);
    let place = |span: Span| match span.end {
        ..10 => "the fence".to_owned(),
        _ => code[span.range().start - 10..span.range().end - 10].to_owned(),
    };
    diagnostics
        .sorted()
        .iter()
        .map(|one| (one.code.id, place(one.primary.as_ref().unwrap().span)))
        .collect()
}

const EVERYTHING: &str = r##"@base-url = https://tea.example/hk/
@shop = 7 & 8
@response-kind = 202
@response-signature = none

POST /v3/tea/{shop}/cups?sugar=no%20thanks&leaf={"kind":"茶"}#steep
Content-Type: application/json
Idempotency-Key: 1

{
  "count": 2,
  "notes": "{\"hot\":true}"
}
"##;

#[test]
fn everything_is_read_and_written_back() {
    let example = read(EVERYTHING);
    assert_eq!(render(&example), EVERYTHING);
    assert_eq!(
        to_json(&example.arguments()),
        serde_json::json!({
            "shop": "7 & 8",
            "base_uri": "https://tea.example/hk/",
            "query": { "sugar": "no thanks", "leaf": "{\"kind\":\"茶\"}" },
            "headers": { "Idempotency-Key": "1" },
            "json": { "count": 2, "notes": "{\"hot\":true}" },
            "fragment": "#steep",
        })
    );
    assert_eq!(example.response.unwrap().kind, Tail::Status(202));
    assert!(example.unsigned_response.is_some());
}

#[test]
fn places_are_exact() {
    let example = read(EVERYTHING);
    let place = |span: Span| &EVERYTHING[span.range().start - 10..span.range().end - 10];
    assert_eq!(place(example.path.span), "/v3/tea/{shop}/cups");
    assert_eq!(place(example.query[0].1.span), "no%20thanks");
    assert_eq!(place(example.path_values[0].1.span), "7 & 8");
    let BodyContent::Json(body) = &example.body.as_ref().unwrap().content else {
        panic!()
    };
    assert_eq!(
        place(body.get("notes").unwrap().span),
        r#""{\"hot\":true}""#
    );
}

#[test]
fn a_list_in_the_query_repeats_its_name() {
    let example = read("GET /v3/tea?leaf=a&leaf=b&leaf=c&cup=1");
    assert_eq!(
        to_json(&example.arguments()),
        serde_json::json!({ "query": { "leaf": ["a", "b", "c"], "cup": "1" } })
    );
}

#[test]
fn a_path_may_end_in_a_slash() {
    assert_eq!(read("POST /v3/tea/cups/").path.text, "/v3/tea/cups/");
    assert_eq!(
        problems("POST /v3/tea//cups"),
        [("WX0251", "/v3/tea//cups".to_owned())]
    );
    assert_eq!(problems("POST //"), [("WX0251", "//".to_owned())]);
}

#[test]
fn xml_is_a_map_of_texts() {
    let code = "POST /v2/tea\nContent-Type: text/xml\n\n<xml>\n  <cup>a &lt; b &#x8336;</cup>\n  <leaf>1</leaf>\n  \
                <leaf>2</leaf>\n  <box>\n    <lid></lid>\n  </box>\n  <note><![CDATA[<hot>]]></note>\n</xml>";
    let example = read(code);
    let expected = serde_json::json!({
        "cup": "a < b 茶", "leaf": ["1", "2"], "box": { "lid": "" }, "note": "<hot>",
    });
    assert_eq!(to_json(example.arguments().get("xml").unwrap()), expected);
    assert_eq!(
        read(&render(&example)).arguments().to_string(),
        example.arguments().to_string()
    );
}

#[test]
fn xml_beyond_elements_and_text_is_refused() {
    for (body, code, place) in [
        (
            "<!DOCTYPE a [<!ENTITY b 'c'>]><xml/>",
            "WX0260",
            "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        ),
        ("<xml><a>&b;</a></xml>", "WX0260", "&b;"),
        (
            "<?xml version='1.0'?><xml/>",
            "WX0260",
            "<?xml version='1.0'?>",
        ),
        ("<xml><a b='c'/></xml>", "WX0259", "a"),
        ("<xml>a<b/></xml>", "WX0259", "a"),
        ("<xml><a/></xml><xml/>", "WX0259", "<xml/>"),
        ("<tea/>", "WX0259", "tea"),
        ("<xml>", "WX0259", "<xml>"),
        ("tea", "WX0259", "tea"),
    ] {
        let found = problems(&format!("POST /v2/tea\nContent-Type: text/xml\n\n{body}"));
        assert_eq!(found, [(code, place.to_owned())], "{body}");
    }
    let deep = format!(
        "POST /v2/tea\nContent-Type: text/xml\n\n{}",
        "<xml>".repeat(100_000)
    );
    assert_eq!(problems(&deep), [("WX0259", "<xml>".to_owned())]);
}

#[test]
fn a_form_has_text_json_and_files() {
    let code = "POST /v3/tea\nContent-Type: multipart/form-data; boundary=leaf\n\n--leaf\n\
                Content-Disposition: form-data; name=\"note\"\n\nhot\n\nvery\n--leaf\n\
                Content-Disposition: form-data; name=\"meta\"\nContent-Type: application/json\n\n{\n  \"a\": 1\n}\n--leaf\n\
                Content-Disposition: form-data; name=\"file\"; filename=\"cup.png\"\nContent-Type: image/png\n\n\
                < cup.png\n--leaf--\n";
    let example = read(code);
    assert_eq!(render(&example), code);
    assert_eq!(
        to_json(&example.arguments()),
        serde_json::json!({ "body": { "note": "hot\n\nvery", "meta": "{\"a\":1}", "file": "<?= file('cup.png') ?>" } })
    );
}

#[test]
fn wrong_lines_are_told_at_their_place() {
    for (code, expected, place) in [
        ("", "WX0251", "the fence"),
        ("@a = b", "WX0251", "the fence"),
        ("PULL /a", "WX0251", "PULL"),
        ("GET", "WX0251", "GET"),
        ("GET a", "WX0251", "a"),
        ("GET /a HTTP/1.1", "WX0251", "HTTP/1.1"),
        ("GET /a?b", "WX0251", "b"),
        ("GET /a?=b", "WX0251", "=b"),
        ("GET /a?b=%", "WX0256", "%"),
        ("@\nGET /a", "WX0253", ""),
        ("@tea-pot = 1\nGET /a", "WX0253", "tea-pot"),
        (
            "@base-url = https://tea.example\nGET /a",
            "WX0253",
            "https://tea.example",
        ),
        ("@response-kind = 42\nGET /a", "WX0253", "42"),
        ("@a = 1\n@a = 2\nGET /{a}", "WX0253", "a"),
        ("GET /a\nA: 1\na: 2", "WX0254", "a"),
        ("GET /a\nA b: 1", "WX0254", "A b: 1"),
        ("@b = 1\nGET /a", "WX0255", "b"),
        ("GET /{a}", "WX0255", "/{a}"),
        ("GET /a\n\n{}", "WX0257", "{}"),
        ("GET /a\nContent-Type: text/tea\n\n{}", "WX0257", "text/tea"),
        (
            "GET /a\nContent-Type: application/json\n\n{\"a\":1,\"a\":2}",
            "WX0208",
            "\"a\"",
        ),
        (
            "GET /a\nContent-Type: multipart/form-data; boundary=b\n\n--c",
            "WX0261",
            "--c",
        ),
        (
            "GET /a\nContent-Type: multipart/form-data; boundary=b\n\n--b\nx\n--b--",
            "WX0261",
            "x",
        ),
    ] {
        assert_eq!(problems(code), [(expected, place.to_owned())], "{code}");
    }
}
