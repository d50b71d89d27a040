//! A small model that has every kind of thing, and a program that uses all of the client that is made of it.

use wechatpay_codegen::model::{
    Algorithm, Body, BodyEncoding, Encoding, Encryption, FORMAT, Field, Key, Method, Model,
    Notification, Operation, Request, Response, ResponseKind, Type, Version,
};

/// A field of this type.
pub fn field(name: &str, ty: Type) -> Field {
    Field {
        name: name.to_owned(),
        ty,
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
        doc: "标签".to_owned(),
        fields: Vec::new(),
        alternatives: Vec::new(),
        span: Default::default(),
    }
}

pub fn text(name: &str) -> Field {
    field(name, Type::String)
}

pub fn whole(name: &str) -> Field {
    field(name, Type::Integer)
}

pub fn object(name: &str, fields: Vec<Field>) -> Field {
    Field {
        fields,
        ..field(name, Type::Object)
    }
}

pub fn required(field: Field) -> Field {
    Field {
        required: true,
        ..field
    }
}

pub fn list(field: Field) -> Field {
    Field { array: 1, ..field }
}

pub fn one_of(name: &str, values: &[&str]) -> Field {
    let values = values.iter().map(|&value| value.to_owned()).collect();
    Field {
        values,
        ..text(name)
    }
}

pub fn encrypted(field: Field, algorithm: Algorithm, key: Key) -> Field {
    Field {
        encryption: Some(Encryption { algorithm, key }),
        ..field
    }
}

fn document(field: Field, encoding: Encoding) -> Field {
    Field {
        encoding: Some(encoding),
        ..field
    }
}

/// An operation without anything.
pub fn operation(method: Method, path: &str) -> Operation {
    let verb = format!("{method:?}").to_uppercase();
    Operation {
        id: format!("{verb} {path}"),
        method,
        path: path.to_owned(),
        version: Version::V3,
        page: format!("{}.md", path.trim_start_matches('/')),
        family: "tea".to_owned(),
        title: "茶".to_owned(),
        description: String::new(),
        status: Vec::new(),
        replacements: Vec::new(),
        links: Vec::new(),
        request: Request::default(),
        response: Response {
            kind: ResponseKind::Empty,
            status: None,
            unsigned: false,
            fields: Vec::new(),
            error_fields: Vec::new(),
        },
        example: None,
        span: Default::default(),
    }
}

pub fn answer(kind: ResponseKind, fields: Vec<Field>) -> Response {
    Response {
        kind,
        fields,
        ..operation(Method::Get, "/").response
    }
}

/// A notification with this plaintext.
pub fn notification(event: &str, plaintext: Vec<Field>) -> Notification {
    let cipher = encrypted(text("ciphertext"), Algorithm::Aes256Gcm, Key::ApiV3);
    let resource = object(
        "resource",
        vec![
            text("nonce"),
            Field {
                fields: plaintext,
                ..cipher
            },
        ],
    );
    Notification {
        event: event.to_owned(),
        event_types: Vec::new(),
        version: Version::V3,
        page: format!("webhook/v3/{event}.md"),
        family: "tea".to_owned(),
        title: "通知".to_owned(),
        description: String::new(),
        status: Vec::new(),
        replacements: Vec::new(),
        links: Vec::new(),
        headers: vec![text("Wechatpay-Nonce")],
        body: Body {
            encoding: BodyEncoding::Json,
            required: true,
            fields: vec![text("id"), resource],
        },
        reply: Vec::new(),
        span: Default::default(),
    }
}

/// The model before any change.
pub fn model() -> Model {
    let state = || one_of("state", &["NEW", "PAID"]);
    let amount = || {
        object(
            "amount",
            vec![
                required(whole("total")),
                required(whole("paid")),
                text("currency"),
            ],
        )
    };
    let mut post = operation(Method::Post, "/v3/tea/orders");
    post.request.headers = vec![required(text("Shop-Code")), text("Shop-Note")];
    post.request.body = Some(Body {
        encoding: BodyEncoding::Json,
        required: true,
        fields: vec![
            required(text("kind")),
            required(one_of("size", &["SMALL", "LARGE"])),
            required(amount()),
            text("note"),
            whole("sugar"),
            one_of("milk", &["COW", "OAT"]),
            list(text("tags")),
            object("extra", vec![]),
            encrypted(text("phone"), Algorithm::RsaOaep, Key::Platform),
            document(
                object_text("detail", vec![required(text("door"))]),
                Encoding::Json,
            ),
        ],
    });
    post.response = answer(
        ResponseKind::Json,
        vec![
            text("order_no"),
            state(),
            whole("total"),
            object("any", vec![]),
        ],
    );
    let mut get = operation(Method::Get, "/v3/tea/orders/{order_no}");
    get.request.path = vec![required(text("order_no"))];
    get.request.query = vec![required(text("shop")), whole("limit")];
    get.response = answer(
        ResponseKind::Json,
        vec![
            state(),
            amount(),
            list(object("lines", vec![text("name"), whole("number")])),
        ],
    );
    let mut cancel = operation(Method::Post, "/v3/tea/orders/{order_no}/cancel");
    cancel.request.path = vec![required(text("order_no"))];
    cancel.request.headers = vec![text("Shop-Note")];
    let mut file = operation(Method::Post, "/v3/tea/photos");
    file.request.body = Some(Body {
        encoding: BodyEncoding::Multipart,
        required: true,
        fields: vec![required(field("file", Type::Object))],
    });
    file.response = answer(ResponseKind::Json, vec![text("media_id")]);
    let names = object(
        "names",
        vec![
            required(text("a")),
            required(text("b")),
            required(text("c")),
        ],
    );
    let mut put = operation(Method::Put, "/v3/tea/names");
    put.request.body = Some(Body {
        encoding: BodyEncoding::Json,
        required: true,
        fields: vec![names],
    });
    let ready = notification("TEA.READY", vec![text("order_no"), state(), amount()]);
    Model {
        format: FORMAT,
        operations: vec![post, get, cancel, file, put],
        notifications: vec![ready, notification("TEA.COLD", vec![text("order_no")])],
        moved: Vec::new(),
    }
}

