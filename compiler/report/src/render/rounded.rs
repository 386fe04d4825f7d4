//! Numbers as a reader wants them.
//!
//! Invariant: rounding is half to even and of the decimal that a file shows, so that text and file agree.

use crate::cell::Quantity;
use kohort_semantics::study::TimeUnit;
use kohort_semantics::value::Number;

/// The smallest p that is shown as a number, in thousandths.
const SMALLEST_P: f64 = 0.001;
/// Digits of a rate.
const DIGITS_OF_RATE: usize = 4;

/// A number of a quantity.
pub(super) fn rounded(quantity: Quantity, value: f64) -> String {
    match quantity {
        Quantity::P if value < SMALLEST_P => String::from("<0.001"),
        Quantity::P | Quantity::Difference => decimals(value, 3),
        Quantity::Probability => decimals(value, 4),
        Quantity::Time(TimeUnit::Days) | Quantity::PersonTime | Quantity::EffectiveNumber => {
            decimals(value, 1)
        }
        Quantity::Time(TimeUnit::Months | TimeUnit::Years)
        | Quantity::HazardRatio
        | Quantity::ExpectedEvents
        | Quantity::TestStatistic => decimals(value, 2),
        Quantity::WholeValue => decimals(value, 1),
        Quantity::Value => decimals(value, 2),
        Quantity::Proportion => percent(value),
        Quantity::Rate => significant(value),
    }
}

/// A number of a quantity, without zeros at its end where it is someone's value and no mean.
pub(super) fn plain(quantity: Quantity, value: f64) -> String {
    let text = rounded(quantity, value);
    match quantity {
        Quantity::WholeValue | Quantity::Value if text.contains('.') => {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => text,
    }
}

fn decimals(value: f64, places: u8) -> String {
    match Number::from_f64_shortest(value) {
        Some(number) => number.round_half_even(places),
        // Cells hold finite numbers only; this keeps the function total.
        None => value.to_string(),
    }
}

/// A share as a percentage, without the sign.
fn percent(value: f64) -> String {
    match Number::from_f64_shortest(value) {
        Some(number) => number.mul(&Number::from_integer(100)).round_half_even(1),
        None => value.to_string(),
    }
}

/// As many decimal places as give so many digits in all.
fn significant(value: f64) -> String {
    let scientific = format!("{value:.0e}");
    let exponent = scientific
        .split_once('e')
        .and_then(|(_, exponent)| exponent.parse::<i64>().ok());
    let digits = i64::try_from(DIGITS_OF_RATE).unwrap_or(0).saturating_sub(1);
    let places = digits.saturating_sub(exponent.unwrap_or(0)).clamp(0, 12);
    decimals(value, u8::try_from(places).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_quantity_has_its_decimal_places() {
        for (quantity, value, shown) in [
            (Quantity::P, 0.065_300_1, "0.065"),
            (Quantity::P, 0.000_999, "<0.001"),
            (Quantity::P, 0.001, "0.001"),
            (Quantity::P, 0.0, "<0.001"),
            (Quantity::Probability, 0.481_749, "0.4817"),
            (Quantity::Time(TimeUnit::Days), 31.0, "31.0"),
            (Quantity::Time(TimeUnit::Months), 5.650_9, "5.65"),
            (Quantity::HazardRatio, 2.498_1, "2.50"),
            (Quantity::Proportion, 0.375, "37.5"),
            (Quantity::Rate, 0.0, "0.000"),
            (Quantity::Rate, 0.012_345, "0.01234"),
            (Quantity::Rate, 12.345_6, "12.35"),
            (Quantity::Rate, 123_456.7, "123457"),
        ] {
            assert_eq!(rounded(quantity, value), shown, "{quantity:?} {value}");
        }
    }

    #[test]
    fn values_of_people_have_no_zeros_at_the_end() {
        assert_eq!(plain(Quantity::WholeValue, 63.0), "63");
        assert_eq!(plain(Quantity::WholeValue, 63.5), "63.5");
        assert_eq!(plain(Quantity::Value, 10.25), "10.25");
        assert_eq!(plain(Quantity::Value, 100.0), "100");
        assert_eq!(plain(Quantity::Probability, 0.5), "0.5000");
    }
}
