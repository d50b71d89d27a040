//! Examples: the PHP snippets of upstream pages (WX0201 and up) and the HTTP example of ours (WX0251 and up).

use crate::diag::{Code, Severity};

/// Code of a snippet that was not understood.
pub static EXPRESSION: Code = Code {
    id: "WX0201",
    severity: Severity::Warning,
    title: "code of a snippet not understood",
    cause: "A snippet uses PHP that examples do not need: an operator, a closure, a number that is not decimal, brackets \
        that do not match. The value is kept as it is written, up to the next comma; what stands in it is unknown.",
    example: include_str!("examples/WX0201.md"),
    fix: "Write the value as a literal. If it is a mistake of an upstream page, report it there.",
};

/// A string or comment of a snippet that does not end.
pub static ENDLESS: Code = Code {
    id: "WX0202",
    severity: Severity::Warning,
    title: "string or comment does not end",
    cause: "A quote or a `/*` of a snippet has no counterpart, so nothing behind it can be read. The snippet is left \
        out; the other snippets of the section are used.",
    example: include_str!("examples/WX0202.md"),
    fix: "Close the string or the comment.",
};

/// A snippet that nests too deeply.
pub static TOO_DEEP: Code = Code {
    id: "WX0203",
    severity: Severity::Warning,
    title: "code nests too deeply",
    cause: "Brackets, parentheses or arrows nest deeper than any real example does. The value is kept as it is written.",
    example: include_str!("examples/WX0203.md"),
    fix: "Write the value with less nesting.",
};

/// A snippet without a call.
pub static NO_CALL: Code = Code {
    id: "WX0204",
    severity: Severity::Warning,
    title: "snippet without a call",
    cause: "A snippet should name a URL, an HTTP method and one argument, as in `$instance->chain('v3/…')->post([…])`, \
        or, if its label says so, write out a URL. This one does not; it is left out.",
    example: include_str!("examples/WX0204.md"),
    fix: "Write the call in one of the three forms: `$instance->v3->…`, `->chain('v3/…')`, `$instance['v3/…']`.",
};

/// A section whose snippets cannot be read.
pub static NOTHING_READ: Code = Code {
    id: "WX0205",
    severity: Severity::Warning,
    title: "no snippet of the section can be read",
    cause: "Every snippet of the section was left out (the other messages say why). The tables alone say what is sent, and \
        the URL is that of the page's own path.",
    example: include_str!("examples/WX0205.md"),
    fix: "Mend at least one of the snippets.",
};

/// A snippet whose URL is none.
pub static BAD_URL: Code = Code {
    id: "WX0206",
    severity: Severity::Warning,
    title: "malformed URL in a snippet",
    cause: "A URL consists of segments of letters, digits, `-`, `_`, `.` and `~`, or of a parameter in braces. The \
        snippet is left out; the other snippets of the section are used.",
    example: include_str!("examples/WX0206.md"),
    fix: "Correct the URL.",
};

/// A missing comma.
pub static COMMA: Code = Code {
    id: "WX0207",
    severity: Severity::Warning,
    title: "comma missing between two elements",
    cause: "An element of an array starts on a new line, but the one before has no comma. It is read as if there were \
        one.",
    example: include_str!("examples/WX0207.md"),
    fix: "Add the comma.",
};

/// A key that occurs twice.
pub static DUPLICATE_KEY: Code = Code {
    id: "WX0208",
    severity: Severity::Warning,
    title: "key occurs twice",
    cause: "One array, object or element of an example has the same key twice. The last value is taken, as PHP does it.",
    example: include_str!("examples/WX0208.md"),
    fix: "Remove one of them.",
};

/// An array with and without keys.
pub static MIXED_ARRAY: Code = Code {
    id: "WX0209",
    severity: Severity::Warning,
    title: "array with and without keys",
    cause: "Some elements of an array have a key and some have not, so it is neither an object nor a list. It is read as \
        an object in which the elements without key are numbered, as PHP does it.",
    example: include_str!("examples/WX0209.md"),
    fix: "Give every element a key, or none.",
};

/// The verb of a snippet is not the one of the heading.
pub static VERB: Code = Code {
    id: "WX0210",
    severity: Severity::Error,
    title: "snippet and heading disagree on the method",
    cause: "The id of a heading is the HTTP method of the operation, and every snippet calls it by the same verb. If \
        they differ, either may be wrong.",
    example: include_str!("examples/WX0210.md"),
    fix: "Correct the heading's id or the snippet.",
};

