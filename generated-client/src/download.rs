//! Files: bills, statements, receipts, images.
//!
//! A call that answers a file, or that answers where a file is, becomes a [`Download`]; the second kind asks first and then downloads what
//! the answer names. An answer at hand gives its addresses by [`Reply::files`](crate::Reply::files), for
//! [`Client::download_file`](crate::Client::download_file). A download is read as a [stream](Download::open), as a [reader](Download::open_blocking),
//! [into memory](Download::to_vec) or [into a file](Download::to_file), and never needs more memory than a few pieces of it.
//!
//! The end of a file is reported only if all of it came, and if it has the digest that was announced for it: SHA-1, SHA-256, or SM3 (feature `sm3`). What was
//! read before that is not proven.
//!
//! ```
//! use wechatpay_client::{Client, Error};
//! use wechatpay_client::v3::bill::tradebill::GetQuery;
//!
//! async fn fetch(client: &Client) -> Result<(), Error> {
//!     let query = GetQuery::new("2024-06-01").tar_type("GZIP");
//!     let bill = client.v3().bill().tradebill().get(query).download();
//!     bill.unpacked().to_file("2024-06-01.csv").await?;
//!     Ok(())
//! }
//! ```
//!
//! What comes packed with gzip is unpacked by the feature `gzip`, which its digest needs too; the bills of sub-merchants
//! (`encrypt_key`) are decrypted by the feature `encrypted-bills`.

mod address;
mod decrypt;
mod digest;
mod error;
mod file;
mod gunzip;
mod pipeline;
mod read;
mod thread;
mod transfer;

pub use address::FileAddress;
pub use digest::HashAlgorithm;
pub use error::DownloadError;
pub use file::Downloaded;
pub use read::{DownloadReader, DownloadStream};

use crate::call::{Call, Draft, Way, send};
use crate::client::Client;
use crate::codec::Object;
use crate::error::{BuildError, Error};
use crate::reply::{Binary, Reply, Text};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use transfer::Transfer;
use zeroize::Zeroizing;

/// Bills are cut into parts of about 16 GB, so nothing is longer than this unless somebody wants to fill the disk.
const LONGEST: u64 = 32 << 30;
/// The longest file that is read into memory unless the limit is set.
const LONGEST_IN_MEMORY: u64 = 256 << 20;

/// A file that has not been asked for. [`open`](Self::open), [`to_file`](Self::to_file) or [`to_vec`](Self::to_vec) does, or one of their
/// `…_blocking` companions.
#[must_use = "a download does nothing until it is opened or stored"]
pub struct Download {
    source: Source,
    options: Options,
    progress: Option<Report>,
}

/// What can be set.
#[derive(Clone, Copy, Default)]
struct Options {
    packed: bool,
    unpack: bool,
    limit: Option<u64>,
    timeout: Option<Duration>,
}

type Report = Box<dyn FnMut(Progress) + Send>;

/// Where the file comes from.
enum Source {
    /// A call answers it.
    Call(Draft),
    /// A call answers where it is.
    Listed(Draft, Lister),
    /// An answer said where it is.
    Address(Client, FileAddress),
    /// It cannot be asked for.
    Wrong(BuildError),
}

type Listing<'d> = Pin<Box<dyn Future<Output = Result<Vec<FileAddress>, Error>> + Send + 'd>>;
type Lister = fn(&Draft, Way) -> Listing<'_>;

/// The key to an encrypted file, in plain.
struct FileKey {
    key: Zeroizing<Vec<u8>>,
    nonce: String,
}

/// How far a download is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes that have come, as sent.
    pub received: u64,
    /// Bytes that will come, as sent, if the answer said so.
    pub total: Option<u64>,
}

impl Download {
    fn new(source: Source) -> Self {
        Self {
            source,
            options: Options::default(),
            progress: None,
        }
    }

    /// Says that the file comes packed with gzip, so that its digest is that of the unpacked content. A call that asks for it
    /// (`tar_type` GZIP) needs no word; an [address](Client::download_file) does.
    pub fn packed(mut self) -> Self {
        self.options.packed = true;
        self
    }

    /// Gives out what comes packed with gzip unpacked. What does not come packed stays as it is.
    pub fn unpacked(mut self) -> Self {
        self.options.unpack = true;
        self
    }

    /// The longest that a file may be, packed or unpacked, in bytes. Default: 256 MiB in memory, else 32 GiB.
    pub fn max_bytes(mut self, limit: u64) -> Self {
        self.options.limit = Some(limit);
        self
    }

    /// Gives up after this time, for each file from the request to its last byte. Without it the transport's own limit holds for each wait.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Calls this after each piece that came.
    pub fn progress(mut self, report: impl FnMut(Progress) + Send + 'static) -> Self {
        self.progress = Some(Box::new(report));
        self
    }

    /// Asks for the file, and gives its content piece by piece.
    ///
    /// # Errors
    /// As for any call; [`Error::Download`].
    pub async fn open(self) -> Result<DownloadStream, Error> {
        Ok(DownloadStream(self.start(Way::Await, LONGEST).await?))
    }

    /// As [`open`](Self::open), outside of asynchronous code, as a [`Read`](std::io::Read).
    ///
    /// # Errors
    /// The same.
    pub fn open_blocking(self) -> Result<DownloadReader, Error> {
        let transfer = crate::call::block_on(self.start(Way::Block, LONGEST))?;
        Ok(DownloadReader::new(transfer))
    }

