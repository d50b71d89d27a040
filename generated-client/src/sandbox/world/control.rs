//! What does not come from the app: users who pay, confirm, refuse; the clock.

use std::error::Error;
use std::fmt;

use serde_json::{Value, json};

use super::order::State;
use super::{Event, World};

/// Something that happens when its time has come.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// An order expires.
    Order(String),
    /// A refund arrives.
    Refund(String),
    /// A transfer arrives, or its time to be confirmed is over.
    Transfer(String),
    /// A batch of transfers is done.
    Batch(String),
    /// A red packet was not received.
    Gift(String),
    /// Shares of an order arrive.
    Shares(String),
    /// An accepted deduction is made.
    Deduction(String),
    /// What a pay score order costs is deducted.
    Score(String),
}

/// Why what a user should do cannot be done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ControlError {
    /// Nothing has this number.
    Unknown {
        /// The number.
        number: String,
    },
    /// What has the number is not in a state for it.
    State {
        /// The number.
        number: String,
        /// The state that it is in, as the API writes it.
        state: String,
    },
}

impl fmt::Display for ControlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { number } => write!(f, "nothing has the number {number}"),
            Self::State { number, state } => write!(f, "{number} is {state}"),
        }
    }
}

impl Error for ControlError {}

impl ControlError {
    pub(super) fn state(number: &str, state: &str) -> Self {
        Self::State {
            number: number.to_owned(),
            state: state.to_owned(),
        }
    }

    pub(super) fn unknown(number: &str) -> Self {
        Self::Unknown {
            number: number.to_owned(),
        }
    }
}

impl World {
    /// Brings the clock to a time, in Unix seconds: orders expire, refunds and transfers arrive. Gives what is to be notified.
    pub fn advance(&mut self, now: i64) -> Vec<Event> {
        self.bring_to(now);
        self.take_events()
    }

    /// When, in Unix seconds, the next thing happens by itself.
    #[must_use]
    pub fn next_due(&self) -> Option<i64> {
        self.due.first().map(|(at, _)| *at)
    }

    /// A user pays: an order or a combined order by the merchant's number, or any of them by its `prepay_id`; a pay score order that is done by its
    /// own number. Without `payer` it is the one whom the request names.
    ///
    /// # Errors
    /// [`ControlError`], if there is nothing of this number, or nothing to be paid.
    pub fn pay(
        &mut self,
        number: &str,
        payer: Option<&str>,
        now: i64,
    ) -> Result<Vec<Event>, ControlError> {
        self.bring_to(now);
        let number = self.by_prepay_id(number);
        if self.combined.contains_key(&number) {
            self.pay_combined(&number, payer)?;
        } else if let Some(order) = self.orders.get(&number) {
            if !order.is_open() || order.combined.is_some() {
                return Err(ControlError::state(&number, order.state.wire().0));
            }
            self.settle(&number, payer);
            self.tell_paid(&number);
            self.sign_with_order(&number);
        } else {
            self.pay_score(&number)?;
        }
        Ok(self.take_events())
    }

    /// What a number stands for does not succeed. An order: the payment fails, and can be tried again. An accepted deduction: it fails, and the
    /// app is told. A refund that is under way: it is abnormal, or closed if the reason is `CLOSED`. A transfer, also one of a batch, that is not yet
    /// made: it fails for the reason (`fail_reason`). A pay score order that is done: nothing can be deducted, until the user pays.
    ///
    /// # Errors
    /// [`ControlError`], if there is nothing of this number, or it is too late.
    pub fn fail(
        &mut self,
        number: &str,
        reason: &str,
        now: i64,
    ) -> Result<Vec<Event>, ControlError> {
        self.bring_to(now);
        let number = self.by_prepay_id(number);
        if let Some(order) = self.orders.get_mut(&number) {
            match order.state {
                State::NotPaid | State::Paying | State::Failed => order.state = State::Failed,
                State::Accepted => self.fail_deduction(&number),
                state => return Err(ControlError::state(&number, state.wire().0)),
            }
        } else if self.refunds.contains_key(&number) {
            self.fail_refund(&number, reason)?;
        } else if self.transfers.contains_key(&number) {
            self.fail_transfer(&number, reason)?;
        } else if self.scores.contains_key(&number) {
            self.withhold_score(&number)?;
        } else {
            self.fail_detail(&number, reason)?;
        }
        Ok(self.take_events())
    }

