//! How many people are made, for a person who watches.
//!
//! Invariant: shown on a terminal only, and gone when the command ends. Without the feature `run` there is no library that
//! shows it, and nothing is shown.

#[cfg(feature = "run")]
use indicatif::{ProgressBar, ProgressStyle};

/// The line that tells how far the command is.
pub(super) struct Watching {
    #[cfg(feature = "run")]
    bar: Option<ProgressBar>,
}

#[cfg(feature = "run")]
impl Watching {
    /// Starts the line, if somebody watches.
    pub(super) fn start(people: u64, watched: bool) -> Self {
        let bar = watched.then(|| {
            let bar = ProgressBar::new(people);
            // The template is a constant; were it wrong, the plain one would do.
            if let Ok(style) =
                ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} people, {eta} left")
            {
                bar.set_style(style);
            }
            bar
        });
        Self { bar }
    }

    /// So many people are written.
    pub(super) fn reached(&self, people: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(people);
        }
    }

    /// Removes the line.
    pub(super) fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

#[cfg(not(feature = "run"))]
impl Watching {
    pub(super) fn start(_people: u64, _watched: bool) -> Self {
        Self {}
    }

    pub(super) fn reached(&self, _people: u64) {}

    pub(super) fn finish(self) {}
}
