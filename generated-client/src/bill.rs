//! Bills as WeChat Pay writes them: tables of text, one header and many rows, then a header and a row of sums.
//!
//! The cells of a row begin with a backtick, so a value may contain commas; the cells of a header do not. A [`BillReader`] reads a file of any
//! length row by row, from any [`Read`](std::io::Read); [`Download::rows`](crate::download::Download::rows) reads it while it is downloaded;
//! [`BillParser`] takes bytes from wherever. Cells are found by the name of their column ([`Row::get`]), or read into a type that knows
//! the columns ([`Row::read`]): [`TradeRow`], [`TradeSummary`], [`FundFlowRow`], [`FundFlowSummary`].
//!
//! Amounts are [`Yuan`], exact decimals; the API itself counts in fen.
//!
//! ```
//! use wechatpay_client::bill::{BillReader, TradeRow, TradeSummary, Yuan};
//!
//! let text = "交易时间,商户订单号,订单金额,手续费\r\n\
//!             `2024-06-01 08:30:00,`20240601-1,`12.50,`0.07500\r\n\
//!             总交易单数,订单总金额\r\n\
//!             `1,`12.50\r\n";
//! let mut bill = BillReader::new(text.as_bytes());
//! let mut sum = Yuan::ZERO;
//! while let Some(row) = bill.next_row()? {
//!     let row: TradeRow = row.read()?;
//!     assert_eq!(row.out_trade_no.as_deref(), Some("20240601-1"));
//!     sum = sum.checked_add(row.order_amount.unwrap_or_default()).unwrap();
//! }
//! let summary: TradeSummary = bill.summary().unwrap().read()?;
//! assert_eq!(summary.order_amount, Some(sum));
//! assert_eq!(sum.fen(), Some(1250));
//! # Ok::<(), wechatpay_client::bill::BillError>(())
//! ```

mod columns;
mod error;
mod parser;
mod reader;
mod row;
mod yuan;

pub use columns::{Columns, FundFlowRow, FundFlowSummary, TradeRow, TradeSummary};
pub use error::BillError;
pub use parser::{BillParser, Record};
pub use reader::{BillReader, BillStream};
pub use row::Row;
pub use yuan::{NotYuan, Yuan};
