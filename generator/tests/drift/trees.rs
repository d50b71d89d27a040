//! Some pages of upstream, or of ours in their place, as they were and as they are; and our pages that were made of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use wechatpay_codegen::diag::{Diagnostics, Severity};
use wechatpay_codegen::drift::{Change, Drift, Side, compare};
use wechatpay_codegen::glossary::Glossary;
use wechatpay_codegen::model::Model;
use wechatpay_codegen::passes::families::{Families, assign};
use wechatpay_codegen::passes::naming::lock::Lock;
use wechatpay_codegen::pipeline::{self, Inputs, Read};
use wechatpay_codegen::source::FileId;
use wechatpay_codegen::sync::{self, Outcome, Paths, Step};
use wechatpay_codegen::write::{self, Plan};

pub const REFUNDS: &str = "openapi/v3/refund/domestic/refunds.md";
pub const REFUND: &str = "openapi/v3/refund/domestic/refunds/{out_refund_no}.md";
pub const CUSTOMS: &str = "openapi/v3/customs/orders.md";
pub const CARD: &str = "openapi/v3/discount-card/orders/out-trade-no/{out_trade_no}.md";
pub const PAID: &str = "webhook/v3/TRANSACTION.SUCCESS.md";
pub const RISK: &str = "webhook/v3/RISKTRADE.IDENTIFICATION.md";

/// Pages by path.
pub type Pages = BTreeMap<String, String>;

/// The pages that are edited: those of the tree that `WECHATPAY_UPSTREAM` names, else our own ones. Every edit is one that
/// both forms of the language know.
pub fn pages() -> Pages {
    let upstream = std::env::var_os("WECHATPAY_UPSTREAM").map(PathBuf::from);
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let read = |page: &str| {
        let path = match &upstream {
            Some(tree) => tree.join(page),
            None => specs.join(page.strip_prefix("openapi/").unwrap_or(page)),
        };
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    [REFUNDS, REFUND, CUSTOMS, CARD, PAID, RISK]
        .map(|page| (page.to_owned(), read(page)))
        .into()
}

/// A folder with upstream as it was, as it is, and our pages.
pub struct World {
    dir: TempDir,
    families: Families,
}

/// What came of a change.
pub struct Outcomes {
    pub drift: Drift,
    pub sync: Outcome,
    pub second: Outcome,
    /// Our pages as they were, and after the first `sync`.
    pub specs_before: Pages,
    pub specs: Pages,
    /// What is left between upstream and our pages.
    pub rest: Drift,
    pub before: Plan,
    pub after: Plan,
    /// Codes of the problems of generation.
    pub generation: Vec<&'static str>,
}

impl World {
    pub fn new() -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/families.toml");
        let families = fs::read_to_string(file).unwrap();
        Self {
            dir: TempDir::new().unwrap(),
            families: Families::parse(&families, FileId(0), &mut Diagnostics::new()),
        }
    }

    fn path(&self, below: &str) -> PathBuf {
        self.dir.path().join(below)
    }

    fn put(&self, tree: &str, pages: &Pages) {
        let _ = fs::remove_dir_all(self.path(tree));
        for (page, text) in pages {
            let path = self.path(tree).join(page);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    fn read(&self, tree: &str) -> Read {
        let mut read = pipeline::read(Inputs {
            pages: &self.path(tree),
            fixups: None,
            options: Default::default(),
        });
        assign(&mut read.model, &self.families, &mut Diagnostics::new());
        read
    }

    fn sync(&self, upstream: &str) -> Outcome {
        let paths = Paths {
            upstream: &self.path(upstream),
            specs: &self.path("specs"),
            fixups: None,
        };
        sync::run(paths, false)
    }

    fn specs(&self) -> Pages {
        fn walk(dir: &Path, root: &Path, all: &mut Pages) {
            for entry in fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, root, all);
                } else {
                    let name = path.strip_prefix(root).unwrap().to_str().unwrap();
                    all.insert(name.to_owned(), fs::read_to_string(&path).unwrap());
                }
            }
        }
        let mut all = Pages::new();
        walk(&self.path("specs"), &self.path("specs"), &mut all);
        all
    }

    fn plan(&self, model: &Model, lock: &str, diagnostics: &mut Diagnostics) -> Plan {
        let lock = Lock::parse(lock, FileId(0), diagnostics);
        write::plan(
            model,
            &self.families,
            &Glossary::default(),
            &lock,
            diagnostics,
        )
    }

    /// Upstream goes from `old` to `new`.
    pub fn change(&self, old: &Pages, new: &Pages) -> Outcomes {
        let _ = fs::remove_dir_all(self.path("specs"));
        fs::create_dir_all(self.path("specs")).unwrap();
        self.put("old", old);
        self.put("new", new);
        let first = self.sync("old");
        let found: Vec<_> = errors(&first.diagnostics);
        assert!(found.is_empty(), "{found:?}");
        let mut diagnostics = Diagnostics::new();
        let before = self.plan(&self.read("specs").model, "", &mut diagnostics);

        let specs_before = self.specs();
        let drift = self.drift("old", "new");
        let sync = self.sync("new");
        let specs = self.specs();
        let second = self.sync("new");
        assert_eq!(
            specs,
            self.specs(),
            "the second run of sync changes nothing"
        );
        let rest = self.drift("new", "specs");
        let mut diagnostics = Diagnostics::new();
        let after = self.plan(&self.read("specs").model, &before.lock, &mut diagnostics);
        let generation = diagnostics
            .sorted()
            .iter()
            // The families' examples are on pages that are not here.
            .filter(|one| one.code.severity != Severity::Note && one.code.id != "WX0505")
            .map(|one| one.code.id)
            .collect();
        Outcomes {
            drift,
            sync,
            second,
            specs_before,
            specs,
            rest,
            before,
            after,
            generation,
        }
    }

    fn drift(&self, old: &str, new: &str) -> Drift {
        let (old, new) = (self.read(old), self.read(new));
        let (old_unread, new_unread) = (unread(&old), unread(&new));
        compare(side(&old, &old_unread), side(&new, &new_unread))
    }
}

