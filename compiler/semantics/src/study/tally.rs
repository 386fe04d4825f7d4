//! What reports count: for each cohort entry, or each of its lines, a few values; and how often each combination occurs.
//!
//! Invariant: all estimates follow from these counts, which add up over patients. Reports look at nothing else.

use super::{
    CharacteristicId, CohortId, DefinitionId, EndpointId, Grouped, LineField, Output, Study, SurvivalReport,
};
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Something that is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Whose kept entries.
    pub cohort: CohortId,
    /// Each of the entry's lines (their parts, of any setting) of the definition with this id; the entry itself, if absent.
    pub lines: Option<DefinitionId>,
    /// The values of one row.
    pub columns: Vec<TallyColumn>,
}

/// One value of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TallyColumn {
    /// A characteristic of the entry.
    Characteristic(CharacteristicId),
    /// The outcome of an endpoint for the entry.
    Outcome(EndpointId),
    /// A field of the line.
    Line(LineField),
    /// Days from the first to the last day of the line, its maintenance included, both counted.
    LineDays,
    /// The regimens of the entry's lines of the setting `main`, without maintenance, in order, joined by ` > `; missing if
    /// there are none.
    Sequence(DefinitionId),
}

/// One value that is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TallyValue {
    /// A value.
    Value(Value),
    /// An outcome.
    Outcome(Outcome),
}

/// The outcome of an endpoint for one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// There is none.
    None(NoOutcome),
    /// A time.
    Time {
        /// Days from time zero (from the landmark, if there is one) to the exit.
        exit: u32,
        /// Days from time zero after which the entry is at risk; zero without delayed entry.
        entry: u32,
        /// Which event was seen, by position in [`super::Endpoint::events`]; none: censored.
        event: Option<u32>,
    },
}

/// Why an entry has no outcome. The first that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoOutcome {
    /// A condition of `missing when` is true.
    Excluded,
    /// Time zero is missing, or no event is seen and there is no date of an end.
    Missing,
    /// The time is before zero, and the endpoint says that it is then missing.
    Negative,
    /// Delayed entry: it is missing, or not before the exit.
    NeverAtRisk,
    /// The time ends on or before the landmark.
    BeforeLandmark,
}

/// How often each row occurs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The rows, each once, in the order of their JSON texts, with how many entries or lines have it.
    pub rows: Vec<(Vec<TallyValue>, u64)>,
}

impl Study {
    /// All that the outputs count, output after output, each once.
    pub fn tallies(&self) -> Vec<Tally> {
        let mut all: Vec<Tally> = Vec::new();
        for tally in self.outputs.iter().flat_map(Output::tallies) {
            if !all.contains(&tally) {
                all.push(tally);
            }
        }
        all
    }

    /// The endpoints that a cohort's tallies use, and its characteristics.
    pub fn counted_of(&self, cohort: CohortId) -> (BTreeSet<EndpointId>, BTreeSet<CharacteristicId>) {
        let (mut endpoints, mut characteristics) = (BTreeSet::new(), BTreeSet::new());
        for tally in self.tallies().iter().filter(|tally| tally.cohort == cohort) {
            for column in &tally.columns {
                match column {
                    TallyColumn::Outcome(id) => drop(endpoints.insert(*id)),
                    TallyColumn::Characteristic(id) => drop(characteristics.insert(*id)),
                    TallyColumn::Line(_) | TallyColumn::LineDays | TallyColumn::Sequence(_) => {}
                }
            }
        }
        (endpoints, characteristics)
    }
}

impl Output {
    /// What this output counts, in the order in which its report reads it. A row begins with the groups.
    ///
    /// * A baseline or a proportion: one tally for each row, `[groups…, the row]`.
    /// * Treatments: of each line `[groups…, setting, number, maintenance, regimen, end reason]`; with time on line, of each
    ///   line `[groups…, setting, number, maintenance, days]`; with sequences, of each entry `[groups…, sequence]`.
    /// * Survival and incidence: one tally for each endpoint, `[groups…, strata…, covariates…, weight?, outcome]`.
    /// * Rates: one tally for each endpoint, `[groups…, outcome]`.
    pub fn tallies(&self) -> Vec<Tally> {
        match self {
            Self::Attrition(_) => Vec::new(),
            Self::Baseline { of, rows, .. } | Self::Proportion { of, rows } => {
                let row = |row: &CharacteristicId| of.entries([TallyColumn::Characteristic(*row)]);
                rows.iter().map(row).collect()
            }
            Self::Treatments {
                of,
                lines,
                sequences,
                time_on_line,
                ..
            } => {
                let of_lines = |rest: &[TallyColumn]| Tally {
                    lines: Some(*lines),
                    ..of.entries(rest.iter().copied())
                };
                let (setting, number) = (
                    TallyColumn::Line(LineField::Setting),
                    TallyColumn::Line(LineField::Number),
                );
                let maintenance = TallyColumn::Line(LineField::Maintenance);
                let (regimen, reason) = (
                    TallyColumn::Line(LineField::Regimen),
                    TallyColumn::Line(LineField::EndReason),
                );
                let mut all = vec![of_lines(&[setting, number, maintenance, regimen, reason])];
                if *time_on_line {
                    all.push(of_lines(&[setting, number, maintenance, TallyColumn::LineDays]));
                }
                if *sequences {
                    all.push(of.entries([TallyColumn::Sequence(*lines)]));
                }
                all
            }
            Self::Survival(report) | Self::Incidence(report) => report
                .endpoints
                .iter()
                .map(|endpoint| report.tally(*endpoint))
                .collect(),
            Self::Rates { of, endpoints, .. } => {
                let outcome = |endpoint: &EndpointId| of.entries([TallyColumn::Outcome(*endpoint)]);
                endpoints.iter().map(outcome).collect()
            }
        }
    }
}

impl Grouped {
    /// Entries with their groups and some more values.
    fn entries(&self, rest: impl IntoIterator<Item = TallyColumn>) -> Tally {
        let groups = self.by.iter().map(|id| TallyColumn::Characteristic(*id));
        Tally {
            cohort: self.cohort,
            lines: None,
            columns: groups.chain(rest).collect(),
        }
    }
}

impl SurvivalReport {
    fn tally(&self, endpoint: EndpointId) -> Tally {
        let more = self.stratified.iter().chain(&self.adjusted).chain(&self.weighted);
        let more = more.map(|id| TallyColumn::Characteristic(*id));
        self.of.entries(more.chain([TallyColumn::Outcome(endpoint)]))
    }
}
