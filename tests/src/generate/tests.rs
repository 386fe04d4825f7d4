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
        let seen: RefCell<BTreeMap<String, [u64; 3]>> = RefCell::new(BTreeMap::new());
        for source in &project.sources {
            let config = Config {
                cases,
                failure_persistence: None,
                max_shrink_iters: 200,
                ..Config::default()
            };
            let mut runner =
                TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
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
                    let criteria = cohort.steps.iter().filter(|step| step.alone.is_some());
                    for (position, step) in criteria.enumerate() {
                        let mut seen = seen.borrow_mut();
                        let counts = seen.entry(format!("{} {}", cohort.name, step.name)).or_default();
                        for entry in &cohort.entries {
                            match entry.outcomes[position] {
                                Some(true) => counts[0] += 1,
                                Some(false) => counts[1] += 1,
                                None => counts[2] += 1,
                            }
                        }
                    }
                }
                Ok(())
            });
            outcome.unwrap_or_else(|error| panic!("{place}: {error}"));
        }
        println!("{}", project.name);
        for (criterion, [met, not_met, unknown]) in seen.into_inner() {
            println!("  {criterion}: {met} true, {not_met} false, {unknown} unknown");
            assert!(
                !all_reached || met + not_met > 0,
                "{}: {criterion} never decides",
                project.name
            );
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
