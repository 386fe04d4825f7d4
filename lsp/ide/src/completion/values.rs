//! Values: what is wanted by its type, definitions, the patient's attributes, entities.

use super::asked::Asked;
use super::fields;
use super::fit::{Wanted, fit};
use super::item::{CompletionKind, Draft, Fit, Near};
use super::{analytes, drugs, entities, lengths, locals};
use crate::declared::{Declared, What};
use kohort_grammar::{SyntaxKind, ast};
use kohort_semantics::{Shape, Sort, Symbol};

/// The place of `index` among the names around: behind the fields of a record.
const BEHIND_FIELDS: usize = 500;

/// What can be a value.
pub(super) fn values(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    wanted(asked, drafts);
    if let Some(record) = asked.records().first() {
        fields::of_record(asked, record, Near::Local, drafts);
    }
    locals::locals(asked, drafts);
    definitions(asked, drafts);
    if let Some(model) = &asked.model {
        for id in model.attribute_ids(model.patient()) {
            drafts.extend(fields::attribute(asked, id, Near::Model));
        }
    }
    entities::entities(asked, fit_of_entity(asked), drafts);
    if asked.inside(SyntaxKind::SourceDecl).is_none()
        && asked.inside(SyntaxKind::IndexEntry).is_none()
        && asked.inside(SyntaxKind::ParameterDecl).is_none()
        && asked.inside(SyntaxKind::PrecisionDecl).is_none()
        && asked.model.is_some()
    {
        let fit = fit(asked.wanted.as_ref(), &Wanted::Date);
        drafts.push(
            Draft::new("index", CompletionKind::Definition, fit, Near::Local)
                .order(BEHIND_FIELDS)
                .detail("a date")
                .doc(Some(String::from("The date from which everything is counted."))),
        );
    }
}

fn fit_of_entity(asked: &Asked<'_>) -> Fit {
    let constant = asked.wanted.as_ref().map(|wanted| &wanted.sort);
    match constant {
        // Nothing but one of its values is a category's value in practice.
        Some(Sort::Category { .. } | Sort::Analyte | Sort::Drug | Sort::Fixed(_)) => Fit::Other,
        _ => Fit::Open,
    }
}

/// Values of the type that is wanted.
fn wanted(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    let Some(Shape { sort, .. }) = &asked.wanted else {
        return lengths::lengths(asked, Fit::Open, drafts);
    };
    match sort {
        Sort::Category { attribute, values } => {
            let detail = match attribute {
                Symbol::Attribute {
                    entity, attribute, ..
                } => format!("{entity}.{attribute}"),
                _ => String::new(),
            };
            for (order, value) in values.iter().enumerate() {
                drafts.push(
                    Draft::new(value.clone(), CompletionKind::Value, Fit::Exact, Near::Local)
                        .order(order)
                        .detail(detail.clone()),
                );
            }
        }
        Sort::Fixed(category) => {
            for (order, word) in category.words().into_iter().enumerate() {
                drafts.push(Draft::new(word, CompletionKind::Value, Fit::Exact, Near::Local).order(order));
            }
        }
        Sort::Analyte => analytes::analytes(asked, drafts),
        Sort::Drug => drugs::drugs(asked, drugs::Which::Single, drafts),
        Sort::Drugs => drugs::drugs(asked, drugs::Which::All, drafts),
        Sort::Quantity { units, .. } => {
            for (order, unit) in units.iter().enumerate() {
                drafts.push(
                    Draft::new(format!("… {unit}"), CompletionKind::Unit, Fit::Exact, Near::Model)
                        .order(order)
                        .snippet(format!("${{1:0}} {unit}")),
                );
            }
        }
        Sort::Years | Sort::Months | Sort::Days => lengths::lengths(asked, Fit::Exact, drafts),
        Sort::Date => lengths::lengths(asked, Fit::Other, drafts),
        _ => {}
    }
}

