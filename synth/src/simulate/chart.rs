//! The chart of one person while their history is being made.
//!
//! *Invariant:* nothing is written behind the last day of the history, which is the day of death, the day the person left,
//! or the last day that the data cover.

use super::calendar::later;
use super::measure::{Panel, Profile};
use crate::person::{
    Biomarker, Day, Death, Decimal, Diagnosis, Evidence, Gene, Intent, Metastasis, Performance, Person,
    Phase, PhaseStatus, Procedure, ProcedureKind, Progression, Radiotherapy, Residual, Response,
    ResponseStatus, Site, Specimen, TestStatus, Visit, VisitKind,
};
use crate::random::Random;

/// A history in the making.
#[derive(Debug)]
pub(super) struct Chart {
    /// What is known so far.
    pub(super) person: Person,
    /// Decides the history.
    pub(super) random: Random,
    /// Decides values of measurements.
    pub(super) values: Random,
    /// The person's usual values.
    pub(super) profile: Profile,
    /// The last day of the history.
    pub(super) end: Day,
    /// The number of the tumour at hand.
    pub(super) tumour: u32,
    /// How many regimens there were.
    pub(super) regimens: u32,
    /// How able the person is at the moment.
    pub(super) ecog: u8,
}

/// Gaps that stand exactly on the limits which rules of treatment lines and windows use (28, 60, 90, 120 and 180 days and
/// 14 days), and one day beyond.
const EDGES: &[i32] = &[0, 1, 14, 15, 28, 29, 30, 60, 61, 90, 91, 120, 121, 180, 181];

impl Chart {
    /// Whether a day is part of the history.
    pub(super) fn covers(&self, day: Day) -> bool {
        day <= self.end
    }

    /// Days to wait: one in ten times exactly on a limit.
    pub(super) fn gap(&mut self, low: i32, high: i32) -> i32 {
        let usual = self.random.between(low, high);
        if self.random.chance(100) {
            self.random.pick(EDGES, usual)
        } else {
            usual
        }
    }

    /// A tumour; its staging visit, biopsy and first blood tests stand around it.
    pub(super) fn diagnose(&mut self, diagnosis: Diagnosis) {
        let date = diagnosis.date;
        self.tumour = diagnosis.tumour;
        self.person.diagnoses.push(diagnosis);
        self.visit(date, VisitKind::Outpatient);
        self.procedure(date, ProcedureKind::Biopsy, None, None);
        self.performance(date);
        let blood = later(date, self.random.between(0, 6));
        self.panel(blood, Panel::Full);
    }

    /// A contact.
    pub(super) fn visit(&mut self, date: Day, kind: VisitKind) {
        if self.covers(date) {
            let kind = Some(kind);
            self.person.visits.push(Visit { date, kind });
        }
    }

    /// The performance status at the moment.
    pub(super) fn performance(&mut self, date: Day) {
        if self.covers(date) {
            let ecog = self.ecog;
            self.person.performance.push(Performance { date, ecog });
        }
    }

    /// An operation.
    pub(super) fn procedure(
        &mut self,
        date: Day,
        kind: ProcedureKind,
        intent: Option<Intent>,
        residual: Option<Residual>,
    ) {
        if self.covers(date) {
            self.person.procedures.push(Procedure {
                date,
                kind: Some(kind),
                intent,
                residual,
                tumour: self.tumour,
            });
        }
    }

    /// Removal of the primary tumour or of a metastasis: in a bed, with what was left behind.
    pub(super) fn resect(&mut self, date: Day, kind: ProcedureKind, intent: Intent) {
        // Chosen for variety, not epidemiology.
        let residual = match intent {
            Intent::Curative => self
                .random
                .share(&[(930, Residual::R0), (60, Residual::R1)], Residual::R2),
            Intent::Palliative => self
                .random
                .share(&[(250, Residual::R0), (250, Residual::R1)], Residual::R2),
        };
        self.visit(date, VisitKind::Inpatient);
        self.procedure(date, kind, Some(intent), Some(residual));
        self.panel(later(date, -1), Panel::Short);
        let date = later(date, self.random.between(10, 21));
        self.visit(date, VisitKind::Outpatient);
    }

