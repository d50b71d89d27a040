//! Gives the things of one scope different names: by meaning first, by a hash of what they are called on the wire last,
//! never by a counter. The order of the things does not matter.

use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Hexadecimal digits of a whole hash, and how many more are taken each time that fewer do not suffice.
const HASH_DIGITS: usize = 64;
const HASH_STEP: usize = 4;

/// One thing that needs a name.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// Names it may have, the best first. The last one is completed by a hash of `key` until it is the only one.
    pub candidates: Vec<String>,
    /// What the thing is called on the wire, different from that of all others of the scope.
    pub key: String,
    /// Whether the first candidate is spelt as on the wire: then it goes before those that only fold to it, and may be
    /// a reserved one.
    pub exact: bool,
    /// The name it has had since it first got one.
    pub locked: Option<String>,
}

/// The name of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solved {
    /// The name.
    pub name: String,
    /// Whether a hash was needed.
    pub hashed: bool,
    /// Whether the locked name had to be given up, because another thing has it too.
    pub evicted: bool,
}

/// Names all `items`, none of them like another one or like a name that is `reserved`. Their keys must differ.
///
/// Locked names come first, then exact ones. Then every thing without a name claims its best candidate: who claims
/// alone gets it, also who alone has no other left; the others all go on to their next.
#[must_use]
pub fn solve(items: &[Item], reserved: &dyn Fn(&str) -> bool) -> Vec<Solved> {
    let mut taken = BTreeSet::new();
    let mut solved: Vec<Option<Solved>> = vec![None; items.len()];
    let mut evicted = vec![false; items.len()];
    for (at, item) in items.iter().enumerate() {
        let Some(name) = &item.locked else { continue };
        if taken.insert(name.clone()) {
            solved[at] = Some(Solved {
                name: name.clone(),
                hashed: false,
                evicted: false,
            });
        } else {
            evicted[at] = true;
        }
    }
    for (at, item) in items.iter().enumerate() {
        let Some(name) = item.candidates.first().filter(|_| item.exact) else {
            continue;
        };
        if solved[at].is_none() && taken.insert(name.clone()) {
            solved[at] = Some(Solved {
                name: name.clone(),
                hashed: false,
                evicted: evicted[at],
            });
        }
    }
    for level in 0.. {
        let mut claims: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, item) in items
            .iter()
            .enumerate()
            .filter(|(at, _)| solved[*at].is_none())
        {
            claims.entry(claim(item, level)).or_default().push(at);
        }
        if claims.is_empty() {
            break;
        }
        for (name, claimants) in claims {
            // Equal keys, against the promise, would claim for ever: the whole hash is the last that anyone gets.
            let last = level > items[claimants[0]].candidates.len() + HASH_DIGITS / HASH_STEP;
            let cornered = claimants
                .iter()
                .filter(|&&at| level + 1 == items[at].candidates.len());
            let winners = match (claimants.len(), cornered.copied().collect::<Vec<_>>()) {
                _ if last => claimants,
                _ if reserved(&name) || taken.contains(&name) => continue,
                (1, _) => claimants,
                (_, only) if only.len() == 1 => only,
                _ => continue,
            };
            for at in winners {
                let hashed = level >= items[at].candidates.len();
                solved[at] = Some(Solved {
                    name: name.clone(),
                    hashed,
                    evicted: evicted[at],
                });
            }
            taken.insert(name);
        }
    }
    solved.into_iter().flatten().collect()
}

/// What `item` claims at `level`: its candidates, then the last of them with a longer and longer hash.
fn claim(item: &Item, level: usize) -> String {
    if let Some(name) = item.candidates.get(level) {
        return name.clone();
    }
    let base = item.candidates.last().map_or("", String::as_str);
    let mut digits: String = Sha256::digest(item.key.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    digits.truncate(HASH_STEP * (level + 1 - item.candidates.len()));
    let base = base.trim_end_matches('_');
    if base.starts_with(char::is_uppercase) {
        format!("{base}X{digits}")
    } else {
        format!("{base}_x{digits}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(key: &str, candidates: &[&str]) -> Item {
        Item {
            candidates: candidates.iter().map(|&one| one.to_owned()).collect(),
            key: key.to_owned(),
            ..Item::default()
        }
    }

    fn names(items: &[Item]) -> Vec<String> {
        solve(items, &|name| name == "Option")
            .into_iter()
            .map(|one| one.name)
            .collect()
    }

    #[test]
    fn alone_gets_the_best_name() {
        assert_eq!(names(&[item("a", &["A"]), item("b", &["B"])]), ["A", "B"]);
    }

    #[test]
    fn all_that_collide_are_qualified() {
        let items = [
            item("q/amount", &["Amount", "PostRequestAmount"]),
            item("r/amount", &["Amount", "PostResponseAmount"]),
        ];
        assert_eq!(names(&items), ["PostRequestAmount", "PostResponseAmount"]);
    }

    #[test]
    fn who_has_no_other_name_left_gets_it() {
        let items = [
            item("a/a", &["A", "PostA", "PostAA"]),
            item("a", &["A", "PostA"]),
        ];
        assert_eq!(names(&items), ["PostAA", "PostA"]);
    }

    #[test]
    fn reserved_names_are_qualified() {
        assert_eq!(
            names(&[item("option", &["Option", "PostRequestOption"])]),
            ["PostRequestOption"]
        );
    }

    #[test]
    fn hashes_come_last_and_do_not_depend_on_the_order() {
        let (a, b) = (
            item("Under review", &["UnderReview"]),
            item("Under Review", &["UnderReview"]),
        );
        let one = names(&[a.clone(), b.clone()]);
        let other = names(&[b, a]);
        assert_eq!(one, [other[1].clone(), other[0].clone()]);
        assert!(
            one.iter().all(|name| name.starts_with("UnderReviewX")),
            "{one:?}"
        );
    }

    #[test]
    fn the_spelling_of_the_wire_goes_first() {
        let exact = Item {
            exact: true,
            ..item("pay_no", &["pay_no"])
        };
        let names = names(&[item("payNo", &["pay_no"]), exact]);
        assert_eq!(names[1], "pay_no");
        assert!(names[0].starts_with("pay_no_x"), "{names:?}");
    }

    #[test]
    fn locked_names_stay_and_only_one_can_have_each() {
        let lock = |name: &str, item: Item| Item {
            locked: Some(name.to_owned()),
            ..item
        };
        let items = [
            lock("Amount", item("q/amount", &["Amount", "PostRequestAmount"])),
            item("r/amount", &["Amount", "PostResponseAmount"]),
            lock("Amount", item("p/amount", &["Amount", "PutRequestAmount"])),
        ];
        assert_eq!(
            names(&items),
            ["Amount", "PostResponseAmount", "PutRequestAmount"]
        );
        assert!(solve(&items, &|_| false)[2].evicted);
    }
}
