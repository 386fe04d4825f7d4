//! What is read: tables, the records in them, and how each column becomes an attribute.
//!
//! Invariant: only what the plan holds is said, so the section is also the list of all data that a run touches.

use super::document::Document;
use super::expression::{Printer, View};
use super::reading::reading;
use super::words::{bare, name, otherwise, path, placement, quoted};
use crate::algebra::{NodeId, Operator, Plan, ScanId, Space, Stream, StreamId};
use kohort_semantics::codes::CodePattern;
use kohort_semantics::source::{RowCondition, TableFormat};
use std::collections::BTreeMap;

/// The sections of tables, opt-outs, precision rules and code lists.
pub(super) fn tables(printer: &Printer<'_>, document: &mut Document) {
    let plan = printer.plan;
    document.section("tables");
    for (id, scan) in (0..).map(ScanId).zip(&plan.scans) {
        document.gap();
        document.line(
            1,
            &format!(
                "{} = {}, patient key {}",
                name(&scan.table),
                file(scan.format, &scan.file),
                name(&scan.key)
            ),
        );
        for (stream, records) in (0..)
            .map(StreamId)
            .zip(&plan.streams)
            .filter(|(_, records)| records.scan == id)
        {
            self::records(printer, stream, records, document);
        }
    }
    opt_outs(plan, document);
    dates(printer, document);
    code_lists(plan, document);
}

fn file(format: TableFormat, file: &str) -> String {
    match format {
        TableFormat::Csv { delimiter: b',' } => format!("csv {}", quoted(file)),
        TableFormat::Csv { delimiter } => format!(
            "csv {} delimiter {}",
            quoted(file),
            quoted(&char::from(delimiter).to_string())
        ),
        TableFormat::Parquet => format!("parquet {}", quoted(file)),
    }
}

fn records(printer: &Printer<'_>, id: StreamId, records: &Stream, document: &mut Document) {
    let rows = match &records.condition {
        Some(condition) => format!("rows where {}", self::condition(condition)),
        None => String::from("every row"),
    };
    let most = match (records.patient, records.single) {
        (true, _) => "; the population, at most one row for each patient",
        (false, true) => "; at most one for each patient",
        (false, false) => "",
    };
    document.line(2, &format!("{}: {rows}{most}", records.name));
    for column in &records.columns {
        document.lines(3, reading(column));
    }
    for derived in printer
        .plan
        .derived
        .iter()
        .filter(|derived| derived.name.split('.').next() == Some(&records.name))
    {
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
        document.line(3, &format!("{} derived {rule}", bare(&derived.name)));
    }
}

fn condition(condition: &RowCondition) -> String {
    let column = name(&condition.column);
    let values: Vec<String> = condition.values.iter().map(|value| quoted(value)).collect();
    match values.as_slice() {
        [only] => format!("{column} = {only}"),
        several => format!("{column} in {{ {} }}", several.join(", ")),
    }
}

fn opt_outs(plan: &Plan, document: &mut Document) {
    if plan.opt_outs.is_empty() {
        return;
    }
    document.section("opt-outs, left out before anything is counted");
    for scan in &plan.opt_outs {
        let file = file(scan.format, &scan.file);
        document.line(
            1,
            &format!("{} = {file}, patient key {}", name(&scan.table), name(&scan.key)),
        );
        document.line(2, &format!("rows where {}", condition(&scan.condition)));
    }
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
        let entity = match node.domain.space {
            Some(Space::Stream(stream)) => printer.stream(stream),
            _ => "?",
        };
        let attribute = printer.phrase(*date, View::default()).text;
        rules.insert(path(printer.plan, &format!("{entity}.{attribute}")), lines);
    }
    if !rules.is_empty() {
        document.section("dates, in every source alike");
        for (attribute, lines) in rules {
            document.line(1, &attribute);
            document.lines(2, lines);
        }
    }
}

/// The code lists in use, in the source's systems.
fn code_lists(plan: &Plan, document: &mut Document) {
    let mut lists: BTreeMap<(&str, &str), (String, String)> = BTreeMap::new();
    for node in plan.graph.node_weights() {
        if let Operator::InCodes {
            list,
            patterns,
            except,
            ..
        } = &node.operator
        {
            let system = patterns.first().map_or("", |pattern| pattern.system.name());
            lists.insert((list.as_str(), system), (codes(patterns), codes(except)));
        }
    }
    if !lists.is_empty() {
        document.section("code lists, in the systems of this source");
        for ((list, system), (patterns, except)) in lists {
            document.line(1, &format!("{list}: {system} {patterns}"));
            if !except.is_empty() {
                document.line(2, &format!("except {except}"));
            }
        }
    }
}

fn codes(patterns: &[CodePattern]) -> String {
    let patterns: Vec<&str> = patterns.iter().map(|pattern| pattern.text.as_str()).collect();
    patterns.join(" ")
}