    /// A course of radiotherapy, one fraction on each working day; gives its last day.
    pub(super) fn irradiate(
        &mut self,
        start: Day,
        intent: Intent,
        tenths_of_gray: i64,
        fractions: u16,
    ) -> Day {
        // Five fractions a week: each five take seven days, and the last week has no weekend behind it.
        let before_last = i32::from(fractions.saturating_sub(1));
        let end = later(start, before_last + before_last / 5 * 2);
        if self.covers(start) {
            self.person.radiotherapies.push(Radiotherapy {
                start,
                end: Some(end.min(self.end)),
                intent: Some(intent),
                dose: Some(Decimal::new(tenths_of_gray, 1)),
                fractions: Some(fractions),
                tumour: self.tumour,
            });
            self.visit(start, VisitKind::Treatment);
        }
        end
    }

    /// A test of the tumour from a sample of this day; the report comes one to three weeks later.
    pub(super) fn test(&mut self, gene: Gene, sampled: Day, positive: u32) -> TestStatus {
        // 3 % without a result and 2 % recorded as not tested: chosen for variety.
        let status = self.random.share(
            &[(30, TestStatus::Unknown), (20, TestStatus::Untested)],
            TestStatus::Negative,
        );
        let status = match status {
            TestStatus::Negative if self.random.chance(positive) => TestStatus::Positive,
            other => other,
        };
        self.report(gene, sampled, status, None);
        status
    }

    /// The report of a test.
    pub(super) fn report(&mut self, gene: Gene, sampled: Day, status: TestStatus, percent: Option<u8>) {
        let date = later(sampled, self.random.between(5, 21));
        // A tenth of the tests of mutations are of circulating DNA; the rest is tissue. Chosen for variety.
        let specimen = match gene {
            Gene::PdL1 | Gene::Her2 | Gene::Er | Gene::Pr | Gene::Msi => Specimen::Tissue,
            _ => self.random.share(
                &[(880, Specimen::Tissue), (100, Specimen::Blood)],
                Specimen::Other,
            ),
        };
        if self.covers(date) {
            self.person.biomarkers.push(Biomarker {
                date,
                gene,
                status,
                percent,
                specimen: Some(specimen),
                collected: Some(sampled),
            });
        }
    }

    /// A judgement of response.
    pub(super) fn response(&mut self, date: Day, status: ResponseStatus) {
        if self.covers(date) {
            self.person.responses.push(Response {
                date,
                status,
                tumour: self.tumour,
            });
        }
    }

    /// A progression, which is also the judgement of that day.
    pub(super) fn progress(&mut self, date: Day) {
        if !self.covers(date) {
            return;
        }
        // Chosen for variety; note that most are seen in imaging.
        let evidence = self.random.share(
            &[(780, Evidence::Radiographic), (70, Evidence::Pathologic)],
            Evidence::Clinical,
        );
        let pseudo = self.random.chance(15);
        self.person.progressions.push(Progression {
            date,
            evidence: Some(evidence),
            pseudo: Some(pseudo),
        });
        self.response(date, ResponseStatus::Progressive);
        self.visit(date, VisitKind::Outpatient);
        self.profile.grow();
        if self.random.chance(450) {
            self.ecog = (self.ecog + 1).min(4);
        }
    }

    /// A distant metastasis.
    pub(super) fn spread(&mut self, date: Day, site: Site) {
        if self.covers(date) {
            let (site, tumour) = (Some(site), self.tumour);
            self.person.metastases.push(Metastasis { date, site, tumour });
        }
    }

    /// Another phase of the disease.
    pub(super) fn phase(&mut self, date: Day, status: PhaseStatus) {
        if self.covers(date) {
            self.person.phases.push(Phase { date, status });
        }
    }

    /// Death of the tumour, unless the history ends before.
    pub(super) fn die(&mut self, date: Day) {
        if !self.covers(date) || self.person.death.is_some() {
            return;
        }
        let cause = self
            .person
            .diagnoses
            .iter()
            .find(|diagnosis| diagnosis.tumour == self.tumour);
        self.person.death = Some(Death {
            date,
            cause: cause.map(|diagnosis| diagnosis.code.clone()),
            tumour_related: Some(true),
        });
        self.end = date;
    }

    /// Check-ups after treatment with intervals that grow, until a day.
    pub(super) fn follow_up(&mut self, from: Day, until: Day) {
        let mut date = from;
        for interval in [90, 90, 120, 180, 180, 180, 365, 365, 365, 365, 365, 365] {
            date = later(date, interval + self.random.between(-10, 10));
            if date >= until || !self.covers(date) {
                return;
            }
            let kind = self
                .random
                .share(&[(880, VisitKind::Outpatient)], VisitKind::Telephone);
            self.visit(date, kind);
            if kind == VisitKind::Outpatient && self.random.chance(600) {
                self.panel(date, Panel::FollowUp);
            }
        }
    }
}
