//! Notices in SQLite, each once.

use crate::notice::{Change, Notice};
use rusqlite::{Connection, Result, Row, Transaction, TransactionBehavior};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use wechatpay_client::notification::Received;

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS notices (
        key TEXT PRIMARY KEY,           -- the idempotency key
        event TEXT NOT NULL,
        received TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
    ) STRICT;
    CREATE TABLE IF NOT EXISTS changes (
        kind TEXT NOT NULL,             -- payment or refund
        number TEXT NOT NULL,           -- the merchant's number
        order_number TEXT NOT NULL,
        state TEXT NOT NULL,
        amount INTEGER,                 -- fen
        notices INTEGER NOT NULL DEFAULT 1,
        changed TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
        PRIMARY KEY (kind, number)
    ) STRICT;
";

/// A state that is final is not left again, in whatever order notices come.
const CHANGE: &str = "
    INSERT INTO changes (kind, number, order_number, state, amount) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (kind, number) DO UPDATE SET
        state = CASE state WHEN 'SUCCESS' THEN state ELSE excluded.state END,
        amount = coalesce(excluded.amount, amount),
        notices = notices + 1,
        changed = CURRENT_TIMESTAMP
";

/// The database. Clones share one connection.
#[derive(Clone)]
pub struct Store(Arc<Mutex<Connection>>);

/// An order or a refund, as the page shows it.
pub struct Kept {
    /// `payment` or `refund`.
    pub kind: String,
    /// What is known.
    pub change: Change,
    /// How many notices told it.
    pub notices: i64,
    /// When the last one came, in UTC.
    pub changed: String,
}

impl Store {
    /// Opens the file, and makes the tables if they are not there.
    ///
    /// # Errors
    /// If the file is no database, or cannot be written.
    pub fn open(path: &Path) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(3))?;
        connection.execute_batch(TABLES)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Keeps a notice, unless it is kept already: key and change in one transaction. Whether it was new.
    ///
    /// # Errors
    /// If the database fails; then nothing is kept.
    pub fn keep(&self, received: &Received, notice: Option<Notice>) -> Result<bool> {
        let mut connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let new = transaction.execute(
            "INSERT OR IGNORE INTO notices (key, event) VALUES (?1, ?2)",
            [received.idempotency_key(), received.event_name()],
        )? == 1;
        if new {
            match &notice {
                Some(Notice::Payment(change)) => apply(&transaction, "payment", change)?,
                Some(Notice::Refund(change)) => apply(&transaction, "refund", change)?,
                None => {}
            }
        }
        transaction.commit()?;
        Ok(new)
    }

    /// The orders and refunds that changed last.
    ///
    /// # Errors
    /// If the database fails.
    pub fn latest(&self, count: u32) -> Result<Vec<Kept>> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statement = connection.prepare(
            "SELECT kind, number, order_number, state, amount, notices, changed FROM changes
             ORDER BY changed DESC, rowid DESC LIMIT ?1",
        )?;
        statement.query_map([count], kept)?.collect()
    }
}

fn apply(transaction: &Transaction<'_>, kind: &str, change: &Change) -> Result<()> {
    let Change {
        number,
        order,
        state,
        amount,
    } = change;
    transaction.execute(CHANGE, (kind, number, order, state, amount))?;
    Ok(())
}

fn kept(row: &Row<'_>) -> Result<Kept> {
    Ok(Kept {
        kind: row.get(0)?,
        change: Change {
            number: row.get(1)?,
            order: row.get(2)?,
            state: row.get(3)?,
            amount: row.get(4)?,
        },
        notices: row.get(5)?,
        changed: row.get(6)?,
    })
}
