//! Nothing is missed, nothing is made up, whatever the models.

use super::{Drift, Side, compare};
use crate::model::{FORMAT, Model};
use crate::source::SourceMap;
use crate::sync::render::Content;
use crate::sync::testing::strategy::content;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn model(content: Content) -> Model {
    let mut model = Model {
        format: FORMAT,
        ..Model::default()
    };
    match content {
        Content::Operations(operations) => model.operations = operations,
        Content::Notification(notification) => model.notifications.push(*notification),
        Content::Moved(moved) => model.moved.push(moved),
    }
    model
}

fn drift(old: &Model, new: &Model) -> Drift {
    let (sources, unread) = (SourceMap::default(), BTreeSet::new());
    let side = |model| Side {
        model,
        sources: &sources,
        unread: &unread,
    };
    compare(side(old), side(new))
}

/// The second model under the names of the first, so that they are compared thing by thing.
fn named_like(first: &Model, mut second: Model) -> Option<Model> {
    if (first.operations.len(), first.notifications.len())
        != (second.operations.len(), second.notifications.len())
    {
        return None;
    }
    for (a, b) in first.operations.iter().zip(&mut second.operations) {
        b.id.clone_from(&a.id);
        b.page.clone_from(&a.page);
        (b.method, b.version) = (a.method, a.version);
        b.path.clone_from(&a.path);
    }
    for (a, b) in first.notifications.iter().zip(&mut second.notifications) {
        b.event.clone_from(&a.event);
        b.page.clone_from(&a.page);
        b.version = a.version;
    }
    Some(second)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A model compared with itself has no change, and two that differ have at least one.
    #[test]
    fn what_differs_is_told(first in content(), second in content()) {
        let first = model(first);
        prop_assert_eq!(drift(&first, &first).changes, vec![]);
        if let Some(second) = named_like(&first, model(second)) {
            let same = serde_json::to_value(&first).unwrap() == serde_json::to_value(&second).unwrap();
            let (there, back) = (drift(&first, &second), drift(&second, &first));
            if first.moved.is_empty() {
                prop_assert_eq!(there.changes.is_empty(), same);
            }
            // What was added on the way there is removed on the way back.
            let count = |drift: &Drift, end: &str| drift.changes.iter().filter(|one| one.rule.ends_with(end)).count();
            prop_assert_eq!(count(&there, "field-added"), count(&back, "field-removed"));
            prop_assert_eq!(count(&there, "enum-value-added"), count(&back, "enum-value-removed"));
        }
    }
}
