//! Arbitrary models that a page can say.
//!
//! What a page cannot say is left out: texts that read as something else, formats on anything but single strings,
//! a status that is not of the vocabulary, alternatives that give one name different types.

mod fields;

use super::{envelope, field, object};
use crate::model::{
    Body, BodyEncoding, DecodesTo, Encoding, Field, Method, Notification, Operation, Request,
    Response, ResponseKind, Type, Version,
};
use crate::source::Span;
use crate::sync::render::Content;
use crate::sync::sample;
use fields::{Shape, doc, fields, name, only_single, words};
use proptest::collection::{btree_set, vec};
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

fn status() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    let words = vec![
        "deprecated",
        "redesigned",
        "private",
        "discarded",
        "assessment",
        "grey",
    ];
    (
        subsequence(words, 0..3),
        vec("/openapi/v3/[a-z]{1,4}(#get)?", 0..3),
    )
        .prop_map(|(words, mut links)| {
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
    btree_set("https://pay\\.example\\.com/[a-z0-9]{1,6}", 0..3)
        .prop_map(|links| links.into_iter().collect())
}

fn operations() -> impl Strategy<Value = Vec<Operation>> {
    let all = vec![
        Method::Get,
        Method::Post,
        Method::Put,
        Method::Patch,
        Method::Delete,
    ];
    let path = (
        select(vec![Version::V2, Version::V3]),
        vec("[a-z]{2,5}", 1..3),
        option::of(name()),
    );
    (subsequence(all, 1..3), path).prop_flat_map(|(methods, (version, segments, parameter))| {
        let root = if version == Version::V2 { "v2" } else { "v3" };
        let parameter = parameter
            .map(|name| format!("/{{{name}}}"))
            .unwrap_or_default();
        let path = format!("/{root}/{}{parameter}", segments.join("/"));
        methods
            .into_iter()
            .map(|method| operation(method, path.clone(), version))
            .collect::<Vec<_>>()
    })
}

fn operation(method: Method, path: String, version: Version) -> BoxedStrategy<Operation> {
    let parts = (
        words(),
        words_or_none(),
        status(),
        links(),
        request(&path, version),
        response(version),
    );
    parts
        .prop_map(
            move |(title, description, (status, replacements), links, request, response)| {
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
            },
        )
        .boxed()
}

fn words_or_none() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), words()]
}

fn request(path: &str, version: Version) -> BoxedStrategy<Request> {
    let parameters: Vec<_> = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(str::to_owned)
        .collect();
    let flat = Shape {
        depth: 0,
        plaintext: BodyEncoding::Json,
    };
    let base_url = option::of(select(vec![
        "https://a.example.com/",
        "https://b.example.com/hk/",
    ]));
    (
        doc(),
        (base_url, any::<bool>(), any::<bool>(), any::<bool>()),
        fields(flat, 0..3),
        fields(flat, 0..2),
        option::of(body(version)),
        option::of("[a-z]{1,5}"),
    )
        .prop_map(
            move |(
                doc,
                (base_url, base_url_required, mtls, nonceless),
                query,
                headers,
                body,
                fragment,
            )| Request {
                base_url: base_url.map(str::to_owned),
                base_url_required: base_url_required && base_url.is_some(),
                mtls,
                nonceless,
                fragment,
                wire_path: None,
                path: parameters
                    .iter()
                    .map(|name| Field {
                        required: true,
                        doc: doc.clone(),
                        ..field(name, Type::String)
                    })
                    .collect(),
                query,
                headers: only_single(headers),
                body,
            },
        )
        .boxed()
}

fn body(version: Version) -> BoxedStrategy<Body> {
    let encoding = if version == Version::V2 {
        BodyEncoding::Xml
    } else {
        BodyEncoding::Json
    };
    let shape = Shape {
        depth: 3,
        plaintext: encoding,
    };
    let ordinary = (any::<bool>(), fields(shape, 0..5)).prop_map(move |(required, fields)| {
        let fields = if encoding == BodyEncoding::Xml {
            without_lists(fields)
        } else {
            fields
        };
        Body {
            encoding,
            required,
            fields,
        }
    });
    let meta = fields(
        Shape {
            depth: 1,
            plaintext: BodyEncoding::Json,
        },
        1..4,
    );
    let form = (any::<bool>(), meta).prop_map(|(required, fields)| {
        let meta = Field {
            encoding: Some(Encoding::Json),
            decodes_to: Some(DecodesTo::Object),
            fields,
            ..field("meta", Type::String)
        };
        Body {
            encoding: BodyEncoding::Multipart,
            required,
            fields: vec![object("file", Vec::new()), meta],
        }
    });
    prop_oneof![4 => ordinary, 1 => form].boxed()
}

/// XML requests have neither lists nor objects: those are in JSON texts.
fn without_lists(fields: Vec<Field>) -> Vec<Field> {
    let flat = |one: Field| match one.ty {
        Type::Object => Field {
            name: one.name,
            ..field("", Type::String)
        },
        _ => Field { array: 0, ..one },
    };
    fields.into_iter().map(flat).collect()
}

fn response(version: Version) -> BoxedStrategy<Response> {
    let (kind, plaintext) = match version {
        Version::V2 => (ResponseKind::Xml, BodyEncoding::Xml),
        Version::V3 => (ResponseKind::Json, BodyEncoding::Json),
    };
    let shape = Shape {
        depth: 2,
        plaintext,
    };
    let json = Shape {
        plaintext: BodyEncoding::Json,
        ..shape
    };
    let empty = |kind, status| Response {
        kind,
        status,
        unsigned: false,
        fields: Vec::new(),
        error_fields: Vec::new(),
    };
    let kinds = prop_oneof![
        4 => fields(shape, 0..5).prop_map(move |fields| Response { fields, ..empty(kind, None) }),
        1 => fields(json, 1..3).prop_map(move |fields| Response { fields, ..empty(ResponseKind::Json, None) }),
        1 => Just(empty(ResponseKind::Empty, Some(204))),
        1 => Just(empty(ResponseKind::Empty, None)),
        1 => Just(empty(ResponseKind::Binary, None)),
        1 => fields(shape, 1..3).prop_map(move |error_fields| Response { error_fields, ..empty(ResponseKind::Text, None) }),
    ];
    (kinds, any::<bool>())
        .prop_map(|(response, unsigned)| Response {
            unsigned,
            ..response
        })
        .boxed()
}

fn notification() -> impl Strategy<Value = Notification> {
    let shape = Shape {
        depth: 2,
        plaintext: BodyEncoding::Json,
    };
    let parts = (
        words(),
        words_or_none(),
        status(),
        links(),
        fields(shape, 1..5),
        fields(shape, 0..3),
    );
    (parts, "[A-Z]{2,5}\\.[A-Z]{2,5}").prop_map(
        |((title, description, (status, replacements), links, plaintext, reply), event)| {
            Notification {
                event_types: Vec::new(),
                version: Version::V3,
                page: format!("webhook/v3/{event}.md"),
                family: String::new(),
                title,
                description,
                status,
                replacements,
                links,
                headers: envelope::headers(),
                body: envelope::body(&event, plaintext),
                reply,
                event,
                span: Span::default(),
            }
        },
    )
}
