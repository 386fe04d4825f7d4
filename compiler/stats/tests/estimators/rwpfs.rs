//! Real-world progression-free survival of the simulated patients of phcanalytics/RwPFS, as published for it.

use crate::support::{data, printed};
use kohort_stats::survival::kaplan_meier;
use kohort_stats::{Cause, Confidence, ConfidenceType, Count, Days, Outcome, Spell, Spells, Time};

const PROGRESSION: Outcome = Outcome::Event(Cause(1));
const DEATH: Outcome = Outcome::Event(Cause(2));

/// The number of a day in the Gregorian calendar; only differences of it mean anything.
fn day_number(text: &str) -> Option<i64> {
    let mut parts = text.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    // March is the first month, so that the leap day is the last day of a year.
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    Some(year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day)
}

/// The patients who can be assessed, and how many cannot. `progression` is the column of the variant.
fn endpoint(progression: &str, window: i64) -> (Spells<Count>, u32) {
    let mut spells = Spells::new();
    let mut missing = 0;
    let mut reader = csv::Reader::from_path(data("rwpfs/simprog.csv")).expect("the data can be read");
    let heads = reader.headers().expect("heads").clone();
    let place = |name: &str| heads.iter().position(|head| head == name).expect("a column");
    for record in reader.records() {
        let record = record.expect("a record");
        let date = |name: &str| day_number(&record[place(name)]);
        match assess(
            date("baseline_date"),
            date("last_activity_date"),
            date("last_progression_abstraction_date"),
            [
                date("visit_gap_start_date"),
                date(progression),
                date("death_date"),
            ],
            window,
        ) {
            Some((days, outcome)) => spells.add(Spell::new(days, outcome), &Count(1)),
            None => missing += 1,
        }
    }
    (spells, missing)
}

/// Days from the start to what ends it; none where something that is needed is missing or not after the start.
fn assess(
    start: Option<i64>,
    activity: Option<i64>,
    abstraction: Option<i64>,
    others: [Option<i64>; 3],
    window: i64,
) -> Option<(Days, Outcome)> {
    let (start, activity, abstraction) = (start?, activity?, abstraction?);
    if activity <= start || abstraction <= start || others.iter().flatten().any(|date| *date <= start) {
        return None;
    }
    let [gap, progression, death] = others.map(|date| date.unwrap_or(i64::MAX));
    let end = abstraction.min(gap).min(activity);
    let (date, outcome) = if progression <= end.min(death) && progression < i64::MAX {
        (progression, PROGRESSION)
    } else if death < i64::MAX && death - window <= end.min(progression) {
        (death, DEATH)
    } else {
        (end, Outcome::Censored)
    };
    Some((u32::try_from(date - start).ok()?, outcome))
}

fn counts(spells: &Spells<Count>) -> [u64; 3] {
    [Outcome::Censored, PROGRESSION, DEATH].map(|outcome| {
        let with = spells.iter().filter(|(spell, _)| spell.outcome() == outcome);
        with.map(|(_, count)| count.0).sum()
    })
}

#[test]
fn four_definitions() {
    let cases = [
        (
            "progression_date_all_events",
            30,
            8,
            [474, 345, 173],
            "5.65",
            "0.4817",
        ),
        (
            "progression_date_discard_le_14d",
            30,
            4,
            [503, 313, 180],
            "6.05",
            "0.5074",
        ),
        (
            "progression_date_radiographic_only",
            30,
            8,
            [489, 328, 175],
            "6.01",
            "0.5007",
        ),
        (
            "progression_date_all_events",
            0,
            8,
            [643, 345, 4],
            "8.15",
            "0.6088",
        ),
    ];
    let limits = [
        Some([("5.06", "6.41"), ("5.03", "6.34")]),
        Some([("5.32", "6.93"), ("5.32", "6.83")]),
        Some([("5.29", "6.74"), ("5.26", "6.74")]),
        None,
    ];
    let months = |time: Option<Time>| time.expect("it is reached").months();
    for ((column, window, missing, outcomes, median, half_year), limits) in cases.into_iter().zip(limits) {
        let (spells, not_assessed) = endpoint(column, window);
        assert_eq!(
            (not_assessed, counts(&spells)),
            (missing, outcomes),
            "{column}, {window} days"
        );
        let curve = kaplan_meier(&spells.risk_table());
        printed(months(curve.median(Confidence::default()).time), median);
        let six_months = Time::day_within_months(6).expect("it is a day");
        printed(
            curve.at(six_months).expect("people are observed").survival,
            half_year,
        );
        let kinds = [ConfidenceType::Log, ConfidenceType::LogLog];
        for (kind, (lower, upper)) in kinds.into_iter().zip(limits.into_iter().flatten()) {
            let median = curve.median(Confidence::of(kind));
            printed(months(median.lower), lower);
            printed(months(median.upper), upper);
        }
    }
}
