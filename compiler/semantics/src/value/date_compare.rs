//! Comparing dates that may each be any of several days.
//!
//! Invariant: an answer is given exactly if it is the same for every pair of days the two dates may be.

use super::{Date, kleene};
use crate::study::Compare;

impl Date {
    /// Whether the comparison holds for every day the dates may be; `None` is *unknown*.
    pub fn compare(op: Compare, left: Self, right: Self) -> Option<bool> {
        match op {
            Compare::Eq => equal(left, right),
            Compare::Ne => kleene::not(equal(left, right)),
            Compare::Lt => less(left, right),
            Compare::Gt => less(right, left),
            Compare::Le => kleene::not(less(right, left)),
            Compare::Ge => kleene::not(less(left, right)),
        }
    }
}

fn equal(left: Date, right: Date) -> Option<bool> {
    let disjoint = left.last < right.first || right.last < left.first;
    let same_day = left.is_day() && left == right;
    if disjoint || same_day {
        Some(same_day)
    } else {
        None
    }
}

fn less(left: Date, right: Date) -> Option<bool> {
    if left.last < right.first {
        Some(true)
    } else if left.first >= right.last {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Day, Precision};
    use proptest::prelude::*;

    const OPERATORS: [Compare; 6] = [
        Compare::Eq,
        Compare::Ne,
        Compare::Lt,
        Compare::Le,
        Compare::Gt,
        Compare::Ge,
    ];

    /// Tries every pair of days.
    fn brute_force(op: Compare, left: Date, right: Date) -> Option<bool> {
        let (mut holds, mut fails) = (false, false);
        for l in left.first.0..=left.last.0 {
            for r in right.first.0..=right.last.0 {
                let result = match op {
                    Compare::Eq => l == r,
                    Compare::Ne => l != r,
                    Compare::Lt => l < r,
                    Compare::Le => l <= r,
                    Compare::Gt => l > r,
                    Compare::Ge => l >= r,
                };
                holds |= result;
                fails |= !result;
            }
        }
        if holds && fails { None } else { Some(holds) }
    }

    #[test]
    fn a_month_is_neither_before_nor_after_its_middle() {
        let date = |text: &str| Date::parse(text).unwrap();
        let less = |l, r| Date::compare(Compare::Lt, date(l), date(r));
        assert_eq!(less("2021-09", "2021-09-15"), None);
        assert_eq!(less("2021-09", "2021-10-01"), Some(true));
        assert_eq!(less("2021-09", "2021-09-01"), Some(false));
        assert_eq!(Date::compare(Compare::Eq, date("2021-09"), date("2021-09")), None);
    }

    /// Short stretches of days close together, which meet in every possible way.
    fn stretch() -> impl Strategy<Value = Date> {
        (0i32..12, 0i32..8).prop_map(|(first, length)| Date {
            first: Day(first),
            last: Day(first + length),
        })
    }

    /// Real dates around one year.
    fn calendar_date() -> impl Strategy<Value = Date> {
        let precision = prop::sample::select(vec![
            Precision::Day,
            Precision::Month,
            Precision::Quarter,
            Precision::Year,
        ]);
        (precision, 19_650i32..20_000).prop_map(|(precision, day)| Date::of(precision, Day(day)))
    }

    proptest! {
        #[test]
        fn short_stretches_agree_with_trying_every_day(left in stretch(), right in stretch()) {
            for op in OPERATORS {
                prop_assert_eq!(Date::compare(op, left, right), brute_force(op, left, right), "{:?}", op);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn calendar_dates_agree_with_trying_every_day(left in calendar_date(), right in calendar_date()) {
            for op in OPERATORS {
                prop_assert_eq!(Date::compare(op, left, right), brute_force(op, left, right), "{:?}", op);
            }
        }
    }
}
