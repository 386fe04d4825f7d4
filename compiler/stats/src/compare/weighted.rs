//! The log-rank test of two weighted groups.

use super::log_rank::{LogRankError, event_days};
use crate::exact::count_to_float;
use crate::mass::{Mass, Weighted};
use crate::special::two_sided_p;
use crate::spells::Spells;

/// The result of a weighted log-rank test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedLogRank {
    /// Σ (observed − expected) weighted events of the first group.
    pub difference: f64,
    /// The variance of this.
    pub variance: f64,
    /// The standard normal statistic.
    pub z: f64,
    /// The two-sided p of equal survival.
    pub p: f64,
}

/// The log-rank test of two groups with weights, such as inverse probabilities of treatment (Xie & Liu 2005, *Stat Med*
/// 24:3089): observed and expected events by sums of weights, and the variance
/// Σ d (n − d) / (n (n − 1)) · [ (N₂/N)² Σ₁w² + (N₁/N)² Σ₂w² ], with n and d people and N sums of weights at risk.
/// With all weights equal to 1, z² is the χ² of the ordinary test.
///
/// # Errors
/// [`LogRankError`], if there is nothing to compare.
pub fn weighted_log_rank(
    first: &Spells<Weighted>,
    second: &Spells<Weighted>,
) -> Result<WeightedLogRank, LogRankError> {
    let tables = [first.risk_table(), second.risk_table()];
    if tables.iter().all(|table| table.event_rows().next().is_none()) {
        return Err(LogRankError::NoEvents);
    }
    let groups = [first.clone(), second.clone()];
    let mut difference = 0.0;
    let mut variance = 0.0;
    for day in event_days(&groups) {
        let ([one, two], [events_one, events_two]) = (day.at_risk.as_slice(), day.events.as_slice()) else {
            continue;
        };
        let all = one.total() + two.total();
        let weighted_events = events_one.total() + events_two.total();
        difference += events_one.total() - weighted_events * one.total() / all;
        let people = one.people().saturating_add(two.people());
        if people < 2 {
            continue;
        }
        let events = count_to_float(events_one.people().saturating_add(events_two.people()));
        let people = count_to_float(people);
        let (share_one, share_two) = (one.total() / all, two.total() / all);
        let squares = share_two * share_two * one.squares() + share_one * share_one * two.squares();
        variance += events * (people - events) / (people * (people - 1.0)) * squares;
    }
    if first.everybody().is_empty() || second.everybody().is_empty() {
        return Err(LogRankError::NothingToCompare);
    }
    if variance <= 0.0 {
        return Err(LogRankError::NeverTogether);
    }
    let z = difference / variance.sqrt();
    Ok(WeightedLogRank {
        difference,
        variance,
        z,
        p: two_sided_p(z),
    })
}
