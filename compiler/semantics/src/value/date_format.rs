//! The written forms of dates in a source's columns, such as `yyyy-MM-dd` and `dd.MM.yyyy`.
//!
//! Invariant: a form reads a text in at most one way. Names of months, two-digit years and eras are deliberately absent.

use super::day::digits;
use super::{Date, Day, Precision};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A written form of a date.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct DateFormat {
    pattern: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Year,
    /// Two digits, or one or two.
    Month {
        padded: bool,
    },
    /// Two digits, or one or two.
    Day {
        padded: bool,
    },
    Literal(char),
}

/// Why a pattern is not a written form of dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateFormatError {
    /// It has letters that mean nothing, or the wrong number of them.
    UnknownLetters(String),
    /// It has no year.
    NoYear,
    /// It names the year, the month or the day twice.
    Twice(&'static str),
    /// It has a day but no month.
    DayWithoutMonth,
    /// `M` or `d` is directly followed by another digit, so it could be read in two ways.
    Ambiguous,
    /// It begins or ends with a blank; the blanks around a value are always ignored.
    SurroundingBlank,
}

impl fmt::Display for DateFormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownLetters(letters) => {
                write!(
                    f,
                    "`{letters}` is not part of a date; use `yyyy`, `MM` or `M`, and `dd` or `d`"
                )
            }
            Self::NoYear => f.write_str("the year `yyyy` is missing"),
            Self::Twice(what) => write!(f, "the {what} is given twice"),
            Self::DayWithoutMonth => f.write_str("there is a day but no month"),
            Self::Ambiguous => {
                f.write_str("`M` or `d` of one or two digits must not be followed directly by another digit")
            }
            Self::SurroundingBlank => f.write_str("it must not begin or end with a blank"),
        }
    }
}

impl std::error::Error for DateFormatError {}

impl DateFormat {
    /// Understands a pattern: `yyyy`, `MM` or `M`, `dd` or `d`; every character that is not an ASCII letter stands
    /// for itself, so that `yyyy年M月d日` is a form too.
    pub fn parse(pattern: &str) -> Result<Self, DateFormatError> {
        if pattern.trim() != pattern {
            return Err(DateFormatError::SurroundingBlank);
        }
        let mut parts = Vec::new();
        let mut rest = pattern;
        while let Some(first) = rest.chars().next() {
            let run = if first.is_ascii_alphabetic() {
                rest.find(|c| c != first).unwrap_or(rest.len())
            } else {
                first.len_utf8()
            };
            let (letters, after) = rest.split_at(run);
            parts.push(match letters {
                "yyyy" => Part::Year,
                "MM" | "M" => Part::Month { padded: run == 2 },
                "dd" | "d" => Part::Day { padded: run == 2 },
                _ if first.is_ascii_alphabetic() => {
                    return Err(DateFormatError::UnknownLetters(letters.to_owned()));
                }
                _ => Part::Literal(first),
            });
            rest = after;
        }
        check(&parts)?;
        Ok(Self {
            pattern: pattern.to_owned(),
            parts,
        })
    }

    /// The precision of the dates it reads.
    pub fn precision(&self) -> Precision {
        if self.parts.iter().any(|part| matches!(part, Part::Day { .. })) {
            Precision::Day
        } else if self.parts.iter().any(|part| matches!(part, Part::Month { .. })) {
            Precision::Month
        } else {
            Precision::Year
        }
    }

    /// Reads a text that has this form and is a day of the calendar. Blanks around it are ignored.
    pub fn read(&self, text: &str) -> Option<Date> {
        let mut rest = text.trim();
        let (mut year, mut month, mut day) = (0, 1, 1);
        for part in &self.parts {
            match part {
                Part::Year => year = number(&mut rest, 4, 4)?,
                Part::Month { padded } => month = number(&mut rest, if *padded { 2 } else { 1 }, 2)?,
                Part::Day { padded } => day = number(&mut rest, if *padded { 2 } else { 1 }, 2)?,
                Part::Literal(literal) => rest = rest.strip_prefix(*literal)?,
            }
        }
        let day = Day::from_ymd(i32::try_from(year).ok()?, month, day)?;
        rest.is_empty().then(|| Date::of(self.precision(), day))
    }

    /// Writes a day in this form.
    pub fn write(&self, day: Day) -> String {
        let (year, month, day) = day.ymd();
        let part = |part: &Part| match part {
            Part::Year => format!("{year:04}"),
            Part::Month { padded: true } => format!("{month:02}"),
            Part::Month { padded: false } => month.to_string(),
            Part::Day { padded: true } => format!("{day:02}"),
            Part::Day { padded: false } => day.to_string(),
            Part::Literal(literal) => literal.to_string(),
        };
        self.parts.iter().map(part).collect()
    }
}

/// Takes `least` to `most` leading digits, as many as there are.
fn number(rest: &mut &str, least: usize, most: usize) -> Option<u32> {
    let found = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (read, after) = rest.split_at_checked(found)?;
    *rest = after;
    if found >= least { digits(read) } else { None }
}

