//! Lists of values in descriptions (page language, section 8).

use super::text;
use std::collections::BTreeSet;

/// What a description says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Description {
    /// Label and text without the list.
    pub doc: String,
    /// Values in the order of the page, each once.
    pub values: Vec<String>,
    /// Meaning of each value, empty if the page gives none.
    pub value_docs: Vec<String>,
    /// Values that are listed more than once.
    pub repeated: Vec<String>,
    /// Set if the ending does not fit the number of values: what it says.
    pub ending: Option<&'static str>,
}

const WORD: &str = "枚举值";

/// Reads a description.
pub(crate) fn read(description: &str) -> Description {
    let mut read = bar_list(description)
        .or_else(|| meaning_list(description))
        .unwrap_or_else(|| Description {
            doc: text::doc(description),
            ..Description::default()
        });
    let mut seen = BTreeSet::new();
    let mut docs = Vec::new();
    for (index, value) in std::mem::take(&mut read.values).into_iter().enumerate() {
        if seen.insert(value.clone()) {
            read.values.push(value);
            docs.extend(read.value_docs.get(index).cloned());
        } else {
            read.repeated.push(value);
        }
    }
    read.value_docs = docs;
    read
}

/// Form A: `` title<br/>`V` | `V` 枚举值之一 ``, also without title, inline, for one value, or with text behind.
fn bar_list(description: &str) -> Option<Description> {
    for (at, _) in description.match_indices(WORD) {
        let before = description.get(..at)?;
        let Some((title, values)) = values_before(before) else {
            continue;
        };
        let after = description.get(at + WORD.len()..)?;
        let (rest, one_of) = match after.strip_prefix("之一") {
            Some(rest) => (rest, true),
            None => (after, false),
        };
        let ending = match (one_of, values.len()) {
            (true, 1) => Some("枚举值之一"),
            (false, 2..) => Some("枚举值"),
            _ => None,
        };
        let doc = format!("{}\n{}", text::doc(title), text::doc(rest))
            .trim()
            .to_owned();
        return Some(Description {
            doc,
            values,
            ending,
            ..Description::default()
        });
    }
    None
}

/// The values that stand right before the end of `text`, and what is before them. `None` if there are none, or if
/// they are not all parted by bars (the pseudo list of HTTP status codes).
fn values_before(text: &str) -> Option<(&str, Vec<String>)> {
    let mut values = Vec::new();
    let mut rest = text.trim_end();
    loop {
        let inner = rest.strip_suffix('`')?;
        let (before, value) = inner.rsplit_once('`')?;
        if value.is_empty() {
            return None;
        }
        values.push(value.to_owned());
        match before.trim_end().strip_suffix('|') {
            Some(before) => rest = before.trim_end(),
            None => {
                values.reverse();
                return (!before.trim_end().ends_with('`')).then_some((before, values));
            }
        }
    }
}

/// Form B: lines of `` `V`：meaning ``, backticks and a number before it optional. Lines around them stay text.
fn meaning_list(description: &str) -> Option<Description> {
    let lines = text::lines(description);
    let first = lines.iter().position(|line| meaning(line).is_some())?;
    let found: Vec<_> = lines
        .iter()
        .skip(first)
        .map_while(|line| meaning(line))
        .collect();
    if found.iter().all(|(_, meaning)| meaning.is_empty()) {
        return None;
    }
    let last = first + found.len();
    let before = lines.get(..first)?;
    let after = lines.get(last..)?;
    let announced = |line: &str| {
        let line = line.trim().trim_end_matches(['：', ':']);
        line == WORD
    };
    let kept: Vec<_> = before
        .iter()
        .filter(|line| !announced(line))
        .chain(after)
        .copied()
        .collect();
    Some(Description {
        doc: text::doc(&kept.join("<br/>")),
        values: found.iter().map(|(value, _)| (*value).to_owned()).collect(),
        value_docs: found
            .iter()
            .map(|(_, meaning)| text::doc(meaning))
            .collect(),
        ..Description::default()
    })
}

/// A value and its meaning; a value in backticks may have none.
fn meaning(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let line = match line.split_once('、') {
        Some((number, rest)) if number.bytes().all(|byte| byte.is_ascii_digit()) => rest,
        _ => line,
    };
    let (value, rest) = match line.strip_prefix('`') {
        Some(rest) => rest.split_once('`').filter(|(value, _)| is_value(value))?,
        None => {
            let end = line
                .find(|character: char| !is_upper(character))
                .unwrap_or(line.len());
            let (value, rest) = line.split_at_checked(end)?;
            (value.len() > 1).then_some((value, rest))?
        }
    };
    let meaning = rest.trim_start().strip_prefix(['：', ':'])?.trim();
    (line.starts_with('`') || !meaning.is_empty()).then_some((value, meaning))
}

fn is_upper(character: char) -> bool {
    character.is_ascii_uppercase() || character.is_ascii_digit() || character == '_'
}

fn is_value(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || "_-.".contains(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(description: &str) -> (String, Vec<String>) {
        let read = read(description);
        (read.doc, read.values)
    }

    /// The forms of section 8, each once, in words of our own.
    #[test]
    fn every_form_is_read() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("标题<br/>`A` | `B` 枚举值之一", "标题", &["A", "B"]),
            ("标题<br/>`A` 枚举值", "标题", &["A"]),
            ("`A` | `B`枚举值之一", "", &["A", "B"]),
            ("标题<br/> `A`|`B` 枚举值之一", "标题", &["A", "B"]),
            ("标题 `A` 枚举值", "标题", &["A"]),
            (
                "标题<br/>`A` | `B` 枚举值之一<br/>默认`A`",
                "标题\n默认`A`",
                &["A", "B"],
            ),
            ("固定填`code`<br/>`code` 枚举值", "固定填`code`", &["code"]),
            (
                "带空格<br/>`PARKING SPACE` | `GAS` 枚举值之一",
                "带空格",
                &["PARKING SPACE", "GAS"],
            ),
            (
                "`HTTP`状态码<br/>`20X` `4XX` `5XX` 枚举值之一",
                "`HTTP`状态码\n`20X` `4XX` `5XX` 枚举值之一",
                &[],
            ),
            (
                "枚举值：<br/>`A`：甲<br/>B_2：乙<br/>注：丙",
                "注：丙",
                &["A", "B_2"],
            ),
            ("1、`A`：甲<br/>2、`B` ：乙", "", &["A", "B"]),
            ("状态：<br/>`A`：甲", "状态：", &["A"]),
            ("类型是`A`时，是甲", "类型是`A`时，是甲", &[]),
            ("固定枚举值`A`", "固定枚举值`A`", &[]),
        ];
        for (description, doc, expected) in cases {
            let (found_doc, found) = values(description);
            assert_eq!(
                (found_doc.as_str(), found),
                (*doc, expected.iter().map(ToString::to_string).collect()),
                "{description}"
            );
        }
    }

    #[test]
    fn meanings_go_with_their_values() {
        let read = read("`A`：甲<br/>`B`：乙<br/>`A`：丙");
        assert_eq!(read.values, ["A", "B"]);
        assert_eq!(read.value_docs, ["甲", "乙"]);
        assert_eq!(read.repeated, ["A"]);
    }

    #[test]
    fn endings_that_do_not_fit_are_told() {
        assert_eq!(read("`A` 枚举值之一").ending, Some("枚举值之一"));
        assert_eq!(read("`A` | `B` 枚举值").ending, Some("枚举值"));
    }
}
