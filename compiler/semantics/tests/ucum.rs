//! The UCUM functional tests: every validation, conversion and multiplication case of the published file.
//!
//! Where Kohort deliberately differs, the case is listed here with the reason; a listed case that starts to pass fails
//! this test, so the lists stay true. Display names are not part of Kohort.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use kohort_semantics::units::{self, Unit};
use kohort_semantics::value::Number;

const FILE: &str = include_str!("data/ucum/UcumFunctionalTests.xml");

/// Validations that Kohort answers differently, by id and unit.
const DIFFERENT_VALIDATIONS: &[(&str, &str, &str)] = &[(
    "k=1=049",
    "g.m/{hb}m2",
    "an annotation directly before a unit, which case 1-116a of the same file calls invalid",
)];

/// Conversions that Kohort answers differently, by id.
const DIFFERENT_CONVERSIONS: &[(&str, &str)] = &[
    (
        "3-111",
        "says 6.3 s/m/mg is 0.0063 s.m-1.g-1; dividing by a thousandth multiplies, as in case 3-110, so it is 6300",
    ),
    (
        "3-115",
        "reads s/4.m as s/(4.m); UCUM section 2.3 reads operators of one precedence from left to right",
    ),
];

/// The cases of a section, comments left out.
fn cases(section: &str) -> Vec<&'static str> {
    let from = FILE.find(&format!("<{section}>")).unwrap();
    let to = FILE.find(&format!("</{section}>")).unwrap();
    let uncommented = FILE[from..to]
        .split("<!--")
        .map(|part| part.split_once("-->").map_or(part, |(_, after)| after));
    uncommented
        .flat_map(|part| part.split("<case ").skip(1))
        .map(|case| case.split("/>").next().unwrap())
        .collect()
}

fn attribute<'c>(case: &'c str, name: &str) -> &'c str {
    let (_, after) = case
        .split_once(&format!("{name}=\""))
        .unwrap_or_else(|| panic!("{name} in {case}"));
    after.split('"').next().unwrap()
}

fn number(text: &str) -> Number {
    Number::parse_decimal(text).unwrap_or_else(|| panic!("{text}"))
}

/// Whether `exact` rounds to what is written, at the precision at which it is written; either way from the middle.
fn agrees(exact: &Number, written: &str) -> bool {
    let mantissa = written.split(['e', 'E']).next().unwrap();
    let exponent = written
        .split(['e', 'E'])
        .nth(1)
        .map_or(0, |exponent| exponent.parse::<i32>().unwrap());
    let decimals = mantissa
        .split_once('.')
        .map_or(0, |(_, fraction)| i32::try_from(fraction.len()).unwrap());
    let unit = number(&format!("1e{}", exponent - decimals));
    let twice = exact.sub(&number(written)).mul(&Number::from_integer(2));
    twice <= unit && twice >= unit.neg()
}

#[test]
fn validations() {
    let cases = cases("validation");
    assert_eq!(cases.len(), 525);
    let mut different = Vec::new();
    for case in cases {
        let (id, unit) = (attribute(case, "id"), attribute(case, " unit"));
        if Unit::parse(unit).is_ok() != (attribute(case, "valid") == "true") {
            different.push((id, unit));
        }
    }
    let listed: Vec<_> = DIFFERENT_VALIDATIONS
        .iter()
        .map(|(id, unit, _)| (*id, *unit))
        .collect();
    assert_eq!(different, listed);
}

#[test]
fn conversions() {
    let cases = cases("conversion");
    assert_eq!(cases.len(), 29);
    let mut different = Vec::new();
    for case in cases {
        let (from, to) = (attribute(case, "srcUnit"), attribute(case, "dstUnit"));
        let conversion = units::between(&Unit::parse(from).unwrap(), &Unit::parse(to).unwrap());
        let converted = conversion.map(|conversion| conversion.apply(&number(attribute(case, "value"))));
        if !converted.is_some_and(|value| agrees(&value, attribute(case, "outcome"))) {
            different.push(attribute(case, "id"));
        }
    }
    let listed: Vec<_> = DIFFERENT_CONVERSIONS.iter().map(|(id, _)| *id).collect();
    assert_eq!(different, listed);
}

#[test]
fn multiplications() {
    let cases = cases("multiplication");
    assert_eq!(cases.len(), 2);
    for case in cases {
        let product = Unit::parse(&format!(
            "({}).({})",
            attribute(case, "u1"),
            attribute(case, "u2")
        ))
        .unwrap();
        let conversion = units::between(&product, &Unit::parse(attribute(case, "uRes")).unwrap()).unwrap();
        let value = conversion.apply(&number(attribute(case, "v1")).mul(&number(attribute(case, "v2"))));
        assert_eq!(value, number(attribute(case, "vRes")), "{case}");
    }
}
