//! What the generated code costs the compiler, by how it is written.
//!
//! `cargo test -p wechatpay-client --test compile_time -- --ignored --nocapture` writes about as many structs, fields and enums as
//! the API has into a scratch crate beside a copy of this crate's runtime, once per form, and prints CPU seconds (user and
//! system) of `cargo check`, a debug and a release build of that crate alone. Compare numbers of one run only.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const MODULES: usize = 500;
const STRUCTS: usize = 8;
const ENUMS: usize = 800;

/// How structs and enums are written.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Form {
    /// `rt::object!` and `rt::open_enum!`.
    Macro,
    /// What the macros expand to.
    Written,
    /// `derive(Serialize, Deserialize, Debug, Clone)`.
    Derive,
}

#[test]
#[ignore = "takes minutes; prints a table for people"]
fn compile_time() {
    println!("form     command          CPU-s");
    for form in [Form::Macro, Form::Written, Form::Derive] {
        let dir = scratch(form);
        for command in [&["check"][..], &["build"], &["build", "--release"]] {
            build(&dir, command);
            fs::write(
                dir.join("src/touched.rs"),
                format!("// {}\n", command.join(" ")),
            )
            .unwrap();
            filetime(&dir.join("src/lib.rs"));
            let before = cpu();
            build(&dir, command);
            println!(
                "{:8} {:16} {:5.1}",
                format!("{form:?}"),
                command.join(" "),
                cpu() - before
            );
        }
    }
}

/// Makes cargo see a change.
fn filetime(path: &Path) {
    let text = fs::read_to_string(path).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    fs::write(path, text + "\n").unwrap();
}

fn build(dir: &Path, command: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .args(command)
        .args(["--quiet", "--offline"])
        .current_dir(dir)
        .env("CARGO_TARGET_DIR", dir.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "--cap-lints allow")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// CPU seconds of all processes that this one has waited for.
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap()
        .split_whitespace()
        .collect();
    // Fields 16 and 17 of the manual page, in ticks of 10 ms.
    [13, 14]
        .iter()
        .map(|&at| fields[at].parse::<f64>().unwrap())
        .sum::<f64>()
        / 100.0
}

fn scratch(form: Form) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("compile-time-{form:?}"));
    let _ = fs::remove_dir_all(dir.join("src"));
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &dir.join("src"),
    );
    let derive = if form == Form::Derive {
        ", \"derive\""
    } else {
        ""
    };
    let manifest = format!(
        "[package]\nname = \"scratch\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n[profile.release]\ndebug = 1\n\
         [features]\nconformance = []\n[dependencies]\npercent-encoding = \"2.3.2\"\nquick-xml = \"0.42.0\"\nserde_json = {{ version = \"1\", features = [\"float_roundtrip\"] }}\n\
         serde = {{ version = \"1\", default-features = false, features = [\"std\"{derive}] }}\n"
    );
    fs::write(dir.join("Cargo.toml"), manifest).unwrap();
    let _ = fs::copy(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock"),
        dir.join("Cargo.lock"),
    );
    let lib = fs::read_to_string(dir.join("src/lib.rs")).unwrap();
    let lib: Vec<&str> = lib
        .lines()
        .filter(|line| !line.starts_with("pub use api::"))
        .collect();
    fs::write(dir.join("src/lib.rs"), lib.join("\n")).unwrap();
    let api = dir.join("src/api");
    let _ = fs::remove_dir_all(&api);
    fs::create_dir_all(&api).unwrap();
    let mut random = Random(7);
    let mut root = String::from("//! Scratch.\n");
    for module in 0..MODULES {
        writeln!(root, "pub mod m{module};").unwrap();
        fs::write(
            api.join(format!("m{module}.rs")),
            text(form, module, &mut random),
        )
        .unwrap();
    }
    fs::write(api.join("mod.rs"), root).unwrap();
    dir
}

/// Copies a folder, without what is generated.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_name() == "api" {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A fixed sequence: every form gets the same structs.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

struct Field {
    name: &'static str,
    /// Type without `Option` and `Vec`.
    ty: String,
    list: bool,
    required: bool,
}

const NAMES: [&str; 30] = [
    "appid",
    "mchid",
    "out_trade_no",
    "transaction_id",
    "trade_type",
    "trade_state",
    "bank_type",
    "attach",
    "success_time",
    "payer",
    "amount",
    "scene_info",
    "promotion_detail",
    "coupon_id",
    "name",
    "scope",
    "kind",
    "stock_id",
    "currency",
    "wechatpay_contribute",
    "merchant_contribute",
    "other_contribute",
    "goods_detail",
    "goods_id",
    "quantity",
    "unit_price",
    "discount_amount",
    "goods_remark",
    "openid",
    "trade_state_desc",
];

