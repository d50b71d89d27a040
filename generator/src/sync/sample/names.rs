//! What a name says of the value. Everything here is invented.

use crate::model::Version;

/// A text for a field of this name.
pub(super) fn string(name: &str, version: Version) -> String {
    let name = name.to_ascii_lowercase();
    let found = TEXTS
        .iter()
        .find(|(patterns, _)| patterns.iter().any(|pattern| fits(pattern, &name)));
    let Some((_, text)) = found else {
        return format!("sample-{}", words(&name).join("-"));
    };
    match *text {
        Text::Same(text) => text.to_owned(),
        Text::Time if version == Version::V2 => "20250102030405".to_owned(),
        Text::Time => "2025-01-02T03:04:05+08:00".to_owned(),
        Text::Date if version == Version::V2 => "20250102".to_owned(),
        Text::Date => "2025-01-02".to_owned(),
        Text::Url => format!("https://www.example.com/{}", words(&name).join("-")),
        Text::Number => number_of(&name),
    }
}

/// A whole number for a field of this name.
pub(super) fn integer(name: &str) -> i64 {
    let name = name.to_ascii_lowercase();
    let found = INTEGERS
        .iter()
        .find(|(patterns, _)| patterns.iter().any(|pattern| fits(pattern, &name)));
    found.map_or(1, |(_, number)| *number)
}

