//! One description: a source over a data folder, raw or prepared.

use super::description::Description;
use super::finish::{Seen, finish};
use super::looking::Looking;
use super::subject::Subject;
use crate::error::{EnvironmentFault, RunError};
use crate::fault::log::Input;
use crate::fault::{DataFault, FaultLog};
use crate::node::RunContext;
use crate::node::logical::PatientPass;
use crate::options::RunOptions;
use crate::pass::assemble::{Assemble, Assembly};
use crate::pass::counts::Counts;
use crate::prepared::{self, is_prepared, source_hash};
use crate::quality::Observed;
use crate::run::Run;
use crate::spill::SpillFolder;
use datafusion::error::Result;
use datafusion::logical_expr::{Extension, LogicalPlan};
use datafusion::physical_plan::execute_stream;
use futures::TryStreamExt;
use kohort_base::Code;
use kohort_semantics::codes::Analyte;
use kohort_semantics::{Model, Source};
use std::sync::Arc;

/// Describes what the files of a source hold. Must be called from a Tokio runtime of several threads.
pub async fn describe(
    model: &Arc<Model>,
    source: &Source,
    analytes: &[Arc<Analyte>],
    options: &RunOptions,
) -> Result<Description, RunError> {
    let subject = Arc::new(Subject::new(model, source, analytes)?);
    if is_prepared(&options.data) {
        let hash = source_hash(model, source).ok();
        let options = RunOptions {
            source_hash: hash,
            ..options.clone()
        };
        return of_prepared(&subject, &options).await;
    }
    let spill = SpillFolder::create(options.spill.as_deref())?;
    let run = Run::prepare(&subject.plan, options, &spill)?;
    let (opted_out, log) = run.opted_out().await?;
    let opted_out = Arc::new(opted_out);
    let looking = Arc::new(Looking::new(&subject, Arc::new(Assembly::new(&subject.plan))));
    let usual = run.context(Arc::clone(&opted_out), &log);
    let context = Arc::new(RunContext {
        plan: Arc::clone(&usual.plan),
        log: Arc::clone(&usual.log),
        opted_out: Arc::clone(&usual.opted_out),
        evaluator: Arc::clone(&usual.evaluator),
        assembly: Arc::clone(&looking) as Arc<dyn Assemble>,
        watch: Arc::clone(&usual.watch),
        witness: None,
        rows_at_once: usual.rows_at_once,
    });
    let counts = pass(&run, &context, &log)
        .await
        .map_err(|error| run.environment(&error))?;
    let faults = run.faults(&log, &counts);
    if faults.iter().any(of_a_file) {
        return Err(RunError::Data(faults));
    }
    let files: Vec<_> = run.files().iter().map(|(_, file)| file).collect();
    let seen = Seen {
        tally: looking.counted(),
        observed: Observed::of(&subject.plan, opted_out.count(), &log, &files),
        without_patient: counts.without_patient,
        log: &log,
        faults,
    };
    Ok(finish(&subject, seen))
}

/// [`describe`] on threads of its own, for callers without a runtime.
pub fn describe_blocking(
    model: &Arc<Model>,
    source: &Source,
    analytes: &[Arc<Analyte>],
    options: &RunOptions,
) -> Result<Description, RunError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(options.threads.max(1))
        .build()
        .map_err(|error| EnvironmentFault::Threads(error.kind()))?;
    runtime.block_on(describe(model, source, analytes, options))
}

/// All tables, patient by patient.
async fn pass(run: &Run<'_>, context: &Arc<RunContext>, log: &Arc<FaultLog>) -> Result<Counts> {
    let scans = run
        .files()
        .iter()
        .filter(|(spec, _)| matches!(spec.0.input, Input::Scan(_)));
    let inputs = scans
        .map(|(spec, file)| run.decode(spec, file, log))
        .collect::<Result<Vec<_>>>()?;
    let node = Arc::new(PatientPass::new(Arc::clone(&context.plan), inputs)?);
    let session = run.session(context);
    let physical = session
        .create_physical_plan(&LogicalPlan::Extension(Extension { node }))
        .await?;
    let rows: Vec<_> = execute_stream(physical, session.task_ctx())?
        .try_collect()
        .await?;
    Counts::from_rows(&context.plan, &rows)
}

async fn of_prepared(subject: &Arc<Subject>, options: &RunOptions) -> Result<Description, RunError> {
    let mut looking = None;
    let walked = prepared::walk(&subject.plan, options, |assembly| {
        let wrapped = Arc::new(Looking::new(subject, assembly));
        looking = Some(Arc::clone(&wrapped));
        wrapped
    })
    .await?;
    let seen = Seen {
        tally: looking.map(|looking| looking.counted()).unwrap_or_default(),
        observed: walked.observed,
        without_patient: walked.without_patient,
        log: &walked.log,
        faults: Vec::new(),
    };
    Ok(finish(subject, seen))
}

/// Whether nobody knows what else stands in a file.
fn of_a_file(fault: &DataFault) -> bool {
    matches!(
        fault.code,
        Code::D0101 | Code::D0102 | Code::D0103 | Code::D0104 | Code::D0105 | Code::D0106 | Code::D0209
    )
}
