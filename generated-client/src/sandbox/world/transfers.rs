//! Transfers of a merchant, or of a partner's merchant, to users, one by one.

use serde_json::Value;

use super::control::{ControlError, Due};
use super::fields::{Fields, essence, parameter, text, text_or_empty, whole};
use super::ledger::{Account, Movement};
use super::order::present;
use super::rules::Rule;
use super::{Answer, Call, Event, Handler, World, time};
use crate::call::Version;

/// Seconds in which the user has to confirm.
const CONFIRM_SECONDS: i64 = time::DAY;
/// From this amount on, in fen, the user's name is needed.
const NAME_FROM: i64 = 200_000;

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    let (method, path) = id.split_once(' ')?;
    let rest = path
        .strip_prefix("/v3/fund-app/mch-transfer/partner/transfer-bills")
        .or_else(|| path.strip_prefix("/v3/fund-app/mch-transfer/transfer-bills"))?;
    Some(match (method, rest) {
        ("POST", "" | "/pre-transfer-with-authorization") => {
            |world, call| world.transfer(call, false)
        }
        ("POST", "/transfer") => |world, call| world.transfer(call, true),
        ("GET", "/out-bill-no/{out_bill_no}" | "/transfer-bill-no/{transfer_bill_no}") => {
            World::query_transfer
        }
        ("POST", "/out-bill-no/{out_bill_no}/cancel") => World::cancel_transfer,
        _ => return None,
    })
}

/// What happened to a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Accepted,
    WaitUserConfirm,
    Transferring,
    Success,
    Fail,
    Cancelled,
}

impl State {
    pub(super) fn wire(self) -> &'static str {
        match self {
            Self::Accepted => "ACCEPTED",
            Self::WaitUserConfirm => "WAIT_USER_CONFIRM",
            Self::Transferring => "TRANSFERING",
            Self::Success => "SUCCESS",
            Self::Fail => "FAIL",
            Self::Cancelled => "CANCELLED",
        }
    }
}

/// A transfer.
#[derive(Clone, Debug)]
pub(super) struct Transfer {
    pub number: String,
    bill_no: String,
    mchid: String,
    sub_mchid: String,
    pub amount: i64,
    pub state: State,
    fail_reason: String,
    created: i64,
    updated: i64,
    request: Value,
    /// Whether the user allowed transfers without a confirmation of each.
    automatic: bool,
}

impl Transfer {
    fn payer(&self) -> &str {
        present(&self.sub_mchid).unwrap_or(&self.mchid)
    }

    fn merchant(&self) -> Fields {
        if self.sub_mchid.is_empty() {
            Fields::default().set("mch_id", self.mchid.as_str())
        } else {
            Fields::default()
                .set("mchid", self.mchid.as_str())
                .set("sub_mchid", self.sub_mchid.as_str())
        }
    }

    fn query(&self) -> Value {
        self.merchant()
            .set("out_bill_no", self.number.as_str())
            .set("transfer_bill_no", self.bill_no.as_str())
            .set("state", self.state.wire())
            .set("transfer_amount", self.amount)
            .copy(
                &self.request,
                &["appid", "transfer_remark", "openid", "user_name"],
            )
            .maybe("fail_reason", present(&self.fail_reason))
            .set("create_time", time::rfc3339(self.created))
            .set("update_time", time::rfc3339(self.updated))
            .value()
    }

    fn accepted(&self) -> Value {
        if self.automatic {
            return self.query();
        }
        let direct = self.sub_mchid.is_empty();
        let waits = self.state == State::WaitUserConfirm;
        let package = format!("sandbox-package-{}", self.bill_no);
        Fields::default()
            .maybe("sub_mchid", present(&self.sub_mchid))
            .set("out_bill_no", self.number.as_str())
            .set("transfer_bill_no", self.bill_no.as_str())
            .set("create_time", time::rfc3339(self.created))
            .maybe("state", direct.then(|| self.state.wire()))
            .maybe("package_info", waits.then_some(package))
            .maybe(
                "user_display_name",
                text(&self.request, "authorization_info.user_display_name"),
            )
            .maybe(
                "out_authorization_no",
                text(&self.request, "authorization_info.out_authorization_no"),
            )
            .value()
    }
}

impl World {
    fn transfer(&mut self, call: &Call<'_>, automatic: bool) -> Result<Answer, Rule> {
        let body = call.body;
        let number = text_or_empty(body, "out_bill_no");
        let request = essence(body);
        if let Some(transfer) = self.transfers.get(&number) {
            return if transfer.request == request && transfer.automatic == automatic {
                Ok(Answer::Exactly(transfer.accepted()))
            } else {
                Err(Rule::TransferConflict)
            };
        }
        let amount = whole(body, "transfer_amount").unwrap_or(0);
        if amount <= 0 {
            return Err(Rule::Parameter {
                field: "/transfer_amount",
                issue: "the amount must be greater than 0",
            });
        }
        if amount >= NAME_FROM && text(body, "user_name").is_none() {
            return Err(Rule::Parameter {
                field: "/user_name",
                issue: "needed for transfers of 2,000 yuan and more",
            });
        }
        let transfer = Transfer {
            number: number.clone(),
            bill_no: self.identifier("1330000000"),
            mchid: call.mchid.to_owned(),
            sub_mchid: text_or_empty(body, "sub_mchid"),
            amount,
            state: if automatic {
                State::Accepted
            } else {
                State::WaitUserConfirm
            },
            fail_reason: String::new(),
            created: self.now,
            updated: self.now,
            request,
            automatic,
        };
        self.spend(
            transfer.payer(),
            amount,
            &transfer.bill_no,
            &number,
            "商家转账",
        )?;
        if automatic {
            self.settle_later(Due::Transfer(number.clone()));
        } else {
            let over = self.now.saturating_add(CONFIRM_SECONDS);
            self.due.insert((over, Due::Transfer(number.clone())));
        }
        let answer = transfer.accepted();
        self.transfers.insert(number, transfer);
        Ok(Answer::Exactly(answer))
    }

