//! A download into a file: written under a temporary name, renamed when it is complete.

use super::thread::on_thread;
use super::transfer::Transfer;
use super::{Download, DownloadError, LONGEST};
use crate::call::{Way, block_on};
use crate::crypto::random;
use crate::error::Error;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How much is written at once.
const BLOCK: usize = 1 << 20;

/// A file that came complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Downloaded {
    /// How many bytes were written.
    pub bytes: u64,
    /// How many bytes came, as sent.
    pub received: u64,
}

impl Download {
    /// Asks for the file and stores it. It is written beside `path` under a temporary name (`.name.….part`), flushed to the disk, and renamed
    /// when it is complete and proven, in place of a file that has this name. A download that fails or is given up leaves `path` as it was.
    ///
    /// # Errors
    /// As for any call; [`Error::Download`].
    pub async fn to_file(self, path: impl AsRef<Path>) -> Result<Downloaded, Error> {
        let path = path.as_ref().to_owned();
        store(self.start(Way::Await, LONGEST).await?, path).await
    }

    /// As [`to_file`](Self::to_file), outside of asynchronous code.
    ///
    /// # Errors
    /// The same.
    pub fn to_file_blocking(self, path: impl AsRef<Path>) -> Result<Downloaded, Error> {
        let path = path.as_ref().to_owned();
        block_on(async move { store(self.start(Way::Block, LONGEST).await?, path).await })
    }
}

async fn store(mut transfer: Transfer, path: PathBuf) -> Result<Downloaded, Error> {
    let way = transfer.way();
    let (temporary, mut file) = on_disk(way, move || Temporary::create(path)).await?;
    let (mut bytes, mut block) = (0, Vec::new());
    while let Some(piece) = transfer.next().await? {
        bytes += piece.len() as u64;
        block.extend_from_slice(&piece);
        if block.len() >= BLOCK {
            (file, block) = on_disk(way, move || write(file, block)).await?;
        }
    }
    on_disk(way, move || {
        let (file, _) = write(file, block)?;
        temporary.keep(file)
    })
    .await?;
    Ok(Downloaded {
        bytes,
        received: transfer.received(),
    })
}

fn write(mut file: File, mut block: Vec<u8>) -> io::Result<(File, Vec<u8>)> {
    file.write_all(&block)?;
    block.clear();
    Ok((file, block))
}

async fn on_disk<T: Send + 'static>(
    way: Way,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, DownloadError> {
    let result = match way {
        Way::Block => work(),
        Way::Await => on_thread(work).await,
    };
    result.map_err(DownloadError::Write)
}

/// A file under a temporary name, which is deleted unless it is kept.
struct Temporary {
    name: PathBuf,
    path: PathBuf,
    kept: bool,
}

impl Temporary {
    fn create(path: PathBuf) -> io::Result<(Self, File)> {
        let name = path
            .file_name()
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
        let random = random::alphanumeric(12).ok_or_else(|| io::Error::other("no random name"))?;
        let mut temporary = OsString::from(".");
        temporary.push(name);
        temporary.push(format!(".{random}.part"));
        let name = path.with_file_name(temporary);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&name)?;
        let kept = false;
        Ok((Self { name, path, kept }, file))
    }

    /// Gives the file its name.
    fn keep(mut self, file: File) -> io::Result<()> {
        file.sync_all()?;
        drop(file);
        fs::rename(&self.name, &self.path)?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.kept {
            drop(fs::remove_file(&self.name));
        }
    }
}