/// URLs that differ.
pub static URL: Code = Code {
    id: "WX0211",
    severity: Severity::Error,
    title: "forms of the call disagree on the URL",
    cause: "The snippets of a section show one call in several forms, so that all have the same URL. If they differ, \
        any of them may be wrong.",
    example: include_str!("examples/WX0211.md"),
    fix: "Correct the URL that is wrong.",
};

/// Arguments that differ.
pub static ARGUMENTS: Code = Code {
    id: "WX0212",
    severity: Severity::Error,
    title: "forms of the call disagree on the arguments",
    cause: "The snippets of a section show one call in several forms, so that all have the same keys and types. If they \
        differ, any of them may be wrong. Variables count as what the lines before the call make of them.",
    example: include_str!("examples/WX0212.md"),
    fix: "Correct the arguments that are wrong.",
};

/// Tails that differ.
pub static TAILS: Code = Code {
    id: "WX0213",
    severity: Severity::Warning,
    title: "forms of the call disagree on the answer",
    cause: "What a snippet does with the answer says of which kind it is. The snippets of this section contradict each \
        other; the first declarative one is believed.",
    example: include_str!("examples/WX0213.md"),
    fix: "Correct the snippet that is wrong.",
};

/// A label that does not fit.
pub static LABEL: Code = Code {
    id: "WX0214",
    severity: Severity::Warning,
    title: "label of a snippet does not fit",
    cause: "The label of a PHP snippet names the form of its call, or says that it is something else (`处理程序`, \
        `标准PSR7`, `异步模式`, `同步模式`). This one is unknown or names another form than the code has. The code counts.",
    example: include_str!("examples/WX0214.md"),
    fix: "Correct the label.",
};

/// A tail that was not understood.
pub static TAIL: Code = Code {
    id: "WX0215",
    severity: Severity::Warning,
    title: "use of the answer not understood",
    cause: "What a snippet does with the answer is a second source for its kind (JSON, XML, a file, only a status). This \
        snippet does something unknown, so that the response table alone decides.",
    example: include_str!("examples/WX0215.md"),
    fix: "Read the answer in one of the known ways.",
};

/// A set-up line that was not understood.
pub static SETUP: Code = Code {
    id: "WX0216",
    severity: Severity::Note,
    title: "line before the call not understood",
    cause: "A line before the call is neither `use`, nor an assignment, nor a call. Variables that it sets stay unknown \
        in the example.",
    example: include_str!("examples/WX0216.md"),
    fix: "Nothing has to be done unless the line sets a value that the example needs.",
};

/// An example in an unknown language.
pub static LANGUAGE: Code = Code {
    id: "WX0217",
    severity: Severity::Warning,
    title: "example in an unknown language",
    cause: "Examples are `http` on our pages and `php` on upstream pages. A fence in another language is left out.",
    example: include_str!("examples/WX0217.md"),
    fix: "Write the example as an `http` fence.",
};

/// Sample values that differ.
pub static SAMPLES: Code = Code {
    id: "WX0218",
    severity: Severity::Note,
    title: "forms of the call disagree on a sample value",
    cause: "The snippets of a section show one call in several forms. Their arguments have the same keys and types, but \
        not the same values. The first declarative snippet is taken; types and names do not depend on it.",
    example: include_str!("examples/WX0218.md"),
    fix: "Nothing has to be done. The snippets can be given one value.",
};

/// A request line that is missing or malformed.
pub static REQUEST_LINE: Code = Code {
    id: "WX0251",
    severity: Severity::Error,
    title: "request line missing or malformed",
    cause: "An `http` example has a request line such as `POST /v3/pay/{id}?limit=10`, before it only lines that start with `@`. \
        The method is one of five, the path consists of segments of letters, digits, `-`, `_`, `.` and `~` or parameters in \
        braces, the query of `name=value` pairs, and no blank stands in the URL.",
    example: include_str!("examples/WX0251.md"),
    fix: "Correct the line. `wechatpay-codegen explain WX0251` shows what it may look like.",
};

/// An example whose method is not the heading's.
pub static HTTP_METHOD: Code = Code {
    id: "WX0252",
    severity: Severity::Error,
    title: "example and heading disagree on the method",
    cause: "The id of a heading is the HTTP method of the operation, and the example uses it. If they differ, either may be wrong.",
    example: include_str!("examples/WX0252.md"),
    fix: "Correct the heading's id or the example.",
};

/// A variable that is malformed.
pub static VARIABLE: Code = Code {
    id: "WX0253",
    severity: Severity::Error,
    title: "malformed variable",
    cause: "A line that starts with `@` gives a value to a parameter of the path, or to `base-url`, `response-kind` or \
        `response-signature`: `@name = value`, each name once.",
    example: include_str!("examples/WX0253.md"),
    fix: "Correct the line.",
};

