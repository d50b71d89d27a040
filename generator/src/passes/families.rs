//! Which product family, and so which feature of the client, an operation or a notification belongs to.

use crate::diag::codes::name as codes;
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::{Model, Notification, Operation};
use crate::passes::api::version_name;
use crate::source::{FileId, Span};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::ops::Range;

/// Features that are made of the families.
const MADE: &[&str] = &["default", "full"];

/// Features of the client's hand-written part. They are no families, but may be on by default.
const HAND_WRITTEN: &[&str] = &[
    "async-transport",
    "blocking-transport",
    "conformance",
    "http",
    "axum",
    "actix-web",
    "encrypted-bills",
    "gzip",
    "http2",
    "pkcs12",
    "sandbox",
    "sm3",
    "test-util",
    "v2",
];

/// The families and their order, as `families.toml` says.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Families {
    /// Features that are on unless an app says otherwise: families, and features of the client's hand-written part.
    #[serde(default)]
    pub default: Vec<toml::Spanned<String>>,
    /// All families. The first with a pattern that fits wins.
    #[serde(default, rename = "family")]
    pub all: Vec<Family>,
    /// The file that says so.
    #[serde(skip)]
    pub file: Option<FileId>,
}

/// One family.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// Name of the family and of the feature.
    pub name: toml::Spanned<String>,
    /// What is in it, one line.
    pub about: String,
    /// Beginnings of paths (`/v3/pay`), or notifications (`webhook/v3/REFUND.*`).
    #[serde(rename = "match")]
    pub patterns: Vec<String>,
    /// Features of the client's hand-written part that it implies. What API v2 needs is implied without being named.
    #[serde(default)]
    pub needs: Vec<toml::Spanned<String>>,
    /// The operation whose documentation has an example, `POST /v3/pay/transactions/jsapi`; if none is named, one is chosen.
    #[serde(default)]
    pub example: Option<toml::Spanned<String>>,
}

impl Families {
    /// Reads the text of `families.toml`. What is wrong with it is reported as errors of `file`.
    #[must_use]
    pub fn parse(text: &str, file: FileId, diagnostics: &mut Diagnostics) -> Self {
        let families = match toml::from_str::<Self>(text) {
            Ok(families) => Self {
                file: Some(file),
                ..families
            },
            Err(error) => {
                let span = Span::new(file, error.span().unwrap_or_default());
                diagnostics.push(Diagnostic::new(
                    &codes::FAMILIES_UNREADABLE,
                    span,
                    error.message(),
                ));
                return Self::default();
            }
        };
        let mut names = BTreeSet::new();
        let mut wrong = |code, span: Range<usize>, message: String| {
            diagnostics.push(Diagnostic::new(code, Span::new(file, span), message));
        };
        for name in families.all.iter().map(|family| &family.name) {
            if !is_feature(name.get_ref()) {
                let message = format!("`{}` cannot be the name of a family", name.get_ref());
                wrong(&codes::FAMILY_NAME, name.span(), message);
            } else if !names.insert(name.get_ref()) {
                let message = format!("the family `{}` is there already", name.get_ref());
                wrong(&codes::FAMILY_NAME, name.span(), message);
            }
        }
        for need in families.all.iter().flat_map(|family| &family.needs) {
            if !HAND_WRITTEN.contains(&need.get_ref().as_str()) {
                let message = format!(
                    "there is no feature `{}` that a family could need",
                    need.get_ref()
                );
                wrong(&codes::FAMILY_UNKNOWN, need.span(), message);
            }
        }
        for name in &families.default {
            let feature = name.get_ref().as_str();
            if !names.contains(name.get_ref()) && !HAND_WRITTEN.contains(&feature) {
                let message = format!(
                    "there is no family or other feature `{}` that could be on by default",
                    feature
                );
                wrong(&codes::FAMILY_UNKNOWN, name.span(), message);
            }
        }
        families
    }

    /// The family of this path or notification, none if no pattern fits.
    #[must_use]
    pub fn find(&self, place: &str) -> Option<&str> {
        let fits = |family: &&Family| family.patterns.iter().any(|pattern| fits(pattern, place));
        self.all
            .iter()
            .find(fits)
            .map(|family| family.name.get_ref().as_str())
    }
}

