//! Cancer of the prostate.
//!
//! Sources (ISPOR Europe 2025, real-world insights into prostate cancer management, United Kingdom, n = 2,263): 22 % metastatic
//! at diagnosis, 8.6 % later; 316 of 685 metastatic become castration-resistant, 14 % of them are tested for BRCA; 25 % get
//! another first line than LHRH agonists and first-generation antiandrogens, of which enzalutamide 41 %, abiraterone 19 %,
//! docetaxel 11 %. Stages, Gleason patterns and PSA are chosen for variety. Regimens enter use with the first approval by the
//! FDA: abiraterone 2011-04-28 (hormone-sensitive 2018-02-07), enzalutamide 2012-08-31 (2019-12-16), apalutamide 2019-09-17,
//! darolutamide 2022-08-05, olaparib 2020-05-19; docetaxel in hormone-sensitive disease from CHAARTED (NEJM 2015-08-20) on.

use super::calendar::{day, later};
use super::chart::Chart;
use super::lines::{Line, Setting};
use super::measure::Panel;
use super::regimen::{self as r, Regimen};
use super::stage::{Extent, Staging};
use super::treatment::{ADJUVANT, PALLIATIVE};
use super::{Tumour, extent};
use crate::person::{Day, Gene, Histology, Intent, PhaseStatus, ProcedureKind, Site, TestStatus};

const SPREAD: Setting = Setting {
    sites: &[
        (680, Site::Bone),
        (150, Site::LymphNodes),
        (60, Site::Lung),
        (50, Site::Liver),
        (15, Site::Marrow),
    ],
    after: 240,
    next: 600,
};

pub(super) fn course(chart: &mut Chart, date: Day) {
    let extent = extent(
        chart,
        &[(230, Extent::One), (330, Extent::Two), (220, Extent::Three)],
    );
    let staging = Staging::prostate(extent, date, &mut chart.random);
    let (morphology, histology) = chart.random.pick(
        &[("8140/3", Histology::Adenocarcinoma)],
        ("8550/3", Histology::Adenocarcinoma),
    );
    let gleason = match extent {
        Extent::Metastatic | Extent::Three => chart.random.share(
            &[(200, (3, 4)), (250, (4, 3)), (250, (4, 4)), (200, (4, 5))],
            (5, 4),
        ),
        _ => chart
            .random
            .share(&[(320, (3, 3)), (380, (3, 4)), (180, (4, 3))], (4, 4)),
    };
    // PSA in hundredths: a median of 9 ng/mL in the prostate and 80 with metastases. Chosen for variety.
    let median = if extent == Extent::Metastatic { 8_000 } else { 900 };
    chart.profile.marker = chart.random.wait(median).clamp(50, 500_000);
    let tumour = Tumour {
        date,
        code: "C61",
        staging,
        morphology,
        histology,
        laterality: None,
        grade: None,
        gleason: Some(gleason),
    };
    let diagnosis = tumour.at(chart);
    chart.diagnose(diagnosis);
    if extent == Extent::Metastatic {
        return metastatic(chart, date, date);
    }
    local(chart, date, extent);
    // So that 8.6 in a hundred of all are seen to spread later: some die or leave before, and some recurrences stay local.
    chart.after_cure(date, 230, 1100, metastatic);
}

fn local(chart: &mut Chart, date: Day, extent: Extent) {
    let start = later(date, chart.gap(21, 90));
    match chart.random.below(1000) {
        0..=299 => {
            chart.resect(start, ProcedureKind::PrimaryResection, Intent::Curative);
            chart.profile.marker = 5;
        }
        300..=699 => {
            chart.profile.testosterone = true;
            chart.profile.castrate = true;
            let doses = if extent == Extent::Three { 8 } else { 2 };
            chart.treat(
                &r::LEUPRORELIN_BICALUTAMIDE,
                start,
                later(start, 800),
                doses,
                ADJUVANT,
            );
            // 60 Gy in 20 fractions (CHHiP, Lancet Oncol 2016) or 78 Gy in 39.
            let (dose, fractions) = chart.random.pick(&[(600, 20)], (780, 39));
            let date = later(start, chart.random.between(60, 100));
            chart.irradiate(date, Intent::Curative, dose, fractions);
            chart.profile.marker = 30;
            chart.profile.castrate = false;
        }
        // Active surveillance: nothing is given.
        _ => {}
    }
}

