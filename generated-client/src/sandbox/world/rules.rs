//! Why a call is refused, and how each version of the API says so.

use serde_json::json;

use super::Answer;
use crate::call::Version;

/// Why a call is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// A field has a value that the operation cannot have.
    Parameter {
        field: &'static str,
        issue: &'static str,
    },
    OrderUnknown,
    OrderPaid,
    OrderClosed,
    OrderReversed,
    /// The user was asked for the password.
    UserPaying,
    /// The number stands for another order.
    NumberUsed,
    NotPaid,
    NotReversible,
    /// No order, for operations whose error is about a resource.
    RefundedOrderUnknown,
    RefundUnknown,
    /// The refund's number was used with other amounts or another order.
    RefundConflict,
    RefundTooMuch,
    RefundTooMany,
    RefundTooLate,
    RefundNotAbnormal,
    NotEnough,
    TransferUnknown,
    TransferConflict,
    BatchConflict,
    TransferState,
    SharingUnknown,
    SharingConflict,
    SharingNotAllowed,
    SharingFinished,
    SharingTooMuch,
    ReceiverUnknown,
    ContractUnknown,
    ContractConflict,
    ContractEnded,
    ScoreUnknown,
    ScoreConflict,
    ScoreState,
    PermissionUnknown,
    BillUnknown,
    BillNotReady,
    FileUnknown,
}

impl Rule {
    /// HTTP status and code of v3, code of v2, text.
    fn row(self) -> (u16, &'static str, &'static str, &'static str) {
        match self {
            Self::Parameter { issue, .. } => (400, "PARAM_ERROR", "PARAM_ERROR", issue),
            Self::OrderUnknown => (404, "ORDER_NOT_EXIST", "ORDERNOTEXIST", "订单不存在"),
            Self::OrderPaid => (400, "ORDER_PAID", "ORDERPAID", "订单已支付"),
            Self::OrderClosed => (400, "ORDER_CLOSED", "ORDERCLOSED", "订单已关闭"),
            Self::OrderReversed => (400, "ORDER_REVERSED", "ORDERREVERSED", "订单已撤销"),
            Self::UserPaying => (202, "USERPAYING", "USERPAYING", "需要用户输入支付密码"),
            Self::NumberUsed => (
                403,
                "OUT_TRADE_NO_USED",
                "OUT_TRADE_NO_USED",
                "商户订单号重复",
            ),
            Self::NotPaid => (400, "INVALID_REQUEST", "TRADE_STATE_ERROR", "订单未支付"),
            Self::NotReversible => (400, "INVALID_REQUEST", "INVALID_REQUEST", "订单不可撤销"),
            Self::RefundedOrderUnknown => {
                (404, "RESOURCE_NOT_EXISTS", "ORDERNOTEXIST", "订单不存在")
            }
            Self::RefundUnknown => (404, "RESOURCE_NOT_EXISTS", "REFUNDNOTEXIST", "退款单不存在"),
            Self::RefundConflict => (
                400,
                "INVALID_REQUEST",
                "REFUND_FEE_MISMATCH",
                "与之前的退款请求不一致",
            ),
            Self::RefundTooMuch => (400, "INVALID_REQUEST", "INVALID_REQUEST", "超过可退金额"),
            Self::RefundTooMany => (
                400,
                "INVALID_REQUEST",
                "INVALID_REQ_TOO_MUCH",
                "退款次数超过限制",
            ),
            Self::RefundTooLate => (400, "INVALID_REQUEST", "TRADE_OVERDUE", "订单已过退款期"),
            Self::RefundNotAbnormal => (400, "INVALID_REQUEST", "INVALID_REQUEST", "退款没有异常"),
            Self::NotEnough => (403, "NOT_ENOUGH", "NOTENOUGH", "账户余额不足"),
            Self::TransferUnknown => (404, "NOT_FOUND", "NOT_FOUND", "记录不存在"),
            Self::TransferConflict => (400, "ALREADY_EXISTS", "FATAL_ERROR", "商户单号已存在"),
            Self::BatchConflict => (400, "INVALID_REQUEST", "INVALID_REQUEST", "批次单号已存在"),
            Self::TransferState => (400, "INVALID_REQUEST", "INVALID_REQUEST", "单据状态不允许"),
            Self::SharingUnknown => (404, "RESOURCE_NOT_EXISTS", "ORDER_NOT_EXIST", "记录不存在"),
            Self::SharingConflict => (
                400,
                "INVALID_REQUEST",
                "INVALID_REQUEST",
                "与之前的请求不一致",
            ),
            Self::SharingNotAllowed => (403, "NO_AUTH", "NOT_SHARE_ORDER", "非分账订单"),
            Self::SharingFinished => (400, "INVALID_REQUEST", "INVALID_REQUEST", "订单已完结分账"),
            Self::SharingTooMuch => (403, "NOT_ENOUGH", "NOT_ENOUGH", "分账金额不足"),
            Self::ReceiverUnknown => (
                400,
                "INVALID_REQUEST",
                "RECEIVER_INVALID",
                "分账接收方未添加",
            ),
            Self::ContractUnknown => (
                404,
                "RESOURCE_NOT_EXISTS",
                "CONTRACT_NOT_EXIST",
                "签约协议不存在",
            ),
            Self::ContractConflict => (400, "INVALID_REQUEST", "INVALID_REQUEST", "签约协议号重复"),
            Self::ContractEnded => (403, "RULE_LIMIT", "CONTRACT_NOT_EXIST", "签约协议无效"),
            Self::ScoreUnknown => (404, "ORDER_NOT_EXIST", "ORDER_NOT_EXIST", "服务订单不存在"),
            Self::ScoreConflict => (400, "INVALID_REQUEST", "INVALID_REQUEST", "服务订单号重复"),
            Self::ScoreState => (
                400,
                "INVALID_ORDER_STATE",
                "INVALID_ORDER_STATE",
                "服务订单状态不允许",
            ),
            Self::PermissionUnknown => (
                404,
                "RESOURCE_NOT_EXISTS",
                "RESOURCE_NOT_EXISTS",
                "授权记录不存在",
            ),
            Self::BillUnknown => (400, "NO_STATEMENT_EXIST", "20002", "账单不存在"),
            Self::BillNotReady => (400, "STATEMENT_CREATING", "20002", "账单生成中"),
            Self::FileUnknown => (404, "RESOURCE_NOT_EXISTS", "20002", "文件不存在"),
        }
    }

    /// The answer that says so.
    pub(super) fn refuse(self, version: Version) -> Answer {
        let (status, v3, v2, message) = self.row();
        let detail = match self {
            Self::Parameter { field, issue } => {
                Some(json!({"location": "body", "field": field, "issue": issue}))
            }
            _ => None,
        };
        Answer::Refused {
            status,
            code: match version {
                Version::V2 => v2,
                Version::V3 => v3,
            },
            message: message.to_owned(),
            detail,
        }
    }
}
