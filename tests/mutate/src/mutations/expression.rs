//! Expressions: operators, operands, units of shifts, picks, summaries, fields.

use super::{Known, changed_part, fixes_analyte, literal};
use crate::sites::Sites;
use kohort_semantics::model::{AttributeId, AttributeType};
use kohort_semantics::study::{
    Aggregate, Arithmetic, Compare, DrugsQuantity, Expr, ExprKind, Field, LineField, Pick, Relation,
    ShiftUnit, TieBreak, Type,
};
use kohort_semantics::value::Value;

/// Meets the sites in an expression.
pub(super) fn visit(expr: &mut Expr, known: &Known, sites: &mut Sites) {
    let fixes = fixes_analyte(expr);
    if !fixes {
        truth(expr, sites);
    }
    own(expr, fixes, known, sites);
    expr.parts_mut(&mut |part| changed_part(part, known, sites));
}

/// Meets the sites in the conditions of a choice of labels, whose results are positions and stay as they are.
pub(super) fn choice(expr: &mut Expr, known: &Known, sites: &mut Sites) {
    match &mut expr.kind {
        ExprKind::If {
            then,
            condition,
            otherwise,
        } => {
            visit(condition, known, sites);
            choice(then, known, sites);
            choice(otherwise, known, sites);
        }
        ExprKind::Literal(_) => {}
        _ => visit(expr, known, sites),
    }
}

/// A condition turned into its opposite.
fn truth(expr: &mut Expr, sites: &mut Sites) {
    if expr.ty != Type::Boolean {
        return;
    }
    match &mut expr.kind {
        ExprKind::Literal(_) | ExprKind::And(_) | ExprKind::Or(_) => {}
        ExprKind::Not(operand) => {
            if sites.here("negation dropped") {
                let operand = (**operand).clone();
                *expr = operand;
            }
        }
        _ => {
            if sites.here("condition negated") {
                expr.kind = ExprKind::Not(Box::new(expr.clone()));
            }
        }
    }
}

