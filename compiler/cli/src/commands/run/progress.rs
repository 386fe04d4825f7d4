//! Progress for a person who watches.
//!
//! Invariant: shown on a terminal only, and gone when the run ends; a result never depends on it.

use indicatif::{ProgressBar, ProgressStyle};
use kohort_engine::{Observer, Progress};
use std::sync::Arc;
use std::time::Duration;

/// How often the sign of life turns.
const TURN: Duration = Duration::from_millis(120);

/// The line that tells how far a run is.
pub(in crate::commands) struct Watching {
    bar: Option<ProgressBar>,
}

impl Watching {
    /// Starts the line for a source, if somebody watches.
    pub(in crate::commands) fn start(source: &str, watched: bool) -> Self {
        let bar = watched.then(|| {
            let bar = ProgressBar::new_spinner();
            // The template is a constant; were it wrong, the plain one would do.
            if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix}  {msg}") {
                bar.set_style(style);
            }
            bar.set_prefix(source.to_owned());
            bar.enable_steady_tick(TURN);
            bar
        });
        Self { bar }
    }

    /// What the engine tells.
    pub(in crate::commands) fn observer(&self) -> Option<Observer> {
        let bar = self.bar.clone()?;
        Some(Arc::new(move |progress: Progress| {
            bar.set_message(format!("{} rows, {} patients", progress.rows, progress.patients));
        }))
    }

    /// Removes the line.
    pub(in crate::commands) fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
