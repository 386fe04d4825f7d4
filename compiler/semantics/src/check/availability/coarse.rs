//! What is said of dates that some sources do not know to the day.

use super::exactness::Exactness;
use super::insertion;
use super::instead::listed;
use super::needs::Operation;
use crate::model::AttributeId;
use crate::source::Source;
use crate::study::{PrecisionRule, Study};
use crate::value::Precision;
use kohort_base::{Code, Diagnostic, Files, Span};
use std::collections::BTreeMap;

/// How many further places a message shows; more would hide the first.
const MOST_PLACES: usize = 4;

/// How exactly one source knows the dates of an attribute.
pub(super) struct Known<'s> {
    source: &'s Source,
    finest: Precision,
    coarsest: Precision,
    declared: Option<Span>,
}

impl<'s> Known<'s> {
    pub(super) fn of(source: &'s Source, attribute: AttributeId, exactness: &Exactness<'_>) -> Self {
        Self {
            source,
            finest: exactness.finest(attribute),
            coarsest: exactness.recorded(attribute),
            declared: exactness.declared(attribute),
        }
    }

    /// As a label at the place of the source that says so.
    fn label(&self) -> String {
        let Self { finest, coarsest, .. } = self;
        if finest == coarsest {
            format!("known to the {coarsest} here")
        } else if *finest == Precision::Day {
            format!("some are known only to the {coarsest}")
        } else {
            format!("known to the {finest} here, some only to the {coarsest}")
        }
    }
}

/// Dates of one attribute that some sources do not know exactly enough.
#[derive(Default)]
pub(super) struct Coarse<'s> {
    /// Where the study needs more, each with what is to be said there.
    places: BTreeMap<Span, String>,
    sources: Vec<Known<'s>>,
}

impl<'s> Coarse<'s> {
    /// A place where a source is not exact enough.
    pub(super) fn add(&mut self, place: Span, label: String, known: Known<'s>) {
        self.places.entry(place).or_insert(label);
        if !self
            .sources
            .iter()
            .any(|other| std::ptr::eq(other.source, known.source))
        {
            self.sources.push(known);
        }
    }

    /// The finding at its places: the first in full, some others beside it.
    fn at_places(&self, mut finding: Diagnostic) -> Diagnostic {
        let mut shown: Vec<Span> = Vec::new();
        let mut more = 0usize;
        for (place, label) in &self.places {
            // What is around or in a place that is shown says nothing new.
            if shown.iter().any(|known| overlap(*known, *place)) {
                continue;
            }
            match shown.len() {
                0 => finding = finding.at(*place, label.as_str()),
                1..=MOST_PLACES => finding = finding.and(*place, label.as_str()),
                _ => {
                    more += 1;
                    continue;
                }
            }
            shown.push(*place);
        }
        match more {
            0 => finding,
            1 => finding.note("one more place needs the day"),
            _ => finding.note(format!("{more} more places need the day")),
        }
    }

    fn finest(&self) -> Precision {
        let each = self.sources.iter().map(|known| known.finest);
        each.max().unwrap_or(Precision::Day)
    }

    fn coarsest(&self) -> Precision {
        let each = self.sources.iter().map(|known| known.coarsest);
        each.max().unwrap_or(Precision::Day)
    }

    /// Which sources know what how exactly, as a sentence.
    fn sentence(&self, path: &str) -> String {
        let names: Vec<&str> = self
            .sources
            .iter()
            .map(|known| known.source.name.as_str())
            .collect();
        let sources = listed(&names, "and");
        let (finest, coarsest) = (self.finest(), self.coarsest());
        let (know, do_not) = match names.as_slice() {
            [_] => ("knows", "does not"),
            _ => ("know", "do not"),
        };
        let alike = |known: &Known<'_>| (known.finest, known.coarsest) == (finest, coarsest);
        if !self.sources.iter().all(alike) {
            format!("{sources} {do_not} know every `{path}` to the day")
        } else if finest == coarsest {
            format!("{sources} {know} `{path}` only to the {coarsest}")
        } else if finest == Precision::Day {
            format!("{sources} {know} some dates of `{path}` only to the {coarsest}")
        } else {
            format!("{sources} {know} `{path}` only to the {finest}, and some dates only to the {coarsest}")
        }
    }

    fn with_sources(&self, mut finding: Diagnostic) -> Diagnostic {
        for known in &self.sources {
            let name = known.source.name.as_str();
            let label = match self.sources.len() {
                1 => known.label(),
                _ => format!("`{name}`: {}", known.label()),
            };
            if let Some(declared) = known.declared {
                finding = finding.and(declared, label);
            }
            finding = finding.for_source(name);
        }
        finding
    }

    /// The study's rule does not say what happens to dates as coarse as these.
    pub(super) fn undecided(
        &self,
        study: &Study,
        attribute: AttributeId,
        files: &Files,
    ) -> Option<Diagnostic> {
        let rule = study.precision_rule(attribute)?;
        let path = study.model.attribute_path(attribute);
        let sentence = format!("{}, which this rule does not expect", self.sentence(&path));
        let finding = self.at_places(Diagnostic::error(Code::K0504, sentence));
        let finding = self
            .with_sources(finding)
            .help("say what then: `, otherwise missing`, or for example `, otherwise placed on 1 July`");
        Some(match insertion::end_of_rule(rule, files) {
            Some(end) => finding
                .replace(end, ", otherwise missing", "Make coarser dates missing")
                .alternatively(
                    end,
                    ", otherwise placed on 1 July",
                    "Place coarser dates on 1 July",
                ),
            None => finding,
        })
    }

    /// Operations need the day.
    pub(super) fn finding(&self, study: &Study, attribute: AttributeId, files: &Files) -> Diagnostic {
        let path = study.model.attribute_path(attribute);
        if let Some(rule) = study.precision_rule(attribute) {
            let names = self.sources.iter().map(|known| known.source.name.as_str());
            let finding = self.left_coarse(rule, &path, files);
            return names.fold(finding, Diagnostic::for_source);
        }
        let rule = insertion::offered(&path, self.finest(), self.coarsest());
        let finding = self.at_places(Diagnostic::error(Code::K0504, self.sentence(&path)));
        let finding = self
            .with_sources(finding)
            .note("where a date is placed decides on the result, so the study says it, and every source is treated alike")
            .help(format!("place it, for example with `{rule}`"));
        match insertion::of_rule(study, &rule, files) {
            Some((at, text)) => finding.replace(at, text, format!("Add `{rule}`")),
            None => finding,
        }
    }

    /// The study's own rule makes the date coarse, or leaves it so.
    fn left_coarse(&self, rule: &PrecisionRule, path: &str, files: &Files) -> Diagnostic {
        let placed = insertion::placement(rule.precision);
        let title = format!("The precision rule leaves `{path}` at the {}", rule.precision);
        let mut finding = self
            .at_places(Diagnostic::error(Code::K0504, title))
            .and(rule.span, "places it on no day")
            .help(format!("let the rule place it, for example `, {placed}`"));
        if let Some(at) = insertion::behind_precision(rule, files) {
            finding = finding.replace(at, format!(", {placed}"), format!("Add `{placed}` to the rule"));
        }
        finding
    }
}

/// What an operation is to be told where it meets a date that is too coarse.
pub(super) fn needs_the_day(operation: Operation) -> String {
    format!("{} needs the day", operation.words())
}

fn overlap(one: Span, other: Span) -> bool {
    one.file == other.file && one.start < other.end && other.start < one.end
}
