//! The example against the table.

use super::error;
use crate::diag::Code;

/// Example has a key without row.
pub static KEY_WITHOUT_ROW: Code = error(
    "WX0360",
    "example has a key without row",
    "Table and example are written together: every key of the example is a row. One that is not shows that one of them is wrong, or was read wrongly.",
    include_str!("../examples/WX0360.md"),
    "Add the row, or remove the key.",
);

/// Row without a key in the example.
pub static ROW_WITHOUT_KEY: Code = error(
    "WX0361",
    "row without a key in the example",
    "Table and example are written together: every row is a key of the example. One that is not shows that one of them is wrong, or was read wrongly.",
    include_str!("../examples/WX0361.md"),
    "Add the key, or remove the row.",
);

/// Example has another shape.
pub static SHAPE_OF_EXAMPLE: Code = error(
    "WX0362",
    "example has another shape",
    "An object is a map in the example, a list is a list, a text that carries a document is one.",
    include_str!("../examples/WX0362.md"),
    "Correct the type, or the example.",
);
