//! Dates of eight digits, with digits for what is unknown, and dates of an era.
//!
//! Eras by the first day on which each began: Taisho 1912-07-30, Showa 1926-12-25, Heisei 1989-01-08, Reiwa 2019-05-01. Who
//! was born before that of Meiji's calendar reform (1873) is written in eight digits.

use super::super::defects::Defects;
use crate::person::Day;

/// No date: not applicable, for example the death of the living.
pub(super) const NOT_APPLICABLE: &str = "77777777";
/// A date that nobody knows.
pub(super) const UNKNOWN: &str = "99999999";

/// `20210714`.
pub(super) fn digits(day: Day) -> String {
    let (year, month, day) = day.ymd();
    format!("{year:04}{month:02}{day:02}")
}

/// Eight digits, in real records sometimes with an unknown day (`20210799`) or month (`20219999`), or unknown altogether.
pub(super) fn partly_known(day: Day, defects: &mut Defects) -> String {
    let (year, month, _) = day.ymd();
    if defects.happens(20) {
        format!("{year:04}{month:02}99")
    } else if defects.happens(8) {
        format!("{year:04}9999")
    } else if defects.happens(3) {
        UNKNOWN.to_owned()
    } else {
        digits(day)
    }
}

/// Eight digits, in real notes sometimes with strokes (`2021/07/14`).
pub(super) fn noted(day: Day, defects: &mut Defects) -> String {
    let (year, month, date) = day.ymd();
    if defects.happens(100) {
        format!("{year:04}/{month:02}/{date:02}")
    } else {
        digits(day)
    }
}

/// The first day of each era but the first, with its names.
const ERAS: [((i32, u32, u32), char, &str); 5] = [
    ((2019, 5, 1), 'R', "令和"),
    ((1989, 1, 8), 'H', "平成"),
    ((1926, 12, 25), 'S', "昭和"),
    ((1912, 7, 30), 'T', "大正"),
    ((1873, 1, 1), 'M', "明治"),
];

/// A date of an era, short (`S49.05.02`) or long (`昭和49年5月2日`).
pub(super) fn of_era(day: Day, long: bool) -> String {
    let (year, month, date) = day.ymd();
    let Some((first, letter, name)) = ERAS.iter().find(|(first, ..)| *first <= (year, month, date)) else {
        return digits(day);
    };
    // The first year of Meiji was 1868.
    let first_year = if *letter == 'M' { 1868 } else { first.0 };
    let of_era = year - first_year + 1;
    if !long {
        return format!("{letter}{of_era:02}.{month:02}.{date:02}");
    }
    let of_era = if of_era == 1 {
        "元".to_owned()
    } else {
        of_era.to_string()
    };
    format!("{name}{of_era}年{month}月{date}日")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eras_begin_within_a_year() {
        for (day, short, long) in [
            ("2019-04-30", "H31.04.30", "平成31年4月30日"),
            ("2019-05-01", "R01.05.01", "令和元年5月1日"),
            ("1926-12-24", "T15.12.24", "大正15年12月24日"),
            ("1926-12-25", "S01.12.25", "昭和元年12月25日"),
            ("1912-07-29", "M45.07.29", "明治45年7月29日"),
            ("1974-05-02", "S49.05.02", "昭和49年5月2日"),
        ] {
            let day = Day::parse_iso(day).unwrap();
            assert_eq!(
                (of_era(day, false).as_str(), of_era(day, true).as_str()),
                (short, long)
            );
        }
        assert_eq!(of_era(Day::parse_iso("1872-12-31").unwrap(), true), "18721231");
    }
}
