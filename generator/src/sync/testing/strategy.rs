//! Arbitrary models that a page can say.
//!
//! What a page cannot say is left out: texts that read as something else, formats on anything but single strings,
//! a status that is not of the vocabulary, alternatives that give one name different types.

use super::{field, object};
use crate::model::{
    Algorithm, Alternative, Body, BodyEncoding, DecodesTo, Encoding, Encryption, Field, Key, Method, Notification,
    Operation, Request, Response, ResponseKind, Type, Version,
};
use crate::source::Span;
use crate::sync::render::Content;
use crate::sync::sample;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// What a page may say.
pub(crate) fn content() -> impl Strategy<Value = Content> {
    prop_oneof![
        6 => operations().prop_map(Content::Operations),
        2 => notification().prop_map(|one| Content::Notification(Box::new(one))),
    ]
}

fn words() -> impl Strategy<Value = String> {
    vec(select("苹果梨桃李杏梅橙柚枣柿红黄大小甜酸AB12".chars().collect::<Vec<_>>()), 1..8)
        .prop_map(|characters| characters.into_iter().collect())
}

/// A text of up to two lines, or none.
fn doc() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => Just(String::new()),
        4 => words(),
        1 => (words(), words()).prop_map(|(first, second)| format!("{first}|，{second}\n（`{second}`）好的。")),
    ]
}

fn name() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9_]{0,6}[a-z]".prop_filter("not a word of the vocabulary", |name| {
        ![
            "json", "xml", "query", "headers", "body", "security", "nonceless", "base_uri", "timeout", "fragment",
            "wire_path", "event_type",
        ]
        .contains(&name.as_str())
    })
}

/// How deep fields are nested, and what an encrypted document is in.
#[derive(Debug, Clone, Copy)]
struct Shape {
    depth: u32,
    plaintext: BodyEncoding,
}

fn fields(shape: Shape, count: std::ops::Range<usize>) -> BoxedStrategy<Vec<Field>> {
    btree_map(name(), one(shape), count)
        .prop_map(|fields| fields.into_iter().map(|(name, field)| Field { name, ..field }).collect())
        .boxed()
}

fn one(shape: Shape) -> BoxedStrategy<Field> {
    let plain = (scalar(), any::<bool>(), doc());
    let plain = plain.prop_map(|(field, required, doc)| Field { required, doc, ..field });
    if shape.depth == 0 {
        return plain.boxed();
    }
    let below = Shape { depth: shape.depth - 1, ..shape };
    let nested = prop_oneof![
        3 => (fields(below, 1..4), 0..2u8).prop_map(|(fields, array)| Field { array, ..object("", fields) }),
        1 => alternatives(below).prop_map(|alternatives| with_alternatives(object("", Vec::new()), alternatives)),
        1 => Just(object("", Vec::new())),
        2 => document(below),
    ];
    let nested = (nested, any::<bool>(), doc()).prop_map(|(field, required, doc)| Field { required, doc, ..field });
    prop_oneof![3 => plain, 1 => nested].boxed()
}

fn scalar() -> impl Strategy<Value = Field> {
    prop_oneof![
        3 => (0..2u8).prop_map(|array| Field { array, ..field("", Type::String) }),
        1 => Just(field("", Type::Boolean)),
        1 => (0..2u8).prop_map(|array| Field { array, ..field("", Type::Integer) }),
        1 => any::<bool>().prop_map(|decimal| Field { decimal, ..field("", Type::Number) }),
        1 => (1..200u32).prop_map(|longest| Field { max_length: Some(longest), ..field("", Type::String) }),
        1 => Just(Field { signed: true, ..field("", Type::String) }),
        2 => values(),
        1 => select(vec![Key::Platform, Key::Merchant, Key::Bank]).prop_map(|key| Field {
            encryption: Some(Encryption { algorithm: Algorithm::RsaOaep, key }),
            ..field("", Type::String)
        }),
    ]
}

/// A list of values, perhaps with meanings.
fn values() -> impl Strategy<Value = Field> {
    (btree_set("[A-Z][A-Z0-9_]{1,6}", 1..4), option::of(vec(prop_oneof![Just(String::new()), words()], 3))).prop_map(
        |(values, meanings)| {
            let values: Vec<_> = values.into_iter().collect();
            let mut value_docs = meanings.unwrap_or_default();
            value_docs.truncate(values.len());
            if value_docs.iter().all(String::is_empty) {
                value_docs.clear();
            }
            Field { values, value_docs, ..field("", Type::String) }
        },
    )
}

