//! Cancer of the stomach.
//!
//! Sources: HER2 + 14 %, since 1,512 of 10,581 Japanese patients got trastuzumab; second line ramucirumab with a taxane 68 %,
//! third line nivolumab 51 % (Komatsu 2022, Adv Ther). S-1, the usual fluoropyrimidine in Japan, is not available in the United
//! States, so capecitabine stands in its place. Stages and recurrences are chosen for variety. Drugs enter use with their first
//! approval: ramucirumab 2014-11-05 (FDA), nivolumab 2017-09-22 (PMDA).

use super::calendar::{day, later};
use super::chart::Chart;
use super::lines::{Line, Setting};
use super::regimen as r;
use super::stage::{Extent, Staging};
use super::treatment::{ADJUVANT, NEOADJUVANT};
use super::{Tumour, extent};
use crate::person::{Day, Gene, Histology, Intent, PhaseStatus, ProcedureKind, Site, TestStatus};

const SITES: &[(u32, &str)] = &[
    (200, "C16.0"),
    (40, "C16.1"),
    (330, "C16.2"),
    (250, "C16.3"),
    (80, "C16.5"),
];

const SPREAD: Setting = Setting {
    sites: &[
        (390, Site::Peritoneum),
        (290, Site::Liver),
        (190, Site::LymphNodes),
        (50, Site::Lung),
        (30, Site::Bone),
        (5, Site::Generalised),
    ],
    after: 80,
    next: 510,
};

pub(super) fn course(chart: &mut Chart, date: Day) {
    let extent = extent(
        chart,
        &[(330, Extent::One), (160, Extent::Two), (200, Extent::Three)],
    );
    let staging = Staging::gastric(extent, date, &mut chart.random);
    let code = chart.random.share(SITES, "C16.9");
    let (morphology, histology) = chart.random.share(
        &[
            (550, ("8140/3", Histology::Adenocarcinoma)),
            (180, ("8211/3", Histology::Adenocarcinoma)),
            (220, ("8490/3", Histology::SignetRing)),
        ],
        ("8010/3", Histology::Other),
    );
    let grade = chart.random.share(&[(120, 1), (330, 2), (530, 3)], 4);
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
    if extent == Extent::Metastatic {
        return metastatic(chart, date, date);
    }
    local(chart, date, extent);
    let risk = match extent {
        Extent::One | Extent::InSitu => 50,
        Extent::Two => 260,
        _ => 520,
    };
    chart.after_cure(date, risk, 380, metastatic);
}

fn local(chart: &mut Chart, date: Day, extent: Extent) {
    let first = later(date, chart.gap(14, 40));
    let around = extent >= Extent::Two && chart.random.chance(400);
    let mut operation = first;
    if around {
        let last = chart.treat(&r::FLOT, first, later(first, 90), 4, NEOADJUVANT);
        operation = later(last, chart.random.between(28, 42));
    }
    if extent == Extent::Three {
        chart.phase(date, PhaseStatus::LocallyAdvanced);
    }
    chart.resect(operation, ProcedureKind::PrimaryResection, Intent::Curative);
    let start = later(operation, chart.gap(28, 56));
    if around {
        chart.treat(&r::FLOT, start, later(start, 90), 4, ADJUVANT);
    } else if extent >= Extent::Two && chart.random.chance(600) {
        chart.treat(&r::CAPOX, start, later(start, 240), 8, ADJUVANT);
    }
}

fn metastatic(chart: &mut Chart, from: Day, sampled: Day) {
    chart.phase(from, PhaseStatus::Metastatic);
    let site = chart.random.share(SPREAD.sites, Site::Other);
    chart.spread(from, site);
    chart.bones(site, from);
    let tested = sampled.max(from);
    let her2 = chart.test(Gene::Her2, tested, 145) == TestStatus::Positive;
    chart.test(Gene::Msi, tested, 60);
    if chart.random.chance(400) {
        let percent = chart.random.pick(&[0, 1, 5, 10], 50);
        let status = if percent > 0 {
            TestStatus::Positive
        } else {
            TestStatus::Negative
        };
        chart.report(Gene::PdL1, tested, status, Some(percent));
    }
    if site == Site::Peritoneum && chart.random.chance(80) {
        let date = later(from, chart.random.between(20, 60));
        chart.give_in_abdomen("cisplatin", date);
    }
    chart.lines(from, SPREAD, &mut |chart, number, start| {
        line(chart, her2, number, start)
    });
}

fn line(chart: &mut Chart, her2: bool, number: u32, start: Day) -> Option<Line> {
    Some(match number {
        1 if her2 => Line::cycles(
            &r::CISPLATIN_CAPECITABINE_TRASTUZUMAB,
            6,
            Some(&r::TRASTUZUMAB),
            230,
        ),
        1 => chart.random.share(
            &[
                (480, Line::cycles(&r::CAPOX, 8, None, 170)),
                (270, Line::cycles(&r::FOLFOX, 12, None, 170)),
            ],
            Line::cycles(&r::CISPLATIN_CAPECITABINE, 6, None, 160),
        ),
        2 if start >= day("2014-11-05") && chart.random.chance(680) => {
            Line::cycles(&r::PACLITAXEL_RAMUCIRUMAB, 8, None, 130)
        }
        2 => Line::cycles(&r::IRINOTECAN, 8, None, 90),
        3 if start >= day("2017-09-22") && chart.random.chance(514) => {
            Line::until_progression(&r::NIVOLUMAB, 60)
        }
        3 => Line::cycles(&r::TRIFLURIDINE, 4, None, 60),
        _ => return None,
    })
}
