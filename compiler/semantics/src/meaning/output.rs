//! What is reported.
//!
//! Invariant: the order of rows, groups and endpoints is the order of the tables, and counts.

use super::Meanings;
use super::hash::{Encoder, Hash};
use crate::study::{CharacteristicId, CohortId, Grouped, Output, SurvivalReport};

impl Meanings<'_> {
    /// The meaning of an output, with all that it reports.
    pub fn output(&self, output: &Output) -> Hash {
        let mut encoder = Encoder::new("output");
        match output {
            Output::Attrition(cohorts) if cohorts.is_empty() => {
                let all = (0u32..).take(self.study.cohorts.len()).map(CohortId);
                encoder.text("attrition").hashes(all.map(|id| self.cohort(id)));
            }
            Output::Attrition(cohorts) => {
                encoder
                    .text("attrition")
                    .hashes(cohorts.iter().map(|id| self.cohort(*id)));
            }
            Output::Baseline { of, rows, smd } => {
                self.rows(encoder.text("baseline").truth(*smd), of, rows);
            }
            Output::Proportion { of, rows } => self.rows(encoder.text("proportion"), of, rows),
            Output::Treatments {
                of,
                lines,
                top,
                sequences,
                time_on_line,
            } => {
                encoder.text("treatments").hash(self.definition(*lines));
                encoder.maybe(*top, |encoder, top| encoder.number(top.into()));
                encoder.truth(*sequences).truth(*time_on_line);
                self.rows(&mut encoder, of, &[]);
            }
            Output::Survival(report) => self.survival(encoder.text("survival"), report),
            Output::Incidence(report) => self.survival(encoder.text("incidence"), report),
            Output::Rates {
                of,
                endpoints,
                per,
                unit,
            } => {
                encoder
                    .text("rates")
                    .text(&per.as_ratio().to_string())
                    .text(&format!("{unit:?}"));
                encoder.hashes(endpoints.iter().map(|id| self.endpoint(*id)));
                self.rows(&mut encoder, of, &[]);
            }
        }
        encoder.finish()
    }

    fn rows(&self, encoder: &mut Encoder, of: &Grouped, rows: &[CharacteristicId]) {
        let Grouped { cohort, by, span: _ } = of;
        // A table shows whose it is and does not tell on which way they came there.
        encoder.maybe(self.study.cohort(*cohort), |encoder, cohort| {
            encoder.text(&cohort.name)
        });
        encoder.hash(self.population(*cohort));
        for characteristics in [by.as_slice(), rows] {
            encoder.hashes(characteristics.iter().map(|id| self.characteristic(*id)));
        }
    }

    fn survival(&self, encoder: &mut Encoder, report: &SurvivalReport) {
        let SurvivalReport {
            of,
            endpoints,
            at,
            at_unit,
            rmst,
            follow_up,
            at_risk,
            compared,
            stratified,
            adjusted,
            weighted,
            confidence,
        } = report;
        self.rows(encoder, of, stratified);
        self.rows(encoder, of, adjusted);
        encoder.hashes(endpoints.iter().map(|id| self.endpoint(*id)));
        let at: Vec<String> = at.iter().map(|time| time.as_ratio().to_string()).collect();
        encoder.texts(Some(&at)).text(&format!("{at_unit:?}"));
        encoder.maybe(rmst.as_ref(), |encoder, (time, unit)| {
            encoder
                .text(&time.as_ratio().to_string())
                .text(&format!("{unit:?}"))
        });
        encoder.truth(*follow_up).truth(*at_risk);
        encoder.text(&format!("{compared:?} {confidence:?}"));
        encoder.maybe(*weighted, |encoder, id| encoder.hash(self.characteristic(id)));
    }
}
