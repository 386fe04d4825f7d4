//! Attritions as a chapter writes them: a line for each step.

use crate::oracle::{OracleCohort, OracleStepKind};

/// One step of an attrition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepCounts {
    /// `population`, `index`, or the criterion's name.
    pub name: String,
    /// Whether it is a criterion.
    pub criterion: bool,
    /// How many came to this step.
    pub before: u64,
    /// How many it removed.
    pub removed: u64,
    /// For how many it was unknown.
    pub unknown: u64,
    /// How many are left.
    pub after: u64,
}

/// The attrition that the oracle found.
pub(super) fn of_oracle(cohort: &OracleCohort) -> Vec<StepCounts> {
    let steps = cohort.steps.iter().map(|step| StepCounts {
        name: step.name.clone(),
        criterion: matches!(step.kind, OracleStepKind::Include | OracleStepKind::Exclude),
        before: step.before,
        removed: step.removed,
        unknown: step.unknown,
        after: step.after,
    });
    steps.collect()
}

/// A line for each step: `population 4`, `index 4 -1 =3`, `adult 3 -1 ?0 =2`.
pub(super) fn written(steps: &[StepCounts]) -> String {
    let width = steps
        .iter()
        .map(|step| step.name.chars().count())
        .max()
        .unwrap_or(0);
    let line = |(step, position): (&StepCounts, usize)| {
        let StepCounts {
            name,
            before,
            removed,
            unknown,
            after,
            ..
        } = step;
        let padding = " ".repeat(width.saturating_sub(name.chars().count()));
        match (position, step.criterion) {
            (0, _) => format!("{name}{padding} {before}\n"),
            (_, false) => format!("{name}{padding} {before} -{removed} ={after}\n"),
            (_, true) => format!("{name}{padding} {before} -{removed} ?{unknown} ={after}\n"),
        }
    };
    steps.iter().zip(0..).map(line).collect()
}

/// The same without the blanks that align columns.
pub(super) fn without_alignment(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<&str>>().join(" "));
    lines
        .filter(|line| !line.is_empty())
        .map(|line| line + "\n")
        .collect()
}
