//! What maintainers meet: for each change of upstream pages, what `drift` says, what `sync` does, and that the client can
//! still be generated without a name of it changing.

use crate::page::{self, Table};
use crate::trees::{CARD, CUSTOMS, PAID, Pages, REFUND, REFUNDS, RISK, World, pages};
use Table::{Request, Response};
use rayon::prelude::*;
use wechatpay_codegen::drift::Class;

/// A change of upstream.
struct Scenario {
    name: &'static str,
    /// Makes it, on a copy of the pages.
    edit: fn(&mut Pages),
    /// What `drift` says; texts only where there is nothing else.
    drift: &'static [&'static str],
    /// What `sync` does with the pages that it does not keep.
    sync: &'static [&'static str],
}

fn edit(pages: &mut Pages, page: &str, edit: impl Fn(&str) -> String) {
    let text = pages.get_mut(page).expect(page);
    let edited = edit(text);
    assert_ne!(*text, edited, "nothing was edited");
    *text = edited;
}

const CHANGE_REFUNDS: &[&str] = &["change v3/refund/domestic/refunds.md"];
const CHANGE_REFUND: &[&str] = &["change v3/refund/domestic/refunds/{out_refund_no}.md"];
const CHANGE_PAID: &[&str] = &["change webhook/v3/TRANSACTION.SUCCESS.md"];

