//! Changes that keep the meaning.

mod definitions;
mod operands;

use crate::sites::Sites;
use kohort_semantics::study::Study;

/// Meets every site at which the same can be said in other words.
pub(crate) fn visit(study: &mut Study, sites: &mut Sites) {
    operands::visit(study, sites);
    definitions::visit(study, sites);
    words(study, sites);
}

/// What is for readers only: doc comments, the study's own name and version, the names of modules.
fn words(study: &mut Study, sites: &mut Sites) {
    sites.enter("study");
    if sites.here("study renamed") {
        study.name.push_str("_renamed");
        study.version.push_str(".1");
    }
    if sites.here("doc comments changed") {
        study.doc = Some(String::from("Another comment"));
        let cohorts = study.cohorts.iter_mut();
        let docs = cohorts.flat_map(|cohort| {
            let criteria = cohort.criteria.iter_mut().map(|criterion| &mut criterion.doc);
            std::iter::once(&mut cohort.doc).chain(criteria)
        });
        docs.for_each(|doc| *doc = None);
    }
    for list in &mut study.code_lists {
        sites.enter(format!("code list \"{}\"", list.name));
        if list.entries.len() > 1 && sites.here("codes of a list in another order") {
            list.entries.reverse();
        }
        if sites.here("list moved to another module") {
            list.module.push_str(".moved");
        }
    }
}
