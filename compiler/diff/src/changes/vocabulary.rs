//! Code lists, drugs, sets of drugs, analytes and the model: what words stand for.

use super::{Comparison, direction, subject};
use crate::order::{Order, Side, covers, drugs_within};
use crate::places::Places;
use crate::walk::Cause;
use crate::{Change, Edit, Grade, Kind};
use kohort_semantics::codes::{Analyte, CodeList, CodePattern, Drug};
use kohort_semantics::model::{AttributeType, Model};
use std::collections::BTreeSet;

impl Comparison<'_> {
    pub(super) fn vocabulary(&self) -> Vec<Change> {
        let causes = self.uses.causes.iter();
        let mut all = Vec::new();
        for (cause, found) in causes {
            let Some(mut change) = self.word(cause) else {
                continue;
            };
            change.affects = self.after.affected(found.roots.iter().copied());
            let meant = self.in_sources(&found.places);
            change.sources.retain(|source| meant.contains(source));
            all.push(change);
        }
        all
    }

    /// The change of a word, in all sources that have anything of it.
    fn word(&self, cause: &Cause) -> Option<Change> {
        let (before, after) = (self.versions.old.of(), self.versions.new.of());
        match cause {
            Cause::Definition(..) | Cause::Precision(..) => None,
            Cause::CodeList(old, new) => {
                let old = before.code_lists.get(old.0 as usize)?;
                let new = after.code_lists.get(new.0 as usize)?;
                Some(self.code_list(old, new))
            }
            Cause::DrugList(old, new) => {
                let old = before.drug_lists.get(old.0 as usize)?;
                let new = after.drug_lists.get(new.0 as usize)?;
                let mut change = self.drugs(&new.name, &old.drugs, &new.drugs);
                change.subject.of = self.elsewhere(&new.module, new.span.file);
                Some(change)
            }
            Cause::DrugSet(name, old, new) => Some(self.drugs(name, old, new)),
            Cause::Drug(name) => {
                let old = before.drugs.iter().find(|drug| drug.qualified == *name);
                let new = after.drugs.iter().find(|drug| drug.qualified == *name);
                let edits = listed(&old.map_or_else(Vec::new, drug), &new.map_or_else(Vec::new, drug));
                let name = new.or(old).map_or(name.as_str(), |found| &found.name);
                let codes = |drug: Option<&Drug>| drug.map_or_else(Vec::new, |drug| drug.codes.clone());
                let mut change = self.changed(Grade::Vocabulary, subject(Kind::Drug, name), edits);
                self.where_codes_count(&mut change, &codes(old), &codes(new));
                Some(change)
            }
            Cause::Analyte(name) => {
                let old = before.analytes.iter().find(|analyte| analyte.qualified == *name);
                let new = after.analytes.iter().find(|analyte| analyte.qualified == *name);
                let edits = listed(
                    &old.map_or_else(Vec::new, analyte),
                    &new.map_or_else(Vec::new, analyte),
                );
                let name = new.or(old).map_or(name.as_str(), |found| &found.name);
                let codes =
                    |found: Option<&Analyte>| found.map_or_else(Vec::new, |found| found.codes.clone());
                let mut change = self.changed(Grade::Vocabulary, subject(Kind::Analyte, name), edits);
                self.where_codes_count(&mut change, &codes(old), &codes(new));
                Some(change)
            }
            Cause::Model(path) => {
                let edits = listed(&modelled(&before.model, path), &modelled(&after.model, path));
                Some(self.changed(Grade::SourceModel, subject(Kind::Model, path), edits))
            }
        }
    }

    /// The module that declares something, unless the study's own file does.
    fn elsewhere(&self, module: &str, file: kohort_base::FileId) -> Option<String> {
        (file != self.versions.new.of().span.file).then(|| module.to_owned())
    }

    fn code_list(&self, old: &CodeList, new: &CodeList) -> Change {
        let mut edits = listed(&entries("", &old.entries), &entries("", &new.entries));
        edits.extend(listed(
            &entries("except ", &old.except),
            &entries("except ", &new.except),
        ));
        let mut change = self.changed(Grade::Vocabulary, subject(Kind::CodeList, &new.name), edits);
        change.subject.of = self.elsewhere(&new.module, new.span.file);
        change.direction = direction(Order {
            at_most: covers(old, new),
            at_least: covers(new, old),
        });
        let all = |list: &CodeList| -> Vec<CodePattern> {
            let except = list.except.iter().cloned().map(|pattern| CodePattern {
                // Told apart from the same code as an entry.
                text: format!("except {}", pattern.text),
                ..pattern
            });
            list.entries.iter().cloned().chain(except).collect()
        };
        self.where_codes_count(&mut change, &all(old), &all(new));
        change
    }

    /// Limits a change of nothing but codes to the sources in which their systems are in use.
    fn where_codes_count(&self, change: &mut Change, old: &[CodePattern], new: &[CodePattern]) {
        let key = |pattern: &CodePattern| (pattern.system.name(), pattern.text.clone());
        let keys = |patterns: &[CodePattern]| -> BTreeSet<_> { patterns.iter().map(key).collect() };
        let (old, new) = (keys(old), keys(new));
        let differing: Vec<&(&str, String)> = old.symmetric_difference(&new).collect();
        if differing.len() < change.edits.len() || differing.is_empty() {
            return;
        }
        let having = self.old_sources.iter().chain(self.new_sources).filter(|source| {
            let used = super::sources::systems(source);
            used.iter()
                .any(|used| differing.iter().any(|(system, _)| *system == used.name()))
        });
        let having = having.map(|source| source.name.clone()).collect();
        change.sources = self.in_sources(&Places::In(having));
    }

    fn drugs(&self, name: &str, old: &[String], new: &[String]) -> Change {
        let called = |words: &kohort_plan::words::Words<'_>, drugs: &[String]| -> Vec<String> {
            let mut names: Vec<String> = drugs.iter().map(|drug| words.drug(drug)).collect();
            names.sort();
            names
        };
        let edits = listed(&called(&self.speech.old, old), &called(&self.speech.new, new));
        let mut change = self.changed(Grade::Vocabulary, subject(Kind::DrugSet, name), edits);
        change.direction = direction(Order {
            at_most: drugs_within(self.versions, Side::New, new, old),
            at_least: drugs_within(self.versions, Side::Old, old, new),
        });
        change
    }
}

