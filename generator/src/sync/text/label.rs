//! The rule for short labels.
//!
//! A label is a term: the first clause of the first line of a description, of at most [`LONGEST`] characters. It has
//! none of the marks that join or end sentences, and none of the words of `STATEMENT` that make it a condition, an
//! instruction or an explanation. Two facts may go with it:
//!
//! - a unit, however the description says it, is the label's ending: `总金额(分)`;
//! - a constant in backticks that is all of the first line is kept at any length: `` `application/json` ``.

/// Most characters of a label, backticks not counted.
pub const LONGEST: usize = 15;

/// Marks that end a clause.
const MARKS: &[char] = &['。', '；', '！', '？', '，', '：', ',', ';', ':', '!', '?'];

/// What a text has in it that is more than a term.
const STATEMENT: &[&str] = &[
    "必传",
    "必填",
    "必须",
    "不能",
    "不可以",
    "不超过",
    "不长于",
    "不支持",
    "只支持",
    "时返回",
    "返回时",
    "时有返回",
    "才会",
    "如果",
    "若",
    "请填",
    "请传",
    "请参",
    "请使用",
    "请注意",
    "应当",
    "详见",
];

/// How a text starts that is more than a term.
const STATEMENT_START: &[&str] = &[
    "仅",
    "请在",
    "用于",
    "特指",
    "注意",
    "由",
    "取当前",
    "如",
    "该",
    "根据",
    "按照",
];

/// How a text ends that is more than a term.
const STATEMENT_END: &[&str] = &["成功后", "完成后", "之后", "时", "有效", "即可"];

/// What says nothing of the field.
const EMPTY: &[&str] = &["枚举值", "枚举类型", "枚举", "取值", "取值如下", "注"];

/// Units, the longer before those that they begin with.
const UNITS: &[&str] = &[
    "分钟", "毫秒", "小时", "元", "分", "秒", "天", "米", "KB", "MB", "M",
];

/// The label in a description, empty if there is none.
#[must_use]
pub fn label(description: &str) -> String {
    let line = description.lines().next().unwrap_or_default().trim();
    if is_constant(line) {
        return line.to_owned();
    }
    let unit = unit(line);
    let without_unit = unit.as_ref().map_or(line, |unit| unit.before);
    let clause = without_unit.split(MARKS).next().unwrap_or_default().trim();
    let Some(term) = term(clause) else {
        return String::new();
    };
    match unit
        .map(|unit| format!("{term}({})", unit.word))
        .filter(|label| is_short(label))
    {
        Some(label) => label,
        None => term.to_owned(),
    }
}

/// What an alternative is called: its label if it is short, else the codes in it, else its number.
#[must_use]
pub fn name_of_alternative(text: &str, index: usize) -> String {
    let label = label(text);
    if !label.is_empty() {
        return label;
    }
    let is_code = |one: char| one.is_ascii_alphanumeric() || one == '_' || one == ' ';
    let codes: Vec<_> = text
        .split(|one| !is_code(one))
        .map(str::trim)
        .filter(|code| !code.is_empty())
        .collect();
    let codes = codes.join(" ");
    if codes.is_empty() {
        format!("方案{}", index + 1)
    } else {
        codes
    }
}

/// The clause as a term, without what is in brackets if it is too long with it.
fn term(clause: &str) -> Option<&str> {
    let clause = if is_short(clause) && is_balanced(clause) {
        clause
    } else {
        clause
            .split(['(', '（', '[', '【'])
            .next()
            .unwrap_or_default()
            .trim()
    };
    let plain = clause.trim_matches('`');
    let says_something = plain.chars().any(char::is_alphanumeric) && !EMPTY.contains(&plain);
    let is_term = is_short(clause)
        && is_balanced(clause)
        && says_something
        && !is_statement(clause)
        && !has_markup(clause);
    is_term.then_some(clause)
}

fn is_short(text: &str) -> bool {
    text.chars().filter(|&one| one != '`').count() <= LONGEST
}

