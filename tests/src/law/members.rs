//! Who is in which cohort, by numbers of people and not by a country's keys.

use crate::oracle::OracleResult;
use std::collections::{BTreeMap, BTreeSet};

/// For each cohort the members' numbers with their index dates.
pub type Members = BTreeMap<String, BTreeSet<(u64, String)>>;

/// The members of all cohorts.
///
/// # Errors
/// A key that is none of a writer's.
pub fn members(result: &OracleResult) -> Result<Members, String> {
    let mut members = Members::new();
    for cohort in &result.cohorts {
        let own = members.entry(cohort.name.clone()).or_default();
        for (key, index) in cohort.members() {
            let number =
                person_number(key).ok_or_else(|| format!("`{key}` is no key of an invented person"))?;
            own.insert((number, index.to_owned()));
        }
    }
    Ok(members)
}

/// The people who are not members of the same cohorts with the same index dates.
pub fn not_in_both(one: &Members, other: &Members) -> Vec<u64> {
    let none = BTreeSet::new();
    let cohorts: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let apart = cohorts.into_iter().flat_map(|cohort| {
        let own = one.get(cohort).unwrap_or(&none);
        own.symmetric_difference(other.get(cohort).unwrap_or(&none))
    });
    let apart: BTreeSet<u64> = apart.map(|(person, _)| *person).collect();
    apart.into_iter().collect()
}

/// The number of the person with a key: every writer's keys are the number behind letters and zeros.
pub fn person_number(key: &str) -> Option<u64> {
    key.trim_start_matches(|letter: char| letter.is_ascii_uppercase())
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_cohort_or_day_is_another_membership() {
        let of = |members: &[(&str, u64, &str)]| {
            let mut all = Members::new();
            for (cohort, person, index) in members {
                let own = all.entry((*cohort).to_owned()).or_default();
                own.insert((*person, (*index).to_owned()));
            }
            all
        };
        let one = of(&[
            ("a", 1, "2020-01-01"),
            ("a", 2, "2020-01-01"),
            ("b", 3, "2020-01-01"),
        ]);
        let other = of(&[
            ("a", 1, "2020-01-01"),
            ("a", 2, "2020-01-02"),
            ("a", 3, "2020-01-01"),
        ]);
        assert_eq!(not_in_both(&one, &one), Vec::<u64>::new());
        assert_eq!(not_in_both(&one, &other), [2, 3]);
    }

    #[test]
    fn every_country_has_the_same_number() {
        for key in ["US00000017", "DE00000017", "0000000017", "17"] {
            assert_eq!(person_number(key), Some(17));
        }
        assert_eq!(person_number("17b"), None);
    }
}
