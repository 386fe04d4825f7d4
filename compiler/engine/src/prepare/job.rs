//! One preparation: a source over a data folder, written into an empty folder.
//!
//! Invariant: either all faults of the data are returned, or the manifest of what was written; the manifest is written
//! last. That a folder appears as a whole is the caller's work.

use super::arrange::{Arranged, Arranger};
use super::bucket::BUCKETS;
use super::bucket_exec::in_order;
use super::fingerprint::Sums;
use super::manifest::{Found, manifest};
use super::sizes::Sizes;
use super::unlisted::Unlisted;
use super::walk::Walk;
use super::write::{Files, Written};
use crate::error::{EnvironmentFault, RunError};
use crate::fault::log::Input;
use crate::node::RunContext;
use crate::options::RunOptions;
use crate::pass::assemble::Assembly;
use crate::pass::counts::Counts;
use crate::prepared::{MANIFEST, Manifest, PreparedLack};
use crate::run::Run;
use crate::spill::SpillFolder;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::SendableRecordBatchStream;
use datafusion::physical_plan::execute_stream;
use futures::{StreamExt, TryStreamExt, stream};
use kohort_plan::Plan;
use kohort_semantics::{Model, Source};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// How data are prepared.
#[derive(Debug, Clone)]
pub struct PrepareOptions {
    /// The raw data, and how they are read.
    pub run: RunOptions,
    /// The folder to write into, which exists and is empty.
    pub into: PathBuf,
    /// Into how many buckets patients are divided; at least 1.
    pub buckets: u32,
}

impl PrepareOptions {
    /// As usual: all of this machine's threads, no limits, and the usual number of buckets.
    pub fn new(data: impl Into<PathBuf>, into: impl Into<PathBuf>) -> Self {
        Self {
            run: RunOptions::new(data),
            into: into.into(),
            buckets: BUCKETS,
        }
    }
}

/// Prepares the data of a source. Must be called from a Tokio runtime of several threads.
pub async fn prepare(model: &Model, source: &Source, options: &PrepareOptions) -> Result<Manifest, RunError> {
    let plan = kohort_plan::layout(model, source);
    let spill = SpillFolder::create(options.run.spill.as_deref())?;
    let job = Job {
        run: Run::prepare(&plan, &options.run, &spill)?,
        options,
    };
    let (opted_out, log) = job.run.opted_out().await?;
    let opted_out = Arc::new(opted_out);
    let context = job.run.context(Arc::clone(&opted_out), &log);
    let outcome = job.records(&context).await;
    let outcome = outcome.map_err(|error| job.run.environment(&error))?;
    let faults = job.run.faults(&log, &outcome.counts);
    if !faults.is_empty() {
        return Err(RunError::Data(faults));
    }
    let found = Found {
        stored: outcome.stored,
        written: outcome.written,
        sums: outcome.sums,
        unlisted: outcome.unlisted,
        opted_out: opted_out.count(),
    };
    let manifest = manifest((model, source), &job, options.buckets.max(1), found, &log)?;
    job.write_manifest(&manifest)?;
    Ok(manifest)
}

/// [`prepare`] on threads of its own, for callers without a runtime.
pub fn prepare_blocking(
    model: &Model,
    source: &Source,
    options: &PrepareOptions,
) -> Result<Manifest, RunError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(options.run.threads.max(1))
        .build()
        .map_err(|error| EnvironmentFault::Threads(error.kind()))?;
    runtime.block_on(prepare(model, source, options))
}

/// A preparation under way.
pub(super) struct Job<'a> {
    run: Run<'a>,
    options: &'a PrepareOptions,
}

/// What came of all records.
struct Outcome {
    stored: Vec<super::columns::Stored>,
    written: Written,
    sums: Sums,
    unlisted: Unlisted,
    counts: Counts,
}

