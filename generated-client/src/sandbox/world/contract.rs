//! A contract by which a merchant deducts money: what it is, and how it is told.

use serde_json::{Value, json};

use super::fields::{Fields, text, text_or_empty};
use super::order::{Party, present};
use super::time;
use crate::call::Version;

/// Seconds for which a contract is in force.
const TERM: i64 = 10 * 365 * time::DAY;

/// What happened to a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// The user has not signed it.
    Pending,
    Signed,
    Terminated,
}

impl State {
    pub(super) fn wire(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Signed => "SIGNED",
            Self::Terminated => "TERMINATED",
        }
    }
}

/// An amount that is announced to the user before it is deducted.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    pub amount: i64,
    pub at: i64,
    pub paid: Option<(i64, i64)>,
}

/// A contract.
#[derive(Clone, Debug)]
pub(super) struct Contract {
    pub version: Version,
    /// The merchant's code.
    pub code: String,
    pub contract_id: String,
    pub plan_id: String,
    pub party: Party,
    pub display_account: String,
    pub user_code: String,
    pub openid: String,
    /// v2: the merchant's serial of the request.
    pub serial: String,
    pub notify_url: String,
    /// The order with which it is signed.
    pub order: String,
    pub state: State,
    pub signed: i64,
    pub ended: Option<End>,
    pub schedule: Option<Schedule>,
}

#[derive(Clone, Debug)]
pub(super) struct End {
    pub at: i64,
    /// As v3 and as v2 write who ended it.
    pub mode: (&'static str, &'static str),
    pub remark: String,
}

impl Contract {
    pub(super) fn pending(version: Version, body: &Value, party: Party) -> Self {
        let first = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| text(body, name))
                .unwrap_or_default()
                .to_owned()
        };
        Self {
            version,
            code: first(&["out_contract_code", "contract_code"]),
            contract_id: String::new(),
            plan_id: number(body, "plan_id"),
            party,
            display_account: first(&["contract_display_account"]),
            user_code: first(&["out_user_code"]),
            openid: first(&["openid", "sp_openid", "sub_openid"]),
            serial: number(body, "request_serial"),
            notify_url: match version {
                Version::V3 => first(&["contract_notify_url"]),
                Version::V2 => first(&["contract_notify_url", "notify_url"]),
            },
            order: String::new(),
            state: State::Pending,
            signed: 0,
            ended: None,
            schedule: None,
        }
    }

    pub(super) fn v3(&self) -> Value {
        let fields = self
            .party
            .v3(Fields::default())
            .set("contract_id", self.contract_id.as_str())
            .set(
                "plan_id",
                self.plan_id
                    .parse::<i64>()
                    .map_or_else(|_| self.plan_id.clone().into(), Value::from),
            )
            .set("out_contract_code", self.code.as_str())
            .set("contract_display_account", self.display_account.as_str())
            .set("contract_state", self.state.wire())
            .set("contract_signed_time", time::rfc3339(self.signed))
            .set(
                "contract_expired_time",
                time::rfc3339(self.signed.saturating_add(TERM)),
            )
            .set(
                if self.party.sub_mchid.is_empty() {
                    "openid"
                } else {
                    "sp_openid"
                },
                self.openid.as_str(),
            )
            .maybe("out_user_code", present(&self.user_code));
        fields
            .maybe(
                "contract_terminate_info",
                self.ended.as_ref().map(|end| {
                    json!({
                        "contract_termination_mode": end.mode.0,
                        "contract_terminated_time": time::rfc3339(end.at),
                        "contract_termination_remark": end.remark,
                    })
                }),
            )
            .value()
    }

    /// As the v3 notifications say.
    pub(super) fn notice(&self) -> Value {
        let mut notice = self.v3();
        if let Value::Object(fields) = &mut notice {
            fields.remove("out_user_code");
        }
        notice
    }

    pub(super) fn v2(&self) -> Fields {
        let state = match self.state {
            State::Signed => "0",
            State::Terminated => "1",
            State::Pending => "9",
        };
        let fields = self
            .party
            .v2(Fields::default())
            .set("contract_id", self.contract_id.as_str())
            .set("plan_id", self.plan_id.as_str())
            .set("contract_code", self.code.as_str())
            .set("contract_display_account", self.display_account.as_str())
            .set("contract_state", state)
            .set("contract_signed_time", time::spaced(self.signed))
            .set(
                "contract_expired_time",
                time::spaced(self.signed.saturating_add(TERM)),
            )
            .set("openid", self.openid.as_str());
        let Some(end) = &self.ended else {
            return fields;
        };
        fields
            .set("contract_terminated_time", time::spaced(end.at))
            .set("contract_termination_mode", end.mode.1)
            .maybe("contract_termination_remark", present(&end.remark))
    }

    pub(super) fn schedule(&self) -> Value {
        let Some(schedule) = &self.schedule else {
            return json!({"schedule_state": "NO_SCHEDULED"});
        };
        let amount = |total: i64| json!({"total": total, "currency": "CNY"});
        let date = |at: i64| time::rfc3339(at).chars().take(10).collect::<String>();
        Fields::default()
            .set(
                "schedule_state",
                if schedule.paid.is_some() {
                    "PAID"
                } else {
                    "SCHEDULED"
                },
            )
            .set(
                "deduct_start_date",
                date(schedule.at.saturating_add(time::DAY)),
            )
            .set(
                "deduct_end_date",
                date(schedule.at.saturating_add(8 * time::DAY)),
            )
            .set("scheduled_amount", amount(schedule.amount))
            .maybe(
                "deduct_amount",
                schedule.paid.map(|(total, _)| amount(total)),
            )
            .maybe("deduct_date", schedule.paid.map(|(_, at)| date(at)))
            .value()
    }
}

/// A text, or a number as text.
pub(super) fn number(value: &Value, name: &str) -> String {
    match value.get(name) {
        Some(Value::Number(number)) => number.to_string(),
        _ => text_or_empty(value, name),
    }
}