    /// A user confirms what waits for it: receives a transfer or a red packet (merchant's number), signs a contract (merchant's contract code), confirms a pay score
    /// order (merchant's number), grants a permission (authorization code).
    ///
    /// # Errors
    /// [`ControlError`], if there is nothing of this number, or nothing to confirm.
    pub fn confirm(&mut self, number: &str, now: i64) -> Result<Vec<Event>, ControlError> {
        self.bring_to(now);
        if self.transfers.contains_key(number) {
            self.confirm_transfer(number)?;
        } else if self.gifts.contains_key(number) {
            self.receive_gift(number)?;
        } else if self.contracts.contains_key(number) {
            self.sign_contract(number)?;
        } else if self.scores.contains_key(number) {
            self.confirm_score(number)?;
        } else {
            self.grant_permission(number)?;
        }
        Ok(self.take_events())
    }

    /// A user ends a contract (merchant's contract code) or a permission (authorization code).
    ///
    /// # Errors
    /// [`ControlError`], if there is nothing of this number, or it is not in force.
    pub fn terminate(&mut self, number: &str, now: i64) -> Result<Vec<Event>, ControlError> {
        self.bring_to(now);
        if self.contracts.contains_key(number) {
            self.user_ends_contract(number)?;
        } else {
            self.user_ends_permission(number)?;
        }
        Ok(self.take_events())
    }

    /// What there is, oldest number first, for people to look at: lists of `kind`, `number`, `state`, and `amount` in fen where there is one.
    #[must_use]
    pub fn overview(&self) -> Value {
        let orders = self.orders.values().map(|order| {
            json!({"kind": "order", "number": order.number, "state": order.state.wire().0, "amount": order.total})
        });
        let combined = self.combined.iter().map(|(number, combined)| {
            json!({"kind": "combined-order", "number": number, "orders": combined.numbers})
        });
        let refunds = self.refunds.values().map(|refund| {
            json!({"kind": "refund", "number": refund.number, "state": refund.state.wire(), "amount": refund.amount})
        });
        let transfers = self.transfers.values().map(|transfer| {
            json!({"kind": "transfer", "number": transfer.number, "state": transfer.state.wire(), "amount": transfer.amount})
        });
        let gifts = self.gifts.values().map(|gift| {
            json!({"kind": "gift", "number": gift.number, "state": gift.state.wire(), "amount": gift.amount})
        });
        let batches = self.batches.values().map(|batch| {
            json!({"kind": "batch", "number": batch.number, "state": batch.status(), "amount": batch.total()})
        });
        let contracts = self.contracts.values().map(|contract| {
            json!({"kind": "contract", "number": contract.code, "state": contract.state.wire()})
        });
        let scores = self.scores.values().map(|score| {
            json!({"kind": "score-order", "number": score.number, "state": score.state.wire(), "amount": score.total})
        });
        let permissions = self.permissions.values().map(|permission| {
            json!({"kind": "permission", "number": permission.code, "state": permission.state.wire()})
        });
        orders
            .chain(combined)
            .chain(refunds)
            .chain(transfers)
            .chain(gifts)
            .chain(batches)
            .chain(contracts)
            .chain(scores)
            .chain(permissions)
            .collect()
    }

    pub(super) fn bring_to(&mut self, now: i64) {
        while let Some((at, due)) = self.due.pop_first() {
            if at > now {
                self.due.insert((at, due));
                break;
            }
            // What was due on the way happened then, not when the clock was moved.
            self.now = self.now.max(at);
            self.happen(&due);
        }
        self.now = now;
    }

    fn happen(&mut self, due: &Due) {
        match due {
            Due::Order(number) => {
                if let Some(order) = self.orders.get_mut(number).filter(|order| order.is_open()) {
                    order.state = State::Closed;
                }
            }
            Due::Refund(number) => self.refund_arrives(number),
            Due::Transfer(number) => self.transfer_is_due(number),
            Due::Batch(number) => self.batch_is_due(number),
            Due::Gift(number) => self.gift_is_due(number),
            Due::Shares(number) => self.shares_arrive(number),
            Due::Deduction(number) => self.deduct(number),
            Due::Score(number) => self.collect_score(number),
        }
    }

    /// Has something happen after the time that the settings give.
    pub(super) fn settle_later(&mut self, due: Due) {
        let at = self.now.saturating_add(self.settings.settle_seconds.max(0));
        self.due.insert((at, due));
    }

    fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.outbox)
    }

    fn by_prepay_id(&self, text: &str) -> String {
        if !text.starts_with("wx") || self.orders.contains_key(text) {
            return text.to_owned();
        }
        let order = self.orders.values().find(|order| order.prepay_id == text);
        let combined = self
            .combined
            .iter()
            .find(|(_, combined)| combined.prepay_id == text);
        match (combined, order) {
            (Some((number, _)), _) => number.clone(),
            (None, Some(order)) => order.number.clone(),
            (None, None) => text.to_owned(),
        }
    }
}
