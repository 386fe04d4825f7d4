//! Why a run returns nothing.
//!
//! Invariant: no text here quotes data, except the few examples that a [`DataFault`] may show. Errors of DataFusion,
//! Arrow and Parquet are named by their kind only, since their texts may quote values.

use crate::fault::DataFault;
use crate::pass::evaluate::EvaluateError;
use crate::prepared::PreparedFault;
use datafusion::error::DataFusionError;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a run returns nothing.
#[derive(Debug)]
pub enum RunError {
    /// The data contradict what the source declares. Every fault of the run, sorted.
    Data(Vec<DataFault>),
    /// The machine, or the engine itself, could not carry the run out.
    Environment(EnvironmentFault),
}

/// What went wrong outside the data.
#[derive(Debug, thiserror::Error)]
pub enum EnvironmentFault {
    /// The data folder cannot be opened.
    #[error("the data folder `{}` cannot be read: {reason}", folder.display())]
    DataFolder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        reason: io::ErrorKind,
    },
    /// The folder for sorting on disk cannot be made or written.
    #[error("sorting needs a folder for temporary files, but {} cannot be written: {reason}", shown(folder.as_ref()))]
    Spill {
        /// The folder; the system's, if absent.
        folder: Option<PathBuf>,
        /// Why.
        reason: io::ErrorKind,
    },
    /// The memory limit is too low even with sorting on disk.
    #[error(
        "the memory limit of {limit} bytes is too low for this run; allow more memory or use fewer threads"
    )]
    Memory {
        /// The limit.
        limit: usize,
    },
    /// A disk error while the run was under way.
    #[error("reading or writing failed during the run: {0}")]
    Disk(io::ErrorKind),
    /// The threads that carry out a run cannot be started.
    #[error("the run's threads cannot be started: {0}")]
    Threads(io::ErrorKind),
    /// The folder holds prepared data that cannot be used.
    #[error(transparent)]
    Prepared(PreparedFault),
    /// The plan cannot be evaluated. A plan that was bound from a checked study always can.
    #[error("the plan cannot be evaluated: {0}")]
    Plan(String),
    /// A fault of the engine or of DataFusion.
    #[error("the engine failed with an error of the kind `{0}`; this is a fault of Kohort, please report it")]
    Engine(&'static str),
}

fn shown(folder: Option<&PathBuf>) -> String {
    folder.map_or_else(
        || "the system's folder".to_owned(),
        |folder| format!("`{}`", folder.display()),
    )
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(faults) => {
                for (position, fault) in faults.iter().enumerate() {
                    if position > 0 {
                        f.write_str("\n\n")?;
                    }
                    write!(f, "{fault}")?;
                }
                Ok(())
            }
            Self::Environment(fault) => write!(f, "error: {fault}"),
        }
    }
}

impl std::error::Error for RunError {}

impl From<EnvironmentFault> for RunError {
    fn from(fault: EnvironmentFault) -> Self {
        Self::Environment(fault)
    }
}

impl From<EvaluateError> for EnvironmentFault {
    fn from(error: EvaluateError) -> Self {
        Self::Plan(error.to_string())
    }
}

impl EnvironmentFault {
    /// What an error of DataFusion was about, without its text.
    pub(crate) fn of(error: &DataFusionError, memory_limit: Option<usize>) -> Self {
        match root(error) {
            DataFusionError::ResourcesExhausted(_) => Self::Memory {
                limit: memory_limit.unwrap_or(usize::MAX),
            },
            DataFusionError::IoError(error) => Self::Disk(error.kind()),
            DataFusionError::External(inner) => {
                match (
                    inner.downcast_ref::<EvaluateError>(),
                    inner.downcast_ref::<PreparedFault>(),
                ) {
                    (Some(error), _) => Self::Plan(error.to_string()),
                    (None, Some(fault)) => Self::Prepared(fault.clone()),
                    (None, None) => Self::Engine("external"),
                }
            }
            other => Self::Engine(kind(other)),
        }
    }
}

/// Whether an error came from a lack of memory or disk and not from what was read.
pub(crate) fn is_environment(error: &DataFusionError) -> bool {
    matches!(
        root(error),
        DataFusionError::ResourcesExhausted(_) | DataFusionError::IoError(_)
    )
}

/// The error that others only pass on.
fn root(error: &DataFusionError) -> &DataFusionError {
    match error {
        DataFusionError::Context(_, inner) | DataFusionError::Diagnostic(_, inner) => root(inner),
        DataFusionError::Shared(inner) => root(inner),
        DataFusionError::Collection(all) => all.first().map_or(error, root),
        DataFusionError::ArrowError(inner, _) => match inner.as_ref() {
            datafusion::arrow::error::ArrowError::ExternalError(inner) => {
                inner.downcast_ref::<DataFusionError>().map_or(error, root)
            }
            _ => error,
        },
        DataFusionError::External(inner) => inner.downcast_ref::<DataFusionError>().map_or(error, root),
        _ => error,
    }
}

fn kind(error: &DataFusionError) -> &'static str {
    match error {
        DataFusionError::ArrowError(..) => "arrow",
        DataFusionError::ParquetError(_) => "parquet",
        DataFusionError::ObjectStore(_) => "file",
        DataFusionError::NotImplemented(_) => "not implemented",
        DataFusionError::Internal(_) => "internal",
        DataFusionError::Plan(_) => "plan",
        DataFusionError::Configuration(_) => "configuration",
        DataFusionError::SchemaError(..) => "schema",
        DataFusionError::Execution(_) => "execution",
        DataFusionError::ExecutionJoin(_) => "task",
        _ => "other",
    }
}
