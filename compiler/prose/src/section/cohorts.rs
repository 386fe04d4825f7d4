//! Cohorts: time zero, eligibility, and the flow of the attrition.
//!
//! Invariant: inclusion criteria stand before exclusion criteria, and each says at which step of the attrition it is
//! applied, since the order decides how many each step removes.

use crate::about::{About, Country};
use crate::block::{Block, Entry, Section};
use crate::flow::Flow;
use crate::say::Say;
use crate::text::{amount, doc, ended, name, plain, quoted, sentence, words};
use kohort_semantics::study::{Cohort, Criterion, Index};

pub(super) fn sections(say: &Say<'_>, about: &About) -> Vec<Section> {
    let mut first = Section::new(2, "Time zero and eligibility");
    first.paragraph(
        "For each cohort: the index date, which is time zero, and who belongs to it. Criteria are applied in the order of their \
         steps; each sees only those whom the steps before it have left.",
    );
    let hidden = |country: &Country| country.counts.is_some() && country.minimum_cell.is_some();
    if about.countries.iter().any(hidden) {
        first.paragraph(
            "Counts below the smallest that a source allows are shown as such, and only these: differences of other counts may \
             still give them away, so check before anything is published.",
        );
    }
    let cohorts = say.study.cohorts.iter().enumerate();
    let cohorts = cohorts.map(|(position, cohort)| one(say, position, cohort, about));
    std::iter::once(first).chain(cohorts).collect()
}

fn one(say: &Say<'_>, position: usize, cohort: &Cohort, about: &About) -> Section {
    let mut section = Section::new(3, format!("Cohort {}: {}", position + 1, name(&cohort.name)));
    if let Some(doc) = doc(cohort.doc.as_deref()) {
        section.paragraph(doc);
    }
    section.paragraph(drawn_from(say, cohort));
    section.paragraph(time_zero(say, cohort));
    let from = from(say, cohort);
    let each = matches!(cohort.index, Some(Index::Each(_)));
    let labels = labels(cohort);
    for (exclude, heading) in [(false, "Inclusion criteria:"), (true, "Exclusion criteria:")] {
        let numbered = cohort.criteria.iter().zip(&labels).enumerate();
        let own = numbered.filter(|(_, (criterion, _))| criterion.exclude == exclude);
        let own: Vec<Entry> = own
            .map(|(step, (criterion, label))| entry(say, criterion, label, step + 1))
            .collect();
        if !own.is_empty() {
            section.paragraph(heading);
            section.list(own);
        }
    }
    if cohort.criteria.is_empty() {
        section.paragraph("There are no further criteria.");
    }
    section.paragraph("The attrition:");
    let steps = steps(cohort, &labels, from.as_deref(), each);
    section
        .blocks
        .push(Block::Flow(Flow::new(&cohort.name, position, steps, about)));
    section
}

/// The name of the cohort that one is drawn from.
fn from(say: &Say<'_>, cohort: &Cohort) -> Option<String> {
    let from = say.study.cohort(cohort.from?)?;
    Some(name(&from.name))
}

/// Whom a cohort is drawn from.
pub(crate) fn drawn_from(say: &Say<'_>, cohort: &Cohort) -> String {
    match from(say, cohort) {
        Some(from) => format!("Drawn from: the members of the cohort {from}."),
        None => String::from("Drawn from: all persons in the source."),
    }
}

/// What the index date is.
pub(crate) fn time_zero(say: &Say<'_>, cohort: &Cohort) -> String {
    match &cohort.index {
        Some(Index::One(date)) => format!(
            "Index date (time zero): {} Anyone without such a date is not in the cohort.",
            ended(&say.free(date))
        ),
        Some(Index::Each(events)) => format!(
            "Index date (time zero): each different date among {} A person has one entry for each such date.",
            ended(&say.records(events))
        ),
        None => String::from("Index date (time zero): that of the cohort it is drawn from."),
    }
}

/// `I1`, `E1` and so on, in the order of the steps.
fn labels(cohort: &Cohort) -> Vec<String> {
    let (mut include, mut exclude) = (0, 0);
    let label = |criterion: &Criterion| {
        let (letter, number) = match criterion.exclude {
            true => ("E", &mut exclude),
            false => ("I", &mut include),
        };
        *number += 1;
        format!("{letter}{number}")
    };
    cohort.criteria.iter().map(label).collect()
}

fn entry(say: &Say<'_>, criterion: &Criterion, label: &str, step: usize) -> Entry {
    let doc = doc(criterion.doc.as_deref())
        .map(|doc| format!(" {doc}"))
        .unwrap_or_default();
    let mut entry = Entry::new(format!("{label} (step {step}), {}:{doc}", name(&criterion.name)));
    entry.more = rules(say, criterion);
    entry
}

/// Whom a criterion keeps or removes, also where the data do not tell, and what it sees of the future.
pub(crate) fn rules(say: &Say<'_>, criterion: &Criterion) -> Vec<Entry> {
    let mut rules = Vec::new();
    let verb = if criterion.exclude { "Removed" } else { "Kept" };
    let (tests, word) = match say.any_of(&criterion.condition) {
        Some(tests) => (tests, "at least one of these holds"),
        None => (say.all_of(&criterion.condition), "all of these hold"),
    };
    if let [_] = tests.as_slice() {
        let clause = say.free_clause(&criterion.condition);
        rules.push(Entry::new(format!("{verb} if {}", ended(&clause))));
    } else {
        let tests = tests.iter().map(|test| Entry::new(sentence(test)));
        rules.push(Entry {
            text: format!("{verb} if {word}:"),
            more: tests.collect(),
        });
    }
    let stays = criterion.exclude != criterion.unknown_is_met.unwrap_or(false);
    let verb = if stays { "kept" } else { "removed" };
    rules.push(Entry::new(format!("If the data do not tell: {verb}.")));
    if let Some(ahead) = &criterion.looking_ahead {
        rules.push(Entry::new(format!(
            "Looks {} past the index date, since {}",
            amount(ahead.days, "day"),
            ended(&quoted(&ahead.reason))
        )));
    }
    rules
}

/// What is left after each step, and what it removes.
fn steps(
    cohort: &Cohort,
    labels: &[String],
    from: Option<&str>,
    each: bool,
) -> Vec<(String, Option<String>)> {
    let whose = match &cohort.from {
        Some(_) => format!("Members of the cohort {}", from.unwrap_or("?")),
        None => String::from("All persons in the source"),
    };
    let mut steps = vec![(whose, None)];
    match (&cohort.index, each) {
        (None, _) => steps.push((String::from("With their index date"), None)),
        (Some(_), false) => steps.push((
            String::from("With an index date"),
            Some(String::from("Without an index date")),
        )),
        (Some(_), true) => steps.push((
            String::from("One entry for each index date"),
            Some(String::from("Without an index date")),
        )),
    }
    for (criterion, label) in cohort.criteria.iter().zip(labels) {
        // The comment of an exclusion says who stays, since it is what an attrition shows.
        let shown = match (&criterion.doc, criterion.exclude) {
            (Some(doc), _) => plain(doc),
            (None, false) => words(&criterion.name),
            (None, true) => format!("not {}", words(&criterion.name)),
        };
        steps.push((format!("{label}: {shown}"), Some(format!("Removed by {label}"))));
    }
    steps
}