/// What is only in one of two lists, first what is gone.
fn listed(old: &[String], new: &[String]) -> Vec<Edit> {
    let gone = old.iter().filter(|entry| !new.contains(entry)).map(|entry| Edit {
        old: Some(entry.clone()),
        new: None,
    });
    let added = new.iter().filter(|entry| !old.contains(entry)).map(|entry| Edit {
        old: None,
        new: Some(entry.clone()),
    });
    gone.chain(added).collect()
}

fn entries(word: &str, patterns: &[CodePattern]) -> Vec<String> {
    let text = |pattern: &CodePattern| {
        let below = if pattern.wildcard {
            ".* (it and all below)"
        } else {
            ""
        };
        let code = pattern.text.trim_end_matches('*').trim_end_matches('.');
        format!("{word}{} {code}{below}", pattern.system.name())
    };
    patterns.iter().map(text).collect()
}

fn drug(drug: &Drug) -> Vec<String> {
    let shown = drug.display.iter().map(|shown| format!("shown as {shown}"));
    let names = drug.names.iter().map(|name| format!("name {name}"));
    shown.chain(entries("code ", &drug.codes)).chain(names).collect()
}

fn analyte(analyte: &Analyte) -> Vec<String> {
    let mut all = vec![format!("unit {}", analyte.unit.text())];
    all.extend(analyte.conversions.iter().map(|(unit, conversion)| {
        format!(
            "converts from {} by {} and {}",
            unit.text(),
            conversion.factor.as_ratio(),
            conversion.offset.as_ratio()
        )
    }));
    all.extend(entries("code ", &analyte.codes));
    all.extend(analyte.names.iter().map(|name| format!("name {name}")));
    all
}

/// What the model says of an entity or of an attribute of one.
fn modelled(model: &Model, path: &str) -> Vec<String> {
    let (entity, attribute) = path
        .split_once('.')
        .map_or((path, None), |(entity, rest)| (entity, Some(rest)));
    let Some((_, entity)) = model.entity_named(entity) else {
        return Vec::new();
    };
    match attribute {
        Some(name) => {
            let found = entity.attribute_named(name);
            found.map(|(_, found)| kind_of(&found.ty)).into_iter().collect()
        }
        None => {
            let mut all = vec![format!("{:?}", entity.cardinality).to_lowercase()];
            let attributes = entity.attributes.iter();
            all.extend(attributes.map(|attribute| format!("{} {}", attribute.name, kind_of(&attribute.ty))));
            all
        }
    }
}

fn kind_of(ty: &AttributeType) -> String {
    match ty {
        AttributeType::Category(category) => {
            let ordered = if category.ordered { "ordered " } else { "" };
            format!("{ordered}category {{ {} }}", category.values.join(", "))
        }
        AttributeType::QuantityIn(unit) => format!("quantity in {}", unit.text()),
        AttributeType::QuantityOf(_) => String::from("quantity of an analyte"),
        other => format!("{other:?}").to_lowercase(),
    }
}
