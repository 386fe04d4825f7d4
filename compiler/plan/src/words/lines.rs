//! Lines of therapy: where their rules come from, which records make them, and what bounds them.
//!
//! Invariant: together with the rules these clauses are all that decides about lines.

use super::Words;
use super::phrase::Level;
use super::small::quoted;
use kohort_semantics::study::{Expr, Lines};

impl Words<'_> {
    /// The rule set with the dates that bound lines, as a study writes it.
    pub fn rule_set(&self, lines: &Lines) -> String {
        let date = |word: &str, date: &Option<Expr>| {
            date.as_ref()
                .map(|date| format!(" {word} {}", self.at(date, None, Level::Add)))
                .unwrap_or_default()
        };
        let starting = date("starting", &lines.starting);
        format!("{}{starting}{}", lines.rule_set.path, date("until", &lines.until))
    }

    /// Where the rules come from: the declared version, and the clauses that the study put in the place of the rule set's.
    /// None of this decides about lines; the rules are said by [`Words::line_rules`].
    pub fn rule_set_origin(&self, lines: &Lines) -> Vec<String> {
        let version = lines.rule_set.version.iter();
        let version = version.map(|version| format!("version {}", quoted(version)));
        let changed = lines.rule_set.changed.iter();
        let changed = changed.map(|clause| format!("with {clause}"));
        version.chain(changed).collect()
    }

    /// Which records make lines, and what bounds them: a line for each.
    pub fn line_records(&self, lines: &Lines) -> Vec<String> {
        let date = |word: &str, date: &Option<Expr>| {
            date.as_ref()
                .map(|date| format!("{word} {}", self.at(date, None, Level::Add)))
        };
        let mut all = vec![format!("records {}", self.events(&lines.records))];
        all.extend(
            lines
                .apart
                .as_ref()
                .map(|events| format!("counted separately {}", self.events(events))),
        );
        all.extend(date("starting", &lines.starting));
        all.extend(date("until", &lines.until));
        all.extend(date("death", &lines.death));
        all.extend(
            lines
                .supply
                .map(|supply| format!("supply {}", self.study.model.attribute_path(supply))),
        );
        all.push(format!("drug {}", self.study.model.attribute_path(lines.drug)));
        all
    }
}
