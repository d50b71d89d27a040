//! Whatever is written is read back.

use super::*;
use proptest::prelude::*;

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
