//! One row.

use super::{BillError, Columns, Yuan};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A row of a bill, or its sums.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    pub(super) line: u64,
    pub(super) columns: Arc<[String]>,
    pub(super) text: String,
    /// Where in the text the cells are, one for each column.
    pub(super) cells: Vec<Range<usize>>,
}

impl Row {
    /// The line in the bill, from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Names of the columns.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The cells, in the order of the columns.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = &str> {
        self.cells
            .iter()
            .map(|cell| self.text.get(cell.clone()).unwrap_or_default())
    }

    /// The cell of a column, such as `微信订单号`; `None` if the bill has no such column.
    #[must_use]
    pub fn get(&self, column: &str) -> Option<&str> {
        let mut cells = self.columns.iter().zip(self.cells());
        cells
            .find(|(name, _)| *name == column)
            .map(|(_, cell)| cell)
    }

    /// The row as a type that knows the columns.
    ///
    /// # Errors
    /// [`BillError::Value`] if a cell is not what its column has.
    pub fn read<T: Columns>(&self) -> Result<T, BillError> {
        T::read(self)
    }

    /// The text of the first column of these names that the bill has; `None` if there is none, or nothing in it.
    pub(super) fn text(&self, names: &[&'static str]) -> Option<&str> {
        let cell = names.iter().find_map(|name| self.get(name))?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    pub(super) fn amount(&self, names: &[&'static str]) -> Result<Option<Yuan>, BillError> {
        let amount = self.text(names).map(str::parse).transpose();
        amount.map_err(|_| self.wrong(names, "an amount"))
    }

    pub(super) fn count(&self, names: &[&'static str]) -> Result<Option<u64>, BillError> {
        let count = self.text(names).map(str::parse).transpose();
        count.map_err(|_| self.wrong(names, "a number"))
    }

    fn wrong(&self, names: &[&'static str], expected: &'static str) -> BillError {
        let has = |name: &&&'static str| self.get(name).is_some();
        BillError::Value {
            line: self.line,
            column: names.iter().find(has).copied().unwrap_or_default(),
            expected,
        }
    }
}

// Rows tell who bought what.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row(line {}, {} cells)", self.line, self.cells.len())
    }
}
