//! Compares what the server says it verified with what was signed, after a `SIGN_ERROR`.

use std::fmt;

use serde_json::Value;

/// `sign_information` of a `SIGN_ERROR`: the message that the server built from the request it got.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SignInformation {
    /// The method that the server saw.
    pub method: Option<String>,
    /// The path with query that the server saw.
    pub url: Option<String>,
    /// The message that the server verified, its body cut off after a few characters.
    pub truncated_message: Option<String>,
    /// The length of that whole message, in bytes.
    pub message_length: Option<u64>,
}

impl SignInformation {
    /// Finds it in the body of an error answer, wherever it is nested: in `detail`, in a `detail` in that, or in JSON text.
    pub fn find(body: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(body).ok()?;
        let information = search(&value, 6)?;
        let text = |name: &str| {
            information
                .get(name)
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        let length = information.get("sign_message_length");
        Some(Self {
            method: text("method"),
            url: text("url"),
            truncated_message: text("truncated_sign_message"),
            message_length: length.and_then(|length| {
                length
                    .as_u64()
                    .or_else(|| length.as_str()?.trim().parse().ok())
            }),
        })
    }
}

fn search(value: &Value, depth: u8) -> Option<Value> {
    let below = depth.checked_sub(1)?;
    match value {
        Value::Object(fields) => match fields.get("sign_information") {
            Some(found @ Value::Object(_)) => Some(found.clone()),
            Some(Value::String(text)) => serde_json::from_str(text).ok().filter(Value::is_object),
            _ => fields.values().find_map(|field| search(field, below)),
        },
        Value::Array(items) => items.iter().find_map(|item| search(item, below)),
        Value::String(text) if text.contains("sign_information") => {
            search(&serde_json::from_str(text).ok()?, below)
        }
        _ => None,
    }
}

/// The first thing in which the server's message differs from the signed one. Displays as one sentence that says what
/// to look for. Of path, query and body only the surroundings of the difference are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// The server saw another method.
    Method {
        /// What the server saw.
        server: String,
        /// What was signed.
        signed: String,
    },
    /// The server saw another path or query.
    Url {
        /// Characters before the first difference.
        at: usize,
        /// What the server saw from there.
        server: String,
        /// What was signed from there.
        signed: String,
    },
    /// A line of the message differs.
    Line {
        /// Counted from 1: method, path with query, timestamp, nonce, body.
        number: usize,
        /// What the line holds.
        name: &'static str,
        /// Characters before the first difference.
        at: usize,
        /// What the server has from there.
        server: String,
        /// What was signed from there.
        signed: String,
    },
    /// The shown lines are the same, but not the length of the whole: the bodies differ.
    Length {
        /// Bytes of the server's message.
        server: u64,
        /// Bytes of the signed message.
        signed: u64,
    },
    /// Everything shown is the same.
    Same,
}

impl Difference {
    /// Where the difference is, without repeating anything that was sent.
    pub(crate) fn place(&self) -> String {
        match self {
            Self::Method { .. } => "another method than was signed".to_owned(),
            Self::Url { at, .. } => {
                format!(
                    "another path or query than was signed, from character {at} on; {URL_ADVICE}"
                )
            }
            Self::Line { number, name, .. } => {
                format!("a message that differs from the signed one in line {number} ({name})")
            }
            Self::Length { server, signed } => {
                format!("a message of {server} bytes, but {signed} were signed; {BODY_ADVICE}")
            }
            Self::Same => SAME.to_owned(),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method { server, signed } => {
                write!(
                    f,
                    "the server saw the method `{server}`, but `{signed}` was signed; a redirect or proxy may have changed it"
                )
            }
            Self::Url { at, server, signed } => write!(
                f,
                "the server saw another path or query than was signed: after {at} equal characters `{server}` instead of `{signed}`; {URL_ADVICE}"
            ),
            Self::Line {
                number,
                name,
                at,
                server,
                signed,
            } => write!(
                f,
                "line {number} of the signed message ({name}) differs: after {at} equal characters the server has `{server}`, but `{signed}` was signed; {}",
                match number {
                    1 => "a redirect or proxy may have changed the method",
                    2 => URL_ADVICE,
                    3 | 4 =>
                        "timestamp and nonce in Authorization must be the signed ones; the header may belong to another request",
                    _ => BODY_ADVICE,
                }
            ),
            Self::Length { server, signed } => {
                write!(
                    f,
                    "the server's message has {server} bytes, but {signed} were signed, and the lines before the body are the same; {BODY_ADVICE}"
                )
            }
            Self::Same => write!(f, "the server verified {SAME}"),
        }
    }
}

