//! That nothing small is shown, or follows from what is shown.

use super::*;

/// All that an onlooker can think of, who knows the sum of counts and sees some of them.
fn possible(shown: &[Option<u64>], sum: u64) -> Vec<Vec<u64>> {
    match shown {
        [] if sum == 0 => vec![Vec::new()],
        [] => Vec::new(),
        [first, rest @ ..] => {
            let values: Vec<u64> = first.map_or_else(|| (0..=sum).collect(), |known| vec![known]);
            let of = |value: u64| {
                let rest = sum
                    .checked_sub(value)
                    .map(|left| possible(rest, left))
                    .unwrap_or_default();
                rest.into_iter().map(move |rest| {
                    let mut all = vec![value];
                    all.extend(rest);
                    all
                })
            };
            values.into_iter().flat_map(of).collect()
        }
    }
}

#[test]
fn no_part_of_a_sum_that_is_too_small_can_be_computed() {
    const SMALLEST: u64 = 4;
    let small = |count: u64| count > 0 && count < SMALLEST;
    for first in 0..9 {
        for second in 0..9 {
            for third in 0..9 {
                let counts = [first, second, third];
                let sum = counts.iter().sum();
                // A sum that is too small is not shown, and neither are its parts.
                if small(sum) {
                    continue;
                }
                let shown = together(&counts, SMALLEST);
                let worlds = possible(&shown, sum);
                assert!(worlds.contains(&counts.to_vec()));
                for (position, count) in counts.into_iter().enumerate() {
                    if small(count) {
                        assert_eq!(shown[position], None, "{counts:?}");
                        let seen: std::collections::BTreeSet<u64> =
                            worlds.iter().map(|world| world[position]).collect();
                        assert!(seen.len() > 1, "{counts:?} {shown:?}");
                    }
                }
                let needless = counts.iter().all(|count| !small(*count));
                assert_eq!(needless, shown.iter().all(Option::is_some), "{counts:?}");
            }
        }
    }
}

#[test]
fn the_smallest_are_withheld_until_they_are_not_few_together() {
    assert_eq!(
        together(&[41, 3, 0, 12, 40], 10),
        [Some(41), None, Some(0), None, Some(40)]
    );
    assert_eq!(together(&[3, 2, 50], 10), [None, None, None]);
    assert_eq!(together(&[6, 5, 50], 10), [None, None, Some(50)]);
    assert_eq!(together(&[3, 0], 2), [Some(3), Some(0)]);
    assert_eq!(together(&[], 10), []);
}

fn moves(stay: u64, go_out: u64, come_in: u64) -> Moves {
    let reason = MoveReason {
        step: MoveStep::Index,
        other_index: false,
    };
    Moves {
        unit: kohort_semantics::moves::Unit::People,
        stay,
        stay_otherwise: 0,
        go_out: vec![(reason, go_out)],
        come_in: vec![(reason, come_in)],
    }
}

/// A cohort, and one that is drawn from it.
fn study() -> std::sync::Arc<Study> {
    let text = "study s version \"1.0.0\" on std.oncology

precision diagnosis.date as month, placed on day 15, otherwise missing

cohort all {
  index (first diagnosis).date
}

cohort some from all {
  include female: sex = female, unknown is not met
}

report {
  attrition
}
";
    let world = kohort_base::MemoryWorld::new().with("s.kohort", text);
    let options = kohort_semantics::Options {
        sources: Some(vec![]),
    };
    let analysis = kohort_semantics::analyse(&world, "s.kohort", &options).unwrap();
    analysis.study.unwrap()
}

fn counted_both(all: &Moves, some: &Moves, minimum: Option<u32>) -> [CohortCounts; 2] {
    let study = study();
    let cohorts = super::super::matched(&study, &study);
    let counted: Vec<_> = cohorts.into_iter().zip([all.clone(), some.clone()]).collect();
    shown((&study, &study), &counted, minimum).try_into().unwrap()
}

/// What is shown of the first cohort, while nobody is in the second.
fn counted(moves: &Moves, minimum: Option<u32>) -> CohortCounts {
    let [all, _] = counted_both(moves, &self::moves(0, 0, 0), minimum);
    all
}

#[test]
fn those_who_stay_come_and_go_are_shown_together_or_not_at_all() {
    let shown = counted(&moves(371, 41, 0), Some(10));
    assert_eq!(
        (shown.before, shown.now, shown.stay, shown.go_out, shown.come_in),
        (Some(412), Some(371), Some(371), Some(41), Some(0))
    );
    for few in [moves(371, 3, 0), moves(371, 41, 3), moves(3, 41, 41)] {
        let shown = counted(&few, Some(10));
        assert_eq!(shown.before, Some(few.both() + few.left()));
        assert_eq!([shown.now, shown.stay, shown.go_out, shown.come_in], [None; 4]);
        assert!(shown.go_out_by.is_empty() && shown.come_in_by.is_empty());
        assert_eq!(counted(&few, None).come_in, Some(few.entered()));
        assert_eq!(counted(&few, Some(1)).go_out, Some(few.left()));
    }
    assert_eq!(counted(&moves(2, 4, 50), Some(10)).before, None);
}

#[test]
fn who_keeps_their_index_date_is_not_computed_from_who_does_not() {
    let few = Moves {
        stay_otherwise: 3,
        ..moves(371, 0, 0)
    };
    let shown = counted(&few, Some(10));
    assert_eq!((shown.stay, shown.stay_with_other_index), (Some(374), None));
}

#[test]
fn a_cohort_is_withheld_that_few_of_the_larger_one_are_not_in() {
    let all = moves(371, 41, 30);
    for (some, shown_before, shown_moves) in [
        (moves(300, 20, 10), true, true),
        (moves(371, 41, 30), true, true),
        // Few are in the larger one alone: of those who stay, go out, come in.
        (moves(368, 20, 10), true, false),
        (moves(300, 38, 10), true, false),
        (moves(300, 20, 27), true, false),
        (moves(368, 41, 30), false, false),
    ] {
        let [all, within] = counted_both(&all, &some, Some(10));
        assert_eq!(all.go_out, Some(41));
        assert_eq!(
            (within.before.is_some(), within.go_out.is_some()),
            (shown_before, shown_moves),
            "{some:?}"
        );
        let [_, within] = counted_both(&moves(371, 41, 30), &some, None);
        assert_eq!(within.stay, Some(some.stay));
    }
}
