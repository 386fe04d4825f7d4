//! Windows in English.
//!
//! Invariant: which of its end days belong to a window is always said.

use super::Say;
use super::phrase::Level;
use super::small::distance;
use kohort_semantics::study::{Bound, Compare, Expr, ExprKind, ShiftUnit, Window};

impl Say<'_> {
    /// A window, as what follows *dated*.
    pub(crate) fn window(&self, window: &Window) -> String {
        match (&window.from, &window.to) {
            (None, None) => String::from("on any day"),
            (Some(from), None) => self.side(from, "after"),
            (None, Some(to)) => self.side(to, "before"),
            (Some(from), Some(to)) => self.between(from, to),
        }
    }

    fn between(&self, from: &Bound, to: &Bound) -> String {
        let (first, last) = (self.end(&from.date), self.end(&to.date));
        if from.inclusive && to.inclusive {
            if first == last {
                return format!("on {first} itself");
            }
            if let Some(said) = self.around(&from.date, &to.date) {
                return said;
            }
        }
        let ends = match (from.inclusive, to.inclusive) {
            (true, true) => "both days included",
            (false, false) => "without these two days",
            (true, false) => "the last day not included",
            (false, true) => "the first day not included",
        };
        format!("from {first} to {last}, {ends}")
    }

    /// A window with both its ends that is said by its distance from one date, or that is a whole period.
    fn around(&self, from: &Expr, to: &Expr) -> Option<String> {
        if let (
            ExprKind::PeriodBound { period, end: false },
            ExprKind::PeriodBound {
                period: same,
                end: true,
            },
        ) = (&from.kind, &to.kind)
        {
            let (period, same) = (self.end(period), self.end(same));
            return (period == same).then(|| format!("during {period}, first and last day included"));
        }
        let (before, after) = (shifted(from), shifted(to));
        let anchor = |expr: &Expr| self.end(expr);
        match (before, after) {
            (Some((date, amount, unit)), None) if amount < 0 && anchor(date) == anchor(to) => {
                let distance = distance(amount.unsigned_abs(), unit);
                Some(format!("within {distance} before {0} or on {0}", anchor(to)))
            }
            (None, Some((date, amount, unit))) if amount > 0 && anchor(date) == anchor(from) => {
                let distance = distance(amount.unsigned_abs(), unit);
                Some(format!("on {0} or within {distance} after {0}", anchor(from)))
            }
            (Some((date, earlier, unit)), Some((same, later, other)))
                if unit == other
                    && later > 0
                    && earlier.checked_neg() == Some(later)
                    && anchor(date) == anchor(same) =>
            {
                let distance = distance(later.unsigned_abs(), unit);
                Some(format!(
                    "within {distance} before or after {0}, or on {0}",
                    anchor(date)
                ))
            }
            _ => None,
        }
    }

    fn side(&self, bound: &Bound, word: &str) -> String {
        let op = match (word, bound.inclusive) {
            ("after", true) => Compare::Ge,
            ("after", false) => Compare::Gt,
            (_, true) => Compare::Le,
            (_, false) => Compare::Lt,
        };
        if let Some(distance) = self.distance(op, &bound.date) {
            return distance;
        }
        let date = self.day(&bound.date);
        match bound.inclusive {
            true => format!("on or {word} {date}"),
            false => format!("{word} {date}"),
        }
    }

    fn end(&self, date: &Expr) -> String {
        self.noun_at(date, Level::Noun)
    }

    /// What is later than a date after another, or earlier than one before it: `more than 14 days after …`.
    pub(super) fn distance(&self, op: Compare, date: &Expr) -> Option<String> {
        let (from, amount, unit) = shifted(date)?;
        let least = match (op, amount) {
            (Compare::Gt, 1..) | (Compare::Lt, ..=-1) => "more than",
            (Compare::Ge, 1..) | (Compare::Le, ..=-1) => "at least",
            _ => return None,
        };
        let side = if amount < 0 { "before" } else { "after" };
        let distance = distance(amount.unsigned_abs(), unit);
        Some(format!("{least} {distance} {side} {}", self.end(from)))
    }

    /// A value to compare with; a moved date is a day of its own.
    pub(super) fn day(&self, value: &Expr) -> String {
        match shifted(value) {
            Some(_) => format!("the day {}", self.end(value)),
            None => self.end(value),
        }
    }
}

/// A date that is so far from another.
fn shifted(expr: &Expr) -> Option<(&Expr, i64, ShiftUnit)> {
    match &expr.kind {
        ExprKind::Shift { date, amount, unit } => Some((date, *amount, *unit)),
        _ => None,
    }
}
