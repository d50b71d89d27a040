//! `sync` writes our pages; a dry run only says so.

use crate::harness::{CUPS, Sandbox};

fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("Cargo.toml", "[workspace]\nmembers = []\n");
    sandbox.write("specs/fixups.toml", "");
    sandbox.write("upstream/openapi/v3/tea/cups.md", CUPS);
    sandbox
}

#[test]
fn pages_are_written_but_not_by_a_dry_run() {
    let sandbox = repository();
    let run = sandbox.run("sync upstream --dry-run");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("v3/tea/cups.md"), "{}", run.stdout);
    assert!(!sandbox.path("specs/v3").exists());

    let run = sandbox.run("sync upstream");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = std::fs::read_to_string(sandbox.path("specs/v3/tea/cups.md")).unwrap();
    assert!(text.contains("POST /v3/tea/cups"), "{text}");
    let before = sandbox.files("specs");
    assert_eq!(sandbox.run("sync upstream").code, 0);
    assert_eq!(
        before,
        sandbox.files("specs"),
        "the second run writes nothing"
    );
}

#[test]
fn errors_end_with_1() {
    let sandbox = repository();
    let run = sandbox.run("sync nowhere --message-format json");
    assert_eq!(
        (run.code, run.codes()),
        (1, vec!["WX0701".to_owned()]),
        "{}",
        run.stderr
    );
    sandbox.write("upstream/openapi/v3/tea/cups.md", "# nothing");
    assert_eq!(sandbox.run("sync upstream").code, 1);
    assert!(!sandbox.path("specs/v3").exists());

    sandbox.write("upstream/openapi/v3/tea/cups.md", CUPS);
    sandbox.write("specs/v3", "a file where a folder belongs");
    let run = sandbox.run("sync upstream --message-format json");
    assert_eq!(
        (run.code, run.codes()),
        (1, vec!["WX0654".to_owned()]),
        "{}",
        run.stderr
    );
}

#[test]
fn two_upstream_pages_for_one_of_ours_are_an_error() {
    let sandbox = repository();
    sandbox.write("upstream/v3/tea/cups.md", CUPS);
    let run = sandbox.run("sync upstream --message-format json");
    assert_eq!(run.code, 1);
    assert!(run.codes().contains(&"WX0653".to_owned()), "{}", run.stderr);
    assert!(!sandbox.path("specs/v3").exists());
}
