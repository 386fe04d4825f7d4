//! Cohorts: their index dates, their criteria, and from whom they are drawn.

use super::{Comparison, all_of, certain_edits, direction, subject};
use crate::order::Order;
use crate::pairs::{Paired, Pairs};
use crate::uses::Root;
use crate::{Change, Direction, Edit, Grade, Happened, Kind, Subject, Verdict};
use kohort_semantics::study::{Cohort, CohortId, Index};

const NARROWER: Order = Order {
    at_most: true,
    at_least: false,
};
const WIDER: Order = Order {
    at_most: false,
    at_least: true,
};

impl Comparison<'_> {
    pub(super) fn cohorts(&self) -> Vec<Change> {
        let (before, after) = (self.versions.old.of(), self.versions.new.of());
        let mut all = Vec::new();
        for (old_id, new_id) in &self.pairs.cohorts.both {
            if let (Some(old), Some(new)) = (before.cohort(*old_id), after.cohort(*new_id)) {
                self.cohort((*old_id, old), (*new_id, new), &mut all);
            }
        }
        for (ids, added) in [
            (&self.pairs.cohorts.gone, false),
            (&self.pairs.cohorts.added, true),
        ] {
            for id in ids {
                let (study, downstream) = if added {
                    (after, &self.after)
                } else {
                    (before, &self.before)
                };
                let Some(cohort) = study.cohort(*id) else { continue };
                let clauses = if added {
                    self.speech
                        .new_clauses(|words| self.new_voice(words).cohort(cohort))
                } else {
                    self.speech
                        .old_clauses(|words| self.old_voice(words).cohort(cohort))
                };
                let edits = all_of(clauses, added);
                let mut change = self.changed(Grade::Population, subject(Kind::Cohort, &cohort.name), edits);
                change.happened = if added { Happened::Added } else { Happened::Removed };
                change.affects = downstream.affected([Root::Index(*id)]);
                all.push(change);
            }
        }
        all
    }

    /// What all changes together do to cohorts whose meaning differs.
    pub(crate) fn verdicts(&self) -> Vec<Verdict> {
        let after = self.versions.new.of();
        let mut both = self.pairs.cohorts.both.clone();
        both.sort_by_key(|(_, new)| *new);
        let differing = both
            .into_iter()
            .filter(|(old, new)| self.versions.old.population(*old) != self.versions.new.population(*new));
        let verdict = |(old, new): (CohortId, CohortId)| {
            Some(Verdict {
                cohort: after.cohort(new)?.name.clone(),
                direction: self.versions.cohort(old, new).into(),
            })
        };
        differing.filter_map(verdict).collect()
    }

    fn cohort(
        &self,
        (old_id, old): (CohortId, &Cohort),
        (new_id, new): (CohortId, &Cohort),
        all: &mut Vec<Change>,
    ) {
        let first = all.len();
        if old.name != new.name {
            let mut change = self.changed(Grade::Cosmetic, subject(Kind::Cohort, &new.name), Vec::new());
            change.happened = Happened::Renamed {
                from: old.name.clone(),
            };
            all.push(change);
        }
        self.from((old_id, old), (new_id, new), all);
        self.index(old, (new_id, new), all);
        self.criteria(old, (new_id, new), all);
        // Whatever was taken apart or put together: the same people come out.
        if self.versions.old.population(old_id) == self.versions.new.population(new_id) {
            for change in all.iter_mut().skip(first) {
                change.grade = Grade::Cosmetic;
                if change.direction.is_some() {
                    change.direction = Some(Direction::Same);
                }
                change.affects = crate::Affected::default();
            }
        }
    }

    fn from(
        &self,
        (old_id, old): (CohortId, &Cohort),
        (new_id, new): (CohortId, &Cohort),
        all: &mut Vec<Change>,
    ) {
        let same = match (old.from, new.from) {
            (Some(old), Some(new)) => self.pairs.cohorts.both.contains(&(old, new)),
            (None, None) => true,
            _ => false,
        };
        if same {
            return;
        }
        let edit = Edit {
            old: old.from.map(|id| format!("from {}", self.speech.old.cohort(id))),
            new: new.from.map(|id| format!("from {}", self.speech.new.cohort(id))),
        };
        let mut change = self.changed(Grade::Population, subject(Kind::Cohort, &new.name), vec![edit]);
        change.direction = direction(self.versions.cohort(old_id, new_id));
        change.affects = self.after.affected([Root::Criterion(new_id, 0)]);
        all.push(change);
    }

    fn index(&self, old: &Cohort, (new_id, new): (CohortId, &Cohort), all: &mut Vec<Change>) {
        let root = Root::Index(new_id);
        let Some(own) = self.uses.roots.get(&root).and_then(|node| node.own.as_ref()) else {
            return;
        };
        let said = |index: &Option<Index>, old: bool| match index {
            None => Vec::new(),
            Some(index) if old => self
                .speech
                .old_clauses(|words| self.old_voice(words).index(index)),
            Some(index) => self
                .speech
                .new_clauses(|words| self.new_voice(words).index(index)),
        };
        let edits = certain_edits(&said(&old.index, true), &said(&new.index, false));
        let mut change = self.changed(
            Grade::TimeZero,
            of(Kind::IndexDate, "index date", &new.name),
            edits,
        );
        change.direction = direction(match (&old.index, &new.index) {
            (Some(old), Some(new)) => self.versions.index(old, new),
            _ => Order::OPEN,
        });
        change.affects = self.after.affected([root]);
        change.sources = self.in_sources(own);
        all.push(change);
    }

    fn criteria(&self, old: &Cohort, (new_id, new): (CohortId, &Cohort), all: &mut Vec<Change>) {
        let pairs = Pairs::criteria(self.versions, old, new);
        for (left, right) in &pairs.both {
            let (Some(before), Some(after)) = (old.criteria.get(*left), new.criteria.get(*right)) else {
                continue;
            };
            let root = Root::Criterion(new_id, *right);
            if before.name != after.name {
                let name = of(Kind::Criterion, &after.name, &new.name);
                let mut change = self.changed(Grade::Cosmetic, name, Vec::new());
                change.happened = Happened::Renamed {
                    from: before.name.clone(),
                };
                all.push(change);
            }
            let Some(own) = self.uses.roots.get(&root).and_then(|node| node.own.as_ref()) else {
                continue;
            };
            let order = self.versions.criterion(before, after);
            let edits = certain_edits(
                &self
                    .speech
                    .old_clauses(|words| self.old_voice(words).criterion(before)),
                &self
                    .speech
                    .new_clauses(|words| self.new_voice(words).criterion(after)),
            );
            let grade = if order == Order::SAME {
                Grade::Cosmetic
            } else {
                Grade::Population
            };
            let mut change = self.changed(grade, of(Kind::Criterion, &after.name, &new.name), edits);
            change.direction = direction(order);
            change.sources = self.in_sources(own);
            if grade != Grade::Cosmetic {
                change.affects = self.after.affected([root]);
            }
            all.push(change);
        }
        for position in &pairs.gone {
            let Some(criterion) = old.criteria.get(*position) else {
                continue;
            };
            let clauses = self
                .speech
                .old_clauses(|words| self.old_voice(words).whole_criterion(criterion));
            let name = of(Kind::Criterion, &criterion.name, &new.name);
            let mut change = self.changed(Grade::Population, name, all_of(clauses, false));
            change.happened = Happened::Removed;
            change.direction = direction(WIDER);
            change.affects = self.after.affected([Root::Criterion(new_id, 0)]);
            all.push(change);
        }
        for position in &pairs.added {
            let Some(criterion) = new.criteria.get(*position) else {
                continue;
            };
            let clauses = self
                .speech
                .new_clauses(|words| self.new_voice(words).whole_criterion(criterion));
            let name = of(Kind::Criterion, &criterion.name, &new.name);
            let mut change = self.changed(Grade::Population, name, all_of(clauses, true));
            change.happened = Happened::Added;
            change.direction = direction(NARROWER);
            change.affects = self.after.affected([Root::Criterion(new_id, *position)]);
            all.push(change);
        }
        if !in_order(&pairs) {
            let names = |cohort: &Cohort| {
                let names: Vec<&str> = cohort.criteria.iter().map(|found| found.name.as_str()).collect();
                Some(names.join(", "))
            };
            let edit = Edit {
                old: names(old),
                new: names(new),
            };
            let mut change = self.changed(Grade::Cosmetic, subject(Kind::Cohort, &new.name), vec![edit]);
            change.happened = Happened::Reordered {
                what: String::from("criteria"),
            };
            all.push(change);
        }
    }
}

/// Something that belongs to something.
fn of(kind: Kind, name: &str, of: &str) -> Subject {
    Subject {
        kind,
        name: name.to_owned(),
        of: Some(of.to_owned()),
    }
}

/// Whether pairs stand in one order in both versions.
fn in_order(pairs: &Paired<usize>) -> bool {
    let mut both = pairs.both.clone();
    both.sort_unstable();
    both.is_sorted_by_key(|(_, right)| *right)
}
