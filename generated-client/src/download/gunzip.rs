//! Unpacks gzip while it passes.

use super::DownloadError;

#[cfg(feature = "gzip")]
pub(super) use with_flate2::Gunzip;
#[cfg(not(feature = "gzip"))]
pub(super) use without::Gunzip;

#[cfg(feature = "gzip")]
mod with_flate2 {
    use super::DownloadError;
    use flate2::write::MultiGzDecoder;
    use std::io::{self, Write};

    /// Packed bytes that are unpacked at once: deflate makes at most about a thousand times as many of them.
    const STEP: usize = 4 << 10;

    pub(in super::super) struct Gunzip(MultiGzDecoder<Vec<u8>>);

    impl Gunzip {
        pub(in super::super) fn new() -> Result<Self, DownloadError> {
            Ok(Self(MultiGzDecoder::new(Vec::new())))
        }

        /// Unpacks a piece; `out` gets what comes of it, in pieces of limited length.
        pub(in super::super) fn push(
            &mut self,
            packed: &[u8],
            out: &mut dyn FnMut(&[u8]) -> Result<(), DownloadError>,
        ) -> Result<(), DownloadError> {
            for step in packed.chunks(STEP) {
                self.0.write_all(step).map_err(broken)?;
                self.give(out)?;
            }
            Ok(())
        }

        /// The end: everything must be there, and its checksum right.
        pub(in super::super) fn finish(
            mut self,
            out: &mut dyn FnMut(&[u8]) -> Result<(), DownloadError>,
        ) -> Result<(), DownloadError> {
            self.0.try_finish().map_err(broken)?;
            self.give(out)
        }

        fn give(
            &mut self,
            out: &mut dyn FnMut(&[u8]) -> Result<(), DownloadError>,
        ) -> Result<(), DownloadError> {
            let unpacked = self.0.get_mut();
            if !unpacked.is_empty() {
                out(unpacked)?;
                unpacked.clear();
            }
            Ok(())
        }
    }

    fn broken(error: io::Error) -> DownloadError {
        DownloadError::Gzip(error)
    }
}

#[cfg(not(feature = "gzip"))]
mod without {
    use super::DownloadError;

    pub(in super::super) enum Gunzip {}

    impl Gunzip {
        pub(in super::super) fn new() -> Result<Self, DownloadError> {
            Err(DownloadError::NeedsFeature("gzip"))
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