/// A text that carries a document.
fn document(below: Shape) -> impl Strategy<Value = Field> {
    let text = |fields, decodes_to| Field { fields, decodes_to: Some(decodes_to), ..field("", Type::String) };
    let encryption = prop_oneof![
        Just(Encryption { algorithm: Algorithm::Aes256Gcm, key: Key::ApiV3 }),
        Just(Encryption { algorithm: Algorithm::Aes256Ecb, key: Key::ApiV2 }),
    ];
    prop_oneof![
        fields(below, 1..4)
            .prop_map(move |fields| Field { encoding: Some(Encoding::Json), ..text(fields, DecodesTo::Object) }),
        (name(), one(below)).prop_map(move |(name, element)| {
            let element = Field { name, array: 1, ..as_element(element) };
            Field { encoding: Some(Encoding::Json), ..text(vec![element], DecodesTo::List) }
        }),
        alternatives(below).prop_map(move |alternatives| with_alternatives(
            Field { encoding: Some(Encoding::Json), ..text(Vec::new(), DecodesTo::Object) },
            alternatives
        )),
        fields(Shape { depth: 0, ..below }, 1..4)
            .prop_map(move |fields| Field { encoding: Some(Encoding::Urlencoded), ..text(only_single(fields), DecodesTo::Object) }),
        (encryption, fields(below, 1..4)).prop_map(move |(encryption, fields)| Field {
            encryption: Some(encryption),
            plaintext: Some(below.plaintext),
            ..text(fields, DecodesTo::Object)
        }),
    ]
}

/// The elements of a list are no texts of their own.
fn as_element(field: Field) -> Field {
    if field.encoding.is_some() || field.encryption.is_some() || !field.alternatives.is_empty() {
        Field { doc: field.doc, required: field.required, ..super::field("", Type::Integer) }
    } else {
        Field { max_length: None, signed: false, ..field }
    }
}

fn only_single(fields: Vec<Field>) -> Vec<Field> {
    fields.into_iter().map(|field| Field { array: 0, ..field }).collect()
}

/// Alternatives without a name in common.
fn alternatives(below: Shape) -> impl Strategy<Value = Vec<Alternative>> {
    vec((words(), fields(below, 1..3)), 2..4).prop_map(|all| {
        let numbered = |(index, (label, mut fields)): (usize, (String, Vec<Field>))| {
            for field in &mut fields {
                field.name = format!("{}{index}", field.name);
            }
            Alternative { label, fields, span: Span::default() }
        };
        all.into_iter().enumerate().map(numbered).collect()
    })
}

fn with_alternatives(field: Field, alternatives: Vec<Alternative>) -> Field {
    let fields = alternatives.iter().flat_map(|one| one.fields.clone()).collect();
    Field { fields, alternatives, ..field }
}

fn status() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    let words = vec!["deprecated", "redesigned", "private", "discarded", "assessment", "grey"];
    (subsequence(words, 0..3), vec("/openapi/v3/[a-z]{1,4}(#get)?", 0..3)).prop_map(|(words, mut links)| {
        let words: Vec<_> = words.into_iter().map(str::to_owned).collect();
        links.sort();
        links.dedup();
        if words.is_empty() {
            links.clear();
        }
        (words, links)
    })
}

fn links() -> impl Strategy<Value = Vec<String>> {
    btree_set("https://pay\\.example\\.com/[a-z0-9]{1,6}", 0..3).prop_map(|links| links.into_iter().collect())
}

fn operations() -> impl Strategy<Value = Vec<Operation>> {
    let all = vec![Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete];
    let path = (select(vec![Version::V2, Version::V3]), vec("[a-z]{2,5}", 1..3), option::of(name()));
    (subsequence(all, 1..3), path).prop_flat_map(|(methods, (version, segments, parameter))| {
        let root = if version == Version::V2 { "v2" } else { "v3" };
        let parameter = parameter.map(|name| format!("/{{{name}}}")).unwrap_or_default();
        let path = format!("/{root}/{}{parameter}", segments.join("/"));
        methods.into_iter().map(|method| operation(method, path.clone(), version)).collect::<Vec<_>>()
    })
}

fn operation(method: Method, path: String, version: Version) -> BoxedStrategy<Operation> {
    let parts = (words(), words_or_none(), status(), links(), request(&path, version), response(version));
    parts
        .prop_map(move |(title, description, (status, replacements), links, request, response)| {
            let verb = format!("{method:?}").to_uppercase();
            let mut operation = Operation {
                id: format!("{verb} {path}"),
                method,
                path: path.clone(),
                version,
                page: format!("{}.md", path.trim_start_matches('/')),
                family: String::new(),
                title,
                description,
                status,
                replacements,
                links,
                request,
                response,
                example: None,
                span: Span::default(),
            };
            operation.example = Some(sample::request(&operation, None));
            operation
        })
        .boxed()
}

