//! What a run did, for people.

use super::plan::{Plan, Reason, Step};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Most pages that are listed with their missing texts.
const SHOWN: usize = 10;
/// Most texts of a page that are named.
const PLACES: usize = 8;

/// The summary of a run. `all`: every page that is written is named (a dry run), not only those that need attention.
#[must_use]
pub fn summary(plan: &Plan, unwritten: &BTreeMap<&str, Vec<String>>, all: bool) -> String {
    let mut out = String::new();
    let count = |is: fn(&Step) -> bool| plan.steps.values().filter(|step| is(step)).count();
    for (name, step) in &plan.steps {
        let line = match step {
            Step::Add(_) if all => format!("add       {name}"),
            Step::Change(_) if all => format!("change    {name}"),
            Step::Move { to, .. } => format!("move      {name} to {to}"),
            Step::Skip(reason) => format!("skip      {name}: {}", why(*reason)),
            Step::OnlyHere => format!("only here {name}"),
            _ => continue,
        };
        let _ = writeln!(out, "{line}");
    }
    for (what, number) in [
        ("added", count(|step| matches!(step, Step::Add(_)))),
        ("changed", count(|step| matches!(step, Step::Change(_)))),
        ("unchanged", count(|step| matches!(step, Step::Keep))),
        ("moved", count(|step| matches!(step, Step::Move { .. }))),
        ("skipped", count(|step| matches!(step, Step::Skip(_)))),
        ("only here", count(|step| matches!(step, Step::OnlyHere))),
    ] {
        let _ = writeln!(out, "{what:<10}{number:>6}");
    }
    let number: usize = unwritten.values().map(Vec::len).sum();
    let _ = writeln!(out, "{:<10}{number:>6}", "to word");
    // Pages that this run touches come first: those are what is new.
    let is_old = |page: &str| {
        plan.steps
            .get(page)
            .is_none_or(|step| step.text().is_none())
    };
    let mut pages: Vec<_> = unwritten.iter().collect();
    pages.sort_by_key(|(page, places)| (is_old(page), Reverse(places.len()), **page));
    let shown = if all { pages.len() } else { SHOWN };
    for (page, places) in pages.iter().take(shown) {
        let mut named = places[..places.len().min(PLACES)].join(", ");
        if places.len() > PLACES {
            named.push_str(", …");
        }
        let _ = writeln!(out, "{:>16} {page}: {named}", places.len());
    }
    if pages.len() > shown {
        let _ = writeln!(out, "{:>16} more pages", pages.len() - shown);
    }
    out
}

fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::Everything => "something is wrong that concerns every page",
        Reason::Upstream => "the upstream page has errors",
        Reason::Destination => "the page that it went to is not there, or is skipped",
        Reason::Ours => "our page has errors, its wording is not known",
        Reason::Clash => "there are two upstream pages for it",
        Reason::Unfaithful => "what would be written would not be read back",
    }
}
