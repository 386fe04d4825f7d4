//! Reports: what is shown, of which cohort, and how.
//!
//! Invariant: every part of an entry has its meaning in the typed study or is reported; none is left out.

pub use parts::extras_of;

mod cohort;
mod entry;
mod item;
mod parts;

use super::Lowering;
use crate::study::{Characteristic, CharacteristicId, Cohort, Endpoint, Output};
use kohort_base::{Code, Diagnostic, suggest};
use kohort_grammar::ast;
use std::collections::BTreeMap;

/// What a report can show.
const OUTPUTS: [&str; 7] = [
    "attrition",
    "baseline",
    "treatments",
    "proportion",
    "survival",
    "incidence",
    "rates",
];

/// What the entries of reports refer to.
pub(super) struct Catalog<'s> {
    pub(super) cohorts: &'s [Cohort],
    pub(super) endpoints: &'s [Endpoint],
    /// The characteristics so far: those that the study declares, then those that entries name or write.
    pub(super) characteristics: Vec<Characteristic>,
    /// The declared ones by module and name; nothing for one that is wrong, which was then reported.
    declared: BTreeMap<(String, String), Option<CharacteristicId>>,
    /// Those that entries write, by their text.
    written: BTreeMap<String, Option<CharacteristicId>>,
}

impl Catalog<'_> {
    fn add(&mut self, characteristic: Option<Characteristic>) -> Option<CharacteristicId> {
        self.characteristics.push(characteristic?);
        Some(CharacteristicId(
            self.characteristics.len().saturating_sub(1) as u32
        ))
    }

    /// A characteristic that was found.
    pub(super) fn characteristic(&self, id: CharacteristicId) -> Option<&Characteristic> {
        self.characteristics.get(id.0 as usize)
    }
}

impl<'m> Lowering<'m> {
    /// The outputs of all reports of the study, in order, and the characteristics of the study.
    pub(crate) fn outputs(
        &mut self,
        tree: &ast::File,
        cohorts: &[Cohort],
        endpoints: &[Endpoint],
    ) -> (Vec<Output>, Vec<Characteristic>) {
        let mut catalog = Catalog {
            cohorts,
            endpoints,
            characteristics: Vec::new(),
            declared: BTreeMap::new(),
            written: BTreeMap::new(),
        };
        for item in tree.items() {
            if let ast::Item::Characteristic(decl) = &item
                && let Some(name) = decl.name()
            {
                self.declared(&name.text(), &mut catalog);
            }
        }
        let mut outputs: Vec<Output> = Vec::new();
        for item in tree.items() {
            let ast::Item::Report(report) = item else { continue };
            for entry in report.entries() {
                for output in self.entry(&entry, &mut catalog) {
                    if !outputs.contains(&output) {
                        outputs.push(output);
                    }
                }
            }
        }
        (outputs, catalog.characteristics)
    }

    /// The characteristic of this name, if there is a declaration of one; nothing inside for one that is wrong.
    fn declared(&mut self, name: &str, catalog: &mut Catalog<'_>) -> Option<Option<CharacteristicId>> {
        let (found, key) = self.characteristic_named(name)?;
        if let Some(known) = catalog.declared.get(&key) {
            return Some(*known);
        }
        let characteristic = self.characteristic(found);
        let id = catalog.add(characteristic);
        catalog.declared.insert(key, id);
        Some(id)
    }

    fn unknown_entry(&mut self, entry: &ast::ReportEntry) {
        let (word, place) = entry.word();
        let span = self.span(place);
        let mut diagnostic =
            Diagnostic::error(Code::K0201, format!("A report cannot show `{word}`")).at(span, "not known");
        diagnostic = match suggest::nearest(&word, OUTPUTS) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")).replace(
                span,
                near,
                format!("Write `{near}`"),
            ),
            None => diagnostic.help(format!("it can show: {}", OUTPUTS.join(", "))),
        };
        self.report(diagnostic);
    }
}
