//! The log-rank test of two or more groups, with strata.

use crate::linear::{Cholesky, add_vector, dot, zeros};
use crate::mass::{Count, Mass};
use crate::special::chi_square_tail;
use crate::spell::Days;
use crate::spells::{Spells, sum};
use std::collections::BTreeSet;
use thiserror::Error;

/// The result of a log-rank test.
#[derive(Clone, Debug, PartialEq)]
pub struct LogRank {
    /// Each group, in the order given.
    pub groups: Vec<GroupResult>,
    /// The test statistic.
    pub chi_square: f64,
    /// Its degrees of freedom: the groups with expected events, less one.
    pub degrees: u32,
    /// The probability of a statistic at least as large if survival is the same.
    pub p: f64,
}

/// One group of a log-rank test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupResult {
    /// The number of people.
    pub people: u64,
    /// The number of events.
    pub observed: u64,
    /// The events expected if survival were the same in all groups.
    pub expected: f64,
}

/// Why groups cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LogRankError {
    /// Fewer than two groups have anybody at risk when events happen.
    #[error("fewer than two groups have people at risk when events happen")]
    NothingToCompare,
    /// Nobody has an event.
    #[error("nobody has an event")]
    NoEvents,
    /// The strata do not all have the same groups.
    #[error("a stratum has {found} groups, and the first has {expected}")]
    UnequalGroups {
        /// The groups of the first stratum.
        expected: usize,
        /// Those of another.
        found: usize,
    },
    /// Never are two people of different groups at risk at an event, so the statistic has no variance.
    #[error("the groups are never at risk together when events happen")]
    NeverTogether,
}

/// The log-rank test of groups (Mantel 1966; Peto & Peto 1972, *JRSS A* 135:185). See [`stratified_log_rank`].
///
/// # Errors
/// [`LogRankError`], if there is nothing to compare.
pub fn log_rank(groups: &[Spells<Count>]) -> Result<LogRank, LogRankError> {
    stratified_log_rank(&[groups.to_vec()])
}

/// The log-rank test with strata: observed and expected events and their hypergeometric covariances are summed over the
/// event days of all strata, and χ² = (O − E)ᵀ V⁻¹ (O − E) without the last group (Klein & Moeschberger 2003, 7.3 and
/// 7.5). Events of any kind count. Delayed entry is respected.
///
/// `strata` has the groups of each stratum, all in the same order; a group may be empty in a stratum.
///
/// # Errors
/// [`LogRankError`], if there is nothing to compare.
pub fn stratified_log_rank(strata: &[Vec<Spells<Count>>]) -> Result<LogRank, LogRankError> {
    let size = strata.first().map_or(0, Vec::len);
    let mut observed = vec![0u64; size];
    let mut expected = vec![0.0; size];
    let mut people = vec![0u64; size];
    let mut covariance = zeros(size);
    for groups in strata {
        if groups.len() != size {
            return Err(LogRankError::UnequalGroups {
                expected: size,
                found: groups.len(),
            });
        }
        for (total, group) in people.iter_mut().zip(groups) {
            *total = group.everybody().people().saturating_add(*total);
        }
        for day in event_days(groups) {
            for (total, events) in observed.iter_mut().zip(&day.events) {
                *total = events.people().saturating_add(*total);
            }
            add_day(&day, &mut expected, &mut covariance);
        }
    }
    if observed.iter().all(|events| *events == 0) {
        return Err(LogRankError::NoEvents);
    }
    let difference: Vec<f64> = observed
        .iter()
        .zip(&expected)
        .map(|(observed, expected)| Count(*observed).total() - expected)
        .collect();
    let (chi_square, degrees) = statistic(&difference, &expected, &covariance)?;
    let groups = people.into_iter().zip(observed).zip(expected);
    Ok(LogRank {
        groups: groups
            .map(|((people, observed), expected)| GroupResult {
                people,
                observed,
                expected,
            })
            .collect(),
        chi_square,
        degrees,
        p: chi_square_tail(chi_square, degrees),
    })
}

/// One day on which somebody of some group has an event.
pub(super) struct EventDay<M> {
    /// Those at risk, by group.
    pub(super) at_risk: Vec<M>,
    /// Those with an event.
    pub(super) events: Vec<M>,
}

