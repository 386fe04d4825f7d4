//! Events that end lines: rule 2.

use super::support::{days, found, history, only, rules, with};
use kohort_oracle::lines::History;
use kohort_semantics::study::{BreakerRule, LineNumbers, LineRules};

fn breaker() -> BreakerRule {
    BreakerRule {
        text: String::from("breaker transplant"),
        ends_that_day: false,
        except_first_in: None,
        except_again_within: None,
        lines: LineNumbers::ALL,
    }
}

fn breaking(change: impl FnOnce(&mut BreakerRule)) -> LineRules {
    with(|rules| {
        let mut rule = breaker();
        change(&mut rule);
        rules.breakers = vec![rule];
    })
}

fn events(doses: &str, events: &[i32]) -> History {
    History {
        breakers: vec![days(events)],
        ..history(doses)
    }
}

#[test]
fn the_line_ends_before_the_event_or_on_its_day() {
    let before = breaking(|_| {});
    let that_day = breaking(|rule| rule.ends_that_day = true);
    let both = |doses, at: &[i32]| {
        (
            found(&before, &events(doses, at)),
            found(&that_day, &events(doses, at)),
        )
    };
    assert_eq!(
        both("0-50:A 60:A", &[30]),
        (
            String::from("1 [0-29] A breaker; 2 [60-60] A data_end"),
            String::from("1 [0-30] A breaker; 2 [60-60] A data_end")
        )
    );
    // On the day of a dose: the dose belongs to the next line, or to the one that ends.
    assert_eq!(
        both("0:A 30:A 60:A", &[30]),
        (
            String::from("1 [0-0] A breaker; 2 [30-60] A data_end"),
            String::from("1 [0-30] A breaker; 2 [60-60] A data_end")
        )
    );
    // On the first day.
    assert_eq!(
        both("0:A 30:A", &[0]),
        (
            String::from("1 [0-30] A data_end"),
            String::from("1 [0-0] A breaker; 2 [30-30] A data_end")
        )
    );
}

#[test]
fn events_after_the_last_record_end_the_last_line_as_far_as_it_is_observed() {
    let rules = breaking(|_| {});
    let until = |until| {
        let history = History {
            until: Some(super::support::day(until)),
            ..events("0-50:A", &[40])
        };
        found(&rules, &history)
    };
    assert_eq!(until(40), "1 [0-39] A breaker");
    assert_eq!(until(39), "1 [0-39] A data_end");
}

#[test]
fn a_gap_before_the_event_is_a_gap() {
    let rules = breaking(|_| {});
    assert_eq!(
        found(&rules, &events("0:A 140:A", &[121])),
        "1 [0-0] A gap; 2 [140-140] A data_end"
    );
    assert_eq!(
        found(&rules, &events("0:A 140:A", &[120])),
        "1 [0-0] A breaker; 2 [140-140] A data_end"
    );
}

#[test]
fn the_first_in_a_line_and_one_soon_after_another_may_be_excepted() {
    let first = breaking(|rule| rule.except_first_in = Some(only(1, 1)));
    assert_eq!(found(&first, &events("0:A 60:A", &[30])), "1 [0-60] A data_end");
    assert_eq!(
        found(&first, &events("0:A 60:A 90:A", &[30, 70])),
        "1 [0-60] A breaker; 2 [90-90] A data_end"
    );
    assert_eq!(
        found(&first, &events("0:A 60:B 90:B", &[-5, 30, 70])),
        "1 [0-0] A new_drug; 2 [60-60] B breaker; 3 [90-90] B data_end"
    );
    let again = breaking(|rule| rule.except_again_within = Some(180));
    assert_eq!(
        found(&again, &events("0:A 60:A 100:A", &[30, 80])),
        "1 [0-0] A breaker; 2 [60-100] A data_end"
    );
    assert_eq!(
        found(&again, &events("0:A 60:A 100:A", &[-101, 80])),
        "1 [0-60] A breaker; 2 [100-100] A data_end"
    );
    assert_eq!(
        found(&again, &events("0:A 60:A 100:A", &[-100, 80])),
        "1 [0-100] A data_end"
    );
}

#[test]
fn the_earliest_event_decides_and_of_one_day_the_first_rule() {
    let rules = with(|rules| {
        rules.breakers = vec![
            breaker(),
            BreakerRule {
                ends_that_day: true,
                text: String::from("breaker cell therapy"),
                ..breaker()
            },
        ];
    });
    let both = |first: &[i32], second: &[i32]| {
        let history = History {
            breakers: vec![days(first), days(second)],
            ..history("0-60:A 90:A")
        };
        found(&rules, &history)
    };
    assert_eq!(both(&[30], &[20]), "1 [0-20] A breaker; 2 [90-90] A data_end");
    assert_eq!(both(&[30], &[30]), "1 [0-29] A breaker; 2 [90-90] A data_end");
}

#[test]
fn a_breaker_may_be_of_some_lines() {
    let second = breaking(|rule| rule.lines = only(2, 9));
    assert_eq!(
        found(&second, &events("0:A 50:B 90:B", &[20, 70])),
        "1 [0-0] A new_drug; 2 [50-50] B breaker; 3 [90-90] B data_end"
    );
    assert_eq!(found(&rules(), &history("0:A")), "1 [0-0] A data_end");
}
