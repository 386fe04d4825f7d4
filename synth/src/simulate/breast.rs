//! Cancer of the breast.
//!
//! Sources: HER2 + 14 %, ER + 79 %, PR + 65 % (ISPOR Europe 2024, presentation 143925, Europe, n = 402). Stages, recurrences,
//! BRCA and PIK3CA are chosen for variety. Regimens enter use with the first approval by the FDA: pertuzumab 2012-06-08,
//! trastuzumab emtansine 2013-02-22, palbociclib 2015-02-03, abemaciclib 2017-09-28, olaparib 2018-01-12, trastuzumab
//! deruxtecan 2019-12-20.

use super::calendar::{day, later};
use super::chart::Chart;
use super::lines::{Line, Setting};
use super::regimen as r;
use super::stage::{Extent, Staging};
use super::treatment::{ADJUVANT, NEOADJUVANT};
use super::{Tumour, extent};
use crate::person::{
    Day, Gene, Histology, Intent, Laterality, MedicationKind, PhaseStatus, ProcedureKind, Route, Sex, Site,
    TestStatus,
};

const SITES: &[(u32, &str)] = &[
    (60, "C50.1"),
    (120, "C50.2"),
    (70, "C50.3"),
    (380, "C50.4"),
    (90, "C50.5"),
    (180, "C50.8"),
];

const SPREAD: Setting = Setting {
    sites: &[
        (380, Site::Bone),
        (190, Site::Liver),
        (180, Site::Lung),
        (80, Site::LymphNodes),
        (60, Site::Brain),
        (40, Site::Skin),
        (30, Site::Pleura),
        (15, Site::Marrow),
    ],
    after: 180,
    next: 720,
};

/// What decides on treatment.
#[derive(Debug, Clone, Copy)]
struct Receptors {
    hormone: bool,
    her2: bool,
    brca: bool,
}

pub(super) fn course(chart: &mut Chart, date: Day) {
    let extent = extent(
        chart,
        &[(420, Extent::One), (330, Extent::Two), (150, Extent::Three)],
    );
    let staging = Staging::breast(extent, date, &mut chart.random);
    let code = chart.random.share(SITES, "C50.9");
    let (morphology, histology) = chart.random.share(
        &[
            (800, ("8500/3", Histology::Ductal)),
            (140, ("8520/3", Histology::Lobular)),
            (30, ("8480/3", Histology::Adenocarcinoma)),
        ],
        ("8010/3", Histology::Other),
    );
    let laterality = chart.random.share(
        &[(500, Laterality::Left), (485, Laterality::Right)],
        Laterality::Both,
    );
    let grade = chart.random.share(&[(200, 1), (480, 2)], 3);
    let tumour = Tumour {
        date,
        code,
        staging,
        morphology,
        histology,
        laterality: Some(laterality),
        grade: Some(grade),
        gleason: None,
    };
    let diagnosis = tumour.at(chart);
    chart.diagnose(diagnosis);
    let receptors = receptors(chart, date);
    if extent == Extent::Metastatic {
        return metastatic(chart, date, receptors);
    }
    local(chart, date, extent, receptors);
    let risk = match extent {
        Extent::One | Extent::InSitu => 60,
        Extent::Two => 160,
        _ => 380,
    };
    chart.after_cure(date, risk, 900, |chart, from, _| {
        metastatic(chart, from, receptors)
    });
}

fn receptors(chart: &mut Chart, sampled: Day) -> Receptors {
    // ER and PR hang together: of the 65 % with PR nearly all have ER. Per mille of the tests with a result.
    let er = chart.random.chance(790);
    let pr = chart.random.chance(if er { 810 } else { 45 });
    let her2 = chart.random.chance(140);
    for (gene, positive) in [(Gene::Er, er), (Gene::Pr, pr), (Gene::Her2, her2)] {
        let status = if positive {
            TestStatus::Positive
        } else {
            TestStatus::Negative
        };
        chart.report(gene, sampled, status, None);
    }
    let tested = chart.random.chance(300);
    let brca = tested
        && [(Gene::Brca1, 60), (Gene::Brca2, 60)]
            .map(|(gene, rate)| chart.test(gene, sampled, rate))
            .contains(&TestStatus::Positive);
    Receptors {
        hormone: er || pr,
        her2,
        brca,
    }
}

