//! Every kind of problem is triggered by the example that explains it, and by nothing else of that example.

use super::{lower, lower_with};
use std::collections::BTreeSet;
use wechatpay_codegen::diag::{Code, Severity, codes};
use wechatpay_codegen::lower::Options;

/// Problems that show only below a root of a tree.
const BELOW_A_ROOT: &[(&str, &str)] = &[
    ("WX0336", "openapi/v3/cup.md"),
    ("WX0348", "openapi/v3/tea.md"),
    ("WX0377", "webhook/v3/TEA.COLD.md"),
];

/// Needs two pages: `every_operation_is_there_once` in `properties`.
const NOT_A_PAGE: &[&str] = &["WX0350"];

#[test]
fn every_code_of_lowering_is_triggered_by_its_example() {
    for code in codes::lower::ALL {
        if NOT_A_PAGE.contains(&code.id) {
            continue;
        }
        let place = BELOW_A_ROOT.iter().find(|(id, _)| *id == code.id);
        let path = place.map_or("page.md", |(_, path)| path);
        let outcome = lower(path, code.example);
        assert!(
            triggers_only(code, &outcome.codes()),
            "{}: {:?} {:?}",
            code.id,
            outcome.codes(),
            outcome.problems()
        );
    }
}

/// Notes may come with anything; they do not count.
fn triggers_only(code: &Code, found: &BTreeSet<&'static str>) -> bool {
    let severity = |id: &str| {
        codes::all()
            .into_iter()
            .find(|one| one.id == id)
            .unwrap()
            .severity
    };
    found.contains(code.id)
        && found
            .iter()
            .all(|id| *id == code.id || severity(id) == Severity::Note)
}

#[test]
fn every_code_of_fixups_is_triggered_by_its_example() {
    let page = include_str!("../../src/diag/codes/examples/tea.md");
    for code in codes::fixup::ALL {
        let options = Options {
            strict_fixups: code.id == "WX0404",
        };
        let outcome = lower_with("openapi/v3/tea.md", page, code.example, options);
        assert!(
            triggers_only(code, &outcome.codes()),
            "{}: {:?} {:?}",
            code.id,
            outcome.codes(),
            outcome.problems()
        );
    }
}

/// A warning that a fix-up can settle prints one that does: pasted, the page has no problem left and the same model.
#[test]
fn proposed_fixups_settle_what_they_are_proposed_for() {
    let mut settled = BTreeSet::new();
    for code in codes::lower::ALL {
        let path = BELOW_A_ROOT
            .iter()
            .find(|(id, _)| *id == code.id)
            .map_or("openapi/v3/tea.md", |(_, path)| path);
        // Fix-ups are for upstream pages: those with PHP.
        let page = format!(
            "{}\n::: code-group\n\n```php [处理程序]\n// …\n```\n\n:::\n",
            code.example
        );
        let before = lower(path, &page);
        let proposals = before.proposals(code.id);
        if proposals.is_empty() {
            continue;
        }
        let after = lower_with(path, &page, &proposals, Options::default());
        assert!(
            !after.codes().contains(code.id),
            "{}\n{proposals}\n{:?}",
            code.id,
            after.problems()
        );
        let json = |outcome: &super::Outcome| serde_json::to_value(&outcome.model).unwrap();
        assert_eq!(json(&before), json(&after), "{}", code.id);
        settled.insert(code.id);
    }
    assert!(settled.len() > 14, "{settled:?}");
}

#[test]
fn tables_of_codes_are_complete() {
    let all = codes::lower::ALL.iter().chain(codes::fixup::ALL);
    let ids: Vec<_> = all.map(|code| code.id).collect();
    let unique: BTreeSet<_> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len());
    assert!(
        ids.iter()
            .all(|id| id.starts_with("WX03") || id.starts_with("WX04"))
    );
}
