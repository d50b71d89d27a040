//! `generate` writes the client or nothing; `check` says what it would write and writes nothing.

use crate::harness::{CUPS, Sandbox, cups_with_error};
use std::path::PathBuf;

const PATHS: &str = "--specs specs --fixups specs/fixups.toml --families specs/families.toml --names specs/names.lock --out out";

/// A repository with one page, and a client that was never generated.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("Cargo.toml", "[workspace]\nmembers = []\n");
    sandbox.write("specs/v3/tea/cups.md", CUPS);
    sandbox.write("specs/fixups.toml", "");
    sandbox.write(
        "specs/families.toml",
        "default = [\"tea\"]\n\n[[family]]\nname = \"tea\"\nabout = \"Tea\"\nmatch = [\"/v3/tea\"]\n",
    );
    sandbox.write(
        "generated-client/Cargo.toml",
        "[package]\nname = \"client\"\n",
    );
    sandbox
}

/// All files without their times.
fn contents(sandbox: &Sandbox) -> Vec<(PathBuf, Vec<u8>)> {
    sandbox
        .files("")
        .into_iter()
        .map(|(path, bytes, _)| (path, bytes))
        .collect()
}

#[test]
fn the_client_is_written_once() {
    let sandbox = repository();
    let first = sandbox.run(&format!("generate {PATHS}"));
    assert_eq!(first.code, 0, "{}", first.stderr);
    assert!(
        first.stderr.starts_with("0 errors, 0 warnings in 1 page ("),
        "{}",
        first.stderr
    );
    let files = sandbox.files("out");
    assert!(
        files
            .iter()
            .any(|(path, text, _)| path.ends_with("Cargo.toml") && text.starts_with(b"[features]"))
    );
    assert!(
        files
            .iter()
            .any(|(path, ..)| path.ends_with("src/api/v3/tea/cups.rs")),
        "{files:?}"
    );
    assert!(sandbox.path("specs/names.lock").is_file());

    let second = sandbox.run(&format!("generate {PATHS}"));
    assert_eq!(second.code, 0, "{}", second.stderr);
    assert!(
        second.stdout.starts_with("out: 0 written, 0 deleted, "),
        "{}",
        second.stdout
    );
    assert_eq!(files, sandbox.files("out"), "a file was touched");
}

/// The program remembers a run that left nothing to do; whatever is changed then is seen all the same.
#[test]
fn what_changed_since_the_last_run_is_seen() {
    let sandbox = repository();
    const NOTHING: &str = "out: 0 written, 0 deleted, ";
    let nothing_to_do = || {
        let run = sandbox.run(&format!("generate {PATHS}"));
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout.starts_with(NOTHING)
    };
    let seen_once = |what: &str| {
        assert!(!nothing_to_do(), "{what}");
        assert!(nothing_to_do(), "{what}");
    };
    seen_once("the first run");
    sandbox.write("specs/v3/tea/cups.md", CUPS.replace("tea/cups", "tea/mugs"));
    seen_once("another page");
    let families = std::fs::read_to_string(sandbox.path("specs/families.toml")).unwrap();
    sandbox.write("specs/families.toml", families.replace("Tea", "All teas"));
    seen_once("another setting");
    let module = "out/src/api/v3/tea/mugs.rs";
    let text = std::fs::read_to_string(sandbox.path(module)).unwrap();
    sandbox.write(module, format!("{text}\n"));
    seen_once("a file that somebody wrote to");
    std::fs::remove_file(sandbox.path(module)).unwrap();
    seen_once("a file that is gone");
}

#[test]
fn without_a_command_the_client_of_the_repository_is_generated() {
    let sandbox = repository();
    let run = sandbox.run_in("specs/v3", "");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        sandbox
            .path("generated-client/src/api/v3/tea/cups.rs")
            .is_file()
    );
    let manifest = std::fs::read_to_string(sandbox.path("generated-client/Cargo.toml")).unwrap();
    assert!(
        manifest.starts_with("[package]\nname = \"client\"\n"),
        "{manifest}"
    );
    assert!(manifest.contains("\ntea = []\n"), "{manifest}");
}