fn metastatic(chart: &mut Chart, from: Day, _sampled: Day) {
    chart.phase(from, PhaseStatus::Metastatic);
    let site = chart.random.share(SPREAD.sites, Site::Other);
    chart.spread(from, site);
    chart.bones(site, from);
    let start = later(from, chart.gap(7, 42));
    let (base, every): (&Regimen, i32) = chart.random.share(
        &[(620, (&r::LEUPRORELIN, 84)), (300, (&r::GOSERELIN, 84))],
        (&r::DEGARELIX, 28),
    );
    chart.profile.testosterone = true;
    chart.profile.castrate = true;
    // 46 % become resistant while they are seen; the median wait is set to that. Testosterone stays below 50 ng/dL.
    let resistant = later(start, chart.random.wait(2000).clamp(120, 6000));
    let added = intensified(chart, start);
    let controlled = later(start, 60);
    chart.treat(base, start, chart.end, 4000 / every, PALLIATIVE);
    if let Some((regimen, cycles)) = added {
        let date = later(start, chart.random.between(0, 60));
        chart.treat(regimen, date, resistant, cycles, PALLIATIVE);
    }
    chart.profile.marker = (chart.profile.marker / 40).max(4);
    chart.panel(controlled, Panel::FollowUp);
    chart.follow_up(controlled, resistant);
    if !chart.covers(resistant) {
        return;
    }
    chart.profile.marker = chart.profile.marker.saturating_mul(8).saturating_add(300);
    chart.panel(resistant, Panel::FollowUp);
    chart.phase(resistant, PhaseStatus::CastrationResistant);
    chart.progress(resistant);
    let mut brca = false;
    if chart.random.chance(140) {
        brca = chart.test(Gene::Brca2, resistant, 90) == TestStatus::Positive;
        brca |= chart.test(Gene::Brca1, resistant, 30) == TestStatus::Positive;
    }
    let mut given = added.map(|(regimen, _)| regimen.name);
    chart.lines(resistant, SPREAD, &mut |chart, number, start| {
        let line = line(chart, given, brca, number, start);
        given = Some(line.regimen.name);
        Some(line)
    });
}

/// What is added to androgen deprivation in hormone-sensitive disease.
fn intensified(chart: &mut Chart, start: Day) -> Option<(&'static Regimen, i32)> {
    if !chart.random.chance(250) {
        return None;
    }
    let from = |date: &str, rate: u32| if start >= day(date) { rate } else { 0 };
    let parts = [
        (from("2019-12-16", 410), (&r::ENZALUTAMIDE, 200)),
        (from("2018-02-07", 190), (&r::ABIRATERONE, 200)),
        (from("2015-08-20", 110), (&r::DOCETAXEL_PREDNISOLONE, 6)),
        (from("2022-08-05", 140), (&r::DAROLUTAMIDE, 200)),
    ];
    let last = if start >= day("2019-09-17") {
        Some((&r::APALUTAMIDE, 200))
    } else {
        None
    };
    let parts = parts.map(|(rate, part)| (rate, Some(part)));
    chart.random.share(&parts, last)
}

fn line(chart: &mut Chart, given: Option<&str>, brca: bool, number: u32, start: Day) -> Line {
    if brca && number >= 2 && start >= day("2020-05-19") && given != Some(r::OLAPARIB.name) {
        return Line::until_progression(&r::OLAPARIB, 220);
    }
    let hormonal = |name: &str| given == Some(name);
    match number {
        1 | 3
            if !hormonal(r::ENZALUTAMIDE.name) && start >= day("2012-08-31") && chart.random.chance(500) =>
        {
            Line::until_progression(&r::ENZALUTAMIDE, 330)
        }
        1 | 3 if !hormonal(r::ABIRATERONE.name) && start >= day("2011-04-28") && chart.random.chance(600) => {
            Line::until_progression(&r::ABIRATERONE, 310)
        }
        2 if hormonal(r::DOCETAXEL_PREDNISOLONE.name) => {
            Line::cycles(&r::CABAZITAXEL_PREDNISOLONE, 8, None, 160)
        }
        1 | 2 => Line::cycles(&r::DOCETAXEL_PREDNISOLONE, 8, None, 210),
        _ => Line::cycles(&r::CABAZITAXEL_PREDNISOLONE, 8, None, 140),
    }
}