#[rustfmt::skip]
const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "nothing",
        edit: |_| {},
        drift: &[],
        sync: &[],
    },
    Scenario {
        name: "a new page",
        edit: |pages| {
            let text = pages[REFUNDS].replace("domestic->refunds", "domestic->returns").replace("domestic/refunds", "domestic/returns");
            pages.insert("openapi/v3/refund/domestic/returns.md".to_owned(), text);
        },
        drift: &["minor operation-added -"],
        sync: &["add v3/refund/domestic/returns.md"],
    },
    Scenario {
        name: "a page is gone",
        edit: |pages| { pages.remove(REFUND); },
        drift: &["major operation-removed -"],
        sync: &["only v3/refund/domestic/refunds/{out_refund_no}.md"],
    },
    Scenario {
        name: "an operation is gone from a page",
        edit: |pages| edit(pages, CUSTOMS, |text| page::without_section(text, "patch")),
        drift: &["major operation-removed -"],
        sync: &["change v3/customs/orders.md"],
    },
    Scenario {
        name: "a new notification",
        edit: |pages| {
            let text = pages[RISK].replace("RISKTRADE.IDENTIFICATION", "RISKTRADE.RELEASE");
            pages.insert("webhook/v3/RISKTRADE.RELEASE.md".to_owned(), text);
        },
        drift: &["minor notification-added -"],
        sync: &["add webhook/v3/RISKTRADE.RELEASE.md"],
    },
    Scenario {
        name: "an optional request field is new",
        edit: |pages| edit(pages, REFUNDS, |text| {
            let text = page::add(text, Request, "reason", "reason_note");
            page::add_sample(&text, "reason", "reason_note")
        }),
        drift: &["minor request-field-added body/reason_note"],
        sync: CHANGE_REFUNDS,
    },
    Scenario {
        name: "a required request field is new",
        edit: |pages| edit(pages, REFUNDS, |text| {
            let text = page::add(text, Request, "reason", "reason_note");
            page::add_sample(&page::require(&text, Request, "reason_note"), "reason", "reason_note")
        }),
        drift: &["major request-field-added body/reason_note"],
        sync: CHANGE_REFUNDS,
    },
    Scenario {
        name: "a request field is gone",
        edit: |pages| edit(pages, REFUNDS, |text| page::remove_sample(&page::remove(text, Request, "reason"), "reason")),
        drift: &["major request-field-removed body/reason"],
        sync: CHANGE_REFUNDS,
    },
    Scenario {
        name: "a request field is renamed",
        edit: |pages| edit(pages, REFUNDS, |text| {
            page::rename_sample(&page::rename(text, Request, "reason", "cause"), "reason", "cause")
        }),
        drift: &["major request-field-renamed body/cause"],
        sync: CHANGE_REFUNDS,
    },
    Scenario {
        name: "an object is renamed, its fields are the same",
        edit: |pages| edit(pages, REFUNDS, |text| page::rename(text, Response, "promotion_detail", "discounts")),
        drift: &["major response-field-renamed response/discounts"],
        sync: CHANGE_REFUNDS,
    },
    Scenario {
        name: "a request field is a number",
        edit: |pages| edit(pages, REFUNDS, |text| {
            let text = page::retype(text, Request, "reason", "string", "integer");
            page::samples(&text, "reason", |line| {
                let (key, _) = line.split_once(['=', ':']).unwrap();
                vec![if line.contains("=>") { format!("{key}=> 1,") } else { format!("{key}: 1,") }]
            })
        }),
        drift: &["major request-field-retyped body/reason"],
        sync: CHANGE_REFUNDS,
    },
    Scenario {
        name: "an optional request field is required",
        edit: |pages| edit(pages, REFUNDS, |text| page::require(text, Request, "reason")),
        drift: &["major request-field-required body/reason"],
        sync: CHANGE_REFUNDS,
    },
    Scenario {
        name: "a required request field is optional",
        edit: |pages| edit(pages, REFUNDS, |text| page::relax(text, Request, "out_refund_no")),
        drift: &["major request-field-optional body/out_refund_no"],
        sync: CHANGE_REFUNDS,
    },
    Scenario {
        name: "a response field is new",
        edit: |pages| edit(pages, REFUND, |text| page::add(text, Response, "channel", "channel_name")),
        drift: &["minor response-field-added response/channel_name"],
        sync: CHANGE_REFUND,
    },
    Scenario {
        name: "a response field is gone",
        edit: |pages| edit(pages, REFUND, |text| page::remove(text, Response, "channel")),
        drift: &["major response-field-removed response/channel"],
        sync: CHANGE_REFUND,
    },
    Scenario {
        name: "a response field is a number",
        edit: |pages| edit(pages, REFUND, |text| page::retype(text, Response, "channel", "string", "integer")),
        drift: &["major response-field-retyped response/channel"],
        sync: CHANGE_REFUND,
    },
    Scenario {
        name: "a response field is optional",
        edit: |pages| edit(pages, REFUND, |text| page::relax(text, Response, "channel")),
        drift: &["text response-field-optional response/channel"],
        sync: CHANGE_REFUND,
    },
    Scenario {
        name: "a text has a list of values",
        edit: |pages| edit(pages, REFUND, |text| page::describe(text, Response, "channel", r"渠道<br/>`ORIGINAL` \| `BALANCE` 枚举值之一")),
        drift: &["major response-enum-added response/channel"],
        sync: CHANGE_REFUND,
    },
    Scenario {
        name: "a list of values has grown",
        edit: |pages| edit(pages, PAID, |text| text.replacen(r"`MERCHANT_ID` \| ", r"`MERCHANT_ID` \| `SHOP_ID` \| ", 1)),
        drift: &["minor notification-enum-value-added body/resource/ciphertext/receiver/type"],
        sync: CHANGE_PAID,
    },
    Scenario {
        name: "a list of values has shrunk",
        edit: |pages| edit(pages, PAID, |text| text.replacen(r"`BLUE` \| ", "", 1)),
        drift: &["major notification-enum-value-removed body/resource/ciphertext/parking_info/plate_color"],
        sync: CHANGE_PAID,
    },
    Scenario {
        name: "a notification field is new",
        edit: |pages| edit(pages, PAID, |text| page::add(text, Request, "attach", "attach_code")),
        drift: &["minor notification-field-added body/resource/ciphertext/attach_code"],
        sync: CHANGE_PAID,
    },
    Scenario {
        name: "a response field is encrypted",
        edit: |pages| edit(pages, REFUND, |text| {
            let encrypted = "string {data-encrypted=by-rsa-pubkey}";
            page::retype(text, Response, "user_received_account", "string", encrypted)
        }),
        drift: &["major response-field-encryption-changed response/user_received_account"],
        sync: CHANGE_REFUND,
    },
    Scenario {
        name: "a page has moved and says so",
        edit: |pages| {
            let text = pages[REFUNDS].replace("domestic->refunds", "domestic->returns").replace("domestic/refunds", "domestic/returns");
            pages.insert("openapi/v3/refund/domestic/returns.md".to_owned(), text);
            pages.insert(REFUNDS.to_owned(), page::stub("/openapi/v3/refund/domestic/returns"));
        },
        drift: &["major operation-moved -"],
        sync: &["move v3/refund/domestic/refunds.md", "add v3/refund/domestic/returns.md"],
    },
    Scenario {
        name: "a page says that it has moved to where nothing is",
        edit: |pages| { pages.insert(REFUNDS.to_owned(), page::stub("/openapi/v3/refund/domestic/returns")); },
        drift: &["major operation-moved -"],
        sync: &["skip v3/refund/domestic/refunds.md"],
    },
    Scenario {
        name: "a notification has moved and says so",
        edit: |pages| {
            let text = pages[RISK].replace("RISKTRADE.IDENTIFICATION", "RISKTRADE.RELEASE");
            pages.insert("webhook/v3/RISKTRADE.RELEASE.md".to_owned(), text);
            pages.insert(RISK.to_owned(), page::stub("/webhook/v3/RISKTRADE.RELEASE"));
        },
        drift: &["major notification-moved -"],
        sync: &["move webhook/v3/RISKTRADE.IDENTIFICATION.md", "add webhook/v3/RISKTRADE.RELEASE.md"],
    },
    Scenario {
        name: "an operation was taken offline",
        edit: |pages| edit(pages, REFUND, |text| {
            let note = "::: danger :no_entry_sign: {.im-deprecated}\n\n本接口已于 `2026.01.01` (北京时间)下线，仅供参考。\n\n:::\n\n| 请求参数";
            text.replacen("| 请求参数", note, 1)
        }),
        drift: &["minor operation-deprecated -"],
        sync: CHANGE_REFUND,
    },
    Scenario {
        name: "an operation is online again",
        edit: |pages| edit(pages, CARD, |text| {
            let (before, rest) = text.split_once("::: danger").unwrap();
            before.to_owned() + rest.split_once("\n:::\n").unwrap().1
        }),
        drift: &["patch operation-undeprecated -"],
        sync: &["change v3/discount-card/orders/out-trade-no/{out_trade_no}.md"],
    },
    Scenario {
        name: "another host",
        edit: |pages| edit(pages, CUSTOMS, |text| text.replace("https://apihk.mch.weixin.qq.com/", "https://api.mch.weixin.qq.com/hk/")),
        drift: &["patch request-host-changed -", "patch request-host-changed -", "patch request-host-changed -"],
        sync: &["change v3/customs/orders.md"],
    },
    Scenario {
        name: "links only",
        edit: |pages| edit(pages, REFUND, |text| text.replacen("参阅 [", "参阅 [官方文档](https://pay.weixin.qq.com/doc/v3/merchant/1) [", 1)),
        drift: &["text operation-links-changed -"],
        sync: CHANGE_REFUND,
    },
    Scenario {
        name: "other words only, which are not for us to copy",
        edit: |pages| edit(pages, REFUND, |text| page::describe(text, Response, "success_time", "退款成功的时间，只有成功以后才有，格式见别处")),
        drift: &["text response-field-doc-changed response/success_time"],
        sync: &[],
    },
    Scenario {
        name: "required fields in another order",
        edit: |pages| edit(pages, REFUNDS, |text| {
            // The row of `total` goes before that of `refund`: two whole numbers, one after the other in the constructor.
            let total = text.lines().find(|line| line.starts_with("| total {data-required data-indent=2}")).unwrap().to_owned();
            let text = page::remove(text, Request, "total");
            page::row(&text, Request, "refund", |line| vec![total.clone(), line.to_owned()])
        }),
        drift: &["major request-fields-reordered body/amount"],
        sync: CHANGE_REFUNDS,
    },
    Scenario {
        name: "a typo breaks the language",
        edit: |pages| edit(pages, REFUND, |text| page::retype(text, Response, "channel", "string", "strnig")),
        drift: &[],
        sync: &["skip v3/refund/domestic/refunds/{out_refund_no}.md"],
    },
    Scenario {
        name: "a truncated file",
        edit: |pages| edit(pages, REFUND, |text| text[..text.find("{.im-table #request}").unwrap() + 9].to_owned()),
        drift: &[],
        sync: &["skip v3/refund/domestic/refunds/{out_refund_no}.md"],
    },
    Scenario {
        name: "an empty file",
        edit: |pages| { pages.insert(PAID.to_owned(), String::new()); },
        drift: &[],
        sync: &["skip webhook/v3/TRANSACTION.SUCCESS.md"],
    },
];

