//! What stands under the heading of an operation or a notification.

use super::cells::{self, Row};
use super::example;
use super::fields::{self, Place};
use crate::lower::status;
use crate::model::{
    Body, BodyEncoding, Field, Method, Notification, Operation, Request, Response, ResponseKind,
};
use std::fmt::Write as _;

/// Heading id of a method.
pub(super) fn id(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Patch => "patch",
        Method::Delete => "delete",
    }
}

/// From the status to the links.
pub(super) fn operation(out: &mut String, operation: &Operation) {
    containers(out, &operation.status, &operation.replacements);
    cells::head(out, "请求参数");
    request(out, &operation.request);
    out.push_str("\n{.im-table #request}\n");
    example(out, operation);
    response(out, &operation.response);
    links(out, &operation.links);
}

/// From the status to the links.
pub(super) fn notification(out: &mut String, notification: &Notification) {
    containers(out, &notification.status, &notification.replacements);
    cells::head(out, "请求参数");
    if !notification.headers.is_empty() {
        let required = any_required(&notification.headers);
        container(out, "headers", required, "通知头");
        fields::rows(out, &notification.headers, Place::depth(1));
    }
    let label = match notification.body.encoding {
        BodyEncoding::Xml => "`XML`通知",
        BodyEncoding::Json | BodyEncoding::Multipart => "`JSON`通知",
    };
    container(out, "body", notification.body.required, label);
    fields::rows(out, &notification.body.fields, Place::depth(1));
    out.push_str("\n{.im-table #request}\n");
    cells::head(out, "应答规范");
    fields::rows(out, &notification.reply, Place::depth(0));
    out.push_str("\n{.im-table #response}\n");
    links(out, &notification.links);
}

/// One container for each status word; the first one has the links to what replaces the operation.
fn containers(out: &mut String, words: &[String], replacements: &[String]) {
    for (index, word) in words.iter().enumerate() {
        let (class, kind, text) = class(word);
        let _ = write!(out, "\n::: {kind} {{.{class}}}\n\n{text}");
        if index == 0 && !replacements.is_empty() {
            let links: Vec<_> = replacements
                .iter()
                .map(|to| format!("[{to}]({to})"))
                .collect();
            let _ = write!(out, "，由 {} 代替", links.join(" "));
        }
        out.push_str("\n\n:::\n");
    }
}

/// Class, kind of the container and our text of a status word.
fn class(word: &str) -> (&str, &'static str, &'static str) {
    let (kind, text) = match word {
        "deprecated" => ("danger", "已下线"),
        "redesigned" => ("warning", "有新版"),
        "private" => ("warning", "不对新商户开放"),
        "discarded" => ("warning", "不再维护"),
        "assessment" => ("warning", "须经评估"),
        "grey" => ("danger", "灰度测试中"),
        _ => ("warning", "须留意"),
    };
    (status::class(word).unwrap_or(word), kind, text)
}

fn request(out: &mut String, request: &Request) {
    fields::rows(out, &request.path, Place::depth(0));
    if let Some(url) = &request.base_url {
        let description = format!("接入点`{url}`");
        let required = request.base_url_required;
        Row {
            depth: 0,
            name: "base_uri",
            required,
            ty: "string",
            description: &description,
        }
        .write(out);
    }
    if request.mtls {
        flag(out, "security", "双向证书");
    }
    if request.nonceless {
        flag(out, "nonceless", "无随机字符串");
    }
    for (name, fields, label) in [
        ("query", &request.query, "查询参数"),
        ("headers", &request.headers, "请求头"),
    ] {
        if !fields.is_empty() {
            container(out, name, any_required(fields), label);
            fields::rows(out, fields, Place::depth(1));
        }
    }
    if let Some(body) = &request.body {
        request_body(out, body);
    }
    if let Some(fragment) = &request.fragment {
        let description = format!("固定填`#{fragment}`");
        Row {
            depth: 0,
            name: "fragment",
            required: true,
            ty: "string",
            description: &description,
        }
        .write(out);
    }
}

fn request_body(out: &mut String, body: &Body) {
    let (name, label) = match body.encoding {
        BodyEncoding::Json => ("json", "`JSON`请求体"),
        BodyEncoding::Xml => ("xml", "`XML`请求体"),
        BodyEncoding::Multipart => ("body", "`multipart/form-data`请求体"),
    };
    container(out, name, body.required, label);
    fields::rows(
        out,
        &body.fields,
        Place {
            depth: 1,
            parts: body.encoding == BodyEncoding::Multipart,
        },
    );
}

fn container(out: &mut String, name: &str, required: bool, description: &str) {
    Row {
        depth: 0,
        name,
        required,
        ty: "object",
        description,
    }
    .write(out);
}

fn flag(out: &mut String, name: &str, description: &str) {
    Row {
        depth: 0,
        name,
        required: true,
        ty: "`true`",
        description,
    }
    .write(out);
}

fn any_required(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.required)
}

fn response(out: &mut String, response: &Response) {
    if response.error_fields.is_empty() {
        cells::head(out, "返回字典");
        match response.kind {
            ResponseKind::Json | ResponseKind::Xml | ResponseKind::Text => {}
            ResponseKind::Empty => cells::note(out, "空字符串(无返回内容)"),
            ResponseKind::Binary => cells::note(out, "文件流"),
            ResponseKind::Redirect => cells::note(out, "`30x`跳转"),
        }
        fields::rows(out, &response.fields, Place::depth(0));
    } else {
        cells::head(out, "异常字典");
        fields::rows(out, &response.error_fields, Place::depth(0));
    }
    out.push_str("\n{.im-table #response}\n");
}

fn example(out: &mut String, operation: &Operation) {
    let _ = write!(
        out,
        "\n::: code-group\n\n```http [示例]\n{}```\n\n:::\n",
        example::text(operation)
    );
}

fn links(out: &mut String, links: &[String]) {
    if !links.is_empty() {
        let links: Vec<_> = links
            .iter()
            .map(|url| format!("[官方文档]({url})"))
            .collect();
        let _ = write!(out, "\n参阅 {}\n", links.join(" "));
    }
}
