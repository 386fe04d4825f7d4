//! Code lists, sets of drugs, drugs, analytes, and the values of categories.

use super::Known;
use super::literal::neighbour;
use crate::sites::Sites;
use kohort_semantics::codes::{Analyte, CodeList, CodePattern, Drug, DrugList};
use kohort_semantics::model::{AttributeId, AttributeType, EntityId, Model};
use kohort_semantics::study::{AnalyteId, CodeListId, DrugListId, Study};
use kohort_semantics::value::Number;
use std::sync::Arc;

pub(super) fn visit(study: &mut Study, known: &Known, sites: &mut Sites) {
    let used = &known.used;
    for (at, list) in (0u32..).zip(&mut study.code_lists) {
        if used.code_lists.contains(&CodeListId(at)) {
            code_list(list, sites);
        }
    }
    for (at, list) in (0u32..).zip(&mut study.drug_lists) {
        if used.drug_lists.contains(&DrugListId(at)) {
            drug_list(list, sites);
        }
    }
    for drug in study
        .drugs
        .iter_mut()
        .filter(|drug| used.drugs.contains(&drug.qualified))
    {
        one_drug(drug, sites);
    }
    for (at, analyte) in (0u32..).zip(&mut study.analytes) {
        if used.analytes.contains(&AnalyteId(at)) {
            one_analyte(analyte, sites);
        }
    }
    categories(&mut study.model, known, sites);
}

fn code_list(list: &mut CodeList, sites: &mut Sites) {
    sites.enter(format!("code list \"{}\"", list.name));
    codes(&mut list.entries, sites);
    for at in 0..list.except.len() {
        if sites.here("exception dropped from a list") {
            list.except.remove(at);
            break;
        }
    }
}

fn codes(all: &mut Vec<CodePattern>, sites: &mut Sites) {
    for at in 0..all.len() {
        let Some(own) = all.get(at).cloned() else { return };
        let others = || {
            all.iter()
                .enumerate()
                .filter(|(other, _)| *other != at)
                .map(|(_, other)| other)
        };
        let covered = others().any(|other| other.system == own.system && other.matches(&own.code));
        let alone = !others().any(|other| other.system == own.system);
        if covered {
            continue;
        }
        let fresh = |code: &str| {
            own.system.normalise(code).as_deref() == Some(code)
                && !all
                    .iter()
                    .any(|other| other.system == own.system && other.matches(code))
        };
        let fresh = (!own.wildcard).then(|| neighbour(&own.code, fresh)).flatten();
        if !alone && sites.here("code dropped") {
            all.remove(at);
            return;
        }
        if let Some(code) = fresh
            && sites.here("code added")
        {
            let text = own.system.display(&code);
            all.push(CodePattern { code, text, ..own });
            return;
        }
        let Some(own) = all.get_mut(at) else { return };
        if own.system.has_hierarchy() && sites.here("wildcard changed") {
            own.wildcard = !own.wildcard;
            own.text = own.system.display(&own.code) + if own.wildcard { "*" } else { "" };
            return;
        }
    }
}

fn drug_list(list: &mut DrugList, sites: &mut Sites) {
    sites.enter(format!("set of drugs \"{}\"", list.name));
    for at in 0..list.drugs.len() {
        if list.drugs.len() > 1 && sites.here("drug dropped from a set") {
            list.drugs.remove(at);
            return;
        }
    }
}

fn one_drug(drug: &mut Drug, sites: &mut Sites) {
    sites.enter(format!("drug \"{}\"", drug.qualified));
    codes(&mut drug.codes, sites);
    if sites.here("name of a drug added") {
        drug.names.push(format!("{} renamed", drug.name));
    }
}

fn one_analyte(analyte: &mut Analyte, sites: &mut Sites) {
    sites.enter(format!("analyte \"{}\"", analyte.qualified));
    codes(&mut analyte.codes, sites);
    for (_, conversion) in &mut analyte.conversions {
        if sites.here("conversion of a unit changed") {
            conversion.factor = conversion.factor.add(&Number::ONE);
        }
    }
}

/// Another name for a category's value.
fn categories(model: &mut Arc<Model>, known: &Known, sites: &mut Sites) {
    let model = Arc::make_mut(model);
    for (entity_at, entity) in (0u32..).zip(&mut model.entities) {
        for (index, attribute) in (0u32..).zip(&mut entity.attributes) {
            let entity = EntityId(entity_at);
            if !known.used.attributes.contains(&AttributeId { entity, index }) {
                continue;
            }
            let AttributeType::Category(category) = &mut attribute.ty else {
                continue;
            };
            sites.enter(format!("attribute \"{}\"", attribute.name));
            for value in &mut category.values {
                if sites.here("category's value renamed") {
                    value.push_str("_renamed");
                }
            }
        }
    }
}