/// `drift` says what it means, `sync` does what it should and nothing twice, our pages then say what upstream's say, the client
/// can be generated, and no name that was given is another one.
#[test]
fn every_change_is_understood() {
    if std::env::var_os("WECHATPAY_UPSTREAM").is_none() {
        eprintln!("on our own pages: WECHATPAY_UPSTREAM names no tree");
    }
    let old = pages();
    let wrong: Vec<String> = SCENARIOS
        .par_iter()
        .flat_map_iter(|scenario| wrongs(scenario, &old))
        .collect();
    assert!(SCENARIOS.len() > 20);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is not as it should be.
fn wrongs(scenario: &Scenario, old: &Pages) -> Vec<String> {
    let mut new = old.clone();
    (scenario.edit)(&mut new);
    let outcomes = World::new().change(old, &new);
    let mut wrong = Vec::new();
    let mut check = |is_right: bool, what: String| {
        if !is_right {
            wrong.push(format!("{}: {what}", scenario.name));
        }
    };
    let changes = outcomes.changes();
    check(
        changes == scenario.drift,
        format!("drift says {changes:#?}"),
    );
    let steps = outcomes.steps();
    check(steps == scenario.sync, format!("sync does {steps:#?}"));
    let skips = steps.iter().any(|step| step.starts_with("skip"));
    let broken = skips && scenario.drift.is_empty();
    let errors = outcomes.errors();
    check(
        errors.is_empty() != broken,
        format!("sync reports {errors:#?}"),
    );
    let unread = &outcomes.drift.unread;
    check(
        unread.is_empty() != broken,
        format!("not compared: {unread:?}"),
    );
    // `sync` keeps what is only ours, and what it could not bring in.
    let left: Vec<_> = outcomes
        .rest
        .changes
        .iter()
        .filter(|one| one.class != Class::Text && !skips && !one.rule.ends_with("-added"))
        .collect();
    check(
        left.is_empty(),
        format!("upstream and ours differ: {left:#?}"),
    );
    check(
        outcomes.generation.is_empty(),
        format!("generation reports {:?}", outcomes.generation),
    );
    let lost = renamed(&outcomes.before.lock, &outcomes.after.lock);
    check(lost.is_empty(), format!("other names: {lost:#?}"));
    let again = outcomes.second.plan.steps.values();
    let again = again.filter(|step| step.text().is_some()).count();
    check(
        again == 0,
        format!("sync writes {again} pages the second time"),
    );
    // A page that was left alone is as it was.
    for page in steps.iter().filter_map(|step| step.strip_prefix("skip ")) {
        check(
            outcomes.specs[page] == outcomes.specs_before[page],
            format!("{page} is another"),
        );
    }
    wrong
}

/// Names that the lock had and that are neither there any more nor remembered as removed.
fn renamed(old: &str, new: &str) -> Vec<String> {
    let names = |text: &str| -> Vec<String> {
        let entries = text.lines().filter(|line| line.contains(" = "));
        entries.map(ToOwned::to_owned).collect()
    };
    let new = names(new);
    names(old)
        .into_iter()
        .filter(|name| !new.contains(name))
        .collect()
}

/// A page with a new operation beside the others is the other way round of one that has lost it.
#[test]
fn an_operation_is_new_on_a_page() {
    let (new, world) = (pages(), World::new());
    let mut old = new.clone();
    edit(&mut old, CUSTOMS, |text| {
        page::without_section(text, "patch")
    });
    let outcomes = world.change(&old, &new);
    assert_eq!(outcomes.changes(), ["minor operation-added -"]);
    assert_eq!(outcomes.steps(), ["change v3/customs/orders.md"]);
    assert!(renamed(&outcomes.before.lock, &outcomes.after.lock).is_empty());
}
