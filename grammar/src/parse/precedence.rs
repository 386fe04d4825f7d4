//! The shape of expressions: which operator binds tighter.
//!
//! The grammar leaves a chain flat: operands with operators between them. This module climbs it with one table of
//! binding powers, from loosest to tightest: `or`, `and`, `not`, comparisons, `to`, `or else`, `+ -`, `* /`, `-`,
//! `start of`. Comparisons and ranges do not chain.
//! Invariant: the depth of the tree is bounded ([`DEEPEST`]), because everything after the parser walks it recursively.

use super::build::{Builder, range_of};
use super::grammar::Rule;
use super::unexpected;
use crate::SyntaxKind;
use pest::iterators::Pair;

/// How deep expressions may be nested in each other.
const DEEPEST: usize = 128;

const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARISON: u8 = 4;
const RANGE: u8 = 5;
const OR_ELSE: u8 = 6;
const SUM: u8 = 7;
const PRODUCT: u8 = 8;
const NEGATION: u8 = 9;
const TIGHTEST: u8 = 10;

/// How an operator joins its operands.
enum Shape {
    /// All operands of a run of the same operator are children of one node.
    Many,
    /// Two operands; a run nests to the left.
    Left,
    /// Two operands; a run is an error.
    Single,
    /// One operand, before the operator.
    Suffix,
}

fn operator(rule: Rule) -> Option<(u8, Shape, SyntaxKind)> {
    Some(match rule {
        Rule::op_or => (OR, Shape::Many, SyntaxKind::OrExpr),
        Rule::op_and => (AND, Shape::Many, SyntaxKind::AndExpr),
        Rule::op_compare => (COMPARISON, Shape::Single, SyntaxKind::CompareExpr),
        Rule::op_in => (COMPARISON, Shape::Single, SyntaxKind::InExpr),
        Rule::op_is => (COMPARISON, Shape::Single, SyntaxKind::IsExpr),
        Rule::op_relation => (COMPARISON, Shape::Single, SyntaxKind::RelationExpr),
        Rule::is_missing | Rule::equals_missing => (COMPARISON, Shape::Suffix, SyntaxKind::IsExpr),
        Rule::between => (COMPARISON, Shape::Suffix, SyntaxKind::InExpr),
        Rule::has_drugs => (COMPARISON, Shape::Suffix, SyntaxKind::HasExpr),
        Rule::op_to => (RANGE, Shape::Single, SyntaxKind::RangeExpr),
        Rule::op_or_else => (OR_ELSE, Shape::Many, SyntaxKind::OrElseExpr),
        Rule::op_sum => (SUM, Shape::Left, SyntaxKind::BinaryExpr),
        Rule::op_product => (PRODUCT, Shape::Left, SyntaxKind::BinaryExpr),
        _ => return None,
    })
}

/// A prefix, and how tightly its operand must hold together.
fn prefix(rule: Rule) -> Option<(u8, SyntaxKind)> {
    Some(match rule {
        Rule::op_not => (NOT, SyntaxKind::NotExpr),
        Rule::op_negate => (NEGATION, SyntaxKind::NegateExpr),
        Rule::op_age_at => (SUM, SyntaxKind::AgeAtExpr),
        Rule::op_period_end => (TIGHTEST, SyntaxKind::PeriodEndExpr),
        _ => return None,
    })
}

/// The kind of a value with an alternative: `a if c, else b`, `a if available, else b`.
fn alternative(rule: Rule) -> Option<SyntaxKind> {
    match rule {
        Rule::if_else => Some(SyntaxKind::IfExpr),
        Rule::if_available => Some(SyntaxKind::IfAvailableExpr),
        _ => None,
    }
}

/// The rules of one chain, and how far they are consumed.
struct Chain<'t> {
    rules: Vec<Pair<'t, Rule>>,
    next: usize,
}

impl<'t> Chain<'t> {
    fn take(&mut self) -> Option<Pair<'t, Rule>> {
        let rule = self.rules.get(self.next).cloned();
        self.next += 1;
        rule
    }

    /// The next rule that is not blank or comment.
    fn peek(&self) -> Option<&Pair<'t, Rule>> {
        self.rules
            .iter()
            .skip(self.next)
            .find(|rule| !is_trivia(rule.as_rule()))
    }
}

fn is_trivia(rule: Rule) -> bool {
    matches!(rule, Rule::whitespace | Rule::comment)
}

