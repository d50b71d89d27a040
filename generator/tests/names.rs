//! What is promised of names: they follow from the pages alone, and once given they stay.

mod models;

use models::{golden_families, model, plan};
use wechatpay_codegen::diag::Diagnostics;
use wechatpay_codegen::diag::codes::name;
use wechatpay_codegen::model::{Field, Model};
use wechatpay_codegen::passes::families::Families;
use wechatpay_codegen::pipeline;
use wechatpay_codegen::source::FileId;

/// The lines of a lock that begin with one of `starts`.
fn lines(lock: &str, starts: &[&str]) -> Vec<String> {
    lock.lines()
        .filter(|line| starts.iter().any(|start| line.starts_with(start)))
        .map(str::to_owned)
        .collect()
}

fn shop(lock: &str, change: impl FnOnce(&mut Model)) -> (String, Vec<String>) {
    let mut model = model("shop");
    change(&mut model);
    let (plan, reported) = plan(model, &golden_families("shop"), lock);
    (plan.lock, reported)
}

fn operation<'m>(model: &'m mut Model, id: &str) -> &'m mut wechatpay_codegen::model::Operation {
    model
        .operations
        .iter_mut()
        .find(|operation| operation.id == id)
        .unwrap()
}

/// An object field like the one with this name in the body of the golden order, under another shape.
fn other_shape(model: &Model, name: &str) -> Field {
    let order = model
        .operations
        .iter()
        .find(|operation| operation.id == "POST /v3/shop/orders")
        .unwrap();
    let mut field = order
        .request
        .body
        .as_ref()
        .unwrap()
        .fields
        .iter()
        .find(|field| field.name == name)
        .unwrap()
        .clone();
    field.fields.truncate(1);
    field
}

const REFUND: &str = "POST /v3/shop/refunds";

#[test]
fn a_new_shape_does_not_rename_a_locked_type() {
    let (before, _) = shop("", |_| {});
    let line = format!("\"{REFUND} request/amount\" = \"Amount\"");
    assert_eq!(lines(&before, &[&line]), std::slice::from_ref(&line));
    let add = |model: &mut Model| {
        let amount = other_shape(model, "amount");
        operation(model, REFUND).response.fields.push(amount);
    };
    let (fresh, _) = shop("", add);
    assert!(!fresh.contains(&line), "without a lock both are qualified");
    let (after, reported) = shop(&before, add);
    let places = [
        format!("\"{REFUND} request/amount\""),
        format!("\"{REFUND} response/amount\""),
    ];
    assert_eq!(
        lines(&after, &[&places[0], &places[1]]),
        [
            line,
            format!("\"{REFUND} response/amount\" = \"PostResponseAmount\"")
        ]
    );
    assert_eq!(
        reported,
        [
            "WX0512: `POST /v3/shop/refunds request/amount` stays `Amount`; today it would be `PostRequestAmount`"
        ]
    );
}

#[test]
fn what_comes_back_has_its_old_name() {
    let (before, _) = shop("", |_| {});
    let (without, _) = shop(&before, |model| {
        model.operations.retain(|operation| operation.id != REFUND)
    });
    assert!(without.contains("[removed.type]"));
    let (again, reported) = shop(&without, |_| {});
    assert_eq!(again, before);
    assert!(reported.is_empty(), "{reported:?}");
}

#[test]
fn a_tombstone_keeps_its_name() {
    let (before, _) = shop("", |_| {});
    let lock =
        before + "\n[removed.type]\n\"POST /v3/shop/refunds response/receipt\" = \"Receipt\"\n";
    let (after, _) = shop(&lock, |model| {
        let mut receipt = other_shape(model, "amount");
        receipt.name = "receipt".to_owned();
        operation(model, REFUND)
            .request
            .body
            .as_mut()
            .unwrap()
            .fields
            .push(receipt);
    });
    let place = "\"POST /v3/shop/refunds request/receipt\"";
    assert_eq!(
        lines(&after, &[place]),
        [format!("{place} = \"PostRequestReceipt\"")]
    );
}

#[test]
fn the_lock_wins_over_the_rule() {
    let lock = "[field]\n\"type\" = \"kind_of_order\"\n[value]\n\"UNKNOWN\" = \"NotKnown\"\n[type]\n\"POST /v3/shop/orders request\" = \"Order\"\n\
                [node]\n\"refunds\" = \"reversals\"\n[event]\n\"v3 ORDER.PAID\" = \"paid\"\n";
    let (plan, reported) = plan(model("shop"), &golden_families("shop"), lock);
    let file = |path: &str| plan.files.get(std::path::Path::new(path)).unwrap();
    let orders = file("src/api/v3/shop/orders.rs");
    for expected in [
        "pub kind_of_order: ",
        "NotKnown,",
        "pub struct Order {",
        "pub struct OrderRequired<",
    ] {
        assert!(orders.contains(expected), "{expected}");
    }
    assert!(file("src/api/v3/shop/reversals.rs").contains("pub fn post("));
    assert!(file("src/api/notification.rs").contains("Paid(Box<v3::paid::Resource>)"));
    assert_eq!(reported.len(), 5, "{reported:?}");
    assert!(
        reported.iter().all(|line| line.starts_with("WX0512")),
        "{reported:?}"
    );
}

