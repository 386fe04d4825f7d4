//! A study, a model and a source in Kohort, through the checker.

use kohort_base::{MemoryWorld, Severity};
use kohort_semantics::project::{Options, analyse};
use kohort_semantics::source::Source;
use kohort_semantics::study::Study;

/// The checked early-onset study and its source.
pub(crate) fn early_onset() -> (Study, Source) {
    let files = [
        ("tutorial.kohort", include_str!("tutorial.kohort")),
        ("us.kohort", include_str!("us.kohort")),
        ("early_onset.kohort", include_str!("early_onset.kohort")),
    ];
    checked(&files, "early_onset.kohort", "us")
}

/// The checked study of a project with these files, and one of its sources.
pub(crate) fn checked(files: &[(&str, &str)], study: &str, source: &str) -> (Study, Source) {
    let world = files
        .iter()
        .fold(MemoryWorld::new(), |world, (name, text)| world.with(name, *text));
    let options = Options {
        sources: Some(vec![source.to_owned()]),
    };
    let analysis = analyse(&world, study, &options).unwrap();
    let errors = analysis
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error);
    let errors: Vec<String> = errors
        .map(|found| format!("{}: {:?} {:?}", found.title, found.labels, found.help))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    (
        Study::clone(&analysis.study.unwrap()),
        Source::clone(&analysis.sources[0]),
    )
}
