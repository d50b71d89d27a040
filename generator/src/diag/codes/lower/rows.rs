//! Rows and their cells.

use super::{error, note, warning};
use crate::diag::Code;

/// Unknown attribute.
pub static UNKNOWN_ATTRIBUTE: Code = error(
    "WX0301",
    "unknown attribute",
    "The attributes of cells are a closed list; one that is not on it could change what the row means, so it is not skipped.",
    include_str!("../examples/WX0301.md"),
    "Correct the attribute. If the page language has grown, teach `lower/attributes.rs` what it means.",
);

/// Misplaced or misspelt attribute.
pub static MISPLACED_ATTRIBUTE: Code = warning(
    "WX0302",
    "misplaced or misspelt attribute",
    "`data-required` stands in the type cell, or `data-encoded` is spelt `data-encoded-by`. Both happen; what is meant is taken.",
    include_str!("../examples/WX0302.md"),
    "Write `data-required` into the first cell and `data-encoded=by-json_encode` into the second, or confirm it by a fix-up.",
);

/// Unknown tooltip.
pub static UNKNOWN_TOOLTIP: Code = warning(
    "WX0303",
    "unknown tooltip",
    "Tooltips are decoration, except that only they say whose RSA key encrypts a text and how long a text may be. This one says neither; it is left out.",
    include_str!("../examples/WX0303.md"),
    "Use one of the known tooltips, or none.",
);

/// Unclear RSA key.
pub static UNCLEAR_KEY: Code = warning(
    "WX0304",
    "unclear RSA key",
    "A text is encrypted with an RSA key and the tooltip does not say whose: of the platform, the merchant or the bank. In a request the platform's is assumed, elsewhere the merchant's.",
    include_str!("../examples/WX0304.md"),
    "Say it in the tooltip, or by a fix-up.",
);

/// Row with too few cells.
pub static TOO_FEW_CELLS: Code = error(
    "WX0305",
    "row with too few cells",
    "A row needs at least a name and a type.",
    include_str!("../examples/WX0305.md"),
    "Add the missing cell.",
);

/// Row with too many cells.
pub static EXTRA_CELLS: Code = warning(
    "WX0306",
    "row with too many cells",
    "A bar in a description that is not written `\\|` splits its cell. The last cells are joined again.",
    include_str!("../examples/WX0306.md"),
    "Write `\\|`, or confirm it by a fix-up.",
);

/// Text in a line row.
pub static TEXT_IN_LINE_ROW: Code = warning(
    "WX0307",
    "text in a line row",
    "A row of the class `im-table-line` is only a line: it opens a document or parts alternatives. Its text is left out.",
    include_str!("../examples/WX0307.md"),
    "Remove the text, or the class.",
);

/// Line row at the end.
pub static DANGLING_LINE: Code = warning(
    "WX0308",
    "line row at the end",
    "A line row opens the rows that follow it, and none does. It is left out.",
    include_str!("../examples/WX0308.md"),
    "Remove the line row.",
);

/// Not a name.
pub static NOT_A_NAME: Code = error(
    "WX0309",
    "not a name",
    "A name consists of ASCII letters, digits, `_` and `-`, and may end in `_$n` or `_$n_$m`.",
    include_str!("../examples/WX0309.md"),
    "Correct the name.",
);

/// Name with blanks.
pub static ODD_NAME: Code = warning(
    "WX0310",
    "name with blanks",
    "A name contains blanks or backticks. It is read without them.",
    include_str!("../examples/WX0310.md"),
    "Correct the name, or confirm it by a fix-up.",
);

/// Unknown type.
pub static UNKNOWN_TYPE: Code = error(
    "WX0311",
    "unknown type",
    "The types are `string`, `integer`, `number`, `boolean`, `object`, lists of them (`string[]`), and `float` and `true` for options.",
    include_str!("../examples/WX0311.md"),
    "Correct the type. If the page language has grown, teach `lower/types.rs` what it means.",
);

/// Number with words as values.
pub static WORDS_IN_NUMBER: Code = warning(
    "WX0312",
    "number with words as values",
    "A number lists values that are no numbers. It is read as a text.",
    include_str!("../examples/WX0312.md"),
    "Correct the type or the values, or confirm it by a fix-up.",
);

/// Number with decimals.
pub static DECIMALS: Code = warning(
    "WX0313",
    "number with decimals",
    "`number` stands for whole numbers on all pages but one, and the example of this field has decimals. It is read as a number with decimals.",
    include_str!("../examples/WX0313.md"),
    "Confirm it by a fix-up.",
);

/// Value listed twice.
pub static REPEATED_VALUE: Code = note(
    "WX0314",
    "value listed twice",
    "The list of values has one value more than once. It is kept once.",
    include_str!("../examples/WX0314.md"),
    "Remove the second one.",
);

/// Ending does not fit the values.
pub static ENDING_OF_VALUES: Code = note(
    "WX0315",
    "ending does not fit the values",
    "`枚举值之一` stands behind a single value, or `枚举值` behind several: a value may be missing.",
    include_str!("../examples/WX0315.md"),
    "Compare the list with the official page.",
);