fn words_or_none() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), words()]
}

fn request(path: &str, version: Version) -> BoxedStrategy<Request> {
    let parameters: Vec<_> =
        path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).map(str::to_owned).collect();
    let flat = Shape { depth: 0, plaintext: BodyEncoding::Json };
    let base_url = option::of(select(vec!["https://a.example.com/", "https://b.example.com/hk/"]));
    (
        doc(),
        (base_url, any::<bool>(), any::<bool>(), any::<bool>()),
        fields(flat, 0..3),
        fields(flat, 0..2),
        option::of(body(version)),
        option::of("[a-z]{1,5}"),
    )
        .prop_map(move |(doc, (base_url, base_url_required, mtls, nonceless), query, headers, body, fragment)| Request {
            base_url: base_url.map(str::to_owned),
            base_url_required: base_url_required && base_url.is_some(),
            mtls,
            nonceless,
            fragment,
            wire_path: None,
            path: parameters
                .iter()
                .map(|name| Field { required: true, doc: doc.clone(), ..field(name, Type::String) })
                .collect(),
            query,
            headers: only_single(headers),
            body,
        })
        .boxed()
}

fn body(version: Version) -> BoxedStrategy<Body> {
    let encoding = if version == Version::V2 { BodyEncoding::Xml } else { BodyEncoding::Json };
    let shape = Shape { depth: 3, plaintext: encoding };
    let ordinary = (any::<bool>(), fields(shape, 0..5)).prop_map(move |(required, fields)| {
        let fields = if encoding == BodyEncoding::Xml { without_lists(fields) } else { fields };
        Body { encoding, required, fields }
    });
    let meta = fields(Shape { depth: 1, plaintext: BodyEncoding::Json }, 1..4);
    let form = (any::<bool>(), meta).prop_map(|(required, fields)| {
        let meta = Field {
            encoding: Some(Encoding::Json),
            decodes_to: Some(DecodesTo::Object),
            fields,
            ..field("meta", Type::String)
        };
        Body { encoding: BodyEncoding::Multipart, required, fields: vec![object("file", Vec::new()), meta] }
    });
    prop_oneof![4 => ordinary, 1 => form].boxed()
}

/// XML requests have neither lists nor objects: those are in JSON texts.
fn without_lists(fields: Vec<Field>) -> Vec<Field> {
    let flat = |field: Field| match field.ty {
        Type::Object => Field { name: field.name, ..super::field("", Type::String) },
        _ => Field { array: 0, ..field },
    };
    fields.into_iter().map(flat).collect()
}

fn response(version: Version) -> BoxedStrategy<Response> {
    let (kind, plaintext) = match version {
        Version::V2 => (ResponseKind::Xml, BodyEncoding::Xml),
        Version::V3 => (ResponseKind::Json, BodyEncoding::Json),
    };
    let shape = Shape { depth: 2, plaintext };
    let json = Shape { plaintext: BodyEncoding::Json, ..shape };
    let empty = |kind, status| Response { kind, status, unsigned: false, fields: Vec::new(), error_fields: Vec::new() };
    let kinds = prop_oneof![
        4 => fields(shape, 0..5).prop_map(move |fields| Response { fields, ..empty(kind, None) }),
        1 => fields(json, 1..3).prop_map(move |fields| Response { fields, ..empty(ResponseKind::Json, None) }),
        1 => Just(empty(ResponseKind::Empty, Some(204))),
        1 => Just(empty(ResponseKind::Empty, None)),
        1 => Just(empty(ResponseKind::Binary, None)),
        1 => fields(shape, 1..3).prop_map(move |error_fields| Response { error_fields, ..empty(ResponseKind::Text, None) }),
    ];
    (kinds, any::<bool>()).prop_map(|(response, unsigned)| Response { unsigned, ..response }).boxed()
}

fn notification() -> impl Strategy<Value = Notification> {
    let shape = Shape { depth: 2, plaintext: BodyEncoding::Json };
    let parts = (words(), words_or_none(), status(), links(), fields(shape, 1..5), fields(shape, 0..3));
    (parts, "[A-Z]{2,5}\\.[A-Z]{2,5}").prop_map(
        |((title, description, (status, replacements), links, plaintext, reply), event)| Notification {
            event_types: Vec::new(),
            version: Version::V3,
            page: format!("webhook/v3/{event}.md"),
            family: String::new(),
            title,
            description,
            status,
            replacements,
            links,
            headers: super::envelope::headers(),
            body: super::envelope::body(&event, plaintext),
            reply,
            event,
            span: Span::default(),
        },
    )
}