/// Gives every operation and notification its family. What fits no pattern gets one named after its first segment, with
/// a warning.
pub fn assign(model: &mut Model, families: &Families, diagnostics: &mut Diagnostics) {
    for operation in &mut model.operations {
        let place = place_of_operation(operation);
        operation.family = families
            .find(&place)
            .map_or_else(|| guess(&place, operation.span, diagnostics), str::to_owned);
    }
    for notification in &mut model.notifications {
        let place = place_of_notification(notification);
        let family = families.find(&place);
        notification.family = family.map_or_else(
            || guess(&place, notification.span, diagnostics),
            str::to_owned,
        );
    }
}

/// What a pattern has to fit for this operation: its documented path, below its version.
fn place_of_operation(operation: &Operation) -> String {
    let version = version_name(operation.version);
    let below = operation.path.strip_prefix('/').unwrap_or(&operation.path);
    if below.split('/').next() == Some(version) {
        operation.path.clone()
    } else {
        format!("/{version}/{below}")
    }
}

/// What a pattern has to fit for this notification: `webhook/v3/TRANSACTION.SUCCESS`.
fn place_of_notification(notification: &Notification) -> String {
    format!(
        "webhook/{}/{}",
        version_name(notification.version),
        notification.event
    )
}

/// Whether `pattern` fits the beginning of `place`, segment by segment.
fn fits(pattern: &str, place: &str) -> bool {
    let mut segments = place.split('/');
    pattern.split('/').all(|pattern| {
        segments
            .next()
            .is_some_and(|segment| glob(pattern, segment))
    })
}

/// Whether `text` is `pattern`, where each `*` stands for any text.
fn glob(pattern: &str, text: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(head) else {
        return false;
    };
    text.char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .any(|at| text.get(at..).is_some_and(|rest| glob(tail, rest)))
}

/// The family of what fits no pattern.
fn guess(place: &str, span: Span, diagnostics: &mut Diagnostics) -> String {
    let mut segments = place.trim_start_matches('/').split('/');
    let (first, mut name) = (segments.next().unwrap_or_default(), String::new());
    let version = if first == "webhook" {
        segments.next().unwrap_or_default()
    } else {
        first
    };
    let segment = segments.next().unwrap_or_default();
    let product = if first == "webhook" {
        segment.split('.').next().unwrap_or_default()
    } else {
        segment
    };
    if version == "v2" {
        name.push_str("v2-");
    }
    name.push_str(
        &product
            .chars()
            .map(|one| {
                if one.is_ascii_alphanumeric() {
                    one.to_ascii_lowercase()
                } else {
                    '-'
                }
            })
            .collect::<String>(),
    );
    if !is_feature(&name) {
        name = format!("family-{}", name.trim_matches('-'))
            .trim_end_matches('-')
            .to_owned();
    }
    let pattern = if first == "webhook" {
        format!("webhook/{version}/{product}.*")
    } else {
        format!("/{version}/{product}")
    };
    diagnostics.push(
        Diagnostic::new(
            &codes::FAMILY_GUESSED,
            span,
            format!("no pattern of families.toml fits `{place}`; it goes into `{name}`"),
        )
        .help(format!("add \"{pattern}\" to the `match` of its family")),
    );
    name
}

