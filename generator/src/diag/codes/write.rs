//! WX060x: writing the client and comparing it.

use crate::diag::{Code, Severity};

/// All of them.
pub static ALL: &[&Code] = &[
    &NOT_OURS,
    &WRITE_FAILED,
    &NO_MARKERS,
    &MANIFEST_UNREADABLE,
    &OUT_OF_DATE,
    &NOT_RUST,
];

/// A file that we did not write is where one of ours belongs.
pub static NOT_OURS: Code = Code {
    id: "WX0601",
    severity: Severity::Error,
    title: "a file in the way",
    cause: "Where a generated file belongs there is one without the first line that all generated files have. It may be \
            someone's work, so it was not touched, and nothing else was written either.",
    example: "//! My own module, in generated-client/src/api/v3.rs\n",
    fix: "Move the file elsewhere, or delete it.",
};

/// A file could not be read or written.
pub static WRITE_FAILED: Code = Code {
    id: "WX0602",
    severity: Severity::Error,
    title: "a file that cannot be written",
    cause: "The system refused to read, write, rename or delete a file of the client: permissions, a full disk, a folder where a \
            file belongs.",
    example: "chmod -w generated-client/src/api\n",
    fix: "Mend what the message says and generate again: it goes on where it stopped.",
};

/// `Cargo.toml` says nowhere where the features belong.
pub static NO_MARKERS: Code = Code {
    id: "WX0603",
    severity: Severity::Error,
    title: "no place for the features",
    cause: "The client's Cargo.toml has no pair of marker lines between which the features of the families go.",
    example: "[features]\ndefault = [\"pay\"]\n",
    fix: "Put the two lines `# <families>` and `# </families>` below `[features]`.",
};

/// The manifest cannot be read.
pub static MANIFEST_UNREADABLE: Code = Code {
    id: "WX0604",
    severity: Severity::Error,
    title: "a manifest that cannot be read",
    cause: "manifest.json says which files were generated last time. Without it nobody knows which of them are to be deleted.",
    example: "{ \"files\": 1 }\n",
    fix: "Restore the file from version control, or delete it together with the files that it listed.",
};

/// The committed client is not what the pages make.
pub static OUT_OF_DATE: Code = Code {
    id: "WX0605",
    severity: Severity::Error,
    title: "a client that is out of date",
    cause: "The pages, the families or the generator changed and the client was not generated again, or a generated file was \
            edited by hand.",
    example: "a page was edited, and only the page was committed\n",
    fix: "Run `cargo run --release -p wechatpay-codegen` and commit what it wrote.",
};

/// What the generator made is no Rust.
pub static NOT_RUST: Code = Code {
    id: "WX0606",
    severity: Severity::Error,
    title: "a file that would not be Rust",
    cause: "The generator made tokens that are no Rust items: a name that is none, or a bug in one of its emitters. It is a fault \
            of the generator, not of the pages.",
    example: "pub struct _ {}\n",
    fix: "Report it with the page of the file that the message names; until then, take that page out of the tree.",
};