fn own(expr: &mut Expr, fixes: bool, known: &Known, sites: &mut Sites) {
    let Expr { kind, ty, span: _ } = expr;
    match kind {
        ExprKind::Literal(value) => literal::visit(value, ty, known, sites),
        ExprKind::RecordField(field) | ExprKind::FieldOf { field, .. } => {
            other_field(field, ty, known, sites)
        }
        ExprKind::Attribute(attribute) => {
            let mut field = Field::Attribute(*attribute);
            other_field(&mut field, ty, known, sites);
            if let Field::Attribute(other) = field {
                *attribute = other;
            }
        }
        ExprKind::And(_) | ExprKind::Or(_) if fixes => dropped_operand(expr, fixes, sites),
        ExprKind::And(operands) => {
            if sites.here("and turned into or") {
                *kind = ExprKind::Or(std::mem::take(operands));
            } else {
                dropped_operand(expr, fixes, sites);
            }
        }
        ExprKind::Or(operands) => {
            if sites.here("or turned into and") {
                *kind = ExprKind::And(std::mem::take(operands));
            } else {
                dropped_operand(expr, fixes, sites);
            }
        }
        ExprKind::Compare { op, .. } if !fixes => compare(op, sites),
        ExprKind::InSet { items, .. } if !fixes => {
            for at in 0..items.len() {
                if items.len() > 1 && sites.here("item of a set dropped") {
                    items.remove(at);
                    break;
                }
            }
        }
        ExprKind::HasDrugs { tests, .. } => {
            for test in tests {
                if sites.here("quantity of drugs changed") {
                    test.quantity = match test.quantity {
                        DrugsQuantity::Any => DrugsQuantity::All,
                        DrugsQuantity::All => DrugsQuantity::None,
                        DrugsQuantity::None => DrugsQuantity::AnyNot,
                        DrugsQuantity::AnyNot => DrugsQuantity::Any,
                    };
                }
                super::line_rules::set(&mut test.drugs, known, sites);
            }
        }
        ExprKind::OnlyIn { sources, .. } => {
            if sources.len() > 1 && sites.here("source left out") {
                sources.pop();
            }
        }
        ExprKind::Relation { relation, .. } => {
            if sites.here("relation of periods changed") {
                *relation = match relation {
                    Relation::Overlaps => Relation::Contains,
                    Relation::Contains => Relation::StartsIn,
                    Relation::StartsIn => Relation::EndsIn,
                    Relation::EndsIn => Relation::Overlaps,
                };
            }
        }
        ExprKind::OrElse(operands) => {
            if operands.len() > 2 && sites.here("fallback dropped") {
                operands.pop();
            }
            if operands.first() != operands.get(1) && sites.here("fallbacks exchanged") {
                operands.swap(0, 1);
            }
        }
        ExprKind::If { then, otherwise, .. } => {
            if then != otherwise && sites.here("branches exchanged") {
                std::mem::swap(then, otherwise);
            }
        }
        ExprKind::Arithmetic { op, .. } => {
            let other = match op {
                Arithmetic::Add => Some(Arithmetic::Subtract),
                Arithmetic::Subtract => Some(Arithmetic::Add),
                Arithmetic::Multiply | Arithmetic::Divide => None,
            };
            if let Some(other) = other
                && sites.here("arithmetic changed")
            {
                *op = other;
            }
        }
        ExprKind::Shift { amount, unit, .. } => {
            if sites.here("distance changed") {
                *amount = amount.saturating_add(1);
            }
            if *amount != 0 && sites.here("unit of a distance changed") {
                *unit = match unit {
                    ShiftUnit::Days => ShiftUnit::Months,
                    ShiftUnit::Months => ShiftUnit::Days,
                };
            }
        }
        ExprKind::DaysBetween { from, to } => {
            if from != to && sites.here("direction of a length of time changed") {
                std::mem::swap(from, to);
            }
        }
        ExprKind::Extreme { latest, dates } => {
            if dates.len() > 1 && sites.here("earliest and latest exchanged") {
                *latest = !*latest;
            }
            for at in 0..dates.len() {
                if dates.len() > 1 && sites.here("date of several dropped") {
                    dates.remove(at);
                    break;
                }
            }
        }
        ExprKind::PeriodBound { end, .. } => {
            if sites.here("other end of a period") {
                *end = !*end;
            }
        }
        ExprKind::Pick { which, ties, .. } => pick(which, ties, known, sites),
        ExprKind::DaysOf(events) => {
            if sites.here("records counted instead of days") {
                *kind = ExprKind::Count(events.clone());
            }
        }
        ExprKind::Aggregate { function, .. } => {
            let other = match function {
                Aggregate::Min => Some(Aggregate::Max),
                Aggregate::Max => Some(Aggregate::Min),
                Aggregate::Mean => Some(Aggregate::Median),
                Aggregate::Median => Some(Aggregate::Mean),
                Aggregate::Sum => None,
            };
            if let Some(other) = other
                && sites.here("summary changed")
            {
                *function = other;
            }
        }
        ExprKind::Index
        | ExprKind::Definition(_)
        | ExprKind::Local(_)
        | ExprKind::Not(_)
        | ExprKind::Compare { .. }
        | ExprKind::InSet { .. }
        | ExprKind::InCodes { .. }
        | ExprKind::InDrugs { .. }
        | ExprKind::IfAvailable { .. }
        | ExprKind::InPeriod { .. }
        | ExprKind::IsMissing(_)
        | ExprKind::Negate(_)
        | ExprKind::Scale { .. }
        | ExprKind::Age { .. }
        | ExprKind::Period { .. }
        | ExprKind::Events(_)
        | ExprKind::Any(_)
        | ExprKind::Count(_) => {}
    }
}

