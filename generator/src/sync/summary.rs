//! What a run did, for people.

use super::plan::{Plan, Reason, Step};
use super::text::{Missing, by_number};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Most pages that are listed with their missing texts.
const SHOWN: usize = 10;

/// The summary of a run. `all`: every page that is written is named (a dry run), not only those that need attention.
#[must_use]
pub fn summary(plan: &Plan, missing: &BTreeMap<&str, Missing>, all: bool) -> String {
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
    let _ = writeln!(
        out,
        "{:<10}{:>6}",
        "to word",
        missing.values().map(|one| one.total()).sum::<usize>()
    );
    let most = by_number(missing);
    let shown = if all { most.len() } else { SHOWN };
    for (name, one) in most.iter().take(shown) {
        let _ = writeln!(out, "{:>16} {name}", one.total());
    }
    if most.len() > shown {
        let _ = writeln!(out, "{:>16} more pages", most.len() - shown);
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
