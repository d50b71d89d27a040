//! Contracts by which users let merchants deduct money.

use super::contract::{Contract, End, State};
use super::control::ControlError;
use super::fields::{Fields, parameter, text_or_empty};
use super::order::present;
use super::rules::Rule;
use super::{Answer, Call, Event, Handler, World, orders, time};
use crate::call::Version;

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
        _ => return None,
    })
}

const BY_USER: (&str, &str) = ("USER_TERMINATE", "2");
pub(super) const BY_MERCHANT: (&str, &str) = ("MCH_API_TERMINATE", "3");

impl World {
    fn presign(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let contract = Contract::pending(call.version, call.body, orders::party(call));
        self.pend(contract)?;
        // Where the user signs is different from scene to scene, and only a text.
        Ok(Answer::Synthesised)
    }

    pub(super) fn pend(&mut self, contract: Contract) -> Result<(), Rule> {
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

    pub(super) fn terminate_contract(
        &mut self,
        code: &str,
        mode: (&'static str, &'static str),
        remark: &str,
    ) {
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

    pub(super) fn contract_of(&self, id: &str) -> Result<&Contract, Rule> {
        self.contracts
            .values()
            .find(|contract| contract.contract_id == id && !id.is_empty())
            .ok_or(Rule::ContractUnknown)
    }
}
