//! The README says what the default build depends on, and why. Here it is compared with what Cargo says.

use std::collections::BTreeSet;
use std::process::Command;

/// Names and versions of the crates in the tree of the default build, without the client. For one target, so that it is the same
/// everywhere.
fn tree(depth: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--edges", "normal", "--prefix", "none"])
        .args(["--target", "x86_64-unknown-linux-gnu", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .args(depth)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    assert!(output.status.success(), "{}", text(output.stderr));
    let crates = text(output.stdout);
    let crates = crates.lines().skip(1).filter_map(|line| {
        let (name, rest) = line.split_once(' ')?;
        let version = rest.split(' ').next()?;
        Some(format!("{name} {version}"))
    });
    crates.collect()
}

#[test]
fn the_readme_gives_a_reason_for_each_direct_dependency() {
    let readme = include_str!("../../README.md");
    let (_, section) = readme.split_once("### What it depends on\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let mut listed = BTreeSet::new();
    for row in section.lines().filter(|row| row.starts_with("| `")) {
        let mut cells = row.split('|').skip(1);
        let (names, reason) = (cells.next().unwrap(), cells.next().unwrap());
        assert!(!reason.trim().is_empty(), "{row}");
        let names = names.split('`').skip(1).step_by(2);
        listed.extend(names.map(str::to_owned));
    }
    let direct = tree(&["--depth", "1"]);
    let direct: BTreeSet<_> = direct
        .iter()
        .map(|name| name.split(' ').next().unwrap().to_owned())
        .collect();
    assert_eq!(listed, direct);
}

#[test]
fn the_default_build_is_small() {
    let all = tree(&[]);
    assert!(all.len() < 45, "{} crates: {all:#?}", all.len());
    assert!(
        !all.iter().any(|name| name.starts_with("syn ")),
        "no derive"
    );
}