impl Job<'_> {
    /// Everything that the source maps.
    pub(super) fn plan(&self) -> &Plan {
        self.run.plan()
    }

    /// The tables that are read, with what of them the dataset lacks, and may.
    pub(super) fn inputs(&self) -> impl Iterator<Item = (Input, Vec<PreparedLack>)> {
        self.run.files().iter().map(|(spec, file)| {
            let tables = file.lacking_tables().map(|table| PreparedLack {
                table: table.to_owned(),
                column: None,
                named: Vec::new(),
            });
            let mut lacking: Vec<PreparedLack> = tables.collect();
            for (raw, (table, column)) in file.lacking_wanted(&spec.0.raw) {
                let known = lacking
                    .iter_mut()
                    .find(|lack| lack.table == table && lack.column.as_ref() == Some(&column));
                match known {
                    Some(known) => known.named.push(raw),
                    None => lacking.push(PreparedLack {
                        table,
                        column: Some(column),
                        named: vec![raw],
                    }),
                }
            }
            lacking.sort();
            lacking.dedup();
            (spec.0.input, lacking)
        })
    }

    /// Reads, orders and writes all records. After a fault nothing more is written, but all faults are still looked for.
    async fn records(&self, context: &Arc<RunContext>) -> Result<Outcome> {
        let buckets = self.options.buckets.max(1);
        let sizes = Arc::new(Sizes::default());
        let tables = self.tables(context, buckets, &sizes).await?;
        let schemas: Vec<SchemaRef> = tables.iter().map(|table| table.schema()).collect();
        let arranger = Arc::new(Arranger {
            plan: Arc::clone(&context.plan),
            assembly: Arc::new(Assembly::new(&context.plan)),
            schemas,
            sizes,
            stored: OnceLock::new(),
        });
        let walk = Walk::new(tables, context.rows_at_once);
        let rows = stream::try_unfold(walk, |mut walk| async move {
            Ok(walk.next().await?.map(|rows| (rows, walk)))
        });
        let arranged = rows.map(|rows: Result<_>| {
            let arranger = Arc::clone(&arranger);
            async move {
                let rows = rows?;
                let arranged = tokio::task::spawn_blocking(move || arranger.arrange(&rows)).await;
                arranged.unwrap_or_else(|error| Err(DataFusionError::ExecutionJoin(Box::new(error))))
            }
        });
        let mut arranged = arranged.buffered(self.options.run.threads.max(1)).boxed();
        let mut files = Files::new(&self.options.into, context.plan.streams.len(), buckets);
        let (mut sums, mut unlisted, mut counts) = (Sums::default(), Unlisted::default(), Vec::new());
        let mut clean = true;
        while let Some(some) = arranged.try_next().await? {
            let patients = usize::try_from(some.sums.all.patients).unwrap_or(0);
            sums.add(&some.sums);
            unlisted.add(&some.unlisted);
            clean &= some.counts.repeated.iter().all(|patients| *patients == 0);
            if clean && context.log.is_clean() {
                add(&mut files, &arranger, &some)?;
            }
            counts.push(some.counts.into_rows()?);
            context.watch.advance(0, patients);
        }
        drop(arranged);
        Ok(Outcome {
            stored: arranger.stored.get().cloned().unwrap_or_default(),
            written: files.finish()?,
            sums,
            unlisted,
            counts: Counts::from_rows(&context.plan, &counts)?,
        })
    }

    /// The decoded rows of all tables, each in the order of buckets and keys.
    async fn tables(
        &self,
        context: &Arc<RunContext>,
        buckets: u32,
        sizes: &Arc<Sizes>,
    ) -> Result<Vec<SendableRecordBatchStream>> {
        let session = self.run.session(context);
        let scans = self
            .run
            .files()
            .iter()
            .filter(|(spec, _)| matches!(spec.0.input, Input::Scan(_)));
        let mut tables = Vec::new();
        for (spec, file) in scans {
            let decoded = self.run.decode(spec, file, &context.log)?;
            let decoded = session.create_physical_plan(&decoded).await?;
            tables.push(execute_stream(
                in_order(decoded, buckets, sizes)?,
                session.task_ctx(),
            )?);
        }
        Ok(tables)
    }

    fn write_manifest(&self, manifest: &Manifest) -> Result<(), EnvironmentFault> {
        let mut text = serde_json::to_vec_pretty(manifest)
            .map_err(|_| EnvironmentFault::Plan(String::from("the manifest cannot be written down")))?;
        text.push(b'\n');
        std::fs::write(self.options.into.join(MANIFEST), text)
            .map_err(|error| EnvironmentFault::Disk(error.kind()))
    }
}

fn add(files: &mut Files, arranger: &Arranger, some: &Arranged) -> Result<()> {
    let stored = arranger.stored.get().map(Vec::as_slice).unwrap_or_default();
    for cut in &some.cuts {
        let ranges = some.records.iter().zip(&cut.records);
        let records: Vec<_> = ranges
            .map(|(records, (first, rows))| records.slice(*first, *rows))
            .collect();
        files.add(cut.bucket, stored, &records)?;
    }
    Ok(())
}
