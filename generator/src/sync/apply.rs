//! Carries out a plan.

use super::plan::Plan;
use crate::write;
use std::io;
use std::path::{Path, PathBuf};

/// Writes the pages that are to be written below `dir`: each as a whole or not at all. Returns what could not be
/// written, and why.
pub fn apply(plan: &Plan, dir: &Path) -> Vec<(PathBuf, io::Error)> {
    let mut failed = Vec::new();
    for (name, step) in &plan.steps {
        let Some(text) = step.text() else { continue };
        let path = dir.join(name);
        if let Err(error) = write::replace(&path, text) {
            failed.push((path, error));
        }
    }
    failed
}