impl<'t> Builder<'t> {
    /// A value: a chain, alternatives with their conditions, and clauses if it is events.
    pub(super) fn value(&mut self, pair: Pair<'t, Rule>) {
        let rules: Vec<_> = pair.into_inner().collect();
        let alternatives = rules
            .iter()
            .filter(|rule| alternative(rule.as_rule()).is_some())
            .count();
        let start = self.checkpoint();
        self.nested(1 + alternatives, rules, |builder, rules| {
            let clauses_from = rules
                .iter()
                .position(|rule| rule.as_rule() == Rule::clause)
                .unwrap_or(rules.len());
            let (chosen, clauses) = rules.split_at(clauses_from);
            let narrowable = matches!(chosen, [chain, ..] if is_events(chain)) && alternatives == 0;
            builder.alternatives(chosen);
            let Some(first) = clauses.first() else { return };
            if !narrowable {
                builder
                    .errors
                    .error(unexpected::clause_without_events(range_of(first)));
            }
            builder.start_at(start, SyntaxKind::EventsExpr);
            clauses.iter().for_each(|clause| builder.add(clause.clone()));
            builder.finish();
        });
    }

    /// `a if c, else b if d, else e`: what follows an `else` is one value, which may have alternatives of its own.
    fn alternatives(&mut self, rules: &[Pair<'t, Rule>]) {
        let start = self.checkpoint();
        let Some((first, rest)) = rules.split_first() else {
            return;
        };
        self.add(first.clone());
        let Some(position) = rest.iter().position(|rule| alternative(rule.as_rule()).is_some()) else {
            rest.iter().for_each(|rule| self.add(rule.clone()));
            return;
        };
        let (before, from_if) = rest.split_at(position);
        let Some((if_else, after)) = from_if.split_first() else {
            return;
        };
        self.start_at(
            start,
            alternative(if_else.as_rule()).unwrap_or(SyntaxKind::IfExpr),
        );
        before.iter().for_each(|rule| self.add(rule.clone()));
        self.if_else(if_else.clone(), after);
        self.finish();
    }

    /// The part from `if` on; its last chain begins the value after `else`, to which the further parts belong.
    fn if_else(&mut self, pair: Pair<'t, Rule>, after: &[Pair<'t, Rule>]) {
        let last = pair.clone().into_inner().last();
        let Some(last) = last.filter(|last| last.as_rule() == Rule::chain && !after.is_empty()) else {
            self.contents(pair);
            after.iter().for_each(|rule| self.add(rule.clone()));
            return;
        };
        self.contents_before(pair, &last);
        let value: Vec<_> = std::iter::once(last).chain(after.iter().cloned()).collect();
        self.alternatives(&value);
    }

    /// A flat chain of operands and operators.
    pub(super) fn chain(&mut self, pair: Pair<'t, Rule>) {
        let rules: Vec<_> = pair.into_inner().collect();
        let nesting = rules.iter().filter(|rule| {
            matches!(rule.as_rule(), Rule::op_sum | Rule::op_product) || prefix(rule.as_rule()).is_some()
        });
        let cost = nesting.count();
        self.nested(cost, rules, |builder, rules| {
            let mut chain = Chain { rules, next: 0 };
            builder.climb(&mut chain, OR);
            // Only a second range is left over: `a to b to c`.
            if chain.peek().is_some() {
                builder.leftover(&mut chain);
            }
        });
    }

