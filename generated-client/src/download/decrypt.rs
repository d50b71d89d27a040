//! Decrypts AES-256-GCM while it passes. (aws-lc-rs does it only for texts that are there as a whole, and with nonces of 12 bytes.)

use super::DownloadError;

#[cfg(feature = "encrypted-bills")]
pub(super) use with_ghash::Decrypt;
#[cfg(not(feature = "encrypted-bills"))]
pub(super) use without::Decrypt;

#[cfg(feature = "encrypted-bills")]
mod with_ghash {
    use super::DownloadError;
    use crate::crypto::equal_in_constant_time;
    use aws_lc_rs::cipher::{AES_256, EncryptingKey, UnboundCipherKey};
    use ghash::GHash;
    use ghash::universal_hash::UniversalHash;

    const BLOCK: usize = 16;
    const TAG: usize = 16;
    /// Ciphertext that is decrypted at once.
    const STEP: usize = 16 << 10;
    /// NIST SP 800-38D, 5.2.1.1: the plaintext has at most 2^32 - 2 blocks.
    const LONGEST: u64 = ((1 << 32) - 2) * BLOCK as u64;

    /// AES-256-GCM without associated data: ciphertext, then a tag of 16 bytes.
    pub(in super::super) struct Decrypt {
        key: EncryptingKey,
        hash: GHash,
        /// What the tag is masked with.
        mask: [u8; BLOCK],
        /// The counter of the next block.
        counter: [u8; BLOCK],
        /// Ciphertext that is no whole block yet, or may be the tag.
        held: Vec<u8>,
        length: u64,
    }

    impl Decrypt {
        pub(in super::super) fn new(key: &[u8], nonce: &[u8]) -> Result<Self, DownloadError> {
            let key = UnboundCipherKey::new(&AES_256, key)
                .and_then(EncryptingKey::ecb)
                .map_err(|_| DownloadError::Decryption)?;
            let hash = GHash::new(&encrypted(&key, [0; BLOCK])?.into());
            let first = first_counter(&hash, nonce);
            Ok(Self {
                mask: encrypted(&key, first)?,
                counter: after(first),
                key,
                hash,
                held: Vec::new(),
                length: 0,
            })
        }

        /// Decrypts a piece; `out` gets plaintext that is not proven before [`finish`](Self::finish).
        pub(in super::super) fn push(
            &mut self,
            ciphertext: &[u8],
            out: &mut dyn FnMut(&[u8]) -> Result<(), DownloadError>,
        ) -> Result<(), DownloadError> {
            for step in ciphertext.chunks(STEP) {
                self.held.extend_from_slice(step);
                let ready = self.held.len().saturating_sub(TAG) / BLOCK * BLOCK;
                let rest = self.held.split_off(ready);
                let mut whole = std::mem::replace(&mut self.held, rest);
                self.decrypt(&mut whole)?;
                out(&whole)?;
            }
            Ok(())
        }

        /// The end: the last bytes, and whether the tag is right.
        pub(in super::super) fn finish(
            mut self,
            out: &mut dyn FnMut(&[u8]) -> Result<(), DownloadError>,
        ) -> Result<(), DownloadError> {
            let end = self.held.len().checked_sub(TAG);
            let end = end.ok_or(DownloadError::Decryption)?;
            let tag = self.held.split_off(end);
            let mut last = std::mem::take(&mut self.held);
            self.decrypt(&mut last)?;
            let bits = u128::from(self.length) << 3;
            self.hash.update(&[bits.to_be_bytes().into()]);
            let mut own: [u8; TAG] = self.hash.finalize().into();
            own.iter_mut()
                .zip(self.mask)
                .for_each(|(byte, mask)| *byte ^= mask);
            if !equal_in_constant_time(&own, &tag) {
                return Err(DownloadError::Decryption);
            }
            out(&last)
        }

        /// Decrypts in place; only the last piece may end inside of a block.
        fn decrypt(&mut self, bytes: &mut [u8]) -> Result<(), DownloadError> {
            self.length = self.length.saturating_add(bytes.len() as u64);
            if self.length > LONGEST {
                return Err(DownloadError::Decryption);
            }
            self.hash.update_padded(bytes);
            let mut keys = Vec::with_capacity(bytes.len() + BLOCK);
            while keys.len() < bytes.len() {
                keys.extend_from_slice(&self.counter);
                self.counter = after(self.counter);
            }
            if !keys.is_empty() {
                let done = self.key.encrypt(&mut keys);
                done.map_err(|_| DownloadError::Decryption)?;
            }
            bytes
                .iter_mut()
                .zip(keys)
                .for_each(|(byte, key)| *byte ^= key);
            Ok(())
        }
    }

    /// The counter that masks the tag: a nonce of 12 bytes with 1 after it, else a hash of the nonce.
    fn first_counter(hash: &GHash, nonce: &[u8]) -> [u8; BLOCK] {
        let mut counter = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        if nonce.len() == 12 {
            counter
                .iter_mut()
                .zip(nonce)
                .for_each(|(byte, own)| *byte = *own);
            return counter;
        }
        let mut hash = hash.clone();
        hash.update_padded(nonce);
        let bits = (nonce.len() as u128) << 3;
        hash.update(&[bits.to_be_bytes().into()]);
        hash.finalize().into()
    }

