//! Notifications: the envelopes, what their texts carry, and the name of the event. The wording is ours.

use super::outline::outline;
use super::{Outcome, lower, lower_with, page};
use wechatpay_codegen::lower::Options;

const LINE: &str = "{colspan=3 .im-table-line}";
const BY_GCM: &str = "{data-tooltip=APIv3密钥加密后的BASE64字符串 data-encrypted=by-aes-gcm}";
const HANDLER: &str = "::: code-group\n\n```php [处理程序]\n// …\n```\n\n:::";

const HEADERS: &str = "headers {data-required} | object | 头
    Content-Type {data-required data-indent=1} | string | `application/json`
    Request-ID {data-required data-indent=1} | string | 标识
    Wechatpay-Nonce {data-required data-indent=1} | string | 随机串
    Wechatpay-Serial {data-required data-indent=1} | string | 序列号
    Wechatpay-Signature {data-required data-indent=1} | string | 签名串
    Wechatpay-Signature-Type {data-required data-indent=1} | string | 签名算法<br/>`WECHATPAY2-SHA256-RSA2048` 枚举值
    Wechatpay-Timestamp {data-required data-indent=1} | string | 时间戳";

const REPLY: &str = "status | number | `HTTP`状态码<br/>`20X` `4XX` `5XX` 枚举值之一
    body | object | 应答
    code {data-indent=1} | string | 状态码<br/>`SUCCESS` \\| `FAIL` 枚举值之一
    message {data-indent=1} | string | 信息";

/// A v3 notification with these rows at the end of the resource.
fn v3(title: &str, types: &str, resource: &str, fence: &str) -> String {
    let request = format!(
        "{HEADERS}
        body {{data-required}} | object | 正文
        id {{data-required data-indent=1}} | string | 标识
        create_time {{data-required data-indent=1}} | string | 时间
        event_type {{data-required data-indent=1}} | string | 类型<br/>{types}
        resource_type {{data-required data-indent=1}} | string | 资源类型
        summary {{data-required data-indent=1}} | string | 摘要
        resource {{data-required data-indent=1}} | object | 资源
        algorithm {{data-required data-indent=2}} | string | 算法
        associated_data {{data-indent=2}} | string | 附加数据
        nonce {{data-required data-indent=2}} | string | 随机串
        {resource}"
    );
    page(&format!("{title} {{#post}}"), &request, fence, REPLY).replace("返回字典", "应答规范")
}

const CIPHERTEXT: &str = "original_type {data-required data-indent=2} | string | 原始类型
    ciphertext {data-required data-indent=2} | string {data-tooltip=APIv3密钥加密后的BASE64字符串 data-encrypted=by-aes-gcm} | 密文";

fn clean(outcome: &Outcome) -> String {
    assert_eq!(outcome.problems(), []);
    outline(&outcome.model)
}

#[test]
fn v3_with_plaintext() {
    let resource = format!(
        "{CIPHERTEXT}\n{LINE}\ntea_id {{data-required data-indent=3}} | string | 茶\ncup {{data-indent=3}} | object | 杯\nsize {{data-indent=4}} | integer | 大小"
    );
    let text = v3(
        "茶已泡好(TEA.DONE)通知",
        "`TEA.DONE` \\| `TEA.READY` 枚举值之一",
        &resource,
        HANDLER,
    );
    insta::assert_snapshot!(clean(&lower("webhook/v3/TEA.DONE.md", &text)));
}

/// The order of the envelope does not count; the text before the line need not be the one that carries the rows.
#[test]
fn v3_detached() {
    let resource = format!(
        "ciphertext {{data-required data-indent=2}} | string {BY_GCM} | 密文\noriginal_type {{data-required data-indent=2}} | string | 原始类型\n{LINE}\ntea_id {{data-indent=3}} | string | 茶"
    );
    let text = v3("茶已泡好通知", "`TEA.DONE` 枚举值", &resource, HANDLER);
    let outcome = lower("webhook/v3/TEA.DONE.md", &text);
    assert!(outcome.codes().contains("WX0326"));
    insta::assert_snapshot!(clean(&outcome));
}

/// What the text carries stands beside it, in several forms: guessed, and settled by the fix-up that is proposed.
#[test]
fn v3_alternatives_beside_the_text() {
    let form = |label: &str, row: &str| {
        format!(
            "{LINE}\noriginal_data {{data-indent=2}} | object | {label}\ntea_id {{data-required data-indent=3}} | string | 茶\n{row} {{data-required data-indent=3}} | string | 杂"
        )
    };
    let resource = format!(
        "{CIPHERTEXT}\n{}\n{}",
        form("热茶", "cup"),
        form("冰茶", "ice")
    );
    let text = v3("茶已泡好通知", "`TEA.DONE` 枚举值", &resource, HANDLER);
    let path = "webhook/v3/TEA.DONE.md";
    let guessed = lower(path, &text);
    let codes: Vec<_> = guessed
        .problems()
        .into_iter()
        .map(|(code, marked, _)| (code, marked))
        .collect();
    assert_eq!(codes, [("WX0328", "original_data".to_owned())]);
    let settled = lower_with(
        path,
        &text,
        &guessed.proposals("WX0328"),
        Options::default(),
    );
    insta::assert_snapshot!(clean(&settled));
    assert_eq!(outline(&settled.model), outline(&guessed.model));
}

