//! `explain CODE`, also of a rule of `drift`.

use super::session::Session;
use crate::diag::Code;
use crate::diag::codes;
use crate::diag::render::{Format, severity_name};
use crate::drift::rules::{self, Rule};
use std::process::ExitCode;

/// Exit code for a code that does not exist.
const UNKNOWN: u8 = 2;

pub(super) fn run(mut session: Session, id: &str) -> ExitCode {
    if let Some(rule) = rules::find(id) {
        let text = match session.format {
            Format::Json => rule_json(rule, id) + "\n",
            Format::Human { .. } | Format::Github => rule_human(rule, id),
        };
        session.print(|out| out.write_all(text.as_bytes()));
        return ExitCode::SUCCESS;
    }
    let Some(code) = codes::find(id) else {
        session.complain(&unknown(id));
        return ExitCode::from(UNKNOWN);
    };
    let text = match session.format {
        Format::Json => json(code) + "\n",
        Format::Human { .. } | Format::Github => human(code),
    };
    session.print(|out| out.write_all(text.as_bytes()));
    if session.has_failed() {
        return session.close();
    }
    ExitCode::SUCCESS
}

fn classes(rule: &Rule) -> Vec<&'static str> {
    rule.classes.iter().map(|class| class.name()).collect()
}

fn rule_human(rule: &Rule, name: &str) -> String {
    let classes = classes(rule).join(", ");
    format!(
        "{name} ({classes}): {}\n\nIn the client: {}\n",
        rule.meaning, rule.effect
    )
}

fn rule_json(rule: &Rule, name: &str) -> String {
    serde_json::json!({
        "rule": name,
        "classes": classes(rule),
        "meaning": rule.meaning,
        "effect": rule.effect,
    })
    .to_string()
}

fn human(code: &Code) -> String {
    let severity = severity_name(code.severity);
    let example: String = code
        .example
        .trim_end()
        .lines()
        .map(|line| format!("    {line}\n"))
        .collect();
    let example = example.replace("    \n", "\n");
    format!(
        "{severity}[{}]: {}\n\n{}\n\nExample:\n\n{example}\nFix: {}\n",
        code.id, code.title, code.cause, code.fix
    )
}

fn json(code: &Code) -> String {
    let Code {
        id,
        severity,
        title,
        cause,
        example,
        fix,
    } = code;
    serde_json::json!({
        "code": id,
        "severity": severity_name(*severity),
        "title": title,
        "cause": cause,
        "example": example,
        "fix": fix,
    })
    .to_string()
}

fn unknown(id: &str) -> String {
    let distance = |code: &&&Code| strsim::damerau_levenshtein(code.id, &id.to_ascii_uppercase());
    let all = codes::all();
    let nearest = all
        .iter()
        .min_by_key(distance)
        .filter(|code| distance(code) <= 3);
    let hint = nearest.map_or_else(String::new, |code| {
        format!("; the nearest is {}: {}", code.id, code.title)
    });
    format!("error: there is no diagnostic {id:?}{hint}\n")
}