/// A header that is malformed.
pub static HEADER: Code = Code {
    id: "WX0254",
    severity: Severity::Error,
    title: "malformed header",
    cause: "The lines behind the request line, up to the blank line, are headers: `Name: value`, each name once.",
    example: include_str!("examples/WX0254.md"),
    fix: "Correct the line, or separate the body from the headers by a blank line.",
};

/// Path parameters without value, or values without parameter.
pub static PATH_VALUES: Code = Code {
    id: "WX0255",
    severity: Severity::Error,
    title: "path parameters and their values disagree",
    cause: "Every parameter of the path has a sample value in a line `@name = value`, and no other name has one.",
    example: include_str!("examples/WX0255.md"),
    fix: "Add the missing line, or remove the one that is too much.",
};

/// A percent sign that encodes nothing.
pub static PERCENT: Code = Code {
    id: "WX0256",
    severity: Severity::Error,
    title: "malformed percent-encoding",
    cause: "In variables, query and fragment `%` is followed by two hexadecimal digits, and what they encode is UTF-8.",
    example: include_str!("examples/WX0256.md"),
    fix: "Write `%` itself as `%25`.",
};

/// A body of unknown type.
pub static CONTENT_TYPE: Code = Code {
    id: "WX0257",
    severity: Severity::Error,
    title: "type of the body missing or unknown",
    cause: "The header `Content-Type` says what a body is: `application/json`, `text/xml` or `multipart/form-data; boundary=…`.",
    example: include_str!("examples/WX0257.md"),
    fix: "Add or correct the header.",
};

/// A JSON body that is malformed.
pub static JSON: Code = Code {
    id: "WX0258",
    severity: Severity::Error,
    title: "malformed JSON body",
    cause: "The body is not one JSON value, or nests deeper than 64 levels.",
    example: include_str!("examples/WX0258.md"),
    fix: "Correct the JSON at the place that is marked.",
};

/// An XML body that is malformed.
pub static XML: Code = Code {
    id: "WX0259",
    severity: Severity::Error,
    title: "malformed XML body",
    cause: "The body is not one element `<xml>` with elements in it. Elements have no attributes, and text stands only in \
        elements that hold no other element.",
    example: include_str!("examples/WX0259.md"),
    fix: "Correct the XML at the place that is marked.",
};

/// XML beyond elements and text.
pub static XML_DTD: Code = Code {
    id: "WX0260",
    severity: Severity::Error,
    title: "document type, entity or declaration in an XML body",
    cause: "WeChat Pay's XML has no document type, and an example needs neither it nor entities other than XML's own five; they \
        are how XML is used for attacks.",
    example: include_str!("examples/WX0260.md"),
    fix: "Write the text itself.",
};

/// A form that is malformed.
pub static MULTIPART: Code = Code {
    id: "WX0261",
    severity: Severity::Error,
    title: "malformed multipart body",
    cause: "A form consists of parts, each behind a line `--boundary`, and ends with `--boundary--`. A part has a header \
        `Content-Disposition: form-data; name=\"…\"`, a blank line, and text, JSON, or for a file the line `< name`.",
    example: include_str!("examples/WX0261.md"),
    fix: "Correct the part.",
};

/// A second example.
pub static SECOND_EXAMPLE: Code = Code {
    id: "WX0262",
    severity: Severity::Warning,
    title: "second example",
    cause: "A section has one `http` example. The others are left out.",
    example: include_str!("examples/WX0262.md"),
    fix: "Remove them, or put them behind a `tip` container as fragments.",
};

/// All of them, by number.
pub static ALL: &[&Code] = &[
    &EXPRESSION,
    &ENDLESS,
    &TOO_DEEP,
    &NO_CALL,
    &NOTHING_READ,
    &BAD_URL,
    &COMMA,
    &DUPLICATE_KEY,
    &MIXED_ARRAY,
    &VERB,
    &URL,
    &ARGUMENTS,
    &TAILS,
    &LABEL,
    &TAIL,
    &SETUP,
    &LANGUAGE,
    &SAMPLES,
    &REQUEST_LINE,
    &HTTP_METHOD,
    &VARIABLE,
    &HEADER,
    &PATH_VALUES,
    &PERCENT,
    &CONTENT_TYPE,
    &JSON,
    &XML,
    &XML_DTD,
    &MULTIPART,
    &SECOND_EXAMPLE,
];
