//! Cancer of the lung.
//!
//! Sources: of the tested non-small-cell cancers EGFR + 10 %, PD-L1 + 54 %, KRAS + 37 % (ISPOR Europe 2024, presentation
//! 143925, Europe, n = 730). Histology, stages, recurrences and the rarer markers are chosen for variety. Durvalumab enters
//! use with its approval by the FDA on 2018-02-16.

use super::calendar::{day, later};
use super::chart::Chart;
use super::lines::Setting;
use super::lung_lines::{line, small_cell};
use super::regimen as r;
use super::stage::{Extent, Staging};
use super::treatment::{ADJUVANT, DEFINITIVE};
use super::{Tumour, extent};
use crate::person::{Day, Gene, Histology, Intent, Laterality, PhaseStatus, ProcedureKind, Site, TestStatus};

const SITES: &[(u32, &str)] = &[
    (40, "C34.0"),
    (550, "C34.1"),
    (50, "C34.2"),
    (290, "C34.3"),
    (20, "C34.8"),
];

const SPREAD: Setting = Setting {
    sites: &[
        (200, Site::Bone),
        (190, Site::Brain),
        (170, Site::Lung),
        (130, Site::Liver),
        (110, Site::Pleura),
        (100, Site::Adrenal),
        (60, Site::LymphNodes),
        (10, Site::Skin),
        (10, Site::Generalised),
    ],
    after: 45,
    next: 330,
};

/// What decides on treatment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Markers {
    pub(super) histology: Histology,
    pub(super) egfr: bool,
    pub(super) alk: bool,
    /// At least half of the tumour cells have PD-L1.
    pub(super) strong_pd_l1: bool,
}

pub(super) fn course(chart: &mut Chart, date: Day) {
    let extent = extent(
        chart,
        &[(190, Extent::One), (100, Extent::Two), (260, Extent::Three)],
    );
    let staging = Staging::lung(extent, date, &mut chart.random);
    let code = chart.random.share(SITES, "C34.9");
    let (morphology, histology) = chart.random.share(
        &[
            (500, ("8140/3", Histology::Adenocarcinoma)),
            (160, ("8070/3", Histology::SquamousCell)),
            (80, ("8071/3", Histology::SquamousCell)),
            (130, ("8041/3", Histology::SmallCell)),
            (25, ("8012/3", Histology::LargeCell)),
            (75, ("8046/3", Histology::NonSmallCell)),
        ],
        ("8560/3", Histology::Other),
    );
    let laterality = chart.random.share(
        &[
            (550, Laterality::Right),
            (410, Laterality::Left),
            (20, Laterality::Both),
        ],
        Laterality::Midline,
    );
    let grade = chart.random.share(&[(80, 1), (420, 2), (420, 3)], 4);
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
    match extent {
        Extent::Metastatic => return advanced(chart, date, date),
        Extent::Three => together(chart, date, histology),
        _ => operable(chart, date, extent),
    }
    let risk = match extent {
        Extent::One | Extent::InSitu => 220,
        Extent::Two => 420,
        _ => 650,
    };
    chart.after_cure(date, risk, 420, advanced);
}

/// Operation or, for who cannot be operated on, radiotherapy alone.
fn operable(chart: &mut Chart, date: Day, extent: Extent) {
    let start = later(date, chart.gap(14, 50));
    if chart.random.chance(250) {
        // Stereotactic radiotherapy: 54 Gy in three fractions (RTOG 0236).
        chart.irradiate(start, Intent::Curative, 540, 3);
        return;
    }
    chart.resect(start, ProcedureKind::PrimaryResection, Intent::Curative);
    if extent == Extent::Two && chart.random.chance(550) {
        let start = later(start, chart.gap(28, 60));
        chart.treat(&r::CISPLATIN_VINORELBINE, start, later(start, 200), 4, ADJUVANT);
    }
}

