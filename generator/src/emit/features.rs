//! The features of the client: one per family.

use super::code::literal;
use crate::passes::api::Api;
use crate::passes::families::Families;

/// The lines of the `[features]` table that are generated.
#[must_use]
pub fn lines(api: &Api<'_>, families: &Families) -> Vec<String> {
    let list = |names: Vec<&str>| {
        names
            .into_iter()
            .map(literal)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let default = families
        .default
        .iter()
        .map(|name| name.get_ref().as_str())
        .collect();
    let mut lines = vec![
        "# What an ordinary shop needs.".to_owned(),
        format!("default = [{}]", list(default)),
        "# All families.".to_owned(),
        "full = [".to_owned(),
    ];
    lines.extend(
        api.families
            .iter()
            .map(|family| format!("    {},", literal(family))),
    );
    lines.push("]".to_owned());
    for name in &api.families {
        let known = families
            .all
            .iter()
            .find(|family| family.name.get_ref() == name);
        if let Some(family) = known {
            lines.push(format!(
                "# {}.",
                family
                    .about
                    .trim_end_matches('.')
                    .replace(char::is_control, " ")
            ));
        }
        let mut implied: Vec<&str> = match known {
            Some(family) => family
                .needs
                .iter()
                .map(|need| need.get_ref().as_str())
                .collect(),
            None => Vec::new(),
        };
        if api.v2_families.contains(name) {
            implied.push("v2");
        }
        lines.push(format!("{name} = [{}]", list(implied)));
    }
    lines
}