/// Whether `name` can be a feature that is a family.
fn is_feature(name: &str) -> bool {
    let starts = name.starts_with(|first: char| first.is_ascii_lowercase());
    let rest = name
        .chars()
        .all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-');
    let free = !MADE.contains(&name) && !HAND_WRITTEN.contains(&name);
    starts && rest && !name.ends_with('-') && free
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        default = ["pay"]
        [[family]]
        name = "v2-sharing"
        about = "Sharing"
        match = ["/v2/secapi/pay/*sharing*"]
        [[family]]
        name = "pay"
        about = "Payments"
        match = ["/v3/pay", "webhook/v3/REFUND.*", "/v2/secapi"]
    "#;

    fn parse(text: &str) -> (Families, Vec<&'static str>) {
        let mut diagnostics = Diagnostics::new();
        let families = Families::parse(text, FileId(0), &mut diagnostics);
        (
            families,
            diagnostics.iter().map(|one| one.code.id).collect(),
        )
    }

    #[test]
    fn every_feature_that_is_no_family_is_known() {
        let manifest = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../generated-client/Cargo.toml"
        );
        let manifest = std::fs::read_to_string(manifest).unwrap();
        let (_, own) = manifest.split_once("# </families>").unwrap();
        let (own, _) = own.split_once("[dependencies]").unwrap();
        let own = own
            .lines()
            .filter_map(|line| Some(line.split_once(" = [")?.0));
        for feature in own {
            assert!(HAND_WRITTEN.contains(&feature), "{feature}");
        }
    }

    #[test]
    fn a_family_needs_known_features_only() {
        let needing = |need: &str| {
            FILE.replace(
                "about = \"Sharing\"",
                &format!("about = \"Sharing\"\nneeds = [\"{need}\"]"),
            )
        };
        assert!(parse(&needing("sm3")).1.is_empty());
        for need in ["sm4", "pay", "full"] {
            assert_eq!(
                parse(&needing(need)).1,
                [codes::FAMILY_UNKNOWN.id],
                "{need}"
            );
        }
    }

    #[test]
    fn the_first_pattern_that_fits_whole_segments_wins() {
        let (families, problems) = parse(FILE);
        assert!(problems.is_empty(), "{problems:?}");
        for (place, family) in [
            ("/v3/pay", Some("pay")),
            ("/v3/pay/transactions/{id}", Some("pay")),
            ("/v3/payscore", None),
            ("/v3", None),
            ("webhook/v3/REFUND.SUCCESS", Some("pay")),
            ("webhook/v2/REFUND.SUCCESS", None),
            ("/v2/secapi/pay/multiprofitsharing", Some("v2-sharing")),
            ("/v2/secapi/pay/refund", Some("pay")),
        ] {
            assert_eq!(families.find(place), family, "{place}");
        }
    }

    #[test]
    fn what_fits_nowhere_is_guessed_with_a_warning() {
        for (place, family) in [
            ("/v3/payscore/users", "payscore"),
            ("/v3/Some_Thing/users", "some-thing"),
            ("/v2/xdc/a", "v2-xdc"),
            ("webhook/v3/PAY_SCORE.OPEN", "pay-score"),
            ("webhook/v2/paid", "v2-paid"),
            ("/v3", "family"),
            ("/v3/full", "family-full"),
            ("/v3/{id}", "family-id"),
        ] {
            let mut diagnostics = Diagnostics::new();
            assert_eq!(
                guess(place, Span::default(), &mut diagnostics),
                family,
                "{place}"
            );
            assert_eq!(
                diagnostics
                    .iter()
                    .map(|one| one.code.id)
                    .collect::<Vec<_>>(),
                ["WX0502"]
            );
        }
    }

    #[test]
    fn nonsense_is_reported() {
        assert_eq!(parse("default = 1").1, ["WX0501"]);
        assert_eq!(
            parse("[[family]]\nname = 'Full'\nabout = ''\nmatch = []").1,
            ["WX0503"]
        );
        assert_eq!(parse(&FILE.replace("v2-sharing", "full")).1, ["WX0503"]);
        assert_eq!(parse(&FILE.replace("v2-sharing", "pay")).1, ["WX0503"]);
        for default in ["pai", "default", "full"] {
            let file = FILE.replace("[\"pay\"]", &format!("[\"{default}\"]"));
            assert_eq!(parse(&file).1, ["WX0504"], "{default}");
        }
        assert_eq!(
            parse(&FILE.replace("v2-sharing", "async-transport")).1,
            ["WX0503"]
        );
    }

    #[test]
    fn a_feature_that_is_no_family_may_be_on_by_default() {
        let file = FILE.replace("[\"pay\"]", "[\"pay\", \"async-transport\"]");
        let (families, problems) = parse(&file);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(families.default.len(), 2);
    }
}
