//! A study, a model and a source in Kohort, through the checker.

use kohort_base::{MemoryWorld, Severity};
use kohort_semantics::project::{Options, analyse};
use kohort_semantics::source::Source;
use kohort_semantics::study::Study;

/// The checked early-onset study and its source.
pub(crate) fn early_onset() -> (Study, Source) {
    let world = MemoryWorld::new()
        .with("tutorial.kohort", include_str!("tutorial.kohort"))
        .with("us.kohort", include_str!("us.kohort"))
        .with("early_onset.kohort", include_str!("early_onset.kohort"));
    let analysis = analyse(&world, "early_onset.kohort", &Options::default()).unwrap();
    let errors = analysis
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error);
    let errors: Vec<String> = errors
        .map(|found| format!("{}: {:?}", found.title, found.labels))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    (
        Study::clone(&analysis.study.unwrap()),
        Source::clone(&analysis.sources[0]),
    )
}
