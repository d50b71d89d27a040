//! Texts of ours that read as a sentence of upstream.

use super::all::{Of, Text, all_texts};
use crate::diag::Diagnostic;
use crate::diag::codes::sync as codes;
use crate::glossary::is_chinese;
use crate::model::Model;
use std::collections::{HashMap, HashSet};

/// A run of so many characters, marks and spaces aside, is no term any more: one longer than the longest label.
const RUN: usize = super::label::LONGEST + 1;
/// A run with fewer Chinese characters than this is a constant, a URL or a list of names.
const CHINESE: usize = 8;

/// An error for each text of ours that shares a run of `RUN` characters with a text of upstream that is no title.
#[must_use]
pub fn borrowed_texts(ours: &Model, upstream: &Model) -> Vec<Diagnostic> {
    let (upstream, ours) = (all_texts(upstream), all_texts(ours));
    let is_title = |text: &&Text<'_>| text.of == Of::Title;
    let titles: Vec<_> = upstream
        .iter()
        .filter(is_title)
        .map(|text| plain(text.text))
        .collect();
    let titles: HashSet<&str> = titles.iter().flat_map(|title| runs(title)).collect();
    let sentences: Vec<_> = upstream
        .iter()
        .filter(|text| !is_title(text))
        .map(|text| (plain(text.text), text.page))
        .collect();
    let mut sources = HashMap::new();
    for (sentence, page) in &sentences {
        for run in runs(sentence).filter(|run| !titles.contains(run)) {
            sources.entry(run).or_insert(*page);
        }
    }
    let borrowed = |text: &Text<'_>| {
        let plain = plain(text.text);
        let (run, page) = runs(&plain).find_map(|run| Some((run, sources.get(run)?)))?;
        let what = match text.of {
            Of::Field(name) => format!("the description of `{name}`"),
            Of::Value(value) => format!("the meaning of `{value}`"),
            Of::Title | Of::Description | Of::Alternative => "the description".to_owned(),
        };
        let message = format!("{what} reads as a sentence of upstream's `{page}`");
        let problem = Diagnostic::new(&codes::BORROWED_TEXT, text.span, message);
        Some(problem.help(format!("both have \"{run}\"")))
    };
    ours.iter()
        .filter(|text| !is_title(text))
        .filter_map(borrowed)
        .collect()
}

/// Letters and digits of a text, and nothing between them.
fn plain(text: &str) -> String {
    text.chars().filter(|one| one.is_alphanumeric()).collect()
}

/// All runs of [`RUN`] characters that are mostly Chinese.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let starts = || text.char_indices().map(|(at, _)| at);
    let ends = starts().chain([text.len()]).skip(RUN);
    let is_sentence = |run: &&str| {
        let chinese = run
            .char_indices()
            .filter(|(at, one)| run.get(*at..at + one.len_utf8()).is_some_and(is_chinese));
        chinese.count() >= CHINESE
    };
    starts()
        .zip(ends)
        .filter_map(|(start, end)| text.get(start..end))
        .filter(is_sentence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::testing::{documented, notification};

    fn model(title: &str, description: &str, doc: &str) -> Model {
        let one = notification(title, description, vec![documented("colour", doc)]);
        Model {
            notifications: vec![one],
            ..Model::default()
        }
    }

    const SENTENCE: &str = "每天早上把篮子里的苹果按颜色数一遍，然后记下来。";

    #[test]
    fn a_sentence_of_upstream_is_found_whatever_its_marks() {
        let upstream = model("数苹果", SENTENCE, "颜色");
        for ours in [
            model("数苹果", SENTENCE, ""),
            model("数苹果", "", "请每天早上，把篮子里的`苹果` 按颜色数一遍"),
        ] {
            let found = borrowed_texts(&ours, &upstream);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].code.id, "WX0662");
            assert_eq!(
                found[0].help,
                ["both have \"每天早上把篮子里的苹果按颜色数一\""]
            );
        }
    }

    /// Labels, titles, constants and our own sentences are no sentences of upstream.
    #[test]
    fn facts_may_be_shared() {
        let title = "查询某年某月某日所有篮子里苹果的数量";
        let constant = "https://example.com/apples/by/colour/red/and/green/and/yellow 苹果";
        let upstream = model(title, &format!("{title}。{SENTENCE}"), constant);
        for ours in [
            model(
                title,
                "数一数篮子里有几个苹果，早上做，做完记下来。",
                "颜色",
            ),
            model(title, &format!("可以{title}"), constant),
            model(title, "每天早上把篮子里的苹果", ""),
        ] {
            assert!(borrowed_texts(&ours, &upstream).is_empty());
        }
    }
}
