//! Transfers of a merchant to users, in batches.

use serde_json::{Value, json};

use super::control::{ControlError, Due};
use super::fields::{Fields, essence, list, parameter, text, text_or_empty, truth, whole};
use super::ledger::{Account, Movement};
use super::order::present;
use super::rules::Rule;
use super::{Answer, Call, Event, Handler, World, time};
use crate::call::Version;

/// Details that one answer has, if the query does not say.
const PAGE: usize = 20;

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    const DETAIL: &str = "/details/detail-id/{detail_id}";
    const OUT_DETAIL: &str = "/details/out-detail-no/{out_detail_no}";
    let (method, path) = id.split_once(' ')?;
    let rest = path.strip_prefix("/v3/transfer/batches")?;
    if method == "POST" && rest.is_empty() {
        return Some(World::transfer_batch);
    }
    let rest = rest
        .strip_prefix("/batch-id/{batch_id}")
        .or_else(|| rest.strip_prefix("/out-batch-no/{out_batch_no}"))?;
    Some(match (method, rest) {
        ("GET", "") => World::query_batch,
        ("GET", DETAIL | OUT_DETAIL) => World::query_detail,
        _ => return None,
    })
}

/// One transfer of a batch.
#[derive(Clone, Debug)]
struct Detail {
    number: String,
    id: String,
    amount: i64,
    /// Why it fails, if it does.
    fail_reason: Option<String>,
    request: Value,
}

/// A batch of transfers.
#[derive(Clone, Debug)]
pub(super) struct Batch {
    pub number: String,
    id: String,
    mchid: String,
    details: Vec<Detail>,
    created: i64,
    /// When it was done.
    finished: Option<i64>,
    request: Value,
}

impl Batch {
    pub(super) fn status(&self) -> &'static str {
        if self.finished.is_some() {
            "FINISHED"
        } else {
            "ACCEPTED"
        }
    }

    pub(super) fn total(&self) -> i64 {
        self.sum(|_| true).0
    }

    /// Amount and count of the details that are so.
    fn sum(&self, so: impl Fn(&Detail) -> bool) -> (i64, usize) {
        self.details
            .iter()
            .filter(|detail| so(detail))
            .fold((0, 0), |(amount, count), detail| {
                (detail.amount.saturating_add(amount), count + 1)
            })
    }

    fn detail_status(&self, detail: &Detail) -> &'static str {
        match (self.finished, &detail.fail_reason) {
            (None, _) => "PROCESSING",
            (Some(_), None) => "SUCCESS",
            (Some(_), Some(_)) => "FAIL",
        }
    }

    /// What is said of the batch itself.
    fn v3(&self) -> Fields {
        let fields = Fields::default()
            .set("mchid", self.mchid.as_str())
            .set("out_batch_no", self.number.as_str())
            .set("batch_id", self.id.as_str())
            .set("batch_status", self.status())
            .set("batch_type", "API")
            .copy(
                &self.request,
                &[
                    "appid",
                    "batch_name",
                    "batch_remark",
                    "total_amount",
                    "total_num",
                    "transfer_scene_id",
                ],
            )
            .set("create_time", time::rfc3339(self.created))
            .set(
                "update_time",
                time::rfc3339(self.finished.unwrap_or(self.created)),
            );
        if self.finished.is_none() {
            return fields;
        }
        let (success, successes) = self.sum(|detail| detail.fail_reason.is_none());
        let (fail, fails) = self.sum(|detail| detail.fail_reason.is_some());
        fields
            .set("success_amount", success)
            .set("success_num", successes)
            .set("fail_amount", fail)
            .set("fail_num", fails)
    }
}

impl World {
    fn transfer_batch(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let body = call.body;
        let number = text_or_empty(body, "out_batch_no");
        let request = essence(body);
        if let Some(batch) = self.batches.get(&number) {
            return if batch.request == request {
                Ok(Answer::Exactly(accepted(batch)))
            } else {
                Err(Rule::BatchConflict)
            };
        }
        let transfers = list(body, "transfer_detail_list");
        check(body, transfers)?;
        let id = self.identifier("1030000000");
        let details: Vec<Detail> = transfers
            .iter()
            .map(|transfer| Detail {
                number: text_or_empty(transfer, "out_detail_no"),
                id: self.identifier("1040000000"),
                amount: whole(transfer, "transfer_amount").unwrap_or(0),
                fail_reason: None,
                request: essence(transfer),
            })
            .collect();
        let batch = Batch {
            number: number.clone(),
            id,
            mchid: call.mchid.to_owned(),
            details,
            created: self.now,
            finished: None,
            request,
        };
        self.spend(&batch.mchid, batch.total(), &batch.id, &number, "批量转账")?;
        self.settle_later(Due::Batch(number.clone()));
        let answer = accepted(&batch);
        self.batches.insert(number, batch);
        Ok(Answer::Exactly(answer))
    }

    fn find_batch(&self, call: &Call<'_>) -> Result<&Batch, Rule> {
        let id = parameter(call.path, "batch_id");
        let batch = if id.is_empty() {
            self.batches.get(&parameter(call.path, "out_batch_no"))
        } else {
            self.batches.values().find(|batch| batch.id == id)
        };
        batch.ok_or(Rule::TransferUnknown)
    }

