//! `openapi` prints one document, or writes a file for each family.

use crate::harness::{CUPS, Sandbox, cups_with_error};
use serde_json::Value;

fn good() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("specs/v3/tea/cups.md", CUPS);
    sandbox.write(
        "specs/v3/milk/cups.md",
        CUPS.replace("v3/tea/cups", "v3/milk/cups"),
    );
    let families = ["tea", "milk"].map(|name| {
        format!(
            "[[family]]\nname = \"{name}\"\nabout = \"About {name}.\"\nmatch = [\"/v3/{name}\"]\n"
        )
    });
    sandbox.write("families.toml", families.concat());
    sandbox
}

const ARGS: &str = "openapi --specs specs --families families.toml";

#[test]
fn one_document_has_all_or_the_families_that_are_asked_for() {
    let sandbox = good();
    let paths = |args: &str| -> Vec<String> {
        let run = sandbox.run(&format!("{ARGS} {args}"));
        assert_eq!(run.code, 0, "{}", run.stderr);
        let document: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        document["paths"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect()
    };
    assert_eq!(paths(""), ["/v3/milk/cups", "/v3/tea/cups"]);
    assert_eq!(paths("--family tea"), ["/v3/tea/cups"]);
    assert_eq!(paths("--family tea --family milk").len(), 2);
    let run = sandbox.run(&format!(
        "{ARGS} --family coffee --message-format json --out api.json"
    ));
    assert_eq!((run.code, run.codes()), (1, vec!["WX0713".to_owned()]));
    assert!(!sandbox.path("api.json").exists());
}

#[test]
fn files_are_written_without_errors_only() {
    let sandbox = good();
    assert_eq!(sandbox.run(&format!("{ARGS} --split api")).code, 0);
    let files: Vec<_> = sandbox
        .files("api")
        .into_iter()
        .map(|(path, ..)| path)
        .collect();
    assert_eq!(
        files,
        [sandbox.path("api/milk.json"), sandbox.path("api/tea.json")]
    );
    sandbox.write("specs/v3/tea/cups.md", cups_with_error());
    let run = sandbox.run(&format!("{ARGS} --out api.json"));
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(!sandbox.path("api.json").exists());
}
