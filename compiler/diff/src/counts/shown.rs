//! What of exact counts may be shown.
//!
//! Invariant: no count from 1 to below the minimum is shown, and none follows from those that are, even where how many were
//! in and are in is known from elsewhere. Those who stay, go out and come in are shown together or not at all: with the
//! sizes of both versions, any one of them gives the other two away. Of counts that add up to a shown one, as many of the
//! smallest are withheld as are needed for those withheld to be at least two and not few together. The members of a cohort
//! that are not in one drawn from it are a group too: where such a group is too small, the smaller cohort is withheld.

use super::{CohortCounts, MatchedCohort, ReasonCount, StepKind};
use kohort_semantics::Study;
use kohort_semantics::moves::{MoveReason, MoveStep, Moves};
use kohort_semantics::study::CohortId;

/// What may be shown of who moves between two versions of some cohorts, where counts below `minimum` may not. The cohorts
/// are in the order of the new version, in which each is drawn from earlier ones.
pub fn shown(
    (old, new): (&Study, &Study),
    counted: &[(MatchedCohort, Moves)],
    minimum: Option<u32>,
) -> Vec<CohortCounts> {
    let smallest = u64::from(minimum.unwrap_or_default());
    let few = |count: u64| count > 0 && count < smallest;
    let mut verdicts: Vec<Verdict> = Vec::with_capacity(counted.len());
    let mut all = Vec::with_capacity(counted.len());
    for (cohort, moves) in counted {
        let (before, parts) = sizes(moves);
        let mut verdict = Verdict {
            before: !few(before),
            moves: !parts.into_iter().any(few),
        };
        for ((other, larger), known) in counted.iter().zip(&verdicts) {
            if larger.unit == moves.unit && is_within((old, new), cohort, other) {
                let (all_before, all_parts) = sizes(larger);
                let mut others = all_parts.iter().zip(parts).map(|(all, part)| all.abs_diff(part));
                verdict.before &= !(known.before && few(all_before.abs_diff(before)));
                verdict.moves &= !(known.moves && others.any(few));
            }
        }
        // How many were in is the sum of those who stay and those who go.
        verdict.moves &= verdict.before;
        all.push(CohortCounts::new((old, new), (cohort, moves), verdict, smallest));
        verdicts.push(verdict);
    }
    all
}

/// What of a cohort is shown.
#[derive(Debug, Clone, Copy)]
struct Verdict {
    /// How many were in.
    before: bool,
    /// How many are in, stay, go out and come in.
    moves: bool,
}

/// How many were in; and how many stay, go out, come in and are in.
fn sizes(moves: &Moves) -> (u64, [u64; 4]) {
    let (stay, left, entered) = (moves.both(), moves.left(), moves.entered());
    (stay + left, [stay, left, entered, stay + entered])
}

/// Whether a cohort is drawn from another one in either version, perhaps by way of others.
fn is_within((old, new): (&Study, &Study), cohort: &MatchedCohort, other: &MatchedCohort) -> bool {
    let drawn = |study: &Study, from: CohortId, other: CohortId| {
        let above = |at: &CohortId| {
            study
                .cohort(*at)
                .and_then(|found| found.from)
                .filter(|from| from < at)
        };
        std::iter::successors(above(&from), above).any(|found| found == other)
    };
    drawn(old, cohort.old, other.old) || drawn(new, cohort.new, other.new)
}

impl CohortCounts {
    fn new(
        (old, new): (&Study, &Study),
        (matched, moves): (&MatchedCohort, &Moves),
        verdict: Verdict,
        smallest: u64,
    ) -> Self {
        let (was, is) = (name(old, matched.old), name(new, matched.new));
        let (before, [stay, left, entered, now]) = sizes(moves);
        let shown = |count: u64| verdict.moves.then_some(count);
        let parts = together(&[moves.stay, moves.stay_otherwise], smallest);
        let otherwise = parts.get(1).copied().flatten();
        let old_criteria: Vec<usize> = matched.criteria.iter().map(|(old, _)| *old).collect();
        let new_criteria: Vec<usize> = matched.criteria.iter().map(|(_, new)| *new).collect();
        let reasons = |study, cohort, both: &[usize], counts: &[(MoveReason, u64)]| {
            if !verdict.moves {
                return Vec::new();
            }
            let numbers: Vec<u64> = counts.iter().map(|(_, count)| *count).collect();
            let shown = together(&numbers, smallest);
            let counts = counts.iter().zip(shown);
            counts
                .map(|((reason, _), count)| told(study, cohort, both, *reason, count))
                .collect()
        };
        Self {
            was: (was != is).then_some(was),
            cohort: is,
            counted: moves.unit,
            before: verdict.before.then_some(before),
            now: shown(now),
            stay: shown(stay),
            stay_with_other_index: otherwise.filter(|_| verdict.moves),
            go_out: shown(left),
            come_in: shown(entered),
            go_out_by: reasons(new, matched.new, &new_criteria, &moves.go_out),
            come_in_by: reasons(old, matched.old, &old_criteria, &moves.come_in),
        }
    }
}

/// What may be shown of counts whose sum is shown.
fn together(counts: &[u64], smallest: u64) -> Vec<Option<u64>> {
    let mut all: Vec<Option<u64>> = counts.iter().copied().map(Some).collect();
    if counts.iter().all(|count| *count == 0 || *count >= smallest) {
        return all;
    }
    // The smallest first, and of equal ones the first, so that it does not depend on anything else.
    let mut rising: Vec<(u64, usize)> = counts
        .iter()
        .copied()
        .zip(0..)
        .filter(|(count, _)| *count > 0)
        .collect();
    rising.sort_unstable();
    let (mut hidden, mut sum) = (0u32, 0u64);
    for (count, position) in rising {
        if count >= smallest && hidden >= 2 && sum >= smallest {
            break;
        }
        if let Some(shown) = all.get_mut(position) {
            *shown = None;
        }
        hidden += 1;
        sum += count;
    }
    // A single one is the sum without the others, and so are few: then a zero has to keep them company.
    if hidden < 2 {
        all.iter_mut().for_each(|shown| *shown = None);
    }
    all
}

/// A reason in words that a reader knows: the names of the version whose step it is.
fn told(
    study: &Study,
    cohort: CohortId,
    both: &[usize],
    reason: MoveReason,
    count: Option<u64>,
) -> ReasonCount {
    let found = study.cohort(cohort);
    let (step, name, in_both) = match reason.step {
        MoveStep::Population => (StepKind::Population, None, true),
        MoveStep::DrawnFrom => {
            let from = found.and_then(|found| found.from);
            (
                StepKind::DrawnFrom,
                from.map(|from| self::name(study, from)),
                true,
            )
        }
        MoveStep::Index => (StepKind::IndexDate, None, true),
        MoveStep::Criterion(position) => {
            let position = position as usize;
            let criterion = found.and_then(|found| found.criteria.get(position));
            (
                StepKind::Criterion,
                criterion.map(|criterion| criterion.name.clone()),
                both.contains(&position),
            )
        }
    };
    ReasonCount {
        step,
        name,
        in_both,
        other_index: reason.other_index,
        count,
    }
}

fn name(study: &Study, cohort: CohortId) -> String {
    study
        .cohort(cohort)
        .map_or_else(String::new, |found| found.name.clone())
}

#[cfg(test)]
mod tests;
