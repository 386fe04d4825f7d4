//! Endpoints and characteristics.

use super::{Comparison, all_of, certain_edits, subject};
use crate::uses::Root;
use crate::{Change, Grade, Happened, Kind};
use kohort_plan::words::Words;
use kohort_semantics::meaning::Hash;
use kohort_semantics::study::{Characteristic, CharacteristicId, Endpoint, EndpointId};

impl Comparison<'_> {
    pub(super) fn endpoints(&self) -> Vec<Change> {
        let (before, after) = (self.versions.old.of(), self.versions.new.of());
        let mut all = Vec::new();
        for (left, right) in &self.pairs.endpoints.both {
            if let (Some(old), Some(new)) = (before.endpoint(*left), after.endpoint(*right)) {
                self.endpoint(old, (*right, new), &mut all);
            }
        }
        let grade = Grade::Endpoint;
        for id in &self.pairs.endpoints.gone {
            let Some(found) = before.endpoint(*id) else {
                continue;
            };
            let clauses = self.speech.old_clauses(|words| endpoint(words, found));
            let mut change = self.changed(
                grade,
                subject(Kind::Endpoint, &found.name),
                all_of(clauses, false),
            );
            change.happened = Happened::Removed;
            change.affects = self.before.affected([Root::Endpoint(*id)]);
            all.push(change);
        }
        for id in &self.pairs.endpoints.added {
            let Some(found) = after.endpoint(*id) else {
                continue;
            };
            let clauses = self.speech.new_clauses(|words| endpoint(words, found));
            let mut change = self.changed(grade, subject(Kind::Endpoint, &found.name), all_of(clauses, true));
            change.happened = Happened::Added;
            change.affects = self.after.affected([Root::Endpoint(*id)]);
            all.push(change);
        }
        all
    }

    fn endpoint(&self, old: &Endpoint, (id, new): (EndpointId, &Endpoint), all: &mut Vec<Change>) {
        if old.name != new.name {
            let mut change = self.changed(Grade::Cosmetic, subject(Kind::Endpoint, &new.name), Vec::new());
            change.happened = Happened::Renamed {
                from: old.name.clone(),
            };
            all.push(change);
        }
        let root = Root::Endpoint(id);
        let Some(own) = self.uses.roots.get(&root).and_then(|node| node.own.as_ref()) else {
            return;
        };
        let edits = certain_edits(
            &self.speech.old_clauses(|words| endpoint(words, old)),
            &self.speech.new_clauses(|words| endpoint(words, new)),
        );
        // Events may be called otherwise and be the same.
        let mut called = new.clone();
        for (event, before) in called.events.iter_mut().zip(&old.events) {
            event.name.clone_from(&before.name);
        }
        let renamed = old.events.len() == new.events.len()
            && self.versions.new.outcome(&called) == self.versions.old.outcome(old);
        let grade = if renamed { Grade::Cosmetic } else { Grade::Endpoint };
        let mut change = self.changed(grade, subject(Kind::Endpoint, &new.name), edits);
        change.sources = self.in_sources(own);
        if !renamed {
            change.affects = self.after.affected([root]);
        }
        all.push(change);
    }

    pub(super) fn characteristics(&self) -> Vec<Change> {
        let (before, after) = (self.versions.old.of(), self.versions.new.of());
        let mut all = Vec::new();
        for (left, right) in &self.pairs.characteristics.both {
            if let (Some(old), Some(new)) = (before.characteristic(*left), after.characteristic(*right)) {
                self.characteristic(old, (*right, new), &mut all);
            }
        }
        // One that is written in a report is that report's change.
        let grade = Grade::Characteristics;
        for id in &self.pairs.characteristics.gone {
            let Some(found) = before.characteristic(*id).filter(|found| found.declared) else {
                continue;
            };
            let clauses = self.speech.old_clauses(|words| characteristic(words, found));
            let name = subject(Kind::Characteristic, &found.name);
            let mut change = self.changed(grade, name, all_of(clauses, false));
            change.happened = Happened::Removed;
            change.affects = self.before.affected([Root::Characteristic(*id)]);
            all.push(change);
        }
        for id in &self.pairs.characteristics.added {
            let Some(found) = after.characteristic(*id).filter(|found| found.declared) else {
                continue;
            };
            let clauses = self.speech.new_clauses(|words| characteristic(words, found));
            let name = subject(Kind::Characteristic, &found.name);
            let mut change = self.changed(grade, name, all_of(clauses, true));
            change.happened = Happened::Added;
            change.affects = self.after.affected([Root::Characteristic(*id)]);
            all.push(change);
        }
        all
    }

    fn characteristic(
        &self,
        old: &Characteristic,
        (id, new): (CharacteristicId, &Characteristic),
        all: &mut Vec<Change>,
    ) {
        let name = || subject(Kind::Characteristic, &new.name);
        if old.name != new.name {
            let mut change = self.changed(Grade::Cosmetic, name(), Vec::new());
            change.happened = Happened::Renamed {
                from: old.name.clone(),
            };
            all.push(change);
        }
        let root = Root::Characteristic(id);
        let Some(own) = self.uses.roots.get(&root).and_then(|node| node.own.as_ref()) else {
            return;
        };
        let edits = certain_edits(
            &self.speech.old_clauses(|words| characteristic(words, old)),
            &self.speech.new_clauses(|words| characteristic(words, new)),
        );
        // A look ahead that is explained otherwise changes no value.
        let same = old.labels == new.labels
            && self.versions.old.expression(&old.value) == self.versions.new.expression(&new.value);
        let grade = if same {
            Grade::Cosmetic
        } else {
            Grade::Characteristics
        };
        let mut change = self.changed(grade, name(), edits);
        change.sources = self.in_sources(own);
        if !same {
            change.affects = self.after.affected([root]);
        }
        all.push(change);
    }
}

fn endpoint(words: &Words<'_>, endpoint: &Endpoint) -> Vec<(Option<Hash>, String)> {
    let clauses = words.endpoint_clauses(endpoint).into_iter();
    clauses.map(|text| (None, text)).collect()
}

fn characteristic(words: &Words<'_>, characteristic: &Characteristic) -> Vec<(Option<Hash>, String)> {
    let clauses = words.characteristic(characteristic).into_iter();
    clauses.map(|text| (None, text)).collect()
}
