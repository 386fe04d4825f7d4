//! The rules for lines of some numbers, as tables by group of drugs.

use crate::DrugBits;
use crate::compiled::Compiled;
use crate::gap::Needed;
use kohort_semantics::study::{Decision, Dropped, DrugSet, LineRules, MaintenanceKind};

/// What applies to all lines with a number from `from` up to the next table's.
#[derive(Debug, Clone)]
pub(crate) struct NumberRules {
    pub(crate) from: u32,
    /// By group: how many days after the first day a start is still in the window.
    windows: Vec<i64>,
    /// The longest of them.
    pub(crate) longest_window: i64,
    /// By group: what makes a pause a gap.
    gaps: Vec<Needed>,
    /// By group: what a drug from outside does, the rule that is asked first in front.
    outside: Vec<Vec<Outside>>,
    /// By group: what it means that it is no longer given.
    dropped: Vec<Dropped>,
    /// Whether any drug that is dropped begins a new line.
    pub(crate) drops_advance: bool,
    /// Whether any drug may vanish from a line's name.
    pub(crate) drops_unname: bool,
    pub(crate) maintenance: Vec<Maintenance>,
    pub(crate) breakers: Vec<Breaker>,
}

/// A rule for a drug from outside.
#[derive(Debug, Clone)]
pub(crate) struct Outside {
    /// Only where the line has one of these; with `alone`, no others.
    pub(crate) to: Option<DrugBits>,
    pub(crate) alone: bool,
    pub(crate) if_all_others_stopped: bool,
    pub(crate) decision: Decision,
}

#[derive(Debug, Clone)]
pub(crate) struct Maintenance {
    pub(crate) kind: MaintenanceKind,
    pub(crate) drugs: DrugBits,
    pub(crate) alone: bool,
    pub(crate) after_cycles: u32,
    pub(crate) within: Option<i64>,
    pub(crate) others_stopped_for: i64,
    /// A position among the patient's `without` events.
    pub(crate) without: Option<usize>,
    pub(crate) own_line: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Breaker {
    /// A position among the patient's breakers.
    pub(crate) events: usize,
    pub(crate) ends_that_day: bool,
    pub(crate) except_first: bool,
    pub(crate) except_again_within: Option<i64>,
}

impl NumberRules {
    /// The rules for the lines from `number` up to the next number at which something changes.
    pub(crate) fn new(compiled: &Compiled, rules: &LineRules, number: u32) -> Self {
        let set = |drugs: &Option<DrugSet>| drugs.as_ref().map(|set| compiled.groups_of(&set.drugs));
        let windows = by_group(
            compiled,
            rules
                .windows
                .iter()
                .filter(|rule| rule.lines.contains(number))
                .map(|rule| {
                    let last = if rule.inclusive {
                        rule.days
                    } else {
                        rule.days.saturating_sub(1)
                    };
                    (set(&rule.drugs), last)
                }),
            0,
        );
        let gaps = by_group(
            compiled,
            rules
                .gaps
                .iter()
                .filter(|rule| rule.lines.contains(number))
                .map(|rule| (set(&rule.drugs), Needed::of(rule.limit, rule.from_last_start))),
            Needed::NEVER,
        );
        let dropped = by_group(
            compiled,
            rules
                .dropped
                .iter()
                .filter(|rule| rule.lines.contains(number))
                .map(|rule| (set(&rule.drugs), rule.meaning)),
            Dropped::Continues,
        );
        Self {
            from: number,
            longest_window: windows.iter().copied().max().unwrap_or(0),
            windows,
            gaps,
            outside: outside(compiled, rules, number),
            drops_advance: dropped
                .iter()
                .any(|meaning| matches!(meaning, Dropped::Advances(_))),
            drops_unname: dropped.contains(&Dropped::ContinuesWithoutName),
            dropped,
            maintenance: maintenance(compiled, rules, number),
            breakers: breakers(rules, number),
        }
    }

    /// How many days after the first day a drug may start to be in its window.
    pub(crate) fn window(&self, group: u32) -> i64 {
        at(&self.windows, group).copied().unwrap_or(0)
    }

