//! Laboratory values and body measurements.
//!
//! Middles and spreads are chosen to lie within the ranges that laboratories print and the plausibility limits of
//! `std.analytes`; they are no epidemiology. Values are integers in the last decimal that a laboratory reports.

use super::chart::Chart;
use crate::decimal::Decimal;
use crate::person::{Day, Measurement, Quantity, Sex};
use crate::random::Random;

/// Which measurements are taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Panel {
    /// Before treatment: everything.
    Full,
    /// Before an operation: blood count and kidneys.
    Short,
    /// Before a cycle: blood count.
    Cycle,
    /// Before every third cycle: also organs, weight and marker.
    LongCycle,
    /// At a check-up: haemoglobin, kidneys and marker.
    FollowUp,
}

/// The tumour marker that is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    Cea,
    Psa,
}

/// The usual values of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Profile {
    haemoglobin: i32,
    platelets: i32,
    white_cells: i32,
    creatinine: i32,
    bilirubin: i32,
    albumin: i32,
    liver: i32,
    weight: i32,
    height: i32,
    /// In hundredths of ng/mL.
    pub(super) marker: i32,
    pub(super) which: Marker,
    /// Whether testosterone is measured and suppressed.
    pub(super) castrate: bool,
    pub(super) testosterone: bool,
    /// Whether blood is under the strain of chemotherapy.
    pub(super) strained: bool,
}

impl Profile {
    pub(super) fn of(sex: Sex, which: Marker, random: &mut Random) -> Self {
        let woman = sex == Sex::Female;
        Self {
            haemoglobin: random.bell(if woman { 122 } else { 133 }, 14),
            platelets: random.bell(255, 60),
            white_cells: random.bell(68, 15),
            creatinine: random.bell(if woman { 78 } else { 95 }, 18),
            bilirubin: random.bell(6, 2),
            albumin: random.bell(39, 4),
            liver: random.bell(24, 7),
            weight: random.bell(if woman { 680 } else { 800 }, 110),
            height: random.bell(if woman { 162 } else { 175 }, 6),
            marker: random.wait(400).max(20),
            which,
            castrate: false,
            testosterone: false,
            strained: false,
        }
    }

    /// The tumour grew.
    pub(super) fn grow(&mut self) {
        self.marker = self.marker.saturating_mul(2).saturating_add(100).min(500_000);
        self.weight -= 15;
        self.albumin -= 1;
        self.haemoglobin -= 3;
    }

    /// The tumour shrinks.
    pub(super) fn shrink(&mut self) {
        self.marker = (self.marker * 2 / 3).max(5);
    }
}

impl Chart {
    /// Takes several measurements on one day.
    pub(super) fn panel(&mut self, date: Day, panel: Panel) {
        use Quantity::{
            Albumin, Alp, Alt, Ast, Bilirubin, Cea, Creatinine, Crp, Haemoglobin, Height, Ldh, Neutrophils,
            Platelets, Psa, Testosterone, Weight, WhiteCells,
        };
        let marker = match self.profile.which {
            Marker::Cea => Cea,
            Marker::Psa => Psa,
        };
        let quantities: &[Quantity] = match panel {
            Panel::Full => &[
                Haemoglobin,
                Platelets,
                WhiteCells,
                Neutrophils,
                Creatinine,
                Bilirubin,
                Albumin,
                Alt,
                Ast,
                Ldh,
                Alp,
                Crp,
                marker,
                Weight,
                Height,
            ],
            Panel::Short => &[Haemoglobin, Platelets, Creatinine],
            Panel::Cycle => &[Haemoglobin, Platelets, Neutrophils],
            Panel::LongCycle => &[
                Haemoglobin,
                Platelets,
                WhiteCells,
                Neutrophils,
                Creatinine,
                Bilirubin,
                Alt,
                marker,
                Weight,
            ],
            Panel::FollowUp => &[Haemoglobin, Creatinine, marker],
        };
        for quantity in quantities {
            self.measure(date, *quantity);
        }
        if self.profile.testosterone && panel != Panel::Cycle {
            self.measure(date, Testosterone);
        }
    }

    fn measure(&mut self, date: Day, quantity: Quantity) {
        let value = self.value(quantity);
        if self.covers(date) {
            self.person.measurements.push(Measurement {
                date,
                quantity,
                value: Some(value),
            });
        }
    }

    /// A value of today: the usual one, the strain of treatment, and the day's chance.
    fn value(&mut self, quantity: Quantity) -> Decimal {
        let usual = &self.profile;
        let strain = i32::from(usual.strained);
        let (middle, spread, low, high, scale) = match quantity {
            Quantity::Haemoglobin => (usual.haemoglobin - 14 * strain, 7, 55, 185, 1),
            Quantity::Platelets => (usual.platelets - 50 * strain, 35, 15, 900, 0),
            Quantity::WhiteCells => (usual.white_cells - 18 * strain, 9, 8, 300, 1),
            Quantity::Neutrophils => ((usual.white_cells - 18 * strain) * 6 / 10, 8, 2, 250, 1),
            Quantity::Creatinine => (usual.creatinine, 8, 35, 480, 2),
            Quantity::Bilirubin => (usual.bilirubin, 1, 2, 150, 1),
            Quantity::Albumin => (usual.albumin - strain, 2, 18, 52, 1),
            Quantity::Alt => (usual.liver + 6 * strain, 6, 5, 900, 0),
            Quantity::Ast => (usual.liver + 3 + 4 * strain, 5, 6, 900, 0),
            Quantity::Ldh => (usual.liver * 3 + 125, 25, 80, 2500, 0),
            Quantity::Alp => (usual.liver * 2 + 40, 14, 25, 1500, 0),
            Quantity::Crp => (12, 9, 1, 250, 0),
            Quantity::Psa | Quantity::Cea => (usual.marker, usual.marker / 20, 1, 900_000, 2),
            Quantity::Testosterone if usual.castrate => (22, 8, 3, 49, 0),
            Quantity::Testosterone => (420, 90, 120, 900, 0),
            Quantity::Weight => (usual.weight, 8, 380, 1600, 1),
            Quantity::Height => (usual.height, 0, 140, 205, 0),
        };
        let value = self.values.bell(middle, spread).clamp(low, high);
        Decimal::new(i64::from(value), scale)
    }
}
