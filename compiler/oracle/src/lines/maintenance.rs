//! Maintenance (rule 6).

use super::cycles;
use super::drugs::Drug;
use super::part::Part;
use super::walk::Walk;
use kohort_semantics::study::{MaintenanceKind, MaintenanceRule};

impl<'a> Walk<'a> {
    /// On which day continuation maintenance starts in a line that has ended.
    ///
    /// Each of its drugs has stopped whose last covered day is more than n days before the line's end. If some have stopped
    /// and all that have not are among the rule's drugs, it starts on the first day with a start that is at least n days,
    /// and at least one day, after the last covered day of the last that stopped.
    pub(super) fn continuation(&self, rule: &MaintenanceRule, part: &Part<'_>, end: i64) -> Option<i64> {
        if rule.kind != MaintenanceKind::Continuation || !rule.lines.contains(part.number) {
            return None;
        }
        let stopped_for = rule.others_stopped_for.unwrap_or(0);
        let lasts = part
            .drugs
            .keys()
            .filter_map(|drug| Some((drug, part.last_of(drug, end)?)));
        let (stopped, going): (Vec<_>, Vec<_>) = lasts.partition(|(_, last)| end - last > stopped_for);
        let all_are_named = going.iter().all(|(drug, _)| self.names(rule, drug));
        if !all_are_named || (rule.alone && going.len() != 1) {
            return None;
        }
        let last_stop = stopped.into_iter().map(|(_, last)| last).max()?;
        let starts = part
            .doses
            .iter()
            .map(|dose| dose.day)
            .filter(|start| *start <= end);
        let start = starts
            .filter(|start| *start - last_stop >= stopped_for.max(1))
            .min()?;
        self.may_begin(rule, part, start).then_some(start)
    }

    /// Whether switch maintenance starts on a day on which the line would advance, with a gap or without one.
    pub(super) fn switches(
        &self,
        rule: &MaintenanceRule,
        part: &Part<'_>,
        day: i64,
        after_gap: bool,
    ) -> bool {
        let today = self.drugs_on(day);
        rule.kind == MaintenanceKind::Switch
            && rule.lines.contains(part.number)
            && (!after_gap || rule.within.is_some())
            && today.iter().all(|drug| self.names(rule, drug))
            && (!rule.alone || today.len() == 1)
            && part
                .drugs_before(day)
                .into_iter()
                .all(|own| !today.contains(own) && !self.starts_soon(own, part.number, day))
            && self.may_begin(rule, part, day)
    }

    /// The continuation rule that takes a line without maintenance up after a pause that would be a gap.
    pub(super) fn bridging(&self, part: &Part<'_>, day: i64) -> Option<&'a MaintenanceRule> {
        self.rules
            .maintenance
            .iter()
            .find(|rule| self.bridges(rule, part, day))
    }

    fn bridges(&self, rule: &MaintenanceRule, part: &Part<'_>, day: i64) -> bool {
        let today = self.drugs_on(day);
        let own = part.drugs_before(day);
        // With `alone` all others are others; otherwise those that maintenance is not made of.
        let is_other = |drug: &Drug| {
            if rule.alone {
                !today.contains(drug)
            } else {
                !self.names(rule, drug)
            }
        };
        let others = own.iter().filter(|drug| is_other(drug));
        part.maintenance.is_none()
            && rule.kind == MaintenanceKind::Continuation
            && rule.lines.contains(part.number)
            && rule.within.is_some()
            && today
                .iter()
                .all(|drug| own.contains(&drug) && self.names(rule, drug))
            && (!rule.alone || today.len() == 1)
            && others
                .into_iter()
                .all(|drug| !self.starts_soon(drug, part.number, day))
            && self.may_begin(rule, part, day)
    }

    /// What either kind needs before it starts: cycles, not too long a time since the last covered day, and none of the
    /// events that it is to be without.
    fn may_begin(&self, rule: &MaintenanceRule, part: &Part<'_>, start: i64) -> bool {
        let cycles = cycles::before(part, start, self.rules.cycle_days);
        let events = rule.without.and_then(|at| self.history.without.get(at as usize));
        let is_between = |event: i64| part.first <= event && event <= start;
        rule.after_cycles.is_none_or(|least| cycles >= least)
            && self.is_within(rule, part, start)
            && !events
                .into_iter()
                .flatten()
                .any(|event| is_between(i64::from(event.0)))
    }

    fn is_within(&self, rule: &MaintenanceRule, part: &Part<'_>, start: i64) -> bool {
        rule.within
            .is_none_or(|within| start - part.last_covered_before(start) <= within)
    }

    /// Whether a rule names a drug.
    pub(super) fn names(&self, rule: &MaintenanceRule, drug: &Drug) -> bool {
        drug.is_in(&rule.drugs, &self.rules.interchange)
    }
}
