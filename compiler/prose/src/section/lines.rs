//! Lines of therapy: which records make them, and where the rules come from.

use super::rules;
use crate::block::{Entry, Section};
use crate::say::Say;
use crate::text::{doc, ended, listed, name, plain};
use kohort_semantics::study::{DefinitionId, Lines};

pub(super) fn sections(say: &Say<'_>) -> Vec<Section> {
    let shown = super::definitions::shown(say.study);
    let all = (0u32..).take(say.study.definitions.len()).map(DefinitionId);
    let lines = all.filter(|id| shown.contains(id));
    let own: Vec<Section> = lines
        .filter_map(|id| Some(one(say, id, say.study.lines(id)?)))
        .collect();
    if own.is_empty() {
        return Vec::new();
    }
    let mut first = Section::new(2, "Lines of therapy");
    first.paragraph(
        "A line of therapy is a treatment that a person gets until it is replaced, stops for good, or observation ends. Records \
         are walked day by day; of several rules of one kind that apply, the last decides.",
    );
    std::iter::once(first).chain(own).collect()
}

fn one(say: &Say<'_>, id: DefinitionId, lines: &Lines) -> Section {
    let mut section = Section::new(3, format!("Lines: {}", say.definition(id)));
    let definition = say.study.definition(id);
    if let Some(doc) = doc(definition.and_then(|found| found.doc.as_deref())) {
        section.paragraph(doc);
    }
    section.paragraph(origin(lines));
    section.list(records(say, lines));
    section.paragraph("How lines follow from the records:");
    section.list(rules::entries(say, lines));
    section
}

/// Which rules are taken, and what the study changed of them.
pub(crate) fn origin(lines: &Lines) -> String {
    let set = &lines.rule_set;
    let version = set
        .version
        .iter()
        .map(|version| format!(", version {}", plain(version)));
    let changed: Vec<String> = set.changed.iter().map(|clause| name(clause)).collect();
    let changed = match changed.is_empty() {
        true => String::from("unchanged"),
        false => format!("with {} in place of its own", listed(&changed, "and")),
    };
    format!(
        "Rules: {}{}, {changed}.",
        name(&set.path),
        version.collect::<String>()
    )
}

/// What counts, and from when to when.
fn records(say: &Say<'_>, lines: &Lines) -> Vec<Entry> {
    let mut entries = vec![Entry::new(format!(
        "Records that count: {}",
        ended(&say.records(&lines.records))
    ))];
    let mut add = |text: String| entries.push(Entry::new(text));
    add(format!(
        "The substance of a record: {}.",
        say.attribute(lines.drug)
    ));
    if let Some(apart) = &lines.apart {
        add(format!(
            "Records that make lines of their own, with numbers of their own: {}",
            ended(&say.records(apart))
        ));
    }
    if let Some(supply) = lines.supply {
        add(format!(
            "The days of a dispensed supply: {}.",
            say.attribute(supply)
        ));
    }
    add(match &lines.starting {
        Some(date) => format!(
            "Observation of lines begins: {} Anyone without such a date has no lines.",
            ended(&say.free(date))
        ),
        None => String::from("Observation of lines begins with the first record."),
    });
    if let Some(until) = &lines.until {
        add(format!("Nothing is seen after: {}", ended(&say.free(until))));
    }
    if let Some(death) = &lines.death {
        add(format!(
            "Nothing is seen after death: {}",
            ended(&say.free(death))
        ));
    }
    entries
}