fn side<'a>(read: &'a Read, unread: &'a BTreeSet<String>) -> Side<'a> {
    Side {
        model: &read.model,
        sources: &read.sources,
        unread,
    }
}

/// The pages that have errors.
fn unread(read: &Read) -> BTreeSet<String> {
    let errors = read
        .diagnostics
        .iter()
        .filter(|one| one.code.severity == Severity::Error);
    errors
        .filter_map(|one| read.sources.get(one.primary.as_ref()?.span.file))
        .map(|file| file.path.clone())
        .collect()
}

fn errors(diagnostics: &Diagnostics) -> Vec<String> {
    diagnostics
        .iter()
        .filter(|one| one.code.severity == Severity::Error)
        .map(|one| format!("{} {}", one.code.id, one.message))
        .collect()
}

impl Outcomes {
    /// The changes that are more than text, or all if there are no others: `class rule field`.
    pub fn changes(&self) -> Vec<String> {
        let show = |one: &Change| {
            let field = one.field.as_deref().unwrap_or("-");
            format!("{} {} {field}", one.class.name(), one.rule)
        };
        let code: Vec<_> = self
            .drift
            .changes
            .iter()
            .filter(|one| one.class.name() != "text")
            .map(show)
            .collect();
        if code.is_empty() {
            self.drift.changes.iter().map(show).collect()
        } else {
            code
        }
    }

    /// What `sync` did with each page that it did not keep: `change v3/….md`.
    pub fn steps(&self) -> Vec<String> {
        let show = |(page, step): (&String, &Step)| {
            let word = match step {
                Step::Add(_) => "add",
                Step::Change(_) => "change",
                Step::Keep => return None,
                Step::Move { .. } => "move",
                Step::Skip(_) => "skip",
                Step::OnlyHere => "only",
            };
            Some(format!("{word} {page}"))
        };
        self.sync.plan.steps.iter().filter_map(show).collect()
    }

    pub fn errors(&self) -> Vec<String> {
        errors(&self.sync.diagnostics)
    }
}
