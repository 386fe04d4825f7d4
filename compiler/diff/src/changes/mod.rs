//! From what differs to changes in words, thing by thing.
//!
//! Invariant: each thing that differs by itself is one change; what differs only by what it names is none, since the change
//! of what it names says what it affects.

mod cohorts;
mod definitions;
mod endpoints;
mod outputs;
mod reads;
mod sources;
mod vocabulary;

pub(crate) use outputs::pairs as output_pairs;

use crate::affected::Downstream;
use crate::clauses::Voice;
use crate::edits::{Clause, edits, reordered};
use crate::order::{Order, Versions};
use crate::pairs::{Paired, Pairs};
use crate::places::Places;
use crate::speech::Speech;
use crate::uses::{Root, Uses};
use crate::walk::Cause;
use crate::{Affected, Change, Direction, Edit, Grade, Happened, Kind, Subject};
use kohort_plan::words::Words;
use kohort_semantics::Source;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Two versions, and all that is known of how they differ.
pub(crate) struct Comparison<'a> {
    pub(crate) versions: &'a Versions<'a>,
    pub(crate) pairs: &'a Pairs,
    pub(crate) outputs: &'a Paired<usize>,
    pub(crate) uses: &'a Uses,
    pub(crate) speech: &'a Speech<'a>,
    pub(crate) before: Downstream<'a>,
    pub(crate) after: Downstream<'a>,
    pub(crate) old_sources: &'a [Arc<Source>],
    pub(crate) new_sources: &'a [Arc<Source>],
}

impl Comparison<'_> {
    /// All changes, highest grade first.
    pub(crate) fn changes(&self) -> Vec<Change> {
        let mut all = self.definitions();
        all.extend(self.vocabulary());
        all.extend(self.cohorts());
        all.extend(self.endpoints());
        all.extend(self.characteristics());
        all.extend(self.outputs());
        all.extend(self.sources());
        for change in &mut all {
            // What no output reports changes no result.
            let unused = matches!(change.grade, Grade::Endpoint | Grade::Characteristics);
            if unused && change.affects.outputs.is_empty() {
                change.grade = Grade::Cosmetic;
            }
            if change.grade == Grade::Cosmetic {
                change.affects = Affected::default();
                change.sources.clear();
            }
        }
        all.sort_by_key(|change| std::cmp::Reverse(change.grade));
        all
    }

    /// Changes of the sources alone.
    pub(crate) fn source_changes(&self) -> Vec<Change> {
        self.sources()
    }

    /// All that there is to compute.
    pub(crate) fn everything(&self) -> Affected {
        let cohorts = (0u32..).take(self.versions.new.of().cohorts.len());
        self.after
            .affected(cohorts.map(|id| Root::Index(kohort_semantics::study::CohortId(id))))
    }

    /// All sources, by name.
    pub(crate) fn all_sources(&self) -> Vec<String> {
        self.in_sources(&Places::Everywhere)
    }

    fn old_voice<'w>(&'w self, words: &'w Words<'w>) -> Voice<'w> {
        Voice {
            words,
            meanings: &self.versions.old,
        }
    }

    fn new_voice<'w>(&'w self, words: &'w Words<'w>) -> Voice<'w> {
        Voice {
            words,
            meanings: &self.versions.new,
        }
    }

    /// A change of something that is in both versions.
    fn changed(&self, grade: Grade, subject: Subject, edits: Vec<Edit>) -> Change {
        Change {
            grade,
            direction: None,
            subject,
            happened: Happened::Changed,
            edits,
            affects: Affected::default(),
            sources: self.in_sources(&Places::Everywhere),
        }
    }

    /// What a cause affects.
    fn affected(&self, cause: &Cause) -> (BTreeSet<Root>, Affected, Grade) {
        let roots = self.uses.causes.get(cause).map(|known| known.roots.clone());
        let roots = roots.unwrap_or_default();
        let affects = self.after.affected(roots.iter().copied());
        let grade = roots.iter().map(|root| root.grade()).max();
        (roots, affects, grade.unwrap_or(Grade::Cosmetic))
    }

    /// The names of the sources that are meant, old and new.
    fn in_sources(&self, places: &Places) -> Vec<String> {
        let known = self.old_sources.iter().chain(self.new_sources);
        let names: BTreeSet<&str> = known.map(|source| source.name.as_str()).collect();
        places.of(names)
    }
}

/// The name of a kind of thing.
fn subject(kind: Kind, name: &str) -> Subject {
    Subject {
        kind,
        name: name.to_owned(),
        of: None,
    }
}

/// A direction for something whose order is known.
fn direction(order: Order) -> Option<Direction> {
    Some(order.into())
}

/// What differs between clauses that are known to mean something else: the clauses themselves or, if all of them read the
/// same, their order or the whole.
fn certain_edits(old: &[Clause], new: &[Clause]) -> Vec<Edit> {
    let found = edits(old, new);
    if !found.is_empty() {
        return found;
    }
    let all = |clauses: &[Clause]| {
        let texts: Vec<&str> = clauses.iter().map(|clause| clause.text.as_str()).collect();
        Some(texts.join("; "))
    };
    let (before, after) = (all(old), all(new));
    if reordered(old, new) || before != after {
        return vec![Edit {
            old: before,
            new: after,
        }];
    }
    vec![Edit {
        old: before,
        new: after.map(|text| format!("{text} (in another meaning of a word in it)")),
    }]
}

/// Something that is only in one version, clause by clause.
fn all_of(clauses: Vec<Clause>, added: bool) -> Vec<Edit> {
    let edit = |clause: Clause| match added {
        true => Edit {
            old: None,
            new: Some(clause.text),
        },
        false => Edit {
            old: Some(clause.text),
            new: None,
        },
    };
    clauses.into_iter().map(edit).collect()
}