    /// What a pause needs to be a gap for a drug.
    pub(crate) fn gap(&self, group: u32) -> Needed {
        at(&self.gaps, group).copied().unwrap_or(Needed::NEVER)
    }

    /// The rules for a drug from outside, in the order in which they are asked.
    pub(crate) fn outside(&self, group: u32) -> &[Outside] {
        at(&self.outside, group).map_or(&[], Vec::as_slice)
    }

    /// What it means that a drug is no longer given.
    pub(crate) fn dropped(&self, group: u32) -> Dropped {
        at(&self.dropped, group).copied().unwrap_or(Dropped::Continues)
    }
}

fn at<T>(table: &[T], group: u32) -> Option<&T> {
    table.get(usize::try_from(group).ok()?)
}

/// Of the rules that apply to a group, the last that is written.
fn by_group<T: Copy>(
    compiled: &Compiled,
    rules: impl Iterator<Item = (Option<DrugBits>, T)>,
    otherwise: T,
) -> Vec<T> {
    let rules: Vec<(Option<DrugBits>, T)> = rules.collect();
    let last = |group: u32| {
        let mut from_last = rules.iter().rev();
        let found = from_last.find(|(drugs, _)| drugs.as_ref().is_none_or(|drugs| drugs.contains(group)));
        found.map_or(otherwise, |(_, value)| *value)
    };
    (0u32..).take(compiled.groups()).map(last).collect()
}

/// `added to` before `new drug`, each from the last that is written; nothing is asked after a rule without a condition.
fn outside(compiled: &Compiled, rules: &LineRules, number: u32) -> Vec<Vec<Outside>> {
    let set = |drugs: &Option<DrugSet>| drugs.as_ref().map(|set| compiled.groups_of(&set.drugs));
    let added = rules
        .added
        .iter()
        .rev()
        .filter(|rule| rule.lines.contains(number))
        .map(|rule| {
            let outside = Outside {
                to: Some(compiled.groups_of(&rule.to.drugs)),
                alone: rule.alone,
                if_all_others_stopped: rule.if_all_others_stopped,
                decision: rule.decision,
            };
            (set(&rule.added), outside)
        });
    let new = rules
        .new_drugs
        .iter()
        .rev()
        .filter(|rule| rule.lines.contains(number))
        .map(|rule| {
            let outside = Outside {
                to: None,
                alone: false,
                if_all_others_stopped: rule.if_all_others_stopped,
                decision: rule.decision,
            };
            (set(&rule.drugs), outside)
        });
    let all: Vec<(Option<DrugBits>, Outside)> = added.chain(new).collect();
    let of = |group: u32| {
        let mut found = Vec::new();
        for (drugs, outside) in &all {
            if drugs.as_ref().is_none_or(|drugs| drugs.contains(group)) {
                found.push(outside.clone());
                if outside.to.is_none() && !outside.if_all_others_stopped {
                    break;
                }
            }
        }
        found
    };
    (0u32..).take(compiled.groups()).map(of).collect()
}

fn maintenance(compiled: &Compiled, rules: &LineRules, number: u32) -> Vec<Maintenance> {
    let these = rules
        .maintenance
        .iter()
        .filter(|rule| rule.lines.contains(number));
    these
        .map(|rule| Maintenance {
            kind: rule.kind,
            drugs: compiled.groups_of(&rule.drugs.drugs),
            alone: rule.alone,
            after_cycles: rule.after_cycles.unwrap_or(0),
            within: rule.within,
            others_stopped_for: rule.others_stopped_for.unwrap_or(0),
            without: rule.without.and_then(|position| usize::try_from(position).ok()),
            own_line: rule.own_line,
        })
        .collect()
}

fn breakers(rules: &LineRules, number: u32) -> Vec<Breaker> {
    let these = rules.breakers.iter().enumerate();
    these
        .filter(|(_, rule)| rule.lines.contains(number))
        .map(|(events, rule)| Breaker {
            events,
            ends_that_day: rule.ends_that_day,
            except_first: rule.except_first_in.is_some_and(|lines| lines.contains(number)),
            except_again_within: rule.except_again_within,
        })
        .collect()
}
