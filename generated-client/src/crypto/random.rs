//! Random text from the operating system's generator.

use aws_lc_rs::rand;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `length` characters of `[0-9A-Za-z]`, each equally likely. `None` if the system has no randomness to give.
pub(crate) fn alphanumeric(length: usize) -> Option<String> {
    let mut text = String::with_capacity(length);
    let mut bytes = [0_u8; 64];
    while text.len() < length {
        rand::fill(&mut bytes).ok()?;
        let characters = bytes
            .iter()
            // Six bits have two values too many for the alphabet: they are drawn again, so that none is favoured.
            .filter_map(|byte| ALPHABET.get(usize::from(byte & 63)))
            .map(|&byte| char::from(byte));
        text.extend(characters.take(length - text.len()));
    }
    Some(text)
}

/// A number from 0 up to, but not, 1, for what needs variety and no secrecy; 0 if the system has no randomness to give.
pub(crate) fn fraction() -> f64 {
    let mut bytes = [0_u8; 2];
    match rand::fill(&mut bytes) {
        Ok(()) => f64::from(u16::from_le_bytes(bytes)) / 65_536.0,
        Err(_) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn uses_the_whole_alphabet_and_never_repeats() {
        let texts: BTreeSet<String> = (0..200).filter_map(|_| alphanumeric(32)).collect();
        assert_eq!(texts.len(), 200);
        assert!(texts.iter().all(|text| text.len() == 32));
        let characters: BTreeSet<u8> = texts.iter().flat_map(|text| text.bytes()).collect();
        assert_eq!(characters, ALPHABET.iter().copied().collect());
    }
}
