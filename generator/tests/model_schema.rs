//! `specs/model.schema.json` describes what `model` prints: every key, every word, nothing that is not there.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use wechatpay_codegen::model::*;
use wechatpay_codegen::pipeline;

fn schema() -> Value {
    serde_json::from_str(include_str!("../../specs/model.schema.json")).unwrap()
}

/// The keywords that the schema uses, as the specification has them. Any other is refused, so that none is ignored.
fn check(root: &Value, schema: &Value, value: &Value, at: &str, problems: &mut Vec<String>) {
    let mut wrong = |what: &str| problems.push(format!("{at}: {what}: {value}"));
    let number = |value: &Value| value.as_f64();
    let mut inside = Vec::new();
    for (keyword, rule) in schema.as_object().unwrap() {
        let holds = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => true,
            "$ref" => {
                let target = root
                    .pointer(rule.as_str().unwrap().strip_prefix('#').unwrap())
                    .unwrap();
                inside.push((target.clone(), value.clone(), at.to_owned()));
                true
            }
            "type" => {
                let name = match value {
                    Value::Null => "null",
                    Value::Bool(_) => "boolean",
                    Value::Number(_) => "integer",
                    Value::String(_) => "string",
                    Value::Array(_) => "array",
                    Value::Object(_) => "object",
                };
                rule == name
                    || rule
                        .as_array()
                        .is_some_and(|names| names.contains(&json!(name)))
            }
            "const" => rule == value,
            "enum" => rule.as_array().unwrap().contains(value),
            "minLength" => value
                .as_str()
                .is_none_or(|text| text.chars().count() >= rule.as_u64().unwrap() as usize),
            "minimum" => number(value).is_none_or(|n| n >= number(rule).unwrap()),
            "maximum" => number(value).is_none_or(|n| n <= number(rule).unwrap()),
            "required" => {
                let has = |key: &Value| value.get(key.as_str().unwrap()).is_some();
                !value.is_object() || rule.as_array().unwrap().iter().all(has)
            }
            "properties" => {
                for (key, value) in value.as_object().into_iter().flatten() {
                    if let Some(rule) = rule.get(key) {
                        inside.push((rule.clone(), value.clone(), format!("{at}/{key}")));
                    }
                }
                true
            }
            "items" => {
                for (index, value) in value.as_array().into_iter().flatten().enumerate() {
                    inside.push((rule.clone(), value.clone(), format!("{at}/{index}")));
                }
                true
            }
            "anyOf" => rule.as_array().unwrap().iter().any(|rule| {
                let mut problems = Vec::new();
                check(root, rule, value, at, &mut problems);
                problems.is_empty()
            }),
            other => panic!("the schema uses `{other}`, which this test does not know"),
        };
        if !holds {
            wrong(keyword);
        }
    }
    for (rule, value, at) in inside {
        check(root, &rule, &value, &at, problems);
    }
}

fn problems(value: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    check(&schema(), &schema(), value, "", &mut problems);
    problems
}

/// A field with every key.
fn field() -> Field {
    Field {
        name: "sample".to_owned(),
        ty: Type::Object,
        array: 1,
        required: true,
        values: vec!["A".to_owned()],
        value_docs: vec!["a".to_owned()],
        encoding: Some(Encoding::Json),
        decodes_to: Some(DecodesTo::List),
        encryption: Some(Encryption {
            algorithm: Algorithm::Aes256Gcm,
            key: Key::ApiV3,
        }),
        plaintext: Some(BodyEncoding::Json),
        signed: true,
        max_length: Some(32),
        decimal: true,
        doc: "doc".to_owned(),
        fields: Vec::new(),
        alternatives: vec![Alternative {
            label: "one".to_owned(),
            fields: Vec::new(),
            span: Default::default(),
        }],
        span: Default::default(),
    }
}

/// A field with as few keys as there can be.
fn bare_field() -> Field {
    Field {
        ty: Type::String,
        array: 0,
        required: false,
        values: Vec::new(),
        value_docs: Vec::new(),
        encoding: None,
        decodes_to: None,
        encryption: None,
        plaintext: None,
        signed: false,
        max_length: None,
        decimal: false,
        alternatives: Vec::new(),
        ..field()
    }
}

