//! Changes of the small model.

use super::model::{
    answer, encrypted, field, list, notification, object, one_of, operation, required, text, whole,
};
use wechatpay_codegen::model::{
    Algorithm, Body, BodyEncoding, Encoding, Encryption, Field, Key, Method, Model, Moved,
    Operation, ResponseKind, Type,
};

/// A change and what `drift` is to say of it.
pub struct Case {
    pub name: &'static str,
    pub change: fn(&mut Model),
    pub drift: &'static [&'static str],
    /// Whether it is major because the program still compiles and means another thing.
    pub silent: bool,
}

const fn case(name: &'static str, drift: &'static [&'static str], change: fn(&mut Model)) -> Case {
    Case {
        name,
        change,
        drift,
        silent: false,
    }
}

fn post(model: &mut Model) -> &mut Operation {
    &mut model.operations[0]
}

fn get(model: &mut Model) -> &mut Operation {
    &mut model.operations[1]
}

fn cancel(model: &mut Model) -> &mut Operation {
    &mut model.operations[2]
}

fn body(model: &mut Model) -> &mut Vec<Field> {
    &mut post(model).request.body.as_mut().unwrap().fields
}

fn plaintext(model: &mut Model) -> &mut Vec<Field> {
    let resource = model.notifications[0]
        .body
        .fields
        .iter_mut()
        .find(|field| field.name == "resource");
    &mut resource.unwrap().fields[1].fields
}

/// The field of this name.
fn of<'f>(fields: &'f mut [Field], name: &str) -> &'f mut Field {
    fields
        .iter_mut()
        .find(|field| field.name == name)
        .expect(name)
}

fn without(fields: &mut Vec<Field>, name: &str) {
    fields.retain(|field| field.name != name);
}

