//! Contracts by API v2.

use serde_json::Value;

use super::contract::{Contract, State, number};
use super::contracts::BY_MERCHANT;
use super::fields::{Fields, text, text_or_empty};
use super::rules::Rule;
use super::{Answer, Call, Handler, World, v2_orders};

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    Some(match id {
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
        _ => return None,
    })
}

impl World {
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
}
