//! The generated part of the client's `Cargo.toml`: the features of the families, between two marker lines.

/// The line before them.
pub const BEGIN: &str = "# <families>";
/// The line after them.
pub const END: &str = "# </families>";

/// `manifest` with `lines` between the markers. A manifest without features gets them at its end; one that has features
/// but no markers gives none.
#[must_use]
pub fn merge(manifest: &str, lines: &[String]) -> Option<String> {
    let features = |line: &str| line.starts_with("[features]") || line.starts_with("features");
    if !manifest.lines().any(|line| features(line.trim())) {
        let blank = if manifest.is_empty() { "" } else { "\n" };
        return merge(
            &format!("{manifest}{blank}[features]\n{BEGIN}\n{END}\n"),
            lines,
        );
    }
    let begin = manifest.lines().position(|line| line.trim() == BEGIN)?;
    let length = manifest
        .lines()
        .skip(begin)
        .position(|line| line.trim() == END)?;
    let before = manifest.lines().take(begin + 1);
    let after = manifest.lines().skip(begin + length);
    let mut merged = String::with_capacity(manifest.len());
    for line in before.chain(lines.iter().map(String::as_str)).chain(after) {
        merged.push_str(line);
        merged.push('\n');
    }
    Some(merged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_lines_between_the_markers_change() {
        let old = "[features]\n# <families>\nold = []\n# </families>\nsandbox = []\n";
        let new = merge(old, &["pay = []".to_owned()]).unwrap();
        assert_eq!(
            new,
            "[features]\n# <families>\npay = []\n# </families>\nsandbox = []\n"
        );
        assert_eq!(merge(&new, &["pay = []".to_owned()]).as_ref(), Some(&new));
    }

    #[test]
    fn without_markers_there_is_no_place() {
        assert_eq!(
            merge("[features]\n# </families>\n# <families>\n", &[]),
            None
        );
        assert_eq!(merge("[features]\ndefault = []\n", &[]), None);
        assert_eq!(merge("features = { pay = [] }\n", &[]), None);
    }

    #[test]
    fn a_manifest_without_features_gets_them() {
        let generated = "[features]\n# <families>\npay = []\n# </families>\n";
        let lines = ["pay = []".to_owned()];
        assert_eq!(merge("", &lines).as_deref(), Some(generated));
        let new = merge("[package]\nname = \"c\"\n", &lines).unwrap();
        assert_eq!(new, format!("[package]\nname = \"c\"\n\n{generated}"));
        assert_eq!(merge(&new, &lines), Some(new));
    }
}
