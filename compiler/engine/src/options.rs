//! How a run is carried out.
//!
//! Invariant: nothing here changes a result.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// A caller's function that is told how far a run is. It is called from several threads.
pub type Observer = Arc<dyn Fn(Progress) + Send + Sync>;

/// The bytes that a run may hold for sorting unless told otherwise. On a million people more memory was not faster, and
/// without a limit a run would grow with its data until the machine has no more.
pub const MEMORY: usize = 2_000_000_000;

/// How a run is carried out.
#[derive(Clone)]
pub struct RunOptions {
    /// The data folder. Nothing outside it is read.
    pub data: PathBuf,
    /// The content hash of the source model that the plan is bound to ([`crate::prepared::source_hash`]). Prepared data of
    /// another one are refused; without it, what can be told from the plan alone is compared.
    pub source_hash: Option<String>,
    /// How many partitions work side by side; at least 1.
    pub threads: usize,
    /// How many rows DataFusion hands on at once, and how many patients are evaluated at once; DataFusion's and the
    /// engine's own choice if absent.
    pub batch_size: Option<usize>,
    /// How many bytes may be held before sorting moves to disk; no limit if absent.
    pub memory_limit: Option<usize>,
    /// The folder below which a private folder for sorting is made, and removed at the end; the system's if absent.
    /// What is written there is patient data.
    pub spill: Option<PathBuf>,
    /// Is told how far the run is.
    pub progress: Option<Observer>,
}

impl RunOptions {
    /// All of this machine's threads, and [`MEMORY`].
    pub fn new(data: impl Into<PathBuf>) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            data: data.into(),
            source_hash: None,
            threads,
            batch_size: None,
            memory_limit: Some(MEMORY),
            spill: None,
            progress: None,
        }
    }
}

impl fmt::Debug for RunOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunOptions")
            .field("data", &self.data)
            .field("source_hash", &self.source_hash)
            .field("threads", &self.threads)
            .field("batch_size", &self.batch_size)
            .field("memory_limit", &self.memory_limit)
            .field("spill", &self.spill)
            .finish_non_exhaustive()
    }
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows read so far, of all tables.
    pub rows: u64,
    /// Patients evaluated so far.
    pub patients: u64,
}
