//! Definitions, with picks and bags written out clause by clause.
//!
//! Invariant: everything that decides which record is picked is said: the where-clause, the windows with their ends, and
//! every tie-break. A definition that is the same for every cohort is said once. They stand by kind and name.

use super::document::Document;
use super::events::row_view;
use super::expression::{Printer, View, written};
use super::kind::Kind;
use super::lines::lines_block;
use super::names::is_aside;
use crate::algebra::{ConstantDisplay, NamedNode, NodeId, Operator, PickPlan, Plan, Space, TieKey, TieOrder};
use crate::words::Bag;
use crate::words::phrase::Level;
use crate::words::small::looking_ahead;
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};

/// The section of the definitions in use.
pub(super) fn definitions(printer: &Printer<'_>, document: &mut Document) {
    let plan = printer.plan;
    if !plan.definitions.is_empty() {
        document.section("definitions");
    }
    let mut namesakes: BTreeMap<(Kind, &str), Vec<&NamedNode>> = BTreeMap::new();
    for definition in plan
        .definitions
        .iter()
        .filter(|definition| !is_aside(plan, definition))
    {
        let (kind, _) = keyword(printer, definition);
        namesakes
            .entry((kind, &definition.name))
            .or_default()
            .push(definition);
    }
    for ((kind, _), definitions) in namesakes {
        // The same text for several cohorts is one block.
        let mut blocks: IndexMap<(&str, Vec<String>), Vec<&str>> = IndexMap::new();
        for definition in definitions {
            let cohort = definition.cohort.and_then(|id| plan.cohorts.get(id.0 as usize));
            let block = (definition.name.as_str(), lines(printer, definition));
            let cohort = cohort.map(|found| found.name.as_str());
            blocks.entry(block).or_default().extend(cohort);
        }
        for ((name, lines), cohorts) in blocks {
            let mut lines = lines.into_iter();
            document.gap();
            document.named(1, kind, name, &lines.next().unwrap_or_default());
            document.lines(2, lines);
            if !cohorts.is_empty() {
                document.line(2, &format!("for     each entry of {}", cohorts.join(", ")));
            }
        }
    }
}

/// The section of the definitions that have no use.
pub(super) fn unused(plan: &Plan, document: &mut Document) {
    if !plan.unused_definitions.is_empty() {
        document.section("definitions without a use");
        plan.unused_definitions
            .iter()
            .for_each(|name| document.named(1, Kind::Unused, name, name));
    }
}

/// What a definition is, and the word before its name.
fn keyword(printer: &Printer<'_>, definition: &NamedNode) -> (Kind, &'static str) {
    match printer.lines_of(definition.node) {
        Some(_) => (Kind::Lines, "lines"),
        None if definition.parameter => (Kind::Parameter, "parameter"),
        None => (Kind::Definition, "let"),
    }
}

/// A definition: its first line, and the lines below it.
fn lines(printer: &Printer<'_>, definition: &NamedNode) -> Vec<String> {
    let (_, keyword) = keyword(printer, definition);
    let (value, below) = value(printer, definition);
    let mut lines = vec![format!("{keyword} {} = {value}", definition.name)];
    let doc = definition.doc.iter().filter(|_| printer.docs);
    let notes = doc.flat_map(|doc| doc.lines());
    let notes = notes.map(|line| format!("about   {}", line.trim()));
    let ahead = definition.looking_ahead.iter().filter(|_| printer.docs);
    lines.extend(notes.chain(below).chain(ahead.map(looking_ahead)));
    lines
}

fn value(printer: &Printer<'_>, definition: &NamedNode) -> (String, Vec<String>) {
    let Some(node) = printer.plan.node(definition.node) else {
        return (String::from("?"), Vec::new());
    };
    match (&node.operator, printer.names.definition(definition.node)) {
        (_, Some(name)) if name != definition.name => (name.to_owned(), Vec::new()),
        (Operator::Constant(_), _) => {
            let shown = match &node.display {
                Some(ConstantDisplay { name: Some(name), .. }) if *name != definition.name => name.clone(),
                Some(display) => written(&display.text).text,
                None => String::from("?"),
            };
            (shown, Vec::new())
        }
        (Operator::Pick { .. }, _) => pick(printer, definition.node, None),
        (Operator::FieldOf { record, value }, _) if is_inline_pick(printer, *record) => {
            pick(printer, *record, Some(*value))
        }
        (
            Operator::Select {
                space: Space::Periods(maker),
                base: None,
                filter: None,
                windows,
            },
            _,
        ) if windows.is_empty() && printer.lines_plan(*maker).is_some() => printer
            .lines_plan(*maker)
            .map_or_else(Default::default, |lines| lines_block(printer, *maker, lines)),
        (Operator::Select { .. }, _) => {
            let (bag, mut below) = bag_lines(printer, definition.node, true);
            below.extend(inline_ties(printer, definition.node));
            (bag.phrase().text, below)
        }
        _ => {
            let text = printer.expanded(definition.node, View::default()).text;
            (text, inline_ties(printer, definition.node))
        }
    }
}

/// Whether a node is a pick without a name, from records with one.
fn is_inline_pick(printer: &Printer<'_>, node: NodeId) -> bool {
    match printer.plan.node(node).map(|found| &found.operator) {
        Some(Operator::Pick { bag, .. }) => {
            printer.names.definition(node).is_none() && printer.bag(*bag).base.level == Level::Primary
        }
        _ => false,
    }
}

