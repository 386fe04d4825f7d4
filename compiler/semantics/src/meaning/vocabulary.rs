//! Code lists, drugs and analytes: what is in them, whatever they are called.
//!
//! Invariant: a drug and an analyte keep their qualified names, which are their values; a list of codes or of drugs has no
//! name here. From when to when a code is in use is a check's business and changes no result.

use super::Meanings;
use super::hash::{Encoder, Hash};
use crate::codes::{Analyte, CodeList, CodePattern, Drug};
use crate::study::{CodeListId, DrugListId, DrugSet};
use std::collections::BTreeSet;

impl Meanings<'_> {
    /// The meaning of a code list: the codes that it holds.
    pub fn code_list(&self, id: CodeListId) -> Hash {
        match self.study.code_lists.get(id.0 as usize) {
            Some(list) => code_list(list),
            None => Encoder::new("nothing").finish(),
        }
    }

    /// The meaning of a declared set of drugs: the drugs in it.
    pub fn drug_list(&self, id: DrugListId) -> Hash {
        match self.study.drug_lists.get(id.0 as usize) {
            Some(list) => self.drugs(&list.drugs),
            None => Encoder::new("nothing").finish(),
        }
    }

    /// The meaning of a set of drugs.
    pub fn drug_set(&self, set: &DrugSet) -> Hash {
        self.drugs(&set.drugs)
    }

    pub(super) fn drugs(&self, qualified: &[String]) -> Hash {
        let drugs: BTreeSet<Hash> = qualified.iter().map(|name| self.drug(name)).collect();
        Encoder::new("drugs").hashes(drugs).finish()
    }

    /// The meaning of a drug: its name, and all by which data name it.
    pub fn drug(&self, qualified: &str) -> Hash {
        let known = self.drugs.get(qualified).copied();
        known.unwrap_or_else(|| Encoder::new("unknown drug").text(qualified).finish())
    }

    /// The meaning of an analyte: its name, its unit, and all by which data name and measure it.
    pub fn analyte(&self, qualified: &str) -> Hash {
        let known = self.analytes.get(qualified).copied();
        known.unwrap_or_else(|| Encoder::new("unknown analyte").text(qualified).finish())
    }
}

/// The meaning of a code list. What a wider entry of the list holds already adds nothing.
pub(super) fn code_list(list: &CodeList) -> Hash {
    let mut encoder = Encoder::new("codes");
    for patterns in [&list.entries, &list.except] {
        encoder.unordered(needed(patterns).into_iter().map(pattern));
    }
    encoder.finish()
}

/// The entries that no other entry holds already, each once.
fn needed(patterns: &[CodePattern]) -> BTreeSet<(&'static str, &str, bool)> {
    let key = |pattern: &'_ CodePattern| (pattern.system.name(), pattern.wildcard);
    let held = |one: &CodePattern| {
        patterns.iter().any(|wide| {
            wide.wildcard
                && wide.system == one.system
                && one.code.starts_with(&wide.code)
                && (wide.code.len() < one.code.len() || !one.wildcard)
        })
    };
    let kept = patterns.iter().filter(|one| !held(one));
    kept.map(|one| (key(one).0, one.code.as_str(), one.wildcard))
        .collect()
}

fn pattern((system, code, wildcard): (&'static str, &str, bool)) -> Hash {
    Encoder::new("code")
        .text(system)
        .text(code)
        .truth(wildcard)
        .finish()
}

/// The meaning of a drug.
pub(super) fn drug(drug: &Drug) -> Hash {
    let Drug {
        name: _,
        qualified,
        doc: _,
        display,
        classes: _,
        codes,
        names,
        unavailable: _,
        span: _,
    } = drug;
    let mut encoder = Encoder::new("drug");
    encoder.text(qualified);
    encoder.maybe(display.as_ref(), |encoder, display| encoder.text(display));
    encoder.unordered(needed(codes).into_iter().map(pattern));
    spellings(&mut encoder, names);
    encoder.finish()
}

/// The meaning of an analyte.
pub(super) fn analyte(analyte: &Analyte) -> Hash {
    let Analyte {
        name: _,
        qualified,
        doc: _,
        codes,
        unit,
        conversions,
        plausible: _,
        names,
        span: _,
    } = analyte;
    let mut encoder = Encoder::new("analyte");
    encoder.text(qualified).text(unit.text());
    encoder.unordered(needed(codes).into_iter().map(pattern));
    encoder.unordered(conversions.iter().map(|(unit, conversion)| {
        Encoder::new("conversion")
            .text(unit.text())
            .text(&conversion.factor.as_ratio().to_string())
            .text(&conversion.offset.as_ratio().to_string())
            .finish()
    }));
    spellings(&mut encoder, names);
    encoder.finish()
}

/// Names in no order.
fn spellings(encoder: &mut Encoder, names: &[String]) {
    let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    encoder.number(names.len() as u64);
    for name in names {
        encoder.text(name);
    }
}
