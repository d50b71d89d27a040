//! What is to be done with each page of ours.

use super::compare::difference;
use super::pages::{Pages, Tree, page_of_link};
use super::render::{self, Content};
use super::{text, wording};
use crate::diag::codes::sync as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::{FORMAT, Model};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What is to be done, page by page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// By the name of our page.
    pub steps: BTreeMap<String, Step>,
    /// What our pages say once it is done.
    contents: BTreeMap<String, Content>,
}

impl Plan {
    /// The model of our pages once the plan is carried out.
    #[must_use]
    pub fn model(&self) -> Model {
        let mut model = Model {
            format: FORMAT,
            ..Model::default()
        };
        for content in self.contents.values() {
            match content {
                Content::Operations(operations) => {
                    model.operations.extend(operations.iter().cloned())
                }
                Content::Notification(notification) => {
                    model.notifications.push((**notification).clone())
                }
                Content::Moved(moved) => model.moved.push(moved.clone()),
            }
        }
        model
    }
}

/// What is to be done with one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The page is new.
    Add(String),
    /// The page says something else now.
    Change(String),
    /// The page is as it should be.
    Keep,
    /// The content went elsewhere: the page only says so now.
    Move {
        /// The page that has it now.
        to: String,
        /// The text of the page that is left.
        text: String,
    },
    /// The page is left as it is, whatever that is.
    Skip(Reason),
    /// Upstream has no such page; it is left as it is.
    OnlyHere,
}

/// Why a page is left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Something is wrong that concerns every page.
    Everything,
    /// The upstream page has an error.
    Upstream,
    /// The page that its content went to is not there, or is left as it is.
    Destination,
    /// Our page has an error, so that its wording is not known.
    Ours,
    /// There are two upstream pages for it.
    Clash,
    /// What would be written would not be read back.
    Unfaithful,
}

impl Step {
    /// The text that is to be written, if any.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Add(text) | Self::Change(text) | Self::Move { text, .. } => Some(text),
            Self::Keep | Self::Skip(_) | Self::OnlyHere => None,
        }
    }
}

/// Reads the text of a page with this name, as the pipeline reads our pages. `None` if it has an error.
pub type ReadBack<'a> = dyn Fn(&str, &str) -> Option<Content> + Sync + 'a;

/// Plans what to do so that our pages say what upstream's do, in our words.
#[must_use]
pub fn plan(
    upstream: Tree<'_>,
    ours: Tree<'_>,
    read_back: &ReadBack<'_>,
    diagnostics: &mut Diagnostics,
) -> Plan {
    let (upstream, ours) = (Pages::new(upstream), Pages::new(ours));
    let planner = Planner {
        former: former(&upstream, &ours),
        upstream: &upstream,
        ours: &ours,
        read_back,
    };
    let names: Vec<_> = upstream.texts.keys().collect();
    let decided: Vec<_> = names.par_iter().map(|name| planner.decide(name)).collect();
    let mut plan = Plan {
        steps: BTreeMap::new(),
        contents: ours.contents.clone(),
    };
    for (name, decision) in names.into_iter().zip(decided) {
        plan.steps.insert(name.clone(), decision.step);
        plan.contents
            .extend(decision.content.map(|content| (name.clone(), content)));
        decision
            .problem
            .into_iter()
            .for_each(|problem| diagnostics.push(problem));
    }
    keep_unless_it_arrives(&mut plan, &upstream, &ours);
    for name in ours
        .texts
        .keys()
        .filter(|name| !upstream.texts.contains_key(*name))
    {
        let message = format!("`{name}` is only here");
        diagnostics.push(Diagnostic::without_place(&codes::ONLY_HERE, message));
        plan.steps.insert(name.clone(), Step::OnlyHere);
    }
    report_form(&ours, diagnostics);
    plan
}

/// By new name: our page whose content has moved there. Its wording goes along.
fn former<'a>(upstream: &Pages, ours: &'a Pages) -> BTreeMap<String, &'a Content> {
    let moved = upstream.contents.iter().filter_map(|(name, content)| {
        let ours = ours.contents.get(name).filter(|ours| !is_moved(ours))?;
        Some((destination(content, upstream)?, ours))
    });
    moved
        .filter(|(to, _)| !ours.texts.contains_key(to))
        .collect()
}

fn is_moved(content: &Content) -> bool {
    matches!(content, Content::Moved(_))
}

/// The page where moved content is in the end.
fn destination(content: &Content, upstream: &Pages) -> Option<String> {
    const MOST_MOVES: usize = 16;
    let mut to = None;
    let mut at = Some(content);
    for _ in 0..MOST_MOVES {
        let Some(Content::Moved(moved)) = at else {
            break;
        };
        let page = page_of_link(&moved.to);
        at = upstream.contents.get(&page);
        to = Some(page);
    }
    to
}

