//! Tests of whole plans: an example worked out by hand, and that neither batches nor the order of rows can be seen.

use super::sample_study::{Patient, batch, evaluator};
use crate::pass::batch::PatientBatch;
use crate::pass::evaluate::{BatchOutcome, EntryOutcomes, EvaluateError, QualityCounts};
use kohort_semantics::value::Day;
use proptest::prelude::*;

#[test]
fn an_example_worked_out_by_hand() {
    let day = |text: &str| Day::parse_iso(text).unwrap().0;
    let (born_2000, index) = (Some(day("2000-01-01")), day("2020-01-10"));
    let hb = |offset: i32, value, unit| (Some(index + offset), Some((value, unit)), Some("hb"));
    let stay = |from: i32, to: Option<i32>| (Some(index + from), to.map(|to| index + to));
    let patients = [
        // 80 tenths are 8: the index. The gap from day 6 to day 12 starts within 10 days of each of the first two stays.
        Patient {
            birth: born_2000,
            labs: vec![
                hb(5, 9, 0),
                hb(0, 80, 1),
                hb(-3, 7, 0),
                (None, Some((9, 0)), Some("hb")),
                (Some(index), Some((50, 0)), None),
            ],
            stays: vec![
                stay(0, Some(4)),
                stay(5, Some(6)),
                stay(12, None),
                stay(20, Some(19)),
            ],
        },
        // Born on 1 July 2002 as placed: 17 at index, so not in the cohort.
        Patient {
            birth: Some(day("2002-01-01")),
            labs: vec![hb(0, 8, 0)],
            stays: vec![stay(0, None)],
        },
        // 5.5 of a unit of two is 11, too high for the cohort.
        Patient {
            birth: born_2000,
            labs: vec![hb(1, 11, 0), hb(1, 4, 2)],
            stays: vec![stay(0, None)],
        },
        // Without a date of birth the age is unknown.
        Patient {
            birth: None,
            labs: vec![hb(2, 8, 0)],
            stays: Vec::new(),
        },
        Patient::default(),
    ];
    let outcome = evaluator().evaluate(&batch(&patients)).unwrap();
    let [yes, no, open] = [Some(true), Some(false), None];
    let first = EntryOutcomes {
        patient: vec![0, 1, 2, 3],
        index: vec![index, index, index + 1, index + 2],
        conditions: vec![vec![yes, no, yes, open], vec![no, no, yes, no]],
    };
    let second = EntryOutcomes {
        patient: vec![0; 4],
        index: vec![index, index + 5, index + 12, index + 20],
        // At index the 50 without a name is nearest and, as the higher one of that day, picked; it has no say in the bag.
        conditions: vec![vec![yes, yes, no, no], vec![yes; 4], vec![yes; 4]],
    };
    assert_eq!(outcome.cohorts, [first, second]);
    let quality = QualityCounts {
        bounds: Vec::new(),
        // The unnamed test may be a haemoglobin.
        left_aside: vec![1, 0, 0, 0, 0],
        placed: vec![(3, 0)],
        // The reversed stay is seen from each of the four entries.
        contradictory: vec![4],
        undated: vec![0, 1, 0],
    };
    assert_eq!(outcome.quality, quality);
}

#[test]
fn batches_that_do_not_fit_are_refused() {
    let refused = |change: &dyn Fn(&mut PatientBatch)| {
        let mut batch = batch(&[Patient::default()]);
        change(&mut batch);
        let error = evaluator().evaluate(&batch).unwrap_err();
        assert!(
            matches!(error, EvaluateError::Batch { .. } | EvaluateError::Node { .. }),
            "{error}"
        );
    };
    refused(&|batch| batch.patients = 2);
    refused(&|batch| batch.patients = usize::MAX);
    refused(&|batch| drop(batch.streams.pop()));
    refused(&|batch| drop(batch.streams[1].columns.pop()));
    refused(&|batch| batch.streams[0].offsets = vec![0, 2]);
    refused(&|batch| batch.streams[0].offsets = vec![1, 1]);
    refused(&|batch| batch.streams[1].offsets.clear());
    refused(&|batch| batch.streams[1].columns.swap(0, 2));
    refused(&|batch| batch.streams[1].columns[1].units = None);
}

#[test]
fn counts_of_batches_add_up() {
    let counts = |n: u64| QualityCounts {
        bounds: vec![n, 2 * n],
        left_aside: vec![n],
        placed: vec![(n, 2 * n)],
        contradictory: vec![n],
        undated: vec![n, n],
    };
    let mut sum = QualityCounts::default();
    sum.add(&counts(1));
    sum.add(&counts(4));
    assert_eq!(sum, counts(5));
}

fn patient() -> impl Strategy<Value = Patient> {
    let near = || prop::option::weighted(0.9, 18_000i32..18_012);
    let value = prop::option::weighted(0.9, (prop_oneof![0i64..12, 70i64..90], 0u16..3));
    let lab = (
        near(),
        value,
        prop::sample::select(vec![Some("hb"), Some("hb"), Some("crp"), None]),
    );
    let stay = (near(), near());
    let birth = prop::sample::select(vec![None, Some(0), Some(11_323), Some(11_688)]);
    (
        birth,
        prop::collection::vec(lab, 0..5),
        prop::collection::vec(stay, 0..5),
    )
        .prop_map(|(birth, labs, stays)| Patient { birth, labs, stays })
}

/// What the batches of some patients say together.
fn joined(outcomes: Vec<(usize, BatchOutcome)>) -> BatchOutcome {
    let mut all = BatchOutcome::default();
    let mut before = 0;
    for (patients, outcome) in outcomes {
        all.quality.add(&outcome.quality);
        all.cohorts
            .resize_with(outcome.cohorts.len(), EntryOutcomes::default);
        for (all, cohort) in all.cohorts.iter_mut().zip(outcome.cohorts) {
            all.patient
                .extend(cohort.patient.into_iter().map(|patient| patient + before));
            all.index.extend(cohort.index);
            all.conditions.resize(cohort.conditions.len(), Vec::new());
            for (all, condition) in all.conditions.iter_mut().zip(cohort.conditions) {
                all.extend(condition);
            }
        }
        before += patients as u32;
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn batches_cannot_be_seen(patients in prop::collection::vec(patient(), 0..12), size in 1usize..5) {
        let evaluator = evaluator();
        let whole = evaluator.evaluate(&batch(&patients)).unwrap();
        let empty = (0, evaluator.evaluate(&batch(&[])).unwrap());
        let parts = patients.chunks(size).map(|part| (part.len(), evaluator.evaluate(&batch(part)).unwrap()));
        prop_assert_eq!(joined([empty].into_iter().chain(parts).collect()), whole);
    }

    #[test]
    fn the_order_of_rows_cannot_be_seen(patients in prop::collection::vec(patient(), 0..8), turn in 0usize..5) {
        let turned = patients.iter().cloned().map(|mut patient| {
            let turn = turn.min(patient.labs.len());
            patient.labs.rotate_left(turn);
            patient.stays.reverse();
            patient
        });
        let turned: Vec<Patient> = turned.collect();
        let evaluator = evaluator();
        prop_assert_eq!(evaluator.evaluate(&batch(&turned)).unwrap(), evaluator.evaluate(&batch(&patients)).unwrap());
    }
}
