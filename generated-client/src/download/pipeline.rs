//! What a file passes through: decryption, unpacking, digest.

use super::decrypt::Decrypt;
use super::digest::{Expected, Hasher};
use super::gunzip::Gunzip;
use super::{DownloadError, FileKey};

/// How a file comes, and how it is given out.
pub(super) struct Plan<'k> {
    pub(super) encrypted: Option<&'k FileKey>,
    /// It comes packed with gzip; the digest is that of the unpacked content.
    pub(super) packed: bool,
    /// It is given out unpacked.
    pub(super) unpack: bool,
    pub(super) digest: Option<Expected>,
    /// The longest that it may be, packed or unpacked.
    pub(super) limit: u64,
}

/// A file under way.
pub(super) struct Pipeline {
    decrypt: Option<Decrypt>,
    rest: Rest,
}

/// What follows decryption.
struct Rest {
    gunzip: Option<Gunzip>,
    unpack: bool,
    end: End,
}

/// What follows unpacking.
struct End {
    digest: Option<(Hasher, Expected)>,
    /// How many bytes may still come.
    left: u64,
    limit: u64,
}

impl Pipeline {
    pub(super) fn new(plan: Plan<'_>) -> Result<Self, DownloadError> {
        let decrypt = match plan.encrypted {
            Some(FileKey { key, nonce }) => Some(Decrypt::new(key, nonce.as_bytes())?),
            None => None,
        };
        // Packed content without a digest that is not to be unpacked is only passed on.
        let needs_gunzip = plan.packed && (plan.unpack || plan.digest.is_some());
        let gunzip = match needs_gunzip {
            true => Some(Gunzip::new()?),
            false => None,
        };
        let digest = plan
            .digest
            .map(|expected| (Hasher::new(expected.algorithm), expected));
        let end = End {
            digest,
            left: plan.limit,
            limit: plan.limit,
        };
        let rest = Rest {
            gunzip,
            unpack: plan.unpack,
            end,
        };
        Ok(Self { decrypt, rest })
    }

    /// Takes a piece as it came, gives what comes of it to `out`.
    pub(super) fn push(&mut self, piece: &[u8], out: &mut Out<'_>) -> Result<(), DownloadError> {
        let Self { decrypt, rest } = self;
        match decrypt {
            Some(decrypt) => decrypt.push(piece, &mut |plain| rest.push(plain, out)),
            None => rest.push(piece, out),
        }
    }

    /// Gives the last bytes to `out`, if everything is as it should be.
    pub(super) fn finish(self, out: &mut Out<'_>) -> Result<(), DownloadError> {
        let Self { decrypt, mut rest } = self;
        if let Some(decrypt) = decrypt {
            decrypt.finish(&mut |plain| rest.push(plain, out))?;
        }
        rest.finish(out)
    }
}

/// Takes bytes that are ready.
pub(super) type Out<'o> = dyn FnMut(&[u8]) -> Result<(), DownloadError> + 'o;

impl Rest {
    fn push(&mut self, piece: &[u8], out: &mut Out<'_>) -> Result<(), DownloadError> {
        let (end, unpack) = (&mut self.end, self.unpack);
        let Some(gunzip) = &mut self.gunzip else {
            end.count(piece)?;
            return out(piece);
        };
        gunzip.push(piece, &mut |unpacked| {
            end.count(unpacked)?;
            if unpack { out(unpacked) } else { Ok(()) }
        })?;
        if unpack { Ok(()) } else { out(piece) }
    }

    fn finish(self, out: &mut Out<'_>) -> Result<(), DownloadError> {
        let (mut end, unpack) = (self.end, self.unpack);
        if let Some(gunzip) = self.gunzip {
            gunzip.finish(&mut |unpacked| {
                end.count(unpacked)?;
                if unpack { out(unpacked) } else { Ok(()) }
            })?;
        }
        end.check()
    }
}

impl End {
    fn count(&mut self, piece: &[u8]) -> Result<(), DownloadError> {
        self.left = match self.left.checked_sub(piece.len() as u64) {
            Some(left) => left,
            None => return Err(DownloadError::TooLong { limit: self.limit }),
        };
        if let Some((hasher, _)) = &mut self.digest {
            hasher.update(piece);
        }
        Ok(())
    }

    fn check(self) -> Result<(), DownloadError> {
        let Some((hasher, Expected { algorithm, hex })) = self.digest else {
            return Ok(());
        };
        let found = hasher.finish();
        if found.eq_ignore_ascii_case(&hex) {
            return Ok(());
        }
        Err(DownloadError::Digest {
            algorithm,
            expected: hex,
            found,
        })
    }
}

#[cfg(all(test, feature = "gzip", feature = "encrypted-bills"))]
mod tests {
    use super::*;
    use crate::download::HashAlgorithm;
    use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;
    use zeroize::Zeroizing;

    /// A bill of a sub-merchant is packed and then encrypted; its digest is that of what was packed.
    #[test]
    fn an_encrypted_file_is_decrypted_then_unpacked_then_compared() {
        let content = b"row of a bill ".repeat(10_000);
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&content).unwrap();
        let packed = encoder.finish().unwrap();
        let mut file = packed.clone();
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[9; 32]).unwrap())
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(*b"a8607ef79034"),
                Aad::empty(),
                &mut file,
            )
            .unwrap();
        let key = FileKey {
            key: Zeroizing::new(vec![9; 32]),
            nonce: "a8607ef79034".into(),
        };
        for (unpack, expected) in [(true, &content), (false, &packed)] {
            let mut pipeline = Pipeline::new(Plan {
                encrypted: Some(&key),
                packed: true,
                unpack,
                digest: Some(Expected {
                    algorithm: HashAlgorithm::Sha1,
                    hex: HashAlgorithm::Sha1.hash(&content),
                }),
                limit: 1 << 20,
            })
            .unwrap();
            let mut found = Vec::new();
            let mut out = |bytes: &[u8]| {
                found.extend_from_slice(bytes);
                Ok(())
            };
            for piece in file.chunks(1000) {
                pipeline.push(piece, &mut out).unwrap();
            }
            pipeline.finish(&mut out).unwrap();
            assert_eq!(&found, expected);
        }
    }
}
