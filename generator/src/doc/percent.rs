//! Percent-encoding.

/// Encodes everything but letters, digits, `-`, `_` and `.`; a space becomes `+`, as PHP's `urlencode` does it.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                encoded.push(char::from(byte))
            }
            b' ' => encoded.push('+'),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// Encodes only those characters of `text` for which `reserved` holds; the rest stays readable.
pub fn encode_only(text: &str, reserved: impl Fn(char) -> bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for character in text.chars() {
        if reserved(character) {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        } else {
            encoded.push(character);
        }
    }
    encoded
}

/// Decodes `%XX`, and `+` as a space if `plus` says so. `None` if a `%` is not followed by two hexadecimal digits, or
/// if the bytes are not UTF-8.
#[must_use]
pub fn decode(text: &str, plus: bool) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let high = char::from(rest.next()?).to_digit(16)?;
                let low = char::from(rest.next()?).to_digit(16)?;
                bytes.push(u8::try_from(high * 16 + low).ok()?);
            }
            b'+' if plus => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_as_php_does() {
        assert_eq!(encode("a b&c=茶"), "a+b%26c%3D%E8%8C%B6");
    }

    #[test]
    fn refuses_what_is_not_an_escape() {
        assert_eq!(decode("%4", true), None);
        assert_eq!(decode("%zz", true), None);
        assert_eq!(decode("%ff", true), None);
        assert_eq!(decode("a+%2B", true), Some("a +".to_owned()));
        assert_eq!(decode("a+", false), Some("a+".to_owned()));
    }
}
