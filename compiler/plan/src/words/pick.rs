//! Picks, fields of what they pick, and ties.
//!
//! Invariant: declared ties are said; where none is, the model's order of attributes decides and nothing is said.

use super::phrase::{Level, Phrase};
use super::{Bag, Words, literal};
use kohort_semantics::study::{Events, Expr, ExprKind, Field, Pick, RecordKind, TieBreak};
use kohort_semantics::value::ordinal;

impl Words<'_> {
    /// A field of one event.
    pub(super) fn field_of(&self, event: &Expr, field: Field, row: Option<RecordKind>) -> Phrase {
        match &event.kind {
            ExprKind::Pick { which, events, ties } => self.pick(which, events, ties, Some(field)),
            _ => Phrase::primary(format!(
                "{}.{}",
                self.at(event, row, Level::Primary),
                self.field(field)
            )),
        }
    }

    /// A pick, or a field of what it picks.
    pub(super) fn pick(
        &self,
        which: &Pick,
        events: &Events,
        ties: &[TieBreak],
        field: Option<Field>,
    ) -> Phrase {
        if let Some(line) = self.numbered_line(which, events, ties) {
            let field = field.map_or_else(String::new, |field| format!(".{}", self.field(field)));
            return Phrase::primary(format!("{line}{field}"));
        }
        let bag = self.bag(events);
        // `first lab.value where …`; what has no plain name to put the field to is put in parentheses.
        let inside = field.filter(|_| ties.is_empty() && bag.base.level == Level::Primary);
        let bag = match inside {
            Some(field) => bag.with_field(self.field(field)),
            None => bag,
        };
        let picked = self.ordered(self.picked(which, bag), ties);
        match field.filter(|_| inside.is_none()) {
            Some(field) => Phrase::primary(format!("{}.{}", picked.at(Level::Primary), self.field(field))),
            None => picked,
        }
    }

    /// A pick from a bag, without its ties.
    pub(super) fn picked(&self, which: &Pick, bag: Bag) -> Phrase {
        match which {
            Pick::First => bag.after("first"),
            Pick::Last => bag.after("last"),
            Pick::Nth(position) => bag.after(&ordinal(*position)),
            Pick::Nearest(to) => {
                let to = self.at(to, None, Level::Add);
                let mut words = vec![format!("nearest {} to {to}", bag.base_path())];
                words.extend(bag.clauses);
                Phrase::new(Level::Value, words.join(" "))
            }
        }
    }

    fn ordered(&self, picked: Phrase, ties: &[TieBreak]) -> Phrase {
        if ties.is_empty() {
            return picked;
        }
        let ties: Vec<String> = ties.iter().map(|tie| self.tie_break(*tie)).collect();
        Phrase::new(Level::Value, format!("{}, {}", picked.text, ties.join(", ")))
    }

    /// A declared order of records of one day.
    pub fn tie_break(&self, tie: TieBreak) -> String {
        match tie {
            TieBreak::ValueFirst(attribute, position) => format!(
                "{} first",
                literal::category(&self.study.model, attribute, position)
            ),
            TieBreak::HighestFirst(attribute) => {
                format!("highest {} first", self.field(Field::Attribute(attribute)))
            }
            TieBreak::LowestFirst(attribute) => {
                format!("lowest {} first", self.field(Field::Attribute(attribute)))
            }
        }
    }

    /// What a pick starts from and which it takes, as `first lab`, and a line for each clause and tie.
    pub fn pick_clauses(&self, which: &Pick, events: &Events, ties: &[TieBreak]) -> (String, Vec<String>) {
        if self.numbered_line(which, events, ties).is_some() {
            return (self.pick(which, events, ties, None).text, Vec::new());
        }
        let (bag, mut lines) = self.bag_clauses(events);
        lines.extend(ties.iter().map(|tie| format!("ties    {}", self.tie_break(*tie))));
        (self.picked(which, bag).text, lines)
    }

    /// `therapy[2]`: the first part of a line of the main setting.
    pub(super) fn numbered_line(&self, which: &Pick, events: &Events, ties: &[TieBreak]) -> Option<String> {
        let (lines, number) = self.study.numbered_line(which, events, ties)?;
        Some(format!("{}[{}]", self.definition(lines), number.exact_text()))
    }
}
