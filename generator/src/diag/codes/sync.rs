//! Our pages and what upstream says (WX0650 and up), texts that are still to be written, and the glossary.

use crate::diag::{Code, Severity};

/// Every kind of this stage.
pub const ALL: &[&Code] = &[
    &UNFAITHFUL,
    &ONLY_HERE,
    &NOT_CANONICAL,
    &CLASH,
    &UNWRITTEN,
    &MISSING_TEXTS,
    &MISSING_ENGLISH,
    &BORROWED_TEXT,
    &GLOSSARY_SYNTAX,
    &GLOSSARY_TWICE,
    &GLOSSARY_ENGLISH,
];

/// A page whose text would not mean what it should.
pub static UNFAITHFUL: Code = Code {
    id: "WX0650",
    severity: Severity::Error,
    title: "the page cannot be written so that it reads the same",
    cause: "Before `sync` writes a page it reads the text back. What came back is not what was to be written: a text on \
        the page looks like something else of the page language, such as a description that ends in braces or that has \
        a list of values in it. The page is left as it is.",
    example: "A description that was written for the page `v3/apples.md`:\n\n    | colour | string | 颜色，例如`RED` 枚举值\n\n\
        reads as the text `颜色，例如` and the one value `RED`.",
    fix: "Word the text that the message names differently. If it is not a text of ours, the renderer has a mistake.",
};

/// A page of ours without one upstream.
pub static ONLY_HERE: Code = Code {
    id: "WX0651",
    severity: Severity::Warning,
    title: "upstream has no such page",
    cause: "A page of ours has no counterpart upstream, neither a page nor one that says where it went. Upstream may have \
        dropped it, or the tree that was given is only a part. `sync` never deletes a page for that: its wording would be lost.",
    example: "`specs/v3/apples.md` is there, and `UPSTREAM/openapi/v3/apples.md` is not.",
    fix: "If the operation no longer exists, delete our page and run `generate`; else give `sync` the whole tree.",
};

/// A page of ours that is not as `sync` writes it.
pub static NOT_CANONICAL: Code = Code {
    id: "WX0652",
    severity: Severity::Warning,
    title: "a page of ours is not in the canonical form",
    cause: "Writing what a page of ours says gives another text than the page has. Facts and wording are kept when `sync` \
        writes the page; whatever else stands on it, such as remarks, other spacing or another order, is not.",
    example: "A page of `specs/v3` with a paragraph between the example and the response table, or with the tooltips of \
        upstream pages.",
    fix: "Move what must stay into a description, and let `sync` write the page.",
};

/// Two upstream pages for one of ours.
pub static CLASH: Code = Code {
    id: "WX0653",
    severity: Severity::Error,
    title: "two upstream pages are one page of ours",
    cause: "Upstream pages below `openapi/v3` and below `v3` are the same page here, and both are there. Neither is used.",
    example: "`UPSTREAM/openapi/v3/apples.md` and `UPSTREAM/v3/apples.md`.",
    fix: "Give `sync` the upstream tree alone.",
};

/// A page that cannot be written.
pub static UNWRITTEN: Code = Code {
    id: "WX0654",
    severity: Severity::Error,
    title: "a page cannot be written",
    cause: "The folder or the file cannot be written to. The page is as it was; the others were written.",
    example: "cannot write `specs/v3/apples.md`: Permission denied",
    fix: "Give yourself the right to write there, or make room, and run `sync` again: it does only what is left to do.",
};

/// Texts that nobody has written yet.
pub static MISSING_TEXTS: Code = Code {
    id: "WX0660",
    severity: Severity::Warning,
    title: "descriptions are still to be written",
    cause: "Sentences of upstream pages are not copied: a field whose description is more than a short label, and every \
        operation, gets its description from us. Those that are counted here have none yet, so that the client's \
        documentation says only what they are called and what they may be.",
    example: "    | attach {data-indent=1} | string |",
    fix: "Write the last cell of the row, or the page's `description`. `sync` keeps what you write.",
};

/// Texts without English.
pub static MISSING_ENGLISH: Code = Code {
    id: "WX0661",
    severity: Severity::Warning,
    title: "texts have no English",
    cause: "The client's documentation shows every text of a page in English first. The glossary has none for those that \
        are named here, so they are shown in Chinese alone. A text that several pages share is named once.",
    example: "    | attach {data-indent=1} | string | 附加数据",
    fix: "Add `\"附加数据\" = \"additional data\"` to `[texts]` in `specs/glossary.toml`, with the words of `[terms]`.",
};

/// A text that is not ours.
pub static BORROWED_TEXT: Code = Code {
    id: "WX0662",
    severity: Severity::Error,
    title: "a text reads as a sentence of upstream",
    cause: "The words of our pages are ours: of upstream's texts only titles and short labels come along. This text has 16 \
        or more characters in a row in common with an upstream text, marks and spaces aside.",
    example: "upstream: `每天早上把篮子里的苹果按颜色数一遍`, ours: `请每天早上把篮子里的苹果，按颜色数一遍`.",
    fix: "Say it in other words: the same facts in another sentence.",
};

/// A glossary that cannot be read.
pub static GLOSSARY_SYNTAX: Code = Code {
    id: "WX0690",
    severity: Severity::Error,
    title: "the glossary cannot be read",
    cause: "`glossary.toml` has the tables `[terms]` and `[texts]`; every entry is a Chinese text and its English, both \
        in quotes. This is something else.",
    example: "    [terms]\n    \"苹果\" = apple",
    fix: "Write `\"苹果\" = \"apple\"`.",
};

/// A text with two translations.
pub static GLOSSARY_TWICE: Code = Code {
    id: "WX0691",
    severity: Severity::Error,
    title: "a text is in the glossary twice",
    cause: "Every text has one translation. Backticks, outer spaces and the width of brackets are no part of it, so two \
        entries can be the same text although they look different.",
    example: "    [terms]\n    \"苹果（红）\" = \"red apple\"\n\n    [texts]\n    \"苹果(红)\" = \"apple, red\"",
    fix: "Remove one of the two.",
};

/// English that documentation cannot show.
pub static GLOSSARY_ENGLISH: Code = Code {
    id: "WX0692",
    severity: Severity::Warning,
    title: "the English of an entry is not plain English text",
    cause: "The English is put into documentation as it is. It is empty, has Chinese in it, or has marks that \
        documentation would take for Markdown.",
    example: "    [terms]\n    \"苹果\" = \"`apple`\"",
    fix: "Write plain English without Markdown, on one line.",
};