    /// Asks for the file, and gives its whole content.
    ///
    /// # Errors
    /// As for any call; [`Error::Download`].
    pub async fn to_vec(self) -> Result<Vec<u8>, Error> {
        self.start(Way::Await, LONGEST_IN_MEMORY)
            .await?
            .into_vec()
            .await
    }

    /// As [`to_vec`](Self::to_vec), outside of asynchronous code.
    ///
    /// # Errors
    /// The same.
    pub fn to_vec_blocking(self) -> Result<Vec<u8>, Error> {
        crate::call::block_on(async {
            self.start(Way::Block, LONGEST_IN_MEMORY)
                .await?
                .into_vec()
                .await
        })
    }

    async fn start(self, way: Way, longest: u64) -> Result<Transfer, Error> {
        let Self {
            source,
            mut options,
            progress,
        } = self;
        options.limit.get_or_insert(longest);
        let parts = match source {
            Source::Wrong(error) => return Err(error.into()),
            Source::Call(mut draft) => {
                options.packed |= comes_packed(&draft);
                draft.timeout = options.timeout.or(draft.timeout);
                vec![(draft, FileAddress::default())]
            }
            Source::Address(client, address) => vec![part(&client, address, options)?],
            Source::Listed(draft, list) => {
                options.packed |= comes_packed(&draft);
                known_algorithm(&draft)?;
                let addresses = list(&draft, way).await?;
                let count = addresses.len();
                if count == 0 {
                    return Err(DownloadError::NoAddress.into());
                }
                if count > 1 && addresses.iter().any(|address| address.sequence.is_none()) {
                    return Err(DownloadError::SeveralFiles { count }.into());
                }
                addresses
                    .into_iter()
                    .map(|address| part(&draft.client, address, options))
                    .collect::<Result<_, Error>>()?
            }
        };
        Transfer::begin(parts, options, progress, way).await
    }
}

fn part(
    client: &Client,
    address: FileAddress,
    options: Options,
) -> Result<(Draft, FileAddress), Error> {
    let mut draft = Draft::of_address(client, &address.url)?;
    draft.timeout = options.timeout;
    // What cannot be checked is not downloaded.
    address.expected()?;
    Ok((draft, address))
}

/// A text in the query or the body of a request.
fn asked<'d>(draft: &'d Draft, name: &str) -> Option<&'d str> {
    let body = match &draft.body {
        crate::call::Body::Object(object) => Some(&**object),
        _ => None,
    };
    let mut objects = draft.query.as_deref().into_iter().chain(body);
    let given = objects.find_map(|object| address::text_of(object, name));
    let pair = || draft.pairs.iter().find(|(own, _)| own == name);
    given.or_else(|| pair().map(|(_, value)| &**value))
}

fn comes_packed(draft: &Draft) -> bool {
    asked(draft, "tar_type").is_some_and(|kind| kind.eq_ignore_ascii_case("GZIP"))
}

/// An encryption that cannot be undone is not asked for.
fn known_algorithm(draft: &Draft) -> Result<(), DownloadError> {
    let algorithm = asked(draft, "algorithm").or_else(|| asked(draft, "encryption_algorithm"));
    match algorithm {
        None | Some("AEAD_AES_256_GCM") => Ok(()),
        Some(other) => Err(DownloadError::Algorithm(other.to_owned())),
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = match &self.source {
            Source::Call(draft) | Source::Listed(draft, _) => &*draft.path,
            Source::Address(_, address) => address.url.split('?').next().unwrap_or_default(),
            Source::Wrong(_) => "nowhere",
        };
        write!(f, "Download({from})")
    }
}

impl Client {
    /// A file, by its address from an answer (`download_url`; see [`Reply::files`]). The request is signed; the answer has no
    /// signature, so what proves the file is the digest of the address, and without one TLS alone. Only hosts of WeChat Pay, and that of
    /// the client's own base URL, are asked.
    ///
    /// ```
    /// # use wechatpay_client::{Client, Error, download::FileAddress};
    /// async fn fetch(client: &Client, url: &str, sha1: &str) -> Result<Vec<u8>, Error> {
    ///     client.download_file(FileAddress::new(url).hash("SHA1", sha1)).to_vec().await
    /// }
    /// ```
    pub fn download_file(&self, address: impl Into<FileAddress>) -> Download {
        Download::new(Source::Address(self.clone(), address.into()))
    }
}

impl Call<Binary> {
    /// The file that this call answers, as a [`Download`].
    pub fn download(self) -> Download {
        Download::new(Source::Call(self.into_draft()))
    }
}

impl Call<Text> {
    /// The file that this call answers, as a [`Download`].
    pub fn download(self) -> Download {
        Download::new(Source::Call(self.into_draft()))
    }
}

impl<R: Object> Call<R> {
    /// The file that the answer of this call names: asks, then downloads it, decrypted if it comes encrypted. The parts of a long bill are
    /// joined in their order. An operation that names no file is not sent.
    pub fn download(self) -> Download {
        if !address::can_name_a_file(&mut R::empty()) {
            let message = "the answer of this operation names no file";
            return Download::new(Source::Wrong(BuildError::new(
                "client", "download", message,
            )));
        }
        let list: Lister = |draft, way| {
            Box::pin(async move {
                let reply = send::<R>(draft, way).await?;
                Ok(reply.files())
            })
        };
        Download::new(Source::Listed(self.into_draft(), list))
    }
}

impl<R: Object> Reply<R> {
    /// The addresses of all files that this answer names, for [`Client::download_file`].
    pub fn files(&self) -> Vec<FileAddress> {
        FileAddress::all_of(&self.value)
    }
}
