//! The unit that a text of a page names.

/// Units by the words that name them, longer words first.
const UNITS: &[(&str, &str)] = &[
    ("人民币分", "fen (a hundredth of a yuan)"),
    ("毫秒", "milliseconds"),
    ("分钟", "minutes"),
    ("小时", "hours"),
    ("万分之一", "hundredths of a percent"),
    ("百分比", "percent"),
    ("秒", "seconds"),
    ("天", "days"),
    ("元", "yuan"),
    ("分", "fen (a hundredth of the currency's unit)"),
];

/// The unit that a text names: behind 单位, or alone in brackets.
pub fn unit(text: &str) -> Option<&'static str> {
    let named = |rest: &str| {
        UNITS
            .iter()
            .find(|(word, _)| rest.starts_with(word))
            .map(|(_, unit)| *unit)
    };
    let behind = text.split("单位").skip(1).find_map(|rest| {
        let rest = rest.trim_start_matches(|one: char| {
            one.is_whitespace() || matches!(one, ':' | '：' | '为' | '是' | '(' | '（' | '`')
        });
        named(rest)
    });
    let bracketed = || {
        text.split(['(', '（']).skip(1).find_map(|rest| {
            let inside = rest.split([')', '）']).next()?.trim();
            UNITS
                .iter()
                .find(|(word, _)| *word == inside)
                .map(|(_, unit)| *unit)
        })
    };
    behind.or_else(bracketed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_found_where_the_text_names_them() {
        for (text, unit_of_it) in [
            ("订单总金额，单位为分", "fen"),
            ("金额，单位：人民币分", "fen"),
            ("有效期（秒）", "seconds"),
            ("单位: 分钟", "minutes"),
            ("费率，单位万分之一", "hundredths"),
        ] {
            assert!(
                unit(text).is_some_and(|unit| unit.starts_with(unit_of_it)),
                "{text}"
            );
        }
        for text in ["分账", "部分退款", "计量单位", "(分店)", "积分"] {
            assert_eq!(unit(text), None, "{text}");
        }
    }
}
