//! Deductions by a contract, v3 and v2, and their announcement.

use serde_json::Value;

use super::contract::{Schedule, State};
use super::control::Due;
use super::fields::{Fields, parameter, text, text_or_empty, whole};
use super::order::{Channel, Draft, State as OrderState};
use super::rules::Rule;
use super::{Answer, Call, Event, Handler, World, orders, v2_orders};
use crate::call::Version;

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    Some(match id {
        "POST /v3/papay/pay/transactions/apply"
        | "POST /v3/papay/pay/partner/transactions/apply"
        | "POST /v3/papay/pay/harmony/transactions/apply" => World::apply_deduction,
        "POST /v3/papay/pay/schedules/contract-id/{contract_id}/schedule"
        | "POST /v3/papay/pay/partner/schedules/contract-id/{contract_id}/schedule" => {
            World::schedule
        }
        "GET /v3/papay/pay/schedules/contract-id/{contract_id}"
        | "GET /v3/papay/pay/partner/schedules/contract-id/{contract_id}" => World::query_schedule,
        "POST /v2/pay/pappayapply" | "POST /v2/pay/partner/pappayapply" => {
            World::apply_deduction_v2
        }
        _ => return None,
    })
}

impl World {
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
