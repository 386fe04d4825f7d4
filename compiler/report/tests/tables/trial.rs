//! The maintenance trial in acute myelogenous leukaemia (Miller 1997, *Survival Analysis*), and other small data.

use crate::support::{counted, endpoint, labelled, study, time, value};
use kohort_semantics::study::{Counted, Study, TallyValue, TimeUnit};

/// The two arms; a plus is censoring.
pub(crate) const ARMS: [&str; 2] = [
    "9 13 13+ 18 23 28+ 31 34 45+ 48 161+",
    "5 5 8 8 12 16+ 23 27 30 33 43 45",
];

/// Entry, exit and event of a set with delayed entry.
pub(crate) const DELAYED: [(u32, u32, bool); 10] = [
    (0, 6, true),
    (0, 12, false),
    (3, 9, true),
    (5, 11, true),
    (1, 4, true),
    (8, 20, false),
    (0, 15, true),
    (4, 7, true),
    (2, 18, false),
    (6, 14, true),
];

/// Times with the kind of event, counted from 0: next treatment and death; none is censoring.
pub(crate) const COMPETING: [(u32, Option<u32>); 12] = [
    (2, Some(0)),
    (3, Some(1)),
    (3, None),
    (5, Some(0)),
    (6, Some(0)),
    (6, Some(1)),
    (8, None),
    (9, Some(1)),
    (10, Some(0)),
    (12, None),
    (13, Some(0)),
    (15, Some(1)),
];

/// A study with the characteristic `arm` and one endpoint in days.
pub(crate) fn trial() -> Study {
    let mut study = study();
    study.characteristics = vec![labelled("arm", &["maintained", "not maintained"])];
    study.endpoints = vec![endpoint("remission", &["relapse"], TimeUnit::Days)];
    study
}

/// The times of an arm as outcomes.
pub(crate) fn outcomes(arm: &str) -> Vec<TallyValue> {
    let words = arm.split_whitespace();
    let outcome = |word: &str| {
        let event = (!word.ends_with('+')).then_some(0);
        time(0, word.trim_end_matches('+').parse().unwrap(), event)
    };
    words.map(outcome).collect()
}

/// `[arm, outcome]` of everybody.
pub(crate) fn by_arm() -> Counted {
    let arms = ARMS.iter().enumerate();
    counted(arms.flat_map(|(place, arm)| {
        let outcomes = outcomes(arm).into_iter();
        outcomes.map(move |outcome| vec![value(&place.to_string()), outcome])
    }))
}
