//! Cohorts: where their people come from, the index date, and the criteria in the order of the attrition.
//!
//! Invariant: every test of a condition stands on a line of its own, and all of one condition have to hold. What happens to
//! a person for whom a criterion is unknown is said at every criterion.

use crate::text::document::Document;
use crate::text::kind::Kind;
use crate::words::{Words, WrittenOut};
use kohort_semantics::study::{Cohort, Criterion, Expr, Index, LookingAhead};

pub(super) fn cohorts(words: &Words<'_>, document: &mut Document) {
    document.section("cohorts");
    for cohort in &words.study().cohorts {
        document.gap();
        document.named(1, Kind::Cohort, &cohort.name, &format!("cohort {}", cohort.name));
        document.about(2, cohort.doc.as_ref());
        origin(words, cohort, document);
        for criterion in &cohort.criteria {
            self::criterion(words, criterion, document);
        }
    }
}

fn origin(words: &Words<'_>, cohort: &Cohort, document: &mut Document) {
    if let Some(parent) = cohort.from {
        let kept = match cohort.index {
            None => "every entry that is left there, with its index date",
            Some(_) => "every patient with an entry that is left there",
        };
        document.line(2, &format!("from {}: {kept}", words.cohort(parent)));
    }
    let (each, value, entries) = match &cohort.index {
        None => return,
        Some(Index::One(date)) => (
            "",
            words.written_out(date),
            "one entry for each patient for whom this date is known",
        ),
        Some(Index::Each(events)) => (
            "each ",
            words.events_written_out(events),
            "one entry for each distinct day",
        ),
    };
    document.fact(2, Kind::Index, &format!("index {each}{}", value.first));
    document.lines(3, value.clauses);
    document.line(3, entries);
}

fn criterion(words: &Words<'_>, criterion: &Criterion, document: &mut Document) {
    let (kind, keyword) = match criterion.exclude {
        false => (Kind::Include, "include"),
        true => (Kind::Exclude, "exclude"),
    };
    let name = &criterion.name;
    document.named(2, kind, name, &format!("{keyword} {name}"));
    document.about(3, criterion.doc.as_ref());
    for WrittenOut { first, clauses } in words.tests_written_out(&criterion.condition) {
        document.fact(3, Kind::Condition, &format!("if      {first}"));
        document.lines(4, clauses);
    }
    let unknown = match (criterion.exclude, criterion.unknown_is_met.unwrap_or(false)) {
        (false, false) => "unknown is not met: removed",
        (false, true) => "unknown is met: kept",
        (true, false) => "unknown is not met: kept",
        (true, true) => "unknown is met: removed",
    };
    document.fact(3, Kind::Unknown, unknown);
    let ahead = criterion.looking_ahead.iter();
    ahead.for_each(|ahead| document.fact(3, Kind::LookingAhead, &words.looking_ahead(ahead)));
}

/// The tests of a condition, below what has it.
pub(super) fn tests(words: &Words<'_>, condition: &Expr, document: &mut Document) {
    for WrittenOut { first, clauses } in words.tests_written_out(condition) {
        document.fact(2, Kind::Condition, &format!("if      {first}"));
        document.lines(3, clauses);
    }
}

/// A declared look past the index date, below what declares it.
pub(super) fn ahead(words: &Words<'_>, ahead: Option<&LookingAhead>, document: &mut Document) {
    if let Some(ahead) = ahead {
        document.fact(2, Kind::LookingAhead, &words.looking_ahead(ahead));
    }
}
