//! Bills of days that are over: what was paid and refunded, and how the money of an account moved.
//!
//! The platform has yesterday's bill at ten in the morning; here it is there from midnight, in Beijing. There are no encrypted bills of sub-merchants:
//! `sub-merchant-fundflowbill` has a sample answer.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use super::bill_rows::{COLUMNS, Column, Line, MARK, Rows, header, row, yuan};
use super::fields::{parameter, text};
use super::ledger::{Account, Flow};
use super::order::Order;
use super::rules::Rule;
use super::{Answer, Call, Handler, World, time};
use crate::crypto::digest;

/// The operations of this file.
pub(super) fn route(id: &str) -> Option<Handler> {
    Some(match id {
        "GET /v3/bill/tradebill" => |world, call| world.ask_bill(call, &Asked::trade(call)?),
        "GET /v3/bill/fundflowbill" => |world, call| world.ask_bill(call, &Asked::flow(call)?),
        "GET /v3/billdownload/file" => World::download_bill,
        "POST /v2/pay/downloadbill" => |world, call| world.bill_v2(call, Asked::trade_v2),
        "POST /v2/pay/downloadfundflow" => |world, call| world.bill_v2(call, Asked::flow_v2),
        _ => return None,
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Trade(Rows),
    Flow(Account),
}

/// Which bill is asked for.
struct Asked {
    kind: Kind,
    /// Days since the epoch.
    day: i64,
    merchant: String,
    packed: bool,
}

impl Asked {
    fn trade(call: &Call<'_>) -> Result<Self, Rule> {
        let rows = rows(&parameter(call.query, "bill_type"))?;
        Self::v3(call, Kind::Trade(rows))
    }

    fn flow(call: &Call<'_>) -> Result<Self, Rule> {
        let account = account(&parameter(call.query, "account_type"))?;
        Self::v3(call, Kind::Flow(account))
    }

    fn v3(call: &Call<'_>, kind: Kind) -> Result<Self, Rule> {
        let sub = parameter(call.query, "sub_mchid");
        Ok(Self {
            kind,
            day: day(&parameter(call.query, "bill_date"))?,
            merchant: if sub.is_empty() {
                call.mchid.to_owned()
            } else {
                sub
            },
            packed: parameter(call.query, "tar_type") == "GZIP",
        })
    }

    fn trade_v2(call: &Call<'_>) -> Result<Self, Rule> {
        let rows = rows(text(call.body, "bill_type").unwrap_or_default())?;
        Self::v2(call, Kind::Trade(rows))
    }

    fn flow_v2(call: &Call<'_>) -> Result<Self, Rule> {
        let account = account(text(call.body, "account_type").unwrap_or_default())?;
        Self::v2(call, Kind::Flow(account))
    }

    fn v2(call: &Call<'_>, kind: Kind) -> Result<Self, Rule> {
        Ok(Self {
            kind,
            day: day(text(call.body, "bill_date").unwrap_or_default())?,
            merchant: text(call.body, "mch_id").unwrap_or(call.mchid).to_owned(),
            packed: text(call.body, "tar_type") == Some("GZIP"),
        })
    }

    /// The same bill always has the same name.
    fn token(&self) -> String {
        let kind = match self.kind {
            Kind::Trade(rows) => format!("trade-{rows:?}"),
            Kind::Flow(account) => format!("flow-{account:?}"),
        };
        let packed = if self.packed { "-gzip" } else { "" };
        format!("{}-{}-{kind}{packed}", self.merchant, self.day).to_lowercase()
    }
}

fn rows(text: &str) -> Result<Rows, Rule> {
    Ok(match text {
        "" | "ALL" | "ALL_SPECIAL" => Rows::All,
        "SUCCESS" | "SUC_SPECIAL" => Rows::Paid,
        "REFUND" | "REF_SPECIAL" => Rows::Refunded,
        "RECHARGE_REFUND" => return Err(Rule::BillUnknown),
        _ => {
            return Err(Rule::Parameter {
                field: "bill_type",
                issue: "no type of a bill",
            });
        }
    })
}

fn account(text: &str) -> Result<Account, Rule> {
    Ok(match text.to_ascii_uppercase().as_str() {
        "" | "BASIC" => Account::Basic,
        "OPERATION" => Account::Operation,
        "FEES" => Account::Fees,
        _ => {
            return Err(Rule::Parameter {
                field: "account_type",
                issue: "no account",
            });
        }
    })
}

fn day(text: &str) -> Result<i64, Rule> {
    time::parse_date(text).ok_or(Rule::Parameter {
        field: "bill_date",
        issue: "no date",
    })
}

impl World {
    fn ask_bill(&mut self, call: &Call<'_>, asked: &Asked) -> Result<Answer, Rule> {
        let plain = self.bill(asked)?;
        let token = asked.token();
        let answer = json!({
            "hash_type": "SHA1",
            "hash_value": digest::hex(digest::sha1(plain.as_bytes()).as_ref()),
            "download_url": format!("{}/v3/billdownload/file?token={token}", call.base_url),
        });
        self.files.insert(token, bytes(plain, asked.packed));
        Ok(Answer::Exactly(answer))
    }

    fn download_bill(&mut self, call: &Call<'_>) -> Result<Answer, Rule> {
        self.files
            .get(&parameter(call.query, "token"))
            .map(|bytes| Answer::File {
                bytes: bytes.clone(),
                content_type: "application/octet-stream",
            })
            .ok_or(Rule::FileUnknown)
    }

    /// What goes wrong is told by `return_code`, not by `err_code` as elsewhere in v2.
    fn bill_v2(
        &mut self,
        call: &Call<'_>,
        asked: fn(&Call<'_>) -> Result<Asked, Rule>,
    ) -> Result<Answer, Rule> {
        let bill = asked(call).and_then(|asked| Ok((self.bill(&asked)?, asked.packed)));
        Ok(match bill {
            Ok((plain, packed)) => Answer::File {
                bytes: bytes(plain, packed),
                content_type: if packed {
                    "application/gzip"
                } else {
                    "text/plain; charset=utf-8"
                },
            },
            Err(Rule::Parameter { field, .. }) => Answer::Exactly(json!({
                "return_code": "FAIL",
                "return_msg": format!("invalid {field}"),
                "error_code": "20001",
            })),
            Err(_) => Answer::Exactly(json!({
                "return_code": "FAIL",
                "return_msg": "No Bill Exist",
                "error_code": "20002",
            })),
        })
    }

    /// A bill's text. There is none of a day that is not over, or on which nothing happened.
    fn bill(&self, asked: &Asked) -> Result<String, Rule> {
        if asked.day >= time::day(self.now) {
            return Err(Rule::BillNotReady);
        }
        match asked.kind {
            Kind::Trade(rows) => self.trade_bill(asked, rows),
            Kind::Flow(account) => self.flow_bill(asked, account),
        }
    }

    fn trade_bill(&self, asked: &Asked, rows: Rows) -> Result<String, Rule> {
        let of_merchant = |order: &&Order| {
            order.party.mchid == asked.merchant || order.party.seller() == asked.merchant
        };
        let mut lines: Vec<(i64, Line)> = Vec::new();
        if rows != Rows::Refunded {
            let orders = self.orders.values().filter(of_merchant);
            lines.extend(orders.filter_map(|order| {
                let at = order.payment.as_ref()?.at;
                Some((
                    at,
                    Line {
                        order,
                        refund: None,
                    },
                ))
            }));
        }
        if rows != Rows::Paid {
            lines.extend(self.refunds.values().filter_map(|refund| {
                let order = self.orders.get(&refund.order).filter(of_merchant)?;
                Some((
                    refund.created,
                    Line {
                        order,
                        refund: Some(refund),
                    },
                ))
            }));
        }
        lines.retain(|(at, _)| time::day(*at) == asked.day);
        if lines.is_empty() {
            return Err(Rule::BillUnknown);
        }
        lines.sort_by_key(|(at, line)| (*at, line.order.number.clone(), line.refund.is_some()));
        let columns: Vec<&Column> = COLUMNS
            .iter()
            .filter(|column| column.in_bill(rows))
            .collect();
        let mut text = MARK.to_owned();
        header(&mut text, columns.iter().map(|column| column.name));
        for (at, line) in &lines {
            row(
                &mut text,
                columns.iter().map(|column| (column.cell)(*at, line)),
            );
        }
        let sum = |amount: fn(&Line) -> i64| {
            yuan(
                lines
                    .iter()
                    .fold(0_i64, |sum, (_, line)| sum.saturating_add(amount(line))),
            )
        };
        header(
            &mut text,
            [
                "总交易单数",
                "应结订单总金额",
                "退款总金额",
                "充值券退款总金额",
                "手续费总金额",
                "订单总金额",
                "申请退款总金额",
            ],
        );
        row(
            &mut text,
            [
                lines.len().to_string(),
                sum(|line| line.paid()),
                sum(|line| line.refunded()),
                yuan(0),
                yuan(0),
                sum(|line| line.paid()),
                sum(|line| line.refunded()),
            ],
        );
        Ok(text)
    }

    fn flow_bill(&self, asked: &Asked, account: Account) -> Result<String, Rule> {
        let flows: Vec<&Flow> = self
            .ledger
            .flows(&asked.merchant, account)
            .filter(|flow| time::day(flow.at) == asked.day)
            .collect();
        if flows.is_empty() {
            return Err(Rule::BillUnknown);
        }
        let mut text = MARK.to_owned();
        header(
            &mut text,
            [
                "记账时间",
                "微信支付业务单号",
                "资金流水单号",
                "业务名称",
                "业务类型",
                "收支类型",
                "收支金额(元)",
                "账户结余(元)",
                "资金变更提交申请人",
                "备注",
                "业务凭证号",
            ],
        );
        for flow in &flows {
            row(
                &mut text,
                [
                    time::spaced(flow.at),
                    flow.payment_id.clone(),
                    flow.flow_id.clone(),
                    flow.business.to_owned(),
                    flow.business.to_owned(),
                    if flow.amount < 0 { "支出" } else { "收入" }.to_owned(),
                    yuan(flow.amount.saturating_abs()),
                    yuan(flow.balance),
                    "system".to_owned(),
                    String::new(),
                    flow.voucher.clone(),
                ],
            );
        }
        let sums = |income: bool| {
            let side = flows.iter().filter(|flow| (flow.amount > 0) == income);
            side.fold((0, 0_i64), |(count, sum), flow| {
                (count + 1, sum.saturating_add(flow.amount.saturating_abs()))
            })
        };
        let ((incomes, income), (expenses, expense)) = (sums(true), sums(false));
        header(
            &mut text,
            [
                "资金流水总笔数",
                "收入笔数",
                "收入金额",
                "支出笔数",
                "支出金额",
            ],
        );
        row(
            &mut text,
            [
                flows.len().to_string(),
                incomes.to_string(),
                yuan(income),
                expenses.to_string(),
                yuan(expense),
            ],
        );
        Ok(text)
    }
}

fn bytes(plain: String, packed: bool) -> Vec<u8> {
    if !packed {
        return plain.into_bytes();
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // Writing into memory does not fail.
    let _ = encoder.write_all(plain.as_bytes());
    encoder.finish().unwrap_or_default()
}
