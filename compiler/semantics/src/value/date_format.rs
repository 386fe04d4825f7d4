//! The written forms of dates in a source's columns, such as `yyyy-MM-dd` and `dd.MM.yyyy`.
//!
//! Invariant: a form reads a text in at most one way. Names of months and two-digit years without an era are deliberately
//! absent.

use super::day::digits;
use super::era::{ERAS, Era};
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
    /// A Japanese era, by its name, or by its letter.
    Era {
        name: bool,
    },
    /// The year of the era: one or two digits, or 元 for the first.
    EraYear,
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
    /// It has an era without its year directly behind it, or `yy` without an era directly before it.
    EraWithoutYear,
    /// `M`, `d` or `yy` is directly followed by another digit, so it could be read in two ways.
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
                    "`{letters}` is not part of a date; use `yyyy` (or `GGyy`, `Gyy` with an era), `MM` or `M`, and `dd` or `d`"
                )
            }
            Self::NoYear => f.write_str("the year `yyyy` is missing"),
            Self::Twice(what) => write!(f, "the {what} is given twice"),
            Self::DayWithoutMonth => f.write_str("there is a day but no month"),
            Self::EraWithoutYear => f.write_str(
                "an era `GG` or `G` and its year `yy` stand together: `GGyy年M月d日`, `Gyy.MM.dd`",
            ),
            Self::Ambiguous => f.write_str(
                "`M`, `d` or `yy` of one or two digits must not be followed directly by another digit",
            ),
            Self::SurroundingBlank => f.write_str("it must not begin or end with a blank"),
        }
    }
}

impl std::error::Error for DateFormatError {}

impl DateFormat {
    /// Understands a pattern: `yyyy`, or `GGyy` or `Gyy` for a Japanese era and its year; `MM` or `M`, `dd` or `d`; every
    /// character that is not an ASCII letter stands for itself, so that `yyyy年M月d日` is a form too.
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
                "GG" | "G" => Part::Era { name: run == 2 },
                "yy" => Part::EraYear,
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
        let digits = self.digits(text)?;
        let day = Day::from_ymd(digits.year()?, digits.month, digits.day)?;
        digits.in_era(Date::of(self.precision(), day))
    }

    /// Reads a text in which impossible digits say that a part is unknown. A day above 31 or 00 leaves the month, a month
    /// above 12 or 00 leaves the year, and a year 0000, 7777, 8888 or 9999 leaves nothing, which is the inner `None`. The
    /// outer one is a text without this form, or a day that the calendar does not have.
    pub fn read_with_unknown_parts(&self, text: &str) -> Option<Option<Date>> {
        let digits = self.digits(text)?;
        if digits.era.is_none() && UNKNOWN_YEARS.contains(&digits.year) {
            return Some(None);
        }
        let year = digits.year()?;
        let own = self.precision();
        let (precision, month, day) = if own <= Precision::Month && !(1..=12).contains(&digits.month) {
            (Precision::Year, 1, 1)
        } else if own == Precision::Day && !(1..=31).contains(&digits.day) {
            (Precision::Month, digits.month, 1)
        } else {
            (own, digits.month, digits.day)
        };
        let day = Day::from_ymd(year, month, day)?;
        Some(Some(digits.in_era(Date::of(precision, day))?))
    }

    /// The digits of a text that has this form, whatever they say.
    fn digits(&self, text: &str) -> Option<Digits> {
        let mut rest = text.trim();
        let mut found = Digits {
            era: None,
            year: 0,
            month: 1,
            day: 1,
        };
        for part in &self.parts {
            match part {
                Part::Year => found.year = number(&mut rest, 4, 4)?,
                Part::Era { name } => found.era = Some(era(&mut rest, *name)?),
                Part::EraYear => {
                    found.year = match rest.strip_prefix('元') {
                        Some(after) => {
                            rest = after;
                            1
                        }
                        None => number(&mut rest, 1, 2)?,
                    }
                }
                Part::Month { padded } => found.month = number(&mut rest, if *padded { 2 } else { 1 }, 2)?,
                Part::Day { padded } => found.day = number(&mut rest, if *padded { 2 } else { 1 }, 2)?,
                Part::Literal(literal) => rest = rest.strip_prefix(*literal)?,
            }
        }
        rest.is_empty().then_some(found)
    }

    /// Writes a day in this form. A day before all eras has no form with an era; it is then written with its year.
    pub fn write(&self, day: Day) -> String {
        let era = Era::of(day);
        let (year, month, day) = day.ymd();
        let part = |part: &Part| match part {
            Part::Year => format!("{year:04}"),
            Part::Era { name } => match era {
                Some(era) if *name => era.name.to_owned(),
                Some(era) => era.letter.to_string(),
                None => String::new(),
            },
            Part::EraYear => era.map_or(year, |era| era.of_era(year)).to_string(),
            Part::Month { padded: true } => format!("{month:02}"),
            Part::Month { padded: false } => month.to_string(),
            Part::Day { padded: true } => format!("{day:02}"),
            Part::Day { padded: false } => day.to_string(),
            Part::Literal(literal) => literal.to_string(),
        };
        self.parts.iter().map(part).collect()
    }
}

