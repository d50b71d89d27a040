//! Words of the fix-up file for values of the model.

use super::Property;
use crate::model::{Algorithm, Encoding, Encryption, Key};

/// The word for an RSA key that a page does not name.
pub(crate) const UNCLEAR_KEY: &str = "rsa-oaep/unclear";

const ENCODINGS: &[(&str, Option<Encoding>)] = &[
    ("none", None),
    ("json", Some(Encoding::Json)),
    ("urlencoded", Some(Encoding::Urlencoded)),
];

const ENCRYPTIONS: &[(&str, Option<Encryption>)] = &[
    ("none", None),
    (
        "rsa-oaep/platform",
        encryption_by(Algorithm::RsaOaep, Key::Platform),
    ),
    (
        "rsa-oaep/merchant",
        encryption_by(Algorithm::RsaOaep, Key::Merchant),
    ),
    (
        "rsa-oaep/bank",
        encryption_by(Algorithm::RsaOaep, Key::Bank),
    ),
    (
        "aes-256-gcm/api-v3",
        encryption_by(Algorithm::Aes256Gcm, Key::ApiV3),
    ),
    (
        "aes-256-ecb/api-v2",
        encryption_by(Algorithm::Aes256Ecb, Key::ApiV2),
    ),
];

const fn encryption_by(algorithm: Algorithm, key: Key) -> Option<Encryption> {
    Some(Encryption { algorithm, key })
}

/// The word of an encoding.
pub(crate) fn encoding_word(encoding: Option<Encoding>) -> &'static str {
    word(ENCODINGS, encoding)
}

/// The encoding of a word.
pub(crate) fn encoding(word: &str) -> Option<Encoding> {
    value(ENCODINGS, word)
}

/// The word of an encryption.
pub(crate) fn encryption_word(encryption: Option<Encryption>) -> &'static str {
    word(ENCRYPTIONS, encryption)
}

/// The encryption of a word.
pub(crate) fn encryption(word: &str) -> Option<Encryption> {
    value(ENCRYPTIONS, word)
}

fn word<T: PartialEq>(words: &[(&'static str, Option<T>)], value: Option<T>) -> &'static str {
    words
        .iter()
        .find(|(_, one)| *one == value)
        .map_or("none", |(word, _)| word)
}

fn value<T: Copy>(words: &[(&str, Option<T>)], word: &str) -> Option<T> {
    words
        .iter()
        .find(|(one, _)| *one == word)
        .and_then(|(_, value)| *value)
}

/// The words that a property can be set to, if they are a closed list.
pub(super) fn new_words(property: Property) -> Option<Vec<&'static str>> {
    match property {
        Property::Encoding => Some(ENCODINGS.iter().map(|(word, _)| *word).collect()),
        Property::Encryption => Some(ENCRYPTIONS.iter().map(|(word, _)| *word).collect()),
        Property::DecodesTo => Some(vec!["object", "list"]),
        _ => None,
    }
}
