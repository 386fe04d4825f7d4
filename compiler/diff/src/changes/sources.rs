//! How sources are read, seen through a study that uses them.
//!
//! One study is bound to both versions of a source, so that what differs is the source alone. Where the model differs as
//! well, each version of the study is bound to its own, and only what is read is compared.
//!
//! Invariant: a source that reads for this study what it read before is no change, whatever else it declares.

use super::{Comparison, subject};
use crate::changes::reads::Reads;
use crate::uses::Root;
use crate::{Affected, Change, Edit, Grade, Happened, Kind};
use kohort_plan::text::{LevelPlan, optimised};
use kohort_semantics::codes::CodeSystem;
use kohort_semantics::meaning::Hash;
use kohort_semantics::source::{Availability, Decode, DrugLookup};
use kohort_semantics::{Source, Study};
use similar::{ChangeTag, TextDiff};
use std::collections::BTreeSet;

/// The sections that tell how a source is read. What codes and drugs are is the vocabulary's, whatever it is in a source.
const READING: [&str; 4] = ["attributes", "tables", "opt-outs", "bounds"];

/// A line of a plan with what stands around it.
struct Line<'t> {
    section: &'t str,
    /// What the lines above it are about, from the outermost.
    around: Vec<&'t str>,
    text: &'t str,
}

impl Comparison<'_> {
    pub(super) fn sources(&self) -> Vec<Change> {
        let mut all = Vec::new();
        for new in self.new_sources {
            match self.old_sources.iter().find(|old| old.name == new.name) {
                Some(old) if old == new => {}
                Some(old) => all.extend(self.source(old, new)),
                None => all.push(self.only_once(new, Happened::Added)),
            }
        }
        for old in self.old_sources {
            if !self.new_sources.iter().any(|new| new.name == old.name) {
                all.push(self.only_once(old, Happened::Removed));
            }
        }
        all
    }

    /// A source that only one version is for.
    fn only_once(&self, source: &Source, happened: Happened) -> Change {
        let mut change = self.changed(
            Grade::SourceModel,
            subject(Kind::Source, &source.name),
            Vec::new(),
        );
        change.affects = match happened {
            Happened::Removed => Affected::default(),
            _ => self.everything(),
        };
        change.happened = happened;
        change.sources = vec![source.name.clone()];
        change
    }

    fn source(&self, old: &Source, new: &Source) -> Option<Change> {
        let (before, after) = (self.versions.old.of(), self.versions.new.of());
        let hash = self.versions.new.study();
        let same_model = before.model == after.model;
        let was = read(if same_model { after } else { before }, hash, old)?;
        let is = read(after, hash, new)?;
        let (was, is) = (lines(&was, same_model), lines(&is, same_model));
        let keys = |lines: &[Line<'_>]| -> Vec<String> {
            let keys = lines
                .iter()
                .map(|line| format!("{} {}", line.around.join(" "), line.text));
            keys.collect()
        };
        let (old_keys, new_keys) = (keys(&was), keys(&is));
        let old_keys: Vec<&str> = old_keys.iter().map(String::as_str).collect();
        let new_keys: Vec<&str> = new_keys.iter().map(String::as_str).collect();
        let difference = TextDiff::from_slices(&old_keys, &new_keys);
        let (mut edits, mut touched) = (Vec::new(), BTreeSet::new());
        let mut everything = false;
        for found in difference.iter_all_changes() {
            let line = match found.tag() {
                ChangeTag::Equal => None,
                ChangeTag::Delete => found.old_index().and_then(|at| was.get(at)),
                ChangeTag::Insert => found.new_index().and_then(|at| is.get(at)),
            };
            let Some(line) = line else { continue };
            match line.entity() {
                Some(entity) => drop(touched.insert(entity.to_owned())),
                None => everything = true,
            }
            let text = Some(line.shown());
            edits.push(match found.tag() {
                ChangeTag::Delete => Edit { old: text, new: None },
                _ => Edit { old: None, new: text },
            });
        }
        if edits.is_empty() {
            return None;
        }
        let mut change = self.changed(Grade::SourceModel, subject(Kind::Source, &new.name), edits);
        change.affects = if everything {
            self.everything()
        } else {
            let reads = Reads::of(after);
            let roots: Vec<Root> = reads.roots_of(&touched);
            self.after.affected(roots)
        };
        change.sources = vec![new.name.clone()];
        Some(change)
    }
}

/// How a study is read from a source, in words.
fn read(study: &Study, hash: Hash, source: &Source) -> Option<String> {
    let plan = optimised(study, source).ok()?;
    Some(LevelPlan::source(study, hash, source, &plan).text())
}

/// The lines that tell how a source is read. Versions are not: what they changed is what is compared.
fn lines(text: &str, whole: bool) -> Vec<Line<'_>> {
    let mut all = Vec::new();
    let mut section = "";
    let mut around: Vec<(usize, &str)> = Vec::new();
    for line in text.lines() {
        let body = line.trim_start();
        if body.is_empty() {
            continue;
        }
        let depth = line.len().saturating_sub(body.len());
        if depth == 0 {
            section = body;
            around.clear();
            continue;
        }
        around.retain(|(other, _)| *other < depth);
        let version = ["hash ", "source ", "model "]
            .iter()
            .any(|word| body.starts_with(word));
        let of_reading = READING.iter().any(|title| section.starts_with(title));
        let of_source = whole && section.starts_with("study ");
        if !version && (of_reading || of_source) {
            all.push(Line {
                section,
                around: around.iter().map(|(_, head)| *head).collect(),
                text: body,
            });
        }
        around.push((depth, head(body)));
    }
    all
}

/// What a line is about: what stands in front of its first colon or sign of equality.
fn head(line: &str) -> &str {
    let end = line.find([':', '=']).unwrap_or(line.len());
    line.get(..end)
        .unwrap_or(line)
        .trim()
        .trim_start_matches("optional ")
}

impl Line<'_> {
    /// The entity that it is about, if it is about one.
    fn entity(&self) -> Option<&str> {
        if self.section.starts_with("attributes") {
            // `death.date: …`, and below it where it comes from; an attribute without an entity is the patient's.
            let path = self.around.first().copied().unwrap_or_else(|| head(self.text));
            return Some(path.split_once('.').map_or("patient", |(entity, _)| entity));
        }
        if self.section != "tables" {
            return None;
        }
        match self.around.as_slice() {
            [_, entity, ..] => Some(entity),
            [_] if self.text.contains(": ") => Some(head(self.text)),
            _ => None,
        }
    }

    fn shown(&self) -> String {
        let mut all = self.around.clone();
        all.push(self.text);
        all.join(" / ")
    }
}

/// The code systems that a source's columns hold.
pub(super) fn systems(source: &Source) -> BTreeSet<CodeSystem> {
    let mappings = source.entities.iter().flat_map(|entity| &entity.attributes);
    let mut all = BTreeSet::new();
    for mapping in mappings {
        let Availability::Present(reading) = &mapping.availability else {
            continue;
        };
        match &reading.decode {
            Decode::Code(codes) => all.extend(codes.systems()),
            Decode::Drug(lookups) => all.extend(lookups.iter().filter_map(|lookup| match lookup {
                DrugLookup::Code(system, _) => Some(*system),
                DrugLookup::Name(_) => None,
            })),
            _ => {}
        }
    }
    all
}
