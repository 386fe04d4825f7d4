//! Days of a simulated history.

use kohort_semantics::value::Day;

/// So many days later; negative is earlier.
pub(crate) fn later(day: Day, days: i32) -> Day {
    Day(day.0.saturating_add(days))
}

/// The day of a constant such as `2018-04-18`; the first of the calendar if there is no such day.
pub(super) fn day(written: &str) -> Day {
    Day::parse_iso(written).unwrap_or(Day::FIRST)
}

/// So many years before a day; of 29 February of a common year the day after.
pub(super) fn years_before(at: Day, years: i32) -> Day {
    let (year, month, of_month) = at.ymd();
    Day::from_ymd(year - years, month, of_month)
        .or_else(|| Day::from_ymd(year - years, 3, 1))
        .unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_days() {
        assert_eq!(day("2018-04-18").to_string(), "2018-04-18");
        assert_eq!(day("2018-02-29"), Day::FIRST);
        assert_eq!(later(day("2020-02-28"), 1).to_string(), "2020-02-29");
        assert_eq!(years_before(day("2020-02-29"), 50).to_string(), "1970-03-01");
        assert_eq!(years_before(day("2020-02-29"), 20).to_string(), "2000-02-29");
    }
}