/// What asks whether something is so is a term: `是否必须签名`.
fn is_statement(text: &str) -> bool {
    if text.contains("是否") {
        return false;
    }
    STATEMENT.iter().any(|word| text.contains(word))
        || STATEMENT_START.iter().any(|word| text.starts_with(word))
        || STATEMENT_END.iter().any(|word| text.ends_with(word))
}

fn has_markup(text: &str) -> bool {
    text.contains("**") || text.contains(['<', '>', '{', '}', '[', ']', '|'])
}

/// Whether every bracket and every backtick has its counterpart.
fn is_balanced(text: &str) -> bool {
    let count = |mark: char| text.matches(mark).count();
    count('(') == count(')') && count('（') == count('）') && count('`') % 2 == 0
}

/// A code span of ASCII and nothing else.
fn is_constant(line: &str) -> bool {
    let inner = line
        .strip_prefix('`')
        .and_then(|rest| rest.strip_suffix('`'));
    inner.is_some_and(|inner| {
        !inner.is_empty()
            && inner
                .chars()
                .all(|one| one.is_ascii_graphic() && one != '`')
    })
}

/// A unit and what stands before it.
struct Unit<'a> {
    before: &'a str,
    word: &'static str,
}

/// The unit that a line names: `单位为分`, `单位：分`, `(单位分)`.
fn unit(line: &str) -> Option<Unit<'_>> {
    let (before, after) = line.split_once("单位")?;
    let after = after.trim_start_matches(['为', '是', '：', ':', '，', '(', '（', ' ']);
    let word = UNITS.iter().find(|word| after.starts_with(**word))?;
    let before = before.trim_end_matches(['，', ',', '；', '。', '(', '（', ' ']);
    Some(Unit { before, word })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rule, case by case, in words of our own.
    #[test]
    fn labels_are_terms_and_nothing_else() {
        let cases = [
            ("商户号", "商户号"),
            ("商户`AppID`", "商户`AppID`"),
            ("", ""),
            ("苹果数量，每天都要数一遍", "苹果数量"),
            ("苹果数量。", "苹果数量"),
            ("苹果（红的）", "苹果（红的）"),
            ("苹果树(又高又大又红又绿又黄又香)", "苹果树"),
            (
                "一二三四五六七八九十一二三四五",
                "一二三四五六七八九十一二三四五",
            ),
            ("一二三四五六七八九十一二三四五六", ""),
            ("果篮总价，单位为分，不含运费", "果篮总价(分)"),
            ("果篮总价（单位：分）", "果篮总价(分)"),
            ("单位为分", ""),
            ("是否必须削皮", "是否必须削皮"),
            (
                "一二三四五六七八九十一二三，单位为分",
                "一二三四五六七八九十一二三",
            ),
            ("果篮状态\n熟了才会有", "果篮状态"),
            ("熟了时返回", ""),
            ("仅在秋天", ""),
            ("枚举值", ""),
            ("`application/octet-stream`", "`application/octet-stream`"),
            ("`A` `B`", "`A` `B`"),
            ("**注意**", ""),
            ("见[这里](/x)", ""),
        ];
        for (description, expected) in cases {
            assert_eq!(label(description), expected, "{description}");
        }
    }

    #[test]
    fn alternatives_keep_a_name() {
        assert_eq!(name_of_alternative("场景`A`", 0), "场景`A`");
        assert_eq!(
            name_of_alternative("`RED APPLE` 又红又大又甜又香的苹果", 0),
            "RED APPLE"
        );
        assert_eq!(
            name_of_alternative("又红又大又甜又香又圆又亮又脆又好吃的苹果", 1),
            "方案2"
        );
    }

    #[test]
    fn a_label_of_a_label_is_itself() {
        for text in [
            "果篮总价(分)",
            "商户`AppID`",
            "`application/json`",
            "苹果（红的）",
        ] {
            assert_eq!(label(text), text);
        }
    }
}
