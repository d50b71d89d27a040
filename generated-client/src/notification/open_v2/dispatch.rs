//! Which event a notification of API v2 is, and the key by which it is dealt with once.

use crate::notification::dispatch::{digest, short};

/// The fields by which events of API v2 without type are told, and those that make their key.
struct Untyped {
    event: &'static str,
    has: &'static [&'static str],
    key: &'static [&'static str],
}

/// In the order in which they are tried.
const UNTYPED: &[Untyped] = &[
    Untyped {
        event: "refund-processed",
        has: &["req_info"],
        key: &["refund_id", "refund_status"],
    },
    Untyped {
        event: "combined-transactions-success",
        has: &["combine_out_trade_no", "sub_order_list"],
        key: &["combine_mch_id", "combine_out_trade_no", "result_code"],
    },
    Untyped {
        event: "pap-contract-state-changed",
        has: &["contract_code", "change_type"],
        key: &["contract_id", "change_type", "operate_time"],
    },
    Untyped {
        event: "transactions-risk-occurred",
        has: &["event_code", "risk_level"],
        key: &["event_code"],
    },
    Untyped {
        event: "vehicle-state-changed-for-parking",
        has: &["plate_number", "vehicle_event_createtime"],
        key: &[
            "plate_number",
            "vehicle_event_type",
            "vehicle_event_createtime",
        ],
    },
    Untyped {
        event: "transaction-success",
        has: &["out_trade_no", "result_code"],
        key: &["transaction_id", "result_code"],
    },
];

/// The fields of a notification of API v2.
pub(super) trait Fields {
    /// The value of a field that is not empty.
    fn field(&self, name: &str) -> Option<&str>;
}

impl Fields for [(String, String)] {
    fn field(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(other, value)| other == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }
}

/// The event of API v2: its type, or else what its fields tell; empty if they do not.
pub(super) fn event_v2(fields: &[(String, String)]) -> String {
    if let Some(event_type) = fields.field("event_type") {
        return event_type.to_owned();
    }
    UNTYPED
        .iter()
        .find(|one| one.has.iter().all(|name| fields.field(name).is_some()))
        .map(|one| one.event.to_owned())
        .unwrap_or_default()
}

/// The key of API v2, from its fields and those that were encrypted.
pub(super) fn key_v2(
    event: &str,
    fields: &[(String, String)],
    encrypted: &[(String, String)],
) -> String {
    if let Some(id) = fields.field("event_id") {
        return short(format!("v2/{id}"));
    }
    let get = |name: &&str| encrypted.field(name).or_else(|| fields.field(name));
    let names = UNTYPED.iter().find(|one| one.event == event);
    let parts: Option<Vec<&str>> = names.and_then(|one| one.key.iter().map(get).collect());
    if let Some(parts) = parts {
        return short(format!("v2/{event}/{}", parts.join("/")));
    }
    // What changes when it is sent again does not count.
    let stable = fields
        .iter()
        .filter(|(name, _)| {
            !["sign", "sign_type", "nonce_str", "req_info"].contains(&name.as_str())
        })
        .chain(encrypted);
    let text: String = stable
        .map(|(name, value)| format!("{name}={}:{value}&", value.len()))
        .collect();
    digest("v2", text.as_bytes())
}
