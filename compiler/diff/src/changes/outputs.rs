//! What is reported.

use super::{Comparison, all_of, subject};
use crate::affected::label;
use crate::edits::{Clause, edits};
use crate::pairs::Paired;
use crate::speech::Speech;
use crate::uses::Root;
use crate::{Change, Edit, Grade, Happened, Kind};
use kohort_plan::words::Words;
use kohort_semantics::meaning::Hash;
use kohort_semantics::study::{Output, Study};

/// Which outputs of two versions belong together: those that read the same, then those of the same people, then those of
/// one kind.
pub(crate) fn pairs(old: &Study, new: &Study, speech: &Speech<'_>) -> Paired<usize> {
    let before: Vec<Vec<Clause>> = old
        .outputs
        .iter()
        .map(|output| speech.old_clauses(|words| said(words, output)))
        .collect();
    let after: Vec<Vec<Clause>> = new
        .outputs
        .iter()
        .map(|output| speech.new_clauses(|words| said(words, output)))
        .collect();
    let keys = |clauses: Option<&Vec<Clause>>| -> Vec<String> {
        let clauses = clauses.into_iter().flatten();
        clauses.map(|clause| clause.key.clone()).collect()
    };
    let mut pairs = Paired {
        both: Vec::new(),
        gone: (0..before.len()).collect(),
        added: (0..after.len()).collect(),
    };
    pairs.more(|left, right| keys(before.get(left)) == keys(after.get(right)));
    pairs.more(|left, right| keys(before.get(left)).first() == keys(after.get(right)).first());
    pairs.more(|left, right| {
        old.outputs.get(left).map(Output::word) == new.outputs.get(right).map(Output::word)
    });
    pairs.both.sort_unstable();
    pairs
}

impl Comparison<'_> {
    pub(super) fn outputs(&self) -> Vec<Change> {
        let (before, after) = (self.versions.old.of(), self.versions.new.of());
        let mut all = Vec::new();
        for (left, right) in &self.outputs.both {
            let (Some(old), Some(new)) = (before.outputs.get(*left), after.outputs.get(*right)) else {
                continue;
            };
            let old_clauses = self.speech.old_clauses(|words| said(words, old));
            let new_clauses = self.speech.new_clauses(|words| said(words, new));
            let mut found = edits(&old_clauses, &new_clauses);
            let mut grade = Grade::OutputsOnly;
            if found.is_empty() && crate::edits::reordered(&old_clauses, &new_clauses) {
                found = super::certain_edits(&old_clauses, &new_clauses);
                grade = Grade::Cosmetic;
            }
            if !found.is_empty() {
                let mut change = self.changed(grade, subject(Kind::Output, &label(after, new)), found);
                if grade != Grade::Cosmetic {
                    change.affects = self.after.affected([Root::Output(*right)]);
                }
                all.push(change);
            }
        }
        for position in &self.outputs.gone {
            let Some(output) = before.outputs.get(*position) else {
                continue;
            };
            let clauses = self.speech.old_clauses(|words| said(words, output));
            let name = subject(Kind::Output, &label(before, output));
            let mut change = self.changed(Grade::OutputsOnly, name, all_of(clauses, false));
            change.happened = Happened::Removed;
            all.push(change);
        }
        for position in &self.outputs.added {
            let Some(output) = after.outputs.get(*position) else {
                continue;
            };
            let clauses = self.speech.new_clauses(|words| said(words, output));
            let name = subject(Kind::Output, &label(after, output));
            let mut change = self.changed(Grade::OutputsOnly, name, all_of(clauses, true));
            change.happened = Happened::Added;
            change.affects = self.after.affected([Root::Output(*position)]);
            all.push(change);
        }
        let labels = |study: &Study| {
            let labels: Vec<String> = study.outputs.iter().map(|output| label(study, output)).collect();
            labels.join("; ")
        };
        let moved = !self.outputs.both.is_sorted_by_key(|(_, right)| *right);
        all.extend(self.order_of("outputs", moved.then(|| (labels(before), labels(after)))));
        let names = |study: &Study| {
            let names: Vec<&str> = study.cohorts.iter().map(|cohort| cohort.name.as_str()).collect();
            names.join(", ")
        };
        let mut both = self.pairs.cohorts.both.clone();
        both.sort_unstable();
        let moved = !both.is_sorted_by_key(|(_, right)| *right);
        all.extend(self.order_of("cohorts", moved.then(|| (names(before), names(after)))));
        all
    }

    /// Things that stand in another order, if they do.
    fn order_of(&self, what: &str, moved: Option<(String, String)>) -> Option<Change> {
        let (old, new) = moved?;
        let edit = Edit {
            old: Some(old),
            new: Some(new),
        };
        let name = subject(Kind::Study, &self.versions.new.of().name);
        let mut change = self.changed(Grade::Cosmetic, name, vec![edit]);
        change.happened = Happened::Reordered {
            what: what.to_owned(),
        };
        Some(change)
    }
}

fn said(words: &Words<'_>, output: &Output) -> Vec<(Option<Hash>, String)> {
    let clauses = words.output(output).into_iter();
    clauses.map(|text| (None, text)).collect()
}
