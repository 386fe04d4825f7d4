//! The walk over the days with a start ("How lines follow").

use super::drugs::Drug;
use super::part::{Ended, Ending, Opening, Part};
use super::records::{Dose, counted, end_of_observation, seen_death};
use super::trail::Step;
use super::{Given, History};
use kohort_semantics::study::{EndReason, LineRules};
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
                    .is_some_and(|end| end > opening.day && end >= window)
        };
        let own = before.carried.iter().chain(&before.doses);
        own.filter(goes_on).cloned().collect()
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

    pub(super) fn doses_on(&self, day: i64) -> impl Iterator<Item = &Dose> {
        self.doses.iter().filter(move |dose| dose.day == day)
    }

    /// The drugs that start on a day.
    pub(super) fn drugs_on(&self, day: i64) -> BTreeSet<Drug> {
        self.doses_on(day).map(|dose| dose.drug.clone()).collect()
    }

    /// The names of the substances of records, for the trail.
    pub(super) fn list<'d>(&self, doses: impl Iterator<Item = &'d Dose>) -> String {
        let names: BTreeSet<&str> = doses
            .map(|dose| super::names::name(self.rules, &dose.substance))
            .collect();
        names.into_iter().collect::<Vec<_>>().join(", ")
    }
}