/// A page of ours with content only becomes a page that says where it went if its wording arrives there.
fn keep_unless_it_arrives(plan: &mut Plan, upstream: &Pages, ours: &Pages) {
    let leaving = upstream.contents.iter().filter(|(name, content)| {
        is_moved(content) && ours.contents.get(*name).is_some_and(|ours| !is_moved(ours))
    });
    for (name, content) in leaving {
        let to = destination(content, upstream);
        let arrives = to
            .and_then(|to| plan.steps.get(&to))
            .is_some_and(|step| !matches!(step, Step::Skip(_)));
        if !arrives && matches!(plan.steps.get(name), Some(Step::Move { .. })) {
            plan.steps
                .insert(name.clone(), Step::Skip(Reason::Destination));
            plan.contents.extend(
                ours.contents
                    .get(name)
                    .map(|ours| (name.clone(), ours.clone())),
            );
        }
    }
}

struct Planner<'a> {
    former: BTreeMap<String, &'a Content>,
    upstream: &'a Pages,
    ours: &'a Pages,
    read_back: &'a ReadBack<'a>,
}

/// What is to be done with a page, and what it says then, if that is known.
struct Decision {
    step: Step,
    content: Option<Content>,
    problem: Option<Diagnostic>,
}

impl Decision {
    fn skip(reason: Reason, problem: Option<Diagnostic>) -> Self {
        Self {
            step: Step::Skip(reason),
            content: None,
            problem,
        }
    }
}

impl Planner<'_> {
    fn decide(&self, name: &str) -> Decision {
        if self.upstream.clashes.contains(name) {
            let problem = Diagnostic::without_place(
                &codes::CLASH,
                format!("`{name}` has two pages upstream"),
            );
            return Decision::skip(Reason::Clash, Some(problem));
        }
        if self.upstream.in_doubt || self.ours.in_doubt {
            return Decision::skip(Reason::Everything, None);
        }
        let sound = self
            .upstream
            .contents
            .get(name)
            .filter(|_| !self.upstream.broken.contains(name));
        let Some(content) = sound else {
            return Decision::skip(Reason::Upstream, None);
        };
        if self.ours.broken.contains(name) {
            return Decision::skip(Reason::Ours, None);
        }
        let ours = self
            .ours
            .contents
            .get(name)
            .or_else(|| self.former.get(name).copied());
        let content = merged(content, ours);
        let text = render::page(&content);
        let step = match &content {
            _ if self.ours.texts.get(name) == Some(&text) => Step::Keep,
            Content::Moved(moved) => Step::Move {
                to: page_of_link(&moved.to),
                text,
            },
            _ if self.ours.texts.contains_key(name) => Step::Change(text),
            _ => Step::Add(text),
        };
        match step
            .text()
            .and_then(|text| self.unfaithful(name, &content, text))
        {
            Some(problem) => Decision::skip(Reason::Unfaithful, Some(problem)),
            None => Decision {
                step,
                content: Some(content),
                problem: None,
            },
        }
    }

    fn unfaithful(&self, name: &str, content: &Content, text: &str) -> Option<Diagnostic> {
        let trouble = match (self.read_back)(name, text) {
            None => "it has errors when it is read back".to_owned(),
            Some(read) => difference(content, &read)?,
        };
        Some(Diagnostic::without_place(
            &codes::UNFAITHFUL,
            format!("`{name}`: {trouble}"),
        ))
    }
}

/// The facts of upstream in our words.
pub(super) fn merged(upstream: &Content, ours: Option<&Content>) -> Content {
    match upstream {
        Content::Operations(operations) => {
            let ours = match ours {
                Some(Content::Operations(ours)) => ours.as_slice(),
                _ => &[],
            };
            let merged = operations.iter().map(|operation| {
                let same = ours.iter().find(|ours| ours.id == operation.id);
                let ours =
                    same.or_else(|| ours.iter().find(|ours| ours.method == operation.method));
                let mut operation = text::facts_of_operation(operation.clone());
                wording::keep_in_operation(&mut operation, ours);
                operation
            });
            Content::Operations(merged.collect())
        }
        Content::Notification(notification) => {
            let mut merged = text::facts_of_notification((**notification).clone());
            if let Some(Content::Notification(ours)) = ours {
                wording::keep_in_notification(&mut merged, ours);
            }
            Content::Notification(Box::new(merged))
        }
        Content::Moved(moved) => Content::Moved(moved.clone()),
    }
}

/// Says which pages of ours have something on them that writing them again would lose.
fn report_form(ours: &Pages, diagnostics: &mut Diagnostics) {
    const SHOWN: usize = 10;
    let sound = ours
        .contents
        .iter()
        .filter(|(name, _)| !ours.broken.contains(*name));
    let odd: Vec<_> = sound
        .filter(|(name, content)| ours.texts.get(*name) != Some(&render::page(content)))
        .map(|(name, _)| name)
        .collect();
    if odd.is_empty() {
        return;
    }
    let pages = if odd.len() == 1 {
        "page is"
    } else {
        "pages are"
    };
    let mut problem = Diagnostic::without_place(
        &codes::NOT_CANONICAL,
        format!("{} {pages} not as `sync` writes them", odd.len()),
    );
    for name in odd.iter().take(SHOWN) {
        problem = problem.help(format!("`{name}`"));
    }
    if odd.len() > SHOWN {
        problem = problem.help(format!("and {} more", odd.len() - SHOWN));
    }
    diagnostics.push(problem);
}
