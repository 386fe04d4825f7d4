//! What is generated is what it is meant to be, before any engine reads it.

use super::{as_text, files, tables};
use crate::oracle::{run, run_files};
use crate::projects::{Project, purpose_written, reading};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Random tables have a result, the same from files as from the tables themselves; and over all of them, criteria decide.
fn check(projects: &[Project], cases: u32, all_reached: bool) {
    for project in projects {
        for source in &project.sources {
            let config = Config {
                cases,
                failure_persistence: None,
                max_shrink_iters: 200,
                ..Config::default()
            };
            let mut runner =
                TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
            let seen: RefCell<BTreeMap<String, [u64; 3]>> = RefCell::new(BTreeMap::new());
            let text = as_text(source);
            let place = format!("{} on {}", project.name, source.name);
            let outcome = runner.run(&tables(&project.study, source), |tables| {
                let fail = |what: String| TestCaseError::fail(what);
                let one = run(&project.study, source, &tables).map_err(|fault| fail(fault.to_string()))?;
                let other = run_files(&project.study, &text, &files(&text, &tables))
                    .map_err(|fault| fail(format!("from files: {fault}")))?;
                if one.cohorts != other.cohorts {
                    return Err(fail(format!(
                        "{:#?}\nfrom files {:#?}",
                        one.cohorts, other.cohorts
                    )));
                }
                for cohort in &one.cohorts {
                    for step in &cohort.steps {
                        let mut seen = seen.borrow_mut();
                        let counts = seen.entry(format!("{} {}", cohort.name, step.name)).or_default();
                        counts[0] += step.after;
                        counts[1] += step.removed;
                        counts[2] += step.unknown;
                    }
                }
                Ok(())
            });
            outcome.unwrap_or_else(|error| panic!("{place}: {error}"));
            println!("{place}");
            for (step, [after, removed, unknown]) in seen.into_inner() {
                println!("  {step}: {after} left, {removed} removed, {unknown} unknown");
                assert!(
                    !all_reached || after + removed > 0,
                    "{place}: nobody ever comes to {step}"
                );
            }
        }
    }
}

#[test]
fn for_studies_written_to_reach_every_corner() {
    check(
        &purpose_written().unwrap_or_else(|why| panic!("{why}")),
        12,
        false,
    );
}

#[test]
fn for_sources_that_need_every_way_of_reading() {
    check(&reading().unwrap_or_else(|why| panic!("{why}")), 64, true);
}
