//! Percentages, rounded once from exact fractions.

use kohort_semantics::value::Number;

/// `n` of `of` in per cent with one decimal place; none of nobody.
pub(crate) fn percentage(n: u64, of: u64) -> Option<String> {
    let number = |count: u64| Number::from_decimal(i128::from(count), 0);
    let share = number(n).mul(&Number::from_integer(100)).div(&number(of))?;
    Some(share.round_half_even(1))
}