/// Alternatives of one field inside of a plaintext, each behind a line.
#[test]
fn v3_alternatives_inside() {
    let form = |label: &str, row: &str| {
        format!(
            "{LINE}\ndetail {{data-indent=3}} | object | {label}\n{row} {{data-required data-indent=4}} | string | 杂"
        )
    };
    let resource = format!(
        "{CIPHERTEXT}\n{LINE}\nkind {{data-indent=3}} | string | 种类\n{}\n{}\nend_time {{data-indent=3}} | string | 时间",
        form("热茶", "cup"),
        form("冰茶", "ice")
    );
    let text = v3("茶已泡好通知", "`TEA.DONE` 枚举值", &resource, HANDLER);
    insta::assert_snapshot!(clean(&lower("webhook/v3/TEA.DONE.md", &text)));
}

/// Rows that lost their depth: an object by the rows below it, a value by the rows around it, and one that stands one
/// level too high before a row of the object before it.
#[test]
fn v3_lost_depths() {
    let resource = format!(
        "{CIPHERTEXT}
        {LINE}
        tea_id {{data-indent=3}} | string | 茶
        employee {{data-indent=3}} | object | 店员
        role {{data-indent=3}} | string | 职位
        name {{data-indent=4}} | string | 姓名
        cup | object | 杯
        size {{data-indent=4}} | integer | 大小
        end_time {{data-indent=3}} | string | 时间
        kinds | string[] | 种类"
    );
    let text = v3("茶已泡好通知", "`TEA.DONE` 枚举值", &resource, HANDLER);
    let path = "webhook/v3/TEA.DONE.md";
    let guessed = lower(path, &text);
    let marked: Vec<_> = guessed
        .problems()
        .into_iter()
        .map(|(code, marked, _)| (code, marked))
        .collect();
    let expected = ["role", "cup", "kinds"].map(|row| ("WX0320", row.to_owned()));
    assert_eq!(marked, expected);
    let settled = lower_with(
        path,
        &text,
        &guessed.proposals("WX0320"),
        Options::default(),
    );
    insta::assert_snapshot!(clean(&settled));
    assert_eq!(outline(&settled.model), outline(&guessed.model));
}

#[test]
fn v2() {
    let request = format!(
        "headers {{data-required}} | object | 头
        Request-ID {{data-required data-indent=1}} | string | 标识
        Content-Type {{data-required data-indent=1}} | string | `text/xml`
        body {{data-required}} | object | 正文
        appid {{data-required data-indent=1}} | string | 应用
        req_info {{data-required data-indent=1}} | string {{data-tooltip=经「MD5后的API密钥」加密后的BASE64字符串 data-encrypted=by-aes-ecb}} | 密文
        {LINE}
        tea_id {{data-required data-indent=2}} | string | 茶
        event_ciphertext {{data-indent=1}} | string {BY_GCM} | 密文
        {LINE}
        state {{data-indent=2}} | string | 状态
        cup_list {{data-indent=1}} | string | 杯的`JSON`文本
        {LINE}
        count {{data-indent=2}} | integer | 数量
        cups {{data-indent=2}} | object[] | 杯
        size {{data-indent=3}} | integer | 大小"
    );
    let reply = "body | object | 应答\nreturn_code {data-indent=1} | string | 状态码";
    let text =
        page("茶已泡好通知(XML) {#post}", &request, HANDLER, reply).replace("返回字典", "应答规范");
    insta::assert_snapshot!(clean(&lower("webhook/v2/tea-done.md", &text)));
}

/// A page that is read alone: its table says that it is a notification, and what it is called.
#[test]
fn alone() {
    let resource = format!("{CIPHERTEXT}\n{LINE}\ntea_id {{data-indent=3}} | string | 茶");
    let event = |title: &str, types: &str| {
        let text = v3(title, types, &resource, "");
        lower("anything.md", &text)
            .model
            .notifications
            .first()
            .unwrap()
            .event
            .clone()
    };
    assert_eq!(event("茶已泡好通知", "`TEA.DONE` 枚举值"), "TEA.DONE");
    let several = "`TEA.DONE` \\| `TEA.READY` 枚举值之一";
    assert_eq!(event("茶已泡好(TEA.READY)通知", several), "TEA.READY");
    assert_eq!(event("茶已泡好通知", several), "TEA.DONE");
    assert_eq!(event("茶已泡好通知", "类型"), "anything");
}
