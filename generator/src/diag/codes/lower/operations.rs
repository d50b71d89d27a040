//! Operations, their URL and their request.

use super::{error, note, warning};
use crate::diag::Code;

/// Operation without a URL.
pub static NO_URL: Code = error(
    "WX0335",
    "operation without a URL",
    "No example says what the URL is, and the page does not stand below `openapi/v2`, `openapi/v3`, `v2` or `v3`.",
    include_str!("../examples/WX0335.md"),
    "Add an example, or put the page where its URL says.",
);

/// URL and page differ.
pub static URL_AND_PAGE: Code = warning(
    "WX0336",
    "URL and page differ",
    "The URL of the example is not the path of the page. One of them is mistaken; the example's is taken.",
    include_str!("../examples/WX0336.md"),
    "Rename the page, correct the example, or confirm it by a fix-up.",
);

/// Path parameters and rows differ.
pub static PARAMETERS: Code = warning(
    "WX0337",
    "path parameters and rows differ",
    "The URL has a path parameter that no row at the top describes. A row of its name below another container, or a row at the top that fits no parameter, is taken for it.",
    include_str!("../examples/WX0337.md"),
    "Correct the rows, or confirm it by a fix-up.",
);

/// Path parameters in another order.
pub static ORDER_OF_PARAMETERS: Code = note(
    "WX0338",
    "path parameters in another order",
    "The rows of the path parameters do not follow the order of the URL. The URL's order is taken.",
    include_str!("../examples/WX0338.md"),
    "Nothing needs to be done.",
);

/// Unknown row at the top.
pub static UNKNOWN_TOP_ROW: Code = error(
    "WX0339",
    "unknown row at the top",
    "A row at the top is neither a container (`json`, `query`, …) nor a parameter of the URL, so nobody knows where its value goes.",
    include_str!("../examples/WX0339.md"),
    "Correct its name or its depth.",
);

/// Container of a wrong type.
pub static TYPE_OF_CONTAINER: Code = error(
    "WX0340",
    "container of a wrong type",
    "The words at the top have fixed types: `security` and `nonceless` are `true`, `base_uri` and `fragment` texts, the others objects.",
    include_str!("../examples/WX0340.md"),
    "Correct the type.",
);

/// Two bodies.
pub static TWO_BODIES: Code = error(
    "WX0341",
    "two bodies",
    "A request has more than one of `json`, `xml` and `body`.",
    include_str!("../examples/WX0341.md"),
    "Remove all but one.",
);

/// Upload without rows.
pub static UPLOAD_WITHOUT_ROWS: Code = warning(
    "WX0342",
    "upload without rows",
    "The example uploads a file, and no row describes the form. It is read as the form that the media helper sends: `file`, and `meta` with name and digest.",
    include_str!("../examples/WX0342.md"),
    "Add the rows, or confirm it by a fix-up.",
);

/// Option of the client.
pub static CLIENT_OPTION: Code = note(
    "WX0343",
    "option of the client",
    "`timeout` is an option of the client that the page was written for. It is no part of the request.",
    include_str!("../examples/WX0343.md"),
    "Nothing needs to be done: every call of the generated client has a timeout.",
);

/// Host without a URL.
pub static NO_BASE_URL: Code = warning(
    "WX0344",
    "host without a URL",
    "The description of `base_uri` names no URL in backticks.",
    include_str!("../examples/WX0344.md"),
    "Write the URL in backticks.",
);

/// Hosts contradict each other.
pub static BASE_URLS_DIFFER: Code = error(
    "WX0345",
    "hosts contradict each other",
    "The description of `base_uri` and the example have different URLs.",
    include_str!("../examples/WX0345.md"),
    "Correct one of them.",
);

/// Unusual host in the example only.
pub static HOST_OF_SNIPPET: Code = warning(
    "WX0346",
    "unusual host in the example only",
    "The example has a host that no row `base_uri` names and that is not the usual one. It is taken.",
    include_str!("../examples/WX0346.md"),
    "Compare it with the official page, and mend it by a fix-up.",
);

/// Fragments contradict each other.
pub static FRAGMENTS_DIFFER: Code = error(
    "WX0347",
    "fragments contradict each other",
    "The row `fragment` and the example have different fragments.",
    include_str!("../examples/WX0347.md"),
    "Correct one of them.",
);

/// Operation without an example.
pub static NO_EXAMPLE: Code = note(
    "WX0348",
    "operation without an example",
    "Nothing shows what a request looks like, so the table is not checked.",
    include_str!("../examples/WX0348.md"),
    "Add an example.",
);

/// Described twice.
pub static TWICE: Code = error(
    "WX0350",
    "described twice",
    "Two sections describe one operation or one event.",
    include_str!("../examples/WX0350.md"),
    "Remove one of them.",
);

/// Unknown table header.
pub static UNKNOWN_HEADER: Code = error(
    "WX0351",
    "unknown table header",
    "The headers of tables are a closed list: `请求参数`, `返回字典`, `异常字典` or `应答规范`, then `类型` and `描述`.",
    include_str!("../examples/WX0351.md"),
    "Correct the header.",
);

/// Unknown container.
pub static UNKNOWN_CONTAINER: Code = warning(
    "WX0352",
    "unknown container",
    "The kind or the class of a container is not known, so it may say something of the status of the operation. It is taken for a remark.",
    include_str!("../examples/WX0352.md"),
    "Use a known class. If the page language has grown, teach `lower/status.rs` what it means.",
);

/// Container not closed.
pub static OPEN_CONTAINER: Code = warning(
    "WX0353",
    "container not closed",
    "A container has no closing `:::`. It ends where the next block starts.",
    include_str!("../examples/WX0353.md"),
    "Close it, or confirm it by a fix-up.",
);
