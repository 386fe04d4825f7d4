//! How long the plans and differences of the shipped examples take: `cargo run --release -p kohort-diff --example review_speed`.
//!
//! Each study is planned at all levels for all of its sources, and compared with itself changed at one place, twenty times
//! each; shown are the middle and the longest time. Nothing is asserted, since times belong to a machine.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::float_arithmetic,
    reason = "a benchmark measures time and prints it"
)]

use kohort_diff::{Given, compare, render};
use kohort_mutate::random_mutation;
use kohort_plan::text::{Form, files};
use kohort_tests::projects::shipped;
use std::time::{Duration, Instant};

const ROUNDS: u64 = 20;

fn main() -> Result<(), String> {
    let begun = Instant::now();
    let projects = shipped()?;
    let count = u32::try_from(projects.len()).unwrap_or(1).max(1);
    println!(
        "checking a study takes {:.0} ms on average\n",
        millis(begun.elapsed() / count)
    );
    println!("| study | plans | all of them | longest | one plan | difference | longest |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    for project in projects {
        let (mut plans, mut diffs, mut number) = (Vec::new(), Vec::new(), 0);
        for seed in 0..ROUNDS {
            let begun = Instant::now();
            let sources = project.sources.iter().map(AsRef::as_ref);
            let written = files(&project.study, sources, Form::Text).map_err(|error| error.to_string())?;
            plans.push(begun.elapsed());
            number = written.len();
            let Some(change) = random_mutation(&project.study, seed) else {
                return Err(format!("{} cannot be changed", project.name));
            };
            let given = |study| Given {
                study,
                sources: &project.sources,
            };
            let begun = Instant::now();
            let diff = compare(given(&project.study), given(&change.study));
            let text = render::text(&diff);
            diffs.push(begun.elapsed());
            if written.is_empty() || text.is_empty() {
                return Err(format!("{} has no plan", project.name));
            }
        }
        let (plan, longest_plan) = middle_and_longest(plans);
        let (diff, longest_diff) = middle_and_longest(diffs);
        let name = project.study.name.as_str();
        let one = plan / f64::from(u32::try_from(number).unwrap_or(1).max(1));
        println!(
            "| {name} | {number} | {plan:.1} ms | {longest_plan:.1} ms | {one:.1} ms | {diff:.1} ms | {longest_diff:.1} ms |"
        );
    }
    Ok(())
}

fn middle_and_longest(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort_unstable();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    let longest = times.last().copied().unwrap_or_default();
    (millis(middle), millis(longest))
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
