//! What the records of one day do (rules 3 to 5, with 6 and 8).

use super::drugs::Drug;
use super::ends::maintenance_ending;
use super::part::{Ending, Opening, Part};
use super::pause::Gap;
use super::trail::Step;
use super::walk::Walk;
use kohort_semantics::study::{EndReason, MaintenanceKind};

impl<'a> Walk<'a> {
    /// What the records of a day do: rules 3 to 5, with 6 and 8.
    pub(super) fn on(&self, part: &mut Part<'a>, next: Opening<'a>) -> Option<Ending<'a>> {
        let day = next.day;
        let mut gap = self.gap(part, day, day);
        if let Some(pause) = &gap
            && let Some(rule) = self.bridging(part, day)
        {
            let what = format!("goes on after a pause of {} days, which is no gap", pause.days);
            part.trail.push(Step::new(day, what, [&rule.text]));
            gap = None;
        }
        if let Some(pause) = gap {
            let ending = self.gap_ending(part, &pause, next);
            if let Some(ending) = self.advanced(part, ending, day) {
                return Some(ending);
            }
        }
        // A pause that does not let the line advance is no gap for what starts on the day.
        let (joining, ending) = self.new_drugs(part, next);
        if let Some(ending) = ending
            && let Some(ending) = self.advanced(part, ending, day)
        {
            return Some(ending);
        }
        self.taken_in(part, day, joining);
        None
    }

    /// How a part ends that would advance on a day: as maintenance (6), or so, unless rule 8 forbids it.
    fn advanced(&self, part: &mut Part<'a>, ending: Ending<'a>, day: i64) -> Option<Ending<'a>> {
        let forbidden = self.forbidden(part, day);
        if let Some(maintenance) = self.maintained(part, &ending, day, forbidden.is_some()) {
            return Some(maintenance);
        }
        let Some(rule) = forbidden else {
            return Some(ending);
        };
        let what = format!("goes on although it {}", ending.why.what);
        part.trail.push(Step::new(day, what, [&rule.text]));
        None
    }

    /// Rule 3.
    fn gap_ending(&self, part: &Part<'a>, gap: &Gap, next: Opening<'a>) -> Ending<'a> {
        Ending {
            reason: EndReason::Gap,
            last: part.last_covered_before(next.day),
            next: Some(next),
            why: Step::new(
                next.day,
                format!("ends with a pause of {} days", gap.days),
                &gap.rules,
            ),
        }
    }

    /// Rules 4 and 5: what is told of drugs that join, and the end of the line, if any drug of the day advances.
    fn new_drugs(&self, part: &Part<'a>, next: Opening<'a>) -> (Vec<Step>, Option<Ending<'a>>) {
        let day = next.day;
        let (mut joining, mut ending) = (Vec::new(), None);
        for drug in self.drugs_on(day) {
            if part.drugs.contains_key(&drug) {
                continue;
            }
            let name = self.list(self.doses_on(day).filter(|dose| dose.drug == drug));
            if self.is_in_window(part, &drug, day) {
                let what = format!("{name} joins, {} days after the first day", day - part.first);
                joining.push(Step::new(day, what, []));
                continue;
            }
            let decided = self.decided(part, &drug, day);
            if decided.advances {
                ending.get_or_insert_with(|| Ending {
                    reason: EndReason::NewDrug,
                    last: part.last_covered_before(day),
                    next: Some(next),
                    why: Step::new(day, format!("ends with a new drug, {name}"), decided.rule),
                });
            } else {
                joining.push(Step::new(
                    day,
                    format!("{name} joins and begins no new line"),
                    decided.rule,
                ));
            }
        }
        (joining, ending)
    }

    /// A drug that starts at most the window's length after the first day belongs to the line; to a maintenance part only
    /// one of its rule's drugs does, and with `alone` only that of the first day.
    fn is_in_window(&self, part: &Part<'_>, drug: &Drug, day: i64) -> bool {
        let may_join = part
            .maintenance
            .is_none_or(|rule| !rule.alone && self.names(rule, drug));
        may_join && day <= self.window_end(drug, part.number, part.first)
    }

    /// Rule 6, on a day on which the line would advance: the first rule that applies. Where the line may not advance, it has
    /// not ended, so that only a switch is asked for. A line has one maintenance part.
    fn maintained(
        &self,
        part: &Part<'a>,
        ending: &Ending<'a>,
        day: i64,
        is_forbidden: bool,
    ) -> Option<Ending<'a>> {
        if part.maintenance.is_some() {
            return None;
        }
        self.rules.maintenance.iter().find_map(|rule| match rule.kind {
            MaintenanceKind::Continuation if is_forbidden => None,
            MaintenanceKind::Continuation => {
                let start = self.continuation(rule, part, ending.last)?;
                Some(maintenance_ending(rule, part, start))
            }
            MaintenanceKind::Switch => self
                .switches(rule, part, day, ending.reason == EndReason::Gap)
                .then(|| maintenance_ending(rule, part, day)),
        })
    }

    /// The records of a day become records of the part. A substance that starts in the window or with a drug that joins
    /// is one of those that it is made of.
    fn taken_in(&self, part: &mut Part<'a>, day: i64, joining: Vec<Step>) {
        for dose in self.doses_on(day) {
            let is_new = part.drugs.get(&dose.drug).is_none_or(|since| *since == day);
            part.drugs.entry(dose.drug.clone()).or_insert(day);
            if is_new || day <= self.window_end(&dose.drug, part.number, part.first) {
                part.substances.entry(dose.substance.clone()).or_insert(day);
            }
            part.doses.push(dose.clone());
        }
        part.trail.extend(joining);
    }
}
