//! Pauses.

use crate::notation::{covers, expect, gap_from, gap_never, gap_over, line, rules, set};
use kohort_semantics::study::{Cover, GapRule, LineRules};

fn with(gaps: Vec<GapRule>) -> LineRules {
    LineRules { gaps, ..rules() }
}

#[test]
fn more_than_so_many_days() {
    expect(&rules(), "0:A 120:A", &["1 [0..120] A data_end"]);
    expect(
        &rules(),
        "0:A 121:A",
        &["1 [0..0] A gap", "2 [121..121] A data_end"],
    );
}

#[test]
fn at_least_so_many_days() {
    let rules = with(vec![gap_from(90)]);
    expect(&rules, "0:A 89:A", &["1 [0..89] A data_end"]);
    expect(&rules, "0:A 90:A", &["1 [0..0] A gap", "2 [90..90] A data_end"]);
}

#[test]
fn a_gap_in_the_window_is_one() {
    let rules = with(vec![gap_over(10)]);
    expect(&rules, "0:A 11:B", &["1 [0..0] A gap", "2 [11..11] B data_end"]);
}

#[test]
fn each_drug_of_the_line_must_have_the_gap() {
    let rules = with(vec![
        gap_over(30),
        GapRule {
            drugs: Some(set("B")),
            ..gap_over(60)
        },
    ]);
    expect(&rules, "0:A 31:A", &["1 [0..0] A gap", "2 [31..31] A data_end"]);
    expect(&rules, "0:A+B 31:A", &["1 [0..31] A+B data_end"]);
    expect(
        &rules,
        "0:A+B 61:A",
        &["1 [0..0] A+B gap", "2 [61..61] A data_end"],
    );
}

#[test]
fn a_drug_that_never_has_one_or_no_rule_keeps_the_line() {
    expect(
        &with(vec![gap_over(30), gap_never("E")]),
        "0:A+E 900:A",
        &["1 [0..900] A+E data_end"],
    );
    let only_a = with(vec![GapRule {
        drugs: Some(set("A")),
        ..gap_over(30)
    }]);
    expect(&only_a, "0:A+E 900:A", &["1 [0..900] A+E data_end"]);
    expect(&with(Vec::new()), "0:A 9000:A", &["1 [0..9000] A data_end"]);
}

#[test]
fn a_rule_may_be_for_a_line() {
    let rules = with(vec![
        gap_over(30),
        GapRule {
            lines: line(2),
            ..gap_over(60)
        },
    ]);
    expect(
        &rules,
        "0:A 31:A 91:A 152:A",
        &["1 [0..0] A gap", "2 [31..91] A gap", "3 [152..152] A data_end"],
    );
}

#[test]
fn the_last_covered_day_counts_or_the_last_start() {
    let from_start = with(vec![GapRule {
        from_last_start: true,
        ..gap_over(30)
    }]);
    // Covered to day 40: from there to 50 it is 10 days, from the start 50.
    expect(
        &with(vec![gap_over(30)]),
        "0-40:A 50:A",
        &["1 [0..50] A data_end"],
    );
    expect(
        &from_start,
        "0-40:A 50:A",
        &["1 [0..40] A gap", "2 [50..50] A data_end"],
    );
    // What is covered on the day or later is no pause.
    expect(&from_start, "0-50:A 50:A", &["1 [0..50] A data_end"]);
    expect(&from_start, "0-40:A 30:A 60:A", &["1 [0..60] A data_end"]);
}

#[test]
fn an_oral_interval_covers_a_gap() {
    expect(
        &rules(),
        "0:A 200:A",
        &["1 [0..0] A gap", "2 [200..200] A data_end"],
    );
    expect(&rules(), "0-80:A 200:A", &["1 [0..200] A data_end"]);
    expect(
        &rules(),
        "0-79:A 200:A",
        &["1 [0..79] A gap", "2 [200..200] A data_end"],
    );
    let supplied = LineRules {
        covers: vec![covers(Cover::Supply)],
        ..rules()
    };
    expect(&supplied, "0:A*81 200:A*1", &["1 [0..200] A data_end"]);
    expect(
        &supplied,
        "0:A*80 200:A*1",
        &["1 [0..79] A gap", "2 [200..200] A data_end"],
    );
}
