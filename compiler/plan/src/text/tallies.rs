//! What is counted, with the names that results use.
//!
//! Invariant: tallies of a plan stand in the order of those of its study, and so do their columns. The value of a
//! characteristic is said once for each cohort.

use super::document::Document;
use super::expression::Printer;
use super::kind::Kind;
use super::query::whole;
use crate::algebra::{NodeId, Operator, Plan, TallyColumnPlan};
use crate::words::small::quoted;
use kohort_semantics::study::{CharacteristicId, CohortId, LineField, Study, TallyColumn};
use kohort_semantics::value::Value;
use std::collections::BTreeMap;

/// The sections of the characteristics, and of the rows that are counted.
pub(super) fn tallies(study: &Study, printer: &Printer<'_>, document: &mut Document) {
    let tallies = study.tallies();
    let mut values: BTreeMap<(&str, CohortId, CharacteristicId), NodeId> = BTreeMap::new();
    for (tally, bound) in tallies.iter().zip(&printer.plan.tallies) {
        for (column, bound) in tally.columns.iter().zip(&bound.columns) {
            if let (TallyColumn::Characteristic(id), TallyColumnPlan::Value(node)) = (column, bound)
                && let Some(characteristic) = study.characteristic(*id)
            {
                values.insert((&characteristic.name, tally.cohort, *id), *node);
            }
        }
    }
    if !values.is_empty() {
        document.section("characteristics");
    }
    for ((name, cohort, id), node) in values {
        let labels = study.characteristic(id).and_then(|found| found.labels.as_deref());
        let line = format!(
            "characteristic {name} for each entry of {}",
            cohort_name(study, cohort)
        );
        document.gap();
        document.named(1, Kind::Characteristic, name, &line);
        document.lines(2, value(printer, node, labels));
    }
    if !tallies.is_empty() {
        document.section("rows that are counted");
    }
    for tally in &tallies {
        let each = match tally.lines {
            Some(id) => {
                let lines = study.definition(id).map_or("?", |found| found.name.as_str());
                format!("each part of each line of {lines} of each entry of")
            }
            None => String::from("each entry of"),
        };
        let columns: Vec<String> = tally
            .columns
            .iter()
            .map(|column| column_name(study, *column))
            .collect();
        let cohort = cohort_name(study, tally.cohort);
        document.fact(
            1,
            Kind::Tally,
            &format!("{each} {cohort}: {}", columns.join(", ")),
        );
    }
}

fn cohort_name(study: &Study, id: CohortId) -> &str {
    study.cohort(id).map_or("?", |found| &found.name)
}

/// What a column is called.
fn column_name(study: &Study, column: TallyColumn) -> String {
    let name = match column {
        TallyColumn::Characteristic(id) => study.characteristic(id).map(|found| found.name.as_str()),
        TallyColumn::Outcome(id) => study.endpoint(id).map(|found| found.name.as_str()),
        TallyColumn::Line(field) => Some(LineField::word(field)),
        TallyColumn::LineDays => Some("days on the line"),
        TallyColumn::Sequence(_) => Some("sequence of regimens"),
    };
    name.unwrap_or("?").to_owned()
}

/// The value of a characteristic; where it is one of several groups, a line for each.
fn value(printer: &Printer<'_>, node: NodeId, labels: Option<&[String]>) -> Vec<String> {
    let grouped = labels.and_then(|labels| groups(printer, node, labels));
    grouped.unwrap_or_else(|| vec![format!("value {}", whole(printer, node))])
}

/// The groups in the order in which they are asked.
fn groups(printer: &Printer<'_>, node: NodeId, labels: &[String]) -> Option<Vec<String>> {
    let mut asked = Vec::new();
    let mut rest = node;
    while let Operator::If {
        then,
        condition,
        otherwise,
    } = &printer.plan.node(rest)?.operator
    {
        let label = labels.get(position(printer.plan, *then)?)?;
        asked.push(format!("{}: {}", quoted(label), whole(printer, *condition)));
        rest = *otherwise;
    }
    match &printer.plan.node(rest)?.operator {
        Operator::Constant(Value::Missing) => {}
        _ => {
            let label = labels.get(position(printer.plan, rest)?)?;
            asked.push(format!("{}: otherwise", quoted(label)));
        }
    }
    (!asked.is_empty()).then_some(asked)
}

/// The position of a label.
fn position(plan: &Plan, node: NodeId) -> Option<usize> {
    match &plan.node(node)?.operator {
        Operator::Constant(Value::Number(number)) => usize::try_from(number.to_i64()?).ok(),
        _ => None,
    }
}
