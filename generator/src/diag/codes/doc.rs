//! WX01xx: what the front end cannot read.

use crate::diag::{Code, Severity};

/// Every code of this stage.
pub static ALL: &[&Code] = &[
    &NO_OPERATION,
    &FRONT_MATTER,
    &TEMPLATE,
    &HEADING,
    &SUBHEADING,
    &SECOND_ID,
    &NO_TABLE,
    &TABLE_ID,
    &THIRD_TABLE,
    &NOT_A_TABLE,
    &NOT_ATTRIBUTES,
    &LEFT_OVER,
    &PARAGRAPH,
    &FENCE,
    &REFERENCE,
    &REDIRECT,
    &ATTRIBUTE_PLACE,
    &CUT_TABLE,
];

/// A page without any operation.
pub static NO_OPERATION: Code = Code {
    id: "WX0101",
    severity: Severity::Error,
    title: "page without an operation",
    cause: "Every page describes at least one operation or notification under a heading that ends with its method as id, \
            or says in its front matter where it moved (`http-equiv: refresh`). This one does neither.",
    example: include_str!("examples/WX0101.md"),
    fix: "End the heading with `{#get}`, `{#post}`, `{#put}`, `{#patch}` or `{#delete}`; if the file is no page, move it out of the tree.",
};

/// A line of front matter that is not understood.
pub static FRONT_MATTER: Code = Code {
    id: "WX0102",
    severity: Severity::Warning,
    title: "front matter that is not read",
    cause: "`title` and `description` are texts on one line, and each stands once. Block scalars, values over several lines \
            and lines that are not `key: value` are left out.",
    example: include_str!("examples/WX0102.md"),
    fix: "Write the value on the line of its key.",
};

/// A template without a value.
pub static TEMPLATE: Code = Code {
    id: "WX0103",
    severity: Severity::Warning,
    title: "template without a value",
    cause: "`{{ $frontmatter.title }}` and `{{ $frontmatter.description }}` stand for keys of the front matter. The key is \
            not there, or the template is another one. It is read as an empty text.",
    example: include_str!("examples/WX0103.md"),
    fix: "Add the key to the front matter, or write the text in place of the template.",
};

/// Tables under a heading that is not one of an operation.
pub static HEADING: Code = Code {
    id: "WX0104",
    severity: Severity::Error,
    title: "tables under a heading without a method",
    cause: "The id of a heading is the method of the operation below it. Tables stand under a heading that has no id or \
            another one, so whose they are is not known.",
    example: include_str!("examples/WX0104.md"),
    fix: "End the heading with `{#get}`, `{#post}`, `{#put}`, `{#patch}` or `{#delete}`.",
};

/// A heading with prose.
pub static SUBHEADING: Code = Code {
    id: "WX0105",
    severity: Severity::Warning,
    title: "heading that is not one of an operation",
    cause: "The page language has headings for operations only. A deeper heading inside of an operation is dropped and \
            what follows is read as a part of the operation; text under any other heading is not read.",
    example: include_str!("examples/WX0105.md"),
    fix: "Turn the heading into a paragraph or a container, or give it its method as id.",
};

/// An id twice.
pub static SECOND_ID: Code = Code {
    id: "WX0106",
    severity: Severity::Error,
    title: "second heading of one id",
    cause: "A page has one path, so a method names one operation of it.",
    example: include_str!("examples/WX0106.md"),
    fix: "Correct the id of one of the headings, or move the operation to a page of its own.",
};

/// A table is missing.
pub static NO_TABLE: Code = Code {
    id: "WX0107",
    severity: Severity::Error,
    title: "operation without its tables",
    cause: "Every operation has a request table and a response table, also when one of them has no rows. A file that was \
            cut off looks like this, too.",
    example: include_str!("examples/WX0107.md"),
    fix: "Add the table; one without fields has a header and nothing else.",
};

/// A table that does not say which it is.
pub static TABLE_ID: Code = Code {
    id: "WX0108",
    severity: Severity::Warning,
    title: "table that does not say which it is",
    cause: "The line behind a table says whether it is `{.im-table #request}` or `{.im-table #response}`. Without it, or with \
            an id that is taken, the first table is read as the request and the second as the response.",
    example: include_str!("examples/WX0108.md"),
    fix: "Add or correct the line behind the table.",
};

