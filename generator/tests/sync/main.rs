//! `sync`: facts come from upstream, words stay ours, and a page in doubt is left alone.

mod trees;

use trees::{Trees, apple, stub};
use wechatpay_codegen::sync::{Reason, Step};

const APPLE: &str = "v3/apples/{apple_id}.md";
const UPSTREAM_APPLE: &str = "openapi/v3/apples/{apple_id}.md";

/// A new page has the facts, the labels, our samples, and no sentence of theirs.
#[test]
fn a_new_page_is_added() {
    let trees = Trees::new();
    trees.upstream(UPSTREAM_APPLE, &apple("colour", "颜色，红的好看，绿的好吃"));
    let outcome = trees.sync();
    assert_eq!(outcome.errors(), Vec::<String>::new());
    assert!(matches!(outcome.step(APPLE), Step::Add(_)));
    // What is to be worded, and where.
    let place = format!("1 {APPLE}: the description");
    assert!(
        outcome.inner.summary.contains(&place),
        "{}",
        outcome.inner.summary
    );
    insta::assert_snapshot!(trees.read(APPLE));
}

/// The second run changes nothing.
#[test]
fn once_is_enough() {
    let trees = Trees::new();
    trees.upstream(UPSTREAM_APPLE, &apple("colour", "颜色"));
    trees.sync();
    let before = trees.read(APPLE);
    let outcome = trees.sync();
    assert_eq!(outcome.step(APPLE), &Step::Keep);
    assert_eq!(trees.read(APPLE), before);
}

#[test]
fn a_dry_run_writes_nothing() {
    let trees = Trees::new();
    trees.upstream(UPSTREAM_APPLE, &apple("colour", "颜色"));
    let outcome = trees.dry_run();
    assert!(
        outcome
            .inner
            .summary
            .contains(&format!("add       {APPLE}")),
        "{}",
        outcome.inner.summary
    );
    assert!(!trees.exists(APPLE));
}

/// What we wrote stays with its field; what upstream adds comes in.
#[test]
fn our_wording_stays() {
    let trees = Trees::new();
    trees.upstream(UPSTREAM_APPLE, &apple("colour", "颜色，红的好看，绿的好吃"));
    trees.sync();
    trees.edit(APPLE, "description:", "description: 按编号查一个苹果。");
    trees.edit(
        APPLE,
        "string | 颜色",
        "string | 果皮的颜色，摘下以后不再变。",
    );
    trees.edit(APPLE, "colour=sample-colour", "colour=red");
    assert_eq!(trees.sync().step(APPLE), &Step::Keep);

    let more = apple("colour", "颜色，改过的说法")
        .replace("| 返回字典", "| 返回字典 ")
        .replace(
            "| taste {data-required} | string | 味道\n",
            "| taste | string | 味道\n| weight | integer | 重量\n",
        );
    trees.upstream(UPSTREAM_APPLE, &more);
    assert!(matches!(trees.sync().step(APPLE), Step::Change(_)));
    let page = trees.read(APPLE);
    for kept in [
        "description: 按编号查一个苹果。",
        "果皮的颜色，摘下以后不再变。",
        "colour=red",
        "| taste | string | 味道",
        "| weight | integer | 重量",
    ] {
        assert!(page.contains(kept), "{kept}\n{page}");
    }
}

/// A page with an error is left as it is, and the others are not kept waiting.
#[test]
fn a_page_with_an_error_is_left_alone() {
    let trees = Trees::new();
    trees.upstream(UPSTREAM_APPLE, &apple("colour", "颜色"));
    trees.sync();
    let before = trees.read(APPLE);
    trees.upstream(
        UPSTREAM_APPLE,
        &apple("colour", "颜色").replace("| string | 颜色", "| strange | 颜色"),
    );
    trees.upstream(
        "openapi/v3/pears/{apple_id}.md",
        &apple("colour", "颜色").replace("apples", "pears"),
    );
    let outcome = trees.sync();
    assert_eq!(outcome.step(APPLE), &Step::Skip(Reason::Upstream));
    assert!(matches!(
        outcome.step("v3/pears/{apple_id}.md"),
        Step::Add(_)
    ));
    assert!(!outcome.errors().is_empty());
    assert_eq!(trees.read(APPLE), before);
}

/// A fix-up mends the page on its way; one that no longer applies keeps the page out.
#[test]
fn fixups_are_applied_or_in_the_way() {
    let trees = Trees::new();
    trees.upstream(UPSTREAM_APPLE, &apple("colour", "颜色"));
    let fixup = |old: &str| {
        format!(
            "[[fixup]]\npage = \"{UPSTREAM_APPLE}\"\nfield = \"query/colour\"\nproperty = \"type\"\nold = \"{old}\"\n\
             new = \"integer\"\nreason = \"it is a number\"\nlink = \"https://pay.weixin.qq.com/doc/\"\n"
        )
    };
    trees.fixups(&fixup("boolean"));
    assert_eq!(trees.sync().step(APPLE), &Step::Skip(Reason::Upstream));
    assert!(!trees.exists(APPLE));
    trees.fixups(&fixup("string"));
    assert!(matches!(trees.sync().step(APPLE), Step::Add(_)));
    assert!(
        trees
            .read(APPLE)
            .contains("| colour {data-indent=1} | integer | 颜色")
    );
}

