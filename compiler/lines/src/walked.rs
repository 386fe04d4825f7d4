//! The part of a line that is being walked.

use crate::DrugBits;
use crate::cycles::Cycles;
use crate::doses::Dose;
use crate::gap::Needed;
use crate::number_rules::{Maintenance, NumberRules};
use crate::patient::{Day, Patient};

/// A line, or a part of one, from its first day up to the day that is looked at.
#[derive(Debug, Clone)]
pub(crate) struct Walked<'c> {
    pub(crate) number: u32,
    pub(crate) rules: &'c NumberRules,
    /// The part's first day.
    pub(crate) day0: i64,
    /// The line's first day, which is earlier in a maintenance part without a number of its own.
    pub(crate) line_day0: i64,
    /// The rule by which this is a maintenance part.
    pub(crate) maintenance: Option<&'c Maintenance>,
    /// The position of its first record.
    pub(crate) first: usize,
    /// The groups of its drugs.
    pub(crate) drugs: DrugBits,
    /// What a pause needs to be a gap for all of them.
    gap: Needed,
    pub(crate) so_far: SoFar,
}

/// What records have brought about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SoFar {
    /// The last covered day.
    pub(crate) covered: i64,
    /// The last start of a record.
    pub(crate) last_start: i64,
    pub(crate) cycles: Cycles,
}

/// A recorded interval by which a drug goes on into a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Carried {
    pub(crate) drug: u32,
    pub(crate) group: u32,
    pub(crate) covers_to: i64,
}

/// The intervals that are carried over into the part that is walked. Room that is used again.
#[derive(Debug, Default)]
pub(crate) struct CarriedOver {
    into_this: Vec<Carried>,
    into_next: Vec<Carried>,
}

impl<'c> Walked<'c> {
    /// A part that begins with the records of a day.
    pub(crate) fn begin(
        number: u32,
        rules: &'c NumberRules,
        day: &Day<'_>,
        carried: &[Carried],
        cycle_days: i64,
    ) -> Self {
        let mut part = Self {
            number,
            rules,
            day0: day.day,
            line_day0: day.day,
            maintenance: None,
            first: day.at,
            drugs: DrugBits::default(),
            gap: Needed::NOTHING,
            so_far: SoFar::carried(day.day, carried),
        };
        for carried in carried {
            part.join(carried.group);
        }
        part.take(day, cycle_days);
        part
    }

    /// Takes the records of a day, whose drugs are of the line from now on.
    pub(crate) fn take(&mut self, day: &Day<'_>, cycle_days: i64) {
        for dose in day.doses {
            self.join(dose.group);
            self.so_far.take(dose, cycle_days);
        }
    }

    fn join(&mut self, group: u32) {
        if !self.drugs.contains(group) {
            self.drugs.insert(group);
            self.gap = self.gap.and(self.rules.gap(group));
        }
    }

    /// Whether a drug that starts on a day is in its window.
    pub(crate) fn in_window(&self, group: u32, day: i64) -> bool {
        day - self.day0 <= self.rules.window(group)
    }

    /// Whether a drug that the line does not have becomes one of it by its window. In a maintenance part only the rule's do,
    /// and none but that of the first day if it must be alone.
    pub(crate) fn lets_in(&self, group: u32, day: i64) -> bool {
        let let_in = |rule: &Maintenance| !rule.alone && rule.drugs.contains(group);
        self.in_window(group, day) && self.maintenance.is_none_or(let_in)
    }

    /// Whether the pause before a day is a gap (3).
    pub(crate) fn gap_before(&self, day: i64) -> bool {
        self.gap.is_gap(day, self.so_far.covered, self.so_far.last_start)
    }

    /// Whether the pause before a day is a gap that ends the line (3 and 8).
    pub(crate) fn ends_by_gap(&self, patient: &Patient<'_>, day: i64) -> bool {
        self.gap_before(day) && patient.may_advance(self, day)
    }

    /// Whether a drug that meets a condition starts on a day or in the window's length after it.
    pub(crate) fn starts_soon(
        &self,
        patient: &Patient<'_>,
        day: &Day<'_>,
        condition: impl Fn(u32) -> bool,
    ) -> bool {
        let behind = patient.doses.get(day.at..).unwrap_or_default();
        behind
            .iter()
            .map(|dose| (dose.start - day.day, dose.group))
            .take_while(|(later, _)| *later == 0 || *later <= self.rules.longest_window)
            .any(|(later, group)| (later == 0 || later <= self.rules.window(group)) && condition(group))
    }
}

impl SoFar {
    /// Before the first record of a part.
    fn carried(day0: i64, carried: &[Carried]) -> Self {
        let until = carried.iter().map(|carried| carried.covers_to);
        Self {
            covered: until.fold(day0, i64::max),
            last_start: day0,
            cycles: Cycles::default(),
        }
    }

    fn take(&mut self, dose: &Dose, cycle_days: i64) {
        self.covered = self.covered.max(dose.covers_to);
        self.last_start = dose.start;
        self.cycles.take(dose.start, cycle_days);
    }

    /// What some first records of a part have brought about.
    pub(crate) fn of(day0: i64, carried: &[Carried], doses: &[Dose], cycle_days: i64) -> Self {
        let mut so_far = Self::carried(day0, carried);
        for dose in doses {
            so_far.take(dose, cycle_days);
        }
        so_far
    }

    /// The last covered day before a day on or after the last start.
    pub(crate) fn covered_before(&self, day: i64) -> i64 {
        self.covered.min(day.saturating_sub(1))
    }
}

impl CarriedOver {
    pub(crate) fn as_slice(&self) -> &[Carried] {
        &self.into_this
    }

    pub(crate) fn clear(&mut self) {
        self.into_this.clear();
    }

    /// Replaces the intervals that were carried into the part before by those that go on into the part that begins on a day:
    /// they cover it, and the window to its last day. An overlap that is shorter is a change of drugs.
    pub(crate) fn go_on(&mut self, rules: &NumberRules, doses: &[Dose], day: i64) {
        let recorded = doses.iter().filter(|dose| dose.recorded).map(|dose| Carried {
            drug: dose.drug,
            group: dose.group,
            covers_to: dose.covers_to,
        });
        let goes_on = |carried: &Carried| {
            carried.covers_to > day && carried.covers_to - day >= rules.window(carried.group)
        };
        self.into_next.clear();
        self.into_next
            .extend(self.into_this.iter().copied().chain(recorded).filter(goes_on));
        std::mem::swap(&mut self.into_this, &mut self.into_next);
    }
}