/// Operation, with drugs before or behind it, radiotherapy, and tablets for five years.
fn local(chart: &mut Chart, date: Day, extent: Extent, receptors: Receptors) {
    let first = later(date, chart.gap(14, 45));
    let advanced = extent == Extent::Three || (receptors.her2 || !receptors.hormone) && extent >= Extent::Two;
    let before = advanced && chart.random.chance(600);
    let mut day = first;
    if before {
        day = later(
            chemotherapy(chart, first, receptors, true),
            chart.random.between(21, 42),
        );
    }
    if extent == Extent::Three && chart.random.chance(300) {
        chart.phase(date, PhaseStatus::LocallyAdvanced);
    }
    chart.resect(day, ProcedureKind::PrimaryResection, Intent::Curative);
    day = later(day, chart.gap(28, 50));
    if !before && (advanced || extent == Extent::Two && chart.random.chance(300)) {
        day = later(
            chemotherapy(chart, day, receptors, false),
            chart.random.between(21, 35),
        );
    }
    if receptors.her2 {
        chart.treat(&r::TRASTUZUMAB, day, later(day, 365), 14, ADJUVANT);
    }
    if chart.random.chance(700) {
        // 40 Gy in 15 fractions (START B, Lancet 2008) or 50 Gy in 25.
        let (dose, fractions) = chart.random.pick(&[(400, 15)], (500, 25));
        day = later(chart.irradiate(day, Intent::Curative, dose, fractions), 14);
    }
    if receptors.hormone {
        let drug = chart.random.share(
            &[(420, "letrozole"), (300, "anastrozole"), (30, "exemestane")],
            "tamoxifen",
        );
        // Five years of 365 or 366 days; a fifth stop earlier.
        let years = chart.random.share(&[(800, 1826), (60, 365), (60, 730)], 1095);
        chart.take(
            drug,
            day,
            Some(later(day, years)),
            MedicationKind::Course,
            Route::Oral,
            ADJUVANT,
        );
    }
}

fn chemotherapy(chart: &mut Chart, start: Day, receptors: Receptors, before: bool) -> Day {
    let role = if before { NEOADJUVANT } else { ADJUVANT };
    let forever = later(start, 300);
    if chart.random.chance(250) {
        return chart.treat(&r::TC, start, forever, 4, role);
    }
    let anthracycline = chart.random.pick(&[&r::EC], &r::AC);
    let last = chart.treat(anthracycline, start, forever, 4, role);
    let taxane = if receptors.her2 {
        &r::PACLITAXEL_TRASTUZUMAB
    } else {
        &r::PACLITAXEL_WEEKLY
    };
    chart.treat(taxane, later(last, 21), forever, 4, role)
}

fn metastatic(chart: &mut Chart, from: Day, receptors: Receptors) {
    chart.phase(from, PhaseStatus::Metastatic);
    let site = chart.random.share(SPREAD.sites, Site::Other);
    chart.spread(from, site);
    if chart.random.chance(300) {
        let other = chart.random.share(SPREAD.sites, Site::Other);
        let date = later(from, chart.random.between(0, 10));
        chart.spread(date, other);
    }
    chart.bones(site, from);
    if receptors.hormone && chart.random.chance(400) {
        chart.test(Gene::Pik3ca, from, 350);
    }
    if chart.person.sex == Some(Sex::Female) && chart.random.chance(20) {
        chart.resect(
            later(from, 60),
            ProcedureKind::PrimaryResection,
            Intent::Palliative,
        );
    }
    chart.lines(from, SPREAD, &mut |chart, number, start| {
        Some(line(chart, receptors, number, start))
    });
}

fn line(chart: &mut Chart, receptors: Receptors, number: u32, start: Day) -> Line {
    if receptors.her2 {
        return match number {
            1 if start >= day("2012-06-08") => Line::cycles(
                &r::DOCETAXEL_TRASTUZUMAB_PERTUZUMAB,
                6,
                Some(&r::TRASTUZUMAB_PERTUZUMAB),
                540,
            ),
            1 => Line::cycles(&r::PACLITAXEL_TRASTUZUMAB, 6, Some(&r::TRASTUZUMAB), 380),
            2 if start >= day("2013-02-22") => Line::until_progression(&r::TRASTUZUMAB_EMTANSINE, 280),
            _ if start >= day("2019-12-20") => Line::until_progression(&r::TRASTUZUMAB_DERUXTECAN, 420),
            _ => Line::until_progression(&r::CAPECITABINE, 150),
        };
    }
    if receptors.hormone && number <= 3 {
        return match number {
            1 if start >= day("2015-02-03") && chart.random.chance(700) => {
                Line::until_progression(&r::PALBOCICLIB_LETROZOLE, 640)
            }
            1 => Line::until_progression(&r::LETROZOLE, 380),
            2 if start >= day("2017-09-28") && chart.random.chance(400) => {
                Line::until_progression(&r::ABEMACICLIB_FULVESTRANT, 400)
            }
            2 => Line::until_progression(&r::FULVESTRANT, 200),
            _ => Line::until_progression(&r::EVEROLIMUS_EXEMESTANE, 200),
        };
    }
    if receptors.brca && start >= day("2018-01-12") && chart.random.chance(600) {
        return Line::until_progression(&r::OLAPARIB, 210);
    }
    match number % 3 {
        1 => Line::cycles(&r::PACLITAXEL_WEEKLY, 6, None, 170),
        2 => Line::until_progression(&r::CAPECITABINE, 150),
        _ => Line::until_progression(&r::ERIBULIN, 110),
    }
}
