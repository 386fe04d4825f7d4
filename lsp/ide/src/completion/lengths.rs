//! Lengths of time and units behind a number.

use super::asked::Asked;
use super::item::{CompletionKind, Draft, Fit, Near};
use kohort_grammar::{SyntaxKind, SyntaxNode};
use kohort_semantics::Sort;

const UNITS: [&str; 4] = ["days", "weeks", "months", "years"];

/// Lengths of time to fill in, where one can stand: behind `+` and `-`, in windows, and where one is compared.
pub(super) fn lengths(asked: &Asked<'_>, fit: Fit, drafts: &mut Vec<Draft>) {
    let operand = asked
        .token
        .parent()
        .and_then(|name| name.parent())
        .and_then(|path| path.parent());
    let moves = operand.is_some_and(|node| node.kind() == SyntaxKind::BinaryExpr);
    if !moves && fit != Fit::Exact {
        return;
    }
    for draft in these(asked) {
        let unit = draft.label.clone();
        let label = format!("… {unit}");
        drafts.push(draft.snippet(format!("${{1:0}} {unit}")));
        if let Some(last) = drafts.last_mut() {
            last.label = label;
        }
    }
}

/// A length where nothing but a length can stand.
pub(super) fn only_lengths(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    let read = asked.before.continued("1 days");
    let is_length = read
        .and_then(|token| {
            token
                .parent_ancestors()
                .find(|node| node.kind() == SyntaxKind::DurationLit)
        })
        .is_some();
    if is_length {
        lengths(asked, Fit::Exact, drafts);
    }
}

/// Units of time behind a number, the one that is wanted first.
pub(super) fn time_units(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    drafts.extend(these(asked));
}

fn these(asked: &Asked<'_>) -> Vec<Draft> {
    let wanted = asked.wanted.as_ref().map(|wanted| match wanted.sort {
        Sort::Years => "years",
        Sort::Months => "months",
        _ => "days",
    });
    let compared = asked
        .wanted
        .as_ref()
        .is_some_and(|wanted| matches!(wanted.sort, Sort::Years | Sort::Months | Sort::Days));
    let units = UNITS.iter().enumerate();
    units
        .map(|(order, unit)| {
            let fit = if !compared || wanted == Some(*unit) {
                Fit::Exact
            } else {
                Fit::Open
            };
            Draft::new(*unit, CompletionKind::Unit, fit, Near::Model).order(order)
        })
        .collect()
}

/// Units in a record of a test: those of the analyte that it names.
fn units_in_record(asked: &Asked<'_>, record: &SyntaxNode, drafts: &mut Vec<Draft>) {
    let written: Vec<String> = record
        .children()
        .filter(|child| child.kind() == SyntaxKind::Name)
        .map(|name| super::place::significant(&name))
        .collect();
    let analytes = &asked.analysis.vocabulary.analytes;
    for analyte in analytes
        .values()
        .filter(|analyte| written.contains(&analyte.name))
    {
        let others = analyte.conversions.iter().map(|(unit, _)| unit.text());
        for (order, unit) in std::iter::once(analyte.unit.text()).chain(others).enumerate() {
            drafts.push(Draft::new(unit, CompletionKind::Unit, Fit::Exact, Near::Model).order(order));
        }
    }
}

/// Units behind a number: those of the quantity that it is compared with, or of time.
pub(super) fn units(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    if let Some(wanted) = &asked.wanted
        && let Sort::Quantity { units, .. } = &wanted.sort
    {
        for (order, unit) in units.iter().enumerate() {
            drafts.push(
                Draft::new(unit.clone(), CompletionKind::Unit, Fit::Exact, Near::Model)
                    .order(order)
                    .detail(if order == 0 {
                        "the unit that it is kept in"
                    } else {
                        ""
                    }),
            );
        }
        return;
    }
    if let Some(record) = asked.inside(SyntaxKind::TestRecord) {
        return units_in_record(asked, &record, drafts);
    }
    time_units(asked, drafts);
    // In a declaration any unit of the modules may stand.
    if asked.model.is_none() || asked.inside(SyntaxKind::SourceDecl).is_some() {
        let declared = asked.declared.iter().flat_map(|found| &found.items);
        let mut known: Vec<&String> = declared
            .filter_map(|item| match &item.what {
                crate::declared::What::Analyte { unit, .. } => unit.as_ref(),
                _ => None,
            })
            .collect();
        known.sort();
        known.dedup();
        for unit in known {
            drafts.push(Draft::new(
                unit.clone(),
                CompletionKind::Unit,
                Fit::Open,
                Near::Library,
            ));
        }
    }
}
