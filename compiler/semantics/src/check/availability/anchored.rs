//! What needs the calendar, in a source whose dates are days from a date that it does not disclose.
//!
//! Differences of two dates, their order, moves by days and windows of days mean the same there as anywhere. A given date,
//! a month or year of the calendar, and completed years mean nothing, and whatever would be computed would be wrong.
//!
//! Invariant: one finding for each place, whatever the number of sources.

use super::Asked;
use super::choice;
use super::instead::listed;
use crate::source::{Anchor, Availability, Source};
use crate::study::{self, Endpoint, Expr, ExprKind, Landmark, Place, PrecisionRule, ShiftUnit, Study};
use crate::study_walk::{Part, walk_events, walk_parts};
use crate::value::{Precision, Value};
use kohort_base::{Code, Diagnostic, Span};
use std::collections::BTreeMap;

/// Something that needs the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    /// A given date or period.
    Given,
    /// A move by months or years of the calendar.
    Months,
    /// Completed years.
    Age,
    /// A date that is known to the month or less exactly.
    Coarse,
}

impl Need {
    fn of(expr: &Expr) -> Option<Self> {
        match &expr.kind {
            ExprKind::Literal(Value::Date(_) | Value::Period(..)) => Some(Self::Given),
            ExprKind::Period { start, end } if is_given(start) && is_given(end) => Some(Self::Given),
            ExprKind::Shift {
                unit: ShiftUnit::Months,
                ..
            } => Some(Self::Months),
            ExprKind::Age { .. } => Some(Self::Age),
            _ => None,
        }
    }

    /// What stands at the place.
    fn label(self) -> &'static str {
        match self {
            Self::Given => "a date of the calendar",
            Self::Months => "months and years have different lengths in the calendar",
            Self::Age => "completed years are counted in the calendar",
            Self::Coarse => "a month or year of the calendar",
        }
    }

    /// What to write instead.
    fn help(self) -> &'static str {
        match self {
            Self::Given => {
                "say when by an event and days, for example `index + 365 days`; or where a year is recorded as a number of its own, compare that"
            }
            Self::Months => {
                "write days, for example `365 days` for about a year and `30 days` for about a month"
            }
            Self::Age => {
                "use an age that is recorded as a number, for example `age_at_diagnosis`; or count days: `index - birth_date >= 6575 days` is at least 18 years"
            }
            Self::Coarse => "remove the rule: dates of such a source are known to the day",
        }
    }
}

fn is_given(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Literal(Value::Date(_)))
}

