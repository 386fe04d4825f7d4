//! From counts to a description.
//!
//! Invariant: lists are in the order of model and plan, or by frequency and then by name, so that they never depend on
//! what was met first.

use super::description::{
    AttributeDescription, Description, EntityDescription, Listed, MeasuredValues, Precisions,
    ValuesDescription,
};
use super::subject::{Described, Subject};
use super::tally::{Counted, EntityTally, Frame, Measured, STRETCH, Tally, ValueTally};
use crate::fault::log::ColumnPosition;
use crate::fault::spellings::Spellings;
use crate::fault::{DataFault, FaultLog};
use crate::pass::counts::bounds;
use crate::quality::Observed;
use crate::quality::bound_name;
use crate::units::{choices, column_conversions};
use kohort_plan::algebra::{NodeId, Operator, Stream};
use kohort_semantics::model::{AttributeType, Dated};
use kohort_semantics::value::Precision;
use std::collections::BTreeMap;

/// How many of the most frequent values are told.
const FREQUENT: usize = 12;

/// What was seen of a dataset.
pub(super) struct Seen<'a> {
    pub(super) tally: Tally,
    pub(super) observed: Observed,
    /// For each scan.
    pub(super) without_patient: Vec<u64>,
    pub(super) log: &'a FaultLog,
    pub(super) faults: Vec<DataFault>,
}

/// The description.
pub(super) fn finish(subject: &Subject, seen: Seen<'_>) -> Description {
    let plan = &subject.plan;
    let finisher = Finisher {
        subject,
        log: seen.log,
    };
    let mut tallies = seen.tally.entities;
    tallies.resize_with(plan.streams.len(), EntityTally::default);
    let entities = plan
        .streams
        .iter()
        .zip(&subject.entities)
        .zip(tallies)
        .enumerate();
    let entities = entities
        .map(|(number, ((stream, described), tally))| finisher.entity(number, stream, described, tally));
    let contradictions = bounds(plan).zip(seen.tally.contradictions.into_iter().chain(std::iter::repeat(0)));
    let rows = plan.scans.iter().zip(&seen.without_patient);
    Description {
        patients: seen.tally.patients,
        opted_out: seen.observed.opted_out,
        entities: entities.collect(),
        contradictory_dates: contradictions
            .map(|(node, count)| (bounded(subject, node), count))
            .collect(),
        without_patient: rows.map(|(scan, rows)| (scan.table.clone(), *rows)).collect(),
        unreadable_helpers: helpers(subject, seen.log),
        lacking_tables: seen.observed.lacking_tables,
        lacking_columns: seen.observed.lacking_columns,
        faults: seen.faults,
    }
}

struct Finisher<'a> {
    subject: &'a Subject,
    log: &'a FaultLog,
}

