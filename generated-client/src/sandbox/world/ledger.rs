//! Whose money went where: every movement, and what each account has.

use std::collections::BTreeMap;

/// An account of a merchant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Account {
    /// What users pay goes there, refunds and shares come from there.
    Basic,
    /// Transfers come from there.
    Operation,
    /// Fees; nothing moves here.
    Fees,
}

/// Money that came or went.
#[derive(Debug)]
pub(super) struct Flow {
    pub at: i64,
    pub merchant: String,
    pub account: Account,
    /// The business's identifier at WeChat Pay.
    pub payment_id: String,
    pub flow_id: String,
    /// What the money moved for, as bills call it.
    pub business: &'static str,
    /// In fen; below zero if it went.
    pub amount: i64,
    /// In fen, after it.
    pub balance: i64,
    /// The merchant's number.
    pub voucher: String,
}

/// A movement to be made.
pub(super) struct Movement<'a> {
    pub at: i64,
    pub merchant: &'a str,
    pub account: Account,
    pub payment_id: &'a str,
    pub business: &'static str,
    pub amount: i64,
    pub voucher: &'a str,
}

/// All movements and all balances.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    opening: i64,
    balances: BTreeMap<(String, Account), i64>,
    flows: Vec<Flow>,
}

impl Ledger {
    pub(super) fn new(opening: i64) -> Self {
        Self {
            opening,
            ..Self::default()
        }
    }

    /// What an account has, in fen.
    pub(super) fn balance(&self, merchant: &str, account: Account) -> i64 {
        self.balances
            .get(&(merchant.to_owned(), account))
            .copied()
            .unwrap_or(self.opening)
    }

    /// Moves money. Whether there is enough is asked before.
    pub(super) fn post(&mut self, movement: &Movement<'_>) {
        if movement.amount == 0 {
            return;
        }
        let balance = self
            .balance(movement.merchant, movement.account)
            .saturating_add(movement.amount);
        self.balances
            .insert((movement.merchant.to_owned(), movement.account), balance);
        self.flows.push(Flow {
            at: movement.at,
            merchant: movement.merchant.to_owned(),
            account: movement.account,
            payment_id: movement.payment_id.to_owned(),
            flow_id: format!("{:018}", self.flows.len() + 1),
            business: movement.business,
            amount: movement.amount,
            balance,
            voucher: movement.voucher.to_owned(),
        });
    }

    /// The movements of an account, oldest first.
    pub(super) fn flows(&self, merchant: &str, account: Account) -> impl Iterator<Item = &Flow> {
        self.flows
            .iter()
            .filter(move |flow| flow.merchant == merchant && flow.account == account)
    }
}
