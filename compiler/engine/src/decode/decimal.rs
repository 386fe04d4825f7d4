//! Exact decimals in the fixed form of decoded columns: 38 digits before the point and 38 behind it.
//!
//! Invariant: a text is read if and only if [`kohort_semantics::value::Number::parse_decimal`] reads it and its value fits
//! exactly; nothing is rounded. This form exists since a column of millions of values cannot hold big rationals.

use super::layout::SCALE;
use arrow::datatypes::i256;

/// As many digits as fit before the point, and behind it.
const PLACES: i64 = SCALE as i64;
/// The most digits of a number's text, as for literals.
const LONGEST: usize = 400;
/// Powers of ten that fit in 64 bits.
const CHUNK: usize = 18;

/// The value of a decimal text times ten to the power of [`SCALE`].
pub fn parse(text: &str) -> Option<i256> {
    let (negative, unsigned) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    if unsigned.len() > LONGEST {
        return None;
    }
    let (mantissa, exponent) = match unsigned.iter().position(|byte| matches!(byte, b'e' | b'E')) {
        Some(at) => (unsigned.get(..at)?, parse_exponent(unsigned.get(at + 1..)?)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = match mantissa.iter().position(|byte| *byte == b'.') {
        Some(at) => (
            mantissa.get(..at)?,
            mantissa.get(at + 1..).filter(|fraction| !fraction.is_empty())?,
        ),
        None => (mantissa, &[][..]),
    };
    if whole.is_empty() || !whole.iter().chain(fraction).all(u8::is_ascii_digit) {
        return None;
    }
    let value = assemble(whole, fraction, exponent)?;
    Some(if negative { value.wrapping_neg() } else { value })
}

/// Whether a value in this form is whole.
pub fn is_whole(value: i256) -> bool {
    value.wrapping_rem(power_of_ten(PLACES as usize)) == i256::ZERO
}

/// The whole number that a value is, if it is one of so many days as a calendar could have.
pub fn to_whole(value: i256) -> Option<i64> {
    let whole = value.checked_div(power_of_ten(PLACES as usize))?;
    is_whole(value)
        .then(|| whole.to_i128())
        .flatten()?
        .try_into()
        .ok()
}

/// The digits `whole.fraction` times ten to the power of the exponent.
fn assemble(whole: &[u8], fraction: &[u8], exponent: i64) -> Option<i256> {
    // Zeros at both ends say where the point is but are no digits of the value.
    let leading = whole
        .iter()
        .chain(fraction)
        .take_while(|digit| **digit == b'0')
        .count();
    let trailing = fraction
        .iter()
        .rev()
        .chain(whole.iter().rev())
        .take_while(|digit| **digit == b'0')
        .count();
    let total = whole.len() + fraction.len();
    if leading == total {
        return Some(i256::ZERO);
    }
    let digits = total - leading - trailing;
    // The value is these digits as a whole number, times ten to the power of `scale`.
    let scale = exponent - i64::try_from(fraction.len()).ok()? + i64::try_from(trailing).ok()?;
    let above = scale + i64::try_from(digits).ok()?;
    if scale < -PLACES || above > PLACES {
        return None;
    }
    let mut value = i256::ZERO;
    let mut significant = whole.iter().chain(fraction).skip(leading).take(digits).peekable();
    while significant.peek().is_some() {
        let (mut chunk, mut length) = (0i64, 0);
        for digit in significant.by_ref().take(CHUNK) {
            chunk = chunk * 10 + i64::from(digit - b'0');
            length += 1;
        }
        let before = if value == i256::ZERO {
            value
        } else {
            value.wrapping_mul(power_of_ten(length))
        };
        value = before.wrapping_add(i256::from_i128(i128::from(chunk)));
    }
    // The bounds above keep the product below ten to the power of 76.
    Some(value.wrapping_mul(power_of_ten(usize::try_from(scale + PLACES).ok()?)))
}

/// `[+-]` and one to three digits.
fn parse_exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    if !(1..=3).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = digits
        .iter()
        .fold(0i64, |value, digit| value * 10 + i64::from(digit - b'0'));
    Some(if negative { -value } else { value })
}

/// Ten to a power of at most 76.
fn power_of_ten(power: usize) -> i256 {
    POWERS.get(power).copied().unwrap_or(i256::ZERO)
}

const POWERS: [i256; 77] = {
    let mut powers = [i256::ONE; 77];
    let mut power = 1;
    #[allow(
        clippy::indexing_slicing,
        reason = "evaluated when compiled, where an index out of bounds is an error"
    )]
    while power < powers.len() {
        powers[power] = powers[power - 1].wrapping_mul(i256::from_i128(10));
        power += 1;
    }
    powers
};

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_semantics::value::Number;
    use proptest::prelude::*;

    /// The number in fixed form, reckoned with rationals.
    fn fixed(text: &str) -> Option<i256> {
        let scaled = Number::parse_decimal(text)?.mul(&Number::parse_decimal("1e38")?);
        let limit = Number::parse_decimal("1e76")?;
        let fits = scaled.is_integer() && scaled < limit && scaled.neg() < limit;
        if fits {
            i256::from_string(&scaled.mul(&Number::ONE).round_half_even(0))
        } else {
            None
        }
    }

    #[test]
    fn what_fits_is_exact_and_what_does_not_is_refused() {
        let whole = "9".repeat(38);
        for text in [
            "0",
            "-0.00",
            "007",
            "0.9199999999999999",
            "1e-38",
            "1e37",
            "1.5E+3",
            "-12.5",
            "1e38",
            "1e-39",
            "5e-324",
            "1e300",
            &whole,
            &format!("{whole}.{whole}"),
            &format!("{whole}9"),
            &format!("0.{whole}1"),
            &format!("0.{whole}0"),
            "1e999",
            "12345678901234567890.12345678901234567890",
        ] {
            assert_eq!(parse(text), fixed(text), "{text}");
        }
        for text in [
            "",
            "+",
            ".5",
            "5.",
            "1e",
            "1e1234",
            "NaN",
            "inf",
            "1,5",
            "1 ",
            "--1",
            "１",
            &"9".repeat(401),
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn whole_numbers_are_recognised() {
        assert!(is_whole(parse("-12.0").unwrap()));
        assert!(!is_whole(parse("12.1").unwrap()));
    }

    proptest! {
        #[test]
        fn decimals_agree_with_rationals(text in "[-+]?[0-9]{1,45}(\\.[0-9]{1,45})?([eE][-+]?[0-9]{1,2})?") {
            prop_assert_eq!(parse(&text), fixed(&text));
        }

        #[test]
        fn any_text_is_read_or_refused_alike(text in "[-+0-9.eE]{0,12}|\\PC{0,8}") {
            prop_assert_eq!(parse(&text).is_some(), fixed(&text).is_some());
        }
    }
}