/// Requests have even, answers odd numbers.
fn text(form: Form, module: usize, random: &mut Random) -> String {
    let mut out = String::from("//! Scratch.\nuse crate::rt;\n");
    let enums = ENUMS / MODULES + usize::from(module < ENUMS % MODULES);
    for number in 0..enums {
        open_enum(&mut out, form, &format!("E{number}"), 2 + random.below(7));
    }
    for number in 0..STRUCTS {
        let count = [1, 2, 2, 3, 4, 4, 5, 6, 9][random.below(9)];
        let first = random.below(NAMES.len());
        let fields: Vec<Field> = (0..count)
            .map(|step| {
                let (ty, list) = field_type(number, enums, random);
                Field {
                    name: NAMES[(first + step) % NAMES.len()],
                    ty,
                    list,
                    required: random.below(2) == 0,
                }
            })
            .collect();
        structure(&mut out, form, number, &fields);
    }
    out
}

fn field_type(number: usize, enums: usize, random: &mut Random) -> (String, bool) {
    let other = |random: &mut Random| format!("S{}", number % 2 + 2 * random.below(number / 2));
    match random.below(20) {
        0..=10 => ("String".into(), false),
        11..=13 => ("i64".into(), false),
        14 => ("bool".into(), false),
        15 | 16 if enums > 0 => (format!("E{}", random.below(enums)), false),
        17 | 18 if number > 1 => (other(random), false),
        19 if number > 1 => (other(random), true),
        _ => ("String".into(), false),
    }
}

fn structure(out: &mut String, form: Form, number: usize, fields: &[Field]) {
    let request = number.is_multiple_of(2);
    let optional = |field: &Field| {
        if request {
            !field.required
        } else {
            !field.list
        }
    };
    let base = |field: &Field| match field.list {
        true => format!("Vec<{}>", field.ty),
        false => field.ty.clone(),
    };
    writeln!(out, "\n/// A struct.").unwrap();
    if form == Form::Derive {
        let default = if request { "" } else { ", Default" };
        writeln!(
            out,
            "#[derive(Clone, Debug, serde::Serialize, serde::Deserialize{default})]"
        )
        .unwrap();
    }
    writeln!(out, "#[non_exhaustive]\npub struct S{number} {{").unwrap();
    for field in fields {
        if form == Form::Derive && optional(field) {
            writeln!(
                out,
                "    #[serde(skip_serializing_if = \"Option::is_none\")]"
            )
            .unwrap();
        } else if form == Form::Derive && !request {
            writeln!(
                out,
                "    #[serde(default, skip_serializing_if = \"Vec::is_empty\")]"
            )
            .unwrap();
        }
        let ty = if optional(field) {
            format!("Option<{}>", base(field))
        } else {
            base(field)
        };
        writeln!(out, "    /// A field.\n    pub {}: {ty},", field.name).unwrap();
    }
    out.push_str("}\n");
    match form {
        Form::Macro => {
            let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
            let side = if request { "request" } else { "response" };
            writeln!(out, "rt::object!({side} S{number}: {});", names.join(", ")).unwrap();
        }
        Form::Written => written_object(out, number, fields),
        Form::Derive => {}
    }
    if request {
        methods(out, form, number, fields, base);
    }
}

fn methods(
    out: &mut String,
    form: Form,
    number: usize,
    fields: &[Field],
    base: impl Fn(&Field) -> String,
) {
    let text = |field: &Field| !field.list && (field.ty == "String" || field.ty.starts_with('E'));
    let argument = |field: &Field| match text(field) {
        true => format!("impl Into<{}>", field.ty),
        false => base(field),
    };
    let value = |field: &Field, name: &str| {
        if text(field) {
            format!("{name}.into()")
        } else {
            name.into()
        }
    };
    let arguments: Vec<String> = fields
        .iter()
        .filter(|field| field.required)
        .map(|field| format!("{}: {}", field.name, argument(field)))
        .collect();
    writeln!(out, "impl S{number} {{\n    /// New.\n    #[inline]\n    pub fn new({}) -> Self {{\n        Self {{", arguments.join(", ")).unwrap();
    for field in fields.iter().filter(|field| field.required) {
        writeln!(
            out,
            "            {}: {},",
            field.name,
            value(field, field.name)
        )
        .unwrap();
    }
    for field in fields
        .iter()
        .filter(|field| !field.required && form == Form::Derive)
    {
        writeln!(out, "            {}: None,", field.name).unwrap();
    }
    if form != Form::Derive && fields.iter().any(|field| !field.required) {
        out.push_str("            ..rt::empty()\n");
    }
    out.push_str("        }\n    }\n");
    for field in fields.iter().filter(|field| !field.required) {
        let name = field.name;
        writeln!(
            out,
            "    /// Sets it.\n    #[inline]\n    pub fn {name}(mut self, value: {}) -> Self {{\n        self.{name} = Some({});\n        self\n    }}",
            argument(field),
            value(field, "value"),
        )
        .unwrap();
    }
    out.push_str("}\n");
}

