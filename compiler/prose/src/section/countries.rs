//! What differs between sources.

use crate::about::About;
use crate::block::{Entry, Section};
use crate::say::Say;
use crate::text::{name, plain, sentence};

pub(super) fn section(_say: &Say<'_>, about: &About) -> Option<Section> {
    let different: Vec<Entry> = about
        .countries
        .iter()
        .filter(|country| !country.adapted.is_empty())
        .map(|country| Entry {
            text: format!("{}:", name(&country.source)),
            more: country
                .adapted
                .iter()
                .map(|adapted| {
                    Entry::new(format!(
                        "{}: {}",
                        name(&adapted.place),
                        sentence(&plain(&adapted.what))
                    ))
                })
                .collect(),
        })
        .collect();
    if different.is_empty() {
        return None;
    }
    let mut section = Section::new(2, "What differs between countries");
    section.paragraph("The study says something for some sources only, or has a second choice where a source does not record the first. All other sources are treated alike.");
    section.list(different);
    Some(section)
}