/// One finding for each place of the study that needs the calendar of a source that has none.
pub(super) fn check(asked: &[Asked<'_>], out: &mut Vec<Diagnostic>) {
    let mut found: BTreeMap<(Span, Need), Vec<&Source>> = BTreeMap::new();
    for one in asked.iter().filter(|one| one.source.anchor.is_some()) {
        for place in places(one) {
            found.entry(place).or_default().push(one.source);
        }
    }
    for ((place, need), sources) in found {
        let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
        let (has, does) = match names.as_slice() {
            [_] => ("has", "does"),
            _ => ("have", "do"),
        };
        let title = format!(
            "{} {has} no calendar: dates there are days from one that it {does} not disclose",
            listed(&names, "and")
        );
        let title = match names.as_slice() {
            [_] => title,
            _ => title.replace("that it do not", "that they do not"),
        };
        let mut finding = Diagnostic::error(Code::K0708, title).at(place, need.label());
        for source in sources {
            if let Some(anchor) = &source.anchor {
                finding = from_anchor(finding, anchor).for_source(source.name.as_str());
            }
        }
        let without = format!("run the study without {}", listed(&names, "and"));
        out.push(finding.help(format!("{}; or {without}", need.help())));
    }
}

/// What the rules of a source itself need of a calendar that it does not have.
pub(crate) fn own_rules(source: &Source, out: &mut Vec<Diagnostic>) {
    let Some(anchor) = &source.anchor else { return };
    let derived = source
        .entities
        .iter()
        .flat_map(|mapping| &mapping.attributes)
        .filter_map(|attribute| match &attribute.availability {
            Availability::Derived(rule) => Some(rule),
            Availability::Present(_) | Availability::Absent { .. } => None,
        });
    let limits = source.bounds.iter().map(|bound| &bound.limit);
    for rule in derived.chain(limits) {
        walk_parts(rule, &mut |part| {
            let Part::Expr(expr, _) = part else { return };
            let Some(need) = Need::of(expr) else { return };
            let title = format!("`{}` has no calendar, and its own rule needs one", source.name);
            let finding = Diagnostic::error(Code::K0708, title).at(expr.span, need.label());
            out.push(
                from_anchor(finding, anchor)
                    .for_source(source.name.as_str())
                    .help(need.help()),
            );
        });
    }
}

fn from_anchor(finding: Diagnostic, anchor: &Anchor) -> Diagnostic {
    finding.and(anchor.span, format!("dates are days from {}", anchor.what))
}

/// All places of a study, as a source is asked it, that need the calendar.
fn places(one: &Asked<'_>) -> Vec<(Span, Need)> {
    let study = &one.study;
    let mut found = Vec::new();
    let mut visit = |part: Part<'_>| {
        if let Part::Expr(expr, _) = part
            && let Some(need) = Need::of(expr)
        {
            found.push((expr.span, need));
        }
    };
    walk_reached(study, &mut visit);
    for rule in used_rules(one) {
        for bound in [&rule.not_before, &rule.not_after].into_iter().flatten() {
            walk_parts(bound, &mut visit);
        }
    }
    let coarse = used_rules(one).filter(|rule| rule.precision > Precision::Day);
    found.extend(coarse.map(|rule| (rule.span, Need::Coarse)));
    found.extend(landmarks(study));
    outermost(&found)
}

/// Without what is a part of something else that needs the same, such as the ends of a given period.
fn outermost(found: &[(Span, Need)]) -> Vec<(Span, Need)> {
    let inside = |inner: &(Span, Need), outer: &(Span, Need)| {
        inner != outer
            && inner.1 == outer.1
            && inner.0.file == outer.0.file
            && outer.0.start <= inner.0.start
            && inner.0.end <= outer.0.end
    };
    let kept = found
        .iter()
        .filter(|one| !found.iter().any(|other| inside(one, other)));
    kept.copied().collect()
}

/// What anything but tests uses; a definition that nobody uses needs nothing.
fn walk_reached(study: &Study, visit: &mut dyn FnMut(Part<'_>)) {
    let reached = choice::reached(study);
    study.roots(&mut |place, part| {
        let is_asked = match place {
            Place::Definition(id) => reached.contains(&(id.0 as usize)),
            Place::Precision(_) | Place::Test(_) => false,
            Place::Index(_) | Place::Criterion(..) | Place::Endpoint(_) | Place::Characteristic(_) => true,
        };
        match part {
            _ if !is_asked => {}
            study::Part::Events(events) => walk_events(events, visit),
            study::Part::Operand(value) | study::Part::Date(value) | study::Part::Filter(value) => {
                walk_parts(value, visit);
            }
        }
    });
}

/// Where the clock of an endpoint starts after months of the calendar.
fn landmarks(study: &Study) -> impl Iterator<Item = (Span, Need)> {
    let months = |endpoint: &&Endpoint| matches!(endpoint.landmark, Some(Landmark::Months(_)));
    let found = study.endpoints.iter().filter(months);
    found.map(|endpoint| (endpoint.span, Need::Months))
}

/// The precision rules of dates that the study reads.
fn used_rules<'a>(one: &'a Asked<'_>) -> impl Iterator<Item = &'a PrecisionRule> {
    let rules = one.study.precision.iter();
    rules.filter(|rule| one.uses.attributes.contains_key(&rule.attribute))
}