    /// The next counter: of the number only the last 32 bits count.
    fn after(counter: [u8; BLOCK]) -> [u8; BLOCK] {
        let number = u128::from_be_bytes(counter);
        let low = (number as u32).wrapping_add(1);
        ((number >> 32 << 32) | u128::from(low)).to_be_bytes()
    }

    fn encrypted(key: &EncryptingKey, block: [u8; BLOCK]) -> Result<[u8; BLOCK], DownloadError> {
        let mut block = block;
        match key.encrypt(&mut block) {
            Ok(_) => Ok(block),
            Err(_) => Err(DownloadError::Decryption),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

        fn opened(key: &[u8], nonce: &[u8], sealed: &[u8], step: usize) -> Option<Vec<u8>> {
            let mut plain = Vec::new();
            let mut decrypt = Decrypt::new(key, nonce).ok()?;
            let mut out = |piece: &[u8]| {
                plain.extend_from_slice(piece);
                Ok(())
            };
            for piece in sealed.chunks(step) {
                decrypt.push(piece, &mut out).ok()?;
            }
            decrypt.finish(&mut out).ok()?;
            Some(plain)
        }

        fn bytes(hex: &str) -> Vec<u8> {
            let digits: Vec<char> = hex.chars().collect();
            digits
                .chunks(2)
                .map(|two| u8::from_str_radix(&two.iter().collect::<String>(), 16).unwrap())
                .collect()
        }

        #[test]
        fn it_opens_what_aws_lc_seals_in_any_pieces() {
            let (key, nonce) = ([7; 32], *b"a8607ef79034");
            for length in [0, 1, 15, 16, 17, 31, 33, 1000, 40_000] {
                let plain: Vec<u8> = (0..length).map(|byte| (byte % 251) as u8).collect();
                let mut sealed = plain.clone();
                LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).unwrap())
                    .seal_in_place_append_tag(
                        Nonce::assume_unique_for_key(nonce),
                        Aad::empty(),
                        &mut sealed,
                    )
                    .unwrap();
                for step in [1, 7, 16, 17, 100_000] {
                    let found = opened(&key, &nonce, &sealed, step);
                    assert_eq!(found.as_ref(), Some(&plain), "{length} {step}");
                }
                for at in [0, sealed.len() / 2, sealed.len() - 1] {
                    let mut changed = sealed.clone();
                    changed[at] ^= 1;
                    assert_eq!(opened(&key, &nonce, &changed, 64), None);
                }
                assert_eq!(opened(&key, &nonce, &sealed[1..], 64), None);
                assert_eq!(opened(&key, &nonce, &sealed[..sealed.len() - 1], 64), None);
            }
            assert_eq!(opened(&key, &nonce, b"short", 64), None);
            assert!(Decrypt::new(&[0; 16], &nonce).is_err());
        }

        /// Test case 15 of "The Galois/Counter Mode of Operation" (McGrew, Viega), and the same plaintext sealed by OpenSSL 3 under a
        /// nonce as bills have it, which is longer than 12 bytes and therefore hashed.
        #[test]
        fn a_nonce_may_have_any_length() {
            let key = bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
            let plain = bytes(concat!(
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72",
                "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255"
            ));
            let published = concat!(
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa",
                "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad",
                "b094dac5d93471bdec1a502270e3cc6c"
            );
            let by_openssl = concat!(
                "bd961e487fae8b80fb2a98407fe4a46a3dd0d44e6e599469ab7d118f93eea9a1",
                "ffb16be768370e01b9d4c901099f1c2b9ab7270b782e399f899a6c4b61f2673b",
                "83930b2b1f4e0387ffde43c68e88c6f1"
            );
            let nonce = bytes("cafebabefacedbaddecaf888");
            for (nonce, sealed) in [
                (nonce.as_slice(), published),
                (b"a8607ef79034c49c", by_openssl),
            ] {
                let found = opened(&key, nonce, &bytes(sealed), 5);
                assert_eq!(found.as_ref(), Some(&plain));
            }
        }

        #[test]
        fn only_the_last_32_bits_of_the_counter_run_over() {
            let mut counter = [0xff; BLOCK];
            counter[3] = 5;
            let next = after(counter);
            assert_eq!(next[..12], counter[..12]);
            assert_eq!(next[12..], [0; 4]);
        }
    }
}

#[cfg(not(feature = "encrypted-bills"))]
mod without {
    use super::DownloadError;

    pub(in super::super) enum Decrypt {}

    impl Decrypt {
        pub(in super::super) fn new(_: &[u8], _: &[u8]) -> Result<Self, DownloadError> {
            Err(DownloadError::NeedsFeature("encrypted-bills"))
        }

        pub(in super::super) fn push(
            &mut self,
            _: &[u8],
            _: &mut dyn FnMut(&[u8]) -> Result<(), DownloadError>,
        ) -> Result<(), DownloadError> {
            match *self {}
        }

        pub(in super::super) fn finish(
            self,
            _: &mut dyn FnMut(&[u8]) -> Result<(), DownloadError>,
        ) -> Result<(), DownloadError> {
            match self {}
        }
    }
}
