//! The documented columns of trade bills and fund-flow bills.

use super::{BillError, Row, Yuan};

/// A type that a [`Row`] can be read as.
pub trait Columns: Sized {
    /// Reads the columns that the type knows. A column that the bill does not have, or without a value, is `None`.
    ///
    /// # Errors
    /// [`BillError::Value`]
    fn read(row: &Row) -> Result<Self, BillError>;
}

/// A struct whose fields are columns: `field: kind = "name", "older name"`, with its doc.
macro_rules! columns {
    ($(#[$doc:meta])* $type:ident { $($field:ident: $kind:ident = $($name:literal)|+,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $type {
            $(
                #[doc = concat!($("`", $name, "` "),+)]
                pub $field: Option<columns!(@type $kind)>,
            )*
        }

        impl Columns for $type {
            fn read(row: &Row) -> Result<Self, BillError> {
                Ok(Self {
                    $($field: columns!(@read $kind row &[$($name),+]),)*
                })
            }
        }

        // Rows tell who bought what.
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($type)).finish_non_exhaustive()
            }
        }
    };
    (@type text) => { String };
    (@type amount) => { Yuan };
    (@type count) => { u64 };
    (@read text $row:ident $names:expr) => { $row.text($names).map(str::to_owned) };
    (@read amount $row:ident $names:expr) => { $row.amount($names)? };
    (@read count $row:ident $names:expr) => { $row.count($names)? };
}

columns! {
    /// A row of a trade bill (`/v3/bill/tradebill`, `/v2/pay/downloadbill`): a payment or a refund. Bills of payments alone, of refunds
    /// alone, and of ordinary merchants leave columns out. Times are those of Beijing, `2024-06-01 08:30:00`.
    TradeRow {
        time: text = "交易时间",
        appid: text = "公众账号ID",
        mchid: text = "商户号",
        sub_mchid: text = "特约商户号" | "子商户号",
        device_id: text = "设备号",
        transaction_id: text = "微信订单号",
        out_trade_no: text = "商户订单号",
        openid: text = "用户标识",
        trade_type: text = "交易类型",
        trade_state: text = "交易状态",
        bank: text = "付款银行",
        currency: text = "货币种类",
        settlement_amount: amount = "应结订单金额" | "总金额",
        coupon_amount: amount = "代金券金额" | "代金券或立减优惠金额" | "企业红包金额",
        refund_request_time: text = "退款申请时间",
        refund_success_time: text = "退款成功时间",
        refund_id: text = "微信退款单号",
        out_refund_no: text = "商户退款单号",
        refund_amount: amount = "退款金额",
        refund_coupon_amount: amount = "充值券退款金额" | "代金券或立减优惠退款金额" | "企业红包退款金额",
        refund_type: text = "退款类型",
        refund_state: text = "退款状态",
        goods: text = "商品名称",
        attach: text = "商户数据包",
        fee: amount = "手续费",
        rate: text = "费率",
        order_amount: amount = "订单金额",
        requested_refund_amount: amount = "申请退款金额",
        rate_note: text = "费率备注",
    }
}

columns! {
    /// The sums of a trade bill.
    TradeSummary {
        count: count = "总交易单数",
        settlement_amount: amount = "应结订单总金额" | "总交易额",
        refund_amount: amount = "退款总金额" | "总退款金额",
        refund_coupon_amount: amount = "充值券退款总金额" | "总代金券或立减优惠退款金额" | "总企业红包退款金额",
        fee: amount = "手续费总金额",
        order_amount: amount = "订单总金额",
        requested_refund_amount: amount = "申请退款总金额",
    }
}

columns! {
    /// A row of a fund-flow bill (`/v3/bill/fundflowbill`, `/v2/pay/downloadfundflow`): money that came or went.
    FundFlowRow {
        time: text = "记账时间",
        payment_id: text = "微信支付业务单号",
        flow_id: text = "资金流水单号",
        business: text = "业务名称",
        business_type: text = "业务类型",
        direction: text = "收支类型",
        amount: amount = "收支金额(元)" | "收支金额（元）",
        balance: amount = "账户结余(元)" | "账户结余（元）",
        requested_by: text = "资金变更提交申请人",
        note: text = "备注",
        voucher: text = "业务凭证号",
    }
}

columns! {
    /// The sums of a fund-flow bill.
    FundFlowSummary {
        count: count = "资金流水总笔数",
        income_count: count = "收入笔数",
        income_amount: amount = "收入金额",
        expense_count: count = "支出笔数",
        expense_amount: amount = "支出金额",
    }
}
