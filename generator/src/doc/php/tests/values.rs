//! Values of the argument array.

use super::super::super::value::differences;
use super::*;
use proptest::prelude::*;

/// Every construct of the argument array, as JSON.
#[test]
fn values() {
    for (code, json) in [
        (
            "['a' => 1, 'b' => -2, 'c' => 1_000]",
            r#"{"a":1,"b":-2,"c":1000}"#,
        ),
        ("[0.5, 1e2, 99999999999999999999]", "[0.5,100.0,1e+20]"),
        ("[true, FALSE, null]", "[true,false,null]"),
        ("[]", "[]"),
        ("array('a' => array(1, 2,),)", r#"{"a":[1,2]}"#),
        (r"['it\'s', 'a\\b', 'a\nb']", r#"["it's","a\\b","a\\nb"]"#),
        (r#"["a\nb", "\$5", "\u{8336}"]"#, r#"["a\nb","$5","茶"]"#),
        ("['a' . 'b' . 'c']", r#"["abc"]"#),
        ("[('a')]", r#"["a"]"#),
        ("[1 => 'a', '2' => 'b']", r#"{"1":"a","2":"b"}"#),
        (r"[\json_encode(['a' => [1]])]", r#"["{\"a\":[1]}"]"#),
        (
            r"[json_encode(['茶'], JSON_UNESCAPED_UNICODE)]",
            r#"["[\"茶\"]"]"#,
        ),
        (
            r"[\urlencode(\WeChatPay\Formatter::queryStringLike(['a' => 'b c', 'd' => 1]))]",
            r#"["a%3Db+c%26d%3D1"]"#,
        ),
        ("[/* a */ 1, // b\n 2, # c\n]", "[1,2]"),
    ] {
        let (value, problems) = argument(code);
        assert_eq!(problems, [], "{code}");
        assert_eq!(to_json(&value).to_string(), json, "{code}");
        assert!(!value.is_dynamic(), "{code}");
    }
}

/// What only a running program knows is kept, marked, and written as it stood.
#[test]
fn dynamic_values() {
    for code in [
        "$cup",
        "$cup->size",
        "$cup->pour(1, 'a')",
        "$cup['size']",
        "Tea::OOLONG",
        "PHP_VERSION",
        r"\Tea\brew(1)",
        r"\Tea\Pot::brew($leaf)",
        r"new \Tea\Pot(['a' => 1])",
        "clone $cup->saucer()",
        "'a' . $b . 'c'",
        "\"a {$b} $c\"",
        r"\rawurldecode($a)",
        r"\urlencode($a)",
    ] {
        let (value, problems) = argument(&format!("['a' => {code}]"));
        assert_eq!(problems, [], "{code}");
        assert!(value.is_dynamic(), "{code}");
        assert_eq!(to_json(&value)["a"], format!("<?= {code} ?>"));
    }
}

/// Code that is not understood is told at its place, and the rest of the array survives.
#[test]
fn an_element_that_is_not_understood_is_kept_as_it_is() {
    for (code, id, place) in [
        ("$big ? 'mug' : 'bowl'", "WX0201", "?"),
        ("fn() => 1", "WX0201", "fn"),
        ("static function() { return [1]; }", "WX0201", "static"),
        ("0x1F", "WX0201", "0x1F"),
        ("017", "WX0201", "017"),
        ("...$cups", "WX0201", "..."),
        ("-$a", "WX0201", ","),
        ("", "WX0201", ","),
        ("[1 2]", "WX0201", "2"),
    ] {
        let (value, problems) = argument(&format!("['a' => {code}, 'b' => 2]"));
        assert_eq!(problems, [(id, place.to_owned())], "{code}");
        let kept = &value.get("a").expect(code).kind;
        let unknown = |code: &str| ValueKind::Dynamic(Expr::Unknown(code.to_owned()));
        match kept {
            ValueKind::List(items) => assert_eq!(items[0].kind, unknown("1 2")),
            kept => assert_eq!(*kept, unknown(code)),
        }
        assert_eq!(value.get("b").unwrap().kind, ValueKind::Int(2), "{code}");
    }
}

#[test]
fn arrays_that_php_would_mend_are_mended_and_told() {
    let (value, problems) = argument("['a' => 1\n 'b' => 2]");
    assert_eq!(
        (to_json(&value).to_string().as_str(), problems.len()),
        (r#"{"a":1,"b":2}"#, 1)
    );
    assert_eq!(problems[0].0, "WX0207");
    let (value, problems) = argument("['a' => 1, 'b' => 2, 'a' => 3]");
    assert_eq!(to_json(&value).to_string(), r#"{"a":3,"b":2}"#);
    assert_eq!(problems, [("WX0208", "'a'".to_owned())]);
    let (value, problems) = argument("['a' => 1, 2]");
    assert_eq!(to_json(&value).to_string(), r#"{"a":1,"0":2}"#);
    assert_eq!(problems, [("WX0209", "2".to_owned())]);
}

/// Neither brackets nor arrows make the parser recurse without bound.
#[test]
fn depth_is_bounded() {
    for (open, close) in [
        ("[", "]"),
        ("(", ")"),
        ("-", ""),
        ("clone ", ""),
        ("f(", ")"),
        ("['a' => ", "]"),
    ] {
        for times in [200, 20_000] {
            let code = format!("[{}1{}]", open.repeat(times), close.repeat(times));
            let (_, problems) = argument(&code);
            assert!(
                problems.iter().any(|(id, _)| *id == "WX0203"),
                "{open} {times}"
            );
        }
    }
    let (_, problems) = argument(&format!("[$a{}]", "->b".repeat(100_000)));
    assert_eq!(problems.len(), 1);
    let mut diagnostics = Diagnostics::new();
    snippet(
        &fence("", &format!("$instance->chain({}", "[".repeat(1_000_000))),
        &mut diagnostics,
    );
    assert!(diagnostics.iter().count() < 5, "{diagnostics:?}");
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<String>().prop_map(Value::text),
        (0..i64::MAX).prop_map(|number| ValueKind::Int(number).into()),
        (-1e9..1e9f64).prop_map(|number| ValueKind::Float(number).into()),
        any::<bool>().prop_map(|truth| ValueKind::Bool(truth).into()),
        Just(ValueKind::Null.into()),
        "[a-z]{1,5}".prop_map(|name| ValueKind::Dynamic(Expr::Variable(name)).into()),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let map =
            || prop::collection::vec((any::<String>(), inner.clone()), 1..4).prop_map(Value::map);
        prop_oneof![
            map(),
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| ValueKind::List(items).into()),
            inner
                .clone()
                .prop_map(|inner| ValueKind::JsonText(Box::new(inner)).into()),
            map().prop_map(|inner| ValueKind::FormText(Box::new(inner)).into()),
            ("tea_[a-z]{1,5}", prop::collection::vec(inner, 0..3)).prop_map(
                |(function, arguments)| ValueKind::Dynamic(Expr::Call {
                    function,
                    arguments
                })
                .into()
            ),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A value that is written as PHP is read back as it was.
    #[test]
    fn written_values_are_read_back(value in any_value()) {
        let (read, problems) = argument(&value.to_string());
        prop_assert_eq!(problems, vec![]);
        prop_assert_eq!(read.to_string(), value.to_string());
        prop_assert_eq!(differences(&read, &value), vec![]);
    }

    /// No text makes the parser panic.
    #[test]
    fn any_text_is_survived(code in r#"(\$instance|\$a|->|[\[\](){};,.=>'"?-]|'a'|=> |chain|post|new |/\*|//|\n|1|茶|.){0,40}"#,
                            label in "(标准PSR7|异步模式|同步声明式|处理程序|x)", fragment in any::<bool>()) {
        let fence = CodeFence { fragment, ..fence(&label, &code) };
        snippets(&section(Method::Post, vec![fence]), &mut Diagnostics::new());
        let call = format!("$instance->chain('v3/tea')->post({code}");
        snippets(&section(Method::Post, vec![self::fence("同步声明式", &call)]), &mut Diagnostics::new());
    }
}
