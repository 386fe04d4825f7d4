//! Giving a regimen: doses, courses, supplies, and what stands around them.
//!
//! Cycles come late, substances are stopped, added and exchanged, since rules of treatment lines turn on that. How often is
//! chosen for variety, not epidemiology.

use super::calendar::later;
use super::chart::Chart;
use super::measure::Panel;
use super::regimen::{Form, Part, Regimen};
use crate::person::{Day, Intent, Medication, MedicationKind, Route, Setting, VisitKind};

/// What a regimen is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Role {
    pub(super) intent: Intent,
    pub(super) setting: Setting,
}

pub(super) const NEOADJUVANT: Role = Role {
    intent: Intent::Curative,
    setting: Setting::Neoadjuvant,
};
pub(super) const ADJUVANT: Role = Role {
    intent: Intent::Curative,
    setting: Setting::Adjuvant,
};
pub(super) const DEFINITIVE: Role = Role {
    intent: Intent::Curative,
    setting: Setting::Primary,
};
pub(super) const PALLIATIVE: Role = Role {
    intent: Intent::Palliative,
    setting: Setting::Primary,
};

/// How one substance departs from the protocol.
#[derive(Debug, Clone, Copy)]
struct Course {
    part: Part,
    /// The first day on which it is given, from the regimen's start.
    joins: i32,
    /// How many cycles it is part of.
    cycles: i32,
    /// From which cycle carboplatin stands in for cisplatin.
    exchanged: i32,
}

/// What all records of a regimen share.
struct Shared {
    role: Role,
    number: u32,
    name: &'static str,
    in_trial: bool,
}

impl Chart {
    /// Gives a regimen for at most so many cycles, and not from `until` on. The last day with a dose.
    pub(super) fn treat(&mut self, regimen: &Regimen, start: Day, until: Day, most: i32, role: Role) -> Day {
        if !self.covers(start) || start >= until {
            return start;
        }
        self.regimens += 1;
        let shared = Shared {
            role,
            number: self.regimens,
            name: regimen.name,
            in_trial: self.random.chance(40),
        };
        // Three in a hundred curative regimens were given elsewhere: only their time is known.
        if role.intent == Intent::Curative && self.random.chance(30) {
            return self.given_elsewhere(regimen, start, until, most, &shared);
        }
        let courses: Vec<Course> = regimen.parts.iter().map(|part| self.course(*part)).collect();
        let strains = regimen
            .parts
            .iter()
            .any(|part| matches!(part.form, Form::Infusion(_)));
        self.profile.strained = strains;
        let (mut day, mut last) = (start, start);
        for cycle in 0..most {
            if day >= until || !self.covers(day) {
                break;
            }
            self.around_cycle(day, cycle);
            for course in &courses {
                last = last.max(self.give(course, &shared, start, day, cycle, until, regimen.cycle));
            }
            day = later(day, regimen.cycle + self.delay(cycle));
        }
        self.profile.strained = false;
        last
    }

    /// How a substance will depart from the protocol.
    fn course(&mut self, part: Part) -> Course {
        let mut course = Course {
            part,
            joins: 0,
            cycles: i32::MAX,
            exchanged: i32::MAX,
        };
        match part.drug {
            "oxaliplatin" if self.random.chance(300) => course.cycles = self.random.between(5, 9),
            "cisplatin" if self.random.chance(70) => course.exchanged = self.random.between(1, 3),
            "bevacizumab" | "cetuximab" | "panitumumab" | "trastuzumab" | "pembrolizumab"
                if self.random.chance(120) =>
            {
                course.joins = self.random.pick(&[14, 21, 28, 29, 42], 28);
            }
            _ => {}
        }
        course
    }

    /// How many days a cycle comes late.
    fn delay(&mut self, cycle: i32) -> i32 {
        if cycle > 0 && self.random.chance(15) {
            // A break that ends exactly on a limit of published rules, counted from the last cycle's first day, or beyond.
            return self.random.pick(&[46, 47, 76, 77, 106, 107, 166, 167], 60);
        }
        self.random.share(&[(900, 0), (60, 7), (25, 1)], 3)
    }