#[test]
fn errors_write_nothing() {
    let sandbox = repository();
    assert_eq!(sandbox.run("").code, 0);
    sandbox.write("specs/v3/tea/pots.md", CUPS.replace("tea/cups", "tea/pots"));
    let before = contents(&sandbox);
    let touch = |name: &str, text: &str, options: &str, code: &str| {
        let old = std::fs::read(sandbox.path(name)).unwrap();
        sandbox.write(name, text);
        let run = sandbox.run(&format!("generate {options} --message-format json"));
        assert_eq!(run.code, 1, "{name}: {}", run.stderr);
        assert!(
            run.codes().iter().any(|one| one.starts_with(code)),
            "{name}: {}",
            run.stderr
        );
        assert_eq!(run.stdout, "");
        sandbox.write(name, old);
        assert_eq!(before, contents(&sandbox), "{name}");
    };
    touch("specs/v3/tea/cups.md", &cups_with_error(), "", "WX03");
    touch("specs/fixups.toml", "[[fixup]]\n", "", "WX04");
    touch("specs/families.toml", "default = 1\n", "", "WX05");
    touch("specs/names.lock", "= nonsense\n", "", "WX05");
    touch(
        "generated-client/src/api/v3/tea/cups.rs",
        "// mine\n",
        "",
        "WX06",
    );
    touch("specs/families.toml", "", "--deny warnings", "WX0502");
}

#[test]
fn check_says_what_is_out_of_date_and_how_to_mend_it() {
    let sandbox = repository();
    let missing = sandbox.run("check");
    assert_eq!(missing.code, 1, "{}", missing.stderr);
    assert!(missing.stdout.contains("missing: "), "{}", missing.stdout);
    assert!(
        !sandbox.path("generated-client/src").exists()
            && !sandbox.path("specs/names.lock").exists()
    );

    assert_eq!(sandbox.run("generate").code, 0);
    let before = sandbox.files("");
    let run = sandbox.run("check");
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);

    sandbox.write("specs/v3/tea/cups.md", CUPS.replace("茶的种类", "茶的品种"));
    let run = sandbox.run("check");
    assert_eq!(run.code, 1);
    assert!(
        run.stdout
            .contains("out of date: generated-client/src/api/v3/tea/cups.rs"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .lines()
            .any(|line| line.starts_with('-') && line.contains("茶的种类")),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .lines()
            .any(|line| line.starts_with('+') && line.contains("茶的品种")),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .ends_with("cargo run --release -p wechatpay-codegen\n"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.lines().count() < 60, "the diff is short");
    sandbox.write("specs/v3/tea/cups.md", CUPS);
    let changed = |(path, ..): &(PathBuf, Vec<u8>, _)| !path.ends_with("specs/v3/tea/cups.md");
    let old: Vec<_> = before.into_iter().filter(changed).collect();
    let new: Vec<_> = sandbox.files("").into_iter().filter(changed).collect();
    assert_eq!(old, new, "check wrote something");
}

#[test]
fn check_fails_on_errors_and_names_the_options_that_were_given() {
    let sandbox = repository();
    let run = sandbox.run("check --out out --message-format json");
    assert_eq!(run.code, 1);
    assert!(run.codes().contains(&"WX0605".to_owned()), "{}", run.stderr);
    assert!(
        run.stdout
            .ends_with("cargo run --release -p wechatpay-codegen -- generate --out out\n"),
        "{}",
        run.stdout
    );
    sandbox.write("specs/v3/tea/cups.md", cups_with_error());
    let run = sandbox.run("check --out out");
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{}", run.stderr);
}

#[test]
fn check_counts_the_texts_that_are_still_to_be_written() {
    let sandbox = repository();
    sandbox.write(
        "specs/v3/tea/cups.md",
        CUPS.replace("茶的种类", "").replace("糖的份数", ""),
    );
    assert_eq!(sandbox.run("generate").code, 0);
    let run = sandbox.run("check --message-format json");
    assert_eq!(
        (run.code, run.codes()),
        (0, vec!["WX0660".to_owned()]),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("2 texts are still to be written"),
        "{}",
        run.stderr
    );
    assert_eq!(sandbox.run("check --deny warnings").code, 1);
}