impl Finisher<'_> {
    fn entity(
        &self,
        number: usize,
        stream: &Stream,
        described: &[Described],
        tally: EntityTally,
    ) -> EntityDescription {
        let table = |part: &kohort_plan::algebra::StreamPart| {
            let scan = self.subject.plan.scans.get(part.scan.0 as usize);
            scan.map_or_else(String::new, |scan| scan.table.clone())
        };
        // A table that several mappings read is named once.
        let mut by_table: Vec<(String, u64)> = Vec::new();
        for (part, found) in (0u32..).zip(&stream.parts) {
            let records = tally.by_part.get(&part).copied().unwrap_or(0);
            let name = table(found);
            match by_table.iter_mut().find(|(known, _)| *known == name) {
                Some((_, sum)) => *sum += records,
                None => by_table.push((name, records)),
            }
        }
        if by_table.len() < 2 {
            by_table.clear();
        }
        let mut values = tally.attributes;
        values.resize_with(described.len(), || (0, ValueTally::Decimals));
        let attributes = described.iter().zip(values).map(|(attribute, (known, values))| {
            let read = |part: usize| {
                attribute.column.map(|column| ColumnPosition {
                    stream: number,
                    part,
                    column,
                })
            };
            let places: Vec<ColumnPosition> = (0..stream.parts.len()).filter_map(read).collect();
            let mut unresolved = Spellings::default();
            places
                .iter()
                .for_each(|at| unresolved.merge(&self.log.spellings(*at)));
            AttributeDescription {
                name: attribute.name.clone(),
                known,
                missing: tally.records.saturating_sub(known),
                unreadable: places.iter().map(|at| self.log.made_missing(*at)).sum(),
                unresolved: unresolved.frequent(1),
                values: self.values(stream, attribute, values),
            }
        });
        EntityDescription {
            name: stream.name.clone(),
            patients: tally.patients,
            records: tally.records,
            by_table,
            undated: (stream.dated != Dated::Never).then_some(tally.undated),
            outside_period: (stream.dated != Dated::Never
                && matches!(self.subject.frame, Frame::Calendar(Some(_))))
            .then_some(tally.outside),
            repeated: tally.repeated,
            attributes: attributes.collect(),
            by_month: tally.by_month.into_iter().collect(),
            by_year: tally.by_year.into_iter().collect(),
            by_days: tally
                .by_stretch
                .into_iter()
                .map(|(stretch, count)| (stretch.saturating_mul(STRETCH), count))
                .collect(),
        }
    }

    fn values(&self, stream: &Stream, attribute: &Described, tally: ValueTally) -> ValuesDescription {
        match tally {
            ValueTally::Decimals => ValuesDescription::Numbers,
            ValueTally::Truths { yes, no } => {
                ValuesDescription::Listed(vec![(String::from("true"), yes), (String::from("false"), no)])
            }
            ValueTally::Categories(counts) => {
                let names = match &attribute.ty {
                    AttributeType::Category(category) => category.values.as_slice(),
                    _ => &[],
                };
                let named = (0u32..).zip(names);
                let counts = named.map(|(at, name)| (name.clone(), counts.get(&at).copied().unwrap_or(0)));
                ValuesDescription::Listed(counts.collect())
            }
            ValueTally::Dates(counts) => ValuesDescription::Dates(precisions(&counts)),
            ValueTally::Whole(counted) => {
                let values = || counted.iter().map(|(value, count)| (*value, count)).collect();
                ValuesDescription::Whole((!counted.is_cut()).then(values))
            }
            ValueTally::Measured(counts) => {
                ValuesDescription::Measured(self.measured(stream, attribute, counts))
            }
            ValueTally::Codes(counted) => ValuesDescription::Codes(codes(&counted)),
            ValueTally::Drugs(counted) => {
                let names = counted.iter().map(|(name, count)| (short(name), count));
                ValuesDescription::Drugs(listed(names.collect(), counted.is_cut()))
            }
            ValueTally::Analytes(counted) => {
                let names = counted.iter().map(|(name, count)| (short(name), count));
                ValuesDescription::Analytes(listed(names.collect(), counted.is_cut()))
            }
            ValueTally::Texts(counted) => {
                ValuesDescription::Texts((!counted.is_cut()).then(|| counted.len()))
            }
        }
    }

    fn measured(
        &self,
        stream: &Stream,
        attribute: &Described,
        counts: BTreeMap<String, Measured>,
    ) -> Vec<MeasuredValues> {
        let unit_of = |part: u32, position: u16| -> String {
            let unit = attribute.column.and_then(|column| {
                let first = column_conversions(stream, column)
                    .first
                    .get(part as usize)
                    .copied()
                    .unwrap_or(0);
                let reading = stream.parts.get(part as usize)?.readings.get(column)?.as_ref()?;
                let choices = choices(reading);
                Some(
                    choices
                        .get(usize::from(position.saturating_sub(first)))?
                        .unit
                        .to_owned(),
                )
            });
            unit.unwrap_or_default()
        };
        let measured = counts.into_iter().map(|(analyte, measured)| {
            let declared = self.subject.analytes.get(&analyte);
            let plausible = declared.and_then(|declared| {
                let (lowest, highest) = declared.plausible.as_ref()?;
                Some(format!("{lowest} to {highest} {}", declared.unit.text()))
            });
            let mut units: BTreeMap<String, u64> = BTreeMap::new();
            for ((part, position), count) in measured.units {
                *units.entry(unit_of(part, position)).or_default() += count;
            }
            units.remove("");
            MeasuredValues {
                analyte: (!analyte.is_empty()).then(|| short(&analyte)),
                plausible,
                values: measured.values,
                below: measured.below,
                above: measured.above,
                units: by_frequency(units.into_iter().collect()),
            }
        });
        let mut measured: Vec<MeasuredValues> = measured.collect();
        measured.sort_by(|left, right| {
            right
                .values
                .cmp(&left.values)
                .then_with(|| left.analyte.cmp(&right.analyte))
        });
        measured
    }
}