/// A model with every key.
fn full() -> Model {
    let parent = Field {
        fields: vec![field(), bare_field()],
        ..field()
    };
    let body = Body {
        encoding: BodyEncoding::Json,
        required: true,
        fields: vec![parent.clone()],
    };
    let operation = Operation {
        id: "POST /v3/a/{b}".to_owned(),
        method: Method::Post,
        path: "/v3/a/{b}".to_owned(),
        version: Version::V3,
        page: "v3/a/{b}.md".to_owned(),
        family: String::new(),
        title: "title".to_owned(),
        description: "text".to_owned(),
        status: vec!["deprecated".to_owned()],
        replacements: vec!["/openapi/v3/c#post".to_owned()],
        links: vec!["https://example.com".to_owned()],
        request: Request {
            base_url: Some("https://example.com/".to_owned()),
            base_url_required: true,
            mtls: true,
            nonceless: true,
            fragment: Some("part".to_owned()),
            wire_path: Some("/v3/c".to_owned()),
            path: vec![bare_field()],
            query: vec![bare_field()],
            headers: vec![bare_field()],
            body: Some(body.clone()),
        },
        response: Response {
            kind: ResponseKind::Empty,
            status: Some(204),
            unsigned: true,
            fields: vec![parent],
            error_fields: vec![bare_field()],
        },
        example: Some(json!({ "body": {} })),
        span: Default::default(),
    };
    let notification = Notification {
        event: "A.B".to_owned(),
        event_types: vec!["A.B".to_owned(), "A.C".to_owned()],
        version: Version::V2,
        page: "webhook/v2/A.B.md".to_owned(),
        family: "pay".to_owned(),
        title: "title".to_owned(),
        description: "text".to_owned(),
        status: vec!["discarded".to_owned()],
        replacements: vec!["/webhook/v3/C".to_owned()],
        links: vec!["https://example.com".to_owned()],
        headers: vec![bare_field()],
        body,
        reply: vec![bare_field()],
        span: Default::default(),
    };
    let moved = Moved {
        page: "v2/a.md".to_owned(),
        to: "/openapi/v2/b".to_owned(),
        span: Default::default(),
    };
    let bare = Operation {
        status: Vec::new(),
        replacements: Vec::new(),
        request: Request::default(),
        example: None,
        ..operation.clone()
    };
    Model {
        format: FORMAT,
        operations: vec![operation, bare],
        notifications: vec![notification],
        moved: vec![moved],
    }
}

#[test]
fn a_model_is_what_the_schema_says() {
    assert_eq!(problems(&serde_json::to_value(full()).unwrap()), [""; 0]);
    assert_eq!(
        problems(
            &serde_json::to_value(Model {
                format: FORMAT,
                ..Model::default()
            })
            .unwrap()
        ),
        [""; 0]
    );
}

#[test]
fn what_the_schema_forbids_is_found() {
    let mut model = serde_json::to_value(full()).unwrap();
    *model
        .pointer_mut("/operations/0/request/query/0/type")
        .unwrap() = json!("text");
    *model.pointer_mut("/operations/0/request/body").unwrap() = json!([]);
    model
        .pointer_mut("/notifications/0")
        .unwrap()
        .as_object_mut()
        .unwrap()
        .remove("event");
    model["format"] = json!(2);
    let found = problems(&model);
    for part in [
        "/operations/0/request/query/0/type: enum",
        "request/body: anyOf",
        "/0: required",
        "/format: const",
    ] {
        assert!(
            found.iter().any(|problem| problem.contains(part)),
            "{part} is not in {found:?}"
        );
    }
}

