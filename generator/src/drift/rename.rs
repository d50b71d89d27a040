//! Guesses which field got another name.

use crate::model::Field;

/// Pairs of a lost and a new field that are, it seems, one: the same but for the name, and with something that only they have in
/// common: fields of their own, a description, or the same place among fields that are otherwise the same. Those that are
/// found are taken out of `gone` and `fresh`.
pub(super) fn likely(
    old: &[Field],
    new: &[Field],
    gone: &mut Vec<usize>,
    fresh: &mut Vec<usize>,
) -> Vec<(usize, usize)> {
    let lonely = gone.len() == 1 && fresh.len() == 1 && old.len() == new.len();
    let mut pairs = Vec::new();
    for &was in gone.iter() {
        let free = |is: &&usize| !pairs.iter().any(|(_, taken)| taken == *is);
        let is_it = |is: &&usize| {
            let (a, b) = (&old[was], &new[**is]);
            let described = !a.doc.is_empty() && a.doc == b.doc;
            same(a, b) && (!a.fields.is_empty() || described || lonely && was == **is)
        };
        if let Some(&is) = fresh.iter().filter(free).find(is_it) {
            pairs.push((was, is));
        }
    }
    gone.retain(|at| !pairs.iter().any(|(was, _)| was == at));
    fresh.retain(|at| !pairs.iter().any(|(_, is)| is == at));
    pairs
}

/// Whether two fields are the same but for their name and their texts.
fn same(a: &Field, b: &Field) -> bool {
    let facts = |field: &Field| {
        let is = (field.ty, field.array, field.required, field.decimal);
        let carries = (field.encoding, field.decodes_to, field.encryption);
        (is, carries)
    };
    let below = || {
        a.fields.len() == b.fields.len()
            && a.fields
                .iter()
                .zip(&b.fields)
                .all(|(a, b)| a.name == b.name && same(a, b))
    };
    facts(a) == facts(b) && a.values == b.values && below()
}
