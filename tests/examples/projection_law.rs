//! The projection law on many people, with what it takes.
//!
//! `cargo run -p kohort-tests --example projection_law -- [PEOPLE] [SEED] [JUDGED] [ROUNDS]`: so many people (20,000 by
//! default) in all four countries' tables through the engine in every way of reading data, so many rounds of halves of
//! them, and the first so many to the oracle. The number of members is printed only where all agree. See docs/laws.md.

use kohort_tests::law::cases;
use std::error::Error;
use std::fs;
use std::process::ExitCode;
use std::time::Instant;

#[path = "../tests/law/mod.rs"]
mod law;

fn main() -> ExitCode {
    match measured() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "measuring time is what this program is for"
)]
fn measured() -> Result<(), Box<dyn Error>> {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let mut next = |default: u64| numbers.next().unwrap_or(Ok(default));
    let (count, seed, judged, rounds) = (next(20_000)?, next(5)?, next(200)?, next(4)?);
    let people = law::People { seed, count };
    let cases = cases()?;
    println!("{count} people of seed {seed}, {} studies", cases.len());
    let start = Instant::now();
    let mut last = start;
    let found = law::attritions(&cases, people, &mut |what, result| {
        let took = last.elapsed().as_millis();
        let hash = match result.is_empty() {
            true => String::new(),
            false => blake3::hash(result.as_bytes()).to_hex()[..16].to_owned(),
        };
        println!("{took:>8} ms  {hash:16}  {what}");
        last = Instant::now();
    })?;
    for found in &found {
        let cohorts = &found.results.cohorts;
        let steps: usize = cohorts.iter().map(|cohort| cohort.steps.len()).sum();
        let hash = blake3::hash(found.answers.as_bytes()).to_hex();
        println!(
            "{}: {} cohorts, {steps} steps, all {}",
            found.study,
            cohorts.len(),
            &hash[..16]
        );
        for cohort in cohorts {
            let members = cohort.steps.last().map_or(0, |step| step.patients);
            println!("{members:>10} {}", cohort.name);
        }
    }
    println!("attritions: {} s", start.elapsed().as_secs());
    let last = Instant::now();
    law::halves(&cases, people, u32::try_from(rounds)?)?;
    println!("{rounds} rounds of halves: {} s", last.elapsed().as_secs());
    let last = Instant::now();
    let first = law::People {
        count: judged.min(count),
        ..people
    };
    let memberships = law::memberships(&cases, first)?;
    println!(
        "to the oracle, {memberships} memberships of {} people are the same in all countries: {} s",
        first.count,
        last.elapsed().as_secs()
    );
    if let Some(peak) = peak_memory() {
        println!("peak memory of this process: {peak}");
    }
    Ok(())
}

/// The most memory this process ever had, where the system tells (Linux).
fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}
