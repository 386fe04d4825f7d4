//! Table 1 and proportions, against numbers worked out by hand.

use crate::support::{
    by, category, cell, characteristic, counted, estimate, labelled, limits, n, printed, report, stage,
    study, value,
};
use kohort_report::{Content, Report, Spread};
use kohort_semantics::study::{CharacteristicId, Counted, Output, Study, TallyValue, Type};
use kohort_semantics::value::{Date, Value};

/// One characteristic by `arm`, from `[arm, value]`.
fn one(ty: Type, smd: bool, rows: Vec<Vec<TallyValue>>) -> Report {
    let mut study = study();
    study.characteristics = vec![labelled("arm", &["a", "b", "c"]), characteristic("x", ty)];
    baseline(study, smd, &[counted(rows)])
}

fn baseline(study: Study, smd: bool, counts: &[Counted]) -> Report {
    let output = Output::Baseline {
        of: by(&[0]),
        rows: vec![CharacteristicId(1)],
        smd,
    };
    report(study, output, counts)
}

fn rows(arms: &[(&str, &[&str])]) -> Vec<Vec<TallyValue>> {
    let pairs = arms
        .iter()
        .flat_map(|(arm, values)| values.iter().map(move |text| (arm, text)));
    pairs.map(|(arm, text)| vec![value(arm), value(text)]).collect()
}

/// Of 1, 2, 3, 4 the quartiles of type 2 are 1.5, 2.5 and 3.5, the mean 2.5 and the variance 5/3.
#[test]
fn numbers() {
    let report = one(
        Type::Integer,
        true,
        rows(&[("0", &["1", "2", "3", "4"]), ("1", &["4", "6", "8", "?"])]),
    );
    let table = &report.tables[0];
    let (median, quartiles) = estimate(cell(table, "x", "median [quartiles]", "a"));
    assert_eq!(median, Some(2.5));
    assert_eq!(
        quartiles,
        Some(Spread::Quartiles {
            lower: 1.5,
            upper: 3.5
        })
    );
    let (mean, deviation) = estimate(cell(table, "x", "mean (SD)", "a"));
    assert_eq!(mean, Some(2.5));
    match deviation {
        Some(Spread::StandardDeviation(value)) => printed(Some(value), "1.290994"),
        other => panic!("{other:?}"),
    }
    assert_eq!(
        cell(table, "x", "missing", "b").content,
        Content::Share { n: 1, of: 4 }
    );
    assert_eq!(
        cell(table, "x", "missing", "a").content,
        Content::Share { n: 0, of: 4 }
    );
    assert_eq!(n(cell(table, "entries", "", "all")), 8);
    // |2.5 − 6| / √((5/3 + 4) / 2)
    printed(
        estimate(cell(table, "x", "median [quartiles]", "SMD")).0,
        "2.0793",
    );
}

/// (0.75 − 0.5) / √((0.1875 + 0.25) / 2), of those known.
#[test]
fn truths() {
    let report = one(
        Type::Boolean,
        true,
        rows(&[("0", &["yes", "yes", "yes", "no", "?"]), ("1", &["yes", "no"])]),
    );
    let table = &report.tables[0];
    assert_eq!(
        cell(table, "x", "yes", "a").content,
        Content::Share { n: 3, of: 5 }
    );
    assert_eq!(
        cell(table, "x", "no", "all").content,
        Content::Share { n: 2, of: 7 }
    );
    assert_eq!(
        cell(table, "x", "missing", "a").content,
        Content::Share { n: 1, of: 5 }
    );
    printed(estimate(cell(table, "x", "yes", "SMD")).0, "0.5345");
}

/// With two categories the distance is that of the shares, whose covariance is their variance.
#[test]
fn categories_have_the_model_s_words_in_its_order() {
    let of = |arm: &str, places: &[u32]| -> Vec<Vec<TallyValue>> {
        places
            .iter()
            .map(|place| vec![value(arm), category(*place)])
            .collect()
    };
    let mut rows = of("0", &[3, 3, 3, 1]);
    rows.extend(of("1", &[3, 1]));
    let report = one(stage(), true, rows);
    let labels: Vec<&str> = report.tables[0]
        .rows
        .iter()
        .map(|row| row.label.as_str())
        .collect();
    assert_eq!(labels, ["", "ii", "iv"], "only what occurs");
    let table = &report.tables[0];
    assert_eq!(
        cell(table, "x", "iv", "a").content,
        Content::Share { n: 3, of: 4 }
    );
    printed(estimate(cell(table, "x", "ii", "SMD")).0, "0.5345");
}

#[test]
fn labels_are_all_shown() {
    let mut study = study();
    study.characteristics = vec![
        labelled("arm", &["a", "b"]),
        labelled("age_group", &["<50", "50–64", "65+"]),
    ];
    let report = baseline(study, false, &[counted(rows(&[("0", &["0", "2"])]))]);
    let labels: Vec<&str> = report.tables[0]
        .rows
        .iter()
        .map(|row| row.label.as_str())
        .collect();
    assert_eq!(labels, ["", "<50", "50–64", "65+"]);
    assert_eq!(n(cell(&report.tables[0], "age_group", "50–64", "all")), 0);
}

