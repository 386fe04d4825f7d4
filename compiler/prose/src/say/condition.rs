//! Conditions in English: clauses.
//!
//! Invariant: a negation is said at the test that it negates; where it is not, it is said before parentheses.

use super::Say;
use super::phrase::{Level, Phrase};
use super::small::compare;
use crate::text::{SELF, listed};
use kohort_semantics::study::{
    Compare, DrugsQuantity, DrugsTest, Expr, ExprKind, Field, LineField, Relation, SetItem, Type,
};
use kohort_semantics::value::Value;

impl Say<'_> {
    /// A condition, as the clause after *if*.
    pub(crate) fn clause(&self, condition: &Expr) -> String {
        self.test(condition, false).text
    }

    /// The tests of a condition that all must hold; itself, if it is no conjunction.
    pub(crate) fn all_of(&self, condition: &Expr) -> Vec<String> {
        match &condition.kind {
            ExprKind::And(operands) => {
                let tests = operands.iter().map(|operand| self.test(operand, false));
                tests.map(|test| test.at(Level::Any)).collect()
            }
            _ => vec![self.clause(condition)],
        }
    }

    /// The tests of a condition of which one must hold, if it is a disjunction.
    pub(crate) fn any_of(&self, condition: &Expr) -> Option<Vec<String>> {
        match &condition.kind {
            ExprKind::Or(operands) => {
                let tests = operands.iter().map(|operand| self.test(operand, false));
                Some(tests.map(|test| test.at(Level::Any)).collect())
            }
            _ => None,
        }
    }

    /// A condition or its opposite.
    pub(super) fn test(&self, expr: &Expr, negated: bool) -> Phrase {
        let noun = |operand: &Expr| self.noun_at(operand, Level::Noun);
        let is = if negated { "is not" } else { "is" };
        let test = |text: String| Phrase::new(Level::Test, text);
        match &expr.kind {
            ExprKind::Literal(Value::Boolean(truth)) => test(String::from(match *truth != negated {
                true => "it always holds",
                false => "it never holds",
            })),
            ExprKind::Not(operand) => self.test(operand, !negated),
            ExprKind::And(operands) if !negated => self.joined(operands, " and ", Level::All),
            ExprKind::Or(operands) if !negated => self.joined(operands, " or ", Level::Any),
            ExprKind::And(_) | ExprKind::Or(_) => {
                test(format!("it is not so that ({})", self.test(expr, false).text))
            }
            ExprKind::Compare { op, left, right } => {
                if let Some(truth) = self.compared_with_truth(*op, left, right, negated) {
                    return truth;
                }
                let op = if negated { op.opposite() } else { *op };
                if let Some(distance) = self.distance(op, right) {
                    return test(format!("{} is {distance}", noun(left)));
                }
                let word = compare(op, left.ty == Type::Date);
                test(format!("{} {word} {}", noun(left), self.day(right)))
            }
            ExprKind::InSet { value, items } => {
                let items: Vec<String> = items.iter().map(|item| self.item(item)).collect();
                let one_of = match items.as_slice() {
                    [only] => only.clone(),
                    several => format!("one of ({})", several.join("; ")),
                };
                test(format!("{} {is} {one_of}", noun(value)))
            }
            ExprKind::InCodes { value, list } => test(format!(
                "{} {is} in the code list {}",
                noun(value),
                self.code_list(*list)
            )),
            ExprKind::InDrugs { value, list } => test(format!(
                "{} {is} in the drug set {}",
                noun(value),
                self.drug_list(*list)
            )),
            ExprKind::HasDrugs { value, tests } => {
                let subject = noun(value);
                let tests: Vec<String> = tests
                    .iter()
                    .map(|test| format!("{} of {subject} is {}", quantity(test), self.drugs_of_test(test)))
                    .collect();
                self.negatable(listed(&tests, "and"), negated)
            }
            ExprKind::InPeriod { date, period } => {
                let lies = if negated { "does not lie" } else { "lies" };
                test(format!("{} {lies} in {}", noun(date), noun(period)))
            }
            ExprKind::Relation {
                relation,
                left,
                right,
            } => {
                let (left, right) = (noun(left), noun(right));
                let clause = match relation {
                    Relation::Overlaps => format!("{left} and {right} share a day"),
                    Relation::Contains => format!("{left} covers every day of {right}"),
                    Relation::StartsIn => format!("{left} begins in {right}"),
                    Relation::EndsIn => format!("{left} ends in {right}"),
                };
                self.negatable(clause, negated)
            }
            ExprKind::IsMissing(value) => {
                let word = if negated { "known" } else { "missing" };
                test(format!("{} is {word}", noun(value)))
            }
            ExprKind::Any(events) => {
                let word = if negated { "no" } else { "at least one" };
                test(format!("there is {word} {}", self.bag(events).one()))
            }
            ExprKind::OrElse(operands) => {
                let operands: Vec<String> = operands.iter().map(|operand| self.taken(operand)).collect();
                self.negatable(in_turn(&operands, "if unknown"), negated)
            }
            ExprKind::IfAvailable { preferred, fallback } => {
                let both = [preferred, fallback].map(|operand| self.taken(operand));
                self.negatable(in_turn(&both, "where the source does not record this"), negated)
            }
            ExprKind::OnlyIn { sources, value } => {
                let sources: Vec<String> = sources.iter().map(|source| crate::text::name(source)).collect();
                let sources = listed(&sources, "and");
                let value = self.test(value, negated).at(Level::Test);
                test(format!("{value} (asked in {sources} only, elsewhere unknown)"))
            }
            _ => self.marked(expr, negated),
        }
    }

    /// One of several conditions of which one is asked.
    fn taken(&self, operand: &Expr) -> String {
        match &operand.kind {
            ExprKind::Literal(Value::Boolean(truth)) => format!("taken as {truth}"),
            _ => self.test(operand, false).at(Level::Test),
        }
    }

    /// A truth that data hold, or that a definition stands for.
    fn marked(&self, expr: &Expr, negated: bool) -> Phrase {
        let not = if negated { "not " } else { "" };
        let (whose, field) = match &expr.kind {
            ExprKind::RecordField(field) => (Some(SELF.to_string()), Some(*field)),
            ExprKind::FieldOf { event, field } => (
                Some(format!("{} is", self.noun_at(event, Level::Noun))),
                Some(*field),
            ),
            ExprKind::Attribute(id) if id.entity == self.study.model.patient() => {
                (Some(String::from("the person is")), Some(Field::Attribute(*id)))
            }
            _ => (None, None),
        };
        Phrase::new(
            Level::Test,
            match (whose, field) {
                (Some(whose), Some(Field::Line(LineField::Maintenance))) => {
                    format!("{whose} {not}maintenance")
                }
                (Some(whose), Some(field)) => format!("{whose} marked as {not}{}", self.field(field)),
                _ => {
                    let truth = if negated { "false" } else { "true" };
                    format!("{} is {truth}", self.noun_at(expr, Level::Noun))
                }
            },
        )
    }

    /// A comparison with a constant truth as the test that it is.
    fn compared_with_truth(&self, op: Compare, left: &Expr, right: &Expr, negated: bool) -> Option<Phrase> {
        for (truth, other) in [(right, left), (left, right)] {
            if let (Compare::Eq | Compare::Ne, ExprKind::Literal(Value::Boolean(truth))) = (op, &truth.kind) {
                let opposite = (op == Compare::Ne) == *truth;
                return Some(self.test(other, negated != opposite));
            }
        }
        None
    }

    /// A condition as a sentence of its own says it: with what narrows records at its end.
    pub(crate) fn free_clause(&self, condition: &Expr) -> String {
        match &condition.kind {
            ExprKind::Any(events) => format!("there is at least one {}", self.bag(events).free_one()),
            ExprKind::Not(operand) => match &operand.kind {
                ExprKind::Any(events) => format!("there is no {}", self.bag(events).free_one()),
                _ => self.clause(condition),
            },
            _ => self.clause(condition),
        }
    }

    fn joined(&self, operands: &[Expr], word: &str, level: Level) -> Phrase {
        let operands = operands.iter().map(|operand| self.test(operand, false));
        let operands: Vec<String> = operands.map(|operand| operand.at(Level::Test)).collect();
        Phrase::new(level, operands.join(word))
    }

    fn negatable(&self, clause: String, negated: bool) -> Phrase {
        let text = if negated {
            format!("it is not so that ({clause})")
        } else {
            clause
        };
        Phrase::new(Level::Test, text)
    }

    fn item(&self, item: &SetItem) -> String {
        match item {
            SetItem::Value(value) => self.noun_at(value, Level::Noun),
            SetItem::Range(low, high) => format!(
                "from {} to {}, both included",
                self.noun_at(low, Level::Noun),
                self.noun_at(high, Level::Noun)
            ),
        }
    }

    fn drugs_of_test(&self, test: &DrugsTest) -> String {
        let verb = match test.quantity {
            DrugsQuantity::Any | DrugsQuantity::All | DrugsQuantity::None => "among",
            DrugsQuantity::AnyNot => "not among",
        };
        let named = (!test.drugs.drugs.is_empty()).then(|| self.drug_set(&test.drugs));
        let values = test.values.iter().map(|value| self.noun_at(value, Level::Noun));
        let all: Vec<String> = named.into_iter().chain(values).collect();
        format!("{verb} {}", all.join(" together with "))
    }
}

/// Operands of which a later one is asked where those before it tell nothing.
fn in_turn(operands: &[String], when: &str) -> String {
    match operands {
        [] => String::new(),
        [only] => only.clone(),
        [first, rest @ ..] => format!("{first} ({when}: {})", in_turn(rest, when)),
    }
}

fn quantity(test: &DrugsTest) -> &'static str {
    match test.quantity {
        DrugsQuantity::Any | DrugsQuantity::AnyNot => "at least one",
        DrugsQuantity::All => "each",
        DrugsQuantity::None => "none",
    }
}
