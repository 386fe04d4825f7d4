//! Why the last line ends, and how many lines there are: rule 9 and "Where lines end".

use super::support::{found, history, observed, rules, with};
use kohort_oracle::lines::lines;
use kohort_semantics::study::LineRules;

fn end(rules: &LineRules, until: Option<i32>, death: Option<i32>) -> String {
    found(rules, &observed("0:A", None, until, death))
}

#[test]
fn death_ends_a_line_unless_the_pause_before_it_is_a_gap() {
    assert_eq!(end(&rules(), None, Some(120)), "1 [0-0] A death");
    assert_eq!(end(&rules(), None, Some(121)), "1 [0-0] A gap");
    assert_eq!(end(&rules(), Some(500), Some(120)), "1 [0-0] A death");
    assert_eq!(end(&rules(), Some(119), Some(120)), "1 [0-0] A data_end");
}

#[test]
fn a_discontinuation_may_be_confirmed_by_observation() {
    let confirmed = with(|rules| rules.confirmed_days = Some(90));
    assert_eq!(end(&rules(), Some(500), None), "1 [0-0] A data_end");
    assert_eq!(end(&confirmed, Some(90), None), "1 [0-0] A gap");
    assert_eq!(end(&confirmed, Some(89), None), "1 [0-0] A data_end");
    assert_eq!(end(&confirmed, Some(500), Some(90)), "1 [0-0] A gap");
    assert_eq!(end(&confirmed, Some(500), Some(89)), "1 [0-0] A death");
    assert_eq!(end(&confirmed, None, None), "1 [0-0] A data_end");
}

#[test]
fn nothing_is_said_of_lines_beyond_the_cap() {
    let capped = with(|rules| rules.at_most = Some(1));
    let history = history("0:A 50:B 100:C");
    assert_eq!(found(&capped, &history), "1 [0-0] A new_drug");
    assert_eq!(lines(&capped, &history)[0].next_start, None);
}
