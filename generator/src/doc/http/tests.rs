use super::super::page::{CodeFence, Text};
use super::super::value::{Value, ValueKind, to_json};
use super::*;
use proptest::prelude::*;

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

fn text(pattern: &'static str) -> impl Strategy<Value = Text> {
    pattern.prop_map(|text| Text {
        text,
        span: Span::default(),
    })
}

fn pairs(name: &'static str, value: &'static str) -> impl Strategy<Value = Vec<(Text, Text)>> {
    prop::collection::vec((text(name), text(value)), 0..4)
}

/// Pairs with different names, whatever their case.
fn unique(name: &'static str, value: &'static str) -> impl Strategy<Value = Vec<(Text, Text)>> {
    pairs(name, value).prop_map(|mut pairs| {
        pairs.sort_by_key(|(name, _)| name.text.to_lowercase());
        pairs.dedup_by_key(|(name, _)| name.text.to_lowercase());
        pairs
    })
}

fn any_tree(
    leaf: impl Strategy<Value = Value> + 'static,
    shortest_list: usize,
) -> impl Strategy<Value = Value> {
    leaf.prop_recursive(3, 16, 3, move |inner| {
        let map = prop::collection::vec(("[a-z_]{1,8}", inner.clone()), 1..4).prop_map(Value::map);
        let list = prop::collection::vec(inner, shortest_list..4)
            .prop_map(|items| ValueKind::List(items).into());
        prop_oneof![map, list]
    })
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<String>().prop_map(Value::text),
        any::<i64>().prop_map(|number| ValueKind::Int(number).into()),
        (-1e9..1e9f64).prop_map(|number| ValueKind::Float(number).into()),
        any::<bool>().prop_map(|truth| ValueKind::Bool(truth).into()),
        Just(ValueKind::Null.into()),
    ];
    any_tree(leaf, 0)
}

/// A map of strings and maps, and of lists of them.
fn any_xml() -> impl Strategy<Value = Value> {
    let leaf = || r"[ -~茶\n\t]{0,8}".prop_map(Value::text).boxed();
    let map = |inner: BoxedStrategy<Value>| {
        let list = prop::collection::vec(inner.clone(), 2..4)
            .prop_map(|items| ValueKind::List(items).into());
        prop::collection::vec(("[a-z_]{1,8}", prop_oneof![inner, list]), 1..4)
            .prop_map(Value::map)
            .boxed()
    };
    map(prop_oneof![leaf(), map(leaf())].boxed())
}

fn any_part() -> impl Strategy<Value = Part> {
    let content = prop_oneof![
        r"[ -~茶\n]{0,16}".prop_map(|text| PartContent::Text(Text {
            text,
            span: Span::default()
        })),
        any_json().prop_map(PartContent::Json),
        (
            text(r#"[ -~茶]{1,8}"#),
            prop::option::of(text("[a-z]{1,5}/[a-z]{1,5}"))
        )
            .prop_map(|(name, content_type)| PartContent::File { name, content_type }),
    ];
    (text(r#"[ -~茶]{1,8}"#), content).prop_map(|(name, content)| Part { name, content })
}

fn any_body() -> impl Strategy<Value = Option<(&'static str, BodyContent)>> {
    prop_oneof![
        Just(None),
        any_json().prop_map(|value| Some(("application/json", BodyContent::Json(value)))),
        any_xml().prop_map(|value| Some(("text/xml", BodyContent::Xml(value)))),
        prop::collection::vec(any_part(), 1..4).prop_map(|parts| Some((
            "multipart/form-data; boundary=0leaf0",
            BodyContent::Multipart(parts)
        ))),
    ]
}

fn any_example() -> impl Strategy<Value = HttpExample> {
    let method = prop_oneof![
        Just(Method::Get),
        Just(Method::Post),
        Just(Method::Put),
        Just(Method::Patch),
        Just(Method::Delete)
    ];
    let kind = prop_oneof![
        Just(Tail::Json),
        Just(Tail::Xml),
        Just(Tail::File),
        Just(Tail::XmlOrFile),
        (100..600u16).prop_map(Tail::Status)
    ];
    let line = (
        method,
        "[a-z.~-]{1,8}",
        any::<bool>(),
        pairs("[ -~茶]{1,8}", any_text()),
    );
    let extra = (
        prop::option::of(text(any_text())),
        prop::option::of(kind),
        any::<bool>(),
        any::<bool>(),
    );
    (
        line,
        unique("[a-z][a-z0-9_]{0,8}", any_text()),
        extra,
        unique("x-[a-zA-Z-]{1,8}", "[!-~茶]{0,8}"),
        any_body(),
    )
        .prop_map(
            |(
                (method, first, slash, query),
                path_values,
                (fragment, kind, unsigned, base),
                mut headers,
                body,
            )| {
                let span = Span::default();
                let place = |text: &str| Text {
                    text: text.to_owned(),
                    span,
                };
                let mut path = format!("/v3/{first}");
                path_values
                    .iter()
                    .for_each(|(name, _)| path.push_str(&format!("/{{{}}}", name.text)));
                if slash {
                    path.push('/');
                }
                if let Some((content_type, _)) = &body {
                    headers.insert(0, (place("Content-Type"), place(content_type)));
                }
                HttpExample {
                    method,
                    method_span: span,
                    path: place(&path),
                    query,
                    fragment,
                    path_values,
                    base_url: base.then(|| place("https://tea.example/hk/")),
                    response: kind.map(|kind| Response { kind, span }),
                    unsigned_response: unsigned.then_some(span),
                    headers,
                    body: body.map(|(_, content)| HttpBody { content, span }),
                    span,
                }
            },
        )
}

/// Any text without line ends: they, too, survive where text is percent-encoded.
fn any_text() -> &'static str {
    r"[ -~茶\n\r\t\u{7f}\u{a0}]{0,8}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What is written is read back as it was.
    #[test]
    fn render_is_read_back(example in any_example()) {
        let written = render(&example);
        let mut diagnostics = Diagnostics::new();
        let read = parse(&fence(written.trim()), &mut diagnostics);
        prop_assert!(read.is_some(), "{}\n{:?}", written, diagnostics);
        prop_assert_eq!(read.unwrap().without_spans(), example, "{}", written);
    }

    /// No text makes the parser panic.
    #[test]
    fn any_text_is_survived(head in r#"(@[a-z-]{0,5}[ =]{0,3}.{0,5}\n)?(GET|POST|.{0,4}) [/{}a茶%?&=#]{0,12}"#,
                            kind in "(application/json|text/xml|multipart/form-data; boundary=b|.{0,5})",
                            body in r#"([<>/xmla&;"{}\[\]:,1 茶-]|--b\n|<xml>|</xml>|name="){0,20}"#) {
        parse(&fence(&format!("{head}\nContent-Type: {kind}\n\n{body}")), &mut Diagnostics::new());
        parse(&fence(&body), &mut Diagnostics::new());
    }
}
