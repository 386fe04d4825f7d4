//! How long a window is, as far as that is written: from one date so many days before it to so many days behind it.
//!
//! Invariant: a length is given only where both ends are measured in days from one and the same date, so it is the same for
//! everybody.

use kohort_grammar::ast::{
    ArithmeticOp, Clause, ClauseKind, DurationLit, Expr, LiteralExpr, LiteralKind, TimeUnit,
};
use std::cmp::Ordering;

/// What a window covers around the date that it is measured from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// The date, as written.
    pub(crate) base: String,
    /// How many days there are; none if the calendar decides.
    pub(crate) days: Option<i64>,
    /// Whether the date itself is in.
    pub(crate) with_base: bool,
}

impl Extent {
    /// The extent of a clause, if it has one.
    pub(crate) fn of(clause: &Clause) -> Option<Self> {
        match clause.kind() {
            ClauseKind::FromTo(Some(from), Some(to)) => {
                let (from, to) = (Offset::of(&from), Offset::of(&to));
                if from.base != to.base {
                    return None;
                }
                let days = match (from.days, to.days) {
                    (Some(from), Some(to)) => {
                        Some(to.checked_sub(from)?.checked_add(1)?).filter(|days| *days > 0)
                    }
                    _ => None,
                };
                let with_base = from.sign != Ordering::Greater && to.sign != Ordering::Less;
                // An empty window is an error, and said as one.
                (days.is_some() || from.days.is_none() || to.days.is_none()).then_some(Self {
                    base: from.base,
                    days,
                    with_base,
                })
            }
            ClauseKind::Within {
                duration: Some(duration),
                of: Some(of),
            } => Some(Self {
                base: one_line(&of),
                days: days(&duration)?.checked_mul(2)?.checked_add(1),
                with_base: true,
            }),
            _ => None,
        }
    }

    /// In words: `29 days, day 0 included`.
    pub(crate) fn words(&self) -> String {
        let days = self.days.map(|days| match days {
            1 => String::from("1 day, "),
            days => format!("{days} days, "),
        });
        let base = match self.base.as_str() {
            "index" => "day 0",
            _ => "that day",
        };
        let included = if self.with_base {
            "included"
        } else {
            "not included"
        };
        format!("{}{base} {included}", days.unwrap_or_default())
    }
}

/// A date that is written as so much before or behind another.
struct Offset {
    base: String,
    /// How many days behind; none if it is months or years.
    days: Option<i64>,
    sign: Ordering,
}

impl Offset {
    fn of(date: &Expr) -> Self {
        if let Expr::Binary(binary) = date
            && let Some(op @ (ArithmeticOp::Add | ArithmeticOp::Sub)) = binary.op()
            && let (Some(left), Some(Expr::Literal(right))) = (binary.left(), binary.right())
            && let Some(length) = duration(&right)
        {
            let zero = length.number().trim_start_matches('0').is_empty();
            let (days, sign) = match op {
                ArithmeticOp::Sub => (days(&length).and_then(i64::checked_neg), Ordering::Less),
                _ => (days(&length), Ordering::Greater),
            };
            return Self {
                base: one_line(&left),
                days,
                sign: if zero { Ordering::Equal } else { sign },
            };
        }
        Self {
            base: one_line(date),
            days: Some(0),
            sign: Ordering::Equal,
        }
    }
}

fn duration(literal: &LiteralExpr) -> Option<DurationLit> {
    match literal.kind() {
        LiteralKind::Duration(duration) => Some(duration),
        _ => None,
    }
}

/// A length in days, if it has one.
pub(crate) fn days(length: &DurationLit) -> Option<i64> {
    let number: i64 = length.number().parse().ok()?;
    match length.unit()? {
        TimeUnit::Day => Some(number),
        TimeUnit::Week => number.checked_mul(7),
        TimeUnit::Month | TimeUnit::Year => None,
    }
}

/// An expression as it is written, on one line.
pub(crate) fn one_line(expr: &Expr) -> String {
    let text = expr.syntax().text().to_string();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_grammar::parse;

    fn words(window: &str) -> Option<String> {
        let text = format!("let x = any visit {window}");
        let root = parse(&text).syntax();
        let clause = root.descendants().find_map(Clause::cast).unwrap();
        Extent::of(&clause).map(|extent| extent.words())
    }

    #[test]
    fn days_are_counted_with_both_ends() {
        for (window, expected) in [
            ("from index - 28 days to index", "29 days, day 0 included"),
            ("from index to index", "1 day, day 0 included"),
            (
                "from index - 4 weeks to index - 1 day",
                "28 days, day 0 not included",
            ),
            (
                "from index + 1 day to index + 30 days",
                "30 days, day 0 not included",
            ),
            ("within 180 days of index", "361 days, day 0 included"),
            ("within 14 days of surgery.date", "29 days, that day included"),
            ("from index - 5 years to index - 1 day", "day 0 not included"),
            ("from index - 0 days to index + 6 months", "day 0 included"),
        ] {
            assert_eq!(words(window).as_deref(), Some(expected), "{window}");
        }
    }

    #[test]
    fn what_depends_on_the_person_has_no_length() {
        for window in [
            "from index to death.date",
            "before index",
            "within 6 months of index",
            "from index + 9 days to index",
            "from index to",
            "from index - 99999999999999999999 days to index",
        ] {
            let expected = window.contains("9999").then(|| String::from("day 0 included"));
            assert_eq!(words(window), expected, "{window}");
        }
    }
}
