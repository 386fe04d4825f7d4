//! Numbers from text and to text.
//!
//! Invariant: only ASCII digits with an optional sign, point and exponent are a number; whatever can be written down
//! exactly within [`LONGEST_EXACT`] digits is shown exactly and reads back as itself, and anything else ends in `…`.

use super::Number;
use dashu_int::ops::{DivRem, UnsignedAbs};
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;
use std::cmp::Ordering;
use std::fmt;

/// Literals with more digits than this are not numbers of any study and only cost time.
const LONGEST_LITERAL: usize = 400;
/// Decimals of at most this many digits are shown in full.
const LONGEST_EXACT: usize = 38;
/// How many significant digits a shortened number shows.
const SHORTENED: usize = 28;
/// Below ten to the power of minus this, a shortened number is shown with an exponent.
const SMALLEST_PLAIN: i64 = 10;

impl Number {
    /// Reads `[+-]digits[.digits][e[+-]digits]`, with at most three digits of exponent and 400 digits in all.
    pub fn parse_decimal(text: &str) -> Option<Self> {
        let (negative, unsigned) = match text.as_bytes().first()? {
            b'-' => (true, text.get(1..)?),
            b'+' => (false, text.get(1..)?),
            _ => (false, text),
        };
        let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
            Some(at) => (unsigned.get(..at)?, parse_exponent(unsigned.get(at + 1..)?)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (mantissa, ""),
        };
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || unsigned.len() > LONGEST_LITERAL || !all_digits(whole) || !all_digits(fraction)
        {
            return None;
        }
        let digits = IBig::from_str_radix(&format!("{whole}{fraction}"), 10).ok()?;
        let scale = exponent - i64::try_from(fraction.len()).ok()?;
        let number = scaled(RBig::from(if negative { -digits } else { digits }), scale);
        Some(Self(number))
    }

    /// The shortest decimal that reads back as this float, exactly; `None` for what is not a finite number.
    pub fn from_f64_shortest(value: f64) -> Option<Self> {
        // The standard library's exponent form writes the shortest digits that read back.
        if value.is_finite() {
            Self::parse_decimal(&format!("{value:e}"))
        } else {
            None
        }
    }

    /// The number with exactly so many decimal places, rounded half to even.
    pub fn round_half_even(&self, decimals: u8) -> String {
        let rounded = nearest_integer(&scaled(self.0.clone(), i64::from(decimals)));
        fixed(&rounded, usize::from(decimals))
    }

    /// The decimal digits (of the absolute value) and their scale, if the number terminates within the limit.
    fn exact_decimal(&self) -> Option<(IBig, usize)> {
        let scale = terminating_scale(self.0.denominator(), LONGEST_EXACT)?;
        let digits = scaled(self.0.clone(), i64::try_from(scale).ok()?)
            .numerator()
            .clone();
        let length = digits.clone().unsigned_abs().to_string().len();
        (length.max(scale) <= LONGEST_EXACT).then_some((digits, scale))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.exact_decimal() {
            Some((digits, scale)) => f.write_str(&fixed(&digits, scale)),
            None => f.write_str(&shortened(&self.0)),
        }
    }
}

/// Reads `[+-]d{1,3}`.
fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let wanted = (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if wanted { text.parse().ok() } else { None }
}

/// `number` times ten to the power of `exponent`, which callers keep within four digits.
fn scaled(number: RBig, exponent: i64) -> RBig {
    let power = IBig::from(10).pow(usize::try_from(exponent.unsigned_abs()).unwrap_or(0));
    if exponent >= 0 {
        number * power
    } else {
        number / power
    }
}

/// The nearest whole number; the even one of two equally near.
fn nearest_integer(number: &RBig) -> IBig {
    let floor = number.floor();
    let twice_rest = (number - &floor) * IBig::from(2);
    let up = match twice_rest.cmp(&RBig::ONE) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => !RBig::from_parts(floor.clone(), UBig::from(2u8)).is_int(),
    };
    if up { floor + IBig::from(1) } else { floor }
}

