//! One page to look at, without anything from elsewhere.

use super::words;
use crate::drift::{Change, Class, Drift};
use std::fmt::Write as _;

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#8884;--major:#d1242f;--minor:#1a7f37;--patch:#0969da;--text:#6e7781}\
body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}\
code{font:13px/1.4 ui-monospace,monospace;overflow-wrap:anywhere}\
table{border-collapse:collapse}th,td{padding:.2rem .7rem;border-bottom:1px solid var(--line);text-align:right}\
th:first-child,td:first-child{text-align:left}\
section{border-top:2px solid var(--line);margin-top:2rem}h3{margin:1rem 0 .2rem}\
ul{list-style:none;margin:0;padding:0}li{padding:.15rem 0}\
.class{display:inline-block;width:3.6rem;text-align:center;border-radius:.6rem;color:#fff;font-size:12px;margin-right:.5rem}\
.major .class{background:var(--major)}.minor .class{background:var(--minor)}\
.patch .class{background:var(--patch)}.text .class{background:var(--text)}\
.where{opacity:.65}\
#show-major:not(:checked)~main .major,#show-minor:not(:checked)~main .minor,\
#show-patch:not(:checked)~main .patch,#show-text:not(:checked)~main .text{display:none}";

pub(super) fn render(drift: &Drift) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Drift</title>\n<style>{STYLE}</style>\n\
         <h1>Drift</h1>\n<p><strong>{}</strong></p>\n",
        escape(&words::headline(drift)),
    );
    for class in Class::ALL {
        let (name, number) = (class.name(), drift.summary.get(class));
        let checked = if class == Class::Text { "" } else { " checked" };
        let _ = writeln!(
            out,
            "<input type=\"checkbox\" id=\"show-{name}\"{checked}><label for=\"show-{name}\">{name} {number}</label>"
        );
    }
    out.push_str("<main>\n");
    if !drift.unread.is_empty() {
        out.push_str("<p>Not compared, because they have errors:</p>\n<ul>\n");
        for page in &drift.unread {
            let _ = writeln!(out, "<li><code>{}</code></li>", escape(page));
        }
        out.push_str("</ul>\n");
    }
    table(&mut out, drift);
    for (family, subjects) in drift.by_family() {
        let name = escape(words::family(family));
        let classes = classes(subjects.values().flatten().copied());
        let _ = writeln!(
            out,
            "<section id=\"{name}\" class=\"{classes}\">\n<h2>{name}</h2>"
        );
        for (subject, changes) in subjects {
            let classes = self::classes(changes.iter().copied());
            let subject = escape(subject);
            let _ = writeln!(
                out,
                "<article class=\"{classes}\">\n<h3><code>{subject}</code></h3>\n<ul>"
            );
            for change in changes {
                item(&mut out, change);
            }
            out.push_str("</ul>\n</article>\n");
        }
        out.push_str("</section>\n");
    }
    out.push_str("</main>\n</html>\n");
    out
}

/// The class that hides a group together with its changes, if they are all of one.
fn classes<'c>(mut changes: impl Iterator<Item = &'c Change>) -> &'static str {
    let Some(first) = changes.next().map(|change| change.class) else {
        return "";
    };
    if changes.all(|change| change.class == first) {
        first.name()
    } else {
        ""
    }
}

fn table(out: &mut String, drift: &Drift) {
    if drift.changes.is_empty() {
        return;
    }
    out.push_str("<table>\n<tr><th>family<th>subjects<th>major<th>minor<th>patch<th>text</tr>\n");
    for (family, subjects, summary) in words::families(drift) {
        let name = escape(family);
        let _ = write!(out, "<tr><td><a href=\"#{name}\">{name}</a><td>{subjects}");
        for class in Class::ALL {
            let _ = write!(out, "<td>{}", summary.get(class));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

fn item(out: &mut String, change: &Change) {
    let class = change.class.name();
    let field = change.field.as_deref().map_or_else(String::new, |field| {
        format!("<code>{}</code> ", escape(field))
    });
    let _ = writeln!(
        out,
        "<li class=\"{class}\"><span class=\"class\">{class}</span>{field}{} <span class=\"where\"><code>{}</code> {}</span></li>",
        escape(&words::sentence(change)),
        escape(&words::place(change)),
        escape(&change.rule),
    );
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_pages_stay_texts() {
        assert_eq!(escape("<script>\"&"), "&lt;script&gt;&quot;&amp;");
    }
}