/// Years by which data say that a date is unknown.
const UNKNOWN_YEARS: [u32; 4] = [0, 7777, 8888, 9999];

/// What stands in a text, before it is asked for its day.
struct Digits {
    era: Option<Era>,
    /// After Christ, or of the era.
    year: u32,
    month: u32,
    day: u32,
}

impl Digits {
    fn year(&self) -> Option<i32> {
        match self.era {
            Some(era) => era.year(self.year),
            None => i32::try_from(self.year).ok(),
        }
    }

    /// The date, if its era has a day of it.
    fn in_era(&self, date: Date) -> Option<Date> {
        self.era
            .is_none_or(|era| era.touches(date.first, date.last))
            .then_some(date)
    }
}

/// Takes the name or the letter of an era.
fn era(rest: &mut &str, name: bool) -> Option<Era> {
    ERAS.iter().copied().find(|era| {
        let after = if name {
            rest.strip_prefix(era.name)
        } else {
            rest.strip_prefix(era.letter)
        };
        if let Some(after) = after {
            *rest = after;
        }
        after.is_some()
    })
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
    let years = count(|part| matches!(part, Part::Year | Part::EraYear));
    let eras = count(|part| matches!(part, Part::Era { .. }));
    let months = count(|part| matches!(part, Part::Month { .. }));
    let days = count(|part| matches!(part, Part::Day { .. }));
    let pairs = parts
        .windows(2)
        .filter(|pair| matches!(pair, [Part::Era { .. }, Part::EraYear]))
        .count();
    let years_of_eras = count(|part| matches!(part, Part::EraYear));
    if eras == 0 && years_of_eras > 0 {
        return Err(DateFormatError::UnknownLetters(String::from("yy")));
    }
    if pairs < eras.max(years_of_eras) {
        return Err(DateFormatError::EraWithoutYear);
    }
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
            Part::Month { padded: false } | Part::Day { padded: false } | Part::EraYear,
            Part::Literal(next),
        ] => next.is_ascii_digit(),
        [
            Part::Month { padded: false } | Part::Day { padded: false } | Part::EraYear,
            _,
        ] => true,
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
    fn years_of_japanese_eras_are_read_within_their_era() {
        let kanji = "GGyy年M月d日";
        for (pattern, text, expected) in [
            (kanji, "令和元年5月1日", Some("2019-05-01")),
            (kanji, "令和1年5月1日", Some("2019-05-01")),
            (kanji, "令和01年05月01日", Some("2019-05-01")),
            (kanji, "令和6年2月29日", Some("2024-02-29")),
            (kanji, "平成31年4月30日", Some("2019-04-30")),
            (kanji, "平成31年5月1日", None),
            (kanji, "令和元年4月30日", None),
            (kanji, "昭和64年1月7日", Some("1989-01-07")),
            (kanji, "昭和64年1月8日", None),
            (kanji, "平成元年1月7日", None),
            (kanji, "昭和元年12月25日", Some("1926-12-25")),
            (kanji, "大正元年7月30日", Some("1912-07-30")),
            (kanji, "明治45年7月29日", Some("1912-07-29")),
            (kanji, "明治5年12月2日", None),
            (kanji, "令和0年5月1日", None),
            (kanji, "慶応3年1月1日", None),
            ("Gyy.MM.dd", "S48.03.09", Some("1973-03-09")),
            ("Gyy.MM.dd", "H1.01.08", Some("1989-01-08")),
            ("Gyy.MM.dd", "R元.05.01", Some("2019-05-01")),
            ("Gyy.MM.dd", "X48.03.09", None),
            ("GGyy年M月", "平成31年4月", Some("2019-04")),
            ("GGyy年M月", "平成31年5月", None),
            ("GGyy年M月", "昭和64年1月", Some("1989-01")),
            ("GGyy年", "平成31年", Some("2019")),
            ("GGyy年", "平成32年", None),
        ] {
            assert_eq!(read(pattern, text).as_deref(), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn impossible_digits_leave_what_is_known() {
        let read = |pattern: &str, text: &str| {
            let read = DateFormat::parse(pattern).unwrap().read_with_unknown_parts(text);
            read.map(|date| date.map_or("missing".to_owned(), |date| date.to_string()))
        };
        for (pattern, text, expected) in [
            ("yyyyMMdd", "20210730", Some("2021-07-30")),
            ("yyyyMMdd", "20210799", Some("2021-07")),
            ("yyyyMMdd", "20210700", Some("2021-07")),
            ("yyyyMMdd", "20210732", Some("2021-07")),
            ("yyyyMMdd", "20219999", Some("2021")),
            ("yyyyMMdd", "20210000", Some("2021")),
            ("yyyyMMdd", "20211315", Some("2021")),
            ("yyyyMMdd", "99999999", Some("missing")),
            ("yyyyMMdd", "88888888", Some("missing")),
            ("yyyyMMdd", "77770101", Some("missing")),
            ("yyyyMMdd", "00000000", Some("missing")),
            ("yyyyMMdd", "20210231", None),
            ("yyyyMMdd", "2021023", None),
            ("yyyyMM", "202199", Some("2021")),
            ("yyyyMM", "202107", Some("2021-07")),
            ("yyyy", "9999", Some("missing")),
            ("yyyy", "2021", Some("2021")),
            ("Gyy.MM.dd", "H31.04.99", Some("2019-04")),
            ("Gyy.MM.dd", "H31.99.99", Some("2019")),
            ("Gyy.MM.dd", "H31.05.99", None),
        ] {
            assert_eq!(read(pattern, text).as_deref(), expected, "{pattern} {text}");
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
            ("Gyy-yy", DateFormatError::EraWithoutYear),
            ("GG-MM-dd", DateFormatError::EraWithoutYear),
            ("GG yy", DateFormatError::EraWithoutYear),
            ("GGyyyy", DateFormatError::EraWithoutYear),
            ("GGyyGyy", DateFormatError::Twice("year")),
            ("yyyyGyy", DateFormatError::Twice("year")),
            ("GyyMMdd", DateFormatError::Ambiguous),
            ("GGG", DateFormatError::UnknownLetters("GGG".into())),
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
        fn written_days_of_eras_read_back(pattern in prop::sample::select(vec!["GGyy年M月d日", "Gyy.MM.dd"]), number in -35_428..50_000) {
            let format = DateFormat::parse(pattern).unwrap();
            prop_assert_eq!(format.read(&format.write(Day(number))), Some(Date::day(Day(number))));
        }

        #[test]
        fn any_pattern_and_text_are_read_or_refused(pattern in "[yMd0-9./ -]{0,12}|\\PC{0,12}", text in "[0-9./ -]{0,12}|\\PC{0,12}") {
            if let Ok(format) = DateFormat::parse(&pattern) {
                let _ = (format.read(&text), format.read_with_unknown_parts(&text));
            }
        }
    }
}
