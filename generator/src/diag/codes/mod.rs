//! Every kind of problem, one file per stage. Numbers are never used again for something else.

pub mod io;

use super::Code;

/// Every kind of problem, by number.
#[must_use]
pub fn all() -> Vec<&'static Code> {
    let mut all: Vec<_> = [io::ALL].concat();
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

    /// Stages and their numbers.
    const STAGES: &[(std::ops::Range<u16>, &[&Code])] = &[(700..800, io::ALL)];

    #[test]
    fn numbers_are_unique_and_in_their_stage() {
        let numbers: Vec<_> = all().iter().map(|code| code.id).collect();
        let mut unique = numbers.clone();
        unique.dedup();
        assert_eq!(numbers, unique);
        for (range, codes) in STAGES {
            for code in *codes {
                let number = code
                    .id
                    .strip_prefix("WX")
                    .filter(|digits| digits.len() == 4)
                    .unwrap();
                assert!(
                    range.contains(&number.parse().unwrap()),
                    "{} is outside of {range:?}",
                    code.id
                );
            }
        }
        assert_eq!(
            numbers.len(),
            STAGES.iter().map(|(_, codes)| codes.len()).sum::<usize>()
        );
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
