//! A drug with its names, codes and classes, and sets of drugs.
//!
//! The library does not say which of a drug's names is used where; all of them are shown, those of the countries together.

use super::Asked;
use super::code_list::by_system;
use super::page::{Page, code, codes, counted, escaped};
use kohort_semantics::codes::{Drug, DrugList};

/// How many drugs of a set a page shows.
const SHOWN: usize = 24;

impl Asked<'_> {
    /// The page of a drug.
    pub(super) fn drug(&self, drug: &Drug) -> Page {
        let mut page = Page::new(&drug.name, "drug");
        page.doc(drug.doc.as_deref());
        if let Some(display) = &drug.display {
            page.add(format!("Shown as \u{201c}{}\u{201d}.", escaped(display)));
        }
        if !drug.names.is_empty() {
            let names: Vec<String> = drug.names.iter().map(|name| escaped(name)).collect();
            page.add(format!("Also called: {}.", names.join(", ")));
        }
        if !drug.classes.is_empty() {
            let classes = codes(drug.classes.iter().map(String::as_str));
            page.add(format!("Classes: {classes}."));
        }
        page.list(by_system(&drug.codes));
        let never = drug.unavailable.iter();
        page.list(never.map(|(country, reason)| {
            format!("never available in {}: {}", escaped(country), escaped(reason))
        }));
        page
    }

    /// The page of a set of drugs.
    pub(super) fn drug_set(&self, set: &DrugList) -> Page {
        let what = format!("set of {}", counted(set.drugs.len(), "drug"));
        let mut page = Page::new(&set.name, &what);
        page.doc(set.doc.as_deref());
        page.add(members(&set.drugs));
        page
    }

    /// The page of a class of drugs.
    pub(super) fn drug_class(&self, class: &str) -> Option<Page> {
        let all = self.here.analysis.vocabulary.drugs.values();
        let of = all.filter(|drug| drug.classes.iter().any(|own| own == class));
        let drugs: Vec<String> = of.map(|drug| drug.qualified.clone()).collect();
        if drugs.is_empty() {
            return None;
        }
        let what = format!("class of {}", counted(drugs.len(), "drug"));
        let mut page = Page::new(class, &what);
        page.add(members(&drugs));
        Some(page)
    }
}

/// Some drugs by their names, the first of them if there are many.
fn members(qualified: &[String]) -> String {
    let names = qualified
        .iter()
        .map(|name| name.rsplit('.').next().unwrap_or(name));
    let names: Vec<String> = names.map(code).collect();
    let shown = names.get(..SHOWN.min(names.len())).unwrap_or(&[]).join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