    /// Adds rules that nest this much deeper, or keeps them as text where that is too deep.
    fn nested(
        &mut self,
        cost: usize,
        rules: Vec<Pair<'t, Rule>>,
        add: impl FnOnce(&mut Self, Vec<Pair<'t, Rule>>),
    ) {
        if self.depth + cost > DEEPEST {
            if let Some(first) = rules.first() {
                self.errors.error(unexpected::too_deep(range_of(first)));
            }
            self.start(SyntaxKind::Misplaced);
            self.add_skipped(rules.into_iter());
            self.finish();
            return;
        }
        self.depth += cost;
        add(self, rules);
        self.depth -= cost;
    }

    /// Adds an operand and all operators after it that bind at least this tightly.
    fn climb(&mut self, chain: &mut Chain<'t>, loosest: u8) {
        let start = self.checkpoint();
        self.operand(chain);
        while let Some((power, shape, kind)) = chain.peek().and_then(|rule| operator(rule.as_rule())) {
            if power < loosest {
                return;
            }
            self.start_at(start, kind);
            match shape {
                Shape::Suffix => self.take_with_trivia(chain),
                Shape::Left | Shape::Single => {
                    self.take_with_trivia(chain);
                    self.right_operand(chain, power + 1);
                }
                Shape::Many => {
                    while chain
                        .peek()
                        .is_some_and(|rule| operator(rule.as_rule()).is_some_and(|(same, ..)| same == power))
                    {
                        self.take_with_trivia(chain);
                        self.right_operand(chain, power + 1);
                    }
                }
            }
            if power == COMPARISON {
                self.chained(chain);
            }
            self.finish();
            if power == RANGE {
                return self.after_range(chain);
            }
        }
    }

    /// An operand with its prefixes.
    fn operand(&mut self, chain: &mut Chain<'t>) {
        let Some(rule) = chain.peek().map(Pair::as_rule) else {
            return;
        };
        let Some((power, kind)) = prefix(rule) else {
            return self.take_with_trivia(chain);
        };
        self.start(kind);
        self.take_with_trivia(chain);
        self.right_operand(chain, power);
        self.finish();
    }

    /// The operand after an operator; the blanks before it belong to the operator's node.
    fn right_operand(&mut self, chain: &mut Chain<'t>, loosest: u8) {
        self.take_trivia(chain);
        self.climb(chain, loosest);
    }

    /// A comparison after a comparison is reported and kept as text.
    fn chained(&mut self, chain: &mut Chain<'t>) {
        let Some(second) = chain.peek() else { return };
        if operator(second.as_rule()).is_none_or(|(power, ..)| power != COMPARISON) {
            return;
        }
        let place = range_of(second);
        let repeated = chain
            .rules
            .iter()
            .take(chain.next)
            .next_back()
            .map(|operand| operand.as_str().to_owned());
        self.errors
            .error(unexpected::chained_comparison(place, repeated.as_deref()));
        self.skip_until(chain, |power| power < COMPARISON);
    }

    /// `a to b to c`: the second `to` is reported and kept as text.
    fn after_range(&mut self, chain: &mut Chain<'t>) {
        if chain.peek().is_some_and(|rule| rule.as_rule() == Rule::op_to) {
            self.leftover(chain);
        }
    }

    /// Reports and keeps as text what the table has no place for: the second `to` of `a to b to c`.
    fn leftover(&mut self, chain: &mut Chain<'t>) {
        if let Some(rule) = chain.peek() {
            let place = range_of(rule);
            self.errors.error(unexpected::second_range(place));
        }
        self.skip_until(chain, |_| false);
    }

    /// Keeps operators and operands as text up to an operator that satisfies the test.
    fn skip_until(&mut self, chain: &mut Chain<'t>, stop: impl Fn(u8) -> bool) {
        self.take_trivia(chain);
        self.start(SyntaxKind::Misplaced);
        while let Some(rule) = chain.peek() {
            if operator(rule.as_rule()).is_some_and(|(power, ..)| stop(power)) {
                break;
            }
            while let Some(rule) = chain.take() {
                let trivia = is_trivia(rule.as_rule());
                self.add_skipped(std::iter::once(rule));
                if !trivia {
                    break;
                }
            }
        }
        self.finish();
    }

    /// Adds the next rule and the blanks before it.
    fn take_with_trivia(&mut self, chain: &mut Chain<'t>) {
        self.take_trivia(chain);
        if let Some(rule) = chain.take() {
            self.add(rule);
        }
    }

    fn take_trivia(&mut self, chain: &mut Chain<'t>) {
        while chain
            .rules
            .get(chain.next)
            .is_some_and(|rule| is_trivia(rule.as_rule()))
        {
            if let Some(rule) = chain.take() {
                self.add(rule);
            }
        }
    }
}

/// Whether a chain is one operand that clauses can narrow.
fn is_events(chain: &Pair<'_, Rule>) -> bool {
    let mut rules = chain.clone().into_inner();
    let Some(only) = rules.next() else { return false };
    let operand = match only.as_rule() {
        Rule::episodes | Rule::gap => true,
        Rule::fielded | Rule::subscripted => only.into_inner().count() == 1,
        _ => false,
    };
    operand && rules.next().is_none()
}
