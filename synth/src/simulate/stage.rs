//! Staging: categories and the group stage that follows from them.
//!
//! The groupings are those of the seventh and eighth edition of TNM (UICC), as far as T, N and M without their letters
//! decide; where a letter decides, the more frequent group stands. How often a stage occurs is chosen for variety, except
//! where a source is named.

use super::calendar::day;
use crate::person::{Day, MCategory, NCategory, Stage, TCategory};
use crate::random::Random;

/// The stage of a tumour at diagnosis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Staging {
    pub(super) stage: Stage,
    pub(super) t: TCategory,
    pub(super) n: NCategory,
    pub(super) m: MCategory,
    pub(super) edition: u8,
}

/// How far a tumour has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Extent {
    InSitu,
    One,
    Two,
    Three,
    Metastatic,
}

use MCategory::{M0, M1};
use NCategory::{N0, N1, N2, N3};
use TCategory::{T0, T1, T2, T3, T4, Tis};

type Tnm = (Stage, TCategory, NCategory);

/// The eighth edition is used for diagnoses from 2018 on; the United States made that day the rule.
pub(super) fn edition(date: Day) -> u8 {
    if date >= day("2018-01-01") { 8 } else { 7 }
}

impl Staging {
    fn local(tnm: Tnm, edition: u8) -> Self {
        let (stage, t, n) = tnm;
        Self {
            stage,
            t,
            n,
            m: M0,
            edition,
        }
    }

    fn distant(stage: Stage, edition: u8, random: &mut Random) -> Self {
        Self {
            stage,
            t: random.share(&[(60, T1), (200, T2), (420, T3)], T4),
            n: random.share(&[(200, N0), (330, N1), (330, N2)], N3),
            m: M1,
            edition,
        }
    }

    /// Colon and rectum.
    pub(super) fn colorectal(extent: Extent, date: Day, random: &mut Random) -> Self {
        let edition = edition(date);
        let tnm = match extent {
            Extent::InSitu => (Stage::S0, Tis, N0),
            Extent::One => random.pick(&[(Stage::I, T1, N0)], (Stage::I, T2, N0)),
            Extent::Two => random.share(
                &[
                    (780, (Stage::IIA, T3, N0)),
                    (140, (Stage::IIB, T4, N0)),
                    (50, (Stage::IIC, T4, N0)),
                ],
                (Stage::II, T3, N0),
            ),
            Extent::Three => random.share(
                &[
                    (90, (Stage::IIIA, T1, N1)),
                    (90, (Stage::IIIA, T2, N1)),
                    (400, (Stage::IIIB, T3, N1)),
                    (180, (Stage::IIIB, T3, N2)),
                    (200, (Stage::IIIC, T4, N2)),
                ],
                (Stage::III, T3, N1),
            ),
            Extent::Metastatic => {
                // IVC, peritoneal disease, came with the eighth edition.
                let spread = if edition >= 8 { Stage::IVC } else { Stage::IVB };
                let stage = random.share(&[(480, Stage::IVA), (330, Stage::IVB), (120, spread)], Stage::IV);
                let staging = Self::distant(stage, edition, random);
                // There is no N3 of the colon.
                return Self {
                    n: staging.n.min(N2),
                    ..staging
                };
            }
        };
        Self::local(tnm, edition)
    }

