//! Texts that are still to be written, in Chinese on the page or in English in the glossary.

use super::all::{Of, Text, all_texts};
use crate::diag::codes::sync as codes;
use crate::diag::{Code, Diagnostic};
use crate::glossary::{Glossary, is_chinese};
use crate::model::Model;
use std::collections::{BTreeMap, BTreeSet};

/// Most places that the warning about a page names.
const SHOWN: usize = 10;

/// What is still to be written, by page: the description, or the names of fields.
#[must_use]
pub fn unwritten(model: &Model) -> BTreeMap<&str, Vec<String>> {
    let mut pages: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for text in all_texts(model).into_iter().filter(is_unwritten) {
        pages.entry(text.page).or_default().push(place(&text));
    }
    pages
}

/// A warning for each page with texts that are still to be written, and, where there is a glossary, for each page with
/// texts that it lacks. A text that stands on several pages is named on the first one.
#[must_use]
pub fn missing_texts(model: &Model, glossary: Option<&Glossary>) -> Vec<Diagnostic> {
    let texts = all_texts(model);
    let unwritten = texts.iter().filter(|text| is_unwritten(text)).copied();
    let mut warnings = warnings(&codes::MISSING_TEXTS, unwritten, |number| {
        format!("{number} still to be written")
    });
    if let Some(glossary) = glossary {
        let mut seen = BTreeSet::new();
        let untranslated = texts.iter().copied().filter(|text| {
            is_chinese(text.text) && glossary.english(text.text).is_none() && seen.insert(text.text)
        });
        warnings.extend(self::warnings(
            &codes::MISSING_ENGLISH,
            untranslated,
            |number| format!("{number} without English in the glossary"),
        ));
    }
    warnings
}

fn is_unwritten(text: &Text<'_>) -> bool {
    text.text.is_empty() && matches!(text.of, Of::Description | Of::Field(_))
}

/// One warning for each page, at its first text.
fn warnings<'m>(
    code: &'static Code,
    texts: impl Iterator<Item = Text<'m>>,
    what: impl Fn(&str) -> String,
) -> Vec<Diagnostic> {
    let mut pages: BTreeMap<&str, Vec<Text<'m>>> = BTreeMap::new();
    for text in texts {
        pages.entry(text.page).or_default().push(text);
    }
    let warning = |(page, texts): (&str, Vec<Text<'m>>)| {
        let first = texts.first()?;
        let number = match texts.len() {
            1 => "a text is".to_owned(),
            number => format!("{number} texts are"),
        };
        let mut problem = Diagnostic::new(code, first.span, what(&number));
        for text in texts.iter().take(SHOWN) {
            problem = problem.help(place(text));
        }
        Some(match texts.len().checked_sub(SHOWN) {
            Some(more) if more > 0 => problem.help(format!("and {more} more on `{page}`")),
            _ => problem,
        })
    };
    pages.into_iter().filter_map(warning).collect()
}

/// What is missing: the thing, and its text if there is one.
fn place(text: &Text<'_>) -> String {
    let what = match text.of {
        Of::Title => "the title".to_owned(),
        Of::Description => "the description".to_owned(),
        Of::Field(name) => format!("`{name}`"),
        Of::Value(value) => format!("the value `{value}`"),
        Of::Alternative => "an alternative".to_owned(),
    };
    if text.text.is_empty() {
        what
    } else {
        format!("{what}: \"{}\"", text.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Diagnostics;
    use crate::model::Notification;
    use crate::source::FileId;
    use crate::sync::testing::{self, documented};

    fn notification(page: &str, description: &str) -> Notification {
        let headers = vec![documented("a", ""), documented("b", "颜色(分)")];
        Notification {
            page: page.to_owned(),
            ..testing::notification("标题", description, headers)
        }
    }

    /// What is empty and what the glossary lacks, page by page, each text once.
    #[test]
    fn warnings_name_every_text_on_its_page() {
        let model = Model {
            notifications: vec![notification("a.md", ""), notification("b.md", "说明")],
            ..Model::default()
        };
        let counts: Vec<_> = unwritten(&model)
            .into_iter()
            .map(|(page, places)| (page, places.len(), places[0].clone()))
            .collect();
        let (description, a) = ("the description".to_owned(), "`a`".to_owned());
        assert_eq!(counts, [("a.md", 13, description), ("b.md", 12, a)]);

        let mut diagnostics = Diagnostics::new();
        let glossary = Glossary::read(
            FileId(0),
            "[texts]\n\"颜色\" = \"colour\"\n",
            &mut diagnostics,
        );
        let warnings = missing_texts(&model, Some(&glossary));
        let said: Vec<_> = warnings
            .iter()
            .map(|one| (one.code.id, one.message.as_str()))
            .collect();
        assert_eq!(
            said,
            [
                ("WX0660", "13 texts are still to be written"),
                ("WX0660", "12 texts are still to be written"),
                ("WX0661", "a text is without English in the glossary"),
                ("WX0661", "a text is without English in the glossary"),
            ]
        );
        assert_eq!(warnings[0].help[..2], ["the description", "`a`"]);
        assert_eq!(warnings[0].help[10], "and 3 more on `a.md`");
        assert_eq!(warnings[2].help, ["the title: \"标题\""]);
        assert_eq!(warnings[3].help, ["the description: \"说明\""]);
        assert!(missing_texts(&Model::default(), Some(&glossary)).is_empty());
    }
}
