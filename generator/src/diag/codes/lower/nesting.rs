//! What is below what.

use super::{error, note, warning};
use crate::diag::Code;

/// Row at a wrong depth.
pub static WRONG_DEPTH: Code = warning(
    "WX0320",
    "row at a wrong depth",
    "A row stands deeper than one level below the row before it, so it has no parent; or below a row that is a single value; or a row has lost its `data-indent`. The depth that makes the rows fit is assumed.",
    include_str!("../examples/WX0320.md"),
    "Correct `data-indent`, or confirm it by a fix-up.",
);

/// Object without rows.
pub static OBJECT_WITHOUT_ROWS: Code = warning(
    "WX0322",
    "object without rows",
    "An object has no rows, so nothing is known of it. Any JSON is accepted.",
    include_str!("../examples/WX0322.md"),
    "Add the rows, or confirm by a fix-up that any JSON is meant.",
);

/// Row repeated.
pub static REPEATED_FIELD: Code = warning(
    "WX0323",
    "row repeated",
    "One parent has two rows of one name and type, and no line parts them. The first is kept.",
    include_str!("../examples/WX0323.md"),
    "Remove one of them, or part alternatives by a line row.",
);

/// Rows contradict each other.
pub static CONTRADICTING_FIELD: Code = error(
    "WX0324",
    "rows contradict each other",
    "One parent has two rows of one name with different types, and no line parts them.",
    include_str!("../examples/WX0324.md"),
    "Remove one of them, or part alternatives by a line row.",
);

/// Alternatives disagree on a type.
pub static TYPES_OF_ALTERNATIVES: Code = warning(
    "WX0325",
    "alternatives disagree on a type",
    "Two alternatives under one name give a field different types. The first is taken for both.",
    include_str!("../examples/WX0325.md"),
    "Compare both with the official page, and mend the type by a fix-up.",
);

/// Document behind another row.
pub static DETACHED_DOCUMENT: Code = note(
    "WX0326",
    "document behind another row",
    "The rows of a document stand behind a row that carries none; exactly one text before it can carry it, and gets it.",
    include_str!("../examples/WX0326.md"),
    "Move the row, or confirm it by a fix-up.",
);

/// Document without a clear owner.
pub static UNCLEAR_OWNER: Code = warning(
    "WX0327",
    "document without a clear owner",
    "The rows of a document stand behind a row that carries none, and several texts or none before it could. The nearest gets it.",
    include_str!("../examples/WX0327.md"),
    "Move the document behind its text, or name the text by a fix-up.",
);

/// Document beside its text.
pub static DOCUMENT_BESIDE_OWNER: Code = warning(
    "WX0328",
    "document beside its text",
    "Rows behind a line stand beside an encrypted text that carries no rows, not below it. They are read as what it carries; the name they have is not on the wire.",
    include_str!("../examples/WX0328.md"),
    "Write the rows one level deeper, or confirm it by a fix-up.",
);

/// Document without a format.
pub static DOCUMENT_WITHOUT_FORMAT: Code = warning(
    "WX0329",
    "document without a format",
    "A text has a document below it, and neither an attribute nor its description nor the example says in which format. JSON is assumed.",
    include_str!("../examples/WX0329.md"),
    "Add `data-encoded`, or confirm it by a fix-up.",
);

/// List or object.
pub static LIST_OR_OBJECT: Code = warning(
    "WX0330",
    "list or object",
    "A JSON text has one row below it, a list. Its name can be the key of an object, or the document is that list and the name is not on the wire. Examples decide; here there is none. A singular names elements, a plural or the field's own name is a key.",
    include_str!("../examples/WX0330.md"),
    "Look up the official page and say it by a fix-up.",
);
