//! Japanese eras, in which years are counted from the accession of an emperor.
//!
//! Invariant: a day belongs to at most one era. Days before 1873, when Japan adopted the Gregorian calendar, belong to none,
//! since they were written in the lunisolar calendar.

use super::Day;

/// An era of the Japanese calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Era {
    /// Its name, as `GG` reads it.
    pub(super) name: &'static str,
    /// Its letter, as `G` reads it.
    pub(super) letter: char,
    /// Its year 1 is this year after Christ and one more.
    before: i32,
    /// Its first day.
    first: (i32, u32, u32),
}

/// The eras, earliest first. The days are those on which Taisho, Showa, Heisei and Reiwa began; Meiji is read from the first
/// day of the Gregorian calendar in Japan, which was in its year 6.
pub(super) const ERAS: [Era; 5] = [
    Era {
        name: "明治",
        letter: 'M',
        before: 1867,
        first: (1873, 1, 1),
    },
    Era {
        name: "大正",
        letter: 'T',
        before: 1911,
        first: (1912, 7, 30),
    },
    Era {
        name: "昭和",
        letter: 'S',
        before: 1925,
        first: (1926, 12, 25),
    },
    Era {
        name: "平成",
        letter: 'H',
        before: 1988,
        first: (1989, 1, 8),
    },
    Era {
        name: "令和",
        letter: 'R',
        before: 2018,
        first: (2019, 5, 1),
    },
];

impl Era {
    /// The year after Christ of a year of the era.
    pub(super) fn year(self, of_era: u32) -> Option<i32> {
        i32::try_from(of_era)
            .ok()
            .filter(|year| *year > 0)?
            .checked_add(self.before)
    }

    /// The year of the era of a year after Christ.
    pub(super) fn of_era(self, year: i32) -> i32 {
        year.saturating_sub(self.before)
    }

    /// Whether any day from one to another belongs to the era.
    pub(super) fn touches(self, first: Day, last: Day) -> bool {
        let next = ERAS.iter().find(|era| era.before > self.before);
        let begins = |era: &Era| Day::from_ymd(era.first.0, era.first.1, era.first.2);
        let after_beginning = begins(&self).is_some_and(|begin| begin <= last);
        let before_end = next.and_then(begins).is_none_or(|end| first < end);
        after_beginning && before_end
    }

    /// The era of a day.
    pub(super) fn of(day: Day) -> Option<Self> {
        ERAS.iter().copied().find(|era| era.touches(day, day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eras_follow_each_other_without_a_gap() {
        for (day, name) in [
            ("1872-12-31", None),
            ("1873-01-01", Some("明治")),
            ("1912-07-29", Some("明治")),
            ("1912-07-30", Some("大正")),
            ("1926-12-24", Some("大正")),
            ("1926-12-25", Some("昭和")),
            ("1989-01-07", Some("昭和")),
            ("1989-01-08", Some("平成")),
            ("2019-04-30", Some("平成")),
            ("2019-05-01", Some("令和")),
            ("9999-12-31", Some("令和")),
        ] {
            let day = Day::parse_iso(day).unwrap();
            assert_eq!(Era::of(day).map(|era| era.name), name, "{day}");
        }
    }
}