    /// Takes money from the account of which transfers are made.
    pub(super) fn spend(
        &mut self,
        merchant: &str,
        amount: i64,
        payment_id: &str,
        voucher: &str,
        business: &'static str,
    ) -> Result<(), Rule> {
        if self.ledger.balance(merchant, Account::Operation) < amount {
            return Err(Rule::NotEnough);
        }
        self.ledger.post(&Movement {
            at: self.now,
            merchant,
            account: Account::Operation,
            payment_id,
            business,
            amount: amount.saturating_neg(),
            voucher,
        });
        Ok(())
    }

    fn query_transfer(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let number = parameter(call.path, "out_bill_no");
        let bill_no = parameter(call.path, "transfer_bill_no");
        let transfer = if bill_no.is_empty() {
            self.transfers.get(&number)
        } else {
            self.transfers
                .values()
                .find(|transfer| transfer.bill_no == bill_no)
        };
        transfer
            .map(|transfer| Answer::Exactly(transfer.query()))
            .ok_or(Rule::TransferUnknown)
    }

    fn cancel_transfer(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let number = parameter(call.path, "out_bill_no");
        let transfer = self.transfers.get(&number).ok_or(Rule::TransferUnknown)?;
        match transfer.state {
            State::Cancelled => {}
            State::WaitUserConfirm => self.end_transfer(&number, State::Cancelled, ""),
            _ => return Err(Rule::TransferState),
        }
        let transfer = self.transfers.get(&number).ok_or(Rule::TransferUnknown)?;
        let mut answer = transfer.query();
        if let Value::Object(fields) = &mut answer {
            fields.remove("appid");
            fields.remove("mchid");
        }
        Ok(Answer::Exactly(answer))
    }

    pub(super) fn confirm_transfer(&mut self, number: &str) -> Result<(), ControlError> {
        let now = self.now;
        let transfer = self
            .transfers
            .get_mut(number)
            .ok_or_else(|| ControlError::unknown(number))?;
        if transfer.state != State::WaitUserConfirm {
            return Err(ControlError::state(number, transfer.state.wire()));
        }
        (transfer.state, transfer.updated) = (State::Transferring, now);
        self.settle_later(Due::Transfer(number.to_owned()));
        Ok(())
    }

    pub(super) fn fail_transfer(&mut self, number: &str, reason: &str) -> Result<(), ControlError> {
        let state = self
            .transfers
            .get(number)
            .map(|transfer| transfer.state)
            .ok_or_else(|| ControlError::unknown(number))?;
        if matches!(state, State::Success | State::Fail | State::Cancelled) {
            return Err(ControlError::state(number, state.wire()));
        }
        self.end_transfer(number, State::Fail, reason);
        Ok(())
    }

    /// A transfer arrives; one that still waits for the user was confirmed too late.
    pub(super) fn transfer_is_due(&mut self, number: &str) {
        let Some(transfer) = self.transfers.get(number) else {
            return;
        };
        match transfer.state {
            State::Accepted | State::Transferring => self.end_transfer(number, State::Success, ""),
            State::WaitUserConfirm => self.end_transfer(number, State::Fail, "OVERDUE_CLOSE"),
            State::Success | State::Fail | State::Cancelled => {}
        }
    }

    /// Ends a transfer, gives the money back if it did not arrive, and tells the app.
    fn end_transfer(&mut self, number: &str, state: State, reason: &str) {
        let now = self.now;
        let Some(transfer) = self.transfers.get_mut(number) else {
            return;
        };
        (transfer.state, transfer.updated) = (state, now);
        reason.clone_into(&mut transfer.fail_reason);
        let transfer = transfer.clone();
        if state != State::Success {
            self.ledger.post(&Movement {
                at: now,
                merchant: transfer.payer(),
                account: Account::Operation,
                payment_id: &transfer.bill_no,
                business: "转账退回",
                amount: transfer.amount,
                voucher: number,
            });
        }
        let resource = transfer
            .merchant()
            .copy(
                &transfer.query(),
                &[
                    "out_bill_no",
                    "transfer_bill_no",
                    "state",
                    "transfer_amount",
                    "openid",
                    "fail_reason",
                    "create_time",
                    "update_time",
                ],
            )
            .value();
        self.notify(Event {
            version: Version::V3,
            event_type: "MCHTRANSFER.BILL.FINISHED".to_owned(),
            original_type: "mch_payment".to_owned(),
            resource,
            summary: "商家转账单据终态通知".to_owned(),
            notify_url: text_or_empty(&transfer.request, "notify_url"),
        });
    }
}