    fn around_cycle(&mut self, day: Day, cycle: i32) {
        self.visit(day, VisitKind::Treatment);
        if cycle % 4 == 0 {
            self.performance(day);
        }
        let panel = if cycle % 3 == 0 {
            Panel::LongCycle
        } else {
            Panel::Cycle
        };
        // Blood is taken on the day or up to two days before; six in ten cycles have no recorded panel.
        let before = self.random.share(&[(600, 0), (200, -1)], -2);
        if cycle == 0 || self.random.chance(400) {
            self.panel(later(day, before), panel);
        }
    }

    /// Gives one substance in one cycle; the last day with a dose.
    #[allow(clippy::too_many_arguments, reason = "the day of a dose depends on all of it")]
    fn give(
        &mut self,
        course: &Course,
        shared: &Shared,
        start: Day,
        day: Day,
        cycle: i32,
        until: Day,
        length: i32,
    ) -> Day {
        let since = day.0 - start.0;
        // A substance that joins on day 29 is given one day after the others from then on.
        let shift = if course.joins == 29 { 1 } else { 0 };
        if cycle >= course.cycles || since + shift < course.joins {
            return start;
        }
        let drug = match course.part.drug {
            "cisplatin" if cycle >= course.exchanged => "carboplatin",
            drug => drug,
        };
        let mut last = start;
        let (days, route): (&[i32], Route) = match course.part.form {
            Form::Infusion(days) => (days, Route::Intravenous),
            Form::Injection(days) => (days, Route::Subcutaneous),
            Form::Muscle(days) => (days, Route::Intramuscular),
            Form::Tablets(_) | Form::Supply => (&[0], Route::Oral),
        };
        for offset in days {
            let at = later(day, *offset + shift);
            if at >= until || !self.covers(at) {
                break;
            }
            let mut dose = self.dose(drug, at, shared, cycle, route);
            match course.part.form {
                Form::Tablets(length) => {
                    dose.kind = MedicationKind::Course;
                    dose.end = Some(later(at, length - 1).min(self.end).min(later(until, -1)));
                }
                Form::Supply => {
                    dose.kind = MedicationKind::Dispensing;
                    dose.days_supplied = u16::try_from(length).ok();
                }
                _ => {}
            }
            last = dose.end.unwrap_or(at);
            self.person.medications.push(dose);
        }
        last
    }

    fn dose(&self, drug: &str, start: Day, shared: &Shared, cycle: i32, route: Route) -> Medication {
        Medication {
            start,
            end: None,
            drug: drug.to_owned(),
            kind: MedicationKind::Administration,
            cancelled: false,
            intent: Some(shared.role.intent),
            setting: Some(shared.role.setting),
            regimen: shared.number,
            regimen_name: Some(shared.name.to_owned()),
            cycle: u32::try_from(cycle + 1).unwrap_or(1),
            in_trial: shared.in_trial,
            route: Some(route),
            days_supplied: None,
            tumour: self.tumour,
        }
    }

    fn given_elsewhere(
        &mut self,
        regimen: &Regimen,
        start: Day,
        until: Day,
        most: i32,
        shared: &Shared,
    ) -> Day {
        let planned = later(start, regimen.cycle.saturating_mul(most - 1));
        let end = planned.min(self.end).min(later(until, -1)).max(start);
        for part in regimen.parts {
            let route = match part.form {
                Form::Infusion(_) => Route::Intravenous,
                Form::Injection(_) => Route::Subcutaneous,
                Form::Muscle(_) => Route::Intramuscular,
                Form::Tablets(_) | Form::Supply => Route::Oral,
            };
            let mut whole = self.dose(part.drug, start, shared, 0, route);
            whole.kind = MedicationKind::Regimen;
            whole.end = Some(end);
            self.person.medications.push(whole);
        }
        end
    }

    /// A substance outside regimens: one record of its own.
    pub(super) fn take(
        &mut self,
        drug: &'static str,
        start: Day,
        end: Option<Day>,
        kind: MedicationKind,
        route: Route,
        role: Role,
    ) {
        if !self.covers(start) {
            return;
        }
        self.regimens += 1;
        let shared = Shared {
            role,
            number: self.regimens,
            name: drug,
            in_trial: false,
        };
        let mut taken = self.dose(drug, start, &shared, 0, route);
        taken.kind = kind;
        taken.end = end.map(|end| end.min(self.end));
        taken.regimen_name = None;
        self.person.medications.push(taken);
    }
}
