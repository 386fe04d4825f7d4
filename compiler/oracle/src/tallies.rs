//! What reports count: rows of values of cohort entries and of their lines, and how often each occurs.

use crate::cohorts::Entry;
use crate::evaluate::{Answer, Evaluation, Scope};
use crate::lines::Line;
use crate::load::Loaded;
use crate::record::Row;
use crate::therapy::{days_of_line, field_of, sequence};
use kohort_semantics::study::{Counted, DefinitionId, NoOutcome, Outcome, Tally, TallyColumn, TallyValue};
use kohort_semantics::value::Value;
use kohort_semantics::{Source, Study};
use std::collections::BTreeMap;

/// The rows of each tally of a study, in the order of the study.
pub(crate) fn tallies(
    study: &Study,
    source: &Source,
    loaded: &Loaded<'_>,
    entries: &[Vec<Entry>],
) -> Vec<Counted> {
    let counted = |tally: &Tally| {
        let cohort = entries.get(tally.cohort.0 as usize);
        let mut rows = Vec::new();
        for entry in cohort.into_iter().flatten().filter(|entry| entry.kept) {
            let Some(patient) = loaded.patients.get(&entry.patient) else {
                continue;
            };
            let evaluation = Evaluation::new(study, source, patient);
            let scope = Scope {
                index: Some(entry.index),
                row: None,
            };
            match tally.lines {
                None => rows.push(evaluation.tally_row(tally, None, scope)),
                Some(lines) => rows.extend(
                    evaluation
                        .lines_of(lines, scope)
                        .into_iter()
                        .map(|line| evaluation.tally_row(tally, Some(line), scope)),
                ),
            }
        }
        in_order(rows)
    };
    study.tallies().iter().map(counted).collect()
}

/// Each row once, in the order of the rows' JSON texts.
fn in_order(rows: Vec<Vec<TallyValue>>) -> Counted {
    let mut counts: BTreeMap<String, (Vec<TallyValue>, u64)> = BTreeMap::new();
    for row in rows {
        // Values are numbers, texts and lists of them, which JSON can say.
        let text = serde_json::to_string(&row).unwrap_or_default();
        counts.entry(text).or_insert((row, 0)).1 += 1;
    }
    Counted {
        rows: counts.into_values().collect(),
    }
}

impl<'a> Evaluation<'a> {
    /// All lines that a definition stands for.
    pub(crate) fn lines_of(self, id: DefinitionId, scope: Scope<'a>) -> Vec<&'a Line> {
        let definition = self.study.definition(id);
        let rows = match definition.map(|definition| self.answer(&definition.value, scope)) {
            Some(Answer::Events(bag)) => bag.certain(),
            _ => Vec::new(),
        };
        let line = |row| match row {
            Row::Line(line) => Some(line),
            _ => None,
        };
        rows.into_iter().filter_map(line).collect()
    }

    fn tally_row(self, tally: &Tally, line: Option<&Line>, scope: Scope<'a>) -> Vec<TallyValue> {
        let value = |column: &TallyColumn| match column {
            TallyColumn::Characteristic(id) => TallyValue::Value(
                self.study
                    .characteristic(*id)
                    .map_or(Value::Missing, |found| self.value(&found.value, scope)),
            ),
            TallyColumn::Outcome(id) => TallyValue::Outcome(
                self.study
                    .endpoint(*id)
                    .map_or(Outcome::None(NoOutcome::Missing), |endpoint| {
                        self.outcome(endpoint, scope).outcome
                    }),
            ),
            TallyColumn::Line(field) => {
                TallyValue::Value(line.map_or(Value::Missing, |line| field_of(line, *field)))
            }
            TallyColumn::LineDays => TallyValue::Value(line.map_or(Value::Missing, days_of_line)),
            TallyColumn::Sequence(id) => TallyValue::Value(sequence(self.lines_of(*id, scope).into_iter())),
        };
        tally.columns.iter().map(value).collect()
    }
}
