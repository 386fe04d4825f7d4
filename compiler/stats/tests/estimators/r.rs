//! R's `survival` about invented people: its kept answers, and R itself where it is installed.
//!
//! `tests/data/r` keeps people and what R said about them. `KOHORT_UPDATE_R=1` asks R anew and writes both.
//! Where `KOHORT_REQUIRE_R=1`, as in continuous integration, a machine without R is a failure and not a reason to skip.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the test runs another program, and says why it does not"
)]

use crate::people::{Person, people, spells, table, weighted_spells};
use crate::support::data;
use kohort_stats::baseline::{QuantileRule, Values};
use kohort_stats::compare::{log_rank, stratified_log_rank};
use kohort_stats::cox::{CoxData, CoxFit, Ties, fit};
use kohort_stats::rate::{PersonTime, Proportion};
use kohort_stats::special::{beta_quantile, chi_square_quantile, chi_square_tail, normal_quantile};
use kohort_stats::survival::{aalen_johansen, kaplan_meier};
use kohort_stats::{Confidence, ConfidenceType, Count, Limits, Mass, Outcome, Share, Time};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The people whose answers are kept.
const KEPT: u64 = 20_250_415;
/// Others, for R itself.
const FRESH: [u64; 2] = [1, 97];

/// Set, estimator, the bits of its argument; none is R's NA.
type Results = BTreeMap<(String, String, u64), Option<f64>>;

#[test]
fn the_kept_answers_of_r_are_met() {
    if std::env::var("KOHORT_UPDATE_R").is_ok() {
        fs::write(data("r/people.csv"), table(&people(KEPT))).expect("the data can be written");
        ask_r(&data("r")).expect("R answers");
    }
    let kept = fs::read_to_string(data("r/people.csv")).expect("the data can be read");
    assert_eq!(
        kept,
        table(&people(KEPT)),
        "the kept answers are about these people"
    );
    let compared = compare(&ours(&people(KEPT)), &theirs(&data("r")));
    assert!(compared > 4_000, "{compared} numbers");
}

#[test]
fn the_bits_are_the_same_on_every_machine() {
    // FNV-1a over all numbers about the kept people. It changes with a formula, or with the version of `libm`.
    let hash = ours(&people(KEPT))
        .values()
        .map(|value| value.map_or(u64::MAX, f64::to_bits))
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, bits| {
            (hash ^ bits).wrapping_mul(0x0000_0100_0000_01b3)
        });
    assert_eq!(hash, 0x045d_d65b_584f_b72f);
}

#[test]
fn r_agrees_on_other_people() {
    if let Err(reason) = r_is_here() {
        assert!(
            std::env::var("KOHORT_REQUIRE_R").is_err(),
            "R is required here, and {reason}"
        );
        eprintln!("skipped: {reason}; Debian has both as r-base-core and r-cran-survival");
        return;
    }
    for seed in FRESH {
        let folder = tempfile::tempdir().expect("a folder can be made");
        fs::write(folder.path().join("people.csv"), table(&people(seed))).expect("the data can be written");
        ask_r(folder.path()).expect("R answers");
        let compared = compare(&ours(&people(seed)), &theirs(folder.path()));
        assert!(compared > 4_000, "{compared} numbers");
    }
}

fn r_is_here() -> Result<(), String> {
    let asked = Command::new("Rscript").args(["-e", "library(survival)"]).output();
    match asked {
        Err(error) => Err(format!("Rscript cannot be started ({error})")),
        Ok(output) if !output.status.success() => Err("R has no package `survival`".to_owned()),
        Ok(_) => Ok(()),
    }
}

