//! Names of what a study declares: cohorts, lines, endpoints, what a report groups by.

use super::asked::Asked;
use super::item::{CompletionKind, Draft, Fit, Near};
use super::values::{importing, kind, kind_words};
use crate::declared::{Declared, What};
use kohort_grammar::{SyntaxKind, SyntaxNode, ast};
use kohort_semantics::lower::report::extras_of;
use kohort_semantics::model::AttributeType;

/// Declarations of a kind that the file sees.
pub(super) fn visible(asked: &Asked<'_>, fit: Fit, wanted: &dyn Fn(&What) -> bool, drafts: &mut Vec<Draft>) {
    for (name, module, declared) in asked.visible() {
        if !wanted(&declared.what) || asked.inside_declaration_of(name) {
            continue;
        }
        let own = asked.is_own(module);
        let near = if own { Near::Own } else { Near::Imported };
        let detail = if own { String::new() } else { module.to_owned() };
        drafts.push(
            Draft::new(name, kind(&declared.what), fit, near)
                .detail(super::fields::joined(kind_words(&declared.what), &detail))
                .doc(declared.doc.clone()),
        );
    }
}

/// Cohorts of the study.
pub(super) fn cohorts(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    visible(asked, Fit::Exact, &|what| matches!(what, What::Cohort), drafts);
}

/// Rules for lines, here and in other modules.
pub(super) fn rules(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    visible(asked, Fit::Exact, &|what| matches!(what, What::Rules), drafts);
    imported(asked, &|item| matches!(item.what, What::Rules), drafts);
}

/// Definitions of endpoints, here and in other modules.
pub(super) fn endpoint_rules(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    visible(
        asked,
        Fit::Exact,
        &|what| matches!(what, What::EndpointRule(_)),
        drafts,
    );
    imported(asked, &|item| matches!(item.what, What::EndpointRule(_)), drafts);
}

fn imported(asked: &Asked<'_>, wanted: &dyn Fn(&Declared) -> bool, drafts: &mut Vec<Draft>) {
    for (module, item) in asked.to_import().filter(|(_, item)| wanted(item)) {
        drafts.push(importing(module, item, Fit::Exact));
    }
}

/// What is given to the definition of an endpoint that is being used.
pub(super) fn arguments(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    let Some(used) = asked.inside(SyntaxKind::EndpointUse) else {
        return;
    };
    let Some(path) = used.children().find(|child| child.kind() == SyntaxKind::Path) else {
        return;
    };
    let name = super::place::significant(&path);
    let found = asked.visible().find(|(known, _, _)| *known == name);
    if let Some((_, _, declared)) = found
        && let What::EndpointRule(parameters) = &declared.what
    {
        for (order, parameter) in parameters
            .split(", ")
            .enumerate()
            .filter(|(_, name)| !name.is_empty())
        {
            drafts.push(
                Draft::new(parameter, CompletionKind::Definition, Fit::Exact, Near::Local)
                    .order(order)
                    .detail("parameter"),
            );
        }
    }
}

/// The kind of the report's entry around.
fn entry(asked: &Asked<'_>) -> Option<ast::ReportEntry> {
    let report = asked.tree.items().into_iter().find_map(|item| match item {
        ast::Item::Report(report) if holds(report.syntax(), asked) => Some(report),
        _ => None,
    })?;
    report
        .entries()
        .into_iter()
        .find(|entry| holds(entry.syntax(), asked))
}

fn holds(node: &SyntaxNode, asked: &Asked<'_>) -> bool {
    node.text_range().contains_range(asked.token.text_range())
}

/// What an entry of a report is about.
pub(super) fn report_of(asked: &Asked<'_>, drafts: &mut Vec<Draft>) -> bool {
    let in_part = asked.around().any(|node| node.kind() == SyntaxKind::ReportPart);
    let Some(kind) = entry(asked).filter(|_| in_part).and_then(|entry| entry.kind()) else {
        return false;
    };
    use ast::ReportKind as K;
    match kind {
        K::Survival | K::Incidence | K::Rates => {
            visible(asked, Fit::Exact, &|what| matches!(what, What::Endpoint), drafts)
        }
        K::Treatments => visible(asked, Fit::Exact, &|what| matches!(what, What::Lines), drafts),
        K::Baseline | K::Proportion | K::Attrition => {
            drafts.push(
                Draft::new("age", CompletionKind::Attribute, Fit::Open, Near::Local)
                    .detail("completed years at index"),
            );
            visible(
                asked,
                Fit::Exact,
                &|what| matches!(what, What::Characteristic),
                drafts,
            );
            return false;
        }
    }
    true
}

/// What results are shown by.
pub(super) fn report_by(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    visible(
        asked,
        Fit::Exact,
        &|what| matches!(what, What::Characteristic),
        drafts,
    );
    let Some(model) = &asked.model else { return };
    for id in model.attribute_ids(model.patient()) {
        if let Some(attribute) = model.attribute(id)
            && matches!(attribute.ty, AttributeType::Category(_) | AttributeType::Boolean)
        {
            let draft = super::fields::attribute(asked, id, Near::Model);
            drafts.extend(draft.map(|draft| Draft {
                fit: Fit::Exact,
                ..draft
            }));
        }
    }
}

/// What an entry shows as well.
pub(super) fn extras(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    let Some(kind) = entry(asked).and_then(|entry| entry.kind()) else {
        return;
    };
    for (order, word) in extras_of(kind).iter().enumerate() {
        drafts.push(Draft::new(*word, CompletionKind::Result, Fit::Exact, Near::Local).order(order));
    }
}