const SAME: &str = "the same message as was signed, as far as it shows it; so the private key does not belong to the merchant \
     certificate with the given serial number, or both belong to another merchant";
const URL_ADVICE: &str = "sign exactly what is sent: percent-encoded once, with the query, and with the path prefix of the host";
const BODY_ADVICE: &str =
    "the body must be sent byte for byte as signed (of an upload only `meta` is signed)";

const LINES: [&str; 5] = ["method", "path with query", "timestamp", "nonce", "body"];

/// Names the first difference between the server's message and the signed one.
pub fn compare(server: &SignInformation, signed_message: &[u8]) -> Difference {
    let signed_text = String::from_utf8_lossy(signed_message);
    // Five lines, of which the body may hold line feeds; its own closing one is not part of it.
    let signed: Vec<&str> = signed_text
        .strip_suffix('\n')
        .unwrap_or(&signed_text)
        .splitn(5, '\n')
        .collect();

    if let (Some(method), Some(&line)) = (&server.method, signed.first())
        && method != line
    {
        return Difference::Method {
            server: excerpt(method),
            signed: excerpt(line),
        };
    }
    if let (Some(url), Some(line)) = (&server.url, signed.get(1))
        && let Some((at, server, signed)) = first_difference(url, line)
    {
        return Difference::Url { at, server, signed };
    }
    if let Some(message) = &server.truncated_message
        && let Some(difference) = compare_lines(message, &signed)
    {
        return difference;
    }
    match server.message_length {
        Some(length) if length != signed_message.len() as u64 => Difference::Length {
            server: length,
            signed: signed_message.len() as u64,
        },
        _ => Difference::Same,
    }
}

fn compare_lines(message: &str, signed: &[&str]) -> Option<Difference> {
    // Some answers escape the line feeds twice.
    let unescaped = (!message.contains('\n')).then(|| message.replace("\\n", "\n"));
    let message = unescaped.as_deref().unwrap_or(message);
    let server: Vec<&str> = message.splitn(5, '\n').collect();
    for (index, ((&server, &signed), name)) in server.iter().zip(signed).zip(LINES).enumerate() {
        let difference = if index == 4 {
            body_difference(server, signed)
        } else {
            first_difference(server, signed)
        };
        if let Some((at, server, signed)) = difference {
            return Some(Difference::Line {
                number: index + 1,
                name,
                at,
                server,
                signed,
            });
        }
    }
    None
}

/// The server shows the beginning of the body and closes it with a line feed.
fn body_difference(server: &str, signed: &str) -> Option<(usize, String, String)> {
    let shown = server.strip_suffix('\n').unwrap_or(server);
    // A cut inside a character, or marked with dots, still is the same body.
    let shown = [
        shown.trim_end_matches('\u{FFFD}'),
        shown.trim_end_matches("..."),
        shown.trim_end_matches('…'),
    ]
    .into_iter()
    .find(|shown| signed.starts_with(shown))
    .unwrap_or(shown);
    if signed.starts_with(shown) && (!shown.is_empty() || signed.is_empty()) {
        return None;
    }
    let comparable = signed
        .chars()
        .take(shown.chars().count().max(1))
        .collect::<String>();
    first_difference(shown, &comparable)
}

/// Characters before the first difference, and what stands there.
fn first_difference(server: &str, signed: &str) -> Option<(usize, String, String)> {
    if server == signed {
        return None;
    }
    let equal = server
        .chars()
        .zip(signed.chars())
        .take_while(|(a, b)| a == b);
    let (at, bytes) = equal.fold((0, 0), |(at, bytes), (character, _)| {
        (at + 1, bytes + character.len_utf8())
    });
    let from = |text: &str| excerpt(text.get(bytes..).unwrap_or_default());
    Some((at, from(server), from(signed)))
}

/// Enough to recognise the place, too little to log somebody's data.
fn excerpt(text: &str) -> String {
    const CHARACTERS: usize = 16;
    let mut excerpt: String = text
        .chars()
        .take(CHARACTERS)
        .flat_map(char::escape_debug)
        .collect();
    if text.chars().nth(CHARACTERS).is_some() {
        excerpt.push('…');
    }
    excerpt
}

#[cfg(test)]
mod tests;
