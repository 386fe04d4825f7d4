//! Parts of a protocol by themselves, in Markdown, for readers who point at one place of a study.
//!
//! Invariant: a part says what the whole document says of it, by the same rules; what a study with errors says nothing
//! sound of is not said at all.

use crate::block::{Block, Entry};
use crate::render::markdown;
use crate::say::Say;
use crate::section::{characteristics, cohorts, endpoints, lines, population, rules};
use kohort_semantics::Study;
use kohort_semantics::study::{
    Characteristic, Cohort, Criterion, DefinitionId, Endpoint, Events, Expr, Index, PrecisionRule, Type,
};
use kohort_semantics::study_walk::{Part, walk, walk_events};

/// The parts of a study, possibly of one with errors.
pub struct Parts<'s> {
    say: Say<'s>,
}

impl<'s> Parts<'s> {
    /// The parts of a study.
    #[must_use]
    pub fn of(study: &'s Study) -> Self {
        let mut say = Say::new(study);
        say.sets_as_written = true;
        Self { say }
    }

    /// Whom a criterion keeps or removes.
    #[must_use]
    pub fn criterion(&self, criterion: &Criterion) -> Option<String> {
        understood(&criterion.condition).then(|| list(cohorts::rules(&self.say, criterion)))
    }

    /// Whom a cohort is drawn from, and its index date.
    #[must_use]
    pub fn cohort(&self, cohort: &Cohort) -> Option<String> {
        let from = paragraph(cohorts::drawn_from(&self.say, cohort));
        Some(format!("{from}\n{}", self.time_zero(cohort)?))
    }

    /// The index date of a cohort.
    #[must_use]
    pub fn time_zero(&self, cohort: &Cohort) -> Option<String> {
        let sound = match &cohort.index {
            Some(Index::One(date)) => understood(date),
            Some(Index::Each(events)) => events_understood(events),
            None => cohort.from.is_some(),
        };
        sound.then(|| paragraph(cohorts::time_zero(&self.say, cohort)))
    }

    /// What a parameter or a `let` stands for; for lines of therapy the rules that decide about them, without their doc
    /// comment and without the names of regimens.
    #[must_use]
    pub fn definition(&self, id: DefinitionId) -> Option<String> {
        let definition = self.say.study.definition(id)?;
        if !understood(&definition.value) {
            return None;
        }
        if let Some(of) = self.say.study.lines(id) {
            let rules = rules::deciding(&self.say, of);
            let all = [Block::Paragraph(lines::origin(of)), Block::List(rules)];
            return Some(blocks(&all));
        }
        let said = match definition.value.ty {
            Type::Boolean => format!("it is true if {}", self.say.free_clause(&definition.value)),
            _ => self.say.free(&definition.value),
        };
        Some(paragraph(crate::text::sentence(&said)))
    }

    /// What an endpoint measures.
    #[must_use]
    pub fn endpoint(&self, endpoint: &Endpoint) -> Option<String> {
        let events = endpoint.events.iter().map(|event| &event.date);
        let others = [&endpoint.until, &endpoint.censored, &endpoint.entering];
        let mut all = events
            .chain(others.into_iter().flatten())
            .chain([&endpoint.from])
            .chain(&endpoint.missing);
        all.all(understood)
            .then(|| blocks(&endpoints::one(&self.say, endpoint).blocks))
    }

    /// What a characteristic shows.
    #[must_use]
    pub fn characteristic(&self, characteristic: &Characteristic) -> Option<String> {
        let entry = || characteristics::entry(&self.say, characteristic);
        understood(&characteristic.value).then(|| list(vec![entry()]))
    }

    /// How a date is coarsened and placed.
    #[must_use]
    pub fn precision(&self, rule: &PrecisionRule) -> Option<String> {
        let bounds = [&rule.not_before, &rule.not_after];
        let mut bounds = bounds.into_iter().flatten();
        bounds
            .all(understood)
            .then(|| paragraph(population::rule(&self.say, rule)))
    }
}

/// Whether nothing in an expression was reported as wrong. What it names has its own say.
fn understood(value: &Expr) -> bool {
    let mut sound = true;
    walk(value, &mut |part| sound &= part.ty != Type::Error);
    sound
}

fn events_understood(events: &Events) -> bool {
    let mut sound = true;
    walk_events(events, &mut |part| {
        if let Part::Expr(part, _) = part {
            sound &= part.ty != Type::Error;
        }
    });
    sound
}

fn paragraph(text: String) -> String {
    markdown::block(&Block::Paragraph(text))
}

fn list(entries: Vec<Entry>) -> String {
    markdown::block(&Block::List(entries))
}

fn blocks(all: &[Block]) -> String {
    let all: Vec<String> = all.iter().map(markdown::block).collect();
    all.join("\n")
}
