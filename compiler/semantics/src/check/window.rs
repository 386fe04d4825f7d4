//! Windows that end before they start, as far as the text alone shows it.

use crate::study::{Definition, Expr, ExprKind, Field, ShiftUnit, Window};
use crate::value::Value;
use kohort_base::{Code, Diagnostic};

/// A date as a distance from something fixed.
#[derive(Debug, Clone, PartialEq)]
struct Position {
    anchor: Anchor,
    months: i64,
    days: i64,
}

/// What a date is measured from.
#[derive(Debug, Clone, PartialEq)]
enum Anchor {
    Calendar,
    Index,
    Definition(u32),
    FieldOfDefinition(u32, Field),
    Attribute(crate::model::AttributeId),
}

/// The finding about a window that can contain no day; nothing if it may contain one.
pub(crate) fn ends_before_it_starts(window: &Window, definitions: &[Definition]) -> Option<Diagnostic> {
    let (from, to) = (window.from.as_ref()?, window.to.as_ref()?);
    let start = position(&from.date, definitions)?;
    let end = position(&to.date, definitions)?;
    if start.anchor != end.anchor {
        return None;
    }
    let (months, days) = (end.months - start.months, end.days - start.days);
    let same = months == 0 && days == 0;
    let before = (months < 0 && days <= 0) || (months <= 0 && days < 0);
    if before || (same && !(from.inclusive && to.inclusive)) {
        let distance = match (months, days) {
            (0, 0) => String::from("leaves no day between its ends"),
            (0, days) => format!(
                "ends {} {} before it starts",
                -days,
                if days == -1 { "day" } else { "days" }
            ),
            _ => String::from("ends before it starts"),
        };
        return Some(
            Diagnostic::error(Code::K0501, "This window contains no day")
                .at(window.span, distance)
                .and(from.date.span, "from here")
                .and(to.date.span, "to here")
                .help("write the earlier date first; days before a date are subtracted: `from index - 28 days to index`"),
        );
    }
    None
}

fn position(date: &Expr, definitions: &[Definition]) -> Option<Position> {
    let anchored = |anchor| {
        Some(Position {
            anchor,
            months: 0,
            days: 0,
        })
    };
    match &date.kind {
        ExprKind::Index => anchored(Anchor::Index),
        ExprKind::Literal(Value::Date(found)) => Some(Position {
            anchor: Anchor::Calendar,
            months: 0,
            days: i64::from(found.as_day()?.0),
        }),
        ExprKind::Attribute(attribute) => anchored(Anchor::Attribute(*attribute)),
        ExprKind::Definition(id) => {
            let value = &definitions.get(id.0 as usize)?.value;
            match &value.kind {
                ExprKind::Literal(_) => position(value, definitions),
                _ => anchored(Anchor::Definition(id.0)),
            }
        }
        ExprKind::FieldOf { event, field } => match &event.kind {
            ExprKind::Definition(id) => anchored(Anchor::FieldOfDefinition(id.0, *field)),
            _ => None,
        },
        ExprKind::PeriodBound { period, end } => {
            let period = match &period.kind {
                ExprKind::Definition(id) => &definitions.get(id.0 as usize)?.value,
                _ => period.as_ref(),
            };
            match &period.kind {
                ExprKind::Period { start, end: last } => {
                    position(if *end { last } else { start }, definitions)
                }
                _ => None,
            }
        }
        ExprKind::Shift { date, amount, unit } => {
            let mut found = position(date, definitions)?;
            let total = match unit {
                ShiftUnit::Days => &mut found.days,
                ShiftUnit::Months => &mut found.months,
            };
            *total = total.checked_add(*amount)?;
            Some(found)
        }
        _ => None,
    }
}
