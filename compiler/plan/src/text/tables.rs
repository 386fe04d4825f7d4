//! What is read: tables, the records in them, and how each column becomes an attribute.
//!
//! Invariant: only what the plan holds is said, so the section is also the list of all data that a run touches.

use super::document::Document;
use super::expression::{Printer, View};
use super::kind::Kind;
use super::origin;
use super::reading::reading;
use crate::algebra::{NodeId, Operator, Plan, ScanId, Space, Stream, StreamId, StreamPart};
use crate::words::phrase::Level;
use crate::words::small::{bare, name, otherwise, path, placement, quoted};
use kohort_semantics::source::{Contradiction, Repeats, RowCondition, RowTest, RowTestKind};
use std::collections::BTreeMap;

/// The sections of tables, opt-outs, bounds and precision rules.
pub(super) fn tables(printer: &Printer<'_>, document: &mut Document) {
    let plan = printer.plan;
    document.section("tables");
    for (id, scan) in (0..).map(ScanId).zip(&plan.scans) {
        document.gap();
        origin::table(
            document,
            (&scan.table, &scan.origin, scan.optional),
            &scan.key,
            &plan.raw_columns(id),
        );
        for (stream, records) in (0..).map(StreamId).zip(&plan.streams) {
            let parts = (0..).zip(&records.parts).filter(|(_, part)| part.scan == id);
            for (number, part) in parts {
                self::records(printer, (stream, number), (records, part), document);
            }
        }
    }
    opt_outs(plan, document);
    bounds(printer, document);
    dates(printer, document);
}

fn records(
    printer: &Printer<'_>,
    (id, number): (StreamId, u32),
    (records, part): (&Stream, &StreamPart),
    document: &mut Document,
) {
    let rows = match &part.condition {
        Some(condition) => format!("rows where {}", self::condition(condition)),
        None => String::from("every row"),
    };
    let repeats = match &part.repeats {
        Repeats::Kept => String::new(),
        Repeats::Distinct => String::from("; of a patient's rows that agree in all columns below, one"),
        Repeats::LastBy(column) => format!(
            "; of a patient's rows those with the greatest {}, and of those that agree in all columns below, one",
            name(column)
        ),
    };
    let most = match (records.patient, records.single) {
        (true, _) => "; the population, at most one row for each patient",
        (false, true) => "; at most one for each patient",
        (false, false) => "",
    };
    let line = format!("{}: {rows}{repeats}{most}", records.name);
    document.named(2, Kind::Records, &records.name, &line);
    for (column, read) in records.columns.iter().zip(&part.readings) {
        let mut lines = read.iter().flat_map(|read| reading(column, read));
        if let Some(first) = lines.next() {
            document.named(3, Kind::Column, bare(&column.name), &first);
        }
        document.lines(4, lines);
    }
    for derived in printer.plan.derived.iter().filter(|derived| {
        derived.part == Some(number) && derived.name.split('.').next() == Some(&records.name)
    }) {
        let view = View {
            prefix: "",
            row: Some(id),
        };
        let rule = match printer
            .plan
            .node(derived.node)
            .map(|node| (&node.operator, &node.display))
        {
            Some((Operator::Constant(_), Some(display))) => display.text.clone(),
            _ => printer.expanded(derived.node, view).text,
        };
        let name = bare(&derived.name);
        document.named(3, Kind::Column, name, &format!("{name} derived {rule}"));
    }
}

/// Which rows of a table count.
pub(super) fn condition(condition: &RowCondition) -> String {
    let tests: Vec<String> = condition.tests.iter().map(test).collect();
    tests.join(" and ")
}

fn test(test: &RowTest) -> String {
    let column = name(&test.column);
    let set = |values: &[String]| {
        let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        format!("{{ {} }}", values.join(", "))
    };
    match &test.kind {
        RowTestKind::In(values) => match values.as_slice() {
            [only] => format!("{column} = {}", quoted(only)),
            several => format!("{column} in {}", set(several)),
        },
        RowTestKind::NotIn(values) => format!("{column} not in {}", set(values)),
        RowTestKind::Missing => format!("{column} is missing"),
        RowTestKind::Known => format!("{column} is known"),
    }
}

fn opt_outs(plan: &Plan, document: &mut Document) {
    if plan.opt_outs.is_empty() {
        return;
    }
    document.section("opt-outs, left out before anything is counted");
    for scan in &plan.opt_outs {
        let read = std::iter::once(scan.key.clone())
            .chain(scan.condition.tests.iter().map(|test| test.column.clone()))
            .collect();
        origin::table(
            document,
            (&scan.table, &scan.origin, scan.optional),
            &scan.key,
            &read,
        );
        let rows = format!("rows where {}", condition(&scan.condition));
        document.named(2, Kind::OptOut, &scan.table, &rows);
    }
}

/// The bounds of the source that dates in use must obey.
fn bounds(printer: &Printer<'_>, document: &mut Document) {
    let mut lines = Vec::new();
    for node in printer.plan.graph.node_weights() {
        let Operator::Bounded {
            date,
            limit,
            after,
            otherwise,
            ..
        } = &node.operator
        else {
            continue;
        };
        let attribute = attribute_path(printer, node.domain.space, *date);
        let side = if *after { "on or after" } else { "on or before" };
        let otherwise = match otherwise {
            Contradiction::Kept => "kept",
            Contradiction::Missing => "missing",
            Contradiction::Moved => "moved to it",
        };
        let limit = printer.at(*limit, View::default(), Level::Add);
        let line = format!("{attribute} {side} {limit}, otherwise {otherwise}");
        lines.push((attribute, line));
    }
    if !lines.is_empty() {
        document.section("bounds of this source, which look at dates as they are recorded");
    }
    for (attribute, line) in lines {
        document.named(1, Kind::Bound, &attribute, &line);
    }
}

/// An attribute of the records of a space as a study writes it.
fn attribute_path(printer: &Printer<'_>, space: Option<Space>, value: NodeId) -> String {
    let entity = match space {
        Some(Space::Stream(stream)) => printer.stream(stream),
        _ => "?",
    };
    let attribute = printer.phrase(value, View::default()).text;
    path(printer.plan, &format!("{entity}.{attribute}"))
}

/// The precision rules of the dates in use.
fn dates(printer: &Printer<'_>, document: &mut Document) {
    let mut rules: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for node in printer.plan.graph.node_weights() {
        let Operator::Place {
            date,
            precision,
            placement: place,
            otherwise: coarser,
            not_before,
            not_after,
            ..
        } = &node.operator
        else {
            continue;
        };
        let bound =
            |word: &str, limit: &Option<NodeId>| limit.map(|limit| format!("{word} {}", printer.text(limit)));
        let mut lines = vec![format!("coarsened to the {precision}")];
        lines.extend(place.map(|place| format!("placed on {}", placement(place))));
        lines.extend(bound("not before", not_before));
        lines.extend(bound("not after", not_after));
        lines.extend(coarser.map(|coarser| format!("otherwise {}", otherwise(coarser))));
        rules.insert(attribute_path(printer, node.domain.space, *date), lines);
    }
    if !rules.is_empty() {
        document.section("dates, in every source alike");
        for (attribute, lines) in rules {
            document.named(1, Kind::Precision, &attribute, &attribute);
            document.lines(2, lines);
        }
    }
}
