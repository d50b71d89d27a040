//! Calls, what stands around them, and sections of several.

use super::*;

#[test]
fn places_are_exact() {
    let code = "$instance->chain('v3/tea')->post(['茶' => ['b' => \"c\"]]);";
    let call = read("同步声明式", code);
    let place =
        |span: Span| &code[span.range().start - BASE as usize..span.range().end - BASE as usize];
    let entry = &call.arguments.as_map().unwrap()[0];
    assert_eq!(place(entry.key.span), "'茶'");
    assert_eq!(place(entry.value.span), "['b' => \"c\"]");
    assert_eq!(place(call.url.span), "'v3/tea'");
    assert_eq!(place(call.method_span), "post");
}

/// The three forms of a URL.
#[test]
fn forms_and_urls() {
    for (label, code, form, is_async, method, url) in [
        (
            "同步纯链式",
            "$instance->v3->teaShop->_shop_id_->cups->get([])",
            Form::PureChain,
            false,
            Method::Get,
            "v3/tea-shop/{shop_id}/cups",
        ),
        (
            "异步声明式",
            "$instance->chain('v3/tea/{id}')->patchAsync([])->wait();",
            Form::Declarative,
            true,
            Method::Patch,
            "v3/tea/{id}",
        ),
        (
            "同步属性式",
            "$r = $instance['v3/tea_cups']->delete();",
            Form::Property,
            false,
            Method::Delete,
            "v3/tea_cups",
        ),
        (
            "同步声明式",
            "$instance->chain('/v3/tea/')->chain('cups')->put([],);",
            Form::Declarative,
            false,
            Method::Put,
            "v3/tea/cups",
        ),
    ] {
        let call = read(label, code);
        assert_eq!(
            (call.form, call.is_async, call.method),
            (form, is_async, method),
            "{code}"
        );
        assert_eq!(call.url.text, url);
    }
}

#[test]
fn snippets_that_are_no_call_are_left_out_and_told() {
    for (code, id, place) in [
        ("", "WX0204", "the fence"),
        ("$tea->post([]);", "WX0204", "the fence"),
        ("$instance->v3->tea;", "WX0204", ";"),
        ("$instance->v3->tea->brew([]);", "WX0204", "["),
        ("$instance->v3->tea->post([], 1);", "WX0204", "1"),
        ("$instance->chain($url)->post([]);", "WX0204", ")"),
        (
            "$instance->chain('v3//tea')->post([]);",
            "WX0206",
            "'v3//tea'",
        ),
        (
            "$instance->chain('v3/tea?a=b')->post([]);",
            "WX0206",
            "'v3/tea?a=b'",
        ),
        ("$instance->post([]);", "WX0206", ""),
        (
            "$instance->chain('v3/tea)->post([]);",
            "WX0202",
            "'v3/tea)->post([]);",
        ),
        ("$instance /* ->v3", "WX0202", "/* ->v3"),
    ] {
        let mut diagnostics = Diagnostics::new();
        assert_eq!(
            snippet(&fence("同步声明式", code), &mut diagnostics),
            None,
            "{code}"
        );
        let found = told(code, &diagnostics);
        assert_eq!(found.len(), 1, "{code}: {found:?}");
        if !place.is_empty() {
            assert_eq!(found, [(id, place.to_owned())], "{code}");
        }
    }
}

/// What is done with the answer.
#[test]
fn tails() {
    let then =
        |body: &str| format!("\n->then(static function($response) {{\n  {body}\n}})\n->wait();");
    for (argument, rest, tail) in [
        (
            "[]",
            ";\nprint_r(json_decode((string) $response->getBody(), true));".to_owned(),
            Tail::Json,
        ),
        (
            "[]",
            then("print_r(\\json_decode((string)$response->getBody()));"),
            Tail::Json,
        ),
        (
            "[]",
            then("print_r(\\WeChatPay\\Transformer::toArray((string)$response->getBody()));"),
            Tail::Xml,
        ),
        (
            "[]",
            ";\nprint_r($response->getStatusCode() === 204);".to_owned(),
            Tail::Status(204),
        ),
        (
            "['sink' => 'a']",
            then("if ('<xml>' === $a->read(5)) { print_r(Transformer::toArray($b)); }"),
            Tail::XmlOrFile,
        ),
        ("['sink' => 'a']", "\n->wait();".to_owned(), Tail::File),
        ("[]", ";".to_owned(), Tail::Nothing),
    ] {
        let code = format!("$response = $instance->chain('v3/tea')->get({argument}){rest}");
        let mut diagnostics = Diagnostics::new();
        let call = snippet(&fence("同步声明式", &code), &mut diagnostics).unwrap();
        assert_eq!(
            (call.tail, told(&code, &diagnostics)),
            (tail, vec![]),
            "{code}"
        );
    }
    let code = "$instance->chain('v3/tea')->get([]);\npour($response);";
    let mut diagnostics = Diagnostics::new();
    assert_eq!(
        snippet(&fence("同步声明式", code), &mut diagnostics)
            .unwrap()
            .tail,
        Tail::Nothing
    );
    assert_eq!(
        told(code, &diagnostics),
        [("WX0215", ";\npour($response);".to_owned())]
    );
}

