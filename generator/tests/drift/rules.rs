//! The list of rules is complete and is what the repository shows.

use std::path::Path;
use wechatpay_codegen::drift::rules;

#[test]
fn the_page_of_rules_is_up_to_date() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/drift/RULES.md");
    expectorate::assert_contents(page, &rules::page());
}

#[test]
fn rules_are_found_by_their_full_name() {
    for rule in rules::SUBJECTS {
        assert_eq!(
            rules::find(rule.name).map(|found| found.name),
            Some(rule.name)
        );
        assert!(!rule.classes.is_empty() && !rule.effect.is_empty());
    }
    for rule in rules::FIELDS {
        for place in rules::PLACES {
            let name = format!("{place}-{}", rule.name);
            assert_eq!(rules::find(&name).map(|found| found.name), Some(rule.name));
        }
    }
    assert!(rules::find("request-").is_none() && rules::find("field-added").is_none());
}
