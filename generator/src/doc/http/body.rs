//! Bodies.

use super::super::json;
use super::super::page::Text;
use super::super::percent;
use super::super::value::Value;
use super::parse::Reader;
use super::piece::Piece;
use super::{BodyContent, HttpBody, HttpExample, Part, PartContent, xml};
use crate::diag::codes::example as codes;

/// Reads the body. `None` if there is none, or if something is wrong with it; that is reported.
pub(super) fn body(
    reader: &mut Reader,
    example: &HttpExample,
    rest: Piece<'_>,
) -> Option<HttpBody> {
    let piece = rest.trim();
    if piece.is_empty() {
        return None;
    }
    let Some(content_type) = example.header("Content-Type") else {
        let message = "a body needs the header `Content-Type`";
        reader.wrong(&codes::CONTENT_TYPE, piece.split_line()?.0.span(), message);
        return None;
    };
    let (media_type, parameters) = content_type
        .text
        .split_once(';')
        .unwrap_or((&content_type.text, ""));
    let content = match media_type.trim().to_ascii_lowercase().as_str() {
        "application/json" => BodyContent::Json(json(reader, piece)?),
        "text/xml" | "application/xml" => {
            BodyContent::Xml(xml::parse(reader, piece.text, piece.span())?)
        }
        "multipart/form-data" => match boundary(parameters) {
            Some(boundary) => BodyContent::Multipart(parts(reader, piece, boundary)?),
            None => {
                reader.wrong(
                    &codes::CONTENT_TYPE,
                    content_type.span,
                    "`boundary=…` is missing",
                );
                return None;
            }
        },
        other => {
            let message =
                format!("`{other}` is not `application/json`, `text/xml` or `multipart/form-data`");
            reader.wrong(&codes::CONTENT_TYPE, content_type.span, message);
            return None;
        }
    };
    Some(HttpBody {
        content,
        span: piece.span(),
    })
}

fn json(reader: &mut Reader, piece: Piece<'_>) -> Option<Value> {
    match json::parse(piece.text, piece.span()) {
        Ok(parsed) => {
            for (key, first) in parsed.duplicates {
                reader.repeated(&key, first);
            }
            Some(parsed.value)
        }
        Err(problem) => {
            reader.wrong(&codes::JSON, problem.span, problem.message);
            None
        }
    }
}

/// `boundary=token`
fn boundary(parameters: &str) -> Option<&str> {
    let valid = |token: &str| {
        !token.is_empty()
            && token
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    parameters
        .split(';')
        .find_map(|one| one.trim().strip_prefix("boundary="))
        .filter(|token| valid(token))
}

/// The parts between `--boundary` lines.
fn parts(reader: &mut Reader, body: Piece<'_>, boundary: &str) -> Option<Vec<Part>> {
    let (open, close) = (format!("--{boundary}"), format!("--{boundary}--"));
    let (line, mut rest) = body.split_line()?;
    if line.text != open {
        reader.wrong(&codes::MULTIPART, line.span(), format!("expected `{open}`"));
        return None;
    }
    let mut parts = Vec::new();
    let mut start = rest;
    while let Some((line, behind)) = rest.split_line() {
        rest = behind;
        if line.text == open || line.text == close {
            parts.push(part(reader, start.before(line))?);
            start = behind;
        }
        if line.text == close {
            let left = behind.trim();
            if left.is_empty() {
                return Some(parts);
            }
            reader.wrong(
                &codes::MULTIPART,
                left.span(),
                format!("nothing may follow `{close}`"),
            );
            return None;
        }
    }
    reader.wrong(
        &codes::MULTIPART,
        line.span(),
        format!("the closing line `{close}` is missing"),
    );
    None
}

/// Headers, a blank line, content.
fn part(reader: &mut Reader, piece: Piece<'_>) -> Option<Part> {
    let (mut name, mut file, mut content_type) = (None, None, None);
    let mut rest = piece;
    while let Some((line, behind)) = rest.split_line() {
        rest = behind;
        if line.is_empty() {
            break;
        }
        match line
            .split_once(':')
            .map(|(header, value)| (header.text.to_ascii_lowercase(), value.trim()))
        {
            Some((header, value)) if header == "content-type" => {
                content_type = Some(value.to_text())
            }
            Some((header, value))
                if header == "content-disposition" && value.text.starts_with("form-data;") =>
            {
                (name, file) = (quoted(value, "name"), quoted(value, "filename"));
            }
            _ => {
                let message =
                    "expected `Content-Disposition: form-data; name=\"…\"` or `Content-Type: …`";
                reader.wrong(&codes::MULTIPART, line.span(), message);
                return None;
            }
        }
    }
    let Some(name) = name else {
        reader.wrong(
            &codes::MULTIPART,
            piece.span(),
            "the part has no `Content-Disposition` with a name",
        );
        return None;
    };
    let content = rest.without_line_end();
    let content = match (file, content_type) {
        (Some(name), content_type) => {
            let named = content
                .strip_prefix("< ")
                .and_then(|piece| percent::decode(piece.text, false));
            if named.as_ref() != Some(&name.text) {
                let message = format!("the content of a file is the line `< {}`", name.text);
                reader.wrong(&codes::MULTIPART, content.span(), message);
                return None;
            }
            PartContent::File { name, content_type }
        }
        (None, None) => PartContent::Text(content.to_text()),
        (None, Some(kind)) if kind.text == "application/json" => {
            PartContent::Json(json(reader, content.trim())?)
        }
        (None, Some(kind)) => {
            let message =
                "a part that is no file is text without `Content-Type`, or `application/json`";
            reader.wrong(&codes::MULTIPART, kind.span, message);
            return None;
        }
    };
    Some(Part { name, content })
}

/// The parameter `key="…"` of a header's value. `%22` and the like stand for what would end it.
fn quoted(value: Piece<'_>, key: &str) -> Option<Text> {
    let mut rest = value;
    while let Some((_, behind)) = rest.split_once(';') {
        rest = behind;
        let inner = behind
            .trim()
            .strip_prefix(key)
            .and_then(|piece| piece.strip_prefix("=\""));
        if let Some((inner, _)) = inner.and_then(|inner| inner.split_once('"')) {
            return percent::decode(inner.text, false).map(|text| inner.with_text(text));
        }
    }
    None
}