#[rustfmt::skip]
pub const CASES: &[Case] = &[
    // Operations.
    case("a new operation", &["minor operation-added -"], |m| m.operations.push(operation(Method::Get, "/v3/tea/cups"))),
    case("an operation is gone", &["major operation-removed -"], |m| { m.operations.remove(2); }),
    case("an operation has moved", &["major operation-moved -"], |m| {
        let old = cancel(m).clone();
        *cancel(m) = Operation { request: old.request, ..operation(Method::Post, "/v3/tea/orders/{order_no}/stop") };
        m.moved.push(Moved { page: old.page, to: "/v3/tea/orders/{order_no}/stop".to_owned(), span: Default::default() });
    }),
    case("a path parameter is renamed", &["major operation-path-parameter-renamed -", "text request-field-renamed path/no"], |m| {
        let old = cancel(m).clone();
        let new = operation(Method::Post, "/v3/tea/orders/{no}/cancel");
        *cancel(m) = Operation { request: old.request, ..new };
        cancel(m).request.path[0].name = "no".to_owned();
    }),
    case("another family", &["major operation-family-changed -"], |m| cancel(m).family = "milk".to_owned()),
    case("taken offline", &["minor operation-deprecated -"], |m| cancel(m).status = vec!["deprecated".to_owned()]),
    case("redesigned", &["text operation-status-changed -"], |m| cancel(m).status = vec!["redesigned".to_owned()]),
    case("another title", &["text operation-title-changed -"], |m| cancel(m).title = "取消".to_owned()),
    case("another host", &["patch request-host-changed -"], |m| cancel(m).request.base_url = Some("https://example.com/".to_owned())),
    case("a client certificate", &["patch request-mtls-changed -"], |m| cancel(m).request.mtls = true),
    // Parameters.
    case("an optional query parameter", &["minor request-field-added query/offset"], |m| get(m).request.query.push(whole("offset"))),
    case("a required query parameter", &["major request-field-added query/offset"], |m| get(m).request.query.push(required(whole("offset")))),
    case("the first query parameter", &["major request-field-added query/why"], |m| cancel(m).request.query.push(text("why"))),
    case("an optional header beside a required one", &["minor request-field-added headers/Shop-Colour"], |m| post(m).request.headers.push(text("Shop-Colour"))),
    case("an optional header beside no required one", &["text request-field-added headers/Shop-Colour"], |m| cancel(m).request.headers.push(text("Shop-Colour"))),
    case("the first required header", &["major request-field-required headers/Shop-Note"], |m| cancel(m).request.headers[0].required = true),
    case("the last required header", &["major request-field-optional headers/Shop-Code"], |m| post(m).request.headers[0].required = false),
    // Bodies.
    case("a body where there was none", &["major request-body-added body"], |m| {
        cancel(m).request.body = Some(Body { encoding: BodyEncoding::Json, required: true, fields: vec![text("why")] });
    }),
    case("an optional field", &["minor request-field-added body/milk_note"], |m| body(m).insert(1, text("milk_note"))),
    case("a required field", &["major request-field-added body/cup"], |m| body(m).push(required(text("cup")))),
    case("a field is gone", &["major request-field-removed body/note"], |m| without(body(m), "note")),
    case("a field is renamed", &["major request-field-renamed body/remark"], |m| of(body(m), "note").name = "remark".to_owned()),
    case("a text is a number", &["major request-field-retyped body/note"], |m| of(body(m), "note").ty = Type::Integer),
    case("a whole number of the other name", &["text request-field-retyped body/sugar"], |m| of(body(m), "sugar").ty = Type::Number),
    case("a number with decimals", &["major request-field-retyped body/sugar"], |m| of(body(m), "sugar").decimal = true),
    case("a list", &["major request-field-retyped body/note"], |m| of(body(m), "note").array = 1),
    case("an optional field is required", &["major request-field-required body/note"], |m| of(body(m), "note").required = true),
    case("a required field is optional", &["major request-field-optional body/kind"], |m| of(body(m), "kind").required = false),
    case("an optional field far below", &["minor request-field-added body/amount/payer"], |m| of(body(m), "amount").fields.push(text("payer"))),
    case("a required field far below", &["major request-field-added body/amount/payer"], |m| of(body(m), "amount").fields.push(required(text("payer")))),
    case("any JSON is described", &["major request-field-described body/extra"], |m| of(body(m), "extra").fields.push(text("x"))),
    case("a text carries JSON", &["major request-field-encoding-changed body/note"], |m| of(body(m), "note").encoding = Some(Encoding::Json)),
    case("JSON is written as a query", &["major request-field-encoding-changed body/detail"], |m| of(body(m), "detail").encoding = Some(Encoding::Urlencoded)),
    case("a text is encrypted", &["major request-field-encryption-changed body/note"], |m| {
        let note = of(body(m), "note");
        *note = encrypted(note.clone(), Algorithm::RsaOaep, Key::Platform);
    }),
    case("encrypted for another", &["patch request-field-encryption-changed body/phone"], |m| {
        of(body(m), "phone").encryption = Some(Encryption { algorithm: Algorithm::RsaOaep, key: Key::Merchant });
    }),
    case("another length", &["text request-field-length-changed body/note"], |m| of(body(m), "note").max_length = Some(9)),
    case("other words", &["text request-field-doc-changed body/note"], |m| of(body(m), "note").doc = "备注".to_owned()),
    case("required fields of two types in another order", &["major request-fields-reordered body"], |m| body(m).swap(0, 1)),
    Case {
        silent: true,
        ..case("required fields of one type in another order", &["major request-fields-reordered body/amount"], |m| of(body(m), "amount").fields.swap(0, 1))
    },
    case("required fields with names in another order", &["patch request-fields-reordered body/names"], |m| {
        m.operations[4].request.body.as_mut().unwrap().fields[0].fields.swap(0, 1);
    }),
    case("optional fields in another order", &["patch request-fields-reordered body"], |m| body(m).swap(3, 4)),
    case("a form is JSON", &["major request-field-retyped body/file", "patch request-body-encoding-changed -"], |m| {
        m.operations[3].request.body.as_mut().unwrap().encoding = BodyEncoding::Json;
    }),
    // Values.
    case("a list has grown", &["minor request-enum-value-added body/milk"], |m| of(body(m), "milk").values.push("SOY".to_owned())),
    case("a list has shrunk", &["major request-enum-value-removed body/milk"], |m| { of(body(m), "milk").values.pop(); }),
    case("a list where there was none", &["major request-enum-added body/note"], |m| *of(body(m), "note") = one_of("note", &["A", "B"])),
    case("no list any more", &["major request-enum-removed body/milk"], |m| of(body(m), "milk").values.clear()),
    case("a list of numbers", &["text request-enum-added body/sugar"], |m| of(body(m), "sugar").values = vec!["1".to_owned(), "2".to_owned()]),
    case("a list in another order", &["patch request-enum-values-reordered body/milk"], |m| of(body(m), "milk").values.reverse()),
    // Answers.
    case("an answer has a field more", &["minor response-field-added response/cup"], |m| get(m).response.fields.push(required(text("cup")))),
    case("an answer has a field less", &["major response-field-removed response/state"], |m| without(&mut get(m).response.fields, "state")),
    case("an answer's field far below", &["minor response-field-added response/lines/price"], |m| of(&mut get(m).response.fields, "lines").fields.push(whole("price"))),
    case("an answer's list is one object", &["major response-field-retyped response/lines"], |m| of(&mut get(m).response.fields, "lines").array = 0),
    case("an answer's field is a number", &["major response-field-retyped response/order_no"], |m| of(&mut post(m).response.fields, "order_no").ty = Type::Integer),
    case("an answer's field is required", &["text response-field-required response/order_no"], |m| of(&mut post(m).response.fields, "order_no").required = true),
    case("an answer's list has grown", &["minor response-enum-value-added response/state"], |m| of(&mut get(m).response.fields, "state").values.push("LOST".to_owned())),
    case("an answer's list has shrunk", &["major response-enum-value-removed response/state"], |m| { of(&mut get(m).response.fields, "state").values.remove(0); }),
    case("an answer's object is described", &["major response-field-described response/any"], |m| of(&mut post(m).response.fields, "any").fields.push(text("x"))),
    case("an answer where there was none", &["major response-kind-changed -"], |m| cancel(m).response = answer(ResponseKind::Json, vec![text("state")])),
    case("no answer any more", &["major response-kind-changed -"], |m| get(m).response = answer(ResponseKind::Empty, vec![])),
    case("an answer without fields has some", &["major response-kind-changed -"], |m| cancel(m).response = answer(ResponseKind::Binary, vec![])),
    case("no signature", &["patch response-signature-changed -"], |m| get(m).response.unsigned = true),
    // Notifications.
    case("a new notification", &["minor notification-added -"], |m| m.notifications.push(notification("TEA.LOST", vec![list(text("x"))]))),
    case("a notification is gone", &["major notification-removed -"], |m| { m.notifications.pop(); }),
    case("a notification of another family", &["major notification-family-changed -"], |m| m.notifications[0].family = "milk".to_owned()),
    case("more event types", &["patch notification-event-types-changed -"], |m| m.notifications[0].event_types = vec!["TEA.HOT".to_owned()]),
    case("a notification has a field more", &["minor notification-field-added body/resource/ciphertext/cup"], |m| plaintext(m).push(object("cup", vec![text("size")]))),
    case("a notification has a field less", &["major notification-field-removed body/resource/ciphertext/order_no"], |m| without(plaintext(m), "order_no")),
    case("a notification's list has grown", &["minor notification-enum-value-added body/resource/ciphertext/state"], |m| of(plaintext(m), "state").values.push("LOST".to_owned())),
    case("the envelope has a field more", &["text notification-field-added body/level"], |m| m.notifications[0].body.fields.push(text("level"))),
    case("a richer reply", &["minor reply-field-added reply/body/answer"], |m| m.notifications[0].reply.push(object("body", vec![required(text("answer"))]))),
    case("a header of notifications", &["text notification-field-added headers/Wechatpay-Colour"], |m| m.notifications[0].headers.push(field("Wechatpay-Colour", Type::String))),
];