/// a against c is the largest of the three, and is the same as with these two groups alone.
#[test]
fn of_three_groups_the_largest_difference_is_shown() {
    let three: &[(&str, &[&str])] = &[("0", &["1", "3"]), ("1", &["2", "4"]), ("2", &["9", "11"])];
    let two: &[(&str, &[&str])] = &[("0", &["1", "3"]), ("2", &["9", "11"])];
    let difference = |arms| {
        let report = one(Type::Decimal, true, rows(arms));
        let table = report.tables.into_iter().next().unwrap();
        (
            estimate(cell(&table, "x", "median [quartiles]", "SMD")).0,
            table.notes,
        )
    };
    let ((largest, notes), (alone, _)) = (difference(three), difference(two));
    assert_eq!(largest, alone);
    printed(largest, "5.6569");
    assert!(
        notes
            .iter()
            .any(|note| note.contains("largest of any two groups"))
    );
}

#[test]
fn what_has_no_difference_says_why() {
    type Arms<'a> = &'a [(&'a str, &'a [&'a str])];
    let cases: [(Arms<'_>, &str); 3] = [
        (&[("0", &["1", "2"])], "there are no two groups"),
        (
            &[("0", &["1", "1"]), ("1", &["2", "2"])],
            "the groups differ, and have no spread",
        ),
        (&[("0", &["1", "1"]), ("1", &["?"])], "a group has too few people"),
    ];
    for (arms, why) in cases {
        let report = one(Type::Decimal, true, rows(arms));
        let shown = &cell(&report.tables[0], "x", "median [quartiles]", "SMD").content;
        assert_eq!(*shown, Content::Undefined { why: why.to_owned() });
    }
}

#[test]
fn dates_never_show_the_first_or_the_last() {
    let date = |text: &str| TallyValue::Value(Value::Date(Date::parse(text).unwrap()));
    let dates = [
        "2020-01-01",
        "2020-02-01",
        "2020-03-01",
        "2020-04-01",
        "2020-05-01",
        "2020-06",
    ];
    let mut rows: Vec<Vec<TallyValue>> = dates.map(|text| vec![value("0"), date(text)]).into();
    rows.push(vec![value("0"), value("?")]);
    let report = one(Type::Date, false, rows);
    let table = &report.tables[0];
    match &cell(table, "x", "median [quartiles]", "all").content {
        Content::Dates { median, lower, upper } => {
            assert_eq!([lower, median, upper], ["2020-02-01", "2020-03-01", "2020-04-01"]);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(n(cell(table, "x", "not known to the day", "all")), 1);
    assert_eq!(n(cell(table, "x", "missing", "all")), 1);
    let csv = crate::support::csv(&report);
    assert!(
        !csv.contains("2020-01-01") && !csv.contains("2020-05-01"),
        "{csv}"
    );
}

#[test]
fn of_periods_only_how_many_there_are_is_shown() {
    let date = |text: &str| Date::parse(text).unwrap();
    let period = TallyValue::Value(Value::Period(date("2020-01-01"), date("2021-03-04")));
    let report = one(
        Type::Period,
        true,
        vec![vec![value("0"), period], vec![value("0"), value("?")]],
    );
    let table = &report.tables[0];
    assert_eq!(
        cell(table, "x", "known", "all").content,
        Content::Share { n: 1, of: 2 }
    );
    assert!(!crate::support::csv(&report).contains("2020"));
}

/// 3 of 8: the exact limits are 0.0852 and 0.7551 (Clopper and Pearson; `binom.test(3, 8)` in R).
#[test]
fn proportions_are_of_those_known() {
    let mut study = study();
    study.characteristics = vec![characteristic("responded", Type::Boolean)];
    let mut values = vec!["yes"; 3];
    values.extend(["no"; 5]);
    values.extend(["?"; 2]);
    let output = Output::Proportion {
        of: by(&[]),
        rows: vec![CharacteristicId(0)],
    };
    let rows = values.into_iter().map(|text| vec![value(text)]);
    let report = report(study, output, &[counted(rows)]);
    let table = &report.tables[0];
    let with = cell(table, "responded", "with it, of those known", "all");
    assert_eq!(with.content, Content::Share { n: 3, of: 8 });
    let share = cell(table, "responded", "proportion (95 % CI, exact)", "all");
    assert_eq!(estimate(share).0, Some(0.375));
    printed(limits(share)[0], "0.0852");
    printed(limits(share)[1], "0.7551");
    assert_eq!(n(cell(table, "responded", "unknown", "all")), 2);
    assert_eq!(n(cell(table, "entries", "", "all")), 10);
}
