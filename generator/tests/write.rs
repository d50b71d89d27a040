//! Plan, compare, apply: the same bytes whatever the order and the threads, and all of the files or none.

mod models;

use models::{GOLDEN, golden, golden_families, golden_with, model, plan};
use std::fs;
use std::path::Path;
use wechatpay_codegen::diag::Diagnostics;
use wechatpay_codegen::write::{ChangeKind, Plan, Summary, Target, apply, compare};

const MANIFEST: &str =
    "[package]\nname = \"client\"\n\n[features]\n# <families>\n# </families>\nsandbox = []\n";

/// A folder for a client, with a `Cargo.toml`.
fn target(folder: &Path) -> Target {
    fs::write(folder.join("Cargo.toml"), MANIFEST).unwrap();
    Target {
        client: folder.to_owned(),
        lock: folder.join("names.lock"),
    }
}

fn run(plan: &Plan, target: &Target) -> Result<Summary, Vec<&'static str>> {
    let mut diagnostics = Diagnostics::new();
    let done = apply(plan, target, &mut diagnostics);
    done.ok_or_else(|| diagnostics.iter().map(|one| one.code.id).collect())
}

fn changes(plan: &Plan, target: &Target) -> Vec<(ChangeKind, String)> {
    let all = compare(plan, target, &mut Diagnostics::new());
    let name = |path: &Path| {
        path.strip_prefix(&target.client)
            .unwrap()
            .to_string_lossy()
            .into_owned()
    };
    all.iter()
        .map(|change| (change.kind, name(&change.path)))
        .collect()
}

/// Everything below a folder, as one text.
fn snapshot(folder: &Path) -> String {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    let show = |path: &std::path::PathBuf| {
        let content = if path.is_dir() {
            snapshot(path)
        } else {
            fs::read_to_string(path).unwrap()
        };
        format!("{}\n{content}\n", path.display())
    };
    entries.iter().map(show).collect()
}

/// A small generator of numbers, so that a shuffle is the same in every run.
fn shuffle<T>(list: &mut [T], mut seed: u64) {
    for at in (1..list.len()).rev() {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        list.swap(at, usize::try_from(seed >> 33).unwrap() % (at + 1));
    }
}

#[test]
fn the_order_of_the_pages_and_the_threads_do_not_matter() {
    for name in GOLDEN {
        let expected = golden(name).0;
        for seed in 1..6 {
            let mut shuffled = model(name);
            shuffle(&mut shuffled.operations, seed);
            shuffle(&mut shuffled.notifications, seed);
            let threads = rayon::ThreadPoolBuilder::new()
                .num_threads(usize::try_from(seed).unwrap())
                .build()
                .unwrap();
            let made = threads.install(|| golden_with(name, shuffled).0);
            assert!(made == expected, "{name} with seed {seed}");
        }
    }
}

#[test]
fn a_second_run_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let target = target(folder.path());
    let plan = golden("shop").0;
    let all = plan.files.len() + 2;
    assert_eq!(
        run(&plan, &target),
        Ok(Summary {
            written: all,
            unchanged: 0,
            removed: 0
        })
    );
    assert_eq!(
        run(&plan, &target),
        Ok(Summary {
            written: 0,
            unchanged: all,
            removed: 0
        })
    );
    assert_eq!(changes(&plan, &target), []);
    let merged = fs::read_to_string(folder.path().join("Cargo.toml")).unwrap();
    assert!(
        merged.contains("default = [\"shop\"]") && merged.contains("sandbox = []"),
        "{merged}"
    );
}

#[test]
fn what_is_no_longer_made_is_deleted_with_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let target = target(folder.path());
    run(&golden("shop").0, &target).unwrap();
    let mut smaller = model("shop");
    smaller
        .operations
        .retain(|operation| !operation.path.contains("refund"));
    let (smaller, _) = plan(
        smaller,
        &golden_families("shop"),
        &fs::read_to_string(&target.lock).unwrap(),
    );
    let removed: Vec<_> = changes(&smaller, &target)
        .into_iter()
        .filter(|(kind, _)| *kind == ChangeKind::Removed)
        .collect();
    assert_eq!(removed.len(), 3, "{removed:?}");
    assert_eq!(run(&smaller, &target).unwrap().removed, 3);
    assert!(!folder.path().join("src/api/v3/shop/refunds").exists());
    assert!(folder.path().join("src/api/v3/shop/orders").exists());
    assert!(
        fs::read_to_string(&target.lock)
            .unwrap()
            .contains("[removed.type]")
    );
}

