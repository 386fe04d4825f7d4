//! Picks in English.
//!
//! Invariant: declared ties are said; where none is, the order of the appendix decides, and the conventions say so.

use super::Say;
use super::phrase::{Level, Phrase};
use crate::text::listed;
use kohort_semantics::study::{Events, Field, Pick, TieBreak};
use kohort_semantics::value::ordinal;

impl Say<'_> {
    /// One of several events, within a sentence.
    pub(super) fn pick(&self, which: &Pick, events: &Events, ties: &[TieBreak]) -> Phrase {
        if let Some((lines, number)) = self.study.numbered_line(which, events, ties) {
            let text = format!("line {} of {}", number.exact_text(), self.definition(lines));
            return Phrase::new(Level::Noun, text);
        }
        let bag = self.bag(events).one();
        Phrase::new(
            Level::Noun,
            format!("{}{}", self.which(which, &bag), self.ties(ties)),
        )
    }

    /// The same at the end of a sentence.
    pub(super) fn free_pick(&self, which: &Pick, events: &Events, ties: &[TieBreak]) -> String {
        let nearest = matches!(which, Pick::Nearest(_));
        if nearest || !ties.is_empty() || self.study.numbered_line(which, events, ties).is_some() {
            return self.pick(which, events, ties).text;
        }
        self.which(which, &self.bag(events).free_one())
    }

    fn which(&self, which: &Pick, bag: &str) -> String {
        match which {
            Pick::First => format!("the first {bag}"),
            Pick::Last => format!("the last {bag}"),
            Pick::Nth(position) => format!("the {} {bag}", ordinal(*position)),
            Pick::Nearest(date) => format!(
                "the {bag} nearest to {} (of two equally near, the earlier)",
                self.noun_at(date, Level::Noun)
            ),
        }
    }

    fn ties(&self, ties: &[TieBreak]) -> String {
        if ties.is_empty() {
            return String::new();
        }
        let ties: Vec<String> = ties.iter().map(|tie| self.tie_break(*tie)).collect();
        format!(" (of several on one day, {})", listed(&ties, "and then"))
    }

    fn tie_break(&self, tie: TieBreak) -> String {
        match tie {
            TieBreak::ValueFirst(attribute, position) => format!(
                "first those whose {} is {}",
                self.field(Field::Attribute(attribute)),
                self.category(attribute, position)
            ),
            TieBreak::HighestFirst(attribute) => {
                format!("the highest {} first", self.field(Field::Attribute(attribute)))
            }
            TieBreak::LowestFirst(attribute) => {
                format!("the lowest {} first", self.field(Field::Attribute(attribute)))
            }
        }
    }
}
