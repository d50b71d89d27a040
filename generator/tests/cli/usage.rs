//! What is not understood ends with 2 and does nothing; help ends with 0.

use crate::harness::Sandbox;

#[test]
fn what_is_not_understood_ends_with_2() {
    let sandbox = Sandbox::new();
    for args in [
        "frobnicate",
        "--frobnicate",
        "generate --frobnicate",
        "generate extra",
        "model --specs",
        "model --message-format yaml",
        "check --deny errors",
        "explain",
        "explain WX0701 WX0702",
        "sync",
        "sync a b",
    ] {
        let run = sandbox.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args}");
        assert!(run.stderr.starts_with("error: "), "{args}: {}", run.stderr);
    }
    assert!(sandbox.files("").is_empty());
}

#[test]
fn help_and_version_end_with_0() {
    let sandbox = Sandbox::new();
    for args in [
        "--help",
        "-h",
        "--version",
        "generate --help",
        "check --help",
        "model -h",
        "sync -h",
        "explain -h",
    ] {
        let run = sandbox.run(args);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args}");
        assert!(
            run.stdout.contains("wechatpay-codegen"),
            "{args}: {}",
            run.stdout
        );
    }
}

#[test]
fn common_options_stand_before_or_behind_the_command() {
    let sandbox = Sandbox::new();
    let before = sandbox.run("--message-format json --deny warnings explain WX0701");
    let behind = sandbox.run("explain WX0701 --message-format json --deny warnings");
    assert_eq!((before.code, &before.stdout), (0, &behind.stdout));
}