#[test]
fn check_shows_a_short_diff_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let target = target(folder.path());
    let plan = golden("shop").0;
    run(&plan, &target).unwrap();
    let file = folder.path().join("src/api/v3/shop/bills.rs");
    let edited = fs::read_to_string(&file)
        .unwrap()
        .replace("bill_date: String", "bill_date: i64");
    fs::write(&file, &edited).unwrap();
    fs::remove_file(folder.path().join("OPERATIONS.md")).unwrap();
    let found = compare(&plan, &target, &mut Diagnostics::new());
    assert_eq!(
        changes(&plan, &target),
        [
            (ChangeKind::Added, "OPERATIONS.md".into()),
            (ChangeKind::Changed, "src/api/v3/shop/bills.rs".into())
        ]
    );
    assert!(
        found[1]
            .diff
            .contains("-    pub bill_date: i64,\n+    pub bill_date: String,"),
        "{}",
        found[1].diff
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), edited);
}

/// A failed run leaves the tree as it was, whatever the reason.
#[test]
fn all_or_nothing() {
    type Spoil = fn(&Path);
    let cases: [(&str, Spoil); 5] = [
        ("WX0601", |folder| {
            fs::write(
                folder.join("src/api/v3/shop/orders.rs"),
                "//! My own work.\n",
            )
            .unwrap()
        }),
        ("WX0601", |folder| {
            fs::write(folder.join("names.lock"), "# mine\n").unwrap()
        }),
        ("WX0602", |folder| {
            fs::remove_file(folder.join("OPERATIONS.md")).unwrap();
            fs::create_dir(folder.join("OPERATIONS.md")).unwrap();
        }),
        ("WX0603", |folder| {
            fs::write(folder.join("Cargo.toml"), "[features]\n").unwrap()
        }),
        ("WX0604", |folder| {
            fs::write(
                folder.join("src/api/manifest.json"),
                "{ \"about\": \"@generated by wechatpay-codegen\" }",
            )
            .unwrap()
        }),
    ];
    for (code, spoil) in cases {
        let folder = tempfile::tempdir().unwrap();
        let target = target(folder.path());
        run(&golden("obstacles").0, &target).unwrap();
        let _ = fs::create_dir_all(folder.path().join("src/api/v3/shop"));
        spoil(folder.path());
        let before = snapshot(folder.path());
        assert_eq!(run(&golden("shop").0, &target), Err(vec![code]));
        assert_eq!(snapshot(folder.path()), before, "{code}");
    }
}

/// A stale file that someone took over stays.
#[test]
fn a_stale_file_without_our_header_is_not_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let target = target(folder.path());
    run(&golden("obstacles").0, &target).unwrap();
    fs::write(
        folder.path().join("src/api/v3/delete_.rs"),
        "//! Mine now.\n",
    )
    .unwrap();
    assert_eq!(run(&golden("shop").0, &target), Err(vec!["WX0601"]));
    assert!(folder.path().join("src/api/v3/delete_.rs").exists());
}

/// A manifest is data: it cannot make the generator delete something elsewhere.
#[test]
fn a_manifest_cannot_reach_outside() {
    let folder = tempfile::tempdir().unwrap();
    let target = target(folder.path());
    fs::create_dir_all(folder.path().join("src/api")).unwrap();
    for path in ["../x", "/x", "a/../../x"] {
        let text = format!(
            "{{\"about\":\"@generated by wechatpay-codegen\",\"files\":[{{\"path\":\"{path}\",\"sha256\":\"\",\"page\":\"\"}}]}}"
        );
        fs::write(folder.path().join("src/api/manifest.json"), text).unwrap();
        assert_eq!(run(&golden("shop").0, &target), Err(vec!["WX0604"]));
    }
}