#[test]
fn two_places_with_one_locked_name_are_reported() {
    let lock = "[value]\n\"SUCCESS\" = \"Done\"\n\"UNKNOWN\" = \"Done\"\n";
    let (_, reported) = shop(lock, |_| {});
    assert!(
        reported.iter().any(|line| line.starts_with("WX0513")),
        "{reported:?}"
    );
}

/// A place whose shape has become that of another place keeps its name beside the shared one.
#[test]
fn a_type_that_became_equal_keeps_its_name_as_an_alias() {
    let lock = "[type]\n\"GET /v3/shop/orders response/orders/amount\" = \"OrderAmount\"\n\
                \"GET /v3/shop/orders response/total\" = \"Total\"\n";
    let mut model = model("shop");
    let list = operation(&mut model, "GET /v3/shop/orders");
    let mut orders = list.response.fields[1].fields.clone();
    orders.retain(|field| field.name == "amount");
    list.response.fields.push(orders.remove(0));
    let (plan, _) = plan(
        model,
        &golden_families("shop"),
        &(lock.to_owned() + "\"GET /v3/shop/orders response/amount\" = \"Sum\"\n"),
    );
    let text = plan
        .files
        .get(std::path::Path::new("src/api/v3/shop/orders.rs"))
        .unwrap();
    assert!(
        text.contains("pub struct OrderAmount {") && text.contains("pub type Sum = OrderAmount;"),
        "{text}"
    );
}

#[test]
fn what_is_there_twice_is_reported() {
    let (_, reported) = shop("", |model| {
        let twin = operation(model, REFUND).clone();
        model.operations.push(twin);
        model.notifications.push(model.notifications[0].clone());
        let field = operation(model, REFUND).response.fields[0].clone();
        operation(model, REFUND).response.fields.push(field);
    });
    let codes: Vec<&str> = reported.iter().map(|line| &line[..6]).collect();
    assert_eq!(codes, ["WX0515", "WX0516", "WX0517"], "{reported:?}");
}

#[test]
fn a_hash_is_reported_until_it_is_in_the_lock() {
    let twins = |model: &mut Model| {
        let mut field = operation(model, REFUND).response.fields[0].clone();
        field.name = "refundId".to_owned();
        let mut other = field.clone();
        other.name = "RefundId".to_owned();
        operation(model, REFUND)
            .response
            .fields
            .extend([field, other]);
    };
    let (lock, reported) = shop("", twins);
    assert_eq!(reported.len(), 2, "{reported:?}");
    assert!(
        reported.iter().all(|line| line.starts_with("WX0514")),
        "{reported:?}"
    );
    let (again, reported) = shop(&lock, twins);
    assert_eq!(again, lock);
    assert!(reported.is_empty(), "{reported:?}");
}

#[test]
fn pages_of_no_family_get_one_of_their_own() {
    let (_, reported) = plan(model("shop"), &Default::default(), "");
    assert!(
        reported.iter().all(|line| line.starts_with("WX0502")) && reported.len() > 10,
        "{reported:?}"
    );
}

/// The examples that `explain` shows for page problems are pages that have exactly that problem.
#[test]
fn examples_of_codes_have_the_problem_and_no_other() {
    for code in [&name::FAMILY_GUESSED, &name::NAME_HASHED] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("v3/tea")).unwrap();
        std::fs::write(folder.path().join("v3/tea/cups.md"), code.example).unwrap();
        let read = pipeline::read(pipeline::Inputs {
            pages: folder.path(),
            fixups: None,
            options: Default::default(),
        });
        let problems: Vec<_> = read.diagnostics.iter().map(|one| one.code.id).collect();
        assert!(problems.is_empty(), "{problems:?}");
        let family = "[[family]]\nname = \"tea\"\nabout = \"Tea\"\nmatch = [\"/v3/tea\"]\n";
        let families = if code.id == "WX0502" { "" } else { family };
        let families = Families::parse(families, FileId(0), &mut Diagnostics::new());
        let (_, reported) = plan(read.model, &families, "");
        assert!(!reported.is_empty(), "{}", code.id);
        assert!(
            reported.iter().all(|line| line.starts_with(code.id)),
            "{reported:?}"
        );
    }
}
