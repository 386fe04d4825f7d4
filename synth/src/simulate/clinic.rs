//! What several cancers have in common after the first treatment.

use super::calendar::later;
use super::chart::Chart;
use super::treatment::PALLIATIVE;
use crate::person::{Day, MedicationKind, PhaseStatus, Route};

impl Chart {
    /// Check-ups until the disease returns, so many times in a thousand and with this median wait, or for good.
    pub(super) fn after_cure(
        &mut self,
        diagnosed: Day,
        risk: u32,
        median: i32,
        metastatic: impl FnOnce(&mut Self, Day, Day),
    ) {
        let from = order_of_last_treatment(self).max(diagnosed);
        if !self.random.chance(risk) {
            return self.follow_up(from, self.end);
        }
        let returns = later(from, self.random.wait(median).clamp(60, 4000));
        self.follow_up(from, returns);
        if !self.covers(returns) {
            return;
        }
        self.phase(returns, PhaseStatus::Recurrence);
        self.progress(returns);
        // Two in ten come back where they were and are not counted as spread: chosen for variety.
        if self.random.chance(200) {
            self.phase(later(returns, 14), PhaseStatus::LocallyAdvanced);
            return self.follow_up(returns, self.end);
        }
        metastatic(self, returns, returns);
    }

    /// A substance given into the abdominal cavity.
    pub(super) fn give_in_abdomen(&mut self, drug: &'static str, day: Day) {
        self.take(
            drug,
            day,
            None,
            MedicationKind::Administration,
            Route::Other,
            PALLIATIVE,
        );
    }
}

/// The last day of an operation, radiotherapy or dose so far, without tablets that are taken for years.
fn order_of_last_treatment(chart: &Chart) -> Day {
    let person = &chart.person;
    let operations = person.procedures.iter().map(|procedure| procedure.date);
    let rays = person.radiotherapies.iter().filter_map(|course| course.end);
    let doses = person.medications.iter().map(|dose| dose.start);
    operations.chain(rays).chain(doses).max().unwrap_or(Day::FIRST)
}
