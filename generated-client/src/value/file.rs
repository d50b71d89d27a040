//! Files of a multipart body.

use crate::codec::{Field, Slot, View};
use crate::download::HashAlgorithm;
use serde_core::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_core::ser::SerializeStruct;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use std::ffi::OsStr;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// More than this is read by mistake.
const LONGEST: u64 = 64 << 20;

/// A file to upload.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FilePart {
    /// Name of the file, without folders; its ending must be one that the operation takes.
    pub file_name: String,
    /// Media type, for example `image/png`.
    pub content_type: String,
    /// The bytes.
    pub content: Vec<u8>,
}

impl FilePart {
    /// A file; the media type comes from the ending of its name, `application/octet-stream` if unknown.
    pub fn new(file_name: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        let file_name = file_name.into();
        Self {
            content_type: media_type(&file_name).into(),
            file_name,
            content: content.into(),
        }
    }

    /// A file of this machine. It is held in memory: no page takes more than a few megabytes.
    ///
    /// # Errors
    /// When it cannot be read, or its name is not UTF-8.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let name = path
            .file_name()
            .and_then(OsStr::to_str)
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
        Self::read(name, File::open(path)?)
    }

    /// All that can be read, as a file of this name. A digest that is known already belongs in the document about the file: before
    /// anything is sent it is compared with the digest of what was read.
    ///
    /// # Errors
    /// Those of reading; and when there are more than 64 MiB.
    pub fn read(file_name: impl Into<String>, reader: impl Read) -> io::Result<Self> {
        let mut content = Vec::new();
        reader.take(LONGEST + 1).read_to_end(&mut content)?;
        if content.len() as u64 > LONGEST {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                "no operation takes a file of more than 64 MiB",
            ));
        }
        Ok(Self::new(file_name, content))
    }

    /// The digest of the content, in lower-case hexadecimal.
    #[must_use]
    pub fn digest(&self, algorithm: HashAlgorithm) -> String {
        algorithm.hash(&self.content)
    }

    /// The same with this media type.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }
}

fn media_type(file_name: &str) -> &'static str {
    let ending = file_name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "bmp" => "image/bmp",
        "gif" => "image/gif",
        "ofd" => "application/ofd",
        "pdf" => "application/pdf",
        "csv" => "text/csv",
        "txt" => "text/plain",
        "mp4" => "video/mp4",
        "avi" => "video/x-msvideo",
        "mov" => "video/quicktime",
        "wmv" => "video/x-ms-wmv",
        _ => "application/octet-stream",
    }
}

impl From<String> for FilePart {
    fn from(content: String) -> Self {
        Self::new("file", content)
    }
}

impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} ({}, {} bytes)",
            self.file_name,
            self.content_type,
            self.content.len()
        )
    }
}

impl Field for FilePart {
    fn empty() -> Self {
        Self::default()
    }

    fn view(&self) -> View<'_> {
        View::File(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::File(self)
    }
}

/// The names under which a file is serialized outside of a form.
pub(crate) const FIELDS: &[&str] = &["filename", "content_type", "content"];

impl Serialize for FilePart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("FilePart", 3)?;
        out.serialize_field("filename", &self.file_name)?;
        out.serialize_field("content_type", &self.content_type)?;
        out.serialize_field("content", &self.content)?;
        out.end()
    }
}

impl<'de> Deserialize<'de> for FilePart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("FilePart", FIELDS, FileVisitor)
    }
}

struct FileVisitor;

impl<'de> Visitor<'de> for FileVisitor {
    type Value = FilePart;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a file with filename and content")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<FilePart, A::Error> {
        let mut file = FilePart::new("file", []);
        while let Some(name) = entries.next_key::<String>()? {
            match name.as_str() {
                "filename" => {
                    let content = std::mem::take(&mut file.content);
                    file = FilePart::new(entries.next_value::<String>()?, content);
                }
                "content_type" => file.content_type = entries.next_value()?,
                "content" => file.content = entries.next_value::<Content>()?.0,
                _ => drop(entries.next_value::<IgnoredAny>()?),
            }
        }
        Ok(file)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut fields: A) -> Result<FilePart, A::Error> {
        let missing = || A::Error::custom("a file has three fields");
        Ok(FilePart {
            file_name: fields.next_element()?.ok_or_else(missing)?,
            content_type: fields.next_element()?.ok_or_else(missing)?,
            content: fields.next_element()?.ok_or_else(missing)?,
        })
    }
}

/// Bytes, or the bytes of a text.
struct Content(Vec<u8>);

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl<'de> Visitor<'de> for Bytes {
            type Value = Content;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes or text")
            }

            fn visit_str<E>(self, text: &str) -> Result<Content, E> {
                Ok(Content(text.into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut bytes: A) -> Result<Content, A::Error> {
                let mut content = Vec::new();
                while let Some(byte) = bytes.next_element()? {
                    content.push(byte);
                }
                Ok(Content(content))
            }
        }
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(Bytes)
        } else {
            Vec::deserialize(deserializer).map(Content)
        }
    }
}