fn ask_r(folder: &Path) -> Result<(), String> {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/r/reference.R");
    let output = Command::new("Rscript")
        .arg("--vanilla")
        .arg(script)
        .arg(folder)
        .output()
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

fn theirs(folder: &Path) -> Results {
    let mut results = Results::new();
    let mut reader = csv::Reader::from_path(folder.join("expected.csv")).expect("the answers can be read");
    for record in reader.records() {
        let record = record.expect("a record");
        let at: f64 = record[2].parse().expect("an argument");
        let value = (&record[3] != "NA").then(|| record[3].parse().expect("a number"));
        results.insert((record[0].to_owned(), record[1].to_owned(), at.to_bits()), value);
    }
    results
}

fn compare(ours: &Results, theirs: &Results) -> usize {
    let mut wrong = Vec::new();
    for (key, theirs) in theirs {
        let (set, what, at) = (&key.0, &key.1, f64::from_bits(key.2));
        match (ours.get(key), theirs) {
            (None, _) => wrong.push(format!("{set}: {what} at {at}: not computed")),
            (Some(None), None) => {}
            (Some(Some(ours)), Some(theirs)) if near(*ours, *theirs) => {}
            (Some(ours), theirs) => wrong.push(format!("{set}: {what} at {at}: {ours:?}, R has {theirs:?}")),
        }
    }
    for key in ours.keys().filter(|key| !theirs.contains_key(*key)) {
        wrong.push(format!(
            "{} {} at {}: R has none",
            key.0,
            key.1,
            f64::from_bits(key.2)
        ));
    }
    let shown: Vec<&String> = wrong.iter().take(40).collect();
    assert!(
        wrong.is_empty(),
        "{} of {}: {shown:#?}",
        wrong.len(),
        theirs.len()
    );
    theirs.len()
}

/// R prints 13 digits here, and its Cox models stop when the likelihood settles, before the coefficients have all digits.
fn near(ours: f64, theirs: f64) -> bool {
    (ours - theirs).abs() <= 1e-9 * theirs.abs() + 1e-12
}

/// What we say about everything that the script asks R.
fn ours(people: &[Person]) -> Results {
    let mut results = Sheet::default();
    let mut sets: Vec<&'static str> = people.iter().map(|person| person.set).collect();
    sets.dedup();
    for set in sets {
        let people: Vec<&Person> = people.iter().filter(|person| person.set == set).collect();
        results.set = set.to_owned();
        survival(&mut results, &people);
        incidence(&mut results, &people);
        tests(&mut results, &people);
        models(&mut results, &people);
        tables(&mut results, &people);
    }
    results.set = "-".to_owned();
    special(&mut results);
    results.all
}

#[derive(Default)]
struct Sheet {
    set: String,
    all: Results,
}

impl Sheet {
    fn put(&mut self, what: &str, at: f64, value: impl Into<Option<f64>>) {
        let key = (self.set.clone(), what.to_owned(), at.to_bits());
        self.all.insert(key, value.into());
    }

    fn limits(&mut self, names: [&str; 2], at: f64, limits: Option<Limits>) {
        self.put(names[0], at, limits.map(|limits| limits.lower));
        self.put(names[1], at, limits.map(|limits| limits.upper));
    }
}

fn survival(results: &mut Sheet, people: &[&Person]) {
    let spells = spells(people.iter().copied());
    let curve = kaplan_meier(&spells.risk_table());
    for step in curve.falls() {
        let day = f64::from(step.day);
        results.put("survival", day, step.point.survival);
        results.put("at risk", day, step.at_risk.total());
        results.put("survival error", day, step.point.std_error);
        for kind in [ConfidenceType::LogLog, ConfidenceType::Log, ConfidenceType::Plain] {
            let names = [format!("lower {kind}"), format!("upper {kind}")];
            results.limits(
                [&names[0], &names[1]],
                day,
                step.point.limits(Confidence::of(kind)),
            );
        }
    }
    let quarters = [
        (25.0, Share::QUARTER),
        (50.0, Share::HALF),
        (75.0, Share::THREE_QUARTERS),
    ];
    for (percent, share) in quarters {
        for kind in [ConfidenceType::LogLog, ConfidenceType::Log, ConfidenceType::Plain] {
            let quantile = curve.quantile(share, Confidence::of(kind));
            results.put("quantile", percent, quantile.time.map(Time::days));
            results.put(
                &format!("quantile lower {kind}"),
                percent,
                quantile.lower.map(Time::days),
            );
            results.put(
                &format!("quantile upper {kind}"),
                percent,
                quantile.upper.map(Time::days),
            );
        }
    }
    let weighted = kaplan_meier(&weighted_spells(people.iter().copied()).risk_table());
    for step in weighted.falls() {
        results.put("weighted survival", f64::from(step.day), step.point.survival);
    }
    if people.iter().any(|person| person.is_delayed()) {
        return;
    }
    let first = curve.steps().first().map_or(0, |step| step.day);
    for horizon in [10, 20, 35].into_iter().filter(|horizon| *horizon >= first) {
        let rmst = curve.rmst(horizon).expect("the curve reaches the horizon");
        results.put("rmst", f64::from(horizon), rmst.mean);
        results.put("rmst error", f64::from(horizon), rmst.std_error);
    }
    let follow_up = kaplan_meier(&spells.reversed().risk_table());
    let median = follow_up.median(Confidence::default()).time;
    results.put("follow-up", 50.0, median.map(Time::days));
}

fn incidence(results: &mut Sheet, people: &[&Person]) {
    let delayed = people.iter().any(|person| person.is_delayed());
    let incidence = aalen_johansen(&spells(people.iter().copied()).risk_table());
    for step in incidence.steps() {
        for cause in &step.by_cause {
            let name = cause.cause.0;
            results.put(
                &format!("incidence {name}"),
                f64::from(step.day),
                cause.cumulative,
            );
            if !delayed {
                results.put(
                    &format!("incidence error {name}"),
                    f64::from(step.day),
                    cause.std_error,
                );
            }
        }
    }
}

fn tests(results: &mut Sheet, people: &[&Person]) {
    if people.iter().any(|person| person.is_delayed()) {
        return;
    }
    let of = |group: u32, strata: &[u32]| {
        let members = people
            .iter()
            .copied()
            .filter(|person| person.group == group && strata.contains(&person.stratum));
        spells(members)
    };
    let groups = [0, 1, 2].map(|group| of(group, &[0, 1]));
    let test = log_rank(&groups).expect("there is something to compare");
    for (place, group) in (1u32..).zip(&test.groups) {
        results.put("log-rank expected", f64::from(place), group.expected);
    }
    results.put("log-rank", 0.0, test.chi_square);
    let strata = [0, 1].map(|stratum| [0, 1, 2].map(|group| of(group, &[stratum])).to_vec());
    let test = stratified_log_rank(&strata).expect("there is something to compare");
    results.put("stratified log-rank", 0.0, test.chi_square);
}

fn models(results: &mut Sheet, people: &[&Person]) {
    let mut put = |name: &str, model: CoxFit| {
        for (place, coefficient) in (0u32..).zip(&model.coefficients) {
            let at = f64::from(place);
            results.put(&format!("{name} coefficient"), at, coefficient.log_hazard_ratio);
            results.put(&format!("{name} error"), at, coefficient.std_error);
            results.put(&format!("{name} robust"), at, coefficient.robust_std_error);
        }
        results.put(&format!("{name} likelihood"), 0.0, model.null_log_likelihood);
        results.put(&format!("{name} likelihood"), 1.0, model.log_likelihood);
        results.put(&format!("{name} score"), 0.0, model.score.chi_square);
    };
    let model = |stratified: bool, ties: Ties| {
        let data = cox(people, stratified, |_| Count(1));
        fit(&data, ties).expect("there is an estimate")
    };
    put("efron", model(false, Ties::Efron));
    put("breslow", model(false, Ties::Breslow));
    put("stratified", model(true, Ties::Efron));
    let weighted = cox(people, false, Person::weighted);
    put(
        "weighted",
        fit(&weighted, Ties::Efron).expect("there is an estimate"),
    );
}

fn cox<M: Mass>(people: &[&Person], stratified: bool, mass: impl Fn(&Person) -> M) -> CoxData<M> {
    let mut data = CoxData::new(2);
    for person in people {
        let stratum = if stratified { person.stratum } else { 0 };
        data.add(stratum, person.spell(), person.covariates(), &mass(person))
            .expect("there are two covariates");
    }
    data
}

fn tables(results: &mut Sheet, people: &[&Person]) {
    let mut values = Values::new();
    let mut weighted = Values::new();
    for person in people {
        values.add(Some(person.x()), &Count(1));
        weighted.add(Some(person.x()), &person.weighted());
    }
    results.put("mean", 0.0, values.mean());
    results.put("sd", 0.0, values.standard_deviation());
    results.put("weighted mean", 0.0, weighted.mean());
    results.put("weighted sd", 0.0, weighted.standard_deviation());
    let quarters = [
        (25.0, Share::QUARTER),
        (50.0, Share::HALF),
        (75.0, Share::THREE_QUARTERS),
    ];
    for (percent, share) in quarters {
        for (name, rule) in [("x step", QuantileRule::Step), ("x linear", QuantileRule::Linear)] {
            let quantile = values.quantile(share, rule).expect("there are people");
            results.put(name, percent, quantile.to_f64().value());
        }
    }
    let spells = spells(people.iter().copied());
    let rate = PersonTime::of(&spells)
        .rate(&PersonTime::years(100), Share::P95)
        .expect("there is person-time");
    for (place, value) in [rate.rate, rate.limits.lower, rate.limits.upper]
        .into_iter()
        .enumerate()
    {
        results.put("rate", [0.0, 1.0, 2.0][place], value);
    }
    let events: u64 = spells
        .iter()
        .filter(|(spell, _)| spell.outcome() != Outcome::Censored)
        .map(|(_, count)| count.0)
        .sum();
    let share = Proportion::new(events, spells.everybody().0).expect("there are people");
    let limits = share.exact_limits(Share::P95);
    results.put("proportion", 1.0, limits.lower);
    results.put("proportion", 2.0, limits.upper);
}

fn special(results: &mut Sheet) {
    for p in [1e-300, 1e-20, 1e-5, 0.025, 0.075, 0.2, 0.5, 0.77, 0.975, 0.99999] {
        results.put("normal quantile", p, normal_quantile(p));
    }
    for degrees in [1, 2, 3, 10, 57, 2000] {
        for x in [0.001, 0.5, 1.0, 3.84, 12.0, 70.0, 1900.0, 2100.0] {
            results.put(
                &format!("chi-square tail {degrees}"),
                x,
                chi_square_tail(x, degrees),
            );
        }
        for p in [0.0005, 0.025, 0.5, 0.975, 0.9995] {
            let value = chi_square_quantile(p, f64::from(degrees));
            results.put(&format!("chi-square quantile {degrees}"), p, value);
        }
    }
    for a in [1.0, 4.0, 250.0] {
        for b in [0.5, 2.0, 90.0] {
            for p in [0.005, 0.025, 0.5, 0.975] {
                results.put(&format!("beta quantile {a} {b}"), p, beta_quantile(p, a, b));
            }
        }
    }
}
