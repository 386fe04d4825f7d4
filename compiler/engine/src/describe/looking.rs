//! Looks at every batch of whole patients that a pass assembles, and counts.
//!
//! Invariant: the pass itself sees the same batch; what is counted here are sums, so that it does not matter which batch
//! comes first or on which thread.

use super::subject::{Described, Subject};
use super::tally::{EntityTally, Tally, ValueTally};
use crate::pass::assemble::Assemble;
use crate::pass::batch::{PatientBatch, StreamBatch};
use crate::pass::counts::Counts;
use crate::pass::kernels::dispatch::Scope;
use crate::pass::kernels::fault::Fault;
use crate::pass::kernels::operand::Operand;
use arrow::array::{Array, ArrayRef, RecordBatch};
use arrow::datatypes::SchemaRef;
use arrow::row::{RowConverter, SortField};
use datafusion::error::{DataFusionError, Result};
use kohort_plan::Plan;
use kohort_plan::algebra::{Domain, NodeId, Space, StreamId};
use kohort_semantics::model::{AttributeType, Dated};
use std::sync::{Arc, Mutex, PoisonError};

/// Assembles batches and counts what is in them.
#[derive(Debug)]
pub(super) struct Looking {
    subject: Arc<Subject>,
    assembly: Arc<dyn Assemble>,
    tally: Mutex<Tally>,
}

impl Looking {
    pub(super) fn new(subject: &Arc<Subject>, assembly: Arc<dyn Assemble>) -> Self {
        Self {
            subject: Arc::clone(subject),
            assembly,
            tally: Mutex::default(),
        }
    }

    /// What was counted so far.
    pub(super) fn counted(&self) -> Tally {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Assemble for Looking {
    fn assemble(
        &self,
        plan: &Plan,
        schemas: &[SchemaRef],
        rows: &[Vec<RecordBatch>],
        counts: &mut Counts,
        listed: Option<&mut Vec<String>>,
    ) -> Result<PatientBatch> {
        let batch = self.assembly.assemble(plan, schemas, rows, counts, listed)?;
        if batch.patients > 0 {
            let tally = look(&self.subject, &batch)?;
            self.tally
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .add(tally);
        }
        Ok(batch)
    }
}

/// Counts what is in a batch.
fn look(subject: &Subject, batch: &PatientBatch) -> Result<Tally> {
    let failed = |error| DataFusionError::External(Box::new(error));
    let (scope, contradictions) = subject.evaluate(batch).map_err(failed)?;
    let mut entities = Vec::with_capacity(batch.streams.len());
    for ((position, records), described) in (0u32..).zip(&batch.streams).zip(&subject.entities) {
        let entity = Entity {
            subject,
            scope: &scope,
            records,
            at: Domain {
                cohort: None,
                space: Some(Space::Stream(StreamId(position))),
            },
        };
        let tally = entity.look(position as usize, described);
        let mut tally = tally.map_err(|(node, fault)| failed(subject.fault(node, &fault)))?;
        tally.repeated = repeated(records)?;
        entities.push(tally);
    }
    Ok(Tally {
        patients: batch.patients as u64,
        entities,
        contradictions,
    })
}

/// The records of one entity in a batch.
struct Entity<'a> {
    subject: &'a Subject,
    scope: &'a Scope<'a>,
    records: &'a StreamBatch,
    at: Domain,
}

type NodeFault = (NodeId, Fault);

impl Entity<'_> {
    fn look(&self, stream: usize, described: &[Described]) -> std::result::Result<EntityTally, NodeFault> {
        let offsets = self.records.offsets.windows(2);
        let with_one = offsets.filter(|range| matches!(range, [start, end] if end > start));
        let mut tally = EntityTally {
            patients: with_one.count() as u64,
            records: self.records.records() as u64,
            ..EntityTally::default()
        };
        for part in self.records.parts.iter().flatten() {
            *tally.by_part.entry(*part).or_default() += 1;
        }
        let dated = match self.subject.plan.streams.get(stream).map(|stream| stream.dated) {
            Some(Dated::On(date) | Dated::Span(date, _)) => Some(date),
            Some(Dated::Never) | None => None,
        };
        if let Some(date) = dated {
            match described.iter().find(|attribute| attribute.id == date) {
                Some(date) => self.dates(date, &mut tally)?,
                None => tally.undated = tally.records,
            }
        }
        for attribute in described {
            let mut values = ValueTally::new(&attribute.ty);
            let known = self
                .values(attribute, described, &mut values)
                .map_err(|fault| (attribute.node, fault))?;
            tally.attributes.push((known, values));
        }
        Ok(tally)
    }

    fn dates(&self, date: &Described, tally: &mut EntityTally) -> std::result::Result<(), NodeFault> {
        let at_node = |fault| (date.node, fault);
        let dates = self.operand(date.node).map_err(at_node)?;
        let dates = dates.dates().map_err(at_node)?;
        (0..self.records.records()).for_each(|row| tally.dated(dates.at(row), self.subject.frame));
        Ok(())
    }

