//! What the use of a rule set changes: `with gap > 120 days, no breaker`.

use super::kind::Kind;
use super::rule::{Meaning, Rule};

/// The rules of a set with the clauses of a use, each of which may be several rules.
///
/// A clause takes the place of the set's rules of its kind that are for the same drugs and lines, so that exceptions from
/// them stay; one for drugs or lines that the set has no rule for is added at the end, where it decides.
pub(super) fn changed(declared: &[Rule], clauses: Vec<Vec<Rule>>) -> Vec<Rule> {
    let mut rules = declared.to_vec();
    for clause in clauses {
        let Some(first) = clause.first() else { continue };
        if let Meaning::Absent(kind) = &first.meaning {
            let kind = Some(Kind::absent(*kind));
            rules.retain(|rule| rule.changed || rule.kind() != kind);
            continue;
        }
        let is_replaced = |rule: &Rule| {
            let same = |new: &Rule| new.kind() == rule.kind() && new.scope() == rule.scope();
            !rule.changed && clause.iter().any(same)
        };
        let position = rules.iter().position(is_replaced).unwrap_or(rules.len());
        rules.retain(|rule| !is_replaced(rule));
        let new = clause.iter().cloned().map(|rule| Rule {
            changed: true,
            ..rule
        });
        let position = position.min(rules.len());
        rules.splice(position..position, new);
    }
    rules
}