/// Radiotherapy of 60 Gy in 30 fractions together with chemotherapy, and durvalumab behind it.
fn together(chart: &mut Chart, date: Day, histology: Histology) {
    chart.phase(date, PhaseStatus::LocallyAdvanced);
    let start = later(date, chart.gap(14, 42));
    let end = chart.irradiate(start, Intent::Curative, 600, 30);
    if histology == Histology::SmallCell {
        chart.treat(&r::CISPLATIN_ETOPOSIDE, start, later(start, 120), 4, DEFINITIVE);
        return;
    }
    let (regimen, cycles) = chart.random.pick(
        &[(&r::CISPLATIN_VINORELBINE, 2), (&r::CISPLATIN_PEMETREXED, 3)],
        (&r::CARBOPLATIN_PACLITAXEL_WEEKLY, 6),
    );
    chart.treat(regimen, start, later(end, 14), cycles, DEFINITIVE);
    let after = later(end, chart.gap(14, 42));
    if after >= day("2018-02-16") && chart.random.chance(600) {
        let until = later(after, chart.random.wait(400).min(365));
        chart.treat(&r::DURVALUMAB, after, until, 13, DEFINITIVE);
    }
}

fn advanced(chart: &mut Chart, from: Day, sampled: Day) {
    chart.phase(from, PhaseStatus::Metastatic);
    let site = chart.random.share(SPREAD.sites, Site::Other);
    chart.spread(from, site);
    if chart.random.chance(300) {
        let other = chart.random.share(SPREAD.sites, Site::Other);
        let date = later(from, chart.random.between(0, 6));
        chart.spread(date, other);
    }
    chart.bones(site, from);
    if site == Site::Brain && chart.random.chance(600) {
        // Whole brain, 30 Gy in ten fractions, or one stereotactic fraction of 20 Gy.
        let (dose, fractions) = chart.random.pick(&[(300, 10)], (200, 1));
        let date = later(from, chart.random.between(5, 21));
        chart.irradiate(date, Intent::Palliative, dose, fractions);
    }
    let markers = markers(chart, sampled.max(from));
    if markers.histology == Histology::SmallCell {
        return chart.lines(from, Setting { after: 50, ..SPREAD }, &mut small_cell);
    }
    chart.lines(from, SPREAD, &mut |chart, number, start| {
        Some(line(chart, markers, number, start))
    });
}

fn markers(chart: &mut Chart, sampled: Day) -> Markers {
    let tumour = chart.tumour;
    let found = chart
        .person
        .diagnoses
        .iter()
        .find(|diagnosis| diagnosis.tumour == tumour);
    let histology = found
        .and_then(|diagnosis| diagnosis.histology)
        .unwrap_or(Histology::Other);
    let mut markers = Markers {
        histology,
        egfr: false,
        alk: false,
        strong_pd_l1: false,
    };
    // Small cell cancer is not tested, and one in ten of the others neither: chosen.
    if histology == Histology::SmallCell || chart.random.chance(100) {
        return markers;
    }
    let percent = chart.random.share(
        &[
            (460, 0),
            (60, 1),
            (60, 2),
            (60, 5),
            (60, 10),
            (60, 20),
            (60, 50),
            (60, 70),
            (60, 90),
        ],
        100,
    );
    let status = if percent > 0 {
        TestStatus::Positive
    } else {
        TestStatus::Negative
    };
    let reported = chart.random.chance(960);
    if reported {
        chart.report(Gene::PdL1, sampled, status, Some(percent));
    } else {
        chart.report(Gene::PdL1, sampled, TestStatus::Unknown, None);
    }
    markers.strong_pd_l1 = reported && percent >= 50;
    if histology == Histology::SquamousCell && chart.random.chance(700) {
        return markers;
    }
    markers.egfr = chart.test(Gene::Egfr, sampled, 105) == TestStatus::Positive;
    markers.alk = chart.test(Gene::Alk, sampled, if markers.egfr { 0 } else { 40 }) == TestStatus::Positive;
    chart.test(
        Gene::Kras,
        sampled,
        if markers.egfr || markers.alk { 30 } else { 440 },
    );
    for (gene, positive) in [
        (Gene::Ros1, 15),
        (Gene::Braf, 25),
        (Gene::Met, 30),
        (Gene::Ret, 15),
        (Gene::Ntrk, 8),
    ] {
        if chart.random.chance(400) {
            chart.test(gene, sampled, positive);
        }
    }
    markers
}
