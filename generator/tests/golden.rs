//! The whole output of two small models, file by file, in `tests/golden` of the repository, where the package
//! `wechatpay-tests` compiles it. `EXPECTORATE=overwrite cargo test --test golden` accepts what is made now.

mod models;

use models::{GOLDEN, folder, golden, golden_families, model, plan};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use wechatpay_codegen::diag::Diagnostics;
use wechatpay_codegen::emit::code::print;
use wechatpay_codegen::passes::families::Families;
use wechatpay_codegen::pipeline;
use wechatpay_codegen::source::FileId;
use wechatpay_codegen::write::Plan;

#[test]
fn the_output_is_what_was_accepted() {
    for name in GOLDEN {
        let (plan, reported) = golden(name);
        let folder = folder(name);
        for (path, text) in &plan.files {
            // Only where something new is accepted is there no folder yet.
            std::fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
            expectorate::assert_contents(folder.join(path), text);
        }
        expectorate::assert_contents(
            folder.join("features.toml"),
            &(plan.features.join("\n") + "\n"),
        );
        expectorate::assert_contents(folder.join("names.lock"), &plan.lock);
        expectorate::assert_contents(folder.join("reported.txt"), &(reported.join("\n") + "\n"));
    }
}

#[test]
fn no_other_file_is_accepted() {
    for name in GOLDEN {
        let folder = folder(name);
        let made: BTreeSet<PathBuf> = golden(name)
            .0
            .files
            .into_keys()
            .map(|path| folder.join(path))
            .collect();
        let found = files(&folder.join("src"));
        let extra: Vec<_> = found.difference(&made).collect();
        assert!(extra.is_empty(), "no longer made: {extra:?}");
    }
}

fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path);
        }
    }
    found
}

/// Macro calls and tables are written as lines: all of a file is Rust all the same.
#[test]
fn every_file_is_rust() {
    for name in GOLDEN {
        for (path, text) in golden(name)
            .0
            .files
            .iter()
            .filter(|(path, _)| path.extension().is_some_and(|rs| rs == "rs"))
        {
            let file =
                syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert!(
                !file.items.is_empty() || !text.contains("pub "),
                "{}",
                path.display()
            );
        }
    }
}

/// …and what is no macro and no table is as our printing has it: reading it and printing it again changes nothing.
#[test]
fn every_item_is_as_we_print_it() {
    for name in GOLDEN {
        for (path, text) in golden(name)
            .0
            .files
            .iter()
            .filter(|(path, _)| path.extension().is_some_and(|rs| rs == "rs"))
        {
            for item in syn::parse_file(text).unwrap().items {
                let is_lines = match &item {
                    syn::Item::Macro(_) => true,
                    syn::Item::Const(table) => matches!(table.vis, syn::Visibility::Restricted(_)),
                    _ => false,
                };
                let printed = print(vec![item]);
                assert!(
                    is_lines || text.contains(&printed),
                    "{}: {printed}",
                    path.display()
                );
            }
        }
    }
}

/// All of an upstream tree (only if `WECHATPAY_UPSTREAM` names one): every page has a family, nothing needs a hash, and every
/// file is Rust.
#[test]
fn the_whole_client_is_rust() {
    let Some(pages) = std::env::var_os("WECHATPAY_UPSTREAM").map(PathBuf::from) else {
        eprintln!("skipped: WECHATPAY_UPSTREAM names no tree");
        return;
    };
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let fixups = specs.join("fixups.toml");
    let inputs = pipeline::Inputs {
        pages: &pages,
        fixups: Some(&fixups),
        options: Default::default(),
    };
    let families = std::fs::read_to_string(specs.join("families.toml")).unwrap();
    let families = Families::parse(&families, FileId(0), &mut Diagnostics::new());
    let (plan, reported) = plan(pipeline::read(inputs).model, &families, "");
    assert!(reported.is_empty(), "{reported:#?}");
    let rust = |path: &&PathBuf| path.extension().is_some_and(|rs| rs == "rs");
    let files: Vec<&PathBuf> = plan.files.keys().filter(rust).collect();
    assert!(files.len() > 1_000);
    files.par_iter().for_each(|path| {
        let parsed = syn::parse_file(&plan.files[*path]);
        parsed.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    });
}

/// An example that a family names must be one of its operations, and one that can be written down.
#[test]
fn the_example_of_a_family_is_one_that_can_be_shown() {
    let with_example = |example: &str| {
        let mut families = golden_families("shop");
        for family in &mut families.all {
            if family.name.get_ref() == "shop" {
                family.example = Some(toml::Spanned::new(0..0, example.to_owned()));
            }
        }
        plan(model("shop"), &families, "")
    };
    let shown = |plan: &Plan, file: &str| {
        let text = &plan.files[Path::new("src/api/v3/shop").join(file).as_path()];
        text.contains("/// # Example")
    };
    let (plan, reported) = with_example("GET /v3/shop/orders/{order_no}");
    assert_eq!(reported, golden("shop").1);
    assert!(shown(&plan, "orders/order_no.rs"));
    assert!(!shown(&plan, "orders.rs"));
    for wrong in ["GET /v3/shop/pears", "POST /v3/shop/refunds/upload"] {
        let (_, reported) = with_example(wrong);
        let message = format!("WX0505: `{wrong}` is no operation of the family `shop`");
        assert!(
            reported.iter().any(|one| one.starts_with(&message)),
            "{reported:?}"
        );
    }
}
