//! When what a line says is known, for cohorts whose index is the start of a line.
//!
//! The start of a line is known on its first day; its drugs when no more can join; how and when it ends only then. What an
//! earlier line says is known when a later one starts.

use crate::study::{
    Compare, Decision, DefinitionId, Dropped, EventsBase, Expr, ExprKind, Field, LineField, Lines, Pick,
    Study,
};
use crate::value::Value;

/// A line by its number, of lines that a definition stands for.
struct Line {
    lines: DefinitionId,
    number: i64,
}

/// How many days after the start of the `indexed` line a field of a line is known; the whole line, without a field.
/// Inside: nothing, if there is no such day. Nothing at all, if they are no lines of one patient's count.
pub(super) fn seen(study: &Study, event: &Expr, indexed: &Expr, field: Option<Field>) -> Option<Option<i64>> {
    let (line, indexed) = (line(event)?, line(indexed)?);
    if line.lines != indexed.lines || line.number > indexed.number {
        return None;
    }
    if line.number < indexed.number {
        return Some(Some(0));
    }
    let field = match field {
        Some(Field::Line(field)) => field,
        None => LineField::Start,
        Some(_) => return None,
    };
    Some(match field {
        LineField::Number | LineField::Start | LineField::Maintenance | LineField::Setting => Some(0),
        LineField::Drugs | LineField::Regimen => {
            let number = u32::try_from(line.number).ok()?;
            drugs_known(study.lines(line.lines)?, number)
        }
        LineField::End | LineField::EndReason | LineField::LineEnd | LineField::NextStart => None,
    })
}

/// The line that an expression picks by its number.
fn line(value: &Expr) -> Option<Line> {
    let ExprKind::Pick {
        which: Pick::First,
        events,
        ..
    } = &value.kind
    else {
        return None;
    };
    let EventsBase::Definition(lines) = events.base else {
        return None;
    };
    let ExprKind::And(conditions) = &events.filter.as_ref()?.kind else {
        return None;
    };
    let number = conditions.iter().find_map(|condition| match &condition.kind {
        ExprKind::Compare {
            op: Compare::Eq,
            left,
            right,
        } => match (&left.kind, &right.kind) {
            (
                ExprKind::RecordField(Field::Line(LineField::Number)),
                ExprKind::Literal(Value::Number(number)),
            ) => number.to_i64(),
            _ => None,
        },
        _ => None,
    })?;
    events.windows.is_empty().then_some(Line { lines, number })
}

/// After how many days the drugs of a line are known: when its window is over, unless drugs may join or leave it later.
fn drugs_known(lines: &Lines, number: u32) -> Option<i64> {
    let rules = &lines.rules;
    let joins_later = |decision: &Decision| match decision {
        Decision::Joins => true,
        Decision::Advances(after) => after.days.is_some() || after.cycles.is_some(),
    };
    let added = rules.added.iter().map(|rule| (&rule.decision, rule.lines));
    let new = rules.new_drugs.iter().map(|rule| (&rule.decision, rule.lines));
    let later = added
        .chain(new)
        .any(|(decision, lines)| lines.contains(number) && joins_later(decision));
    let leaves = rules
        .dropped
        .iter()
        .any(|rule| rule.lines.contains(number) && rule.meaning == Dropped::ContinuesWithoutName);
    if later || leaves || rules.advances_only.is_some() {
        return None;
    }
    let windows = rules.windows.iter().filter(|rule| rule.lines.contains(number));
    windows.map(|rule| rule.days).max()
}
