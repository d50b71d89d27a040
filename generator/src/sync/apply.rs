//! Carries out a plan.

use super::plan::Plan;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Writes the pages that are to be written below `dir`: each as a whole or not at all. Returns what could not be
/// written, and why.
pub fn apply(plan: &Plan, dir: &Path) -> Vec<(PathBuf, io::Error)> {
    let mut failed = Vec::new();
    for (name, step) in &plan.steps {
        let Some(text) = step.text() else { continue };
        let path = dir.join(name);
        if let Err(error) = write(&path, text) {
            failed.push((path, error));
        }
    }
    failed
}

/// Writes beside the file, then puts the new one in its place.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    readable(file.as_file())?;
    file.as_file().sync_data()?;
    file.persist(path)?;
    Ok(())
}

/// Temporary files are for their owner alone; pages are for everybody.
#[cfg(unix)]
fn readable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_file: &fs::File) -> io::Result<()> {
    Ok(())
}
