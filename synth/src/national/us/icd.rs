//! ICD-9-CM until September 2015, ICD-10-CM from then on.
//!
//! The clinical modifications divide some categories further than the WHO edition. Where the person's code says less, the
//! code for the unspecified side stands. Sources: ICD-10-CM tabular list (C34, C50); ICD-9-CM, chapter 2, neoplasms.

use crate::person::{Day, Sex};

/// The code and the name of its system on a day; none if ICD-9-CM has no code that is certain to mean the same.
pub(super) fn code(who: &str, sex: Option<Sex>, on: Day) -> Option<(String, &'static str)> {
    // 2015-10-01, the day on which claims had to change.
    let icd10 = Day::from_ymd(2015, 10, 1).is_some_and(|change| on >= change);
    if icd10 {
        Some((clinical(who, sex), "ICD-10-CM"))
    } else {
        Some((old(who, sex)?, "ICD-9-CM"))
    }
}

/// ICD-10-CM: a fifth and sixth character for the side in the lung and the breast; elsewhere the subcategory of the WHO.
fn clinical(who: &str, sex: Option<Sex>) -> String {
    let (category, behind) = who.split_once('.').unwrap_or((who, "9"));
    match category {
        // The middle lobe is on one side only.
        "C34" if behind == "2" => "C34.2".to_owned(),
        "C34" => format!("C34.{behind}0"),
        "C50" if sex == Some(Sex::Male) => format!("C50.{behind}29"),
        "C50" => format!("C50.{behind}19"),
        _ => who.to_owned(),
    }
}

/// ICD-9-CM: the unspecified subcategory of the same organ.
fn old(who: &str, sex: Option<Sex>) -> Option<String> {
    let category = who.split('.').next()?;
    let code = match (category, who) {
        ("C15", _) => "150.9",
        ("C16", _) => "151.9",
        ("C17", _) => "152.9",
        ("C18", _) => "153.9",
        ("C19", _) => "154.0",
        ("C20", _) => "154.1",
        ("C21", _) => "154.3",
        ("C25", _) => "157.9",
        ("C32", _) => "161.9",
        ("C34", _) => "162.9",
        ("C43", _) => "172.9",
        ("C50", _) if sex == Some(Sex::Male) => "175.9",
        ("C50", _) => "174.9",
        ("C53", _) => "180.9",
        ("C54", _) => "182.0",
        ("C55", _) => "179",
        ("C56", _) => "183.0",
        ("C61", _) => "185",
        ("C62", _) => "186.9",
        ("C64", _) => "189.0",
        ("C65", _) => "189.1",
        ("C66", _) => "189.2",
        ("C67", _) => "188.9",
        ("C68", _) => "189.9",
        ("C71", _) => "191.9",
        ("C73", _) => "193",
        ("C77", _) => "196.9",
        (_, "C78.0") => "197.0",
        (_, "C78.2") => "197.2",
        (_, "C78.6") => "197.6",
        (_, "C78.7") => "197.7",
        (_, "C79.3") => "198.3",
        (_, "C79.5") => "198.5",
        (_, "C79.7") => "198.7",
        ("C80", _) => "199.1",
        _ => return None,
    };
    Some(code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_changes_in_october_2015() {
        let on = |text| Day::parse_iso(text).unwrap();
        let cases = [
            ("C18.7", None, "2015-09-30", Some(("153.9", "ICD-9-CM"))),
            ("C18.7", None, "2015-10-01", Some(("C18.7", "ICD-10-CM"))),
            ("C34.1", None, "2020-01-01", Some(("C34.10", "ICD-10-CM"))),
            ("C34.2", None, "2020-01-01", Some(("C34.2", "ICD-10-CM"))),
            ("C34", None, "2020-01-01", Some(("C34.90", "ICD-10-CM"))),
            (
                "C50.4",
                Some(Sex::Female),
                "2020-01-01",
                Some(("C50.419", "ICD-10-CM")),
            ),
            (
                "C50.9",
                Some(Sex::Male),
                "2020-01-01",
                Some(("C50.929", "ICD-10-CM")),
            ),
            (
                "C50.9",
                Some(Sex::Male),
                "2014-01-01",
                Some(("175.9", "ICD-9-CM")),
            ),
            ("C61", None, "2014-01-01", Some(("185", "ICD-9-CM"))),
            ("C91.0", None, "2014-01-01", None),
        ];
        for (who, sex, day, expected) in cases {
            let found = code(who, sex, on(day));
            assert_eq!(
                found.as_ref().map(|(code, system)| (code.as_str(), *system)),
                expected,
                "{who} {day}"
            );
        }
    }
}
