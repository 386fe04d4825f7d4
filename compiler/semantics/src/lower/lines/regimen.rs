//! Named regimens: `regimen folfox "FOLFOX" { oxaliplatin, fluorouracil }`.
//!
//! Invariant: in a module no two regimens have the same substances, so a set of substances has one name.

use super::read::used_modules;
use crate::lower::Library;
use crate::lower::codes::declared_at;
use crate::modules::Module;
use crate::study::Regimen;
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;
use std::collections::{BTreeMap, BTreeSet};

/// The regimens of some modules, by the module's path, in the order written.
pub(in crate::lower) fn regimens(
    library: &Library<'_>,
    modules: &[&Module],
    out: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Vec<Regimen>> {
    modules
        .iter()
        .map(|module| (module.path.clone(), of_module(library, module, out)))
        .collect()
}

fn of_module(library: &Library<'_>, module: &Module, out: &mut Vec<Diagnostic>) -> Vec<Regimen> {
    let mut found: Vec<(Regimen, Span)> = Vec::new();
    for item in module.tree.items() {
        let ast::Item::Regimen(decl) = item else { continue };
        let Some(regimen) = regimen(library, module, &decl, out) else {
            continue;
        };
        let place = declared_at(decl.name(), decl.range(), module.file);
        match found.iter().find(|(known, _)| known.drugs == regimen.drugs) {
            Some((known, first)) => out.push(
                Diagnostic::error(Code::K1006, "One regimen has two names")
                    .at(place, format!("the same drugs as \"{}\"", known.name))
                    .and(*first, "named here first")
                    .help("keep one of them; a regimen is known by its drugs, however they are dosed"),
            ),
            None => found.push((regimen, place)),
        }
    }
    found.into_iter().map(|(regimen, _)| regimen).collect()
}

fn regimen(
    library: &Library<'_>,
    module: &Module,
    decl: &ast::RegimenDecl,
    out: &mut Vec<Diagnostic>,
) -> Option<Regimen> {
    let also: Vec<String> = used_modules(module).into_iter().collect();
    let members = decl.members();
    let drugs = library.drug_members(module, &also, (&members, &[]), out)?;
    if members.is_empty() {
        return None;
    }
    // What is listed twice was warned of, and is one drug.
    let names = members.iter().filter_map(|member| Some(member.name()?.text()));
    if drugs.len() != names.collect::<BTreeSet<String>>().len() {
        out.push(
            Diagnostic::error(Code::K1006, "A regimen consists of single drugs")
                .at(module.span(decl.range()), "names a class or a set of drugs")
                .help("name each drug; for several regimens write several declarations"),
        );
        return None;
    }
    let name = decl.name()?.text();
    Some(Regimen {
        name: decl.display().map_or(name, |display| display.value()),
        drugs: drugs.into_iter().collect(),
    })
}
