//! Dates with a letter that says how much of them is real.
//!
//! Invariant: the digits that a letter takes back are invented and look as exact as any: the schema forbids to rely on the
//! 15th or on the first of July.

use super::super::defects::Defects;
use crate::person::Day;

/// A date as the registry writes it, and its letter.
pub(super) struct Dated {
    pub(super) text: String,
    pub(super) letter: &'static str,
}

impl Dated {
    /// No date, and so no letter.
    pub(super) fn none() -> Self {
        Self {
            text: String::new(),
            letter: "",
        }
    }

    /// A date that is known to the day (E).
    pub(super) fn exact(day: Day) -> Self {
        Self {
            text: day.to_string(),
            letter: "E",
        }
    }

    /// A date that may be estimated: T the day, M the month, V everything.
    pub(super) fn estimated(day: Day, defects: &mut Defects) -> Self {
        let (year, month, _) = day.ymd();
        let pick = |defects: &mut Defects, limit| defects.below(limit) + 1;
        let (letter, invented) = if defects.happens(60) {
            ("T", Day::from_ymd(year, month, pick(defects, 28)))
        } else if defects.happens(15) {
            let month = pick(defects, 12);
            ("M", Day::from_ymd(year, month, pick(defects, 28)))
        } else if defects.happens(5) {
            let (years, month) = (defects.below(5), pick(defects, 12));
            let year = year - 2 + i32::try_from(years).unwrap_or(0);
            ("V", Day::from_ymd(year, month, pick(defects, 28)))
        } else {
            ("E", Some(day))
        };
        Self {
            text: invented.unwrap_or(day).to_string(),
            letter,
        }
    }
}

/// The days from one day to another, or nothing where one is not known.
pub(super) fn days_between(from: Option<Day>, to: Option<Day>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => (i64::from(to.0) - i64::from(from.0)).to_string(),
        _ => String::new(),
    }
}
