//! The golden timelines of `tests/lines`: what the oracle makes of each patient.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod reader;
#[path = "../support/mod.rs"]
mod support;

use kohort_oracle::own_form::own_form;
use kohort_oracle::{PartTimeline, timeline};
use kohort_semantics::study::LineSetting;
use reader::{Case, Spec, day_of};
use std::path::Path;

/// The lines of a case, as they are written in its file, and their trails.
fn found(spec: &Spec, case: &Case, backwards: bool) -> (Vec<String>, String) {
    let analysis = support::analysed(&case.study(&spec.rules));
    let study = analysis.study.as_ref().unwrap();
    let form = own_form(study, &[("1", &case.records(study, backwards))]).unwrap();
    let timeline = timeline(study, &form.source, &form.tables, "1").unwrap().unwrap();
    let parts = &timeline.lines[0].parts;
    let steps = parts.iter().flat_map(|part| &part.trail);
    let trail: Vec<String> = steps
        .map(|step| format!("  day {}: {} {:?}", day_of(&step.day), step.what, step.rules))
        .collect();
    (parts.iter().map(shown).collect(), trail.join("\n"))
}

fn shown(part: &PartTimeline) -> String {
    let separate = if part.setting == LineSetting::Separate {
        "separate "
    } else {
        ""
    };
    let maintenance = if part.maintenance { " maintenance" } else { "" };
    let drugs: Vec<&str> = part
        .drugs
        .iter()
        .map(|drug| drug.rsplit('.').next().unwrap())
        .collect();
    format!(
        "{separate}{}{maintenance} [{}-{}] {}, {}",
        part.number,
        day_of(&part.start),
        day_of(&part.end),
        drugs.join(" + "),
        part.end_reason.word()
    )
}

#[test]
fn every_timeline_is_as_expected() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/lines");
    let (mut wrong, mut cases) = (Vec::new(), 0);
    for path in reader::files(&directory) {
        let spec = reader::spec(&std::fs::read_to_string(&path).unwrap());
        for case in &spec.cases {
            cases += 1;
            for backwards in [false, true] {
                let (lines, trail) = found(&spec, case, backwards);
                if lines != case.expected {
                    wrong.push(format!(
                        "{}: {}\nexpected\n  {}\nfound\n  {}\nsince\n{trail}",
                        path.file_name().unwrap().to_string_lossy(),
                        case.name,
                        case.expected.join("\n  "),
                        lines.join("\n  ")
                    ));
                    break;
                }
            }
        }
    }
    assert!(cases > 60, "only {cases} cases were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
