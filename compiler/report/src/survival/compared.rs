//! The entries that a comparison of groups looks at.
//!
//! Invariant: complete cases: an entry with an outcome whose group, strata and covariates are all known. How many are left
//! out since one is not is shown.

use super::MassOf;
use crate::cell::Cell;
use crate::groups::{Groups, Rest, order, value};
use crate::observed::{Statuses, spell};
use crate::table::Row;
use kohort_semantics::Study;
use kohort_semantics::study::{CharacteristicId, SurvivalReport};
use kohort_semantics::value::Value;
use kohort_stats::compare::{LogRankError, stratified_log_rank, weighted_log_rank};
use kohort_stats::{Count, Mass, Outcome, Spell, Spells, Weighted};

/// What comparisons start from.
pub(super) struct Entries<'e, M> {
    pub(super) study: &'e Study,
    pub(super) report: &'e SurvivalReport,
    pub(super) groups: &'e Groups<'e>,
    pub(super) statuses: &'e Statuses<'e>,
    /// The rows of each group, and last of everybody.
    pub(super) parts: &'e [Vec<Rest<'e>>],
    pub(super) mass: MassOf<'e, M>,
}

/// Entries that share everything that a comparison looks at.
pub(super) struct Case<'e, M> {
    /// The group, by place.
    pub(super) group: usize,
    /// The stratum, from 0.
    pub(super) stratum: usize,
    /// The covariates, in the order of the report.
    pub(super) covariates: Vec<&'e Value>,
    /// The observation; an event is one of interest.
    pub(super) spell: Spell,
    /// How much they count.
    pub(super) mass: M,
}

/// The cases, and how many entries of each group are left out since something is missing.
pub(super) struct Cases<'e, M> {
    pub(super) cases: Vec<Case<'e, M>>,
    pub(super) left_out: Vec<u64>,
    pub(super) strata: usize,
}

impl<'e, M: Mass> Entries<'e, M> {
    pub(super) fn cases(&self) -> Cases<'e, M> {
        let (strata, covariates) = (self.report.stratified.len(), self.report.adjusted.len());
        let mut found: Vec<(Vec<&Value>, Case<'e, M>)> = Vec::new();
        let mut left_out = vec![0u64; self.parts.len().saturating_sub(1).max(1)];
        let all_known = [0usize];
        let known = self.groups.known();
        let (known, parts): (&[usize], &[Vec<Rest<'e>>]) = if self.parts.len() == 1 {
            // Without groups everybody is one, and covariates may still be asked about.
            (&all_known, self.parts)
        } else {
            (&known, self.parts)
        };
        for group in known {
            for (row, count) in parts.get(*group).into_iter().flatten() {
                let (Ok(spell), _) = spell(row, self.statuses) else {
                    continue;
                };
                let Some(mass) = (self.mass)(row, *count) else {
                    continue;
                };
                let values: Vec<&Value> = row
                    .iter()
                    .take(strata.saturating_add(covariates))
                    .map(value)
                    .collect();
                if values.iter().any(|value| value.is_missing()) {
                    if let Some(sum) = left_out.get_mut(*group) {
                        *sum = sum.saturating_add(*count);
                    }
                    continue;
                }
                let (stratum, covariates) = values.split_at(strata.min(values.len()));
                found.push((
                    stratum.to_vec(),
                    Case {
                        group: *group,
                        stratum: 0,
                        covariates: covariates.to_vec(),
                        spell: self.statuses.only_of_interest(spell),
                        mass,
                    },
                ));
            }
        }
        let mut keys: Vec<Vec<&Value>> = found.iter().map(|(key, _)| key.clone()).collect();
        keys.sort_by(|one, other| order(one, other));
        keys.dedup();
        let cases = found.into_iter().map(|(key, case)| Case {
            stratum: keys.binary_search_by(|known| order(known, &key)).unwrap_or(0),
            ..case
        });
        Cases {
            cases: cases.collect(),
            left_out,
            strata: keys.len(),
        }
    }

    /// The names of characteristics, with commas.
    pub(super) fn names(&self, ids: &[CharacteristicId]) -> String {
        let named = ids.iter().filter_map(|id| self.study.characteristic(*id));
        let names: Vec<&str> = named.map(|characteristic| characteristic.name.as_str()).collect();
        names.join(", ")
    }

    /// How many have an outcome and are left out, if any are.
    pub(super) fn left_out_row(&self, section: &str, cases: &Cases<'_, M>) -> Option<Row> {
        let somebody = cases.left_out.iter().any(|count| *count > 0);
        somebody.then(|| {
            let all = cases.left_out.iter().fold(0u64, |sum, n| sum.saturating_add(*n));
            let groups = self.parts.len().saturating_sub(1);
            let cells = cases.left_out.iter().take(groups).copied().chain([all]);
            Row::new(
                section,
                "left out, as a stratum or covariate is missing",
                cells.map(Cell::count).collect(),
            )
        })
    }
}

impl<M: Mass> Cases<'_, M> {
    /// The groups with cases, by place, ascending.
    pub(super) fn groups(&self) -> Vec<usize> {
        let mut groups: Vec<usize> = self.cases.iter().map(|case| case.group).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// The people and events of each group, which every comparison gives away.
    pub(super) fn counts(&self) -> Vec<u64> {
        let groups = self.groups();
        let mut people = vec![0u64; groups.len()];
        let mut events = vec![0u64; groups.len()];
        for case in &self.cases {
            let Ok(place) = groups.binary_search(&case.group) else {
                continue;
            };
            let n = case.mass.people();
            if let Some(sum) = people.get_mut(place) {
                *sum = sum.saturating_add(n);
            }
            if case.spell.outcome() != Outcome::Censored
                && let Some(sum) = events.get_mut(place)
            {
                *sum = sum.saturating_add(n);
            }
        }
        people.into_iter().chain(events).collect()
    }
}

/// The result of a log-rank test, as far as both kinds have it.
pub(super) struct Tested {
    /// Expected events of each group, where the test gives them.
    pub(super) expected: Option<Vec<f64>>,
    /// The statistic in words.
    pub(super) statistic: String,
    /// The statistic.
    pub(super) value: f64,
    /// p.
    pub(super) p: f64,
}

/// Masses with which a log-rank test is defined.
pub(crate) trait Testable: Sized {
    /// The test of groups in strata; a reason where there is none.
    fn test(strata: &[Vec<Spells<Self>>]) -> Result<Tested, String>;
}

impl Testable for Count {
    fn test(strata: &[Vec<Spells<Self>>]) -> Result<Tested, String> {
        let test = stratified_log_rank(strata).map_err(reason)?;
        let degrees = match test.degrees {
            1 => String::from("1 degree of freedom"),
            more => format!("{more} degrees of freedom"),
        };
        Ok(Tested {
            expected: Some(test.groups.iter().map(|group| group.expected).collect()),
            statistic: format!("χ², {degrees}"),
            value: test.chi_square,
            p: test.p,
        })
    }
}

impl Testable for Weighted {
    fn test(strata: &[Vec<Spells<Self>>]) -> Result<Tested, String> {
        let [groups] = strata else {
            return Err(String::from("the weighted log-rank test has no strata"));
        };
        let [one, other] = groups.as_slice() else {
            return Err(String::from("the weighted log-rank test compares two groups"));
        };
        let test = weighted_log_rank(one, other).map_err(reason)?;
        Ok(Tested {
            expected: None,
            statistic: String::from("z"),
            value: test.z,
            p: test.p,
        })
    }
}

fn reason(error: LogRankError) -> String {
    error.to_string()
}
