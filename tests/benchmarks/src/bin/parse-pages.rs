//! `parse-pages DIR`: reads all pages below a folder and parses their markdown, on all cores, and nothing else. Less than this the
//! generator cannot take.

use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).unwrap_or_else(|| "specs".into());
    let mut pages = Vec::new();
    find(Path::new(&folder), &mut pages)?;
    let events = pages.par_iter().map(|page| {
        let text = fs::read_to_string(page)?;
        Ok(Parser::new_ext(&text, Options::ENABLE_TABLES).count())
    });
    let events: io::Result<Vec<usize>> = events.collect();
    let events: usize = events?.into_iter().sum();
    println!("{} pages, {events} events", pages.len());
    Ok(())
}

fn find(folder: &Path, pages: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            find(&path, pages)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(path);
        }
    }
    Ok(())
}
