//! The same types as the client's, as one would write them with serde's derive.
#![allow(missing_docs)]

use serde::{Deserialize, Serialize};

macro_rules! mirror {
    ($($(#[$with:meta])* $name:ident { $($field:ident: $type:ty),* $(,)? })*) => {$(
        #[derive(Debug, Clone, Serialize, Deserialize)]
        $(#[$with])*
        pub struct $name {
            $(#[serde(default, skip_serializing_if = "Skip::skip")] pub $field: $type),*
        }
    )*};
}

trait Skip {
    fn skip(&self) -> bool {
        false
    }
}

impl Skip for String {}
impl Skip for i64 {}
impl Skip for bool {}
impl Skip for Amount {}
impl Skip for Payer {}
impl<T> Skip for Vec<T> {
    fn skip(&self) -> bool {
        self.is_empty()
    }
}
impl<T> Skip for Option<T> {
    fn skip(&self) -> bool {
        self.is_none()
    }
}

mirror! {
    JsapiRequest {
        appid: String, mchid: String, description: String, attach: Option<String>, out_trade_no: String, amount: Amount,
        time_expire: Option<String>, notify_url: String, goods_tag: Option<String>, limit_pay: Option<Vec<LimitPay>>,
        support_fapiao: Option<bool>, detail: Option<Detail>, scene_info: Option<SceneInfo>, payer: Payer,
        settle_info: Option<SettleInfo>, subsidy_info: Option<SubsidyInfo>,
    }
    #[derive(Default)]
    Amount { total: i64, currency: Option<String> }
    Detail { cost_price: Option<i64>, invoice_id: Option<String>, goods_detail: Option<Vec<GoodsDetail>> }
    GoodsDetail {
        merchant_goods_id: String, wechatpay_goods_id: Option<String>, goods_name: Option<String>, quantity: i64, unit_price: i64,
    }
    SceneInfo { payer_client_ip: Option<String>, device_id: Option<String>, store_info: Option<StoreInfo> }
    StoreInfo { id: Option<String>, name: String, area_code: String, address: String }
    #[derive(Default)]
    Payer { openid: String, identity: Option<serde_json::Value> }
    SettleInfo { profit_sharing: Option<bool>, subsidy_amount: Option<i64> }
    SubsidyInfo { subsidy_detail: Option<Vec<SubsidyDetail>> }
    SubsidyDetail { subsidy_period_type: String, subsidy_plan: Vec<SubsidyPlan> }
    SubsidyPlan { subsidy_installment_num: i64, subsidy_percent: i64 }
    JsapiResponse { prepay_id: Option<String> }

    Transaction {
        transaction_id: Option<String>, trade_type: Option<String>, trade_state: Option<String>, trade_state_desc: Option<String>,
        bank_type: Option<String>, success_time: Option<String>, appid: Option<String>, mchid: Option<String>,
        description: Option<String>, attach: Option<String>, out_trade_no: Option<String>, amount: Option<TransactionAmount>,
        time_expire: Option<String>, notify_url: Option<String>, goods_tag: Option<String>, limit_pay: Vec<LimitPay>,
        support_fapiao: Option<bool>, detail: Option<Detail>, scene_info: Option<SceneInfo>, payer: Option<TransactionPayer>,
        installment_info: Option<serde_json::Value>,
    }
    TransactionAmount { total: Option<i64>, currency: Option<String> }
    TransactionPayer { openid: Option<String> }

    V2Order {
        appid: String, mch_id: Option<String>, body: String, attach: Option<String>,
        out_trade_no: String, total_fee: i64, spbill_create_ip: String, notify_url: String, trade_type: String, openid: Option<String>,
    }
    V2Found {
        return_code: Option<String>, return_msg: Option<String>, appid: Option<String>, sub_appid: Option<String>,
        mch_id: Option<String>, sub_mch_id: Option<String>, nonce_str: Option<String>, sign: Option<String>, result_code: Option<String>,
        err_code: Option<String>, err_code_des: Option<String>, device_info: Option<String>, openid: Option<String>,
        is_subscribe: Option<String>, sub_openid: Option<String>, sub_is_subscribe: Option<String>, trade_type: Option<String>,
        trade_state: Option<String>, bank_type: Option<String>, total_fee: Option<i64>, settlement_total_fee: Option<i64>,
        fee_type: Option<String>, cash_fee: Option<i64>, cash_fee_type: Option<String>, coupon_fee: Option<i64>,
        coupon_count: Option<i64>, transaction_id: Option<String>, out_trade_no: Option<String>, attach: Option<String>,
        time_end: Option<String>, trade_state_desc: Option<String>, promotion_detail: Option<String>, consume_fee: Option<i64>,
    }

    Complaints { data: Vec<Complaint>, limit: Option<i64>, offset: Option<i64>, total_count: Option<i64> }
    Complaint {
        complaint_id: Option<String>, complaint_time: Option<String>, complaint_detail: Option<String>,
        complaint_state: Option<ComplaintState>, complainted_mchid: Option<String>, payer_phone: Option<String>,
        complaint_order_info: Vec<ComplaintOrder>, service_order_info: Vec<ServiceOrder>, complaint_media_list: Vec<Media>,
        complaint_full_refunded: Option<bool>, incoming_user_response: Option<bool>, problem_description: Option<String>,
        user_complaint_times: Option<i64>, problem_type: Option<ProblemType>, apply_refund_amount: Option<i64>,
        user_tag_list: Vec<UserTag>, additional_info: Option<AdditionalInfo>, in_platform_service: Option<bool>,
        need_immediate_service: Option<bool>, is_agent_mode: Option<bool>,
    }
    ComplaintOrder { transaction_id: Option<String>, out_trade_no: Option<String>, amount: Option<i64> }
    ServiceOrder { order_id: Option<String>, out_order_no: Option<String>, state: Option<String> }
    Media { media_type: Option<String>, media_url: Vec<String> }
    AdditionalInfo { share_power_info: Option<SharePowerInfo> }
    SharePowerInfo { return_time: Option<String>, is_returned_to_same_machine: Option<bool> }
}

macro_rules! names {
    ($($name:ident { $($case:ident = $text:literal),* })*) => {$(
        #[derive(Debug, Clone, Serialize, Deserialize)]
        pub enum $name {
            $(#[serde(rename = $text)] $case,)*
            #[serde(untagged)]
            Unknown(String),
        }
    )*};
}

names! {
    LimitPay { NoBalance = "no_balance", NoCredit = "no_credit", NoDebit = "no_debit" }
    ComplaintState { Pending = "PENDING", Processing = "PROCESSING", Processed = "PROCESSED" }
    ProblemType { Refund = "REFUND", ServiceNotWork = "SERVICE_NOT_WORK", Others = "OTHERS" }
    UserTag { Trusted = "TRUSTED", HighRisk = "HIGH_RISK" }
}
