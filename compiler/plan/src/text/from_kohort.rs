//! The way from Kohort text to the text of the plan.

use super::text;
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
