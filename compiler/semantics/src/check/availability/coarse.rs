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
pub(super) struct Coarse<'s> {
    /// Where the study first needs more.
    place: Span,
    sources: Vec<Known<'s>>,
}

impl<'s> Coarse<'s> {
    pub(super) fn at(place: Span) -> Self {
        Self {
            place,
            sources: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, place: Span, known: Known<'s>) {
        self.place = place.min(self.place);
        self.sources.push(known);
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
        let finding = Diagnostic::error(Code::K0504, sentence)
            .at(self.place, format!("expects at least the {}", rule.precision));
        let finding = self
            .with_sources(finding)
            .help("say what then: `, otherwise missing`, or for example `, otherwise placed on 1 July`");
        Some(match insertion::end_of_rule(rule, files) {
            Some(end) => finding.replace(end, ", otherwise missing", "Make coarser dates missing"),
            None => finding,
        })
    }

    /// An operation needs the day.
    pub(super) fn finding(
        &self,
        study: &Study,
        attribute: AttributeId,
        operation: Operation,
        files: &Files,
    ) -> Diagnostic {
        let path = study.model.attribute_path(attribute);
        let label = format!("{} needs the day", operation.words());
        if let Some(rule) = study.precision_rule(attribute) {
            let names = self.sources.iter().map(|known| known.source.name.as_str());
            let finding = left_coarse(rule, &path, &label, self.place, files);
            return names.fold(finding, Diagnostic::for_source);
        }
        let rule = insertion::offered(&path, self.finest(), self.coarsest());
        let finding = Diagnostic::error(Code::K0504, self.sentence(&path)).at(self.place, label);
        let finding = self
            .with_sources(finding)
            .note("where a date is placed decides on the result, so the study says it, and every source is treated alike")
            .help(format!("place it, for example with `{rule}`"));
        match insertion::of_rule(study, &rule, files) {
            Some((at, text)) => finding.replace(at, text, format!("Add `{rule}`")),
            None => finding,
        }
    }
}

/// The study's own rule makes the date coarse, or leaves it so.
fn left_coarse(rule: &PrecisionRule, path: &str, label: &str, place: Span, files: &Files) -> Diagnostic {
    let placed = insertion::placement(rule.precision);
    let mut finding = Diagnostic::error(
        Code::K0504,
        format!("The precision rule leaves `{path}` at the {}", rule.precision),
    )
    .at(place, label)
    .and(rule.span, "places it on no day")
    .help(format!("let the rule place it, for example `, {placed}`"));
    if let Some(at) = insertion::behind_precision(rule, files) {
        finding = finding.replace(at, format!(", {placed}"), format!("Add `{placed}` to the rule"));
    }
    finding
}
