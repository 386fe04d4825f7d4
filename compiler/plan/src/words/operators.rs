//! The words of the operators of expressions.
//!
//! Invariant: each operator has one word, wherever it is said.

use super::phrase::Level;
use super::small::whole;
use kohort_semantics::study::{
    Aggregate, Arithmetic, Compare, ConfidenceKind, DrugsQuantity, Relation, ShiftUnit, TimeUnit,
};

/// The sign of a comparison.
pub(crate) fn compare(op: Compare) -> &'static str {
    match op {
        Compare::Eq => "=",
        Compare::Ne => "!=",
        Compare::Lt => "<",
        Compare::Le => "<=",
        Compare::Gt => ">",
        Compare::Ge => ">=",
    }
}

/// The words of a relation of two periods.
pub(crate) fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Overlaps => "overlaps",
        Relation::Contains => "contains",
        Relation::StartsIn => "starts in",
        Relation::EndsIn => "ends in",
    }
}

/// The word of a summary.
pub(crate) fn aggregate(function: Aggregate) -> &'static str {
    match function {
        Aggregate::Min => "min",
        Aggregate::Max => "max",
        Aggregate::Sum => "sum",
        Aggregate::Mean => "mean",
        Aggregate::Median => "median",
    }
}

/// The sign of an arithmetic operator, how tightly it holds, and what its right operand needs.
pub(crate) fn arithmetic(op: Arithmetic) -> (&'static str, Level, Level) {
    match op {
        Arithmetic::Add => ("+", Level::Add, Level::Multiply),
        Arithmetic::Subtract => ("-", Level::Add, Level::Multiply),
        Arithmetic::Multiply => ("*", Level::Multiply, Level::Unary),
        Arithmetic::Divide => ("/", Level::Multiply, Level::Unary),
    }
}

/// How many of some drugs must be among others.
pub(crate) fn quantity(quantity: DrugsQuantity) -> &'static str {
    match quantity {
        DrugsQuantity::Any => "any in",
        DrugsQuantity::AnyNot => "any not in",
        DrugsQuantity::All => "all in",
        DrugsQuantity::None => "none in",
    }
}

/// A length of time by which a date is moved; whole years are said as years.
pub(crate) fn distance(amount: u64, unit: ShiftUnit) -> String {
    match unit {
        ShiftUnit::Days => whole(amount, "day"),
        ShiftUnit::Months if amount > 0 && amount.is_multiple_of(12) => whole(amount / 12, "year"),
        ShiftUnit::Months => whole(amount, "month"),
    }
}

/// A unit of time, with what it is where that is a convention.
pub(crate) fn unit_of_time(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Days => "days",
        TimeUnit::Months => "months of 30.4375 days",
        TimeUnit::Years => "years of 365.25 days",
    }
}

/// A unit of time as a word.
pub(crate) fn time_word(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Days => "days",
        TimeUnit::Months => "months",
        TimeUnit::Years => "years",
    }
}

/// The type of a confidence interval.
pub(crate) fn confidence(kind: ConfidenceKind) -> &'static str {
    match kind {
        ConfidenceKind::LogLog => "log-log",
        ConfidenceKind::Log => "log",
        ConfidenceKind::Plain => "plain",
    }
}
