//! Lines of treatment of advanced cancer of the lung.
//!
//! Sources: the medians of time to progression are chosen so that survival from first line is near the published 8, 14 and 21
//! months for chemotherapy, immunotherapy and targeted drugs (Kent 2024, BMJ Open 14:e085722), and not fitted to it. Regimens enter
//! use with the first approval by the FDA: crizotinib 2011-08-26, afatinib 2013-07-12, ramucirumab 2014-12-12, nivolumab
//! 2015-10-09, osimertinib 2015-11-13 (first line 2018-04-18), pembrolizumab alone in first line 2016-10-24, with pemetrexed
//! 2017-05-10, in squamous cancer 2018-10-30, alectinib in first line 2017-11-06, lorlatinib 2018-11-02, atezolizumab in small
//! cell cancer 2019-03-18. Shares are chosen for variety.

use super::calendar::day;
use super::chart::Chart;
use super::lines::Line;
use super::lung::Markers;
use super::regimen as r;
use crate::person::{Day, Histology};

pub(super) fn line(chart: &mut Chart, markers: Markers, number: u32, start: Day) -> Line {
    if markers.egfr && number <= 2 {
        return targeted_egfr(chart, number, start);
    }
    if markers.alk && number == 1 {
        let regimen = if start >= day("2017-11-06") {
            &r::ALECTINIB
        } else {
            &r::CRIZOTINIB
        };
        return Line::until_progression(regimen, 500);
    }
    if markers.alk && number == 2 && start >= day("2018-11-02") {
        return Line::until_progression(&r::LORLATINIB, 240);
    }
    let squamous = markers.histology == Histology::SquamousCell;
    match number {
        1 if markers.strong_pd_l1 && start >= day("2016-10-24") && chart.random.chance(700) => {
            Line::until_progression(&r::PEMBROLIZUMAB, 330)
        }
        1 if squamous => {
            let together = if start >= day("2018-10-30") { 500 } else { 0 };
            chart.random.share(
                &[
                    (
                        together,
                        Line::cycles(
                            &r::CARBOPLATIN_PACLITAXEL_PEMBROLIZUMAB,
                            4,
                            Some(&r::PEMBROLIZUMAB),
                            220,
                        ),
                    ),
                    (250, Line::cycles(&r::CARBOPLATIN_PACLITAXEL, 4, None, 100)),
                    (100, Line::cycles(&r::CARBOPLATIN_NAB_PACLITAXEL, 4, None, 105)),
                ],
                Line::cycles(&r::CISPLATIN_GEMCITABINE, 4, None, 100),
            )
        }
        1 => {
            let together = if start >= day("2017-05-10") { 500 } else { 0 };
            chart.random.share(
                &[
                    (
                        together,
                        Line::cycles(
                            &r::CARBOPLATIN_PEMETREXED_PEMBROLIZUMAB,
                            4,
                            Some(&r::PEMETREXED_PEMBROLIZUMAB),
                            260,
                        ),
                    ),
                    (
                        250,
                        Line::cycles(&r::CARBOPLATIN_PEMETREXED, 4, Some(&r::PEMETREXED), 105),
                    ),
                    (
                        150,
                        Line::cycles(&r::CISPLATIN_PEMETREXED, 4, Some(&r::PEMETREXED), 110),
                    ),
                ],
                Line::cycles(&r::CARBOPLATIN_PACLITAXEL, 5, None, 100),
            )
        }
        2 if start >= day("2015-10-09") && chart.random.chance(350) => {
            Line::until_progression(&r::NIVOLUMAB, 100)
        }
        2 if start >= day("2014-12-12") && chart.random.chance(200) => {
            Line::cycles(&r::DOCETAXEL_RAMUCIRUMAB, 12, None, 130)
        }
        2 => Line::cycles(&r::DOCETAXEL, 6, None, 90),
        3 => Line::cycles(&r::GEMCITABINE, 6, None, 80),
        _ => Line::cycles(&r::PEMETREXED, 6, None, 70),
    }
}

fn targeted_egfr(chart: &mut Chart, number: u32, start: Day) -> Line {
    let newest = start >= day(if number == 1 { "2018-04-18" } else { "2015-11-13" });
    if newest && chart.random.chance(800) {
        return Line::until_progression(&r::OSIMERTINIB, 480);
    }
    match number {
        1 => {
            let third = if start >= day("2013-07-12") {
                &r::AFATINIB
            } else {
                &r::ERLOTINIB
            };
            Line::until_progression(chart.random.pick(&[&r::ERLOTINIB, &r::GEFITINIB], third), 330)
        }
        _ => Line::cycles(&r::CARBOPLATIN_PEMETREXED, 4, Some(&r::PEMETREXED), 160),
    }
}

pub(super) fn small_cell(chart: &mut Chart, number: u32, start: Day) -> Option<Line> {
    Some(match number {
        1 if start >= day("2019-03-18") && chart.random.chance(650) => Line::cycles(
            &r::CARBOPLATIN_ETOPOSIDE_ATEZOLIZUMAB,
            4,
            Some(&r::ATEZOLIZUMAB),
            155,
        ),
        1 => {
            let regimen = chart
                .random
                .pick(&[&r::CARBOPLATIN_ETOPOSIDE], &r::CISPLATIN_ETOPOSIDE);
            Line::cycles(regimen, 5, None, 145)
        }
        2 => Line::cycles(&r::TOPOTECAN, 5, None, 75),
        _ => return None,
    })
}