fn check(parts: &[Part]) -> Result<(), DateFormatError> {
    let count = |wanted: fn(&Part) -> bool| parts.iter().filter(|part| wanted(part)).count();
    let years = count(|part| matches!(part, Part::Year));
    let months = count(|part| matches!(part, Part::Month { .. }));
    let days = count(|part| matches!(part, Part::Day { .. }));
    if years == 0 {
        return Err(DateFormatError::NoYear);
    }
    for (count, what) in [(years, "year"), (months, "month"), (days, "day")] {
        if count > 1 {
            return Err(DateFormatError::Twice(what));
        }
    }
    if days > months {
        return Err(DateFormatError::DayWithoutMonth);
    }
    let ambiguous = parts.windows(2).any(|pair| match pair {
        [
            Part::Month { padded: false } | Part::Day { padded: false },
            Part::Literal(next),
        ] => next.is_ascii_digit(),
        [Part::Month { padded: false } | Part::Day { padded: false }, _] => true,
        _ => false,
    });
    if ambiguous {
        Err(DateFormatError::Ambiguous)
    } else {
        Ok(())
    }
}

impl fmt::Display for DateFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.pattern)
    }
}

impl From<DateFormat> for String {
    fn from(format: DateFormat) -> Self {
        format.pattern
    }
}

impl TryFrom<String> for DateFormat {
    type Error = DateFormatError;

    fn try_from(pattern: String) -> Result<Self, Self::Error> {
        Self::parse(&pattern)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(pattern: &str, text: &str) -> Option<String> {
        DateFormat::parse(pattern)
            .unwrap()
            .read(text)
            .map(|date| date.to_string())
    }

    #[test]
    fn the_forms_of_four_countries_are_read() {
        for (pattern, text, expected) in [
            ("yyyy-MM-dd", "2024-06-30", "2024-06-30"),
            ("yyyyMMdd", "20240630", "2024-06-30"),
            ("dd.MM.yyyy", "30.06.2024", "2024-06-30"),
            ("dd/MM/yyyy", " 30/06/2024 ", "2024-06-30"),
            ("M/d/yyyy", "6/3/2024", "2024-06-03"),
            ("M/d/yyyy", "06/03/2024", "2024-06-03"),
            ("yyyy年M月d日", "2024年6月3日", "2024-06-03"),
            ("yyyy-MM", "2024-06", "2024-06"),
            ("yyyy", "2024", "2024"),
            ("yyyy-MM-dd 00:00:00", "2024-06-30 00:00:00", "2024-06-30"),
        ] {
            assert_eq!(read(pattern, text).as_deref(), Some(expected), "{pattern} {text}");
        }
    }

    #[test]
    fn other_texts_are_not_read() {
        for (pattern, text) in [
            ("yyyy-MM-dd", "2024-6-30"),
            ("yyyy-MM-dd", "2024-06-31"),
            ("yyyy-MM-dd", "2024-06-30T00:00"),
            ("yyyy-MM-dd", "0000-01-01"),
            ("yyyy-MM-dd", ""),
            ("yyyyMMdd", "2024063"),
            ("yyyyMMdd", "99999999"),
            ("M/d/yyyy", "6/031/2024"),
            ("dd.MM.yyyy", "３０.06.2024"),
            ("yyyy", "12024"),
        ] {
            assert_eq!(read(pattern, text), None, "{pattern} {text}");
        }
    }

    #[test]
    fn unclear_patterns_are_refused_with_the_reason() {
        for (pattern, error) in [
            ("", DateFormatError::NoYear),
            ("MM-dd", DateFormatError::NoYear),
            ("yy-MM-dd", DateFormatError::UnknownLetters("yy".into())),
            ("yyyy-mm-dd", DateFormatError::UnknownLetters("mm".into())),
            ("yyyy-MMM-dd", DateFormatError::UnknownLetters("MMM".into())),
            ("yyyy-MM-ddTHH", DateFormatError::UnknownLetters("T".into())),
            ("yyyy-MM-MM", DateFormatError::Twice("month")),
            ("yyyyyyyy", DateFormatError::UnknownLetters("yyyyyyyy".into())),
            ("yyyy-dd", DateFormatError::DayWithoutMonth),
            ("yyyyMd", DateFormatError::Ambiguous),
            ("d1/MM/yyyy", DateFormatError::Ambiguous),
            ("yyyy ", DateFormatError::SurroundingBlank),
        ] {
            assert_eq!(DateFormat::parse(pattern), Err(error), "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn written_days_read_back(
            pattern in prop::sample::select(vec!["yyyy-MM-dd", "dd.MM.yyyy", "M/d/yyyy", "d-M-yyyy", "yyyyMMdd", "yyyy-MM", "MM/yyyy", "yyyy"]),
            number in Day::FIRST.0..=Day::LAST.0,
        ) {
            let format = DateFormat::parse(pattern).unwrap();
            let text = format.write(Day(number));
            prop_assert_eq!(format.read(&text), Some(Date::of(format.precision(), Day(number))));
            prop_assert_eq!(DateFormat::parse(&format.to_string()), Ok(format));
        }

        #[test]
        fn any_pattern_and_text_are_read_or_refused(pattern in "[yMd0-9./ -]{0,12}|\\PC{0,12}", text in "[0-9./ -]{0,12}|\\PC{0,12}") {
            if let Ok(format) = DateFormat::parse(&pattern) {
                let _ = format.read(&text);
            }
        }
    }
}
