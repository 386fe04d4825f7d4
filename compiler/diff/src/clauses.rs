//! What a study says of something, clause by clause.
//!
//! Invariant: the clauses of a thing together are all that it says, so that two versions which differ by themselves differ
//! in a clause or in the order of clauses.

use crate::edits::Clause;
use crate::speech::Speech;
use kohort_plan::words::Words;
use kohort_semantics::meaning::{Hash, Meanings};
use kohort_semantics::study::{
    Cohort, Criterion, Definition, Events, EventsBase, Expr, ExprKind, Index, Pick, TieBreak,
};

/// A clause of one version: what it means by itself, and how it reads.
type Said = (Option<Hash>, String);

/// The words of one version and what they mean.
#[derive(Clone, Copy)]
pub(crate) struct Voice<'a> {
    pub(crate) words: &'a Words<'a>,
    pub(crate) meanings: &'a Meanings<'a>,
}

impl Speech<'_> {
    /// What the old version says of something.
    pub(crate) fn old_clauses(&self, say: impl Fn(&Words<'_>) -> Vec<Said>) -> Vec<Clause> {
        let said = say(&self.old).into_iter();
        said.map(|(hash, text)| Clause {
            hash,
            key: text.clone(),
            text,
        })
        .collect()
    }

    /// What the new version says of something.
    pub(crate) fn new_clauses(&self, say: impl Fn(&Words<'_>) -> Vec<Said>) -> Vec<Clause> {
        let keys = say(&self.aligned).into_iter().map(|(_, text)| text);
        let said = say(&self.new).into_iter().zip(keys);
        said.map(|((hash, text), key)| Clause { hash, key, text })
            .collect()
    }
}

impl Voice<'_> {
    pub(crate) fn criterion(self, criterion: &Criterion) -> Vec<Said> {
        let word = if criterion.exclude { "exclude" } else { "include" };
        let mut all = vec![(None, word.to_owned())];
        all.extend(match (&criterion.condition.kind, criterion.exclude) {
            (ExprKind::And(tests), false) | (ExprKind::Or(tests), true) => {
                tests.iter().map(|test| self.test(test)).collect()
            }
            _ => vec![self.test(&criterion.condition)],
        });
        all.extend(criterion.unknown_is_met.map(|met| {
            let counts = if met {
                "unknown counts as met"
            } else {
                "unknown counts as not met"
            };
            (None, counts.to_owned())
        }));
        let ahead = criterion.looking_ahead.iter();
        all.extend(ahead.map(|ahead| (None, self.words.looking_ahead(ahead))));
        all
    }

    /// What a criterion says, on one line, for one that is only in one version.
    pub(crate) fn whole_criterion(self, criterion: &Criterion) -> Vec<Said> {
        let (word, rest) = self.said_of(criterion);
        vec![(None, format!("{word} {rest}"))]
    }

    fn said_of(self, criterion: &Criterion) -> (&'static str, String) {
        let word = if criterion.exclude { "exclude" } else { "include" };
        let condition = self.words.expression(&criterion.condition);
        let unknown = match criterion.unknown_is_met {
            Some(true) => ", unknown is met",
            Some(false) => ", unknown is not met",
            None => "",
        };
        let ahead = criterion.looking_ahead.iter();
        let ahead: String = ahead
            .map(|ahead| format!(", {}", self.words.looking_ahead(ahead)))
            .collect();
        (word, format!("{condition}{unknown}{ahead}"))
    }

    pub(crate) fn index(self, index: &Index) -> Vec<Said> {
        match index {
            Index::One(date) => self.value(date),
            Index::Each(events) => {
                let mut all = vec![(None, String::from("one entry for each date"))];
                all.extend(self.events(events));
                all
            }
        }
    }

    pub(crate) fn definition(self, definition: &Definition) -> Vec<Said> {
        let mut all = self.value(&definition.value);
        let ahead = definition.looking_ahead.iter();
        all.extend(ahead.map(|ahead| (None, self.words.looking_ahead(ahead))));
        all
    }

    /// What a cohort says, for one that is only in one version.
    pub(crate) fn cohort(self, cohort: &Cohort) -> Vec<Said> {
        let from = cohort
            .from
            .map(|from| format!("from {}", self.words.cohort(from)));
        let index = cohort.index.as_ref().map(|index| {
            let clauses = self
                .index(index)
                .into_iter()
                .map(|(_, text)| text.trim().to_owned());
            format!("index date {}", clauses.collect::<Vec<_>>().join(", "))
        });
        let criteria = cohort.criteria.iter().map(|criterion| {
            let clauses = self
                .criterion(criterion)
                .into_iter()
                .skip(1)
                .map(|(_, text)| text);
            let word = if criterion.exclude { "exclude" } else { "include" };
            format!(
                "{word} {}: {}",
                criterion.name,
                clauses.collect::<Vec<_>>().join(", ")
            )
        });
        let all = from.into_iter().chain(index).chain(criteria);
        all.map(|text| (None, text)).collect()
    }

    fn value(self, value: &Expr) -> Vec<Said> {
        match &value.kind {
            ExprKind::And(tests) => tests.iter().map(|test| self.test(test)).collect(),
            ExprKind::Events(events) => self.events(events),
            ExprKind::Pick { which, events, ties } => self.pick(which, events, ties),
            _ => vec![(
                Some(self.meanings.expression(value)),
                self.words.expression(value),
            )],
        }
    }

    fn test(self, test: &Expr) -> Said {
        (Some(self.meanings.expression(test)), self.words.expression(test))
    }

    fn pick(self, which: &Pick, events: &Events, ties: &[TieBreak]) -> Vec<Said> {
        let (first, _) = self.words.pick_clauses(which, events, ties);
        let mut all = vec![(None, first)];
        all.extend(self.narrowed(events));
        all.extend(
            ties.iter()
                .map(|tie| (None, format!("ties {}", self.words.tie_break(*tie)))),
        );
        all
    }

    fn events(self, events: &Events) -> Vec<Said> {
        let mut all = match &events.base {
            EventsBase::Lines(lines) => {
                let rules = self.words.line_rules(lines).into_iter();
                let records = self.words.line_records(lines).into_iter();
                let regimens = self.words.regimens(lines).into_iter();
                let names = lines.rules.drug_names.iter();
                let names = names.map(|(drug, name)| format!("{} is shown as {name}", self.words.drug(drug)));
                rules
                    .chain(records)
                    .chain(regimens)
                    .chain(names)
                    .map(|text| (None, text))
                    .collect()
            }
            _ => vec![(None, self.words.event_clauses(events).0)],
        };
        all.extend(self.narrowed(events));
        all
    }

    /// The tests and windows of a bag.
    fn narrowed(self, events: &Events) -> Vec<Said> {
        let tests: Vec<&Expr> = match &events.filter {
            None => Vec::new(),
            Some(filter) => match &filter.kind {
                ExprKind::And(tests) => tests.iter().collect(),
                _ => vec![filter],
            },
        };
        let texts = self.words.conditions(events);
        let mut all: Vec<Said> = tests
            .into_iter()
            .zip(texts)
            .map(|(test, text)| (Some(self.meanings.expression(test)), format!("where {text}")))
            .collect();
        let windows = events.windows.iter();
        all.extend(windows.map(|window| (Some(self.meanings.window(window)), self.words.window(window))));
        all
    }
}
