//! How dates and numbers are written in a source's columns (2.1, 2.2).

use super::calendar::{day_number, unit_around};
use jiff::civil;
use kohort_semantics::value::{Date, DateFormat, Number, Precision};

/// A date in a written form such as `dd.MM.yyyy`: `yyyy` is four digits, `MM` and `dd` two, `M` and `d` one or two, and
/// every other character stands for itself. A form without a day gives a month, one without a month a year (2.2).
pub(super) fn date_written_as(format: &DateFormat, text: &str) -> Option<Date> {
    let pattern: Vec<char> = format.to_string().chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut read) = (0, 0);
    let (mut year, mut month, mut day) = (None, None, None);
    while let Some(letter) = pattern.get(at) {
        let run = pattern
            .iter()
            .skip(at)
            .take_while(|other| *other == letter)
            .count();
        if !matches!(letter, 'y' | 'M' | 'd') {
            if text.get(read) != Some(letter) {
                return None;
            }
            at += 1;
            read += 1;
            continue;
        }
        let most = if *letter == 'y' { 4 } else { 2 };
        let digits: String = text
            .iter()
            .skip(read)
            .take(most)
            .take_while(|digit| digit.is_ascii_digit())
            .collect();
        if digits.len() < run {
            return None;
        }
        let number: i16 = digits.parse().ok()?;
        match letter {
            'y' => year = Some(number),
            'M' => month = Some(number),
            _ => day = Some(number),
        }
        at += run;
        read += digits.len();
    }
    if read != text.len() {
        return None;
    }
    let precision = match (month, day) {
        (_, Some(_)) => Precision::Day,
        (Some(_), None) => Precision::Month,
        (None, None) => Precision::Year,
    };
    let small = |number: Option<i16>| i8::try_from(number.unwrap_or(1)).ok();
    let date = civil::Date::new(year?, small(month)?, small(day)?).ok()?;
    unit_around(precision, day_number(date)?)
}

/// An exact decimal: an optional sign, digits with an optional point, an optional power of ten (2.1).
pub(super) fn decimal(text: &str) -> Option<Number> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, signed_whole(exponent)?),
        None => (text, 0),
    };
    let (negative, unsigned) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((_, "")) => return None,
        Some((whole, fraction)) => (whole, fraction),
        None => (unsigned, ""),
    };
    if whole.is_empty() {
        return None;
    }
    let mut number = Number::ZERO;
    for digit in whole.chars().chain(fraction.chars()) {
        number = number
            .mul(&Number::from_integer(10))
            .add(&Number::from_integer(digit.to_digit(10)?.into()));
    }
    let power = exponent - i64::try_from(fraction.len()).ok()?;
    for _ in 0..power.unsigned_abs() {
        number = if power > 0 {
            number.mul(&Number::from_integer(10))
        } else {
            number.div(&Number::from_integer(10))?
        };
    }
    Some(if negative { number.neg() } else { number })
}

/// A power of ten of at most three digits.
fn signed_whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let readable = (1..=3).contains(&digits.len()) && digits.chars().all(|digit| digit.is_ascii_digit());
    if readable { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_by_their_pattern() {
        let read = |pattern: &str, text: &str| {
            date_written_as(&DateFormat::parse(pattern).unwrap(), text).map(|date| {
                format!(
                    "{}..{}",
                    super::super::calendar::iso(date.first),
                    super::super::calendar::iso(date.last)
                )
            })
        };
        assert_eq!(
            read("dd.MM.yyyy", "29.02.2024").unwrap(),
            "2024-02-29..2024-02-29"
        );
        assert_eq!(read("dd.MM.yyyy", "29.02.2023"), None);
        assert_eq!(
            read("yyyy年M月d日", "2024年6月3日").unwrap(),
            "2024-06-03..2024-06-03"
        );
        assert_eq!(read("yyyy-MM", "2024-02").unwrap(), "2024-02-01..2024-02-29");
        assert_eq!(read("yyyy-MM-dd", "2024-2-01"), None);
        assert_eq!(read("yyyyMMdd", "202402290"), None);
        assert_eq!(read("yyyy", "0000"), None);
    }

    #[test]
    fn decimals_are_exact() {
        for (text, expected) in [
            ("0", "0"),
            ("-0.50", "-0.5"),
            ("+12", "12"),
            ("1e3", "1000"),
            ("1.25E-2", "0.0125"),
            ("007", "7"),
        ] {
            assert_eq!(decimal(text).unwrap().to_string(), expected, "{text}");
        }
        for text in [
            "", "-", ".5", "5.", "1,5", "1e", "1e+", "1e1000", "NaN", "--1", "1 000", "٣", "0x1",
        ] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }
}