/// Variables of the lines before a call stand for what those lines say.
#[test]
fn variables_are_resolved() {
    let call = read(
        "同步声明式",
        "use Tea\\Pot;\n$leaf = 'oolong';\n$params = ['leaf' => $leaf];\n$params['sign'] = Pot::sign($params);\n\
         $stack = clone $instance->getDriver()->select()->getConfig('handler');\n$stack->remove('verifier');\n\
         $instance->chain('v3/tea')->get(['query' => $params, 'handler' => $stack]);",
    );
    assert_eq!(call.setup.len(), 6);
    assert_eq!(call.handler_removed, ["verifier"]);
    let query = to_json(call.resolved().get("query").unwrap());
    assert_eq!(
        query,
        serde_json::json!({ "leaf": "oolong", "sign": "<?= Pot::sign($params) ?>" })
    );
}

/// A few lines cannot make an enormous value.
#[test]
fn resolving_is_bounded() {
    let mut code = "$a = [1, 2];\n".to_owned();
    code.push_str(&"$a = [$a, $a];\n".repeat(60));
    code.push_str("$instance->chain('v3/tea')->post(['a' => $a]);");
    assert!(read("同步声明式", &code).resolved().size() < 30_000);
}

/// What the media helper uploads, said in three ways.
#[test]
fn uploads() {
    let media = "$media = new \\WeChatPay\\Util\\MediaUtil('file:///tea/cup.png');\n";
    let call = "$instance->chain('v3/tea')->post(['body' => $media->getStream()]);";
    for (lines, meta) in [
        (
            "",
            r#"{"filename":"cup.png","sha256":"<?= \\hash_file('sha256', 'file:///tea/cup.png') ?>"}"#,
        ),
        (
            "$media->setMeta(\\json_encode(['leaf' => 1]));\n",
            r#"{"leaf":1}"#,
        ),
        (
            "$json = ['leaf' => 2];\n$media->setMeta(\\json_encode($json));\n",
            r#"{"leaf":2}"#,
        ),
        (
            "$meta = \\json_decode($media->getMeta());\n$meta->leaf = 3;\n$media->setMeta(\\json_encode($meta));\n",
            r#"{"filename":"cup.png","sha256":"<?= \\hash_file('sha256', 'file:///tea/cup.png') ?>","leaf":3}"#,
        ),
    ] {
        let upload = read("同步声明式", &format!("{media}{lines}{call}"))
            .upload()
            .unwrap();
        assert_eq!(upload.file.text, "file:///tea/cup.png");
        assert_eq!(to_json(&upload.meta), meta, "{lines}");
    }
    let call = read(
        "同步声明式",
        "$instance->chain('v2/tea')->post(['body' => new \\GuzzleHttp\\Psr7\\MultipartStream([\n\
         ['name' => 'media', 'contents' => $stream], ['name' => 'cup', 'contents' => 'mug'],\n])]);",
    );
    let parts = call.parts().unwrap();
    assert_eq!(
        parts
            .iter()
            .map(|(name, _)| name.text.as_str())
            .collect::<Vec<_>>(),
        ["media", "cup"]
    );
    assert_eq!(call.upload(), None);
}

