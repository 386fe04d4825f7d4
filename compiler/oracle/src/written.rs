//! How dates and numbers are written in a source's columns (2.1, 2.2).

use crate::calendar::{day_number, unit_around};
use jiff::civil;
use kohort_semantics::value::{Date, DateFormat, Number, Precision};

/// What a text in the form of a date says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadDate {
    /// A date of any precision.
    Known(Date),
    /// That the date is unknown.
    Unknown,
}

/// The years that say that nothing is known, where a source marks unknown parts.
const NO_YEAR: [i16; 4] = [0, 7777, 8888, 9999];

/// The Japanese eras: the name, the letter, and the year before the first.
const ERAS: [(&str, &str, i16); 5] = [
    ("明治", "M", 1867),
    ("大正", "T", 1911),
    ("昭和", "S", 1925),
    ("平成", "H", 1988),
    ("令和", "R", 2018),
];

/// The parts of a date as they are written.
#[derive(Debug, Clone, Copy, Default)]
struct Parts {
    year: Option<i16>,
    month: Option<i16>,
    day: Option<i16>,
}

/// A date in a written form such as `dd.MM.yyyy`: `yyyy` is four digits, `MM` and `dd` two, `M` and `d` one or two; `GG`
/// is the name and `G` the letter of a Japanese era with `yy` behind it, one or two digits or 元 for the first year; every
/// other character stands for itself. A form without a day gives a month, one without a month a year (2.2). Where a
/// source marks unknown parts, digits that are no month or no day say that the part is unknown.
pub(crate) fn date_written_as(format: &DateFormat, text: &str, unknown_parts: bool) -> Option<ReadDate> {
    let parts = parts_written_as(&format.to_string(), text)?;
    let year = parts.year?;
    let (mut month, mut day) = (parts.month, parts.day);
    if unknown_parts {
        if NO_YEAR.contains(&year) {
            return Some(ReadDate::Unknown);
        }
        day = day.filter(|day| (1..=31).contains(day));
        month = month.filter(|month| (1..=12).contains(month));
    }
    // A day of an unknown month is no day.
    let precision = match (month, day) {
        (Some(_), Some(_)) => Precision::Day,
        (Some(_), None) => Precision::Month,
        (None, _) => Precision::Year,
    };
    let day = if month.is_some() { day } else { None };
    let small = |number: Option<i16>| i8::try_from(number.unwrap_or(1)).ok();
    let date = civil::Date::new(year, small(month)?, small(day)?).ok()?;
    unit_around(precision, day_number(date)?).map(ReadDate::Known)
}

/// The numbers that stand where the pattern has letters.
fn parts_written_as(pattern: &str, text: &str) -> Option<Parts> {
    let pattern: Vec<char> = pattern.chars().collect();
    let mut rest = text;
    let mut parts = Parts::default();
    let (mut at, mut era) = (0, None);
    while let Some(letter) = pattern.get(at) {
        let alike = pattern.iter().skip(at).take_while(|other| *other == letter);
        let run = alike.count();
        match letter {
            'G' => {
                let (name, before) = ERAS
                    .iter()
                    .map(|(name, letter, before)| (if run == 2 { *name } else { *letter }, *before))
                    .find(|(name, _)| rest.starts_with(name))?;
                rest = rest.strip_prefix(name)?;
                era = Some(before);
                at += run;
            }
            'y' if run == 2 => {
                let number = match rest.strip_prefix('元') {
                    Some(after) => {
                        rest = after;
                        1
                    }
                    None => digits(&mut rest, 1, 2).filter(|number| *number > 0)?,
                };
                parts.year = Some(era? + number);
                at += run;
            }
            'y' => {
                parts.year = Some(digits(&mut rest, 4, 4)?);
                at += run;
            }
            'M' => {
                parts.month = Some(digits(&mut rest, run, 2)?);
                at += run;
            }
            'd' => {
                parts.day = Some(digits(&mut rest, run, 2)?);
                at += run;
            }
            other => {
                rest = rest.strip_prefix(*other)?;
                at += 1;
            }
        }
    }
    rest.is_empty().then_some(parts)
}

/// Takes as many leading digits as there are, at least and at most so many.
fn digits(rest: &mut &str, least: usize, most: usize) -> Option<i16> {
    let found: String = rest
        .chars()
        .take(most)
        .take_while(|digit| digit.is_ascii_digit())
        .collect();
    *rest = rest.strip_prefix(found.as_str())?;
    if found.len() < least {
        None
    } else {
        found.parse().ok()
    }
}

/// An exact decimal: an optional sign, digits with an optional point, an optional power of ten (2.1).
pub(crate) fn decimal(text: &str) -> Option<Number> {
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

    fn days(read: ReadDate) -> String {
        match read {
            ReadDate::Known(date) => format!(
                "{}..{}",
                crate::calendar::iso(date.first),
                crate::calendar::iso(date.last)
            ),
            ReadDate::Unknown => "unknown".to_owned(),
        }
    }

    #[test]
    fn digits_that_are_no_month_or_day_are_unknown_parts() {
        let format = DateFormat::parse("yyyyMMdd").unwrap();
        let read = |text| date_written_as(&format, text, true).map(days);
        assert_eq!(read("20210704").unwrap(), "2021-07-04..2021-07-04");
        assert_eq!(read("20210799").unwrap(), "2021-07-01..2021-07-31");
        assert_eq!(read("20210700").unwrap(), "2021-07-01..2021-07-31");
        assert_eq!(read("20219999").unwrap(), "2021-01-01..2021-12-31");
        assert_eq!(read("20210015").unwrap(), "2021-01-01..2021-12-31");
        assert_eq!(read("99999999").unwrap(), "unknown");
        assert_eq!(read("00000101").unwrap(), "unknown");
        assert_eq!(read("20210231"), None);
        assert_eq!(read("2021-7-9"), None);
    }

    #[test]
    fn eras_count_from_their_first_year() {
        let read =
            |pattern, text| parts_written_as(pattern, text).map(|parts| (parts.year, parts.month, parts.day));
        assert_eq!(
            read("GGyy年M月d日", "令和元年5月1日"),
            Some((Some(2019), Some(5), Some(1)))
        );
        assert_eq!(
            read("GGyy年M月d日", "昭和64年1月7日"),
            Some((Some(1989), Some(1), Some(7)))
        );
        assert_eq!(
            read("Gyy.MM.dd", "H8.02.29"),
            Some((Some(1996), Some(2), Some(29)))
        );
        assert_eq!(read("Gyy.MM.dd", "H0.02.29"), None);
        assert_eq!(read("Gyy.MM.dd", "X1.02.01"), None);
    }

    #[test]
    fn dates_are_read_by_their_pattern() {
        let read = |pattern: &str, text: &str| {
            date_written_as(&DateFormat::parse(pattern).unwrap(), text, false).map(days)
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
