//! The manifest of what was written.
//!
//! Invariant: follows from the source model and the records; two preparations of the same data have the same manifest.

use super::columns::Stored;
use super::fingerprint::Sums;
use super::job::Job;
use super::unlisted::Unlisted;
use super::write::Written;
use crate::error::EnvironmentFault;
use crate::fault::FaultLog;
use crate::fault::log::{ColumnPosition, Input};
use crate::prepared::{
    FORMAT, Manifest, PartOf, PreparedColumn, PreparedSource, PreparedStream, PreparedTable, Unreadable,
    WithoutPatient, source_hash,
};
use kohort_plan::Plan;
use kohort_semantics::{Model, Source};

/// What was found out while records were written.
pub(super) struct Found {
    pub(super) stored: Vec<Stored>,
    pub(super) written: Written,
    pub(super) sums: Sums,
    pub(super) unlisted: Unlisted,
    pub(super) opted_out: u64,
}

/// The manifest.
pub(super) fn manifest(
    (model, source): (&Model, &Source),
    job: &Job<'_>,
    buckets: u32,
    found: Found,
    log: &FaultLog,
) -> Result<Manifest, EnvironmentFault> {
    let plan = job.plan();
    let hash = source_hash(model, source)
        .map_err(|_| EnvironmentFault::Plan(String::from("the source model cannot be written down")))?;
    Ok(Manifest {
        format: FORMAT,
        kohort: env!("CARGO_PKG_VERSION").to_owned(),
        source: PreparedSource {
            name: plan.source.clone(),
            version: plan.source_version.clone(),
            model: plan.model.clone(),
            model_version: plan.model_version.clone(),
            hash,
        },
        fingerprint: found.sums.fingerprint(plan),
        buckets,
        patients: found.sums.all.patients,
        opted_out: found.opted_out,
        tables: tables(job, &found.unlisted),
        streams: streams(plan, &found, log),
    })
}

fn tables(job: &Job<'_>, unlisted: &Unlisted) -> Vec<PreparedTable> {
    let plan = job.plan();
    let inputs = job.inputs().filter_map(|(input, lacking)| {
        let (table, _, _, key) = input.of(plan)?;
        Some(PreparedTable {
            table: table.to_owned(),
            key: key.to_owned(),
            opt_out: matches!(input, Input::OptOut(_)),
            lacking,
            without_patient: without_patient(plan, input, unlisted),
        })
    });
    inputs.collect()
}

fn without_patient(plan: &Plan, input: Input, unlisted: &Unlisted) -> Vec<WithoutPatient> {
    let Input::Scan(scan) = input else {
        return Vec::new();
    };
    let of_scan = unlisted.0.iter().filter(|((of, _), _)| *of == scan);
    let rows = of_scan.map(|((_, parts), rows)| WithoutPatient {
        records: parts
            .iter()
            .map(|(stream, part)| PartOf {
                entity: plan
                    .streams
                    .get(*stream)
                    .map_or_else(String::new, |stream| stream.name.clone()),
                part: u32::try_from(*part).unwrap_or(u32::MAX),
            })
            .collect(),
        rows: *rows,
    });
    rows.collect()
}

fn streams(plan: &Plan, found: &Found, log: &FaultLog) -> Vec<PreparedStream> {
    let written = found.written.files.iter().zip(&found.written.missing);
    let streams = plan.streams.iter().zip(&found.stored).zip(written).enumerate();
    let streams = streams.map(|(number, ((stream, stored), (files, missing)))| {
        let missing_in = |name: &str| {
            let place = stored.schema.index_of(name).ok();
            place.and_then(|place| missing.get(place)).copied().unwrap_or(0)
        };
        let columns =
            stream
                .columns
                .iter()
                .zip(&stored.columns)
                .enumerate()
                .map(|(position, (column, stored))| {
                    let read = (0..).zip(&stream.parts).filter_map(|(part, found)| {
                        let reading = found.readings.get(position)?.as_ref()?;
                        Some((part, reading))
                    });
                    let read: Vec<_> = read.collect();
                    let unreadable = read
                        .iter()
                        .filter(|(_, reading)| reading.otherwise_missing)
                        .filter_map(|(part, _)| {
                            let at = ColumnPosition {
                                stream: number,
                                part: *part as usize,
                                column: position,
                            };
                            let values = log.made_missing(at);
                            (values > 0).then(|| Unreadable {
                                part: *part,
                                values,
                                spellings: log.spellings(at).frequent(0),
                            })
                        });
                    PreparedColumn {
                        name: stored.name.clone(),
                        of: column.name.clone(),
                        attribute: column.attribute.is_some(),
                        parts: read.iter().map(|(part, _)| *part).collect(),
                        with_unit: stored.with_unit,
                        with_last: stored.with_last,
                        missing: missing_in(&stored.name),
                        unreadable: unreadable.collect(),
                    }
                });
        PreparedStream {
            entity: stream.name.clone(),
            fingerprint: found.sums.of_entity(number, stream),
            rows: files.iter().flatten().map(|file| file.rows).sum(),
            parts: parts(plan, stream),
            columns: columns.collect(),
            files: files.clone(),
        }
    });
    streams.collect()
}

fn parts(plan: &Plan, stream: &kohort_plan::algebra::Stream) -> Vec<(String, String)> {
    let scans = stream
        .parts
        .iter()
        .filter_map(|part| plan.scans.get(part.scan.0 as usize));
    scans.map(|scan| (scan.table.clone(), scan.key.clone())).collect()
}
