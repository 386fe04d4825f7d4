//! Windows that end before they start, as far as the text alone shows it.

use crate::study::{Definition, Expr, ExprKind, Field, ShiftUnit, Window};
use crate::value::Value;
use kohort_base::{Code, Diagnostic, Span};

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

/// How far it is from one date to another, in months and days; nothing if the text alone does not show it.
fn distance(from: &Expr, to: &Expr, definitions: &[Definition]) -> Option<(i64, i64)> {
    let start = position(from, definitions)?;
    let end = position(to, definitions)?;
    (start.anchor == end.anchor).then(|| (end.months - start.months, end.days - start.days))
}

/// Whether it is a way back.
fn is_back((months, days): (i64, i64)) -> bool {
    (months < 0 && days <= 0) || (months <= 0 && days < 0)
}

/// The finding about a window that can contain no day; nothing if it may contain one. `text` is what is written at a place.
pub(crate) fn ends_before_it_starts<'t>(
    window: &Window,
    definitions: &[Definition],
    text: &dyn Fn(Span) -> Option<&'t str>,
) -> Option<Diagnostic> {
    let (from, to) = (window.from.as_ref()?, window.to.as_ref()?);
    let (months, days) = distance(&from.date, &to.date, definitions)?;
    let same = months == 0 && days == 0;
    if is_back((months, days)) || (same && !(from.inclusive && to.inclusive)) {
        let distance = match (months, days) {
            (0, 0) => String::from("leaves no day between its ends"),
            (0, days) => format!(
                "ends {} {} before it starts",
                -days,
                if days == -1 { "day" } else { "days" }
            ),
            _ => String::from("ends before it starts"),
        };
        let finding = Diagnostic::error(Code::K0501, "This window contains no day")
            .at(window.span, distance)
            .and(from.date.span, "from here")
            .and(to.date.span, "to here")
            .help("write the earlier date first; days before a date are subtracted: `from index - 28 days to index`");
        return Some(with_choices(finding, (&from.date, &to.date), definitions, text));
    }
    None
}

/// What can have been meant by a window that goes back: its ends the other way round, or one of them on the other side of
/// its date.
fn with_choices<'t>(
    mut finding: Diagnostic,
    (from, to): (&Expr, &Expr),
    definitions: &[Definition],
    text: &dyn Fn(Span) -> Option<&'t str>,
) -> Diagnostic {
    let apart = from.span.file == to.span.file && from.span.end <= to.span.start;
    if apart && let (Some(first), Some(second)) = (text(from.span), text(to.span)) {
        finding = finding.exchange((from.span, first), (to.span, second), "Exchange the two ends");
    }
    let turned = [
        turned(to).map(|turned| (to, distance(from, &turned, definitions))),
        turned(from).map(|turned| (from, distance(&turned, to, definitions))),
    ];
    for (end, distance) in turned.into_iter().flatten() {
        if distance.is_some_and(|distance| distance != (0, 0) && !is_back(distance))
            && let Some((sign, other)) = sign(end, text)
            && let Some(written) = text(end.span)
        {
            let at = (sign.start - end.span.start) as usize;
            let (before, behind) = written.split_at_checked(at).unwrap_or((written, ""));
            let behind = behind.get(1..).unwrap_or_default();
            finding = finding.alternatively(sign, other, format!("Write `{before}{other}{behind}`"));
        }
    }
    finding
}

/// A shifted date as far on the other side of its date.
fn turned(date: &Expr) -> Option<Expr> {
    let ExprKind::Shift {
        date: of,
        amount,
        unit,
    } = &date.kind
    else {
        return None;
    };
    Some(Expr {
        kind: ExprKind::Shift {
            date: of.clone(),
            amount: amount.checked_neg()?,
            unit: *unit,
        },
        ..date.clone()
    })
}

/// The sign with which a shifted date is written, and the other one.
fn sign<'t>(shifted: &Expr, text: &dyn Fn(Span) -> Option<&'t str>) -> Option<(Span, &'static str)> {
    let ExprKind::Shift { date, .. } = &shifted.kind else {
        return None;
    };
    let behind = Span::new(shifted.span.file, date.span.end, shifted.span.end);
    let written = text(behind)?;
    let blanks = written.len() - written.trim_start().len();
    let other = match written.trim_start().get(..1)? {
        "-" => "+",
        "+" => "-",
        _ => return None,
    };
    let start = behind.start.saturating_add(u32::try_from(blanks).ok()?);
    Some((Span::new(behind.file, start, start.saturating_add(1)), other))
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
