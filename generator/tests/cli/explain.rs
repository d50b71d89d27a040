//! `explain` says everything of every code.

use crate::harness::Sandbox;
use wechatpay_codegen::diag::codes;

#[test]
fn every_code_is_explained() {
    let sandbox = Sandbox::new();
    let code = codes::all()[0];
    let run = sandbox.run(&format!("explain {}", code.id));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    for part in [
        code.id,
        code.title,
        code.cause,
        code.example.lines().find(|line| !line.is_empty()).unwrap(),
        code.fix,
    ] {
        assert!(run.stdout.contains(part), "{part} is not in {}", run.stdout);
    }
    assert_eq!(
        run.stdout,
        sandbox
            .run(&format!("explain {}", code.id.to_lowercase()))
            .stdout
    );
}

#[test]
fn an_explanation_can_be_read_by_a_program() {
    let run = Sandbox::new().run("explain WX0701 --message-format json");
    let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        (&value["code"], &value["severity"]),
        (&"WX0701".into(), &"error".into())
    );
    for key in ["title", "cause", "example", "fix"] {
        assert!(value[key].is_string(), "{key}");
    }
}

#[test]
fn an_unknown_code_ends_with_2_and_the_nearest() {
    let sandbox = Sandbox::new();
    let run = sandbox.run("explain WX9701");
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("WX0701"), "{}", run.stderr);
    let far = sandbox.run("explain nonsense");
    assert_eq!(far.code, 2);
    assert!(!far.stderr.contains("nearest"), "{}", far.stderr);
}

#[test]
fn a_rule_of_drift_is_explained_too() {
    let sandbox = Sandbox::new();
    let run = sandbox.run("explain request-field-added");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let first = "request-field-added (major, minor, text): a field is new\n";
    assert!(run.stdout.starts_with(first), "{}", run.stdout);
    let run = sandbox.run("explain operation-moved --message-format json");
    let rule: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(rule["classes"], serde_json::json!(["major"]));
}
