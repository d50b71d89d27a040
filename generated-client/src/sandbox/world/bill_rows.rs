//! Rows of bills: the columns of trade bills, and how cells are written.

use super::order::{Order, State};
use super::refunds::Refund;
use super::time;

/// Which payments a trade bill has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    All,
    Paid,
    Refunded,
}

/// A row of a trade bill: a payment, or a refund of it.
pub(super) struct Line<'w> {
    pub order: &'w Order,
    pub refund: Option<&'w Refund>,
}

impl Line<'_> {
    pub(super) fn paid(&self) -> i64 {
        if self.refund.is_some() {
            0
        } else {
            self.order.total
        }
    }

    pub(super) fn refunded(&self) -> i64 {
        match self.refund {
            Some(refund) => refund.amount,
            // A code payment that was taken back has no refund of its own.
            None if self.order.state == State::Revoked => self.order.total,
            None => 0,
        }
    }

    fn state(&self) -> &'static str {
        match (self.refund, self.order.state) {
            (Some(_), _) => "REFUND",
            (None, State::Revoked) => "REVOKED",
            (None, _) => "SUCCESS",
        }
    }

    fn of_refund<'r>(&'r self, text: impl Fn(&'r Refund) -> String) -> String {
        self.refund.map_or_else(String::new, text)
    }
}

/// A column of trade bills.
pub(super) struct Column {
    pub name: &'static str,
    /// Whether only bills with refunds have it, or only the bill of refunds alone.
    place: Place,
    pub cell: fn(i64, &Line<'_>) -> String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Everywhere,
    WithRefunds,
    RefundsAlone,
}

impl Column {
    pub(super) fn in_bill(&self, rows: Rows) -> bool {
        match self.place {
            Place::Everywhere => true,
            Place::WithRefunds => rows != Rows::Paid,
            Place::RefundsAlone => rows == Rows::Refunded,
        }
    }
}

const fn column(name: &'static str, cell: fn(i64, &Line<'_>) -> String) -> Column {
    Column {
        name,
        place: Place::Everywhere,
        cell,
    }
}

const fn refund_column(
    name: &'static str,
    place: Place,
    cell: fn(i64, &Line<'_>) -> String,
) -> Column {
    Column { name, place, cell }
}

/// The columns of trade bills, in their order.
pub(super) const COLUMNS: &[Column] = &[
    column("交易时间", |at, _| time::spaced(at)),
    column("公众账号ID", |_, line| line.order.party.appid.clone()),
    column("商户号", |_, line| line.order.party.mchid.clone()),
    column("特约商户号", |_, line| {
        match line.order.party.sub_mchid.as_str() {
            "" => "0".to_owned(),
            sub => sub.to_owned(),
        }
    }),
    column("设备号", |_, _| String::new()),
    column("微信订单号", |_, line| {
        line.order.transaction_id().to_owned()
    }),
    column("商户订单号", |_, line| line.order.number.clone()),
    column("用户标识", |_, line| {
        let payment = line.order.payment.as_ref();
        payment.map_or_else(String::new, |payment| payment.openid.clone())
    }),
    column("交易类型", |_, line| {
        line.order.channel.trade_type().to_owned()
    }),
    column("交易状态", |_, line| line.state().to_owned()),
    column("付款银行", |_, _| "OTHERS".to_owned()),
    column("货币种类", |_, line| line.order.currency.clone()),
    column("应结订单金额", |_, line| yuan(line.paid())),
    column("代金券金额", |_, _| yuan(0)),
    refund_column("退款申请时间", Place::RefundsAlone, |_, line| {
        line.of_refund(|refund| time::spaced(refund.created))
    }),
    refund_column("退款成功时间", Place::RefundsAlone, |_, line| {
        line.of_refund(|refund| refund.arrived.map(time::spaced).unwrap_or_default())
    }),
    refund_column("微信退款单号", Place::WithRefunds, |_, line| {
        line.of_refund(|refund| refund.refund_id.clone())
    }),
    refund_column("商户退款单号", Place::WithRefunds, |_, line| {
        line.of_refund(|refund| refund.number.clone())
    }),
    refund_column("退款金额", Place::WithRefunds, |_, line| {
        yuan(line.refunded())
    }),
    refund_column("充值券退款金额", Place::WithRefunds, |_, _| yuan(0)),
    refund_column("退款类型", Place::WithRefunds, |_, line| {
        line.of_refund(|_| "ORIGINAL".to_owned())
    }),
    refund_column("退款状态", Place::WithRefunds, |_, line| {
        line.of_refund(|refund| refund.state.wire().to_owned())
    }),
    column("商品名称", |_, line| line.order.description.clone()),
    column("商户数据包", |_, line| line.order.attach.clone()),
    column("手续费", |_, _| yuan(0)),
    column("费率", |_, _| "0.00%".to_owned()),
    column("订单金额", |_, line| yuan(line.paid())),
    refund_column("申请退款金额", Place::WithRefunds, |_, line| {
        yuan(line.refunded())
    }),
    column("费率备注", |_, _| String::new()),
];

/// Fen as yuan, with two places.
pub(super) fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

/// The mark of UTF-8, with which a bill begins.
pub(super) const MARK: &str = "\u{feff}";

/// The names of columns.
pub(super) fn header<'n>(text: &mut String, names: impl IntoIterator<Item = &'n str>) {
    let names: Vec<&str> = names.into_iter().collect();
    text.push_str(&names.join(","));
    text.push_str("\r\n");
}

/// Cells begin with a backtick, so that spreadsheets leave long numbers alone. There is no quoting: what would break the row is left out.
pub(super) fn row(text: &mut String, cells: impl IntoIterator<Item = String>) {
    let cells: Vec<String> = cells
        .into_iter()
        .map(|cell| format!("`{}", cell.replace(['`', '\r', '\n'], " ")))
        .collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}
