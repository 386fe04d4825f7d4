//! Lines of treatment of disease that cannot be cured: treatment, images, progression, the next line, death.

use super::calendar::later;
use super::chart::Chart;
use super::regimen::Regimen;
use super::treatment::PALLIATIVE;
use crate::person::{Day, Intent, MedicationKind, ResponseStatus, Route, Site, VisitKind};

/// One line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// What is given.
    pub(super) regimen: &'static Regimen,
    /// For how many cycles at most.
    pub(super) cycles: i32,
    /// What is given afterwards until progression.
    pub(super) maintenance: Option<&'static Regimen>,
    /// The median time to progression or death in days.
    pub(super) median: i32,
}

impl Line {
    /// Until progression.
    pub(super) const fn until_progression(regimen: &'static Regimen, median: i32) -> Self {
        Self {
            regimen,
            cycles: 60,
            maintenance: None,
            median,
        }
    }

    /// A number of cycles, and then perhaps another regimen.
    pub(super) const fn cycles(
        regimen: &'static Regimen,
        cycles: i32,
        maintenance: Option<&'static Regimen>,
        median: i32,
    ) -> Self {
        Self {
            regimen,
            cycles,
            maintenance,
            median,
        }
    }
}

/// What the lines of a cancer have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    /// Where it spreads, in parts of a thousand.
    pub(super) sites: &'static [(u32, Site)],
    /// The median time from the last progression to death.
    pub(super) after: i32,
    /// How many in a thousand get another line after a progression. Published: of gastric cancers in Japan 5,358 of 10,581
    /// (Komatsu 2022, Adv Ther); the others are chosen.
    pub(super) next: u32,
}

/// The most lines anybody gets.
const MOST_LINES: u32 = 6;

impl Chart {
    /// Treats incurable disease from a day on.
    pub(super) fn lines(
        &mut self,
        from: Day,
        setting: Setting,
        choose: &mut dyn FnMut(&mut Self, u32, Day) -> Option<Line>,
    ) {
        let mut start = later(from, self.gap(10, 42));
        let mut last = from;
        // 15 in a hundred are never treated: chosen for variety.
        let treated = !self.random.chance(150);
        for number in 1..=MOST_LINES {
            if !treated || !self.covers(start) {
                break;
            }
            let Some(line) = choose(self, number, start) else {
                break;
            };
            last = later(start, self.random.wait(line.median).clamp(18, 3650));
            let dies = self.random.chance(110);
            self.line(line, start, last, dies);
            if dies {
                return self.die(last);
            }
            if !self.covers(last) {
                return;
            }
            self.progress(last);
            if self.random.chance(350) {
                let site = self.random.share(setting.sites, Site::Other);
                self.spread(last, site);
                self.bones(site, last);
            }
            if !self.random.chance(setting.next) {
                break;
            }
            start = later(last, self.gap(5, 35));
        }
        let death = later(last, self.random.wait(setting.after).max(3));
        self.relief(last, death);
        self.die(death);
    }

    /// Carries out a line until its end.
    fn line(&mut self, line: Line, start: Day, end: Day, dies: bool) {
        // Who dies on treatment may have had a dose on that day.
        let until = later(end, i32::from(dies));
        self.treat(line.regimen, start, until, line.cycles, PALLIATIVE);
        if let Some(maintenance) = line.maintenance {
            let induction = line.regimen.cycle * line.cycles;
            let begins = later(start, induction + self.random.share(&[(700, 0), (200, 7)], 28));
            self.treat(maintenance, begins, until, 60, PALLIATIVE);
        }
        self.images(start, end);
        if line.regimen.cycle == 21 && self.random.chance(120) {
            self.supportive(start);
        }
    }

    /// Images every nine weeks or so; the tumour shrinks or stands still.
    fn images(&mut self, start: Day, end: Day) {
        let mut day = start;
        // Chosen for variety.
        let best = self.random.share(
            &[
                (60, ResponseStatus::Complete),
                (420, ResponseStatus::Partial),
                (460, ResponseStatus::Stable),
            ],
            ResponseStatus::Stable,
        );
        for _ in 0..5 {
            day = later(day, 63 + self.random.between(-7, 7));
            if day >= end {
                return;
            }
            self.response(day, best);
            if best != ResponseStatus::Stable {
                self.profile.shrink();
            }
        }
    }

    /// Growth factor on the second day, or an order of tablets against nausea.
    fn supportive(&mut self, start: Day) {
        let day = later(start, 1);
        if self.random.chance(600) {
            let drug = self
                .random
                .pick(&["pegfilgrastim", "filgrastim"], "pegfilgrastim");
            let kind = MedicationKind::Administration;
            self.take(drug, day, None, kind, Route::Subcutaneous, PALLIATIVE);
        } else {
            self.take(
                "dexamethasone",
                start,
                None,
                MedicationKind::Order,
                Route::Oral,
                PALLIATIVE,
            );
        }
    }

    /// Radiotherapy and bone agents for bone metastases.
    pub(super) fn bones(&mut self, site: Site, day: Day) {
        if site != Site::Bone {
            return;
        }
        let start = later(day, self.random.between(7, 28));
        if self.random.chance(500) {
            // One fraction of 8 Gy or ten of 3 Gy: the usual schemes for painful bones.
            let (dose, fractions) = self.random.pick(&[(80, 1), (300, 10)], (200, 5));
            self.irradiate(start, Intent::Palliative, dose, fractions);
        }
        let (drug, route) = self.random.pick(
            &[("denosumab", Route::Subcutaneous)],
            ("zoledronic_acid", Route::Intravenous),
        );
        for month in 0..self.random.between(0, 5) {
            let day = later(start, 28 * month);
            self.take(drug, day, None, MedicationKind::Administration, route, PALLIATIVE);
        }
    }

    /// The last visits before death.
    fn relief(&mut self, from: Day, death: Day) {
        let until = death.min(self.end);
        for _ in 0..2 {
            let left = until.0 - from.0;
            if left > 10 {
                let day = later(from, self.random.between(5, left.min(400)));
                let kind = self.random.share(
                    &[(400, VisitKind::Outpatient), (300, VisitKind::Inpatient)],
                    VisitKind::Telephone,
                );
                if day <= until {
                    self.visit(day, kind);
                }
            }
        }
    }
}
