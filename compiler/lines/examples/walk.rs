//! The benchmark of the walk: a million patients with 40 records each, made up one after another.
//!
//! `cargo run -p kohort-lines --example walk [PATIENTS]` prints rows a second for some rule sets, the time that making the
//! records alone takes, and the most memory that the process had. It asserts nothing about times: they belong to a machine.

use kohort_lines::{Compiled, History, Names, Part, Record, Scratch, lines};
use kohort_semantics::study::{
    Cover, CoverRule, Dropped, DroppedRule, DrugSet, GapLimit, GapRule, InterchangeRule, LineNumbers,
    LineRules, MaintenanceKind, MaintenanceRule, WindowRule,
};
use std::error::Error;
use std::fs;
use std::time::{Duration, Instant};

const RECORDS: usize = 40;
const DRUGS: u32 = 60;

fn main() -> Result<(), Box<dyn Error>> {
    let patients: u64 = match std::env::args().nth(1) {
        Some(count) => count.parse()?,
        None => 1_000_000,
    };
    println!("{patients} patients, {RECORDS} records each, one thread\n");
    let making = timed(|| {
        let mut records = Vec::new();
        (0..patients).fold(0u64, |sum, patient| {
            make(patient, &mut records);
            sum.wrapping_add(records.iter().map(|record| u64::from(record.drug)).sum())
        })
    });
    println!("making the records: {:.2?}", making.0);
    for (name, rules) in [("window and gap", simple()), ("all kinds of look-ahead", rich())] {
        let compiled = Compiled::new(&rules);
        let (time, (parts, letters)) = timed(|| run(&compiled, patients));
        let walking = time.saturating_sub(making.0);
        let rows = u128::from(patients) * RECORDS as u128;
        println!(
            "{name}: {walking:.2?} for {parts} parts ({letters} letters of regimens), {} rows a second",
            rows * 1000 / walking.as_millis().max(1)
        );
    }
    if let Some(kilobytes) = peak_memory() {
        println!("peak memory: {kilobytes} kB");
    }
    Ok(())
}

fn run(compiled: &Compiled, patients: u64) -> (u64, u64) {
    let (mut records, mut parts) = (Vec::new(), Vec::<Part>::new());
    let (mut scratch, mut names) = (Scratch::default(), Names::default());
    let (mut count, mut letters) = (0, 0);
    for patient in 0..patients {
        make(patient, &mut records);
        parts.clear();
        lines(compiled, &History::of(&records), &mut scratch, &mut parts);
        count += parts.len() as u64;
        for part in &parts {
            letters += names.of(compiled, &part.drugs).regimen.len() as u64;
        }
    }
    (count, letters)
}

/// Three or four lines of two drugs every three weeks, with pauses, and a tenth of the records out of order.
fn make(patient: u64, records: &mut Vec<Record>) {
    records.clear();
    let mut state = patient.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut draw = |below: u32| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        u32::try_from(state >> 40).unwrap_or(0) % below
    };
    let mut day = i32::try_from(draw(4000)).unwrap_or(0);
    let mut drugs = [draw(DRUGS), draw(DRUGS)];
    for at in 0..RECORDS {
        if at % 2 == 0 {
            day += 21;
        }
        if at % 12 == 0 {
            drugs = [draw(DRUGS), drugs[1]];
            if draw(3) == 0 {
                drugs[1] = draw(DRUGS);
            }
            day += i32::try_from(draw(150)).unwrap_or(0);
        }
        records.push(Record {
            start: day,
            end: None,
            drug: if at % 2 == 0 { drugs[0] } else { drugs[1] },
            supply: None,
        });
    }
    if draw(10) == 0 {
        records.reverse();
    }
}

fn names() -> impl Iterator<Item = String> {
    (0..DRUGS).map(|drug| format!("drug_{drug:03}"))
}

fn some(drugs: std::ops::Range<usize>) -> DrugSet {
    DrugSet {
        text: String::new(),
        drugs: names().skip(drugs.start).take(drugs.len()).collect(),
    }
}

fn simple() -> LineRules {
    LineRules {
        windows: vec![WindowRule {
            text: String::new(),
            days: 28,
            inclusive: true,
            drugs: None,
            lines: LineNumbers::ALL,
        }],
        gaps: vec![GapRule {
            text: String::new(),
            limit: Some(GapLimit {
                days: 120,
                or_equal: false,
            }),
            from_last_start: false,
            drugs: None,
            lines: LineNumbers::ALL,
        }],
        interchange: vec![InterchangeRule {
            text: String::new(),
            drugs: some(0..2).drugs,
        }],
        drug_names: names().map(|name| (name.clone(), name)).collect(),
        ..LineRules::default()
    }
}

fn rich() -> LineRules {
    let maintenance = |kind: MaintenanceKind, drugs: DrugSet| MaintenanceRule {
        text: String::new(),
        drugs,
        kind,
        alone: true,
        after_cycles: Some(2),
        within: Some(150),
        others_stopped_for: Some(28),
        without: None,
        own_line: false,
        lines: LineNumbers::ALL,
    };
    LineRules {
        covers: vec![CoverRule {
            text: String::new(),
            cover: Cover::Days(21),
            drugs: Some(some(20..40)),
        }],
        maintenance: vec![
            maintenance(MaintenanceKind::Continuation, some(0..20)),
            maintenance(MaintenanceKind::Switch, some(40..60)),
        ],
        dropped: vec![DroppedRule {
            text: String::new(),
            drugs: None,
            meaning: Dropped::Advances(60),
            lines: LineNumbers::ALL,
        }],
        ..simple()
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "measuring time is what this program is for"
)]
fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let done = work();
    (start.elapsed(), done)
}

/// The most memory this process ever had in kilobytes, where the system tells (Linux).
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