/// A text with fields.
fn object_text(name: &str, fields: Vec<Field>) -> Field {
    Field {
        fields,
        ..text(name)
    }
}

/// Uses every method, every constructor and setter, every member and every variant, with their types said.
pub const PROGRAM: &str = r#"
use super::notification::{Event, v3::{tea_cold, tea_ready}};
use super::v3::tea::{names, orders, photos};
use super::rt;
use orders::order_no;

fn orders(client: &super::Client) {
    let amount: orders::Amount = orders::Amount::new(2, 1).currency("CNY");
    let request = orders::PostRequest::new("green", orders::Size::Small, amount)
        .note("n").sugar(1).milk(orders::Milk::Oat).tags(["a"]).extra(serde_json::json!({})).phone("1")
        .detail(orders::Detail::new("d"));
    let _: (&String, &orders::Size, &Option<String>, &Option<i64>) = (&request.kind, &request.size, &request.note, &request.sugar);
    let _: (&Option<orders::Milk>, &Option<Vec<String>>) = (&request.milk, &request.tags);
    let _: (&Option<rt::Value>, &Option<rt::Sensitive>) = (&request.extra, &request.phone);
    let _: &Option<rt::Json<orders::Detail>> = &request.detail;
    let _: (i64, i64, &Option<String>) = (request.amount.total, request.amount.paid, &request.amount.currency);
    match &request.milk { Some(orders::Milk::Cow | orders::Milk::Oat | orders::Milk::Unknown(_)) => {}, _ => {} }
    match &request.size { orders::Size::Small | orders::Size::Large => {}, _ => {} }
    let headers = orders::PostHeaders::new("x").shop_note("y");
    let _: (&String, &Option<String>) = (&headers.shop_code, &headers.shop_note);
    let _: rt::Call<orders::PostResponse> = client.v3().tea().orders().post(request, headers);
    let _: rt::Operation = orders::POST;
}

fn answers(post: orders::PostResponse, get: order_no::GetResponse) {
    let _: (Option<String>, Option<i64>, Option<rt::Value>) = (post.order_no, post.total, post.any);
    match post.state { Some(orders::State::New | orders::State::Paid) => {}, _ => {} }
    match get.state { Some(order_no::State::New | order_no::State::Paid) => {}, _ => {} }
    let amount: Option<order_no::Amount> = get.amount;
    let amount = amount.unwrap();
    let _: (Option<i64>, Option<i64>, Option<String>) = (amount.total, amount.paid, amount.currency);
    let lines: Vec<order_no::Lines> = get.lines;
    let _: Vec<(Option<String>, Option<i64>)> = lines.into_iter().map(|line| (line.name, line.number)).collect();
}

fn order(client: &super::Client) {
    let query = order_no::GetQuery::new("s").limit(1);
    let _: (&String, &Option<i64>) = (&query.shop, &query.limit);
    let _: rt::Call<order_no::GetResponse> = client.v3().tea().orders().order_no("1").get(query);
    let _: rt::Call<rt::Empty> = client.v3().tea().orders().order_no("1").cancel().post();
}

fn others(client: &super::Client, file: rt::FilePart) {
    let _: rt::Call<photos::PostResponse> = client.v3().tea().photos().post(photos::PostRequest::new(file));
    let required = names::NamesRequired { a: "a", b: "b", c: "c" };
    let request = names::PutRequest::new().names(names::Names::new(required));
    let _: rt::Call<rt::Empty> = client.v3().tea().names().put(request);
}

fn events(event: Event) {
    match event {
        Event::TeaReady(ready) => {
            let ready: tea_ready::Resource = *ready;
            let _: (Option<String>, Option<tea_ready::State>) = (ready.order_no, ready.state);
            let _: Option<i64> = ready.amount.unwrap().total;
        }
        Event::TeaCold(cold) => { let _: (&tea_cold::Resource, &Option<String>) = (&cold, &cold.order_no); }
        _ => {}
    }
}
"#;
