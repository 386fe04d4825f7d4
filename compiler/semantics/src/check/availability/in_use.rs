//! Code lists of which no code was in use in the time that a source covers, or that a study asks for.

use super::calendar;
use super::codes::{names, recorded_in_each, systems, words};
use super::instead::listed;
use crate::codes::{CodeList, CodePattern, CodeSystem};
use crate::model::{AttributeId, Model};
use crate::source::Source;
use crate::value::Day;
use kohort_base::{Code, Diagnostic, Span};
use std::collections::BTreeSet;

/// A source in whose time no code of a list was in use.
pub(super) struct OutOfUse<'s> {
    source: &'s Source,
    /// The first of the codes that could match.
    example: &'s CodePattern,
    /// The window that leaves no code, if the source's time alone would leave one.
    asked: Option<calendar::Asked>,
}

impl<'s> OutOfUse<'s> {
    /// Nothing if a code of the recorded systems was in use, or nobody says when.
    pub(super) fn of(
        source: &'s Source,
        list: &'s CodeList,
        recorded: &BTreeSet<CodeSystem>,
        asked: Option<calendar::Asked>,
    ) -> Option<Self> {
        let candidates: Vec<&CodePattern> = list
            .entries
            .iter()
            .filter(|pattern| recorded.contains(&pattern.system))
            .collect();
        let example = candidates.first().copied()?;
        let none_in_use = |first: Day, last: Day| {
            first <= last
                && !candidates
                    .iter()
                    .any(|pattern| pattern.in_use_during(first, last))
        };
        if source
            .period
            .is_some_and(|(first, last)| none_in_use(first, last))
        {
            return Some(Self {
                source,
                example,
                asked: None,
            });
        }
        let asked = asked?;
        let (from, to) = source.period.unwrap_or((Day::FIRST, Day::LAST));
        none_in_use(asked.first.max(from), asked.last.min(to)).then_some(Self {
            source,
            example,
            asked: Some(asked),
        })
    }
}

/// One warning for all these sources.
pub(super) fn not_in_use(
    model: &Model,
    list: &CodeList,
    attribute: AttributeId,
    place: Span,
    found: &[OutOfUse<'_>],
) -> Option<Diagnostic> {
    let sources: Vec<&Source> = found.iter().map(|one| one.source).collect();
    let (all, any) = (listed(&names(&sources), "and"), listed(&names(&sources), "or"));
    let title = if found.iter().any(|one| one.asked.is_some()) {
        format!(
            "No code of `{}` was in use in {all} in the time asked for",
            list.name
        )
    } else {
        let verb = if sources.len() == 1 { "was" } else { "were" };
        format!(
            "No code of `{}` was in use while {all} {verb} recorded",
            list.name
        )
    };
    let mut finding = Diagnostic::warning(Code::K0705, title)
        .at(place, format!("no record of {any} can be expected to match"));
    let mut shown: BTreeSet<Span> = BTreeSet::new();
    for one in found {
        if shown.insert(one.example.span) {
            finding = finding.and(one.example.span, in_use(one.example));
        }
        if let Some(asked) = one.asked
            && shown.insert(asked.window)
        {
            finding = finding.and(asked.window, days(asked));
        }
        if let Some((first, last)) = one.source.period {
            finding = finding.note(format!("`{}` covers {first} to {last}", one.source.name));
        }
    }
    let wanted: BTreeSet<CodeSystem> = sources
        .iter()
        .flat_map(|source| systems(source, attribute))
        .collect();
    (!sources.is_empty()).then(|| {
        recorded_in_each(finding, model, &sources, attribute).help(format!(
            "add the codes of {} for that time, or correct the time of these",
            words(wanted.into_iter())
        ))
    })
}

/// The days that a window asks for.
fn days(asked: calendar::Asked) -> String {
    match (asked.first, asked.last) {
        (Day::FIRST, last) => format!("asks for no day after {last}"),
        (first, Day::LAST) => format!("asks for no day before {first}"),
        (first, last) => format!("asks for {first} to {last}"),
    }
}

/// When a code was in use.
fn in_use(pattern: &CodePattern) -> String {
    let day = |word: &str, day: Option<Day>| day.map(|day| format!("{word} {day}"));
    let times: Vec<String> = [day("from", pattern.from), day("until", pattern.until)]
        .into_iter()
        .flatten()
        .collect();
    format!("in use {}", times.join(" "))
}
