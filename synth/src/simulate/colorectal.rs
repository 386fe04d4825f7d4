//! Cancer of the colon and rectum.
//!
//! Sources: rates of RAS, MSI and BRAF, stages and recurrences are chosen for variety, not epidemiology. Regimens enter use on
//! the day of the first approval by the FDA (pembrolizumab first line of MSI-H 2020-06-29, encorafenib 2020-04-08,
//! trifluridine/tipiracil 2015-09-22, regorafenib 2012-09-27).

use super::calendar::{day, later};
use super::chart::Chart;
use super::lines::{Line, Setting};
use super::regimen as r;
use super::stage::{Extent, Staging};
use super::treatment::{ADJUVANT, NEOADJUVANT};
use super::{Tumour, extent};
use crate::person::{Day, Gene, Histology, Intent, PhaseStatus, ProcedureKind, Site, TestStatus};

const SITES: &[(u32, &str)] = &[
    (120, "C18.0"),
    (130, "C18.2"),
    (30, "C18.3"),
    (60, "C18.4"),
    (30, "C18.5"),
    (40, "C18.6"),
    (220, "C18.7"),
    (70, "C19"),
    (280, "C20"),
];

const SPREAD: Setting = Setting {
    sites: &[
        (480, Site::Liver),
        (210, Site::Lung),
        (140, Site::Peritoneum),
        (70, Site::LymphNodes),
        (40, Site::Bone),
        (20, Site::Brain),
    ],
    after: 120,
    next: 600,
};

/// What decides on treatment.
struct Markers {
    mutated: bool,
    unstable: bool,
    braf: bool,
}

pub(super) fn course(chart: &mut Chart, date: Day) {
    let extent = extent(
        chart,
        &[
            (20, Extent::InSitu),
            (220, Extent::One),
            (250, Extent::Two),
            (270, Extent::Three),
        ],
    );
    let staging = Staging::colorectal(extent, date, &mut chart.random);
    let code = chart.random.share(SITES, "C18.9");
    let (morphology, histology) = match extent {
        Extent::InSitu => ("8140/2", Histology::Adenocarcinoma),
        _ => chart.random.share(
            &[
                (860, ("8140/3", Histology::Adenocarcinoma)),
                (100, ("8480/3", Histology::Adenocarcinoma)),
                (25, ("8490/3", Histology::SignetRing)),
            ],
            ("8010/3", Histology::Other),
        ),
    };
    let grade = chart.random.share(&[(90, 1), (650, 2), (240, 3)], 4);
    let tumour = Tumour {
        date,
        code,
        staging,
        morphology,
        histology,
        laterality: None,
        grade: Some(grade),
        gleason: None,
    };
    let diagnosis = tumour.at(chart);
    chart.diagnose(diagnosis);
    match extent {
        Extent::InSitu => chart.procedure(
            later(date, 20),
            ProcedureKind::Other,
            Some(Intent::Curative),
            None,
        ),
        Extent::Metastatic => return metastatic(chart, date, date),
        _ => local(chart, date, extent, code == "C20"),
    }
    // Recurrences in a thousand of each stage: chosen for variety.
    let risk = match extent {
        Extent::InSitu => 0,
        Extent::One => 50,
        Extent::Two => 160,
        _ => 360,
    };
    chart.after_cure(date, risk, 500, metastatic);
}

/// Operation, with radiotherapy before it in the rectum and chemotherapy behind it.
fn local(chart: &mut Chart, date: Day, extent: Extent, rectum: bool) {
    let mut operation = later(date, chart.gap(10, 45));
    if rectum && extent >= Extent::Two && chart.random.chance(700) {
        let start = later(date, chart.gap(14, 35));
        // Long course of 50.4 Gy with capecitabine, or 25 Gy in five fractions (Stockholm III, Lancet Oncol 2017).
        operation = if chart.random.chance(600) {
            let end = chart.irradiate(start, Intent::Curative, 504, 28);
            chart.treat(&r::CAPECITABINE, start, end, 2, NEOADJUVANT);
            later(end, chart.random.between(42, 84))
        } else {
            later(
                chart.irradiate(start, Intent::Curative, 250, 5),
                chart.random.between(7, 60),
            )
        };
    }
    if extent == Extent::Three && chart.random.chance(150) {
        chart.phase(date, PhaseStatus::LocallyAdvanced);
    }
    chart.resect(operation, ProcedureKind::PrimaryResection, Intent::Curative);
    let start = later(operation, chart.gap(28, 56));
    let chosen = chart.random.below(1000);
    let forever = later(start, 400);
    match extent {
        Extent::Three if chosen < 300 => _ = chart.treat(&r::FOLFOX, start, forever, 12, ADJUVANT),
        Extent::Three if chosen < 620 => _ = chart.treat(&r::CAPOX, start, forever, 8, ADJUVANT),
        Extent::Three if chosen < 760 => _ = chart.treat(&r::CAPECITABINE, start, forever, 8, ADJUVANT),
        Extent::Two if chosen < 200 => _ = chart.treat(&r::CAPECITABINE, start, forever, 8, ADJUVANT),
        _ => {}
    }
}

