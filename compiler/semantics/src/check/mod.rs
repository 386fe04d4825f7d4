//! Checks of a typed study that look at more than one expression, and the check of a study against a source.

pub mod availability;
pub(crate) mod line_cohorts;
mod line_time;
mod needless;
mod negative;
pub(crate) mod only_in;
mod time;
mod unknown;
pub(crate) mod window;

use crate::study::Study;
use kohort_base::Diagnostic;

/// All checks of a study that need no source.
pub(crate) fn study(study: &Study, out: &mut Vec<Diagnostic>) {
    time::check(study, out);
    unknown::check(study, out);
    needless::check(study, out);
    negative::check(study, out);
}
