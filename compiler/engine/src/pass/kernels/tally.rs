//! Counts the rows of a tally over the kept entries of a batch, or over their lines.
//!
//! Invariant: a row has the values of one entry or line and nothing that names it; a text that is shown is one that the
//! study asks for.

use super::dispatch::Scope;
use super::fault::Fault;
use super::operand::{Operand, Reader};
use super::requirements::{self, rows_of};
use super::values::Values;
use crate::pass::outcome::{Clauses, outcome};
use crate::pass::tally::Rows;
use kohort_plan::algebra::{CohortIndex, Domain, EndpointPlan, NodeId, TallyColumnPlan};
use kohort_semantics::study::{Outcome, TallyValue};
use kohort_semantics::value::{Date, Value};

/// One column of a tally, read.
enum Column<'a> {
    /// Values of each row.
    Value(Operand<'a>),
    /// Outcomes of each entry.
    Outcome(Vec<Outcome>),
}

impl Scope<'_> {
    /// The rows of the entries that are kept, or of their lines.
    pub(crate) fn tally(&self, position: u32, kept: &[bool]) -> Result<Rows, Fault> {
        let tally = requirements::tally(self.plan, position)?;
        let at = rows_of(tally);
        let mut columns = Vec::with_capacity(tally.columns.len());
        for column in &tally.columns {
            columns.push(match column {
                TallyColumnPlan::Value(node) => Column::Value(self.operand(*node, at)?),
                TallyColumnPlan::Outcome(endpoint) => {
                    let endpoint = requirements::endpoint(self.plan, *endpoint)?;
                    Column::Outcome(self.outcomes(endpoint, tally.cohort)?)
                }
            });
        }
        let mut rows = Rows::default();
        let mut count = |row: usize, entry: usize| {
            if kept.get(entry) == Some(&true) {
                let values: Vec<TallyValue> = columns.iter().map(|column| column.at(row, entry)).collect();
                rows.count(&values);
            }
        };
        if at.space.is_some() {
            let layout = self.domains.layout(at)?;
            for (row, entry) in layout.groups().iter().enumerate() {
                count(row, *entry as usize);
            }
        } else {
            (0..self.domains.len(at)?).for_each(|entry| count(entry, entry));
        }
        Ok(rows)
    }

    /// The outcome of each entry of a cohort.
    fn outcomes(&self, endpoint: &EndpointPlan, cohort: CohortIndex) -> Result<Vec<Outcome>, Fault> {
        let at = Domain {
            cohort: Some(cohort),
            space: None,
        };
        let optional = |node: Option<NodeId>| node.map(|node| self.operand(node, at)).transpose();
        let from = self.operand(endpoint.from, at)?;
        let events: Vec<NodeId> = endpoint.events.iter().map(|event| event.date).collect();
        let events = self.operands(&events, at)?;
        let (until, censored) = (optional(endpoint.until)?, optional(endpoint.censored)?);
        let entering = optional(endpoint.entering)?;
        let missing = self.operands(&endpoint.missing, at)?;
        let dates = |operand: &Option<Operand<'_>>, entry: usize| match operand {
            Some(operand) => Ok::<_, Fault>(Some(operand.dates()?.at(entry))),
            None => Ok(None),
        };
        let from = from.dates()?;
        let events: Vec<Reader<'_, Date>> = events.iter().map(Operand::dates).collect::<Result<_, _>>()?;
        let missing: Vec<Reader<'_, bool>> =
            missing.iter().map(Operand::booleans).collect::<Result<_, _>>()?;
        let day = |date: Option<Date>| date.and_then(Date::as_day);
        let mut outcomes = Vec::with_capacity(self.domains.len(at)?);
        let mut days = Vec::with_capacity(events.len());
        for entry in 0..self.domains.len(at)? {
            days.clear();
            days.extend(events.iter().map(|event| day(event.at(entry))));
            outcomes.push(outcome(&Clauses {
                excluded: missing.iter().any(|condition| condition.at(entry) == Some(true)),
                from: day(from.at(entry)),
                events: &days,
                until: day(dates(&until, entry)?.flatten()),
                censored: day(dates(&censored, entry)?.flatten()),
                entering: dates(&entering, entry)?.map(day),
                negative: endpoint.negative,
                landmark: endpoint.landmark,
            }));
        }
        Ok(outcomes)
    }
}

impl Column<'_> {
    /// The value of a row, which is of this entry.
    fn at(&self, row: usize, entry: usize) -> TallyValue {
        match self {
            Self::Value(operand) => {
                let value = operand
                    .lead(row)
                    .map_or(Value::Missing, |at| value(operand.values, at));
                TallyValue::Value(value)
            }
            Self::Outcome(outcomes) => {
                let missing = Outcome::None(kohort_semantics::study::NoOutcome::Missing);
                TallyValue::Outcome(outcomes.get(entry).copied().unwrap_or(missing))
            }
        }
    }
}

/// One value of a vector. Codes, analytes and drugs are texts here, as in the plan.
fn value(values: &Values, at: usize) -> Value {
    let known = match values {
        Values::Boolean(all) => all.get(at).copied().flatten().map(Value::Boolean),
        Values::Number(all) => all.get(at).map(Value::Number),
        Values::Date(all) => all.get(at).copied().flatten().map(Value::Date),
        Values::Period(all) => all
            .get(at)
            .copied()
            .flatten()
            .map(|(start, end)| Value::Period(start, end)),
        Values::Category(all) => all.get(at).copied().flatten().map(Value::Category),
        Values::Text(all) => all.get(at).map(|text| Value::Text(text.into())),
        // A record is not a value; no study counts one.
        Values::Record(_) => None,
    };
    known.unwrap_or(Value::Missing)
}
