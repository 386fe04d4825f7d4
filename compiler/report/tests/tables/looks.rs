//! How reports look.

use crate::support::csv;
use crate::support::{
    by, category, characteristic, counted, labelled, number, numbers, report, stage, study, survival_report,
    value,
};
use crate::trial::{by_arm, trial};
use kohort_report::Report;
use kohort_report::render::{Style, json, text};
use kohort_semantics::study::{CharacteristicId, Compared, Output, SurvivalReport, TimeUnit, Type};

fn survival() -> Report {
    let asked = SurvivalReport {
        at: numbers(&["12", "24"]),
        rmst: Some((number("30"), TimeUnit::Days)),
        follow_up: true,
        compared: Some(Compared::LogRank),
        ..survival_report(by(&[0]))
    };
    report(trial(), Output::Survival(asked), &[by_arm()])
}

#[test]
fn survival_as_text() {
    insta::assert_snapshot!(text(&survival(), Style::default()));
}

#[test]
fn survival_with_small_counts_hidden() {
    insta::assert_snapshot!(text(&survival().suppressed(10), Style::default()));
}

#[test]
fn survival_in_a_narrow_window() {
    let style = Style {
        colour: false,
        width: Some(60),
    };
    insta::assert_snapshot!(text(&survival(), style));
}

#[test]
fn survival_as_csv() {
    insta::assert_snapshot!(csv(&survival()));
}

#[test]
fn survival_as_json() {
    insta::assert_snapshot!(json(&survival().suppressed(8)));
}

#[test]
fn baseline_as_text_and_csv() {
    let mut study = study();
    study.characteristics = vec![
        labelled("arm", &["maintained", "not maintained"]),
        characteristic("age", Type::Years),
        characteristic("stage", stage()),
        characteristic("resected", Type::Boolean),
    ];
    let ages = counted((0..23u32).map(|person| {
        let age = if person == 9 {
            String::from("?")
        } else {
            (50 + person * 7 % 31).to_string()
        };
        vec![value(&(person % 2).to_string()), value(&age)]
    }));
    let stages =
        counted((0..23u32).map(|person| vec![value(&(person % 2).to_string()), category(person % 3 + 1)]));
    let resected = counted((0..23u32).map(|person| {
        let truth = ["yes", "no", "?"][(person % 5).min(2) as usize];
        vec![value(&(person % 2).to_string()), value(truth)]
    }));
    let output = Output::Baseline {
        of: by(&[0]),
        rows: [1, 2, 3].map(CharacteristicId).into(),
        smd: true,
    };
    let report = report(study, output, &[ages, stages, resected]);
    insta::assert_snapshot!(text(&report, Style::default()));
    insta::assert_snapshot!(csv(&report));
}

#[test]
fn colour_changes_no_word() {
    let plain = text(&survival(), Style::default());
    let coloured = text(
        &survival(),
        Style {
            colour: true,
            width: None,
        },
    );
    assert_ne!(plain, coloured);
    assert_eq!(plain, coloured.replace("\u{1b}[1m", "").replace("\u{1b}[0m", ""));
}