/// Too many tables.
pub static THIRD_TABLE: Code = Code {
    id: "WX0109",
    severity: Severity::Error,
    title: "third table in one operation",
    cause: "An operation has one request table and one response table. What another table describes is not known.",
    example: include_str!("examples/WX0109.md"),
    fix: "Put a heading with its method before the tables of another operation, or join the rows to one of the two.",
};

/// Rows without a table.
pub static NOT_A_TABLE: Code = Code {
    id: "WX0110",
    severity: Severity::Error,
    title: "rows that are no table",
    cause: "Markdown makes a table of a header row and a delimiter row (`| --- | --- | ---`) with as many cells. These lines start with `|` and are none: the delimiter row is missing or has another number of \
            cells.",
    example: include_str!("examples/WX0110.md"),
    fix: "Add the delimiter row, with one cell for each of the header.",
};

/// Braces that are not attributes.
pub static NOT_ATTRIBUTES: Code = Code {
    id: "WX0111",
    severity: Severity::Warning,
    title: "braces that are not attributes",
    cause: "`{…}` at the very end of a cell, a heading or a container's line holds attributes: `key`, `key=value`, \
            `key=\"value\"`, `.class` or `#id`, separated by spaces. This does not, and is read as text.",
    example: include_str!("examples/WX0111.md"),
    fix: "Correct the attributes; if it is text, put something behind the brace.",
};

/// A block with no place in the language.
pub static LEFT_OVER: Code = Code {
    id: "WX0112",
    severity: Severity::Warning,
    title: "block that is not read",
    cause: "The page language consists of front matter, headings, paragraphs, tables, containers, code fences, quotes and \
            lists, each in its place. This block is of another kind or in another place, and is left out.",
    example: include_str!("examples/WX0112.md"),
    fix: "Remove it, or write it as one of those where it belongs.",
};

/// A paragraph behind a table.
pub static PARAGRAPH: Code = Code {
    id: "WX0113",
    severity: Severity::Warning,
    title: "paragraph behind a table",
    cause: "Behind the tables of an operation stand remarks, which are list items, and the reference paragraph (`参阅 …`). This \
            paragraph is read as a remark.",
    example: include_str!("examples/WX0113.md"),
    fix: "Make it a list item, or move it before the request table if it describes the operation.",
};

/// A code fence without an end.
pub static FENCE: Code = Code {
    id: "WX0114",
    severity: Severity::Error,
    title: "code fence that is never closed",
    cause: "A code fence without its closing line holds all that follows, up to the end of the page.",
    example: include_str!("examples/WX0114.md"),
    fix: "Close it with a line of as many back-quotes as it starts with.",
};

/// Words of a reference without a link.
pub static REFERENCE: Code = Code {
    id: "WX0115",
    severity: Severity::Warning,
    title: "words of a reference that are not a link",
    cause: "The reference paragraph (`参阅 …`), or the list behind it, consists of links. Other words have no place in the \
            model and are not read.",
    example: include_str!("examples/WX0115.md"),
    fix: "Make them the text of a link.",
};

/// A redirect that is none.
pub static REDIRECT: Code = Code {
    id: "WX0116",
    severity: Severity::Warning,
    title: "doubtful redirect",
    cause: "A page that moved has `http-equiv: refresh` and `content: 0;url=…` in its front matter and nothing behind it. This one \
            has operations, which are read, or does not say where it moved.",
    example: include_str!("examples/WX0116.md"),
    fix: "Remove the redirect or the operations; give the target as `content: 0;url=/openapi/…`.",
};

/// An attribute in a place where it means nothing.
pub static ATTRIBUTE_PLACE: Code = Code {
    id: "WX0117",
    severity: Severity::Warning,
    title: "attribute without a meaning",
    cause: "A heading has one id, a container classes, a code fence a language and a label, a table the line behind it. Other \
            attributes there, or such a line elsewhere, mean nothing and are not read.",
    example: include_str!("examples/WX0117.md"),
    fix: "Remove the attribute.",
};

/// A blank line inside of a table.
pub static CUT_TABLE: Code = Code {
    id: "WX0118",
    severity: Severity::Warning,
    title: "blank line in a table",
    cause: "To Markdown a table ends at a blank line. Rows that follow one, with no line of attributes between, are read as rows \
            of the table above.",
    example: include_str!("examples/WX0118.md"),
    fix: "Remove the blank line.",
};