/// If the file of fix-ups cannot be read, any page may lack its correction: nothing is written.
#[test]
fn a_broken_file_of_fixups_stops_everything() {
    let trees = Trees::new();
    trees.upstream(UPSTREAM_APPLE, &apple("colour", "颜色"));
    trees.fixups("[[fixup]\n");
    assert_eq!(trees.sync().step(APPLE), &Step::Skip(Reason::Everything));
    assert!(!trees.exists(APPLE));
}

/// A page whose content went elsewhere says so, and its wording goes along.
#[test]
fn wording_moves_with_the_page() {
    let trees = Trees::new();
    trees.upstream(UPSTREAM_APPLE, &apple("colour", "颜色"));
    trees.sync();
    trees.edit(APPLE, "string | 颜色", "string | 果皮的颜色");
    trees.upstream(UPSTREAM_APPLE, &stub("/openapi/v3/old/{apple_id}"));
    trees.upstream(
        "openapi/v3/old/{apple_id}.md",
        &stub("/openapi/v3/fruits/{apple_id}"),
    );
    trees.upstream(
        "openapi/v3/fruits/{apple_id}.md",
        &apple("colour", "颜色").replace("apples", "fruits"),
    );
    let outcome = trees.sync();
    let fruits = "v3/fruits/{apple_id}.md";
    assert!(
        matches!(outcome.step(APPLE), Step::Move { to, .. } if to == "v3/old/{apple_id}.md"),
        "{:?}",
        outcome.step(APPLE)
    );
    assert!(
        trees
            .read(APPLE)
            .contains("content: 0;url=/openapi/v3/old/{apple_id}")
    );
    assert!(trees.read(fruits).contains("果皮的颜色"));
    assert_eq!(trees.sync().step(APPLE), &Step::Keep);
}

/// If the page cannot arrive where it went, it stays, so that no wording is lost.
#[test]
fn a_page_stays_until_it_can_arrive() {
    let trees = Trees::new();
    trees.upstream(UPSTREAM_APPLE, &apple("colour", "颜色"));
    trees.sync();
    let before = trees.read(APPLE);
    trees.upstream(UPSTREAM_APPLE, &stub("/openapi/v3/fruits/{apple_id}"));
    assert_eq!(trees.sync().step(APPLE), &Step::Skip(Reason::Destination));
    let broken = apple("colour", "颜色")
        .replace("apples", "fruits")
        .replace("| string | 颜色", "| strange | 颜色");
    trees.upstream("openapi/v3/fruits/{apple_id}.md", &broken);
    assert_eq!(trees.sync().step(APPLE), &Step::Skip(Reason::Destination));
    assert_eq!(trees.read(APPLE), before);
}

/// A page that upstream does not have is kept, and said to be only here.
#[test]
fn a_page_of_ours_alone_is_kept() {
    let trees = Trees::new();
    trees.upstream(UPSTREAM_APPLE, &apple("colour", "颜色"));
    trees.sync();
    trees.remove_upstream(UPSTREAM_APPLE);
    trees.upstream(
        "openapi/v3/pears/{apple_id}.md",
        &apple("colour", "颜色").replace("apples", "pears"),
    );
    let outcome = trees.sync();
    assert_eq!(outcome.step(APPLE), &Step::OnlyHere);
    assert_eq!(outcome.codes(), ["WX0651"]);
    assert!(trees.exists(APPLE));
}

/// A page of ours with an error is not written over: what it words is not known.
#[test]
fn a_broken_page_of_ours_is_left_alone() {
    let trees = Trees::new();
    trees.upstream(UPSTREAM_APPLE, &apple("colour", "颜色"));
    trees.sync();
    trees.edit(APPLE, "| string | 颜色", "| strange | 颜色");
    let before = trees.read(APPLE);
    assert_eq!(trees.sync().step(APPLE), &Step::Skip(Reason::Ours));
    assert_eq!(trees.read(APPLE), before);
}

/// A wording that reads as something else never gets onto a page.
#[test]
fn what_cannot_be_read_back_is_not_written() {
    let trees = Trees::new();
    trees.upstream(UPSTREAM_APPLE, &apple("colour", "颜色"));
    trees.sync();
    trees.edit(APPLE, "string | 味道", "string | 味道 {data-sweet}");
    let before = trees.read(APPLE);
    let outcome = trees.sync();
    assert!(!outcome.errors().is_empty());
    assert_eq!(trees.read(APPLE), before);
}

/// Something on a page of ours that the model does not carry is told before it is lost.
#[test]
fn a_page_in_another_form_is_told() {
    let trees = Trees::new();
    trees.upstream(UPSTREAM_APPLE, &apple("colour", "颜色"));
    trees.sync();
    trees.edit(APPLE, "| string | 颜色", "|  string  | 颜色");
    let outcome = trees.dry_run();
    assert!(matches!(outcome.step(APPLE), Step::Change(_)));
    assert_eq!(outcome.codes(), ["WX0652"]);
}

/// One page alone can be brought in: what it says tells where it belongs.
#[test]
fn one_page_is_enough() {
    let trees = Trees::new();
    trees.upstream("anything.md", &apple("colour", "颜色"));
    let outcome = trees.sync_file("anything.md");
    assert!(
        matches!(outcome.step(APPLE), Step::Add(_)),
        "{:?}",
        outcome.inner.plan
    );
}
