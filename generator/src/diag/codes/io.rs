//! Reading pages, model files and settings; what the command line itself reports (WX07xx).

use crate::diag::{Code, Severity};

/// All kinds of this file.
pub static ALL: &[&Code] = &[
    &NO_INPUT,
    &UNREADABLE_FOLDER,
    &UNREADABLE_FILE,
    &NOT_UTF8,
    &LINK_LOOP,
    &NO_PAGE,
    &TOO_LARGE,
    &NAME_NOT_UTF8,
    &NO_REPOSITORY,
    &UNWRITABLE,
    &UNREADABLE_SETTINGS,
    &NO_MODEL,
    &NO_FAMILY,
];

/// The directory or page that was asked for is not there.
pub static NO_INPUT: Code = Code {
    id: "WX0701",
    severity: Severity::Error,
    title: "the pages are not there",
    cause: "The path of the pages names nothing that can be opened, so there is nothing to read.",
    example: "wechatpay-codegen model --specs no-such-directory",
    fix: "Give an existing directory of pages, or an existing page. Without `--specs` the `specs` directory of the \
          repository is read.",
};

/// A folder cannot be listed.
pub static UNREADABLE_FOLDER: Code = Code {
    id: "WX0702",
    severity: Severity::Error,
    title: "a folder cannot be read",
    cause: "The system refuses to list a folder of the tree. Pages may lie in it, and a client without them would \
            lack operations, so this is an error.",
    example: "chmod 000 specs/v3/refund && wechatpay-codegen check",
    fix: "Give yourself the right to read the folder, or remove it.",
};

/// A page cannot be read.
pub static UNREADABLE_FILE: Code = Code {
    id: "WX0703",
    severity: Severity::Error,
    title: "a page cannot be read",
    cause: "The system refuses to open a page, the page is a link to nothing, or it is not a regular file. A client \
            without it would lack operations, so this is an error.",
    example: "chmod 000 specs/v3/refunds.md && wechatpay-codegen check",
    fix: "Give yourself the right to read the file, mend the link, or remove it.",
};

/// A page is not UTF-8.
pub static NOT_UTF8: Code = Code {
    id: "WX0704",
    severity: Severity::Error,
    title: "a page is not UTF-8",
    cause: "Pages are UTF-8. Bytes that are not were replaced by U+FFFD, so that the rest of the page could still be \
            checked, but names and values may be damaged.",
    example: "iconv -t gbk specs/v3/refunds.md > page.md && wechatpay-codegen model --specs page.md",
    fix: "Save the page as UTF-8. If it was written in another encoding, convert it: `iconv -f gb18030 -t utf-8`.",
};

/// A link leads back to a folder that it lies in.
pub static LINK_LOOP: Code = Code {
    id: "WX0705",
    severity: Severity::Warning,
    title: "a link leads in a circle",
    cause: "A symbolic link leads to a folder that it lies in. It was not followed: all that is behind it has been \
            read already.",
    example: "ln -s .. specs/v3/refund/loop && wechatpay-codegen check",
    fix: "Remove the link.",
};

/// A directory has no page.
pub static NO_PAGE: Code = Code {
    id: "WX0706",
    severity: Severity::Error,
    title: "there is no page",
    cause: "The directory can be read, but no `.md` file lies under `openapi/v2`, `openapi/v3`, `v2`, `v3`, \
            `webhook/v2` or `webhook/v3` of it. Files elsewhere are not pages. Going on would remove the whole client.",
    example: "wechatpay-codegen model --specs generator/src",
    fix: "Give the directory that holds these folders: not `specs/v3` but `specs`.",
};

/// A page is too large.
pub static TOO_LARGE: Code = Code {
    id: "WX0707",
    severity: Severity::Error,
    title: "a page is too large",
    cause: "Pages have some thousand bytes. A file of more than 16 MiB is something else, and is not read.",
    example: "head -c 20M /dev/zero > specs/v3/zero.md && wechatpay-codegen check",
    fix: "Remove the file, or give it another extension than `.md`.",
};

/// The name of a page is not UTF-8.
pub static NAME_NOT_UTF8: Code = Code {
    id: "WX0708",
    severity: Severity::Warning,
    title: "the name of a page is not UTF-8",
    cause: "A page's identity is its path below the tree, as text. The bytes of the name that are not UTF-8 were \
            replaced by U+FFFD.",
    example: "touch $'specs/v3/\\xff.md' && wechatpay-codegen check",
    fix: "Rename the file.",
};

/// The repository cannot be found, and a path was left to its default.
pub static NO_REPOSITORY: Code = Code {
    id: "WX0709",
    severity: Severity::Error,
    title: "no repository to take default paths from",
    cause: "Paths that are not given are those of the repository: of the nearest directory upwards that has a \
            `specs` directory and a `Cargo.toml` with `[workspace]`. There is none above the current directory.",
    example: "cd / && wechatpay-codegen check",
    fix: "Run the command inside the repository, or give every path: `--specs`, `--fixups`, `--families`, `--names` \
          and `--out`.",
};

/// A result cannot be written.
pub static UNWRITABLE: Code = Code {
    id: "WX0710",
    severity: Severity::Error,
    title: "a result cannot be written",
    cause: "The system refuses to write a file or the standard output: the folder is not there or not yours, or the \
            disk is full.",
    example: "wechatpay-codegen model --out no-such-directory/model.json",
    fix: "Make the folder, or give another path.",
};

/// A file of settings cannot be read.
pub static UNREADABLE_SETTINGS: Code = Code {
    id: "WX0711",
    severity: Severity::Error,
    title: "a file of settings cannot be read",
    cause: "The file of fix-ups, of families or of names is not there, not yours, or not UTF-8. What it says would \
            be missing from the client.",
    example: "wechatpay-codegen model --fixups no-such-file.toml",
    fix: "Give an existing file, or leave the option out: then the file of the repository is read.",
};

/// A model file cannot be read.
pub static NO_MODEL: Code = Code {
    id: "WX0712",
    severity: Severity::Error,
    title: "a model file cannot be read",
    cause: "A file that begins like JSON was given to `drift`, so that it is taken for the output of `model`; but it is no \
            endpoint model, or one of another format (`specs/model.schema.json`).",
    example: "echo '{}' > old.json && wechatpay-codegen drift old.json specs",
    fix: "Write the file again with `wechatpay-codegen model --out FILE`, or give a directory of pages.",
};

/// A family that nothing belongs to.
pub static NO_FAMILY: Code = Code {
    id: "WX0713",
    severity: Severity::Error,
    title: "there is no such family",
    cause: "`openapi --family` was given a name that no family has, so the document would be empty.",
    example: "wechatpay-codegen openapi --family tea",
    fix: "Give one of the names in `specs/families.toml`, or leave the option out: then all families are in the document.",
};
