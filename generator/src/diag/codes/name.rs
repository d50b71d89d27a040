//! WX05xx: families and names.

use crate::diag::{Code, Severity};

/// All of them.
pub static ALL: &[&Code] = &[
    &FAMILIES_UNREADABLE,
    &FAMILY_GUESSED,
    &FAMILY_NAME,
    &FAMILY_UNKNOWN,
    &FAMILY_EXAMPLE,
    &LOCK_UNREADABLE,
    &LOCK_NAME,
    &LOCK_DIFFERS,
    &LOCK_CLASH,
    &NAME_HASHED,
    &FIELD_TWICE,
    &OPERATION_TWICE,
    &EVENT_TWICE,
];

/// `families.toml` cannot be read.
pub static FAMILIES_UNREADABLE: Code = Code {
    id: "WX0501",
    severity: Severity::Error,
    title: "families.toml cannot be read",
    cause: "The file is not TOML, or has a key that means nothing. Without it no operation has its feature.",
    example: "[[family]]\nname = \"pay\"\nmatch = \"/v3/pay\"\n",
    fix: "Give every [[family]] a `name`, an `about` and a list `match`, and the file a list `default`.",
};

/// An operation or notification fits no pattern.
pub static FAMILY_GUESSED: Code = Code {
    id: "WX0502",
    severity: Severity::Warning,
    title: "a page of no family",
    cause: "No pattern of families.toml fits the path of the operation or the event of the notification. It was put into a \
            family named after its first segment, which becomes a feature of its own.",
    example: include_str!("examples/WX0502.md"),
    fix: "Add a pattern to the family it belongs to. The help line of the warning has one.",
};

/// A family has a name that no feature can have.
pub static FAMILY_NAME: Code = Code {
    id: "WX0503",
    severity: Severity::Error,
    title: "a family with an impossible name",
    cause: "A family is a feature of the client: lower-case letters, digits and hyphens, beginning with a letter, each name \
            once, and none of the features that the client has anyway (`default`, `full`, `sandbox`, …).",
    example: "[[family]]\nname = \"full\"\nabout = \"Everything\"\nmatch = [\"/v3\"]\n",
    fix: "Choose another name.",
};

/// `default` names a family that is not there.
pub static FAMILY_UNKNOWN: Code = Code {
    id: "WX0504",
    severity: Severity::Error,
    title: "an unknown feature is on by default, or needed by a family",
    cause: "`default` may only list names of the [[family]] entries, and features of the client's hand-written part such as \
            `async-transport`; `needs` of a family the latter alone.",
    example: "default = [\"pai\"]\n\n[[family]]\nname = \"pay\"\nabout = \"Payments\"\nmatch = [\"/v3/pay\"]\n",
    fix: "Mend the spelling, or add the family.",
};

/// The example of a family cannot be shown.
pub static FAMILY_EXAMPLE: Code = Code {
    id: "WX0505",
    severity: Severity::Error,
    title: "a family without the example that it names",
    cause: "`example` names the operation whose documentation shows how to call an operation of the family. It must be one of \
            the family, written as verb and path, and what it requires must be texts, numbers, truth values, enums, and \
            objects and lists of them: no file, no free JSON.",
    example: "[[family]]\nname = \"pay\"\nabout = \"Payments\"\nmatch = [\"/v3/pay\"]\nexample = \"GET /v3/refund\"\n",
    fix: "Name another operation, or none: then one is chosen.",
};

/// `names.lock` cannot be read.
pub static LOCK_UNREADABLE: Code = Code {
    id: "WX0510",
    severity: Severity::Error,
    title: "names.lock cannot be read",
    cause: "The file is not TOML, or has a table that means nothing, or a name that is no text. Running without it would give \
            every name anew.",
    example: "[types]\n\"POST /v3/pay/orders request\" = \"PostRequest\"\n",
    fix: "Restore the file from version control, or mend the place. Its tables are `node`, `event`, `field`, `value`, `type`, \
          and the same below `removed`.",
};

/// `names.lock` has a name that Rust cannot have.
pub static LOCK_NAME: Code = Code {
    id: "WX0511",
    severity: Severity::Error,
    title: "a locked name that is no Rust name",
    cause: "A name in names.lock is a keyword, or has characters that no identifier has.",
    example: "[field]\n\"type\" = \"type\"\n",
    fix: "Write an identifier. Nothing but this file decides which.",
};

/// A rule would give another name than the lock.
pub static LOCK_DIFFERS: Code = Code {
    id: "WX0512",
    severity: Severity::Note,
    title: "a locked name that would be another today",
    cause: "By today's pages and rules the thing would get another name. The one in names.lock stays, because apps use it.",
    example: "[field]\n\"payNo\" = \"pay_number\"\n",
    fix: "Nothing. To take the new name at a major release, delete the line and generate.",
};

/// Two locked names meet in one scope.
pub static LOCK_CLASH: Code = Code {
    id: "WX0513",
    severity: Severity::Warning,
    title: "two places with one locked name",
    cause: "Two things that had the same name in different scopes, or that were one thing, are now two in one scope. The first \
            keeps its name, the other gets a new one: for apps that use it this is a breaking change.",
    example: "[value]\n\"Under review\" = \"UnderReview\"\n\"Under Review\" = \"UnderReview\"\n\n(and now one field has both values)\n",
    fix: "Choose the new name in names.lock before release, and say it in the changelog.",
};

/// Only a hash keeps two names apart.
pub static NAME_HASHED: Code = Code {
    id: "WX0514",
    severity: Severity::Warning,
    title: "a name with a hash",
    cause: "Two things of one scope fold to the same Rust name, and nothing about their meaning tells them apart. The name got \
            a hash of what the thing is called on the wire. A name that is in names.lock is not reported.",
    example: include_str!("examples/WX0514.md"),
    fix: "Choose a better name in names.lock before release.",
};

/// One object has one name twice.
pub static FIELD_TWICE: Code = Code {
    id: "WX0515",
    severity: Severity::Warning,
    title: "a field twice in one object",
    cause: "Two fields of one object have the same name on the wire. Only the first became a field of the struct.",
    example: "{ \"fields\": [ { \"name\": \"total\", … }, { \"name\": \"total\", … } ] }\n",
    fix: "Rename or delete one of the rows, or settle it with a fix-up.",
};

/// One operation is described twice.
pub static OPERATION_TWICE: Code = Code {
    id: "WX0516",
    severity: Severity::Error,
    title: "an operation twice",
    cause: "Two pages describe the same method and path.",
    example: "v3/tea/index.md and v3/tea.md, both with `GET /v3/tea` in their http example\n",
    fix: "Delete one of the pages, or mend its path.",
};

/// One event is described twice.
pub static EVENT_TWICE: Code = Code {
    id: "WX0517",
    severity: Severity::Error,
    title: "a notification twice",
    cause: "Two pages of one version describe the same event.",
    example: "webhook/v3/REFUND.SUCCESS.md\nv3/REFUND.SUCCESS.md (both below one tree)\n",
    fix: "Delete one of the pages.",
};
