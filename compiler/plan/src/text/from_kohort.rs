//! The way from Kohort text to the text of the plan.

use super::{Level, LevelPlan, text};
use crate::bind::bind;
use crate::rules::{check, optimise};
use crate::testing::kohort::early_onset;

#[test]
fn a_study_in_kohort_becomes_a_plan() {
    let (study, source) = early_onset();
    let plan = bind(&study, &source).unwrap();
    check(&plan).unwrap();
    let shown = text(&optimise(plan).unwrap());
    insta::assert_snapshot!(shown);
}

#[test]
fn the_serialised_study_binds_to_the_same_plan() {
    let (study, source) = early_onset();
    let read_study = serde_json::from_str(&serde_json::to_string(&study).unwrap()).unwrap();
    let read_source = serde_json::from_str(&serde_json::to_string(&source).unwrap()).unwrap();
    let read = bind(&read_study, &read_source).unwrap();
    assert_eq!(
        crate::testing::json(&read),
        crate::testing::json(&bind(&study, &source).unwrap())
    );
}

#[test]
fn a_study_has_a_plan_at_three_levels() {
    let (study, source) = early_onset();
    let plan = super::optimised(&study, &source).unwrap();
    let hash = kohort_semantics::meaning::Meaning::of(&study).study;
    let levels = [
        LevelPlan::study(&study),
        LevelPlan::source(&study, hash, &source, &plan),
        LevelPlan::query(&study, hash, &plan),
    ];
    for (level, plan) in Level::ALL.into_iter().zip(levels) {
        assert_eq!(plan.level(), level);
        insta::assert_snapshot!(format!("level_{}", level.word()), plan.text());
    }
}

#[test]
fn the_files_of_a_study_are_named_after_it() {
    let (study, source) = early_onset();
    let names = |form| -> Vec<String> {
        let files = super::files(&study, [&source], form).unwrap();
        assert!(
            files
                .iter()
                .all(|file| super::is_plan_of(&study.name, &file.name, form))
        );
        files.into_iter().map(|file| file.name).collect()
    };
    assert_eq!(
        names(super::Form::Text),
        [
            "early_onset.study.plan",
            "early_onset.us.source.plan",
            "early_onset.us.query.plan"
        ]
    );
    assert!(
        names(super::Form::Json)
            .iter()
            .all(|name| name.ends_with(".plan.json"))
    );
}
