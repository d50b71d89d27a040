//! The texts that v3 signs: lines, each closed by a line feed, the last too.

/// Of a request: method, path and query as they go on the wire (without host, path prefix of the base URL included),
/// timestamp, nonce, body.
pub(crate) fn request(
    method: &str,
    target: &str,
    timestamp: &str,
    nonce: &str,
    body: &[u8],
) -> Vec<u8> {
    lines(&[
        method.as_bytes(),
        target.as_bytes(),
        timestamp.as_bytes(),
        nonce.as_bytes(),
        body,
    ])
}

/// Of an answer or a notification: timestamp and nonce of its headers, body.
pub(crate) fn answer(timestamp: &str, nonce: &str, body: &[u8]) -> Vec<u8> {
    lines(&[timestamp.as_bytes(), nonce.as_bytes(), body])
}

/// Every part and a line feed.
pub(crate) fn lines(parts: &[&[u8]]) -> Vec<u8> {
    let mut message = Vec::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for part in parts {
        message.extend_from_slice(part);
        message.push(b'\n');
    }
    message
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_empty_body_is_an_empty_line() {
        assert_eq!(answer("1", "n", b""), b"1\nn\n\n");
        assert_eq!(
            request("GET", "/v3/certificates", "1", "n", b""),
            b"GET\n/v3/certificates\n1\nn\n\n"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// The parts can be told apart again, so that no two requests have one message.
        #[test]
        fn a_request_message_is_unambiguous(
            method in "[A-Z]{1,7}", target in "/[!-~]{0,40}", time in 0_i64..9_999_999_999, nonce in "[0-9A-Za-z]{1,32}",
            body in proptest::collection::vec(any::<u8>(), 0..100),
        ) {
            let time = time.to_string();
            let message = request(&method, &target, &time, &nonce, &body);
            prop_assert_eq!(message.last(), Some(&b'\n'));
            let parts: Vec<&[u8]> = message[..message.len() - 1].splitn(5, |&byte| byte == b'\n').collect();
            prop_assert_eq!(parts, vec![method.as_bytes(), target.as_bytes(), time.as_bytes(), nonce.as_bytes(), &body]);
        }
    }
}