    fn operand(&self, node: NodeId) -> std::result::Result<Operand<'_>, Fault> {
        self.scope.operand(node, self.at)
    }

    /// Counts the values of an attribute; gives how many records have one.
    fn values(
        &self,
        attribute: &Described,
        others: &[Described],
        tally: &mut ValueTally,
    ) -> std::result::Result<u64, Fault> {
        let operand = self.operand(attribute.node)?;
        let rows = 0..self.records.records();
        let known = rows.clone().filter(|row| !operand.is_missing(*row)).count() as u64;
        match tally {
            ValueTally::Truths { yes, no } => {
                let truths = operand.booleans()?;
                *yes += rows.clone().filter(|row| truths.at(*row) == Some(true)).count() as u64;
                *no += rows.filter(|row| truths.at(*row) == Some(false)).count() as u64;
            }
            ValueTally::Categories(counts) => {
                let categories = operand.categories()?;
                for value in rows.filter_map(|row| categories.at(row)) {
                    *counts.entry(value).or_default() += 1;
                }
            }
            ValueTally::Dates(counts) => {
                let dates = operand.dates()?;
                for date in rows.filter_map(|row| dates.at(row)) {
                    *counts.entry(date.precision()).or_default() += 1;
                }
            }
            ValueTally::Whole(counted) => {
                let numbers = operand.numbers()?;
                for number in rows.filter_map(|row| numbers.at(row)?.to_i64()) {
                    counted.see(&number);
                }
            }
            ValueTally::Decimals => {}
            ValueTally::Codes(counted)
            | ValueTally::Drugs(counted)
            | ValueTally::Analytes(counted)
            | ValueTally::Texts(counted) => {
                let texts = operand.texts()?;
                for text in rows.filter_map(|row| texts.at(row)) {
                    counted.see(text);
                }
            }
            ValueTally::Measured(_) => self.measured(attribute, others, &operand, tally)?,
        }
        Ok(known)
    }

    fn measured(
        &self,
        attribute: &Described,
        others: &[Described],
        operand: &Operand<'_>,
        tally: &mut ValueTally,
    ) -> std::result::Result<(), Fault> {
        let ValueTally::Measured(counts) = tally else {
            return Ok(());
        };
        let of = match attribute.ty {
            AttributeType::QuantityOf(of) => others.iter().find(|other| other.id == of),
            _ => None,
        };
        let analytes = of.map(|of| self.operand(of.node)).transpose()?;
        let analytes = analytes.as_ref().map(Operand::texts).transpose()?;
        let units = attribute
            .column
            .and_then(|column| self.records.columns.get(column)?.units.as_ref());
        let numbers = operand.numbers()?;
        for row in 0..self.records.records() {
            let Some(number) = numbers.at(row) else { continue };
            let analyte = analytes
                .as_ref()
                .and_then(|analytes| analytes.at(row))
                .unwrap_or("");
            if !counts.contains_key(analyte) {
                counts.insert(analyte.to_owned(), super::tally::Measured::default());
            }
            let Some(count) = counts.get_mut(analyte) else {
                continue;
            };
            count.values += 1;
            let declared = self.subject.analytes.get(analyte);
            if let Some((lowest, highest)) = declared.and_then(|analyte| analyte.plausible.as_ref()) {
                count.below += u64::from(number < *lowest);
                count.above += u64::from(number > *highest);
            }
            let part = self
                .records
                .parts
                .as_ref()
                .and_then(|parts| parts.get(row))
                .copied()
                .unwrap_or(0);
            let unit = units
                .filter(|units| units.is_valid(row))
                .map_or(0, |units| units.value(row));
            *count.units.entry((part, unit)).or_default() += 1;
        }
        Ok(())
    }
}

/// Records that equal an earlier record of their patient in all that is read.
fn repeated(records: &StreamBatch) -> Result<u64> {
    let ranges = || {
        records
            .offsets
            .windows(2)
            .filter(|range| matches!(range, [start, end] if end - start > 1))
    };
    if ranges().next().is_none() {
        return Ok(0);
    }
    let mut columns: Vec<ArrayRef> = Vec::new();
    for column in &records.columns {
        columns.push(Arc::clone(&column.values));
        columns.extend(column.last.iter().map(|last| Arc::new(last.clone()) as ArrayRef));
        columns.extend(
            column
                .units
                .iter()
                .map(|units| Arc::new(units.clone()) as ArrayRef),
        );
    }
    if columns.is_empty() {
        return Ok(0);
    }
    let fields = columns
        .iter()
        .map(|column| SortField::new(column.data_type().clone()));
    let rows = RowConverter::new(fields.collect())?.convert_columns(&columns)?;
    let mut repeated = 0;
    for range in ranges() {
        let [start, end] = range else { continue };
        let mut own: Vec<_> = (*start..*end).map(|row| rows.row(row as usize)).collect();
        let before = own.len();
        own.sort_unstable();
        own.dedup();
        repeated += (before - own.len()) as u64;
    }
    Ok(repeated)
}