    /// Lung.
    pub(super) fn lung(extent: Extent, date: Day, random: &mut Random) -> Self {
        let edition = edition(date);
        // The seventh edition knows neither IIIC nor letters of IV.
        let worst = if edition >= 8 { Stage::IIIC } else { Stage::IIIB };
        let tnm = match extent {
            Extent::InSitu | Extent::One => random.pick(&[(Stage::IA, T1, N0)], (Stage::IB, T2, N0)),
            Extent::Two => random.share(
                &[(300, (Stage::IIA, T2, N0)), (350, (Stage::IIB, T3, N0))],
                (Stage::IIB, T2, N1),
            ),
            Extent::Three => random.share(
                &[
                    (240, (Stage::IIIA, T2, N2)),
                    (200, (Stage::IIIA, T4, N0)),
                    (170, (Stage::IIIB, T3, N2)),
                    (170, (Stage::IIIB, T2, N3)),
                    (160, (worst, T4, N3)),
                ],
                (Stage::III, T3, N2),
            ),
            Extent::Metastatic => {
                let stage = if edition >= 8 {
                    random.share(&[(500, Stage::IVA), (400, Stage::IVB)], Stage::IV)
                } else {
                    Stage::IV
                };
                return Self::distant(stage, edition, random);
            }
        };
        Self::local(tnm, edition)
    }

    /// Breast. T0 is a tumour that was found by its nodes.
    pub(super) fn breast(extent: Extent, date: Day, random: &mut Random) -> Self {
        let edition = edition(date);
        let tnm = match extent {
            Extent::InSitu | Extent::One => random.share(
                &[(850, (Stage::IA, T1, N0)), (70, (Stage::IB, T1, N1))],
                (Stage::I, T1, N0),
            ),
            Extent::Two => random.share(
                &[
                    (30, (Stage::IIA, T0, N1)),
                    (220, (Stage::IIA, T1, N1)),
                    (350, (Stage::IIA, T2, N0)),
                    (280, (Stage::IIB, T2, N1)),
                    (80, (Stage::IIB, T3, N0)),
                ],
                (Stage::II, T2, N0),
            ),
            Extent::Three => random.share(
                &[
                    (350, (Stage::IIIA, T2, N2)),
                    (200, (Stage::IIIA, T3, N1)),
                    (260, (Stage::IIIB, T4, N1)),
                    (150, (Stage::IIIC, T2, N3)),
                ],
                (Stage::III, T3, N2),
            ),
            Extent::Metastatic => return Self::distant(Stage::IV, edition, random),
        };
        Self::local(tnm, edition)
    }

    /// Prostate, in the groups of UICC, which has neither PSA nor Gleason in them.
    pub(super) fn prostate(extent: Extent, date: Day, random: &mut Random) -> Self {
        let edition = edition(date);
        let tnm = match extent {
            Extent::InSitu | Extent::One => random.pick(&[(Stage::I, T1, N0)], (Stage::I, T2, N0)),
            Extent::Two => (Stage::II, T2, N0),
            Extent::Three => random.pick(&[(Stage::III, T3, N0)], (Stage::III, T3, N0)),
            Extent::Metastatic => {
                let staging = Self::distant(Stage::IV, edition, random);
                // There is one category of nodes, and no primary tumour is T1 with metastases here.
                return Self {
                    n: staging.n.min(N1),
                    t: staging.t.max(T2),
                    ..staging
                };
            }
        };
        Self::local(tnm, edition)
    }

    /// Stomach.
    pub(super) fn gastric(extent: Extent, date: Day, random: &mut Random) -> Self {
        let edition = edition(date);
        let tnm = match extent {
            Extent::InSitu | Extent::One => random.share(
                &[(750, (Stage::IA, T1, N0)), (120, (Stage::IB, T1, N1))],
                (Stage::IB, T2, N0),
            ),
            Extent::Two => random.share(
                &[
                    (300, (Stage::IIA, T3, N0)),
                    (250, (Stage::IIA, T2, N1)),
                    (250, (Stage::IIB, T3, N1)),
                    (150, (Stage::IIB, T4, N0)),
                ],
                (Stage::II, T3, N0),
            ),
            Extent::Three => random.share(
                &[
                    (450, (Stage::IIIA, T4, N1)),
                    (250, (Stage::IIIB, T4, N2)),
                    (200, (Stage::IIIC, T4, N3)),
                ],
                (Stage::III, T4, N1),
            ),
            Extent::Metastatic => return Self::distant(Stage::IV, edition, random),
        };
        Self::local(tnm, edition)
    }
}
