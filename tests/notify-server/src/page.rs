//! The page.

use crate::store::Kept;
use std::fmt::Write;

/// A table of orders and refunds.
pub fn render(all: &[Kept]) -> String {
    let rows = all.iter().fold(String::new(), |mut rows, kept| {
        let change = &kept.change;
        let cells = [
            kept.kind.clone(),
            change.number.clone(),
            change.order.clone(),
            change.state.clone(),
            change.amount.map(yuan).unwrap_or_default(),
            kept.notices.to_string(),
            kept.changed.clone(),
        ];
        rows.push_str("<tr>");
        for cell in cells {
            let _ = write!(rows, "<td>{}</td>", escaped(&cell));
        }
        rows.push_str("</tr>\n");
        rows
    });
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Notices</title>\n\
         <style>body {{ font: 16px sans-serif; margin: 2em }} td, th {{ text-align: left; padding: 0.2em 1em 0.2em 0 }}</style>\n\
         <h1>Notices</h1>\n<table>\n\
         <tr><th>What</th><th>Number</th><th>Order</th><th>State</th><th>Yuan</th><th>Notices</th><th>Last (UTC)</th></tr>\n\
         {rows}</table>\n</html>\n"
    )
}

fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

/// Numbers are the merchant's own, but nothing that came from outside goes into a page as it is.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
        out
    })
}
