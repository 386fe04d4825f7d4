//! The names of the clinical words that a study uses: drugs, analytes, code lists and sets of drugs.
//!
//! Invariant: within a study a name stands for one thing; where two things have one name, each is said with its module.

use kohort_semantics::codes::{CodeList, DrugList};
use kohort_semantics::study::Study;
use std::collections::{BTreeMap, BTreeSet};

/// The clinical words that a study uses.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vocabulary<'a> {
    /// Names and units of analytes by qualified name.
    analytes: BTreeMap<&'a str, (&'a str, &'a str)>,
    /// Names of drugs by qualified name.
    drugs: BTreeMap<&'a str, &'a str>,
}

impl<'a> Vocabulary<'a> {
    /// The words of a study.
    pub(crate) fn of(study: &'a Study) -> Self {
        let (analytes, drugs) = (study.analytes.iter(), study.drugs.iter());
        let shared_analytes = shared(analytes.clone().map(|analyte| analyte.name.as_str()));
        let shared_drugs = shared(drugs.clone().map(|drug| drug.name.as_str()));
        let shown = |name: &'a str, qualified: &'a str, shared: &BTreeSet<&str>| match shared.contains(name) {
            true => qualified,
            false => name,
        };
        Self {
            analytes: analytes
                .map(|analyte| {
                    let name = shown(&analyte.name, &analyte.qualified, &shared_analytes);
                    (analyte.qualified.as_str(), (name, analyte.unit.text()))
                })
                .collect(),
            drugs: drugs
                .map(|drug| {
                    let name = shown(&drug.name, &drug.qualified, &shared_drugs);
                    (drug.qualified.as_str(), name)
                })
                .collect(),
        }
    }

    /// An analyte's name, with its module where another analyte of the study has the same name.
    pub(crate) fn analyte(&self, qualified: &str) -> String {
        match self.analytes.get(qualified) {
            Some((name, _)) => (*name).to_owned(),
            None => qualified.to_owned(),
        }
    }

    /// A drug's name, with its module where another drug of the study has the same name.
    pub(crate) fn drug(&self, qualified: &str) -> String {
        match self.drugs.get(qualified) {
            Some(name) => (*name).to_owned(),
            None => qualified.to_owned(),
        }
    }

    /// The analytes: qualified name, name, and unit.
    pub(crate) fn analytes(&self) -> impl Iterator<Item = (&'a str, &'a str, &'a str)> {
        let analytes = self.analytes.iter();
        analytes.map(|(qualified, (name, unit))| (*qualified, *name, *unit))
    }

    /// The drugs: qualified name, and name.
    pub(crate) fn drugs(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.drugs.iter().map(|(qualified, name)| (*qualified, *name))
    }
}

/// The names that several things have.
fn shared<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    names.filter(|name| !seen.insert(*name)).collect()
}

/// The name of a code list, with its module where another list of the study has the same name.
pub(crate) fn code_list_name(study: &Study, list: &CodeList) -> String {
    let names = study.code_lists.iter().map(|other| other.name.as_str());
    with_module(&list.name, &list.module, names)
}

/// The name of a set of drugs, with its module where another set of the study has the same name.
pub(crate) fn drug_list_name(study: &Study, list: &DrugList) -> String {
    let names = study.drug_lists.iter().map(|other| other.name.as_str());
    with_module(&list.name, &list.module, names)
}

fn with_module<'a>(name: &str, module: &str, all: impl Iterator<Item = &'a str>) -> String {
    if all.filter(|other| *other == name).count() > 1 {
        format!("{module}.{name}")
    } else {
        name.to_owned()
    }
}