/// The event days of groups, in order, with who of each group is at risk and who has the event.
pub(super) fn event_days<M: Mass>(groups: &[Spells<M>]) -> Vec<EventDay<M>> {
    let pooled: BTreeSet<Days> = groups
        .iter()
        .flat_map(|group| {
            let table = group.risk_table();
            table.event_rows().map(|row| row.day).collect::<Vec<Days>>()
        })
        .collect();
    let by_group: Vec<Vec<(M, M)>> = groups.iter().map(|group| on_days(group, &pooled)).collect();
    (0..pooled.len())
        .map(|place| {
            let on_day = by_group.iter().filter_map(|days| days.get(place));
            let (at_risk, events) = on_day.cloned().unzip();
            EventDay { at_risk, events }
        })
        .collect()
}

/// Who of one group is at risk, and who has an event, on each of these days.
fn on_days<M: Mass>(group: &Spells<M>, days: &BTreeSet<Days>) -> Vec<(M, M)> {
    let mut entering: Vec<(Days, &M)> = Vec::new();
    let mut leaving: Vec<(Days, &M)> = Vec::new();
    let mut at_risk = M::default();
    for (spell, mass) in group.iter() {
        match spell.entry() {
            None => at_risk.add(mass),
            Some(entry) => entering.push((entry, mass)),
        }
        leaving.push((spell.exit(), mass));
    }
    entering.sort_by_key(|(day, _)| *day);
    leaving.sort_by_key(|(day, _)| *day);
    let (mut entering, mut leaving) = (entering.into_iter().peekable(), leaving.into_iter().peekable());
    let table = group.risk_table();
    days.iter()
        .map(|day| {
            while let Some((_, mass)) = entering.next_if(|(entry, _)| entry < day) {
                at_risk.add(mass);
            }
            while let Some((_, mass)) = leaving.next_if(|(exit, _)| exit < day) {
                at_risk.remove(mass);
            }
            let events = table.on(*day).map(|row| row.events.clone()).unwrap_or_default();
            (at_risk.clone(), events)
        })
        .collect()
}

/// Adds a day's expected events and hypergeometric covariances.
fn add_day(day: &EventDay<Count>, expected: &mut [f64], covariance: &mut [Vec<f64>]) {
    let at_risk = sum(day.at_risk.iter()).total();
    let events = sum(day.events.iter()).total();
    let shares: Vec<f64> = day.at_risk.iter().map(|group| group.total() / at_risk).collect();
    add_vector(expected, events, &shares);
    if at_risk <= 1.0 {
        return;
    }
    let factor = events * (at_risk - events) / (at_risk - 1.0);
    for (place, (row, share)) in covariance.iter_mut().zip(&shares).enumerate() {
        for (other, (cell, other_share)) in row.iter_mut().zip(&shares).enumerate() {
            let own = if place == other { *share } else { 0.0 };
            *cell += factor * (own - share * other_share);
        }
    }
}

/// χ² and its degrees of freedom, of the groups in which events were to be expected.
fn statistic(
    difference: &[f64],
    expected: &[f64],
    covariance: &[Vec<f64>],
) -> Result<(f64, u32), LogRankError> {
    let mut kept: Vec<bool> = expected.iter().map(|events| *events > 0.0).collect();
    let last = kept.iter().rposition(|kept| *kept);
    if let Some(place) = last.and_then(|last| kept.get_mut(last)) {
        *place = false;
    }
    let choose = |row: &[f64]| -> Vec<f64> {
        let cells = row.iter().zip(&kept).filter(|(_, kept)| **kept);
        cells.map(|(value, _)| *value).collect()
    };
    let difference = choose(difference);
    let degrees = u32::try_from(difference.len()).unwrap_or(u32::MAX);
    if degrees == 0 {
        return Err(LogRankError::NothingToCompare);
    }
    let rows = covariance.iter().zip(&kept).filter(|(_, kept)| **kept);
    let covariance: Vec<Vec<f64>> = rows.map(|(row, _)| choose(row)).collect();
    let factor = Cholesky::of(&covariance).map_err(|_| LogRankError::NeverTogether)?;
    Ok((dot(&difference, &factor.solve(&difference)), degrees))
}