fn compare(op: &mut Compare, sites: &mut Sites) {
    if sites.here("bound moved over its edge") {
        *op = match op {
            Compare::Eq => Compare::Ne,
            Compare::Ne => Compare::Eq,
            Compare::Lt => Compare::Le,
            Compare::Le => Compare::Lt,
            Compare::Gt => Compare::Ge,
            Compare::Ge => Compare::Gt,
        };
        return;
    }
    let turned = match op {
        Compare::Eq | Compare::Ne => None,
        Compare::Lt => Some(Compare::Gt),
        Compare::Le => Some(Compare::Ge),
        Compare::Gt => Some(Compare::Lt),
        Compare::Ge => Some(Compare::Le),
    };
    if let Some(turned) = turned
        && sites.here("comparison turned round")
    {
        *op = turned;
    }
}

/// One operand less; of two, the other is left.
fn dropped_operand(expr: &mut Expr, fixes: bool, sites: &mut Sites) {
    let (ExprKind::And(operands) | ExprKind::Or(operands)) = &mut expr.kind else {
        return;
    };
    for at in 0..operands.len() {
        let kept = fixes && operands.get(at).is_some_and(fixes_analyte);
        let repeated = operands
            .get(at)
            .is_some_and(|own| operands.iter().filter(|one| *one == own).count() > 1);
        if !kept && !repeated && operands.len() > 1 && sites.here("operand dropped") {
            operands.remove(at);
            if operands.len() == 1
                && let Some(only) = operands.pop()
            {
                *expr = only;
            }
            return;
        }
    }
}

/// Another field of the same type.
fn other_field(field: &mut Field, ty: &Type, known: &Known, sites: &mut Sites) {
    let other = match field {
        Field::Start => Some(Field::End),
        Field::End => Some(Field::Start),
        Field::Period => None,
        Field::Line(LineField::Start) => Some(Field::Line(LineField::End)),
        Field::Line(LineField::End) => Some(Field::Line(LineField::LineEnd)),
        Field::Line(LineField::LineEnd) => Some(Field::Line(LineField::NextStart)),
        Field::Line(LineField::NextStart) => Some(Field::Line(LineField::Start)),
        Field::Line(_) => None,
        Field::Attribute(attribute) => other_attribute(*attribute, ty, known).map(Field::Attribute),
    };
    if let Some(other) = other
        && sites.here("field changed")
    {
        *field = other;
    }
}

/// Another attribute of the entity with the same type; of a category there is none.
fn other_attribute(attribute: AttributeId, ty: &Type, known: &Known) -> Option<AttributeId> {
    let own = &known.model.attribute(attribute)?.ty;
    let simple = matches!(
        own,
        AttributeType::Boolean
            | AttributeType::Integer
            | AttributeType::Decimal
            | AttributeType::Date
            | AttributeType::Text
    );
    if !simple || matches!(ty, Type::Error) {
        return None;
    }
    let mut all = known.model.attribute_ids(attribute.entity);
    all.find(|other| {
        *other != attribute
            && known
                .model
                .attribute(*other)
                .is_some_and(|found| found.ty == *own)
    })
}

fn pick(which: &mut Pick, ties: &mut Vec<TieBreak>, known: &Known, sites: &mut Sites) {
    let other = match which {
        Pick::First | Pick::Nearest(_) => Pick::Last,
        Pick::Last => Pick::First,
        Pick::Nth(n) => Pick::Nth(n.saturating_add(1)),
    };
    if sites.here("another record picked") {
        *which = other;
    }
    for at in 0..ties.len() {
        if sites.here("tie-break dropped") {
            ties.remove(at);
            break;
        }
    }
    for tie in ties {
        match tie {
            TieBreak::HighestFirst(attribute) => {
                if sites.here("tie-break changed") {
                    *tie = TieBreak::LowestFirst(*attribute);
                }
            }
            TieBreak::LowestFirst(attribute) => {
                if sites.here("tie-break changed") {
                    *tie = TieBreak::HighestFirst(*attribute);
                }
            }
            TieBreak::ValueFirst(attribute, position) => {
                let mut value = Value::Category(*position);
                literal::visit(&mut value, &Type::Category(*attribute), known, sites);
                if let Value::Category(changed) = value {
                    *position = changed;
                }
            }
        }
    }
}
