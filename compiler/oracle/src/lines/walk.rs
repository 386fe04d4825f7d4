//! The walk over the days with a start ("How lines follow").

use super::drugs::Drug;
use super::part::{Ended, Ending, Opening, Part};
use super::pause::Gap;
use super::records::{Dose, counted, end_of_observation, seen_death};
use super::trail::Step;
use super::{Given, History};
use kohort_semantics::study::{EndReason, LineRules, MaintenanceKind, MaintenanceRule};
use std::collections::{BTreeMap, BTreeSet};

/// One count of one patient's lines.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    pub(super) rules: &'a LineRules,
    pub(super) history: &'a History,
    /// The records that count, in order.
    pub(super) doses: Vec<Dose>,
    /// The end of observation.
    pub(super) end: Option<i64>,
    /// The day of death, if it is seen.
    pub(super) death: Option<i64>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(rules: &'a LineRules, history: &'a History, records: &[Given]) -> Self {
        Self {
            rules,
            history,
            doses: counted(rules, history, records),
            end: end_of_observation(history),
            death: seen_death(history),
        }
    }

    /// All parts, in order. With `at most n lines` nothing is said of lines with higher numbers (rule 9).
    pub(super) fn parts(&self) -> Vec<Ended<'a>> {
        let mut parts: Vec<Ended<'a>> = Vec::new();
        let mut opening = self.doses.first().map(|dose| Opening {
            number: 1,
            day: dose.day,
            maintenance: None,
        });
        while let Some(next) = opening {
            let ended = self.part(next, parts.last().map(|before| &before.part));
            opening = ended.ending.next;
            parts.push(ended);
        }
        let most = self.rules.at_most;
        parts.retain(|ended| most.is_none_or(|most| ended.part.number <= most));
        parts
    }

    /// One part, from its first day to its end.
    fn part(&self, opening: Opening<'a>, before: Option<&Part<'a>>) -> Ended<'a> {
        let mut part = self.opened(opening, before);
        let ending = self.walked(&mut part);
        let ending = self.known_extent(&part, ending);
        if let Some(next) = &ending.next {
            part.cut(next.day);
        }
        Ended { part, ending }
    }

    /// The first day (rule 1): the drugs that start on it, and those carried over.
    fn opened(&self, opening: Opening<'a>, before: Option<&Part<'a>>) -> Part<'a> {
        let mut part = Part {
            number: opening.number,
            first: opening.day,
            line_first: before
                .filter(|before| before.number == opening.number)
                .map_or(opening.day, |before| before.line_first),
            maintenance: opening.maintenance,
            drugs: BTreeMap::new(),
            substances: BTreeMap::new(),
            carried: Vec::new(),
            doses: self.doses_on(opening.day).cloned().collect(),
            trail: Vec::new(),
        };
        if let Some(before) = before {
            part.carried = self.carried_over(before, opening);
        }
        for dose in part.doses.iter().chain(&part.carried) {
            part.drugs.insert(dose.drug.clone(), part.first);
            part.substances.insert(dose.substance.clone(), part.first);
        }
        let began = self.list(part.doses.iter());
        let what = match opening.maintenance {
            Some(_) => format!("maintenance begins with {began}"),
            None => format!("line {} begins with {began}", part.number),
        };
        let rules = opening.maintenance.map(|rule| &rule.text);
        part.trail.push(Step::new(part.first, what, rules));
        if !part.carried.is_empty() {
            let carried = self.list(part.carried.iter());
            part.trail.push(Step::new(
                part.first,
                format!("{carried} goes on from before"),
                [],
            ));
        }
        part
    }

    /// The records of drugs of the line before whose recorded end is after the window's last day.
    fn carried_over(&self, before: &Part<'a>, opening: Opening<'a>) -> Vec<Dose> {
        let goes_on = |dose: &&Dose| {
            let window = self.window_end(&dose.drug, opening.number, opening.day);
            dose.day < opening.day
                && before.drugs.contains_key(&dose.drug)
                && dose
                    .recorded_to
                    .is_some_and(|end| end >= opening.day && end > window)
        };
        self.doses.iter().filter(goes_on).cloned().collect()
    }

    /// Day after day, until something ends the part, or nothing follows.
    fn walked(&self, part: &mut Part<'a>) -> Ending<'a> {
        let days: BTreeSet<i64> = self.doses.iter().map(|dose| dose.day).collect();
        let first = part.first;
        for day in days.into_iter().filter(|day| *day > first) {
            let next = Opening {
                number: part.number + 1,
                day,
                maintenance: None,
            };
            if let Some(ending) = self.breaks(part, Some(next)) {
                return ending;
            }
            if let Some(ending) = self.on(part, next) {
                return ending;
            }
        }
        self.breaks(part, None).unwrap_or_else(|| self.observed(part))
    }

    /// Rule 2.
    fn breaks(&self, part: &Part<'a>, next: Option<Opening<'a>>) -> Option<Ending<'a>> {
        let broken = self.broken(part, next.map(|next| next.day))?;
        Some(Ending {
            reason: EndReason::Breaker,
            last: broken.last,
            next,
            why: Step::new(
                broken.event,
                String::from("ends with this event"),
                [&broken.rule.text],
            ),
        })
    }

    /// What the records of a day do: rules 3 to 5, with 6 and 8.
    fn on(&self, part: &mut Part<'a>, next: Opening<'a>) -> Option<Ending<'a>> {
        let day = next.day;
        let mut gap = self.gap(part, day, day);
        if let Some(pause) = &gap
            && let Some(rule) = self.bridging(part, day)
        {
            let what = format!("goes on after a pause of {} days, which is no gap", pause.days);
            part.trail.push(Step::new(day, what, [&rule.text]));
            gap = None;
        }
        let (joining, advance) = match gap {
            Some(gap) => (Vec::new(), Some(self.gap_ending(part, &gap, next))),
            None => self.new_drugs(part, next),
        };
        if let Some(ending) = advance {
            let forbidden = self.forbidden(part, day);
            if let Some(maintenance) = self.maintained(part, &ending, day, forbidden.is_some()) {
                return Some(maintenance);
            }
            match forbidden {
                None => return Some(ending),
                Some(rule) => {
                    let what = format!("goes on although it {}", ending.why.what);
                    part.trail.push(Step::new(day, what, [&rule.text]));
                }
            }
        }
        self.taken_in(part, day, joining);
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

    /// Where nothing follows ("Where lines end").
    fn observed(&self, part: &Part<'a>) -> Ending<'a> {
        let last = part.covered_to(i64::MAX);
        let ending = |reason, why| Ending {
            reason,
            last,
            next: None,
            why,
        };
        let after = last.saturating_add(1);
        if let Some(death) = self.death
            && self.forbidden(part, death).is_none()
            && let Some(gap) = self.gap(part, death, after)
        {
            let what = format!("ended {} days before death", gap.days);
            return ending(EndReason::Gap, Step::new(death, what, &gap.rules));
        }
        if let (Some(days), Some(end)) = (self.rules.confirmed_days, self.end)
            && end - last >= days
        {
            let what = format!(
                "ended: nothing follows in {} days of observation, of which {days} are asked for",
                end - last
            );
            return ending(EndReason::Gap, Step::new(end, what, []));
        }
        match (self.death, self.end) {
            (Some(death), _) => ending(
                EndReason::Death,
                Step::new(death, String::from("ends with death"), []),
            ),
            (None, end) => {
                let what = String::from("is seen no further");
                ending(EndReason::DataEnd, Step::new(end.unwrap_or(last), what, []))
            }
        }
    }

    /// What rules 6 and 7 make of a line whose extent is known.
    fn known_extent(&self, part: &Part<'a>, ending: Ending<'a>) -> Ending<'a> {
        if part.maintenance.is_some() || ending.reason == EndReason::Maintenance {
            return ending;
        }
        let continued = self.rules.maintenance.iter().find_map(|rule| {
            let start = self.continuation(rule, part, ending.last)?;
            Some(maintenance_ending(rule, part, start))
        });
        if let Some(continued) = continued {
            return continued;
        }
        let Some(drop) = self.dropped(part, ending.last) else {
            return ending;
        };
        Ending {
            reason: EndReason::DroppedDrug,
            last: part.last_covered_before(drop.next),
            next: Some(Opening {
                number: part.number + 1,
                day: drop.next,
                maintenance: None,
            }),
            why: Step::new(
                drop.next,
                format!(
                    "ends since a drug is no longer given after {}",
                    crate::calendar::iso(super::trail::as_day(drop.last))
                ),
                [&drop.rule.text],
            ),
        }
    }

    fn doses_on(&self, day: i64) -> impl Iterator<Item = &Dose> {
        self.doses.iter().filter(move |dose| dose.day == day)
    }

    /// The drugs that start on a day.
    pub(super) fn drugs_on(&self, day: i64) -> BTreeSet<Drug> {
        self.doses_on(day).map(|dose| dose.drug.clone()).collect()
    }

    /// The names of the substances of records, for the trail.
    fn list<'d>(&self, doses: impl Iterator<Item = &'d Dose>) -> String {
        let names: BTreeSet<&str> = doses
            .map(|dose| super::names::name(self.rules, &dose.substance))
            .collect();
        names.into_iter().collect::<Vec<_>>().join(", ")
    }
}

/// The part before ends on its last covered day before maintenance starts.
fn maintenance_ending<'a>(rule: &'a MaintenanceRule, part: &Part<'a>, start: i64) -> Ending<'a> {
    Ending {
        reason: EndReason::Maintenance,
        last: part.last_covered_before(start),
        next: Some(Opening {
            number: if rule.own_line {
                part.number + 1
            } else {
                part.number
            },
            day: start,
            maintenance: Some(rule),
        }),
        why: Step::new(start, String::from("goes on as maintenance"), [&rule.text]),
    }
}
