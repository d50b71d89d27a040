//! One change, and how many there are.

use super::class::Class;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// One difference between two models.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Name of the rule (`rules`).
    pub rule: String,
    /// What it means for users of the generated client.
    pub class: Class,
    /// The operation (`POST /v3/…`) or notification (`v3 TRANSACTION.SUCCESS`), as the new side names it if it has it.
    pub subject: String,
    /// Location and names: `body/amount/total`; null for the operation or notification as a whole.
    pub field: Option<String>,
    /// What it was; null for what is new.
    pub old: Value,
    /// What it is; null for what is gone.
    pub new: Value,
    /// The page: of the new side, or of the old one for what is gone.
    pub page: String,
    /// The line on that page; null if the side is a model file, which knows no lines.
    pub line: Option<usize>,
    /// Product family.
    pub family: String,
    /// The page of the old side, if the old side has the thing.
    pub old_page: Option<String>,
    /// The line on that page.
    pub old_line: Option<usize>,
}

/// How many changes there are of each class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Summary {
    pub major: usize,
    pub minor: usize,
    pub patch: usize,
    pub text: usize,
}

impl Summary {
    /// Counts changes.
    #[must_use]
    pub fn of<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Self {
        let mut summary = Self::default();
        for change in changes {
            *summary.slot(change.class) += 1;
        }
        summary
    }

    /// How many of this class.
    #[must_use]
    pub fn get(mut self, class: Class) -> usize {
        *self.slot(class)
    }

    fn slot(&mut self, class: Class) -> &mut usize {
        match class {
            Class::Major => &mut self.major,
            Class::Minor => &mut self.minor,
            Class::Patch => &mut self.patch,
            Class::Text => &mut self.text,
        }
    }
}

/// All differences between two models.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Drift {
    /// How many of each class.
    pub summary: Summary,
    /// By family, subject, class, field and rule.
    pub changes: Vec<Change>,
    /// Pages of either side that have errors: nothing was compared that stands on them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<String>,
}

impl Drift {
    /// The changes, sorted and counted.
    #[must_use]
    pub fn new(mut changes: Vec<Change>, unread: Vec<String>) -> Self {
        changes.sort_by(|a, b| {
            let key = |one: &Change| (one.class, one.line);
            (&a.family, &a.subject, key(a), &a.field, &a.rule).cmp(&(
                &b.family,
                &b.subject,
                key(b),
                &b.field,
                &b.rule,
            ))
        });
        Self {
            summary: Summary::of(&changes),
            changes,
            unread,
        }
    }

    /// The worst class that is there.
    #[must_use]
    pub fn worst(&self) -> Option<Class> {
        self.changes.iter().map(|change| change.class).min()
    }

    /// The changes by family, then by subject.
    #[must_use]
    pub fn by_family(&self) -> BTreeMap<&str, BTreeMap<&str, Vec<&Change>>> {
        let mut all: BTreeMap<&str, BTreeMap<&str, Vec<&Change>>> = BTreeMap::new();
        for change in &self.changes {
            let family = all.entry(&change.family).or_default();
            family.entry(&change.subject).or_default().push(change);
        }
        all
    }
}
