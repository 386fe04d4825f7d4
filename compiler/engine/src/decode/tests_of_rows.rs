//! Which rows fulfil a condition on raw columns.
//!
//! Invariant: texts are compared trimmed and in Unicode NFC; an empty cell is none of any listed texts, unless an empty
//! text is listed.

use super::raw::TestSpec;
use super::rows::Rows;
use super::texts::unknown_texts;
use super::visit::{Seen, composed, visit};
use arrow::array::ArrayRef;
use arrow::error::ArrowError;
use kohort_semantics::source::RowTestKind;
use std::collections::BTreeSet;

/// A test that is ready to be asked.
#[derive(Debug)]
pub(super) struct RowTester {
    raw: usize,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    In(BTreeSet<String>),
    NotIn(BTreeSet<String>),
    Missing,
    Known,
}

impl RowTester {
    pub(super) fn new(spec: &TestSpec) -> Self {
        let kind = match &spec.kind {
            RowTestKind::In(values) => Kind::In(unknown_texts(values)),
            RowTestKind::NotIn(values) => Kind::NotIn(unknown_texts(values)),
            RowTestKind::Missing => Kind::Missing,
            RowTestKind::Known => Kind::Known,
        };
        Self { raw: spec.raw, kind }
    }

    /// Those of some rows that pass.
    pub(super) fn passing(&self, raw: &[ArrayRef], rows: &Rows) -> Result<Rows, ArrowError> {
        let array = raw
            .get(self.raw)
            .ok_or_else(|| ArrowError::SchemaError("a raw column is missing".to_owned()))?;
        let mut passing = Vec::with_capacity(rows.len());
        visit(array, rows, |_, seen| {
            let text = match seen {
                Seen::Outside => return passing.push(false),
                Seen::Missing => "",
                Seen::Text(text) => text,
            };
            passing.push(match &self.kind {
                Kind::In(values) => values.contains(composed(text).as_ref()),
                Kind::NotIn(values) => text.is_empty() || !values.contains(composed(text).as_ref()),
                Kind::Missing => text.is_empty(),
                Kind::Known => !text.is_empty(),
            });
        })?;
        Ok(Rows::of(passing))
    }
}
