//! The text of whole plans, and every kind of expression printed back.

use super::*;
use crate::rules::optimise;
use crate::testing::builder::*;
use crate::testing::project::*;
use crate::testing::sample::metastatic_study;
use crate::testing::{body, json};
use kohort_semantics::study::*;
use kohort_semantics::value::Number;

#[test]
fn a_whole_plan() {
    let shown = text(&optimise(metastatic_study().plan()).unwrap());
    insta::assert_snapshot!(shown);
}

#[test]
fn the_plan_as_bound_has_all_columns() {
    let shown = text(&metastatic_study().plan());
    insta::assert_snapshot!(shown);
}

#[test]
fn the_text_is_tidy() {
    let text = text(&metastatic_study().plan());
    assert!(text.ends_with('\n') && !text.ends_with("\n\n"));
    assert!(text.lines().all(|line| line.trim_end() == line));
    assert!(!text.contains('?'), "{text}");
}

#[test]
fn a_serialised_plan_reads_back() {
    let plan = optimise(metastatic_study().plan()).unwrap();
    let read: Plan = serde_json::from_str(&json(&plan)).unwrap();
    assert_eq!(text(&read), text(&plan));
    assert_eq!(json(&read), json(&plan));
}

/// The printed form of one condition for each line.
fn printed(conditions: Vec<Expr>) -> String {
    let mut sample = Sample::new();
    let index_date = Index::One(field(
        first(all(DIAGNOSIS).that(in_codes(0))),
        DIAGNOSIS_DATE,
        Type::Date,
    ));
    let criteria = conditions
        .into_iter()
        .map(|condition| include("x", condition))
        .collect();
    sample.cohort("c", None, Some(index_date), criteria);
    let plan = optimise(sample.plan()).unwrap();
    let lines = body(&plan);
    let lines = lines
        .lines()
        .filter_map(|line| line.trim().strip_prefix("include x: "));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn logic_is_printed_back_with_few_parentheses() {
    let female = || equal(own(SEX, Type::Category(SEX)), word(SEX, 0));
    let male = || equal(own(SEX, Type::Category(SEX)), word(SEX, 1));
    let unseen = || missing(own(LAST_SEEN, Type::Date));
    let set = |values: &[u32]| {
        in_set(
            own(SEX, Type::Category(SEX)),
            values
                .iter()
                .map(|value| SetItem::Value(word(SEX, *value)))
                .collect(),
        )
    };
    let chosen = ExprKind::If {
        then: Box::new(female()),
        condition: Box::new(unseen()),
        otherwise: Box::new(male()),
    };
    let teens = SetItem::Range(number(13, Type::Years), number(19, Type::Years));
    let shown = printed(vec![
        and(vec![female(), or(vec![unseen(), male()])]),
        or(vec![and(vec![female(), unseen()]), male()]),
        not(and(vec![female(), unseen()])),
        not(female()),
        not(unseen()),
        set(&[0]),
        set(&[0, 1]),
        not(set(&[0, 1])),
        in_set(age(index()), vec![teens.clone()]),
        in_set(
            age(index()),
            vec![teens.clone(), SetItem::Value(number(70, Type::Years))],
        ),
        not(in_set(age(index()), vec![teens])),
        expr(chosen.clone(), Type::Boolean),
        or(vec![expr(chosen, Type::Boolean), unseen()]),
    ]);
    insta::assert_snapshot!(shown);
}

#[test]
fn dates_and_numbers_are_printed_back() {
    let seen = || own(LAST_SEEN, Type::Date);
    let between = |from, to| {
        expr(
            ExprKind::DaysBetween {
                from: Box::new(from),
                to: Box::new(to),
            },
            Type::Days,
        )
    };
    let choose = |latest, dates| expr(ExprKind::Extreme { latest, dates }, Type::Date);
    let or_else = |all| expr(ExprKind::OrElse(all), Type::Date);
    let spring = || period(date("2015-03"), days(index(), 10));
    let in_period = |date, period| {
        expr(
            ExprKind::InPeriod {
                date: Box::new(date),
                period: Box::new(period),
            },
            Type::Boolean,
        )
    };
    let visits = || count(all(LAB));
    let two = || number(2, Type::Integer);
    let sum = arithmetic(
        arithmetic(
            visits(),
            Arithmetic::Subtract,
            arithmetic(two(), Arithmetic::Add, visits()),
        ),
        Arithmetic::Multiply,
        two(),
    );
    let scaled = ExprKind::Scale {
        value: Box::new(visits()),
        factor: Number::from_ratio(1, 3).unwrap(),
    };
    let negative = expr(ExprKind::Negate(Box::new(visits())), Type::Integer);
    let start = expr(
        ExprKind::PeriodBound {
            period: Box::new(spring()),
            end: false,
        },
        Type::Date,
    );
    let shown = printed(vec![
        compare(between(index(), seen()), Compare::Gt, number(30, Type::Days)),
        compare(
            choose(false, vec![seen(), date("2024-Q2"), days(index(), 1)]),
            Compare::Ge,
            months(index(), 18),
        ),
        compare(
            or_else(vec![seen(), months(index(), -12)]),
            Compare::Lt,
            choose(true, vec![date("2024"), index()]),
        ),
        in_period(seen(), spring()),
        not(in_period(index(), spring())),
        compare(start, Compare::Eq, index()),
        compare(sum, Compare::Ne, negative),
        compare(
            expr(scaled, Type::Decimal),
            Compare::Ge,
            number(-3, Type::Integer),
        ),
        compare(
            arithmetic(age(days(index(), 1)), Arithmetic::Add, number(1, Type::Years)),
            Compare::Le,
            number(1, Type::Years),
        ),
    ]);
    insta::assert_snapshot!(shown);
}

#[test]
fn events_are_printed_back() {
    let drug = |name: &str| equal(of_record(DRUG, Type::Text), said(name));
    let sex_of_row = || equal(of_record(STATUS, Type::Category(STATUS)), word(STATUS, 1));
    let episodes = || EventsBase::Episodes {
        events: Box::new(all(TREATMENT).that(drug("x"))),
        joined_within: 28,
    };
    let gaps = EventsBase::Gaps {
        events: Box::new(all(LAB)),
        days: 90,
        or_equal: false,
    };
    let periods = |base| bag(base, RecordKind::Periods);
    let relation = |left, right| {
        expr(
            ExprKind::Relation {
                relation: Relation::Overlaps,
                left: Box::new(left),
                right: Box::new(right),
            },
            Type::Boolean,
        )
    };
    let year = || period(date("2015-01-01"), date("2015-12-31"));
    let platelets = Type::Quantity(Measure::Analyte(AnalyteId(0)));
    let start = row(Field::Start, Type::Date);
    let nested = bag(
        EventsBase::Nested(Box::new(
            all(LAB).that(missing(of_record(VALUE, platelets.clone()))),
        )),
        RecordKind::Entity(LAB),
    );
    let shown = printed(vec![
        any(all(LAB)),
        and(vec![
            any(all(LAB)),
            any(all(LAB).between(index(), days(index(), 90))),
        ]),
        compare(
            count(all(BIOMARKER).that(sex_of_row())),
            Compare::Ge,
            number(2, Type::Integer),
        ),
        compare(
            count(nested.window(Some((index(), false)), None)),
            Compare::Lt,
            number(2, Type::Integer),
        ),
        any(all(LAB).between(index(), index())),
        any(all(LAB).window(None, Some((index(), false)))),
        any(all(LAB).window(Some((index(), true)), Some((months(index(), 12), false)))),
        any(all(LAB).during(year())),
        any(all(LAB).between(days(index(), -7), days(index(), 7))),
        any(periods(gaps).between(index(), months(index(), 1))),
        compare(
            expr(ExprKind::DaysOf(Box::new(all(TREATMENT))), Type::Integer),
            Compare::Eq,
            number(0, Type::Integer),
        ),
        compare(
            aggregate(
                Aggregate::Mean,
                all(LAB).that(missing(of_record(TEST, Type::Analyte))),
                VALUE,
                platelets.clone(),
            ),
            Compare::Ge,
            measured(2, 0),
        ),
        relation(
            part(first(periods(episodes())), Field::Period, Type::Period),
            year(),
        ),
        any(periods(episodes()).that(compare(start, Compare::Gt, index()))),
        any(all(TREATMENT).that(relation(row(Field::Period, Type::Period), year()))),
        not(missing(part(
            pick(Pick::Nth(2), all(TREATMENT), Vec::new()),
            Field::End,
            Type::Date,
        ))),
        compare(
            field(first(all(TREATMENT).that(drug("a \"b\""))), DOSE, Type::Decimal),
            Compare::Gt,
            number(1, Type::Decimal),
        ),
        compare(
            field(
                pick(Pick::Nearest(Box::new(index())), all(LAB), Vec::new()),
                VALUE,
                platelets,
            ),
            Compare::Gt,
            measured(1, 0),
        ),
    ]);
    insta::assert_snapshot!(shown);
}
