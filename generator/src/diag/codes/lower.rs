//! Lowering: what is wrong with what a page says (WX0301 and up), one file per part of the page.

mod comparison;
mod nesting;
mod operations;
mod responses;
mod rows;

pub use comparison::{KEY_WITHOUT_ROW, ROW_WITHOUT_KEY, SHAPE_OF_EXAMPLE};
pub use nesting::{
    CONTRADICTING_FIELD, DETACHED_DOCUMENT, DOCUMENT_BESIDE_OWNER, DOCUMENT_WITHOUT_FORMAT,
    LIST_OR_OBJECT, OBJECT_WITHOUT_ROWS, REPEATED_FIELD, TYPES_OF_ALTERNATIVES, UNCLEAR_OWNER,
    WRONG_DEPTH,
};
pub use operations::{
    BASE_URLS_DIFFER, CLIENT_OPTION, FRAGMENTS_DIFFER, HOST_OF_SNIPPET, NO_BASE_URL, NO_EXAMPLE,
    NO_URL, OPEN_CONTAINER, ORDER_OF_PARAMETERS, PARAMETERS, TWICE, TWO_BODIES, TYPE_OF_CONTAINER,
    UNKNOWN_CONTAINER, UNKNOWN_HEADER, UNKNOWN_TOP_ROW, UPLOAD_WITHOUT_ROWS, URL_AND_PAGE,
};
pub use responses::{
    ENVELOPE, EVENT_AND_PAGE, NO_ENVELOPE, NOTE_AND_FIELDS, RESPONSE_AND_SNIPPET, UNKNOWN_NOTE,
};
pub use rows::{
    DANGLING_LINE, DECIMALS, ENDING_OF_VALUES, EXTRA_CELLS, MISPLACED_ATTRIBUTE, NOT_A_NAME,
    ODD_NAME, REPEATED_VALUE, TEXT_IN_LINE_ROW, TOO_FEW_CELLS, UNCLEAR_KEY, UNKNOWN_ATTRIBUTE,
    UNKNOWN_TOOLTIP, UNKNOWN_TYPE, WORDS_IN_NUMBER,
};

use crate::diag::{Code, Severity};

/// All of them.
pub static ALL: &[&Code] = &[
    &UNKNOWN_ATTRIBUTE,
    &MISPLACED_ATTRIBUTE,
    &UNKNOWN_TOOLTIP,
    &UNCLEAR_KEY,
    &TOO_FEW_CELLS,
    &EXTRA_CELLS,
    &TEXT_IN_LINE_ROW,
    &DANGLING_LINE,
    &NOT_A_NAME,
    &ODD_NAME,
    &UNKNOWN_TYPE,
    &WORDS_IN_NUMBER,
    &DECIMALS,
    &REPEATED_VALUE,
    &ENDING_OF_VALUES,
    &WRONG_DEPTH,
    &OBJECT_WITHOUT_ROWS,
    &REPEATED_FIELD,
    &CONTRADICTING_FIELD,
    &TYPES_OF_ALTERNATIVES,
    &DETACHED_DOCUMENT,
    &UNCLEAR_OWNER,
    &DOCUMENT_BESIDE_OWNER,
    &DOCUMENT_WITHOUT_FORMAT,
    &LIST_OR_OBJECT,
    &NO_URL,
    &URL_AND_PAGE,
    &PARAMETERS,
    &ORDER_OF_PARAMETERS,
    &UNKNOWN_TOP_ROW,
    &TYPE_OF_CONTAINER,
    &TWO_BODIES,
    &UPLOAD_WITHOUT_ROWS,
    &CLIENT_OPTION,
    &NO_BASE_URL,
    &BASE_URLS_DIFFER,
    &HOST_OF_SNIPPET,
    &FRAGMENTS_DIFFER,
    &NO_EXAMPLE,
    &TWICE,
    &UNKNOWN_HEADER,
    &UNKNOWN_CONTAINER,
    &OPEN_CONTAINER,
    &KEY_WITHOUT_ROW,
    &ROW_WITHOUT_KEY,
    &SHAPE_OF_EXAMPLE,
    &UNKNOWN_NOTE,
    &NOTE_AND_FIELDS,
    &RESPONSE_AND_SNIPPET,
    &NO_ENVELOPE,
    &ENVELOPE,
    &EVENT_AND_PAGE,
];

pub(super) const fn error(
    id: &'static str,
    title: &'static str,
    cause: &'static str,
    example: &'static str,
    fix: &'static str,
) -> Code {
    Code {
        id,
        severity: Severity::Error,
        title,
        cause,
        example,
        fix,
    }
}

pub(super) const fn warning(
    id: &'static str,
    title: &'static str,
    cause: &'static str,
    example: &'static str,
    fix: &'static str,
) -> Code {
    Code {
        id,
        severity: Severity::Warning,
        title,
        cause,
        example,
        fix,
    }
}

pub(super) const fn note(
    id: &'static str,
    title: &'static str,
    cause: &'static str,
    example: &'static str,
    fix: &'static str,
) -> Code {
    Code {
        id,
        severity: Severity::Note,
        title,
        cause,
        example,
        fix,
    }
}