fn metastatic(chart: &mut Chart, from: Day, sampled: Day) {
    chart.phase(from, PhaseStatus::Metastatic);
    let site = chart.random.share(SPREAD.sites, Site::Other);
    chart.spread(from, site);
    if chart.random.chance(250) {
        let other = chart.random.share(SPREAD.sites, Site::Other);
        let date = later(from, chart.random.between(0, 2));
        chart.spread(date, other);
    }
    chart.bones(site, from);
    let markers = markers(chart, sampled.max(from));
    if site == Site::Liver && chart.random.chance(220) {
        let day = later(from, chart.random.between(90, 200));
        chart.resect(day, ProcedureKind::Metastasectomy, Intent::Curative);
    } else if sampled == from && chart.random.chance(300) {
        let date = later(from, chart.random.between(5, 40));
        chart.resect(date, ProcedureKind::PrimaryResection, Intent::Palliative);
    }
    if site == Site::Peritoneum && chart.random.chance(200) {
        let date = later(from, chart.random.between(60, 120));
        chart.give_in_abdomen("oxaliplatin", date);
    }
    chart.lines(from, SPREAD, &mut |chart, number, start| {
        Some(line(chart, &markers, number, start))
    });
}

fn markers(chart: &mut Chart, sampled: Day) -> Markers {
    let ras = chart.test(Gene::Ras, sampled, 0);
    let (kras, nras) = (
        chart.test(Gene::Kras, sampled, 420),
        chart.test(Gene::Nras, sampled, 40),
    );
    let mutated = kras == TestStatus::Positive || nras == TestStatus::Positive;
    // RAS is the sum of the two: a report of it says what they say.
    if let Some(report) = chart
        .person
        .biomarkers
        .iter_mut()
        .rfind(|report| report.gene == Gene::Ras)
    {
        report.status = match ras {
            TestStatus::Negative if mutated => TestStatus::Positive,
            other => other,
        };
    }
    Markers {
        mutated,
        unstable: chart.test(Gene::Msi, sampled, 60) == TestStatus::Positive,
        braf: !mutated && chart.test(Gene::Braf, sampled, 90) == TestStatus::Positive,
    }
}

fn line(chart: &mut Chart, markers: &Markers, number: u32, start: Day) -> Line {
    let wild = !markers.mutated && !markers.braf;
    if number == 1 && markers.unstable && start >= day("2020-06-29") {
        return Line::until_progression(&r::PEMBROLIZUMAB, 480);
    }
    if number == 2 && markers.braf && start >= day("2020-04-08") {
        return Line::until_progression(&r::ENCORAFENIB_CETUXIMAB, 130);
    }
    let maintained = chart.random.chance(350);
    let maintenance = if maintained {
        Some(&r::FLUOROURACIL_BEVACIZUMAB)
    } else {
        None
    };
    match number {
        1 => chart.random.share(
            &[
                (250, Line::cycles(&r::FOLFOX_BEVACIZUMAB, 8, maintenance, 300)),
                (
                    if wild { 250 } else { 0 },
                    Line::cycles(&r::FOLFOX_PANITUMUMAB, 12, None, 310),
                ),
                (180, Line::cycles(&r::FOLFIRI_BEVACIZUMAB, 12, maintenance, 300)),
                (150, Line::cycles(&r::FOLFOX, 12, None, 240)),
                (170, Line::cycles(&r::CAPOX, 8, None, 240)),
            ],
            Line::cycles(&r::CAPECITABINE, 12, None, 180),
        ),
        2 => chart.random.share(
            &[
                (350, Line::cycles(&r::FOLFIRI_BEVACIZUMAB, 12, None, 170)),
                (
                    if wild { 300 } else { 0 },
                    Line::until_progression(&r::FOLFIRI_CETUXIMAB, 170),
                ),
                (200, Line::cycles(&r::FOLFIRI, 12, None, 140)),
                (150, Line::cycles(&r::FOLFOX, 12, None, 150)),
            ],
            Line::cycles(&r::IRINOTECAN, 8, None, 110),
        ),
        _ if start >= day("2015-09-22") && chart.random.chance(600) => {
            Line::until_progression(&r::TRIFLURIDINE, 75)
        }
        _ if start >= day("2012-09-27") => Line::until_progression(&r::REGORAFENIB, 65),
        _ => Line::cycles(&r::CAPECITABINE, 6, None, 70),
    }
}
