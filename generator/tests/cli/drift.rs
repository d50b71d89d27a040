//! `drift` compares trees and model files, in four formats, and fails when it is asked to.

use crate::harness::{CUPS, Sandbox, cups_with_error};
use serde_json::Value;

/// `old` and `new`: the new page requires what was optional.
fn trees() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("old/v3/tea/cups.md", CUPS);
    sandbox.write(
        "new/v3/tea/cups.md",
        CUPS.replace(
            "sugar {data-indent=1}",
            "sugar {data-required data-indent=1}",
        ),
    );
    sandbox
}

#[test]
fn json_has_the_keys_that_were_promised() {
    let run = trees().run("drift old new --format json");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let drift: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        drift["summary"],
        serde_json::json!({ "major": 1, "minor": 0, "patch": 0, "text": 0 })
    );
    let change = &drift["changes"][0];
    for (key, value) in [
        ("rule", Value::from("request-field-required")),
        ("class", "major".into()),
        ("subject", "POST /v3/tea/cups".into()),
        ("field", "body/sugar".into()),
        ("old", false.into()),
        ("new", true.into()),
        ("page", "v3/tea/cups.md".into()),
        ("line", 14.into()),
        ("old_line", 14.into()),
    ] {
        assert_eq!(change[key], value, "{key}");
    }
}

#[test]
fn model_files_are_compared_like_the_trees_that_they_were_made_of() {
    let sandbox = trees();
    for tree in ["old", "new"] {
        assert_eq!(
            sandbox
                .run(&format!("model --specs {tree} --out {tree}.json"))
                .code,
            0
        );
    }
    for args in ["old.json new.json", "old new.json", "old.json new"] {
        let run = sandbox.run(&format!("drift {args} --format json"));
        assert_eq!(run.code, 0, "{}", run.stderr);
        let drift: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(drift["summary"]["major"], 1, "{args}");
        let is_known = args.ends_with(" new");
        assert_eq!(drift["changes"][0]["line"].is_number(), is_known, "{args}");
    }
    assert!(
        sandbox
            .run("drift new new.json")
            .stdout
            .contains("nothing has changed")
    );
}

#[test]
fn it_fails_on_the_class_that_is_given_and_on_worse_ones() {
    let sandbox = trees();
    for class in ["major", "minor", "patch", "text"] {
        assert_eq!(
            sandbox
                .run(&format!("drift old new --fail-on {class}"))
                .code,
            1,
            "{class}"
        );
        assert_eq!(
            sandbox
                .run(&format!("drift old old --fail-on {class}"))
                .code,
            0,
            "{class}"
        );
    }
    sandbox.write(
        "new/v3/tea/cups.md",
        CUPS.replace("| cup_id", "| size | string | 大小\n| cup_id"),
    );
    assert_eq!(sandbox.run("drift old new --fail-on major").code, 0);
    assert_eq!(sandbox.run("drift old new --fail-on minor").code, 1);
    assert_eq!(sandbox.run("drift old new --fail-on nothing").code, 2);
}

/// A page that cannot be read is an error, and what was on it is not said to be gone.
#[test]
fn a_page_with_an_error_is_not_compared() {
    let sandbox = trees();
    sandbox.write("new/v3/tea/cups.md", cups_with_error());
    sandbox.write("new/v3/tea/pots.md", CUPS.replace("tea/cups", "tea/pots"));
    let run = sandbox.run("drift old new");
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("--> new/v3/tea/cups.md:14"),
        "{}",
        run.stderr
    );
    assert!(
        run.stdout.starts_with("0 major, 1 minor, 0 patch, 0 text"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .contains("not compared, because it has errors: v3/tea/cups.md")
    );
}

#[test]
fn what_is_no_model_and_what_is_not_there_end_with_1() {
    let sandbox = trees();
    sandbox.write("empty.json", "{}");
    sandbox.write(
        "later.json",
        r#"{"format":2,"operations":[],"notifications":[]}"#,
    );
    for (args, code) in [
        ("empty.json new", "WX0712"),
        ("old later.json", "WX0712"),
        ("nowhere new", "WX0701"),
    ] {
        let run = sandbox.run(&format!("drift {args} --message-format json"));
        assert_eq!(
            (run.code, run.codes()),
            (1, vec![code.to_owned()]),
            "{args}"
        );
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn reports_are_for_people() {
    let sandbox = trees();
    insta::assert_snapshot!("drift_text", sandbox.run("drift old new").stdout);
    insta::assert_snapshot!(
        "drift_markdown",
        sandbox.run("drift old new --format markdown").stdout
    );
    assert_eq!(
        sandbox
            .run("drift old new --format html --out drift.html")
            .code,
        0
    );
    let page = std::fs::read_to_string(sandbox.path("drift.html")).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.contains("request-field-required"));
    // It needs nothing from elsewhere.
    for outside in ["http:", "https:", "src=", "<link", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
}