/// The expansion of `rt::object!`, as a person would write it.
fn written_object(out: &mut String, number: usize, fields: &[Field]) {
    let list = |before: &str, after: &str| {
        let all: Vec<String> = fields
            .iter()
            .map(|field| format!("{before}{}{after}", field.name))
            .collect();
        all.join(", ")
    };
    let strict = number.is_multiple_of(2);
    write!(
        out,
        "impl rt::Object for S{number} {{
    #[inline]
    fn empty() -> Self {{
        Self {{ {} }}
    }}
    #[inline]
    fn shape(&self) -> &'static rt::Shape {{
        &rt::Shape {{ name: \"S{number}\", strict: {strict}, fields: &[{}] }}
    }}
    #[inline]
    fn with_fields<'a>(&'a self, read: &mut dyn FnMut(&[&'a dyn rt::Field])) {{
        read(&[{}]);
    }}
    #[inline]
    fn with_fields_mut(&mut self, fill: &mut dyn FnMut(&mut [&mut dyn rt::Field])) {{
        fill(&mut [{}]);
    }}
}}
impl rt::Serialize for S{number} {{
    #[inline]
    fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {{
        rt::serialize(self, serializer)
    }}
}}
impl<'de> rt::Deserialize<'de> for S{number} {{
    #[inline]
    fn deserialize<D: rt::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {{
        rt::deserialize(deserializer)
    }}
}}
impl std::fmt::Debug for S{number} {{
    #[inline]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {{
        rt::debug(self, f)
    }}
}}
impl Clone for S{number} {{
    #[inline]
    fn clone(&self) -> Self {{
        rt::clone(self)
    }}
}}
",
        list("", ": rt::empty()"),
        list("\"", "\""),
        list("&self.", ""),
        list("&mut self.", ""),
    )
    .unwrap();
    if !strict {
        write!(
            out,
            "impl Default for S{number} {{
    #[inline]
    fn default() -> Self {{
        rt::empty()
    }}
}}
"
        )
        .unwrap();
    }
}

fn open_enum(out: &mut String, form: Form, name: &str, count: usize) {
    let cases: Vec<(String, String)> = (0..count)
        .map(|n| (format!("Case{n}"), format!("CASE_{n}")))
        .collect();
    let each = |f: &dyn Fn(&str, &str) -> String| -> String {
        cases.iter().map(|(case, text)| f(case, text)).collect()
    };
    writeln!(out, "\n/// An enum.").unwrap();
    if form == Form::Derive {
        out.push_str(
            "#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]\n",
        );
    }
    let rename = |text: &str| match form {
        Form::Derive => format!("    #[serde(rename = \"{text}\")]\n"),
        _ => String::new(),
    };
    let other = if form == Form::Derive {
        "    #[serde(untagged)]\n"
    } else {
        ""
    };
    let body = each(&|case, text| format!("    /// `{text}`\n{}    {case},\n", rename(text)));
    write!(out, "#[non_exhaustive]\npub enum {name} {{\n{body}    /// Another.\n{other}    Unknown(String),\n}}\n").unwrap();
    if form == Form::Macro {
        let list: Vec<String> = cases
            .iter()
            .map(|(case, text)| format!("{case} = \"{text}\""))
            .collect();
        writeln!(out, "rt::open_enum!({name}: {});", list.join(", ")).unwrap();
        return;
    }
    let arms = each(&|case, text| format!("            Self::{case} => \"{text}\",\n"));
    let known = each(&|case, text| format!("            \"{text}\" => Self::{case},\n"));
    write!(
        out,
        "impl {name} {{
    /// The text on the wire.
    pub fn as_str(&self) -> &str {{
        match self {{
{arms}            Self::Unknown(text) => text,
        }}
    }}
    fn known(text: &str) -> Option<Self> {{
        Some(match text {{
{known}            _ => return None,
        }})
    }}
}}
impl From<&str> for {name} {{
    #[inline]
    fn from(text: &str) -> Self {{
        Self::known(text).unwrap_or_else(|| Self::Unknown(text.into()))
    }}
}}
impl From<String> for {name} {{
    #[inline]
    fn from(text: String) -> Self {{
        Self::known(&text).unwrap_or(Self::Unknown(text))
    }}
}}
impl std::fmt::Display for {name} {{
    #[inline]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {{
        f.write_str(self.as_str())
    }}
}}
"
    )
    .unwrap();
    if form == Form::Written {
        out.push_str(&WRITTEN_ENUM.replace("NAME", name));
    }
}

const WRITTEN_ENUM: &str = "impl std::fmt::Debug for NAME {
    #[inline]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
impl Clone for NAME {
    #[inline]
    fn clone(&self) -> Self {
        self.as_str().into()
    }
}
impl PartialEq for NAME {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}
impl Eq for NAME {}
impl std::hash::Hash for NAME {
    #[inline]
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}
impl rt::Serialize for NAME {
    #[inline]
    fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
impl<'de> rt::Deserialize<'de> for NAME {
    #[inline]
    fn deserialize<D: rt::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        rt::text(deserializer).map(Self::from)
    }
}
impl rt::OpenEnum for NAME {
    #[inline]
    fn set(&mut self, text: &str) {
        *self = text.into();
    }
}
impl rt::Field for NAME {
    #[inline]
    fn empty() -> Self {
        Self::Unknown(String::new())
    }
    #[inline]
    fn view(&self) -> rt::View<'_> {
        rt::View::Text(self.as_str())
    }
    #[inline]
    fn slot(&mut self) -> rt::Slot<'_> {
        rt::Slot::Enum(self)
    }
}
";
