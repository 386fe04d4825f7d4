//! What a value may be `in`: code lists, by name or by a code in them; sets of drugs; periods. Code systems.

use super::asked::Asked;
use super::drugs::{Which, drugs};
use super::fit::Wanted;
use super::item::{CompletionKind, Draft, Fit, Near};
use super::values::{importing, values};
use crate::declared::What;
use kohort_grammar::{SyntaxKind, SyntaxNode};
use kohort_semantics::codes::CodeSystem;
use kohort_semantics::model::AttributeId;
use kohort_semantics::{Fact, Sort, Symbol};

/// What a value may be in.
pub(super) fn sets(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    match asked.wanted.as_ref().map(|wanted| &wanted.sort) {
        Some(Sort::Code) => code_lists(asked, drafts),
        Some(Sort::Drug) => drugs(asked, Which::Sets, drafts),
        Some(Sort::Date) => {
            values(asked, drafts);
            for draft in drafts.iter_mut() {
                draft.fit = period_fit(asked, draft);
            }
        }
        Some(Sort::Category { .. } | Sort::Analyte | Sort::Fixed(_)) => {
            let mut values_of = Vec::new();
            values(asked, &mut values_of);
            // Values stand in braces.
            drafts.extend(
                values_of
                    .into_iter()
                    .filter(|draft| draft.fit == Fit::Exact)
                    .map(|draft| {
                        let text = format!("{{ {} }}", draft.label);
                        draft.plain(text)
                    }),
            );
        }
        Some(_) => {}
        None => {
            code_lists(asked, drafts);
            drugs(asked, Which::Sets, drafts);
        }
    }
}

fn period_fit(asked: &Asked<'_>, draft: &Draft) -> Fit {
    let shape = super::values::own_type(asked, &draft.label);
    match shape.map(|shape| Wanted::noted(&shape.sort)) {
        Some(Wanted::Period) => Fit::Exact,
        Some(Wanted::Event) => Fit::Open,
        Some(_) => Fit::Other,
        None => draft.fit.max(Fit::Open),
    }
}

/// All code lists. One that is found by a code says which.
pub(super) fn code_lists(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    let attribute = asked
        .inside(SyntaxKind::InExpr)
        .and_then(|node| tested(asked, &node));
    for found in asked.declared {
        for item in &found.items {
            let What::Codes(codes) = &item.what else { continue };
            let visible = asked.is_own(&found.module) || asked.is_visible(&found.module, &item.name);
            if !visible && asked.is_taken(&item.name) {
                continue;
            }
            let mut draft = importing(&found.module, item, Fit::Exact);
            if visible {
                draft.near = if asked.is_own(&found.module) {
                    Near::Own
                } else {
                    Near::Imported
                };
                draft.import = None;
            }
            let systems: Vec<CodeSystem> = CodeSystem::all()
                .iter()
                .copied()
                .filter(|system| codes.iter().any(|(name, _)| name == system.name()))
                .collect();
            let names: Vec<&str> = systems.iter().map(|system| system.name()).collect();
            let existence = attribute
                .map(|attribute| asked.countries.systems(attribute, &systems))
                .unwrap_or_default();
            let from = if visible {
                String::new()
            } else {
                format!("use {}", found.module)
            };
            let hit = draft.clone().also(codes.iter().map(|(_, code)| code.clone()));
            let code = hit.known_as(&asked.cursor.typed).cloned().unwrap_or_default();
            let detail = [code.as_str(), &names.join(", "), &existence.marks, &from]
                .into_iter()
                .fold(String::from("code list"), |detail, part| {
                    super::fields::joined(&detail, part)
                });
            drafts.push(hit.detail(detail).absent(existence.absent));
        }
    }
}

/// The attribute that is asked to be in a list.
fn tested(asked: &Asked<'_>, node: &SyntaxNode) -> Option<AttributeId> {
    let value = node.first_child()?;
    let end: u32 = value.text_range().end().into();
    let facts = asked.analysis.facts.of(asked.file);
    let range = value.text_range();
    let inside = facts
        .iter()
        .filter(|(span, _)| span.start >= u32::from(range.start()) && span.end <= end);
    let mut found = None;
    for (_, fact) in inside {
        if let Fact::Names(Symbol::Attribute {
            entity, attribute, ..
        }) = fact
        {
            let (id, entity) = asked.entity(entity)?;
            let (index, _) = entity.attribute_named(attribute)?;
            found = Some(AttributeId { entity: id, index });
        }
    }
    found
}

/// Code systems.
pub(super) fn systems(_: &Asked<'_>, drafts: &mut Vec<Draft>) {
    for (order, system) in CodeSystem::all().iter().enumerate() {
        drafts.push(
            Draft::new(system.name(), CompletionKind::System, Fit::Exact, Near::Model)
                .order(order)
                .detail("code system"),
        );
    }
}
