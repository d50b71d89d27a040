//! The fix-up file (WX0401 and up).

use super::lower::{error, note, warning};
use crate::diag::Code;

/// Fix-up file is not TOML.
pub static NOT_TOML: Code = error(
    "WX0401",
    "fix-up file is not TOML",
    "The fix-up file cannot be read, so none of its entries is applied.",
    include_str!("examples/WX0401.toml"),
    "Correct the syntax.",
);

/// Wrong fix-up.
pub static WRONG_ENTRY: Code = error(
    "WX0402",
    "wrong fix-up",
    "An entry has `page`, `field` (not for properties of the operation), `property`, `old`, `new`, `reason` and `link`, and may have `operation`. Each property has values of one kind.",
    include_str!("examples/WX0402.toml"),
    "Correct the entry.",
);

/// Fix-up no longer applies.
pub static STALE: Code = warning(
    "WX0403",
    "fix-up no longer applies",
    "The page is there, but it does not have the old value. The entry changes nothing. The page was mended, or the entry has the wrong field or value.",
    include_str!("examples/WX0403.toml"),
    "If the page was mended, remove the entry; else adapt it.",
);

/// Fix-up no longer applies.
pub static STALE_IN_SYNC: Code = error(
    "WX0404",
    "fix-up no longer applies",
    "The page is there, but it does not have the old value. While pages are brought into `specs/` this is an error: what the entry was to mend would get in.",
    include_str!("examples/WX0404.toml"),
    "If the page was mended, remove the entry; else adapt it.",
);

/// Page of a fix-up is absent.
pub static ABSENT_PAGE: Code = note(
    "WX0405",
    "page of a fix-up is absent",
    "The tree has no page of this name. The entry waits for it.",
    include_str!("examples/WX0405.toml"),
    "Nothing needs to be done; if the page is gone for good, remove the entry.",
);

/// Fix-up names a field that is not there.
pub static NO_SUCH_TARGET: Code = error(
    "WX0406",
    "fix-up names a field that is not there",
    "The new value is the address of a field, and the table has none that could take the row.",
    include_str!("examples/WX0406.toml"),
    "Correct the address: location, then names, as the page has them.",
);

/// All of them.
pub static ALL: &[&Code] = &[
    &NOT_TOML,
    &WRONG_ENTRY,
    &STALE,
    &STALE_IN_SYNC,
    &ABSENT_PAGE,
    &NO_SUCH_TARGET,
];
