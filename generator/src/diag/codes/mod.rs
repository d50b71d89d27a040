//! Every kind of problem, one file per stage. Numbers are never used again for something else.

pub mod doc;
pub mod example;
pub mod fixup;
pub mod io;
pub mod lower;
pub mod name;
pub mod sync;
pub mod write;

use super::Code;

/// The stages: the first of their hundred numbers, and their kinds.
const STAGES: &[(u16, &[&Code])] = &[
    (100, doc::ALL),
    (200, example::ALL),
    (300, lower::ALL),
    (400, fixup::ALL),
    (500, name::ALL),
    (600, sync::ALL),
    (600, write::ALL),
    (700, io::ALL),
];

/// Every kind of problem, by number.
#[must_use]
pub fn all() -> Vec<&'static Code> {
    let mut all: Vec<_> = STAGES
        .iter()
        .flat_map(|(_, kinds)| *kinds)
        .copied()
        .collect();
    all.sort_by_key(|code| code.id);
    all
}

/// The kind with this number, in either case.
#[must_use]
pub fn find(id: &str) -> Option<&'static Code> {
    all()
        .into_iter()
        .find(|code| code.id.eq_ignore_ascii_case(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unique_and_in_their_stage() {
        let numbers: Vec<_> = all().iter().map(|code| code.id).collect();
        let mut unique = numbers.clone();
        unique.dedup();
        assert_eq!(numbers, unique);
        for (first, kinds) in STAGES {
            for kind in *kinds {
                let digits = kind
                    .id
                    .strip_prefix("WX")
                    .filter(|digits| digits.len() == 4)
                    .unwrap();
                let number: u16 = digits.parse().unwrap();
                assert!(
                    (*first..first + 100).contains(&number),
                    "{} is of another stage",
                    kind.id
                );
            }
        }
    }

    #[test]
    fn every_kind_is_explained() {
        for code in all() {
            for text in [code.title, code.cause, code.example, code.fix] {
                assert!(!text.trim().is_empty(), "{} lacks a text", code.id);
            }
        }
    }

    #[test]
    fn numbers_are_found_in_either_case() {
        assert_eq!(find("wx0701").map(|code| code.id), Some("WX0701"));
        assert!(find("WX9999").is_none());
    }
}
