//! Characteristics: groups as positions of labels, and what is said about groups that cannot be right.

use crate::{analysed, shows};
use kohort_semantics::study::{Characteristic, ExprKind};
use kohort_semantics::value::{Number, Value};

fn text(rest: &str) -> String {
    format!(
        r#"study s version "1.0.0" on clinic
model clinic version "1.0.0" {{
  one patient {{ birth_date: Date  arm: Category {{ a, b, c }}  stage: Ordered {{ i, ii, iii, iv }}  weight: Decimal  score: Integer }}
  many visit dated date {{ date: Date }}
}}
cohort seen {{ index (first visit).date }}
{rest}
"#
    )
}

fn one(rest: &str) -> Characteristic {
    let analysis = analysed(&text(rest));
    let shown = kohort_base::render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
    let study = analysis.study.unwrap_or_else(|| panic!("{shown}"));
    study.characteristics.first().expect("a characteristic").clone()
}

/// The labels' positions in the order in which their conditions are tested, and whether a value is left at the end.
fn tested(characteristic: &Characteristic) -> (Vec<i64>, bool) {
    let mut order = Vec::new();
    let mut value = &characteristic.value.kind;
    loop {
        match value {
            ExprKind::If { then, otherwise, .. } => {
                order.push(number(&then.kind).expect("a position"));
                value = &otherwise.kind;
            }
            ExprKind::Literal(Value::Missing) => return (order, false),
            other => {
                order.push(number(other).expect("a position"));
                return (order, true);
            }
        }
    }
}

fn number(kind: &ExprKind) -> Option<i64> {
    match kind {
        ExprKind::Literal(Value::Number(number)) => Number::to_i64(number),
        _ => None,
    }
}

#[test]
fn bands_are_tested_in_order_and_missing_ones_first() {
    let found = one(
        "characteristic g = score in { \"low\": <= 6, \"7\": 7, \"high\": 8 to 10, \"unknown\": missing }",
    );
    let labels = ["low", "7", "high", "unknown"].map(String::from);
    assert_eq!(found.labels.as_deref(), Some(labels.as_slice()));
    assert_eq!(tested(&found), (vec![3, 0, 1, 2], false));
}

#[test]
fn cases_are_tested_in_order_and_end_with_the_others() {
    let found = one("characteristic g = { \"x\": arm = a, \"y\": score > 3, \"rest\": otherwise }");
    assert_eq!(tested(&found), (vec![0, 1, 2], true));
}

#[test]
fn a_condition_may_say_what_an_unknown_one_counts_as() {
    for (text, met) in [("unknown is met", true), ("unknown is not met", false)] {
        let found = one(&format!("characteristic g = score > 3, {text}"));
        let ExprKind::OrElse(operands) = &found.value.kind else {
            panic!("{found:?}");
        };
        let last = operands.last().map(|operand| &operand.kind);
        assert_eq!(last, Some(&ExprKind::Literal(Value::Boolean(met))));
    }
}

#[test]
fn bands_that_meet_leave_nothing_out() {
    for bands in [
        "age at index in { \"a\": 18 to 49, \"b\": 50 to 64, \"c\": >= 65 }",
        "age at index in { \"a\": < 18 years, \"b\": 18 to 64, \"c\": > 64 }",
        "weight in { \"a\": < 50, \"b\": >= 50 }",
        "stage in { \"a\": < iii, \"b\": >= iii }",
        "arm in { \"a\": a, \"b\": { b, c } }",
        "score in { \"odd\": { 1, 3, 5 }, \"even\": { 2, 4 } }",
        "score in { \"zero\": 0, \"other\": != 0 }",
        "score in { \"low\": < 3, \"rest\": otherwise }",
    ] {
        let found = analysed(&text(&format!("characteristic g = {bands}")));
        let codes: Vec<String> = found
            .diagnostics
            .iter()
            .map(|found| found.code.to_string())
            .collect();
        assert_eq!(codes, Vec::<String>::new(), "{bands}");
    }
}

shows!(hole: ["K1202"] &text("characteristic g = age at index in { \"a\": 18 to 49, \"b\": 55 to 64 }"));
shows!(hole_between_decimals: ["K1202"] &text("characteristic g = weight in { \"a\": 1 to 49, \"b\": 50 to 64 }"));
shows!(hole_of_a_category: ["K1202"] &text("characteristic g = arm in { \"a\": a, \"b\": c }"));
shows!(overlap: ["K1202"] &text("characteristic g = age at index in { \"a\": 18 to 50, \"b\": 50 to 64 }"));
shows!(covered: ["K1201"] &text("characteristic g = score in { \"a\": < 5, \"b\": 5 to 9, \"c\": 2 to 7 }"));
shows!(empty: ["K1201"] &text("characteristic g = score in { \"a\": 9 to 5 }"));
shows!(labels_twice: ["K1201"] &text("characteristic g = score in { \"a\": 1, \"a\": 2 }"));
shows!(after_otherwise: ["K1201"] &text("characteristic g = { \"a\": score > 1, \"b\": otherwise, \"c\": arm = a }"));
shows!(wrong_values: ["K0303", "K0312", "K0301", "K0307"] &text(
    "characteristic a = index - birth_date in { \"a\": < 5 }\ncharacteristic b = arm in { \"a\": d }\n\
     characteristic c = score in { \"a\": \"x\" }\ncharacteristic e = { \"a\": score }"
));
shows!(unknown_of_a_number: ["K0505"] &text("characteristic g = score, unknown is met"));
shows!(many_records: ["K0305"] &text("characteristic g = visit in { \"a\": 1 }"));