/// Whole digits with a point before the last `decimals`.
fn fixed(digits: &IBig, decimals: usize) -> String {
    let sign = if *digits < IBig::from(0) { "-" } else { "" };
    let padded = format!(
        "{:0>width$}",
        digits.clone().unsigned_abs().to_string(),
        width = decimals + 1
    );
    let (whole, fraction) = padded.split_at(padded.len() - decimals);
    if decimals == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

/// With how many decimal places a fraction with this denominator terminates, if with at most `limit`.
fn terminating_scale(denominator: &UBig, limit: usize) -> Option<usize> {
    let mut rest = denominator.clone();
    let mut powers = [0usize; 2];
    for (power, prime) in powers.iter_mut().zip([2u8, 5]) {
        loop {
            let (quotient, remainder) = (&rest).div_rem(UBig::from(prime));
            if remainder != UBig::ZERO {
                break;
            }
            rest = quotient;
            *power += 1;
            if *power > limit {
                return None;
            }
        }
    }
    (rest == UBig::ONE).then(|| powers.into_iter().max().unwrap_or(0))
}

/// The leading significant digits, with an exponent where a plain decimal would hide them behind zeros.
fn shortened(number: &RBig) -> String {
    let mut exponent = decimal_exponent(number);
    let places = i64::try_from(SHORTENED).unwrap_or(0) - 1;
    let mut significand = scaled(number.clone(), places - exponent);
    let mut digits = nearest_integer(&significand);
    if digits.clone().unsigned_abs().to_string().len() > SHORTENED {
        // Rounding carried into one more digit.
        exponent += 1;
        significand = scaled(number.clone(), places - exponent);
        digits = nearest_integer(&significand);
    }
    let mark = if significand.is_int() { "" } else { "…" };
    if (-SMALLEST_PLAIN..=places).contains(&exponent) && !mark.is_empty() {
        return format!(
            "{}{mark}",
            fixed(&digits, usize::try_from(places - exponent).unwrap_or(0))
        );
    }
    let plain = fixed(&digits, SHORTENED - 1);
    let digits = if mark.is_empty() {
        plain.trim_end_matches('0').trim_end_matches('.')
    } else {
        &plain
    };
    format!("{digits}{mark}e{exponent}")
}

/// The power of ten of the leading digit of a number that is not 0.
fn decimal_exponent(number: &RBig) -> i64 {
    let length = |text: String| i64::try_from(text.len()).unwrap_or(i64::MAX);
    let numerator = length(number.numerator().clone().unsigned_abs().to_string());
    let denominator = length(number.denominator().to_string());
    let estimate = numerator - denominator;
    // The lengths give the exponent or one more.
    let magnitude = if *number < RBig::ZERO {
        -number.clone()
    } else {
        number.clone()
    };
    if magnitude < scaled(RBig::ONE, estimate) {
        estimate - 1
    } else {
        estimate
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Number {
        Number::parse_decimal(text).unwrap()
    }

    #[test]
    fn literals_are_read_exactly() {
        for (text, shown) in [
            ("0", "0"),
            ("-0", "0"),
            ("+12", "12"),
            ("007.50", "7.5"),
            ("1e3", "1000"),
            ("1.5E-3", "0.0015"),
            ("12e+0", "12"),
            (
                "99999999999999999999999999999999999999",
                "99999999999999999999999999999999999999",
            ),
            ("1e60", "1e60"),
            ("-1.25e-999", "-1.25e-999"),
            ("1e999", "1e999"),
        ] {
            assert_eq!(number(text).to_string(), shown, "{text}");
        }
    }

    #[test]
    fn nothing_else_is_a_number() {
        for text in [
            "", " ", "1 ", " 1", ".5", "5.", "-", "+", "e3", "1e", "1e+", "1e1000", "1e3.0", "NaN", "inf",
            "0x10", "1_000", "1,5", "--1", "+-1", "１２", "1.2.3", "1e-", "−1",
        ] {
            assert_eq!(Number::parse_decimal(text), None, "{text:?}");
        }
        assert!(Number::parse_decimal(&"9".repeat(400)).is_some());
        assert_eq!(Number::parse_decimal(&"9".repeat(401)), None);
    }

    #[test]
    fn floats_are_their_shortest_decimals() {
        for (float, shown) in [
            (0.1, "0.1"),
            (-0.0, "0"),
            (1e23, "100000000000000000000000"),
            (5e-324, "5e-324"),
            (2.5, "2.5"),
        ] {
            assert_eq!(Number::from_f64_shortest(float).unwrap().to_string(), shown);
        }
        for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(Number::from_f64_shortest(float), None);
        }
    }

    #[test]
    fn what_does_not_terminate_is_marked() {
        let third = Number::from_ratio(1, 3).unwrap();
        assert_eq!(third.to_string(), "0.3333333333333333333333333333…");
        assert_eq!(
            Number::from_ratio(-200, 3).unwrap().to_string(),
            "-66.66666666666666666666666667…"
        );
        assert_eq!(
            third.mul(&number("1e-20")).to_string(),
            "3.333333333333333333333333333…e-21"
        );
        assert_eq!(
            third.mul(&number("1e40")).to_string(),
            "3.333333333333333333333333333…e39"
        );
        let carried = Number::ONE.sub(&third.mul(&number("1e-30")));
        assert_eq!(carried.to_string(), "1.000000000000000000000000000…");
    }

    #[test]
    fn halves_round_to_even() {
        for (text, decimals, shown) in [
            ("0.5", 0, "0"),
            ("1.5", 0, "2"),
            ("2.5", 0, "2"),
            ("-0.5", 0, "0"),
            ("-1.5", 0, "-2"),
            ("-2.5", 0, "-2"),
            ("2.51", 0, "3"),
            ("0.125", 2, "0.12"),
            ("0.135", 2, "0.14"),
            ("-0.001", 2, "0.00"),
            ("3", 3, "3.000"),
        ] {
            assert_eq!(number(text).round_half_even(decimals), shown, "{text}");
        }
    }

    proptest! {
        #[test]
        fn shown_decimals_read_back(mantissa in -10i128.pow(37)..10i128.pow(37), scale in 0u8..=38) {
            let original = Number::from_decimal(mantissa, scale);
            prop_assert_eq!(number(&original.to_string()), original);
        }

        #[test]
        fn floats_read_back(value in any::<f64>().prop_filter("finite", |value| value.is_finite())) {
            let exact = Number::from_f64_shortest(value).unwrap();
            prop_assert_eq!(exact.to_string().parse::<f64>().unwrap(), value);
        }

        #[test]
        fn shortening_errs_by_less_than_a_unit_in_the_last_place(a in any::<i64>(), b in 1i64..) {
            let exact = Number::from_ratio(a, b).unwrap();
            let shown = exact.to_string();
            let read = number(&shown.replace('…', ""));
            if shown.contains('…') {
                let error = read.sub(&exact);
                let error = if error.is_negative() { error.neg() } else { error };
                let size = if exact.is_negative() { exact.neg() } else { exact };
                prop_assert!(error.mul(&number("1e27")) <= size);
            } else {
                prop_assert_eq!(read, exact);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            let _ = Number::parse_decimal(&text);
        }

        #[test]
        fn number_like_text_is_read_or_refused(text in "[-+]?[0-9.eE+-]{0,20}") {
            if let Some(read) = Number::parse_decimal(&text) {
                prop_assert_eq!(number(&read.to_string()), read);
            }
        }

        #[test]
        fn rounding_is_within_half(a in any::<i64>(), b in 1i64.., decimals in 0u8..12) {
            let exact = Number::from_ratio(a, b).unwrap();
            let error = number(&exact.round_half_even(decimals)).sub(&exact).mul(&Number::from_integer(2));
            let unit = Number::from_decimal(1, decimals);
            prop_assert!(error <= unit && error >= unit.neg());
        }
    }
}
