//! Responses and notifications.

use super::{error, warning};
use crate::diag::Code;

/// Unknown note.
pub static UNKNOWN_NOTE: Code = error(
    "WX0370",
    "unknown note",
    "The notes that stand in a table instead of fields are a closed list: an empty string, a file, a redirect.",
    include_str!("../examples/WX0370.md"),
    "Use one of the known notes.",
);

/// Note beside fields.
pub static NOTE_AND_FIELDS: Code = error(
    "WX0371",
    "note beside fields",
    "A response table has fields or one note.",
    include_str!("../examples/WX0371.md"),
    "Remove one of them.",
);

/// Response contradicts the example.
pub static RESPONSE_AND_SNIPPET: Code = error(
    "WX0372",
    "response contradicts the example",
    "What the example does with the answer does not fit what the response table says it is.",
    include_str!("../examples/WX0372.md"),
    "Correct the table, or the example.",
);

/// Notification without an envelope.
pub static NO_ENVELOPE: Code = error(
    "WX0375",
    "notification without an envelope",
    "A notification has `headers` and `body`.",
    include_str!("../examples/WX0375.md"),
    "Add the row.",
);

/// Unusual envelope.
pub static ENVELOPE: Code = warning(
    "WX0376",
    "unusual envelope",
    "All notifications of a version have one envelope, and this page describes another one. The page is followed.",
    include_str!("../examples/WX0376.md"),
    "Compare it with the official page.",
);

/// Event and page differ.
pub static EVENT_AND_PAGE: Code = warning(
    "WX0377",
    "event and page differ",
    "The values of `event_type` do not include the name of the page. The name of the page is taken.",
    include_str!("../examples/WX0377.md"),
    "Rename the page, or correct the values.",
);