/// A pick, or a field of what it picks.
fn pick(printer: &Printer<'_>, node: NodeId, field: Option<NodeId>) -> (String, Vec<String>) {
    let Some(Operator::Pick { bag, which, ties, .. }) = printer.plan.node(node).map(|found| &found.operator)
    else {
        return (String::from("?"), Vec::new());
    };
    let (bag, mut below) = bag_lines(printer, *bag, false);
    below.extend(tie_lines(printer, which, ties));
    below.extend(inline_ties(printer, node));
    (printer.pick(bag, which, field).text, below)
}

/// What a bag starts from, and a line for each of its clauses. A bag with a name of its own is only named.
fn bag_lines(printer: &Printer<'_>, bag: NodeId, own: bool) -> (Bag, Vec<String>) {
    let operator = printer.plan.node(bag).map(|found| &found.operator);
    let named = !own && printer.names.definition(bag).is_some();
    let Some(Operator::Select {
        space,
        base,
        filter,
        windows,
    }) = operator.filter(|_| !named)
    else {
        return (printer.bag(bag), Vec::new());
    };
    let base = printer.base_of(*space, *base);
    let mut lines = Vec::new();
    if let Some(filter) = filter {
        let view = row_view(*space);
        let conjuncts = match printer.plan.node(*filter).map(|found| &found.operator) {
            // A range is a conjunction too, but is said as one test.
            Some(Operator::And(all)) if printer.phrase(*filter, view).level == Level::And => all.clone(),
            _ => vec![*filter],
        };
        let level = if conjuncts.len() > 1 {
            Level::Not
        } else {
            Level::Or
        };
        for conjunct in conjuncts {
            lines.push(format!("where   {}", printer.at(conjunct, view, level)));
        }
    }
    for window in windows {
        let words = printer.window(window);
        lines.push(format!("window  {}, {}", words.clause, words.ends));
    }
    (
        Bag {
            base,
            clauses: Vec::new(),
        },
        lines,
    )
}

/// How records of one day are told apart, one line for each kind of key.
fn tie_lines(printer: &Printer<'_>, which: &PickPlan, ties: &[TieKey]) -> Vec<String> {
    let mut lines = Vec::new();
    if matches!(which, PickPlan::Nearest(_)) {
        lines.push(String::from("ties    of two equally near, the earlier"));
    }
    if ties.is_empty() {
        lines.push(String::from(
            "ties    records of one day agree in everything that is read of them",
        ));
        return lines;
    }
    let mut words: Vec<String> = Vec::new();
    let mut ascending: Vec<String> = Vec::new();
    for tie in ties {
        let value = printer.phrase(tie.value, View::default()).text;
        match tie.order {
            TieOrder::Ascending => ascending.push(value),
            TieOrder::Descending => {
                words.extend(lowest_first(&mut ascending));
                words.push(format!("the highest {value}, missing last"));
            }
            TieOrder::ValueFirst(position) => {
                words.extend(lowest_first(&mut ascending));
                words.push(format!(
                    "{value} = {} before all others",
                    category(printer, tie.value, position)
                ));
            }
        }
    }
    words.extend(lowest_first(&mut ascending));
    for (position, words) in words.into_iter().enumerate() {
        let start = if position == 0 { "of one day, " } else { "then " };
        lines.push(format!("ties    {start}{words}"));
    }
    lines
}

fn lowest_first(values: &mut Vec<String>) -> Option<String> {
    let values = std::mem::take(values);
    if values.is_empty() {
        None
    } else {
        Some(format!("the lowest {}, missing last", values.join(", then ")))
    }
}

/// The word of a category's value.
fn category(printer: &Printer<'_>, value: NodeId, position: u32) -> String {
    let column = match printer.plan.node(value).map(|found| &found.operator) {
        Some(Operator::Column(column)) => printer.plan.column(*column),
        _ => None,
    };
    let word = column
        .and_then(|found| found.display.values.get(position as usize))
        .cloned();
    word.unwrap_or_else(|| format!("value {position}"))
}

/// A pick by what it starts from; its clauses too, unless they are said once only.
fn named_pick(printer: &Printer<'_>, pick: NodeId, bag: NodeId, which: &PickPlan) -> String {
    if printer.docs {
        return printer.text(pick);
    }
    let base = Bag {
        clauses: Vec::new(),
        ..printer.bag(bag)
    };
    printer.pick(base, which, None).text
}

/// The ties of picks that stand inside an expression without a name. Where nothing that is read differs between records of
/// one day, a reader of the query alone is not told.
pub(super) fn inline_ties(printer: &Printer<'_>, root: NodeId) -> Vec<String> {
    let mut lines = Vec::new();
    let mut seen = BTreeSet::from([root]);
    let operands = |id: NodeId| {
        printer
            .plan
            .node(id)
            .map(|found| found.operator.operands())
            .unwrap_or_default()
    };
    let mut waiting: Vec<NodeId> = operands(root).into_iter().rev().collect();
    while let Some(id) = waiting.pop() {
        if printer.names.definition(id).is_some() || !seen.insert(id) {
            continue;
        }
        let settled = |which: &PickPlan, ties: &[TieKey]| {
            !printer.docs && ties.is_empty() && !matches!(which, PickPlan::Nearest(_))
        };
        if let Some(Operator::Pick { bag, which, ties, .. }) =
            printer.plan.node(id).map(|found| &found.operator)
            && !settled(which, ties)
        {
            lines.push(format!("in      {}", named_pick(printer, id, *bag, which)));
            lines.extend(
                tie_lines(printer, which, ties)
                    .into_iter()
                    .map(|line| format!("  {line}")),
            );
        }
        waiting.extend(operands(id).into_iter().rev());
    }
    lines
}
