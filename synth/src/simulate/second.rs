//! A second primary tumour of another organ.
//!
//! Three in a hundred have one, found early and treated once; one in ten of these on the day of the first. Chosen for variety,
//! not epidemiology.

use super::calendar::later;
use super::chart::Chart;
use super::stage::{Extent, Staging};
use super::{Cancer, Tumour};
use crate::person::{Day, Histology, Intent, Laterality, ProcedureKind, Sex};
use crate::random::Random;

pub(super) fn primary(chart: &mut Chart, first: Cancer, date: Day, random: Random) {
    chart.random = random;
    if !chart.random.chance(30) {
        return;
    }
    let gap = if chart.random.chance(100) {
        0
    } else {
        chart.random.wait(700)
    };
    let date = later(date, gap);
    let cancer = chart.random.pick(
        &[Cancer::Lung, Cancer::Breast, Cancer::Prostate, Cancer::Gastric],
        Cancer::Colorectal,
    );
    let male = chart.person.sex == Some(Sex::Male);
    let fits = match cancer {
        Cancer::Prostate => male,
        Cancer::Breast => !male,
        _ => true,
    };
    if cancer == first || !fits || !chart.covers(date) {
        return;
    }
    let diagnosis = tumour(cancer, date, chart).at(chart);
    chart.diagnose(diagnosis);
    let treated = later(date, chart.random.between(14, 60));
    if chart.random.chance(800) {
        chart.resect(treated, ProcedureKind::PrimaryResection, Intent::Curative);
    } else {
        chart.irradiate(treated, Intent::Curative, 600, 20);
    }
    chart.follow_up(later(treated, 30), later(treated, 500));
}

fn tumour(cancer: Cancer, date: Day, chart: &mut Chart) -> Tumour {
    let random = &mut chart.random;
    let (code, morphology, histology) = match cancer {
        Cancer::Colorectal => ("C18.7", "8140/3", Histology::Adenocarcinoma),
        Cancer::Lung => ("C34.1", "8070/3", Histology::SquamousCell),
        Cancer::Breast => ("C50.4", "8500/3", Histology::Ductal),
        Cancer::Prostate => ("C61", "8550/3", Histology::Adenocarcinoma),
        Cancer::Gastric => ("C16.2", "8140/3", Histology::Adenocarcinoma),
    };
    let staging = match cancer {
        Cancer::Colorectal => Staging::colorectal(Extent::One, date, random),
        Cancer::Lung => Staging::lung(Extent::One, date, random),
        Cancer::Breast => Staging::breast(Extent::One, date, random),
        Cancer::Prostate => Staging::prostate(Extent::One, date, random),
        Cancer::Gastric => Staging::gastric(Extent::One, date, random),
    };
    let paired = matches!(cancer, Cancer::Lung | Cancer::Breast);
    let side = random.pick(&[Laterality::Left], Laterality::Right);
    Tumour {
        date,
        code,
        staging,
        morphology,
        histology,
        laterality: paired.then_some(side),
        grade: (cancer != Cancer::Prostate).then_some(2),
        gleason: (cancer == Cancer::Prostate).then_some((3, 3)),
    }
}
