//! A file on its way, or the parts of one, one after the other.

use super::digest::Expected;
use super::pipeline::{Pipeline, Plan};
use super::{DownloadError, FileAddress, FileKey, HashAlgorithm, Options, Progress, Report};
use crate::call::{Draft, FileBody, Opened, Way, open};
use crate::client::Client;
use crate::error::{BuildError, Error};
use crate::transport::Response;
use std::collections::VecDeque;

/// What is unpacked at once: deflate makes at most about a thousand times as many bytes of it.
const STEP: usize = 16 << 10;

pub(super) struct Transfer {
    way: Way,
    options: Options,
    progress: Option<Report>,
    /// Parts that have not been asked for.
    waiting: VecDeque<(Draft, FileAddress)>,
    current: Option<Current>,
    /// Status and headers of the first part.
    head: Response,
    /// Bytes of the only part, if they are known.
    total: Option<u64>,
    received: u64,
    failed: bool,
}

/// The part that is being read.
struct Current {
    body: FileBody,
    pipeline: Pipeline,
    /// What has been received, but not yet taken.
    piece: Vec<u8>,
    taken: usize,
}

impl Transfer {
    /// Asks for the first part.
    pub(super) async fn begin(
        parts: Vec<(Draft, FileAddress)>,
        options: Options,
        progress: Option<Report>,
        way: Way,
    ) -> Result<Self, Error> {
        let mut waiting = VecDeque::from(parts);
        let alone = waiting.len() == 1;
        let (draft, address) = waiting.pop_front().ok_or(DownloadError::NoAddress)?;
        let (head, current) = enter(&draft, &address, options, way).await?;
        let length = || head.headers.get("Content-Length")?.trim().parse().ok();
        Ok(Self {
            total: if alone { length() } else { None },
            way,
            options,
            progress,
            waiting,
            current: Some(current),
            head,
            received: 0,
            failed: false,
        })
    }

    pub(super) fn head(&self) -> &Response {
        &self.head
    }

    pub(super) fn way(&self) -> Way {
        self.way
    }

    pub(super) fn received(&self) -> u64 {
        self.received
    }

    pub(super) fn total(&self) -> Option<u64> {
        self.total
    }

    /// The next piece of content, never an empty one; `None` only when all of it came and is proven. Nothing is lost if the caller drops
    /// this future and asks again.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        if self.failed {
            return Err(DownloadError::FailedBefore.into());
        }
        let next = self.advance().await;
        self.failed = next.is_err();
        next
    }

    async fn advance(&mut self) -> Result<Option<Vec<u8>>, Error> {
        loop {
            let Some(current) = &mut self.current else {
                let Some((draft, address)) = self.waiting.front() else {
                    return Ok(None);
                };
                let (_, current) = enter(draft, address, self.options, self.way).await?;
                self.current = Some(current);
                self.waiting.pop_front();
                continue;
            };
            if let Some(ready) = current.take()? {
                return Ok(Some(ready));
            }
            match current.body.piece().await? {
                Some(piece) => {
                    self.received = self.received.saturating_add(piece.len() as u64);
                    (current.piece, current.taken) = (piece, 0);
                    if let Some(report) = &mut self.progress {
                        report(Progress {
                            received: self.received,
                            total: self.total,
                        });
                    }
                }
                None => {
                    let last = self.current.take().map(Current::finish).transpose()?;
                    if let Some(last) = last.filter(|last| !last.is_empty()) {
                        return Ok(Some(last));
                    }
                }
            }
        }
    }

    /// All that is left.
    pub(super) async fn into_vec(mut self) -> Result<Vec<u8>, Error> {
        let mut all = Vec::new();
        while let Some(piece) = self.next().await? {
            all.extend_from_slice(&piece);
        }
        Ok(all)
    }
}

impl Current {
    /// What comes of the piece that was received; `None` if all of it has been taken.
    fn take(&mut self) -> Result<Option<Vec<u8>>, DownloadError> {
        while let Some(left) = self.piece.get(self.taken..).filter(|left| !left.is_empty()) {
            let step = left.get(..STEP).unwrap_or(left);
            self.taken += step.len();
            let mut ready = Vec::new();
            self.pipeline.push(step, &mut |bytes| {
                ready.extend_from_slice(bytes);
                Ok(())
            })?;
            if !ready.is_empty() {
                return Ok(Some(ready));
            }
        }
        Ok(None)
    }

    fn finish(self) -> Result<Vec<u8>, DownloadError> {
        let mut last = Vec::new();
        self.pipeline.finish(&mut |bytes| {
            last.extend_from_slice(bytes);
            Ok(())
        })?;
        Ok(last)
    }
}

/// Asks for a part.
async fn enter(
    draft: &Draft,
    address: &FileAddress,
    options: Options,
    way: Way,
) -> Result<(Response, Current), Error> {
    let key = file_key(&draft.client, address)?;
    let Opened {
        head,
        body,
        signed_sha1,
    } = open(draft, way).await?;
    let signed = signed_sha1.map(|hex| Expected {
        algorithm: HashAlgorithm::Sha1,
        hex,
    });
    let pipeline = Pipeline::new(Plan {
        encrypted: key.as_ref(),
        packed: options.packed,
        unpack: options.unpack,
        digest: signed.or(address.expected()?),
        limit: options.limit.unwrap_or(u64::MAX),
    })?;
    let current = Current {
        body,
        pipeline,
        piece: Vec::new(),
        taken: 0,
    };
    Ok((head, current))
}

/// The key to an encrypted file, which is encrypted for the merchant's certificate.
fn file_key(client: &Client, address: &FileAddress) -> Result<Option<FileKey>, Error> {
    let encrypted = address.encrypt_key.as_deref().unwrap_or_default();
    if encrypted.is_empty() {
        return Ok(None);
    }
    let keys = client.keys().ok_or_else(|| {
        let message = "a client without keys cannot read a file that is encrypted for the merchant";
        BuildError::new("client", "keys", message)
    })?;
    let key = keys.merchant().key().decrypt_bytes(encrypted);
    Ok(Some(FileKey {
        key: key.map_err(DownloadError::Key)?,
        nonce: address.nonce.clone().unwrap_or_default(),
    }))
}
