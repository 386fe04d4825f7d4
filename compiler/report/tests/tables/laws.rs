//! What holds of any counts.

use crate::support::csv;
use crate::support::{by, counted, number, numbers, survival_report, time, value, without};
use crate::trial::trial;
use kohort_report::render::{Style, json, text};
use kohort_report::{Content, Report};
use kohort_semantics::study::{
    CharacteristicId, Compared, Counted, EndpointId, NoOutcome, Output, Study, SurvivalReport, TallyValue,
    TimeUnit,
};
use proptest::prelude::*;

fn asked(how: Compared) -> Study {
    let mut study = trial();
    study.endpoints = vec![crate::support::endpoint(
        "os",
        &["death", "(other)"],
        TimeUnit::Months,
    )];
    let asked = SurvivalReport {
        at: numbers(&["0", "1", "2", "400"]),
        at_unit: TimeUnit::Months,
        rmst: Some((number("1"), TimeUnit::Months)),
        follow_up: true,
        at_risk: true,
        compared: Some(how),
        ..survival_report(by(&[0]))
    };
    study.outputs = vec![
        Output::Survival(asked.clone()),
        Output::Incidence(SurvivalReport {
            compared: None,
            ..asked
        }),
        Output::Rates {
            of: by(&[0]),
            endpoints: vec![EndpointId(0)],
            per: number("100"),
            unit: TimeUnit::Years,
        },
        Output::Baseline {
            of: by(&[]),
            rows: vec![CharacteristicId(0)],
            smd: true,
        },
    ];
    study
}

fn outcome() -> impl Strategy<Value = TallyValue> {
    prop_oneof![
        (0u32..5, 1u32..90, prop::option::of(0u32..2)).prop_map(|(entry, length, event)| time(
            entry,
            entry + length,
            event
        )),
        (0u32..90, prop::option::of(0u32..2)).prop_map(|(exit, event)| time(0, exit, event)),
        Just(without(NoOutcome::Missing)),
    ]
}

fn people() -> impl Strategy<Value = Vec<Vec<TallyValue>>> {
    let arm = prop_oneof![Just("0"), Just("1"), Just("?")];
    prop::collection::vec(
        (arm, outcome()).prop_map(|(arm, outcome)| vec![value(arm), outcome]),
        0..40,
    )
}

fn counts(people: &[Vec<TallyValue>]) -> [Counted; 2] {
    let arms = people.iter().map(|row| vec![row[0].clone()]);
    [counted(people.to_vec()), counted(arms)]
}

fn of(people: &[Vec<TallyValue>], how: Compared) -> Report {
    Report::of(&asked(how), &counts(people)).unwrap()
}

/// The order of rows, and how they are cut into equal ones, is no part of what they say.
fn shuffled(counts: &[Counted; 2]) -> [Counted; 2] {
    counts.clone().map(|counted| Counted {
        rows: counted
            .rows
            .into_iter()
            .rev()
            .flat_map(|(row, count)| [(row.clone(), 1), (row, count - 1)])
            .collect(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_form_can_be_written(people in people(), cox in any::<bool>()) {
        let how = if cox { Compared::Cox } else { Compared::LogRank };
        let report = of(&people, how);
        let json = json(&report);
        prop_assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
        let csv = csv(&report);
        for line in csv.lines().skip(1) {
            prop_assert!(!line.contains("NaN") && !line.contains("inf,"), "{}", line);
        }
        for width in [None, Some(10), Some(60), Some(200)] {
            let text = text(&report, Style { colour: false, width });
            prop_assert!(text.lines().all(|line| line == line.trim_end()));
        }
    }

    #[test]
    fn order_and_division_of_counts_change_nothing(people in people()) {
        let counts = counts(&people);
        let study = asked(Compared::LogRank);
        let one = Report::of(&study, &counts).unwrap();
        let other = Report::of(&study, &shuffled(&counts)).unwrap();
        prop_assert_eq!(json(&one), json(&other));
    }

    #[test]
    fn everybody_is_counted_once(people in people()) {
        let report = of(&people, Compared::LogRank);
        for table in report.tables.iter().take(3) {
            for column in 0..table.columns.len() {
                let sum = |sections: &[&str]| -> u64 {
                    table
                        .rows
                        .iter()
                        .filter(|row| sections.contains(&row.section.as_str()))
                        .map(|row| match row.cells[column].content {
                            Content::Count { n } => n,
                            _ => 0,
                        })
                        .sum()
                };
                prop_assert_eq!(sum(&["entries"]), sum(&["without a time", "observed"]));
                prop_assert_eq!(sum(&["observed"]), sum(&["events", "censored"]));
            }
        }
    }

    /// Groups add up to all.
    #[test]
    fn groups_add_up(people in people()) {
        let report = of(&people, Compared::LogRank);
        for row in report.tables.iter().take(3).flat_map(|table| &table.rows) {
            let counts: Vec<u64> = row.cells.iter().filter_map(|cell| match cell.content {
                Content::Count { n } => Some(n),
                _ => None,
            }).collect();
            if let Some((all, groups)) = counts.split_last()
                && counts.len() == row.cells.len()
                && !groups.is_empty()
            {
                prop_assert_eq!(groups.iter().sum::<u64>(), *all, "{:?}", row);
            }
        }
    }

    /// No count from 1 to below the minimum is left, and a higher minimum hides no less.
    #[test]
    fn suppression_leaves_no_small_count(people in people(), minimum in 0u32..15) {
        let report = of(&people, Compared::Cox);
        let (less, more) = (report.suppressed(minimum), report.suppressed(minimum + 1));
        let cells = |report: &Report| -> Vec<Content> {
            let rows = report.tables.iter().flat_map(|table| &table.rows);
            rows.flat_map(|row| &row.cells).map(|cell| cell.content.clone()).collect()
        };
        for (less, more) in cells(&less).into_iter().zip(cells(&more)) {
            let hidden = |content: &Content| matches!(content, Content::Below { .. } | Content::Withheld { .. });
            if let Content::Count { n } | Content::Share { n, .. } = less {
                prop_assert!(n == 0 || n >= u64::from(minimum));
            }
            prop_assert!(!hidden(&less) || hidden(&more));
        }
    }
}