enum Text {
    /// This one.
    Same(&'static str),
    /// A time.
    Time,
    /// A day.
    Date,
    /// A URL with the name in it.
    Url,
    /// The name and a number.
    Number,
}

/// The first line that fits counts. `*` stands for anything, at either end.
const TEXTS: &[(&[&str], Text)] = &[
    (&["content-type"], Text::Same("application/json")),
    (&["accept-encoding"], Text::Same("gzip")),
    (
        &["wechatpay-serial"],
        Text::Same("PUB_KEY_ID_0190000000012025010200000000000001"),
    ),
    (
        &["idempotency-key"],
        Text::Same("sample-idempotency-key-0001"),
    ),
    (
        &["sub_appid", "sub_mch_appid"],
        Text::Same("wx83d0b5e16f4a27c9"),
    ),
    (&["*appid"], Text::Same("wx2f7a9c41e0d85b36")),
    (
        &["sub_mchid", "sub_mch_id", "subject_sub_mchid"],
        Text::Same("1900000102"),
    ),
    (
        &[
            "mchid",
            "mch_id",
            "sp_mchid",
            "combine_mchid",
            "combine_mch_id",
        ],
        Text::Same("1900000001"),
    ),
    (&["*mchid", "*mch_id"], Text::Same("1900000103")),
    (&["*openid"], Text::Same("oX7cQ2mT9wLrVb4KpZs8NdE3JyHf")),
    (&["*unionid"], Text::Same("oU5dW8nG1xRkYc6MqAt3PfB7LzVh")),
    (&["*out_trade_no"], Text::Same("ORDER20250102000001")),
    (&["out_refund_no"], Text::Same("REFUND20250102000001")),
    (
        &["*transaction_id"],
        Text::Same("4200000000202501020000000001"),
    ),
    (
        &["nonce_str", "*nonce"],
        Text::Same("q8Zt3Lw6Rb1Xn5Kc9Vd2Mf7Hj4Pg0Sy8"),
    ),
    (
        &["sign", "*_sign"],
        Text::Same("0F1E2D3C4B5A69788796A5B4C3D2E1F0"),
    ),
    (
        &["sha256", "*hash*", "*digest*"],
        Text::Same("1f2e3d4c5b6a79880f1e2d3c4b5a69781f2e3d4c5b6a79880f1e2d3c4b5a6978"),
    ),
    (&["*url", "*website"], Text::Url),
    (&["*_ip", "ip", "*clientip"], Text::Same("192.0.2.10")),
    (
        &["*phone*", "*mobile*", "*telephone", "tel"],
        Text::Same("10000000000"),
    ),
    (&["*email*"], Text::Same("someone@example.com")),
    (
        &[
            "*id_card_number",
            "*id_card_no",
            "*id_doc_number",
            "*identification_number",
        ],
        Text::Same("000000199001010000"),
    ),
    (
        &[
            "*bank_account",
            "*account_number",
            "*account_no",
            "*bank_card_number",
            "*bank_card_no",
        ],
        Text::Same("6200000000000000000"),
    ),
    (&["*plate_number", "*plate_no"], Text::Same("粤B00000")),
    (&["*currency", "*fee_type"], Text::Same("CNY")),
    (&["*language"], Text::Same("zh-CN")),
    (&["*country*"], Text::Same("CN")),
    (&["*timestamp", "now"], Text::Same("1735758245")),
    (&["*time", "time_*", "*_at", "*_tm"], Text::Time),
    (
        &[
            "*date",
            "*_day",
            "*_dt",
            "*_begin",
            "*_end",
            "*period_start",
        ],
        Text::Date,
    ),
    (&["*longitude", "*_lng"], Text::Same("113.94")),
    (&["*latitude", "*_lat"], Text::Same("22.54")),
    (&["file_name", "filename"], Text::Same("sample.jpg")),
    (
        &[
            "image*",
            "*_photo_*",
            "*_pic",
            "*_pics",
            "*_copy",
            "*copy_back",
            "*photo",
            "*photos",
            "*media_id",
            "*media_ids",
        ],
        Text::Same("MEDIA0001"),
    ),
    (
        &[
            "*real_name",
            "user_name",
            "*contact_name",
            "*account_name",
            "*legal_person",
            "*id_card_name",
            "*payee_name",
        ],
        Text::Same("示例姓名"),
    ),
    (&["*name", "*shortname", "*name_*"], Text::Same("示例名称")),
    (
        &[
            "*address_code",
            "*area_code",
            "*region_code",
            "*district_code",
        ],
        Text::Same("440305"),
    ),
    (&["*address*", "*location"], Text::Same("示例路1号")),
    (&["*province"], Text::Same("广东省")),
    (&["*city"], Text::Same("深圳市")),
    (&["*path"], Text::Same("pages/sample/index")),
    (
        &[
            "*description",
            "*desc",
            "*remark",
            "*reason",
            "*detail",
            "*memo",
            "*content",
            "*text",
            "*title",
            "body",
            "*attach",
            "*wording",
            "*note",
            "subject",
            "*message",
            "*introduction",
            "*tips",
            "*wishing",
            "*words",
            "*_word",
            "comment",
        ],
        Text::Same("示例说明"),
    ),
    (&["offset"], Text::Same("0")),
    (&["limit", "*_size"], Text::Same("10")),
    (&["*amount", "*fee", "*price", "total"], Text::Same("100")),
    (&["*account"], Text::Same("sample-account")),
    (&["count", "*_count", "*quantity", "*_num"], Text::Same("1")),
    (&["version"], Text::Same("1.0")),
    (
        &[
            "*_no", "*_id", "*_ids", "*code", "*_sn", "*number", "*serial", "id", "sn", "*_nos",
            "*_codes",
        ],
        Text::Number,
    ),
];

const INTEGERS: &[(&[&str], i64)] = &[
    (&["offset", "*index"], 0),
    (&["limit", "*size"], 10),
    (&["*timestamp", "*time"], 1_735_758_245),
    (&["*percent*", "*rate"], 10),
    (
        &[
            "*amount*",
            "*fee",
            "*price*",
            "total",
            "*_total",
            "refund",
            "*balance",
            "*money",
            "threshold",
            "*minimum",
        ],
        100,
    ),
    (&["*day", "*days", "*day_*"], 7),
    (&["mchid", "mch_id"], 1_900_000_001),
    (&["*_id", "id"], 10_001),
];

/// Whether a name fits a pattern.
fn fits(pattern: &str, name: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(middle), Some(_)) => middle
            .strip_suffix('*')
            .is_some_and(|middle| name.contains(middle)),
        (Some(end), None) => name.ends_with(end),
        (None, Some(start)) => name.starts_with(start),
        (None, None) => name == pattern,
    }
}

/// The words of a name.
fn words(name: &str) -> Vec<&str> {
    name.split(['_', '-', '$'])
        .filter(|word| !word.is_empty())
        .collect()
}

/// `goods_id` is `GOODS0001`.
fn number_of(name: &str) -> String {
    let mut words = words(name);
    if words.len() > 1 {
        words.pop();
    }
    format!("{}0001", words.join("").to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_the_value_is() {
        let v3 = |name| string(name, Version::V3);
        assert_eq!(v3("notify_url"), "https://www.example.com/notify-url");
        assert_eq!(v3("success_time"), "2025-01-02T03:04:05+08:00");
        assert_eq!(string("time_expire", Version::V2), "20250102030405");
        assert_eq!(v3("merchant_plan_no"), "MERCHANTPLAN0001");
        assert_eq!(v3("id"), "ID0001");
        assert_eq!(v3("card_color"), "sample-card-color");
        assert_eq!(
            v3("Wechatpay-Serial"),
            "PUB_KEY_ID_0190000000012025010200000000000001"
        );
        assert_eq!(integer("total_fee"), 100);
        assert_eq!(integer("plan_id"), 10_001);
        assert_eq!(integer("anything"), 1);
    }
}