/// Snippets that only have a URL.
#[test]
fn urls_without_the_client() {
    let redirect = "use GuzzleHttp\\Psr7\\Uri;\n$params = ['leaf' => 'oolong'];\n$params['sign'] = sign($params);\n\
                    $entry = new Uri('https://tea.example/shop/door');\n$query = Query::build($params);\n\
                    $uri = $entry->withQuery($query)->withFragment('#pour');";
    let download = "$url = 'https://tea.example/file?token=a%2Fb';\n$client = new Client();\n\
                    $client->getAsync($url, ['sink' => './tea.pdf'])->wait();";
    let examples = vec![
        fence("标准PSR7", redirect),
        fence("异步模式", download),
        fence("处理程序", "function ("),
    ];
    let mut diagnostics = Diagnostics::new();
    let found = snippets(&section(Method::Get, examples), &mut diagnostics);
    assert!(diagnostics.iter().next().is_none());
    assert!(found.handler && found.calls.is_empty());
    let [redirect, download] = found.urls.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(
        (redirect.base.text.as_str(), redirect.path.text.as_str()),
        ("https://tea.example/", "shop/door")
    );
    assert_eq!(redirect.fragment.as_ref().unwrap().text, "pour");
    let query = to_json(redirect.query.as_ref().unwrap());
    assert_eq!(
        query,
        serde_json::json!({ "leaf": "oolong", "sign": "<?= sign($params) ?>" })
    );
    assert_eq!(
        (download.path.text.as_str(), download.tail),
        ("file", Tail::File)
    );
    assert_eq!(
        to_json(download.query.as_ref().unwrap()),
        serde_json::json!({ "token": "a/b" })
    );
}

#[test]
fn fragments_are_read_leniently() {
    let scene = |code: &str| CodeFence {
        fragment: true,
        ..fence("绿茶", code)
    };
    let examples = vec![
        scene("'leaf' => [\n  ['kind' => 'green'], // a\n],\n"),
        scene("leaf: green"),
        CodeFence {
            language: "json".to_owned(),
            ..scene("\"leaf\": 1")
        },
    ];
    let mut diagnostics = Diagnostics::new();
    let found = snippets(&section(Method::Post, examples), &mut diagnostics);
    assert!(diagnostics.iter().next().is_none());
    assert_eq!(
        to_json(found.scenes[0].entries.as_ref().unwrap()),
        serde_json::json!({ "leaf": [{ "kind": "green" }] })
    );
    assert_eq!(found.scenes[1].entries, None);
    assert_eq!(
        to_json(found.scenes[2].entries.as_ref().unwrap()),
        serde_json::json!({ "leaf": 1 })
    );
}

/// Forms that contradict each other: the code, and how often it is told.
#[test]
fn forms_are_compared() {
    let one = "$instance->chain('v3/tea')->post(['json' => ['a' => [1], 'b' => 'x']]);";
    for (other, expected) in [
        (
            "$instance['v3/tea']->post(['json' => ['b' => 'x', 'a' => [1]]]);",
            None,
        ),
        (
            "$c = ['a' => [1], 'b' => 'x'];\n$instance['v3/tea']->post(['json' => $c]);",
            None,
        ),
        (
            "$instance['v3/tea']->post(['json' => ['a' => [1], 'b' => 'y']]);",
            Some("WX0218"),
        ),
        (
            "$instance['v3/tea']->post(['json' => ['a' => [1], 'b' => 2]]);",
            Some("WX0212"),
        ),
        (
            "$instance['v3/tea']->post(['json' => ['a' => [1, 2], 'b' => 'y']]);",
            Some("WX0212"),
        ),
        (
            "$instance['v3/tea']->post(['json' => ['a' => [1]]]);",
            Some("WX0212"),
        ),
        (
            "$instance['v3/cup']->post(['json' => ['a' => [1], 'b' => 'x']]);",
            Some("WX0211"),
        ),
        (
            "$instance['v3/tea']->put(['json' => ['a' => [1], 'b' => 'x']]);",
            Some("WX0210"),
        ),
    ] {
        let examples = vec![
            fence("同步声明式", one),
            fence("同步属性式", other),
            fence("同步属性式", other),
        ];
        let mut diagnostics = Diagnostics::new();
        snippets(&section(Method::Post, examples), &mut diagnostics);
        let found: Vec<_> = diagnostics.iter().map(|one| one.code.id).collect();
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{other}");
        assert!(
            diagnostics
                .iter()
                .all(|one| one.code.severity == Severity::Note || !one.secondary.is_empty())
        );
    }
}
