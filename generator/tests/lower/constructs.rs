//! One small page for each construct of operations. The wording is ours.

use super::outline::outline;
use super::{lower, page};

const LINE: &str = "{colspan=3 .im-table-line}";
const JSON: &str = "{data-tooltip=使用json_encode后的字符串 data-encoded=by-json_encode}";
const FORM: &str = "{data-tooltip=使用urlencode后的字符串 data-encoded=by-urlencode}";
const BY_PLATFORM: &str =
    "{data-tooltip=微信支付公钥/平台证书加密后的BASE64字符串 data-encrypted=by-rsa-pubkey}";
const BY_MERCHANT: &str =
    "{data-tooltip=商户API证书对应的公钥加密后的BASE64字符串 data-encrypted=by-rsa-pubkey}";
const BY_BANK: &str =
    "{data-tooltip=付款到银行卡用的RSA加密公钥加密后的BASE64字符串 data-encrypted=by-rsa-pubkey}";

fn http(text: &str) -> String {
    format!("```http\n{}\n```", text.trim())
}

fn php(call: &str, tail: &str) -> String {
    format!("::: code-group\n\n```php [同步声明式]\n{call};\n{tail}\n```\n\n:::")
}

/// Lowers a page that has no problem but notes.
fn clean(path: &str, text: &str) -> String {
    let outcome = lower(path, text);
    assert_eq!(outcome.problems(), [], "{path}");
    outline(&outcome.model)
}

/// Types, values, keys, lengths, path parameters in the order of the URL, headers, status and links.
#[test]
fn json() {
    let request = format!(
        "headers {{data-required}} | object | 头
        Wechatpay-Serial {{data-required data-indent=1}} | string | 序列号
        cup_id {{data-required}} | integer | 杯
        tea_id {{data-required}} | string {{data-tooltip=\"最长32字符\"}} | 茶
        json {{data-required}} | object {{data-tooltip=\"对应PHP的array\"}} | 正文
        kind {{data-required data-indent=1}} | string | 种类<br/>`GREEN` \\| `BLACK` 枚举值之一
        sizes {{data-indent=1}} | integer[] | ⼤小<br/>`1` \\| `2` 枚举值之一
        guest {{data-required data-indent=1}} | object | 客人
        name {{data-required data-indent=2}} | string {BY_PLATFORM} | 姓名
        drinks {{data-indent=2}} | object[] | 饮品
        count {{data-indent=3}} | number | 数量
        hot {{data-indent=3}} | boolean | 热"
    );
    let call = "$response = $instance->chain('v3/tea/{tea_id}/cups/{cup_id}')->post([
  'tea_id' => '7',
  'cup_id' => '8',
  'headers' => ['Wechatpay-Serial' => 'S'],
  'json' => [
    'kind' => 'GREEN',
    'sizes' => [1, 2],
    'guest' => [
      'name' => 'cipher',
      'drinks' => [[
        'count' => 2,
        'hot' => true,
      ],],
    ],
  ],
])";
    let tail = "print_r(json_decode((string) $response->getBody(), true));";
    let response = format!(
        "guest {{data-required}} | object | 客人
        name {{data-indent=1}} | string {BY_MERCHANT} | 姓名
        state | string | 状态：<br/>`DONE`：已泡好<br/>`COLD`：已冷<br/>注：热的好喝"
    );
    let heading = "下单茶 {#post}\n\n一杯茶的说明。\n\n::: warning :beginner: {.im-redesigned}\n\n见[新茶](/openapi/v3/new-tea#post)\n\n:::";
    let text = page(heading, &request, &php(call, tail), &response)
        + "参阅 [官方文档](https://pay.weixin.qq.com/doc/v3/tea)\n";
    insta::assert_snapshot!(clean("openapi/v3/tea/{tea_id}/cups/{cup_id}.md", &text));
}

/// v2: the wire's `/v2`, certificate, no nonce, documents in texts (object, list by the example, form), alternatives,
/// keys, and lists that are numbered in their names.
#[test]
fn xml() {
    let request = format!(
        "security {{data-required}} | `true` | 证书
        nonceless {{data-required}} | `true` | 无随机串
        xml {{data-required}} | object | 正文
        fee {{data-required data-indent=1}} | integer | 费用
        card {{data-required data-indent=1}} | string {BY_BANK} | 卡号
        cert_sign {{data-indent=1}} | string {{data-tooltip=商户API私钥签名后的BASE64字符串 data-signed=by-rsa-privatekey}} | 签名
        receivers {{data-indent=1}} | string {JSON} | 收茶人
        {LINE}
        receiver {{data-indent=2}} | object[] | 收茶人
        account {{data-required data-indent=3}} | string | 账号
        detail {{data-indent=1}} | string {JSON} | 详情
        {LINE}
        items {{data-indent=2}} | string[] | 项目
        risk {{data-indent=1}} | string {FORM} | 风险
        {LINE}
        posttime {{data-indent=2}} | string | 时间
        scene_info {{data-indent=1}} | string {JSON} | 场景
        {LINE}
        scene_info {{data-required data-indent=2}} | object | 场景`HOT`信息
        size {{data-required data-indent=3}} | string | 大小<br/>`S` \\| `M` 枚举值之一
        cup {{data-required data-indent=3}} | string | 杯
        {LINE}
        scene_info {{data-required data-indent=2}} | object | 场景`ICED`信息
        size {{data-required data-indent=3}} | string | 大小<br/>`M` \\| `L` 枚举值之一
        ice {{data-required data-indent=3}} | integer | 冰"
    );
    let call = "$response = $instance->chain('v2/tea/order')->post([
  'security' => true,
  'nonceless' => true,
  'xml' => [
    'fee' => '888',
    'card' => 'cipher',
    'cert_sign' => 'signature',
    'receivers' => \\json_encode([['account' => 'a']]),
    'detail' => \\json_encode(['items' => ['x']]),
    'risk' => \\urlencode(\\WeChatPay\\Formatter::queryStringLike(['posttime' => '9'])),
    'scene_info' => \\json_encode(['scene_info' => ['size' => 'S', 'cup' => 'blue']]),
  ],
])";
    let tail = "print_r(\\WeChatPay\\Transformer::toArray((string) $response->getBody()));";
    let response = "coupon_count | integer | 数量\ncoupon_id_$n | string | 券\ncoupon_fee_$n_$m | integer | 金额";
    let text = page("下单茶 {#post}", &request, &php(call, tail), response);
    insta::assert_snapshot!(clean("openapi/v2/tea/order.md", &text));
}

