//! Entrusted deductions: contracts that users sign, deductions by them, schedules; v3 and v2.

use serde_json::{Value, json};

use super::control::{ControlError, Due};
use super::fields::{Fields, parameter, text, text_or_empty, whole};
use super::order::{Channel, Draft, Party, State as OrderState, present};
use super::rules::Rule;
use super::{Answer, Call, Event, Handler, World, orders, time, v2_orders};
use crate::call::Version;

/// Seconds for which a contract is in force.
const TERM: i64 = 10 * 365 * time::DAY;

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    if id.starts_with("POST /v3/papay/")
        && id.contains("/contracts/pre-entrust-sign")
        && !id.contains("/insurance-sign/")
    {
        return Some(World::presign);
    }
    Some(match id {
        "GET /v3/papay/sign/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}"
        | "GET /v3/papay/sign/contracts/harmony-plan-id/{plan_id}/out-contract-code/{out_contract_code}"
        | "GET /v3/papay/sign/partner/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}" => {
            World::query_contract
        }
        "POST /v3/papay/sign/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}/terminate"
        | "POST /v3/papay/sign/partner/contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}/terminate" => {
            World::end_contract
        }
        "POST /v3/papay/pay/transactions/apply"
        | "POST /v3/papay/pay/partner/transactions/apply"
        | "POST /v3/papay/pay/harmony/transactions/apply" => World::apply_deduction,
        "POST /v3/papay/pay/schedules/contract-id/{contract_id}/schedule"
        | "POST /v3/papay/pay/partner/schedules/contract-id/{contract_id}/schedule" => {
            World::schedule
        }
        "GET /v3/papay/pay/schedules/contract-id/{contract_id}"
        | "GET /v3/papay/pay/partner/schedules/contract-id/{contract_id}" => World::query_schedule,
        "POST /v2/papay/preentrustweb"
        | "POST /v2/papay/partner/preentrustweb"
        | "GET /v2/papay/entrustweb"
        | "GET /v2/papay/h5entrustweb"
        | "GET /v2/papay/partner/entrustweb"
        | "GET /v2/papay/partner/h5entrustweb" => World::presign_v2,
        "POST /v2/pay/contractorder" => World::contract_order_v2,
        "POST /v2/papay/querycontract" | "POST /v2/papay/partner/querycontract" => {
            World::query_contract_v2
        }
        "POST /v2/papay/deletecontract" => World::end_contract_v2,
        "POST /v2/pay/pappayapply" | "POST /v2/pay/partner/pappayapply" => {
            World::apply_deduction_v2
        }
        _ => return None,
    })
}

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
struct Schedule {
    amount: i64,
    at: i64,
    paid: Option<(i64, i64)>,
}

/// A contract.
#[derive(Clone, Debug)]
pub(super) struct Contract {
    version: Version,
    /// The merchant's code.
    pub code: String,
    contract_id: String,
    plan_id: String,
    party: Party,
    display_account: String,
    user_code: String,
    openid: String,
    /// v2: the merchant's serial of the request.
    serial: String,
    notify_url: String,
    /// The order with which it is signed.
    order: String,
    pub state: State,
    signed: i64,
    ended: Option<End>,
    schedule: Option<Schedule>,
}

#[derive(Clone, Debug)]
struct End {
    at: i64,
    /// As v3 and as v2 write who ended it.
    mode: (&'static str, &'static str),
    remark: String,
}

const BY_USER: (&str, &str) = ("USER_TERMINATE", "2");
const BY_MERCHANT: (&str, &str) = ("MCH_API_TERMINATE", "3");

/// A text, or a number as text.
fn number(value: &Value, name: &str) -> String {
    match value.get(name) {
        Some(Value::Number(number)) => number.to_string(),
        _ => text_or_empty(value, name),
    }
}

