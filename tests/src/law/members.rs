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
    fn every_country_has_the_same_number() {
        for key in ["US00000017", "DE00000017", "0000000017", "17"] {
            assert_eq!(person_number(key), Some(17));
        }
        assert_eq!(person_number("17b"), None);
    }
}
