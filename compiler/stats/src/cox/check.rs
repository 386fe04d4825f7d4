//! What can be seen before fitting: no events, covariates without contrast, and covariates whose effect is unbounded.
//!
//! Values are compared exactly, so the verdict does not depend on an iteration that runs away.

use super::data::{CoxData, CoxRow};
use super::error::CoxError;
use crate::exact::Rational;
use crate::mass::Mass;
use crate::spell::{Days, Outcome};
use std::collections::BTreeMap;

/// Refuses data from which no finite estimate can come.
pub(super) fn check<M: Mass>(data: &CoxData<M>) -> Result<(), CoxError> {
    if data.width() == 0 {
        return Err(CoxError::NoCovariates);
    }
    if data.rows().all(|(row, _)| !has_event(row)) {
        return Err(CoxError::NoEvents);
    }
    for covariate in 0..data.width() {
        let mut values = data.rows().filter_map(|(row, _)| row.covariates.get(covariate));
        let first = values.next();
        if values.all(|value| Some(value) == first) {
            return Err(CoxError::Constant { covariate });
        }
    }
    for covariate in 0..data.width() {
        if separates(data, covariate) {
            return Err(CoxError::Separation { covariate });
        }
    }
    Ok(())
}

fn has_event(row: &CoxRow) -> bool {
    row.spell.outcome() != Outcome::Censored
}

/// Whether those with events always have the highest value at risk, or always the lowest, and not always the only one.
fn separates<M: Mass>(data: &CoxData<M>, covariate: usize) -> bool {
    let mut strata: BTreeMap<u32, Vec<(&CoxRow, &Rational)>> = BTreeMap::new();
    for (row, _) in data.rows() {
        if let Some(value) = row.covariates.get(covariate) {
            strata.entry(row.stratum).or_default().push((row, value));
        }
    }
    let mut always = Extremes {
        highest: true,
        lowest: true,
        contrast: false,
    };
    for rows in strata.into_values() {
        always.look_at(rows);
    }
    always.contrast && (always.highest || always.lowest)
}

struct Extremes {
    highest: bool,
    lowest: bool,
    contrast: bool,
}

impl Extremes {
    /// Goes through the event days of one stratum from the last to the first, with the values at risk on each.
    fn look_at(&mut self, mut rows: Vec<(&CoxRow, &Rational)>) {
        let days: std::collections::BTreeSet<Days> = rows
            .iter()
            .filter(|(row, _)| has_event(row))
            .map(|(row, _)| row.spell.exit())
            .collect();
        let mut entries: Vec<(Days, &Rational)> = rows
            .iter()
            .filter_map(|(row, value)| row.spell.entry().map(|entry| (entry, *value)))
            .collect();
        rows.sort_by_key(|(row, _)| std::cmp::Reverse(row.spell.exit()));
        entries.sort_by_key(|(entry, _)| std::cmp::Reverse(*entry));
        let (mut rows, mut entries) = (rows.into_iter().peekable(), entries.into_iter().peekable());
        let mut at_risk: BTreeMap<&Rational, usize> = BTreeMap::new();
        for day in days.into_iter().rev() {
            let mut with_event = Vec::new();
            while let Some((row, value)) = rows.next_if(|(row, _)| row.spell.exit() >= day) {
                *at_risk.entry(value).or_default() += 1;
                if has_event(row) {
                    with_event.push(value);
                }
            }
            while let Some((_, value)) = entries.next_if(|(entry, _)| *entry >= day) {
                if let Some(count) = at_risk.get_mut(value) {
                    *count = count.saturating_sub(1);
                    if *count == 0 {
                        at_risk.remove(value);
                    }
                }
            }
            let (lowest, highest) = (at_risk.keys().next(), at_risk.keys().next_back());
            self.contrast |= lowest != highest;
            for value in &with_event {
                self.highest &= Some(value) == highest;
                self.lowest &= Some(value) == lowest;
            }
        }
    }
}