    fn query_batch(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let batch = self.find_batch(call)?;
        let query = Value::Object(call.query.clone());
        let fields = Fields::default().set("transfer_batch", batch.v3().value());
        if !truth(&query, "need_query_detail") {
            return Ok(Answer::Exactly(fields.value()));
        }
        let size = |name: &str| whole(&query, name).and_then(|size| usize::try_from(size).ok());
        let (offset, limit) = (size("offset").unwrap_or(0), size("limit").unwrap_or(PAGE));
        let wanted = text(&query, "detail_status").filter(|status| *status != "ALL");
        let details: Vec<Value> = batch
            .details
            .iter()
            .map(|detail| (detail, batch.detail_status(detail)))
            .filter(|(_, status)| wanted.is_none_or(|wanted| wanted == *status))
            .skip(offset)
            .take(limit)
            .map(|(detail, status)| {
                json!({"detail_id": detail.id, "out_detail_no": detail.number, "detail_status": status})
            })
            .collect();
        Ok(Answer::Exactly(
            fields
                .set("transfer_detail_list", details)
                .set("offset", offset)
                .set("limit", limit)
                .value(),
        ))
    }

    fn query_detail(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        let batch = self.find_batch(call)?;
        let (id, number) = (
            parameter(call.path, "detail_id"),
            parameter(call.path, "out_detail_no"),
        );
        let detail = batch
            .details
            .iter()
            .find(|detail| {
                if id.is_empty() {
                    detail.number == number
                } else {
                    detail.id == id
                }
            })
            .ok_or(Rule::TransferUnknown)?;
        let fields = batch.v3().value();
        Ok(Answer::Exactly(
            Fields::default()
                .copy(
                    &fields,
                    &["mchid", "out_batch_no", "batch_id", "appid", "update_time"],
                )
                .set("out_detail_no", detail.number.as_str())
                .set("detail_id", detail.id.as_str())
                .set("detail_status", batch.detail_status(detail))
                .set("transfer_amount", detail.amount)
                .copy(&detail.request, &["transfer_remark", "openid", "user_name"])
                .maybe(
                    "fail_reason",
                    detail.fail_reason.as_deref().and_then(present),
                )
                .set("initiate_time", time::rfc3339(batch.created))
                .value(),
        ))
    }

    /// A detail of a batch that is not done will fail.
    pub(super) fn fail_detail(&mut self, number: &str, reason: &str) -> Result<(), ControlError> {
        for batch in self.batches.values_mut() {
            let status = batch.status();
            let Some(detail) = batch
                .details
                .iter_mut()
                .find(|detail| detail.number == number)
            else {
                continue;
            };
            if batch.finished.is_some() {
                return Err(ControlError::state(number, status));
            }
            detail.fail_reason = Some(reason.to_owned());
            return Ok(());
        }
        Err(ControlError::unknown(number))
    }

    pub(super) fn batch_is_due(&mut self, number: &str) {
        let now = self.now;
        let Some(batch) = self.batches.get_mut(number) else {
            return;
        };
        batch.finished = Some(now);
        let batch = batch.clone();
        self.ledger.post(&Movement {
            at: now,
            merchant: &batch.mchid,
            account: Account::Operation,
            payment_id: &batch.id,
            business: "转账退回",
            amount: batch.sum(|detail| detail.fail_reason.is_some()).0,
            voucher: number,
        });
        let resource = Fields::default()
            .copy(
                &batch.v3().value(),
                &[
                    "mchid",
                    "out_batch_no",
                    "batch_id",
                    "batch_status",
                    "total_num",
                    "total_amount",
                    "success_amount",
                    "success_num",
                    "fail_amount",
                    "fail_num",
                    "update_time",
                ],
            )
            .value();
        self.notify(Event {
            version: Version::V3,
            event_type: "MCHTRANSFER.BATCH.FINISHED".to_owned(),
            original_type: "mch_payment".to_owned(),
            resource,
            summary: "商家转账批次完成通知".to_owned(),
            notify_url: text_or_empty(&batch.request, "notify_url"),
        });
    }
}

/// The sums of a batch are those of its transfers, and each is named once.
fn check(body: &Value, transfers: &[Value]) -> Result<(), Rule> {
    let amounts = || {
        transfers
            .iter()
            .map(|transfer| whole(transfer, "transfer_amount").unwrap_or(0))
    };
    if transfers.is_empty() || amounts().any(|amount| amount <= 0) {
        return Err(Rule::Parameter {
            field: "/transfer_detail_list",
            issue: "each needs an amount greater than 0",
        });
    }
    if whole(body, "total_num") != i64::try_from(transfers.len()).ok() {
        return Err(Rule::Parameter {
            field: "/total_num",
            issue: "not the number of transfers",
        });
    }
    if whole(body, "total_amount") != amounts().try_fold(0_i64, i64::checked_add) {
        return Err(Rule::Parameter {
            field: "/total_amount",
            issue: "not the sum of the transfers",
        });
    }
    let numbers: std::collections::BTreeSet<String> = transfers
        .iter()
        .map(|transfer| text_or_empty(transfer, "out_detail_no"))
        .collect();
    if numbers.len() != transfers.len() {
        return Err(Rule::Parameter {
            field: "/transfer_detail_list",
            issue: "two have the same out_detail_no",
        });
    }
    Ok(())
}

fn accepted(batch: &Batch) -> Value {
    Fields::default()
        .set("out_batch_no", batch.number.as_str())
        .set("batch_id", batch.id.as_str())
        .set("create_time", time::rfc3339(batch.created))
        .set("batch_status", batch.status())
        .value()
}