/// A text in the query that carries JSON, said only by the example; a host that also answers.
#[test]
fn query() {
    let request = format!(
        "base_uri | string | 声明接入点`https://tea.example/hk/`(香港接入)
        query {{data-required}} | object | 查询参数
        partner {{data-required data-indent=1}} | string | 伙伴
        {LINE}
        type {{data-required data-indent=2}} | string | 种类
        name {{data-indent=2}} | string | 名称
        pages {{data-indent=1}} | string[] | 页"
    );
    let call = "$response = $instance->chain('v3/tea/partners')->get([
  'base_uri' => 'https://tea.example/hk/',
  'query' => [
    'partner' => \\json_encode(['type' => 'A', 'name' => 'B']),
    'pages' => '1',
  ],
])";
    let tail = "print_r($response->getStatusCode() === 204);";
    let text = page(
        "查询茶 {#get}",
        &request,
        &php(call, tail),
        "空字符串(无返回内容) {align=center colspan=3}",
    );
    insta::assert_snapshot!(clean("openapi/v3/tea/partners.md", &text));
}

/// A form with a file and a document; the header of the helper is no row.
#[test]
fn multipart() {
    let request = format!(
        "body {{data-required}} | object | 表单
        picture {{data-required data-indent=1}} | object | 图片
        meta {{data-required data-indent=1}} | string | 元信息
        {LINE}
        filename {{data-required data-indent=2}} | string | 文件名
        sha256 {{data-required data-indent=2}} | string | 摘要"
    );
    let call = "$media = new \\WeChatPay\\Util\\MediaUtil('/pictures/tea.png');

$response = $instance->chain('v3/tea/images')->post([
  'body' => $media->getStream(),
  'headers' => [
    'Content-Type' => $media->getContentType(),
  ],
])";
    let tail = "print_r(json_decode((string) $response->getBody(), true));";
    let text = page(
        "上传茶图 {#post}",
        &request,
        &php(call, tail),
        "media_id {data-required} | string | 图片",
    );
    insta::assert_snapshot!(clean("openapi/v3/tea/images.md", &text));
}