impl Contract {
    fn pending(version: Version, body: &Value, party: Party) -> Self {
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

    fn v3(&self) -> Value {
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
    fn notice(&self) -> Value {
        let mut notice = self.v3();
        if let Value::Object(fields) = &mut notice {
            fields.remove("out_user_code");
        }
        notice
    }

    fn v2(&self) -> Fields {
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

    fn schedule(&self) -> Value {
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

impl World {
    fn presign(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let contract = Contract::pending(call.version, call.body, orders::party(call));
        self.pend(contract)?;
        // Where the user signs is different from scene to scene, and only a text.
        Ok(Answer::Synthesised)
    }

    fn presign_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        // Two of the operations are pages to which the app sends the user.
        let query = Value::Object(call.query.clone());
        let asked = Call {
            body: if call.query.is_empty() {
                call.body
            } else {
                &query
            },
            ..*call
        };
        let contract = Contract::pending(call.version, asked.body, v2_orders::party(&asked));
        self.pend(contract)?;
        Ok(Answer::Synthesised)
    }

    fn pend(&mut self, contract: Contract) -> Result<(), Rule> {
        let known = self.contracts.get(&contract.code);
        if known.is_some_and(|known| known.state != State::Pending) {
            return Err(Rule::ContractConflict);
        }
        self.contracts.insert(contract.code.clone(), contract);
        Ok(())
    }

    /// A v3 order with `contract_info`: the user signs when paying.
    pub(super) fn contract_with_order(&mut self, call: &Call<'_>) {
        let Some(info) = call.body.get("contract_info") else {
            return;
        };
        let mut contract = Contract::pending(call.version, info, orders::party(call));
        contract.order = text_or_empty(call.body, "out_trade_no");
        if !contract.code.is_empty() {
            // An order can be paid although its contract is signed already.
            let _ = self.pend(contract);
        }
    }

    fn contract_order_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let channel = v2_orders::channel(call.body)?;
        let order = self.place(v2_orders::draft(call, channel))?;
        let fields = v2_orders::prepaid(order)
            .set("out_trade_no", order.number.as_str())
            .copy(
                call.body,
                &[
                    "plan_id",
                    "request_serial",
                    "contract_code",
                    "contract_display_account",
                ],
            );
        let mut contract = Contract::pending(call.version, call.body, v2_orders::party(call));
        contract.order = text_or_empty(call.body, "out_trade_no");
        let fields = match self.pend(contract) {
            Ok(()) => fields.set("contract_result_code", "SUCCESS"),
            Err(_) => fields
                .set("contract_result_code", "FAIL")
                .set("contract_err_code", "CONTRACT_EXISTED"),
        };
        Ok(Answer::Exactly(fields.texts()))
    }

    /// A user who paid has signed what came with the order.
    pub(super) fn sign_with_order(&mut self, number: &str) {
        let code = self
            .contracts
            .values()
            .find(|contract| contract.order == number && contract.state == State::Pending)
            .map(|contract| contract.code.clone());
        if let Some(code) = code {
            // It is pending, so that it can be signed.
            let _ = self.sign_contract(&code);
        }
    }

    pub(super) fn sign_contract(&mut self, code: &str) -> Result<(), ControlError> {
        let contract_id = format!("{}{:010}", self.today(), self.count());
        let (now, openid) = (self.now, self.settings.openid.clone());
        let contract = self
            .contracts
            .get_mut(code)
            .ok_or_else(|| ControlError::unknown(code))?;
        if contract.state != State::Pending {
            return Err(ControlError::state(code, contract.state.wire()));
        }
        contract.state = State::Signed;
        contract.signed = now;
        contract.contract_id = contract_id;
        if contract.openid.is_empty() {
            contract.openid = openid;
        }
        self.tell_contract(code);
        Ok(())
    }

    pub(super) fn user_ends_contract(&mut self, code: &str) -> Result<(), ControlError> {
        let contract = self
            .contracts
            .get(code)
            .ok_or_else(|| ControlError::unknown(code))?;
        if contract.state != State::Signed {
            return Err(ControlError::state(code, contract.state.wire()));
        }
        self.terminate_contract(code, BY_USER, "");
        Ok(())
    }

    fn terminate_contract(&mut self, code: &str, mode: (&'static str, &'static str), remark: &str) {
        let now = self.now;
        if let Some(contract) = self.contracts.get_mut(code) {
            contract.state = State::Terminated;
            contract.ended = Some(End {
                at: now,
                mode,
                remark: remark.to_owned(),
            });
            self.tell_contract(code);
        }
    }

    fn tell_contract(&mut self, code: &str) {
        let Some(contract) = self.contracts.get(code) else {
            return;
        };
        let signed = contract.state == State::Signed;
        let event = match contract.version {
            Version::V3 => Event {
                version: Version::V3,
                event_type: if signed {
                    "ENTRUST.SIGN"
                } else {
                    "ENTRUST.TERMINATE"
                }
                .to_owned(),
                original_type: "papay-contract".to_owned(),
                resource: contract.notice(),
                summary: if signed {
                    "签约成功"
                } else {
                    "解约成功"
                }
                .to_owned(),
                notify_url: contract.notify_url.clone(),
            },
            Version::V2 => {
                let at = contract
                    .ended
                    .as_ref()
                    .map_or(contract.signed, |end| end.at);
                let resource = Fields::default()
                    .copy(
                        &contract.v2().value(),
                        &[
                            "mch_id",
                            "sub_mch_id",
                            "contract_code",
                            "plan_id",
                            "openid",
                            "contract_id",
                            "contract_expired_time",
                            "contract_termination_mode",
                        ],
                    )
                    .maybe("request_serial", present(&contract.serial))
                    .set("return_code", "SUCCESS")
                    .set("result_code", "SUCCESS")
                    .set("change_type", if signed { "ADD" } else { "DELETE" })
                    .set("operate_time", time::spaced(at));
                Event {
                    version: Version::V2,
                    event_type: "pap-contract-state-changed".to_owned(),
                    original_type: String::new(),
                    resource: resource.texts(),
                    summary: String::new(),
                    notify_url: contract.notify_url.clone(),
                }
            }
        };
        self.notify(event);
    }

    fn path_contract(&self, call: &Call<'_>) -> Result<&Contract, Rule> {
        self.contracts
            .get(&parameter(call.path, "out_contract_code"))
            .filter(|contract| contract.plan_id == parameter(call.path, "plan_id"))
            .filter(|contract| contract.state != State::Pending)
            .ok_or(Rule::ContractUnknown)
    }

    fn query_contract(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        self.path_contract(call)
            .map(|contract| Answer::Exactly(contract.v3()))
    }

    fn end_contract(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let contract = self.path_contract(call)?;
        if contract.state == State::Signed {
            let code = contract.code.clone();
            let remark = text_or_empty(call.body, "contract_termination_remark");
            self.terminate_contract(&code, BY_MERCHANT, &remark);
        }
        self.query_contract(call)
    }

    /// The contract that a v2 request names.
    fn find_contract_v2(&self, body: &Value) -> Result<&Contract, Rule> {
        match text(body, "contract_id") {
            Some(id) => self.contract_of(id),
            None => self
                .contracts
                .get(text(body, "contract_code").unwrap_or_default())
                .filter(|contract| contract.plan_id == number(body, "plan_id"))
                .ok_or(Rule::ContractUnknown),
        }
    }

    fn contract_of(&self, id: &str) -> Result<&Contract, Rule> {
        self.contracts
            .values()
            .find(|contract| contract.contract_id == id && !id.is_empty())
            .ok_or(Rule::ContractUnknown)
    }

    fn query_contract_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        self.find_contract_v2(call.body)
            .map(|contract| Answer::Exactly(contract.v2().texts()))
    }

    fn end_contract_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let contract = self.find_contract_v2(call.body)?;
        if contract.state != State::Signed {
            return Err(Rule::ContractEnded);
        }
        let answer = Fields::default().copy(
            &contract.v2().value(),
            &[
                "appid",
                "mch_id",
                "contract_id",
                "plan_id",
                "contract_code",
                "sub_appid",
                "sub_mch_id",
            ],
        );
        let code = contract.code.clone();
        let remark = text_or_empty(call.body, "contract_termination_remark");
        self.terminate_contract(&code, BY_MERCHANT, &remark);
        Ok(Answer::Exactly(answer.texts()))
    }

    fn apply_deduction(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let body = call.body;
        let draft = Draft {
            version: call.version,
            channel: Channel::Contract,
            party: orders::party(call),
            number: text_or_empty(body, "out_trade_no"),
            total: whole(body, "amount.total"),
            currency: text(body, "amount.currency").unwrap_or("CNY").to_owned(),
            description: text_or_empty(body, "description"),
            attach: text_or_empty(body, "attach"),
            notify_url: text_or_empty(body, "transaction_notify_url"),
            payer: String::new(),
            expires: None,
            sharing: false,
            contract_id: text_or_empty(body, "contract_id"),
            request: body,
            amount_field: "/amount/total",
        };
        self.accept_deduction(draft)?;
        Ok(Answer::Exactly(
            Fields::default()
                .copy(body, &["out_trade_no", "amount"])
                .value(),
        ))
    }

    fn apply_deduction_v2(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        self.accept_deduction(v2_orders::draft(call, Channel::Contract))?;
        Ok(Answer::Exactly(
            v2_orders::party(call).v2(Fields::default()).texts(),
        ))
    }

    fn accept_deduction(&mut self, mut draft: Draft<'_>) -> Result<(), Rule> {
        let contract = self.contract_of(&draft.contract_id)?;
        if contract.state != State::Signed {
            return Err(Rule::ContractEnded);
        }
        draft.payer.clone_from(&contract.openid);
        let order = self.place(draft)?;
        if order.state == OrderState::Accepted {
            return Ok(());
        }
        order.state = OrderState::Accepted;
        let number = order.number.clone();
        self.settle_later(Due::Deduction(number));
        Ok(())
    }

    pub(super) fn deduct(&mut self, number: &str) {
        let Some(order) = self.orders.get(number) else {
            return;
        };
        if order.state != OrderState::Accepted {
            return;
        }
        let (contract_id, total) = (order.contract_id.clone(), order.total);
        self.settle(number, None);
        self.tell_paid(number);
        let now = self.now;
        let contract = self
            .contracts
            .values_mut()
            .find(|contract| contract.contract_id == contract_id);
        if let Some(schedule) = contract.and_then(|contract| contract.schedule.as_mut()) {
            schedule.paid = Some((total, now));
        }
    }

    /// An accepted deduction does not succeed.
    pub(super) fn fail_deduction(&mut self, number: &str) {
        let Some(order) = self.orders.get_mut(number) else {
            return;
        };
        order.state = OrderState::Failed;
        let (event_type, resource) = match order.version {
            Version::V2 => (
                "transaction-success",
                order
                    .v2_notice("FAIL")
                    .set("trade_state", "PAY_FAIL")
                    .texts(),
            ),
            Version::V3 => {
                let mut resource = order.v3();
                if let Value::Object(fields) = &mut resource {
                    fields.insert("trade_state".to_owned(), "PAY_FAIL".into());
                }
                ("TRANSACTION.FAIL", resource)
            }
        };
        let event = Event {
            version: order.version,
            event_type: event_type.to_owned(),
            original_type: "transaction".to_owned(),
            resource,
            summary: "支付失败".to_owned(),
            notify_url: order.notify_url.clone(),
        };
        self.notify(event);
    }

    fn schedule(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let now = self.now;
        let amount = whole(call.body, "schedule_amount.total").unwrap_or(0);
        if amount <= 0 {
            return Err(Rule::Parameter {
                field: "/schedule_amount/total",
                issue: "the amount must be greater than 0",
            });
        }
        let code = self
            .contract_of(&parameter(call.path, "contract_id"))?
            .code
            .clone();
        let contract = self.contracts.get_mut(&code).ok_or(Rule::ContractUnknown)?;
        if contract.state != State::Signed {
            return Err(Rule::ContractEnded);
        }
        contract.schedule = Some(Schedule {
            amount,
            at: now,
            paid: None,
        });
        Ok(Answer::Exactly(contract.schedule()))
    }

    fn query_schedule(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        self.contract_of(&parameter(call.path, "contract_id"))
            .map(|contract| Answer::Exactly(contract.schedule()))
    }
}
