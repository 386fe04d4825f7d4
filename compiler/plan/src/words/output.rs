//! What is reported, with the names of all that it shows.
//!
//! Invariant: every setting of a report has a line of its own, and every row, so that a changed report is a changed line.

use super::Words;
use super::operators::{confidence, time_word, unit_of_time};
use kohort_semantics::study::{CharacteristicId, Compared, EndpointId, Grouped, Output, SurvivalReport};
use kohort_semantics::value::Number;

impl Words<'_> {
    /// An output: its first line says what it is and whose, the others what it shows.
    pub fn output(&self, output: &Output) -> Vec<String> {
        match output {
            Output::Attrition(cohorts) if cohorts.is_empty() => {
                vec![String::from("attrition of every cohort")]
            }
            Output::Attrition(cohorts) => {
                let names: Vec<&str> = cohorts.iter().map(|id| self.cohort(*id)).collect();
                vec![format!("attrition of {}", names.join(", "))]
            }
            Output::Baseline { of, rows, smd } => {
                let mut lines = self.heading("baseline", of);
                lines.extend(self.rows("of", rows));
                lines.extend(smd.then(|| String::from("with standardised mean differences")));
                lines
            }
            Output::Proportion { of, rows } => {
                let mut lines = self.heading("proportion", of);
                lines.extend(self.rows("of", rows));
                lines
            }
            Output::Treatments {
                of,
                lines: definition,
                top,
                sequences,
                time_on_line,
            } => {
                let mut lines = self.heading("treatments", of);
                lines.push(format!("of {}", self.definition(*definition)));
                lines.push(match top {
                    Some(top) => format!("the {top} commonest of each line"),
                    None => String::from("all of each line"),
                });
                lines.extend(sequences.then(|| String::from("with sequences")));
                lines.extend(time_on_line.then(|| String::from("with time on line")));
                lines
            }
            Output::Survival(report) => self.survival("survival (Kaplan-Meier)", report),
            Output::Incidence(report) => self.survival("incidence (Aalen-Johansen)", report),
            Output::Rates {
                of,
                endpoints,
                per,
                unit,
            } => {
                let mut lines = self.heading("rates", of);
                lines.extend(self.endpoints(endpoints));
                lines.push(format!("per {} {}", per.exact_text(), unit_of_time(*unit)));
                lines
            }
        }
    }

    fn survival(&self, what: &str, report: &SurvivalReport) -> Vec<String> {
        let mut lines = self.heading(what, &report.of);
        lines.extend(self.endpoints(&report.endpoints));
        if !report.at.is_empty() {
            let times: Vec<String> = report.at.iter().map(Number::exact_text).collect();
            lines.push(format!("at {} {}", times.join(", "), time_word(report.at_unit)));
        }
        if let Some((time, unit)) = &report.rmst {
            lines.push(format!(
                "with restricted mean to {} {}",
                time.exact_text(),
                time_word(*unit)
            ));
        }
        for (shown, words) in [
            (report.follow_up, "with follow-up"),
            (report.at_risk, "with numbers at risk"),
        ] {
            lines.extend(shown.then(|| words.to_owned()));
        }
        lines.extend(report.compared.map(|compared| {
            String::from(match compared {
                Compared::LogRank => "compared by log-rank test",
                Compared::Cox => "compared by Cox model (Efron)",
            })
        }));
        lines.extend(self.rows("stratified by", &report.stratified));
        lines.extend(self.rows("adjusted for", &report.adjusted));
        lines.extend(
            report
                .weighted
                .map(|id| format!("weighted by {}", self.characteristic_name(id))),
        );
        lines.push(format!("95 % limits: {}", confidence(report.confidence)));
        lines
    }

    /// What is reported and whose, with the groups.
    fn heading(&self, what: &str, of: &Grouped) -> Vec<String> {
        let first = format!("{what} for {}", self.cohort(of.cohort));
        std::iter::once(first).chain(self.rows("by", &of.by)).collect()
    }

    fn rows(&self, word: &str, rows: &[CharacteristicId]) -> Vec<String> {
        rows.iter()
            .map(|id| format!("{word} {}", self.characteristic_name(*id)))
            .collect()
    }

    fn endpoints(&self, endpoints: &[EndpointId]) -> Vec<String> {
        endpoints
            .iter()
            .map(|id| format!("of {}", self.endpoint_name(*id)))
            .collect()
    }
}
