//! Drugs by their names and codes: `as drug from std.drugs`, `as drug name or ATC from std.drugs`.
//!
//! Names are compared by [`drug_key`], so that a source's capitals, hyphens and suffixes do not matter. Only whole codes can
//! be looked up.

use crate::codes::{CodeSystem, Drug, drug_key};
use crate::lower::codes::system;
use crate::lower::source::Context;
use crate::source::{Decode, DrugLookup};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The ways from a text to a drug of a module, in order; without written ones by name, then by every system of codes that
/// the drugs have.
pub(in crate::lower::source) fn decode(
    written: &[ast::DrugLookup],
    module: &ast::Path,
    place: Span,
    context: &mut Context<'_>,
) -> Option<Decode> {
    let path = module.text();
    let drugs = context.scope.drugs_of(&path)?;
    if drugs.is_empty() {
        let at = context.span(module.range());
        context.report(
            Diagnostic::error(Code::K0602, format!("`{path}` declares no drugs"))
                .at(at, "nothing could be recognised")
                .help("name a module with `drug` declarations, for example `std.drugs`"),
        );
        return None;
    }
    if written.is_empty() {
        let systems = CodeSystem::all().iter().copied();
        let by_code = systems.filter_map(|system| {
            let codes = whole_codes(system, &drugs);
            (!codes.is_empty()).then_some(DrugLookup::Code(system, codes))
        });
        return Some(Decode::Drug(
            std::iter::once(DrugLookup::Name(names(&drugs)))
                .chain(by_code)
                .collect(),
        ));
    }
    let mut ways: Vec<DrugLookup> = Vec::new();
    let mut right = true;
    for way in written {
        let found = if way.is_name() {
            Some(DrugLookup::Name(names(&drugs)))
        } else {
            let system = way
                .system()
                .and_then(|name| system(&name, context.file, context.out));
            system.and_then(|system| by_code(system, &path, &drugs, place, context))
        };
        right &= found.is_some();
        ways.extend(found);
    }
    right.then_some(Decode::Drug(ways))
}

/// Every declared name; of two drugs with one name, which was reported, the first.
fn names(drugs: &[Arc<Drug>]) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    for drug in drugs {
        let names = std::iter::once(&drug.name)
            .chain(&drug.display)
            .chain(&drug.names);
        for name in names {
            keys.entry(drug_key(name))
                .or_insert_with(|| drug.qualified.clone());
        }
    }
    keys
}

fn whole_codes(system: CodeSystem, drugs: &[Arc<Drug>]) -> BTreeMap<String, String> {
    let mut codes = BTreeMap::new();
    for drug in drugs {
        for pattern in drug
            .codes
            .iter()
            .filter(|pattern| pattern.system == system && !pattern.wildcard)
        {
            codes
                .entry(pattern.code.clone())
                .or_insert_with(|| drug.qualified.clone());
        }
    }
    codes
}

fn by_code(
    system: CodeSystem,
    path: &str,
    drugs: &[Arc<Drug>],
    place: Span,
    context: &mut Context<'_>,
) -> Option<DrugLookup> {
    let mut owners: BTreeMap<&str, &Drug> = BTreeMap::new();
    for drug in drugs {
        for pattern in drug.codes.iter().filter(|pattern| pattern.system == system) {
            if pattern.wildcard {
                context.report(
                    Diagnostic::error(
                        Code::K0602,
                        format!("The {system} codes of `{}` cannot be looked up", drug.name),
                    )
                    .at(place, "reads drugs by their whole codes")
                    .and(pattern.span, "stands for all codes that begin so")
                    .help("list the drug's whole codes, or read drugs by another system or by name"),
                );
                return None;
            }
            if let Some(other) = owners.insert(&pattern.code, drug)
                && other.qualified != drug.qualified
            {
                context.report(
                    Diagnostic::error(
                        Code::K0602,
                        format!("The {system} code `{}` is of two drugs", pattern.text),
                    )
                    .at(place, "cannot tell them apart")
                    .and(pattern.span, format!("a code of `{}`", drug.name))
                    .and(other.span, format!("`{}` has it too", other.name))
                    .help("leave the code to one of them, or read drugs by another system or by name"),
                );
                return None;
            }
        }
    }
    if owners.is_empty() {
        context.report(
            Diagnostic::error(Code::K0602, format!("No drug of `{path}` has {system} codes"))
                .at(place, "would understand no row")
                .help("add the codes to the drugs, or read drugs by another system or by name"),
        );
        return None;
    }
    Some(DrugLookup::Code(system, whole_codes(system, drugs)))
}
