//! A module: where its text is, what its head says, and what it declares.

use super::Asked;
use super::page::{Page, counted, escaped, listed};
use kohort_grammar::ast::Item;
use kohort_grammar::parse;
use std::collections::BTreeMap;

impl Asked<'_> {
    /// The page of a module.
    pub(super) fn module(&self, path: &str) -> Option<Page> {
        let analysis = &self.here.analysis;
        let mut page = Page::new(path, "module");
        let Some(file) = analysis.vocabulary.modules.get(path) else {
            // A folder of modules, as in `std.codes`.
            return Some(page);
        };
        let text = analysis.files.text(analysis.files.find(file)?);
        page.add(escaped(&head(text)));
        let mut kinds: BTreeMap<u8, (&str, usize)> = BTreeMap::new();
        for item in parse(text).tree().items() {
            if let Some((order, word)) = kind(&item) {
                let entry = kinds.entry(order).or_insert((word, 0));
                entry.1 = entry.1.saturating_add(1);
            }
        }
        let kinds: Vec<String> = kinds
            .values()
            .map(|(word, number)| counted(*number, word))
            .collect();
        if !kinds.is_empty() {
            page.add(format!("Declares {}.", listed(&kinds, "and")));
        }
        page.add(format!("*{}*", escaped(file)));
        Some(page)
    }
}

/// The first paragraph of the comment that a file begins with.
fn head(text: &str) -> String {
    let lines = text.lines().map_while(|line| {
        let line = line.strip_prefix("//")?;
        (!line.starts_with('/') && !line.trim().is_empty()).then(|| line.trim())
    });
    lines.collect::<Vec<_>>().join(" ")
}

fn kind(item: &Item) -> Option<(u8, &'static str)> {
    Some(match item {
        Item::Model(_) => (0, "model"),
        Item::Source(_) => (1, "source"),
        Item::Codes(_) => (2, "code list"),
        Item::Analyte(_) => (3, "analyte"),
        Item::Drug(_) => (4, "drug"),
        Item::Drugs(_) => (5, "drug set"),
        Item::Regimen(_) => (6, "regimen"),
        Item::Lines(_) => (7, "rule set"),
        Item::Endpoint(_) => (8, "endpoint"),
        Item::Let(_) | Item::Parameter(_) => (9, "definition"),
        Item::Characteristic(_) => (10, "characteristic"),
        Item::Cohort(_) => (11, "cohort"),
        Item::Study(_)
        | Item::Use(_)
        | Item::Precision(_)
        | Item::Report(_)
        | Item::Test(_)
        | Item::Bad(_) => {
            return None;
        }
    })
}