/// Keys by the kind of object that has them, of the model and of the schema.
#[test]
fn schema_and_model_have_the_same_keys() {
    fn names(value: &Value) -> BTreeSet<String> {
        value.as_object().unwrap().keys().cloned().collect()
    }
    let (schema, model) = (schema(), serde_json::to_value(full()).unwrap());
    assert_eq!(names(&schema["properties"]), names(&model));
    let nodes = [
        ("operation", "/operations/0"),
        ("request", "/operations/0/request"),
        ("response", "/operations/0/response"),
        ("body", "/operations/0/request/body"),
        ("notification", "/notifications/0"),
        ("moved", "/moved/0"),
        ("field", "/operations/0/response/fields/0"),
        ("encryption", "/operations/0/response/fields/0/encryption"),
        (
            "alternative",
            "/operations/0/response/fields/0/alternatives/0",
        ),
    ];
    for (name, pointer) in nodes {
        let documented = names(&schema["$defs"][name]["properties"]);
        assert_eq!(documented, names(model.pointer(pointer).unwrap()), "{name}");
    }
}

/// Every word of the model is a word of the schema.
#[test]
fn all_words_are_in_the_schema() {
    let words = |pointer: &str| {
        schema()
            .pointer(pointer)
            .unwrap()
            .as_array()
            .unwrap()
            .clone()
    };
    fn written<T: serde::Serialize>(all: &[T]) -> Vec<Value> {
        all.iter()
            .map(|one| serde_json::to_value(one).unwrap())
            .collect()
    }
    let field = "/$defs/field/properties";
    assert_eq!(
        words(&format!("{field}/type/enum")),
        written(&[
            Type::String,
            Type::Integer,
            Type::Number,
            Type::Boolean,
            Type::Object
        ])
    );
    assert_eq!(
        words(&format!("{field}/encoding/enum")),
        written(&[None, Some(Encoding::Json), Some(Encoding::Urlencoded)])
    );
    assert_eq!(
        words(&format!("{field}/decodes_to/enum")),
        written(&[None, Some(DecodesTo::Object), Some(DecodesTo::List)])
    );
    assert_eq!(
        words("/$defs/encryption/properties/algorithm/enum"),
        written(&[
            Algorithm::RsaOaep,
            Algorithm::Aes256Gcm,
            Algorithm::Aes256Ecb
        ])
    );
    assert_eq!(
        words("/$defs/encryption/properties/key/enum"),
        written(&[
            Key::Platform,
            Key::Merchant,
            Key::Bank,
            Key::ApiV3,
            Key::ApiV2
        ])
    );
    assert_eq!(
        words("/$defs/operation/properties/method/enum"),
        written(&[
            Method::Get,
            Method::Post,
            Method::Put,
            Method::Patch,
            Method::Delete
        ])
    );
    assert_eq!(
        words("/$defs/response/properties/kind/enum"),
        written(&[
            ResponseKind::Json,
            ResponseKind::Xml,
            ResponseKind::Binary,
            ResponseKind::Text,
            ResponseKind::Empty,
            ResponseKind::Redirect
        ])
    );
    let encodings = written(&[
        BodyEncoding::Json,
        BodyEncoding::Xml,
        BodyEncoding::Multipart,
    ]);
    assert_eq!(words("/$defs/body/properties/encoding/enum"), encodings);
    assert_eq!(words(&format!("{field}/plaintext/enum")), encodings);
    assert_eq!(
        words("/$defs/version/enum"),
        written(&[Version::V2, Version::V3])
    );
}

/// A model survives being written and read (but for its places).
#[test]
fn a_model_can_be_read_back() {
    let text = serde_json::to_string(&full()).unwrap();
    assert_eq!(serde_json::from_str::<Model>(&text).unwrap(), full());
}

/// What the pages of the site make is what the schema says. Runs if `WECHATPAY_UPSTREAM` names a tree of them.
#[test]
fn the_model_of_the_site_is_what_the_schema_says() {
    let Some(tree) = std::env::var_os("WECHATPAY_UPSTREAM") else {
        println!("skipped: WECHATPAY_UPSTREAM is not set");
        return;
    };
    let inputs = pipeline::Inputs {
        pages: tree.as_ref(),
        fixups: None,
        options: Default::default(),
    };
    let model = pipeline::read(inputs).model;
    assert!(!model.operations.is_empty());
    assert_eq!(problems(&serde_json::to_value(&model).unwrap()), [""; 0]);
}