/// A bounded attribute as `entity.attribute`.
fn bounded(subject: &Subject, node: NodeId) -> String {
    match subject.plan.node(node).map(|node| &node.operator) {
        Some(Operator::Bounded { attribute, .. }) => {
            bound_name(&subject.plan, node, subject.model.attribute_path(*attribute))
        }
        _ => String::new(),
    }
}

/// The columns that only rules of the source read, where values could not be read.
fn helpers(subject: &Subject, log: &FaultLog) -> Vec<(String, String, u64)> {
    let plan = &subject.plan;
    let mut found: BTreeMap<(String, String), u64> = BTreeMap::new();
    for (number, stream) in plan.streams.iter().enumerate() {
        for (part, of_part) in stream.parts.iter().enumerate() {
            let columns = stream.columns.iter().zip(&of_part.readings).enumerate();
            for (column, (declared, reading)) in columns {
                let Some(reading) = reading.as_ref().filter(|_| declared.attribute.is_none()) else {
                    continue;
                };
                let count = log.made_missing(ColumnPosition {
                    stream: number,
                    part,
                    column,
                });
                let table = plan
                    .scans
                    .get(of_part.scan.0 as usize)
                    .map_or("", |scan| scan.table.as_str());
                if count > 0 {
                    *found
                        .entry((table.to_owned(), reading.column.clone()))
                        .or_default() += count;
                }
            }
        }
    }
    found
        .into_iter()
        .map(|((table, column), count)| (table, column, count))
        .collect()
}

fn precisions(counts: &BTreeMap<Option<Precision>, u64>) -> Precisions {
    let of = |precision| counts.get(&precision).copied().unwrap_or(0);
    Precisions {
        day: of(Some(Precision::Day)),
        month: of(Some(Precision::Month)),
        quarter: of(Some(Precision::Quarter)),
        year: of(Some(Precision::Year)),
        other: of(None),
    }
}

/// Codes by their system.
fn codes(counted: &Counted<String>) -> Vec<(String, Listed)> {
    let mut systems: BTreeMap<String, Vec<(String, u64)>> = BTreeMap::new();
    for (code, count) in counted.iter() {
        let (system, code) = code.split_once(' ').unwrap_or(("", code));
        systems
            .entry(system.to_owned())
            .or_default()
            .push((code.to_owned(), count));
    }
    systems
        .into_iter()
        .map(|(system, codes)| (system, listed(codes, counted.is_cut())))
        .collect()
}

fn listed(values: Vec<(String, u64)>, more: bool) -> Listed {
    let mut listed = Listed {
        records: values.iter().map(|(_, count)| count).sum(),
        distinct: values.len() as u64,
        more,
        frequent: if more { Vec::new() } else { by_frequency(values) },
    };
    listed.frequent.truncate(FREQUENT);
    listed
}

fn by_frequency(mut values: Vec<(String, u64)>) -> Vec<(String, u64)> {
    values.sort_by(|(left, left_count), (right, right_count)| {
        right_count.cmp(left_count).then_with(|| left.cmp(right))
    });
    values
}

/// A qualified name without its module.
fn short(qualified: &str) -> String {
    qualified.rsplit('.').next().unwrap_or(qualified).to_owned()
}
