//! Precision rules.
//!
//! Invariant: what a rule does to dates is said in the order in which it does it.

use super::Words;
use super::small::{otherwise, placement};
use kohort_semantics::study::PrecisionRule;

impl Words<'_> {
    /// A rule as a study writes it, without the word `precision`.
    pub fn precision_rule(&self, rule: &PrecisionRule) -> String {
        self.precision_clauses(rule).join(", ")
    }

    /// The parts of a rule: the date and to what it is coarsened, and what is then done with it.
    pub fn precision_clauses(&self, rule: &PrecisionRule) -> Vec<String> {
        let date = self.study.model.attribute_path(rule.attribute);
        let mut clauses = vec![format!("{date} as {}", rule.precision)];
        clauses.extend(
            rule.placement
                .map(|place| format!("placed on {}", placement(place))),
        );
        let bounds = [("not before", &rule.not_before), ("not after", &rule.not_after)];
        for (words, bound) in bounds {
            clauses.extend(
                bound
                    .as_ref()
                    .map(|bound| format!("{words} {}", self.expression(bound))),
            );
        }
        clauses.extend(
            rule.otherwise
                .map(|coarser| format!("otherwise {}", otherwise(coarser))),
        );
        clauses
    }
}