/// Definitions, parameters, lines: of the file, imported, and of the project's other modules.
fn definitions(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    for (name, module, declared) in asked.visible() {
        if !is_value(&declared.what) {
            continue;
        }
        let own = asked.is_own(module);
        let near = if own { Near::Own } else { Near::Imported };
        let shape = own.then(|| own_type(asked, name)).flatten();
        let has = match (&declared.what, shape) {
            (What::Lines, _) => Wanted::Events,
            (_, Some(shape)) => Wanted::noted(&shape.sort),
            _ => Wanted::Unknown,
        };
        if asked.inside_declaration_of(name) {
            continue;
        }
        let detail = match shape {
            Some(shape) => shape.words.clone(),
            None if own => kind_words(&declared.what).to_owned(),
            None => format!("{} · {module}", kind_words(&declared.what)),
        };
        drafts.push(
            Draft::new(name, kind(&declared.what), fit(asked.wanted.as_ref(), &has), near)
                .detail(detail)
                .doc(declared.doc.clone()),
        );
    }
    for (module, declared) in asked.to_import() {
        if matches!(declared.what, What::Parameter | What::Let) && !module.starts_with("std.") {
            drafts.push(importing(module, declared, Fit::Open));
        }
    }
}

/// Something of a module that has to be imported.
pub(super) fn importing(module: &str, declared: &Declared, fit: Fit) -> Draft {
    let mut draft = Draft::new(declared.name.clone(), kind(&declared.what), fit, Near::Library)
        .detail(format!("{} · use {module}", kind_words(&declared.what)))
        .doc(declared.doc.clone());
    draft.import = Some(module.to_owned());
    draft
}

fn is_value(what: &What) -> bool {
    matches!(
        what,
        What::Parameter | What::Let | What::Lines | What::Characteristic
    )
}

/// What a declaration is, for the list.
pub(super) fn kind(what: &What) -> CompletionKind {
    match what {
        What::Parameter | What::Let => CompletionKind::Definition,
        What::Codes(_) => CompletionKind::Codes,
        What::Analyte { .. } => CompletionKind::Analyte,
        What::Drug { .. } => CompletionKind::Drug,
        What::Drugs | What::Regimen => CompletionKind::Drugs,
        What::Model | What::Source => CompletionKind::Model,
        What::Cohort => CompletionKind::Cohort,
        What::Rules | What::Lines => CompletionKind::Lines,
        What::EndpointRule(_) | What::Endpoint => CompletionKind::Endpoint,
        What::Characteristic => CompletionKind::Characteristic,
    }
}

/// The same in words.
pub(super) fn kind_words(what: &What) -> &'static str {
    match what {
        What::Parameter => "parameter",
        What::Let => "definition",
        What::Codes(_) => "code list",
        What::Analyte { .. } => "analyte",
        What::Drug { .. } => "drug",
        What::Drugs => "set of drugs",
        What::Regimen => "regimen",
        What::Model => "model",
        What::Source => "source",
        What::Cohort => "cohort",
        What::Rules => "rules for lines",
        What::Lines => "lines of therapy",
        What::EndpointRule(_) => "definition of an endpoint",
        What::Endpoint => "endpoint",
        What::Characteristic => "characteristic",
    }
}

/// The type of a definition of the file.
pub(super) fn own_type<'a>(asked: &'a Asked<'_>, name: &str) -> Option<&'a Shape> {
    let items = asked.tree.items();
    let value = items.iter().find_map(|item| match item {
        ast::Item::Let(item) if item.name()?.text() == name => item.value(),
        ast::Item::Parameter(item) if item.name()?.text() == name => item.value(),
        ast::Item::Characteristic(item) if item.name()?.text() == name => match item.kind() {
            Some(ast::CharacteristicKind::Value(value)) => Some(value),
            _ => None,
        },
        _ => None,
    })?;
    asked.type_of(value.range())
}
