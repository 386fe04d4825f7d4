//! What is looked at after time zero, and why: a reader's first question about bias.

use crate::block::{Entry, Section};
use crate::say::Say;
use crate::text::{amount, name, quoted, sentence};
use kohort_semantics::study::{DefinitionId, LookingAhead};

pub(super) fn section(say: &Say<'_>) -> Option<Section> {
    let study = say.study;
    let shown = super::definitions::shown(study);
    let mut entries = Vec::new();
    let mut add = |what: String, ahead: &Option<LookingAhead>| {
        if let Some(LookingAhead { days, reason }) = ahead {
            let reason = sentence(&quoted(reason));
            entries.push(Entry::new(format!("{what}, {}: {reason}", amount(*days, "day"))));
        }
    };
    for (id, definition) in (0u32..).map(DefinitionId).zip(&study.definitions) {
        if shown.contains(&id) {
            add(
                format!("The term {}", say.definition(id)),
                &definition.looking_ahead,
            );
        }
    }
    for cohort in &study.cohorts {
        for criterion in &cohort.criteria {
            let what = format!(
                "The criterion {} of {}",
                name(&criterion.name),
                name(&cohort.name)
            );
            add(what, &criterion.looking_ahead);
        }
    }
    for one in &study.characteristics {
        add(
            format!("The characteristic {}", name(&one.name)),
            &one.looking_ahead,
        );
    }
    if entries.is_empty() {
        return None;
    }
    let mut section = Section::new(2, "Looks past the index date");
    section.paragraph("These look further than time zero, for the reasons given; everything else before the endpoints does not.");
    section.list(entries);
    Some(section)
}