/// An operation that is a link for the browser.
#[test]
fn redirect() {
    let request = "query {data-required} | object | 查询参数
        kind {data-required data-indent=1} | string | 种类
        sign {data-required data-indent=1} | string | 签名
        fragment {data-required} | string | 固定填`#tea_redirect`";
    let fence = "::: code-group\n\n```php [标准PSR7]
$params = [
  'kind' => 'green',
];
$params['sign'] = sign($params);

$entry = new \\GuzzleHttp\\Psr7\\Uri('https://api.mch.weixin.qq.com/tea/sign');
$uri = $entry->withQuery(\\GuzzleHttp\\Psr7\\Query::build($params))->withFragment('#tea_redirect');
```\n\n:::";
    let text = page(
        "签约茶 {#get}",
        request,
        fence,
        "`30x`跳转(无实际返回信息) {align=center colspan=3}",
    );
    insta::assert_snapshot!(clean("openapi/v2/tea/sign.md", &text));
}

/// A file whose URL comes with an earlier answer, and a bill whose errors are described.
#[test]
fn files() {
    let request = "query {data-required} | object | 查询参数\ntoken {data-required data-indent=1} | string | 令牌\nmchid {data-indent=1} | string | 商户";
    let fence = "::: code-group\n\n```php [同步模式]
$url = 'https://tea.example/files/tea-file?token=xyz';

$client = new \\GuzzleHttp\\Client();
$client->get($url, [
  'sink' => './tea.pdf',
]);
```\n\n:::";
    let heading = "下载茶 {#get}\n\n::: warning :warning: {.im-parsed}\n\n见[前序](/openapi/v3/tea/files)\n\n:::";
    let text = page(
        heading,
        request,
        fence,
        "文件流(保存后按本地PDF文件查看) {align=center colspan=3}",
    );
    insta::assert_snapshot!("file", clean("openapi/v3/tea/download.md", &text));

    let call = "$response = $instance->chain('v2/tea/bill')->post([
  'sink' => './tea.csv',
  'xml' => ['day' => '20200101'],
])";
    let tail = "$body = $response->getBody();
if ('<xml>' === $body->read(5)) {
  print_r(\\WeChatPay\\Transformer::toArray((string) $body));
}";
    let request =
        "xml {data-required} | object | 正文\nday {data-required data-indent=1} | string | 日期";
    let text = page(
        "下载账单 {#post}",
        request,
        &php(call, tail),
        "return_code | string | 状态码",
    )
    .replace("返回字典", "异常字典");
    insta::assert_snapshot!("bill", clean("openapi/v2/tea/bill.md", &text));
}

/// Two operations under a common heading, and two with a heading each.
#[test]
fn several_operations() {
    let part = |heading: &str, verb: &str| {
        let rows = "json {data-required} | object | 正文\nname {data-indent=1} | string | 名称";
        let fence = http(&format!(
            "{verb} /v3/tea\nContent-Type: application/json\n\n{{\"name\": \"green\"}}"
        ));
        page(heading, rows, &fence, "name | string | 名称")
    };
    let mix = format!(
        "# 茶 {{#mix}}\n\n#{}\n#{}",
        part("下单茶 {#post}", "POST"),
        part("改茶 {#patch}", "PATCH")
    );
    insta::assert_snapshot!("mix", clean("v3/tea.md", &mix));
    let two = format!(
        "{}\n{}",
        part("下单茶 {#post}", "POST"),
        part("改茶 {#put}", "PUT")
    );
    insta::assert_snapshot!("two", clean("v3/tea.md", &two));
}

/// A slash at the end of the URL, and a segment whose capitals the client cannot write.
#[test]
fn urls() {
    let rows = "json {data-required} | object | 正文\nname {data-indent=1} | string | 名称";
    let tail = "print_r($response->getStatusCode() === 202);";
    let note = "空字符串(无返回内容) {align=center colspan=3}";
    let call =
        "$response = $instance->chain('v3/tea/{empty}')->post(['json' => ['name' => 'green']])";
    let text = page("下单茶 {#post}", rows, &php(call, tail), note);
    insta::assert_snapshot!("slash", clean("openapi/v3/tea/index.md", &text));
    let rows = format!("addtea {{data-required}} | string | 固定值`addTea`\n{rows}");
    let call = "$response = $instance->chain('v3/tea/{addtea}')->post(['addtea' => 'addTea', 'json' => ['name' => 'green']])";
    let text = page("下单茶 {#post}", &rows, &php(call, tail), note);
    insta::assert_snapshot!("capitals", clean("openapi/v3/tea/addTea.md", &text));
}

/// What our own form says that snippets say otherwise: options that are not in it, JSON of v2, files, no signature.
#[test]
fn canonical() {
    let rows = "security {data-required} | `true` | 证书
        tea_id {data-required} | string | 茶
        query {data-required} | object | 查询参数
        limit {data-indent=1} | integer | 条数
        pages {data-indent=1} | string[] | 页
        body {data-required} | object | 表单
        file {data-required data-indent=1} | object | 文件
        mark {data-indent=1} | string | 标记";
    let fence = http(
        "@tea_id = 7
@response-kind = json
@response-signature = none

POST /v2/tea/{tea_id}/images?limit=2&pages=1&pages=2
Content-Type: multipart/form-data; boundary=tea

--tea
Content-Disposition: form-data; name=\"file\"; filename=\"cup.png\"

< cup.png
--tea
Content-Disposition: form-data; name=\"mark\"

M
--tea--",
    );
    insta::assert_snapshot!(clean(
        "v2/tea/{tea_id}/images.md",
        &page("上传茶图 {#post}", rows, &fence, "id | string | 标识")
    ));
}

/// What upstream leaves to tooltips, examples and fix-ups is said by attributes of our own; upstream has none of them.
#[test]
fn canonical_additions() {
    let rows = format!(
        "name | string {{data-encrypted=by-rsa-pubkey data-key=bank}} | 姓名
        note | string {{data-max-length=32}} | 注
        any | object {{data-untyped}} | 任意
        count | float | 数量
        sizes | string {{data-encoded=by-json_encode data-decodes-to=object}} | 大小
        {LINE}
        size {{data-indent=1}} | string[] | 大小
        tea | object | 茶
        热茶 {{data-indent=1 colspan=3 .im-alternative}}
        cup {{data-indent=2}} | string | 杯
        冰茶 {{data-indent=1 colspan=3 .im-alternative}}
        ice {{data-indent=2}} | integer | 冰
        kind | string | 种类<br/>`A`：甲<br/>`B`："
    );
    let request = "query {data-required} | object | 查询参数\nkind {data-indent=1} | string | 种类";
    let text = page(
        "查询茶 {#get}",
        request,
        &http("GET /v3/tea?kind=green"),
        &rows,
    );
    insta::assert_snapshot!(clean("v3/tea.md", &text));
    let unknown = lower("openapi/v3/tea.md", &text).problems();
    let unknown = unknown.iter().filter(|one| one.0 == "WX0301");
    assert_eq!(unknown.count(), 8);
}

/// Below a root, alone under any name: the operation is what the page says.
#[test]
fn a_page_alone() {
    let rows = "query {data-required} | object | 查询参数\nkind {data-indent=1} | string | 种类";
    let text = page(
        "查询茶 {#get}",
        rows,
        &http("GET /v3/tea?kind=green"),
        "name | string | 名称",
    );
    let id = |path: &str| {
        lower(path, &text)
            .model
            .operations
            .first()
            .unwrap()
            .id
            .clone()
    };
    assert_eq!(id("anything.md"), "GET /v3/tea");
    assert_eq!(id("some/folder/x.md"), "GET /v3/tea");
}

/// Pages that only say where their content went.
#[test]
fn moved() {
    let text = "---\ntitle: 旧茶\nhead:\n  - - meta\n    - http-equiv: refresh\n      content: 0; url=/openapi/v3/tea\n---\n";
    insta::assert_snapshot!(clean("openapi/v3/old-tea.md", text));
}

/// Classes that mark remarks give no status, and neither does a list, whatever its class.
#[test]
fn remarks_are_no_status() {
    let rows = "query {data-required} | object | 查询参数\nkind {data-indent=1} | string | 种类";
    let status = |container: &str| {
        let heading = format!("查询茶 {{#get}}\n\n::: warning :pushpin: {{{container}}}");
        let text = page(
            &(heading + "\n\n茶的说明\n\n:::"),
            rows,
            &http("GET /v3/tea?kind=green"),
            "name | string | 名称",
        );
        (
            clean("v3/tea.md", &text),
            lower("v3/tea.md", &text).model.operations.remove(0).status,
        )
    };
    for class in [
        ".im-important",
        ".im-special",
        ".im-specific",
        ".im-confusing",
    ] {
        assert_eq!(status(class).1, [""; 0]);
    }
    for (class, word) in [
        (".im-deprecated", "deprecated"),
        (".im-redesigned", "redesigned"),
        (".im-privated", "private"),
        (".im-discarded", "discarded"),
        (".im-need-accessment", "assessment"),
        (".im-need-tbt", "grey"),
    ] {
        assert_eq!(status(class).1, [word]);
    }
    let list = page(
        "查询茶 {#get}\n\n::: warning {.im-privated}\n\n- 先烧水\n- 再泡茶\n\n:::",
        rows,
        &http("GET /v3/tea?kind=green"),
        "name | string | 名称",
    );
    assert_eq!(
        lower("v3/tea.md", &list).model.operations.remove(0).status,
        [""; 0]
    );
}
