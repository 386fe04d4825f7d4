//! What the manifest tells about the raw files, as a run over them would have noticed it.
//!
//! Invariant: only what the plan reads is told, exactly as far as a run over the raw files would have looked.

use super::folder::PreparedFolder;
use super::manifest::{PartOf, PreparedTable, WithoutPatient};
use super::wanted::WantedStream;
use crate::decode::layout::DecodeSpec;
use crate::fault::FaultLog;
use crate::fault::log::{ColumnPosition, Input, Noticed};
use crate::fault::spellings::Spellings;
use crate::quality::Observed;
use kohort_plan::Plan;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What was noticed about the files that a plan reads.
pub(super) fn observed(
    plan: &Plan,
    folder: &PreparedFolder,
    specs: &[Arc<DecodeSpec>],
    log: &FaultLog,
) -> Observed {
    let (mut tables, mut columns) = (BTreeSet::new(), BTreeSet::new());
    for spec in specs {
        let Some(table) = table(plan, folder, spec.input) else {
            continue;
        };
        for lack in &table.lacking {
            match &lack.column {
                None => {
                    tables.insert(lack.table.clone());
                }
                Some(column) => {
                    let named = |raw: &&str| spec.raw.iter().any(|wanted| wanted.name == **raw);
                    if lack.named.iter().any(|raw| named(&raw.as_str())) {
                        columns.insert((lack.table.clone(), column.clone()));
                    }
                }
            }
        }
    }
    Observed {
        lacking_tables: tables.into_iter().collect(),
        lacking_columns: columns.into_iter().collect(),
        ..Observed::of(plan, folder.manifest.opted_out, log, &[])
    }
}

/// For each scan of a plan, how many rows are left out since their patient is not listed.
pub(super) fn without_patient(plan: &Plan, folder: &PreparedFolder) -> Vec<u64> {
    let scans = (0..plan.scans.len()).map(|scan| {
        let mut read: BTreeSet<PartOf> = BTreeSet::new();
        for stream in &plan.streams {
            let parts = (0..)
                .zip(&stream.parts)
                .filter(|(_, part)| part.scan.0 as usize == scan);
            read.extend(parts.map(|(part, _)| PartOf {
                entity: stream.name.clone(),
                part,
            }));
        }
        let counts = table(plan, folder, Input::Scan(scan)).map(|table| table.without_patient.as_slice());
        let is_read = |rows: &&WithoutPatient| rows.records.iter().any(|record| read.contains(record));
        counts
            .unwrap_or_default()
            .iter()
            .filter(is_read)
            .map(|rows| rows.rows)
            .sum()
    });
    scans.collect()
}

/// Notes the values that became missing.
pub(super) fn note(plan: &Plan, folder: &PreparedFolder, streams: &[Arc<WantedStream>], log: &FaultLog) {
    for (number, (stream, wanted)) in plan.streams.iter().zip(streams).enumerate() {
        let Some(prepared) = folder.manifest.streams.get(wanted.position) else {
            continue;
        };
        for (column, place) in wanted.columns.iter().enumerate() {
            let unreadable = prepared
                .columns
                .get(*place)
                .map(|column| column.unreadable.as_slice());
            for unreadable in unreadable.unwrap_or_default() {
                let Some(part) = stream.parts.get(unreadable.part as usize) else {
                    continue;
                };
                let at = ColumnPosition {
                    stream: number,
                    part: unreadable.part as usize,
                    column,
                };
                let mut noticed = Noticed::default();
                noticed.made_missing.insert(at, unreadable.values);
                if !unreadable.spellings.is_empty() {
                    noticed.spellings.insert(at, Spellings::of(&unreadable.spellings));
                }
                log.notice(Input::Scan(part.scan.0 as usize), &noticed);
            }
        }
    }
}

/// What the manifest says about a table.
fn table<'f>(plan: &Plan, folder: &'f PreparedFolder, input: Input) -> Option<&'f PreparedTable> {
    let (table, _, _, key) = input.of(plan)?;
    let opt_out = matches!(input, Input::OptOut(_));
    let found = |known: &&PreparedTable| known.table == table && known.key == key && known.opt_out == opt_out;
    folder.manifest.tables.iter().find(found)
}
