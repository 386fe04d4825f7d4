//! Tables of baseline characteristics, worked out by hand.

use crate::support::{close, fraction, printed};
use kohort_stats::baseline::{
    Categories, QuantileRule, SmdError, Values, smd_binary, smd_categories, smd_continuous,
};
use kohort_stats::{Count, Mass, Rational, Share, Weighted};

fn values(numbers: &[i64]) -> Values<Count> {
    let mut values = Values::new();
    for number in numbers {
        values.add(Some(fraction(*number, 1)), &Count(1));
    }
    values
}

fn categories(counts: &[(&'static str, u64)]) -> Categories<&'static str, Count> {
    let mut categories = Categories::new();
    for (category, count) in counts {
        categories.add(*category, &Count(*count));
    }
    categories
}

#[test]
fn moments_and_quantiles() {
    let mut group = values(&[3, 1, 4, 1, 5, 9, 2, 6]);
    group.add(None, &Count(2));
    assert_eq!((group.known(), *group.missing()), (Count(8), Count(2)));
    assert_eq!(group.exact_mean(), Some(fraction(31, 8)));
    // 173 − 31²/8 over 7
    assert_eq!(group.exact_variance(), Some(fraction(423, 56)));
    printed(group.standard_deviation().unwrap(), "2.7484");
    assert_eq!(
        (group.minimum(), group.maximum()),
        (Some(&fraction(1, 1)), Some(&fraction(9, 1)))
    );
    let quantile = |share, rule| group.quantile(share, rule).unwrap();
    assert_eq!(quantile(Share::HALF, QuantileRule::Step), fraction(7, 2));
    assert_eq!(quantile(Share::QUARTER, QuantileRule::Step), fraction(3, 2));
    assert_eq!(quantile(Share::QUARTER, QuantileRule::Linear), fraction(7, 4));
    assert_eq!(
        quantile(Share::THREE_QUARTERS, QuantileRule::Linear),
        fraction(21, 4)
    );
}

#[test]
fn few_people_have_no_spread() {
    let nobody = Values::<Count>::new();
    assert_eq!((nobody.mean(), nobody.standard_deviation()), (None, None));
    assert_eq!(nobody.quantile(Share::HALF, QuantileRule::Linear), None);
    assert_eq!(nobody.step_quantile(Share::HALF), None);
    let one = values(&[4]);
    assert_eq!((one.mean(), one.standard_deviation()), (Some(4.0), None));
    assert_eq!(
        one.quantile(Share::QUARTER, QuantileRule::Linear),
        Some(fraction(4, 1))
    );
}

#[test]
fn weighted_moments() {
    let mut group = Values::new();
    for (value, weight) in [(1, 1), (2, 2), (4, 1)] {
        group.add(
            Some(fraction(value, 1)),
            &Weighted::person(fraction(weight, 2)).unwrap(),
        );
    }
    // Σw = 2, mean (1 + 4 + 4) / 4, Σw (x − m)² = 19/8, and 2 − (3/2) / 2 = 5/4.
    assert_eq!(group.exact_mean(), Some(fraction(9, 4)));
    assert_eq!(group.exact_variance(), Some(fraction(19, 10)));
    assert_eq!(group.step_quantile(Share::HALF), Some(fraction(2, 1)));
    assert_eq!(group.step_quantile(Share::THREE_QUARTERS), Some(fraction(3, 1)));
}

#[test]
fn distances_of_means() {
    let distance = smd_continuous(&values(&[1, 2, 3, 4, 5]), &values(&[3, 4, 5, 6, 7])).unwrap();
    printed(distance, "-1.264911");
    assert_eq!(smd_continuous(&values(&[2, 2]), &values(&[2, 2])), Ok(0.0));
    assert_eq!(
        smd_continuous(&values(&[2, 2]), &values(&[3, 3])),
        Err(SmdError::NoSpread)
    );
    assert_eq!(
        smd_continuous(&values(&[2]), &values(&[3, 4])),
        Err(SmdError::TooFewPeople)
    );
}

#[test]
fn distances_of_shares() {
    let distance = smd_binary(&fraction(1, 2), &fraction(1, 4)).unwrap();
    printed(distance, "0.534522");
    assert_eq!(
        smd_binary(&Rational::ZERO, &Rational::ONE),
        Err(SmdError::NoSpread)
    );
    assert_eq!(smd_binary(&Rational::ONE, &Rational::ONE), Ok(0.0));
}

#[test]
fn distances_of_distributions() {
    let one = categories(&[("a", 2), ("b", 3), ("c", 5)]);
    let other = categories(&[("a", 3), ("b", 3), ("c", 4)]);
    // d = (−0.1, 0), S = [0.185 −0.075; −0.075 0.21]: 0.01 · 0.21 / 0.033225, its root.
    let distance = smd_categories(&one, &other).unwrap();
    printed(distance, "0.251407");
    assert_eq!(smd_categories(&one, &one), Ok(0.0));
    assert_eq!(one.share(&"b"), Some(0.3));
    assert_eq!(one.share(&"z"), Some(0.0));
    // A category that nobody is in, or that was counted for nobody, changes nothing.
    let mut more = one.clone();
    more.add("0", &Count(0));
    assert_eq!(smd_categories(&more, &other), Ok(distance));
    // With two categories it is the distance of shares without its sign.
    let binary = smd_binary(&fraction(1, 2), &fraction(1, 4)).unwrap();
    let (one, other) = (
        categories(&[("x", 2), ("y", 2)]),
        categories(&[("x", 3), ("y", 1)]),
    );
    close(smd_categories(&one, &other).unwrap(), binary.abs(), 1e-15);
}

#[test]
fn distributions_without_a_distance() {
    let (one, other) = (categories(&[("x", 2)]), categories(&[("y", 3)]));
    assert_eq!(smd_categories(&one, &other), Err(SmdError::NoSpread));
    let nobody = Categories::<&str, Count>::new();
    assert_eq!(smd_categories(&one, &nobody), Err(SmdError::TooFewPeople));
    assert_eq!(nobody.share(&"x"), None);
    assert!(nobody.everybody().is_empty());
}
