//! Expressions side by side.

use super::{Cause, Node, Walk};
use crate::order::Side;
use crate::places::Places;
use kohort_semantics::study::{
    Events, EventsBase, Expr, ExprKind, Measure, Part, PartMut, Pick, Record, RecordKind, Type,
};
use kohort_semantics::value::Value;

impl Walk<'_> {
    /// What makes two versions of an expression differ.
    pub(crate) fn expression(self, old: &Expr, new: &Expr, at: &Places, node: &mut Node) {
        let versions = self.versions;
        if versions.old.expression(old) == versions.new.expression(new) {
            return;
        }
        match (&old.kind, &new.kind) {
            (ExprKind::Definition(old), ExprKind::Definition(new)) => {
                Self::caused(node, Cause::Definition(*old, *new), at);
            }
            (ExprKind::Definition(_), _) => {
                self.expression(versions.resolved(Side::Old, old), new, at, node);
            }
            (_, ExprKind::Definition(_)) => {
                self.expression(old, versions.resolved(Side::New, new), at, node);
            }
            (ExprKind::Not(_), _) | (_, ExprKind::Not(_)) => {
                match (upright(old), upright(new)) {
                    ((old, before), (new, after)) if before == after => self.expression(old, new, at, node),
                    // `not a < b` and `a >= b` have one meaning, and were dealt with where nothing else differs.
                    _ => Self::own(node, at),
                }
            }
            (
                ExprKind::OnlyIn {
                    sources: old_sources,
                    value: old,
                },
                ExprKind::OnlyIn {
                    sources: new_sources,
                    value: new,
                },
            ) => {
                let (before, after) = (at.within(old_sources), at.within(new_sources));
                if before == after {
                    self.expression(old, new, &before, node);
                } else {
                    Self::own(node, &before.joined(&after));
                }
            }
            (ExprKind::And(_), ExprKind::And(_)) | (ExprKind::Or(_), ExprKind::Or(_)) => {
                self.operands(flat(old), flat(new), at, node);
            }
            (ExprKind::Literal(before), ExprKind::Literal(after)) if before == after => {
                self.literal(before, &old.ty, &new.ty, at, node);
            }
            (
                ExprKind::InCodes {
                    value: old,
                    list: old_list,
                },
                ExprKind::InCodes {
                    value: new,
                    list: new_list,
                },
            ) => {
                self.expression(old, new, at, node);
                self.code_list(*old_list, *new_list, at, node);
            }
            (
                ExprKind::InDrugs {
                    value: old,
                    list: old_list,
                },
                ExprKind::InDrugs {
                    value: new,
                    list: new_list,
                },
            ) => {
                self.expression(old, new, at, node);
                self.drug_list(*old_list, *new_list, at, node);
            }
            (
                ExprKind::HasDrugs {
                    value: old,
                    tests: old_tests,
                },
                ExprKind::HasDrugs {
                    value: new,
                    tests: new_tests,
                },
            ) if old_tests.len() == new_tests.len() => {
                self.expression(old, new, at, node);
                for (old, new) in old_tests.iter().zip(new_tests) {
                    if old.quantity != new.quantity || old.values.len() != new.values.len() {
                        Self::own(node, at);
                    }
                    self.drug_set(&old.drugs, &new.drugs, at, node);
                    for (old, new) in old.values.iter().zip(&new.values) {
                        self.expression(old, new, at, node);
                    }
                }
            }
            (ExprKind::Attribute(old), ExprKind::Attribute(new)) => self.attribute(*old, *new, at, node),
            (ExprKind::RecordField(old), ExprKind::RecordField(new)) => self.field(*old, *new, at, node),
            (
                ExprKind::FieldOf {
                    event: old,
                    field: old_field,
                },
                ExprKind::FieldOf {
                    event: new,
                    field: new_field,
                },
            ) => {
                self.expression(old, new, at, node);
                self.field(*old_field, *new_field, at, node);
            }
            (
                ExprKind::Aggregate {
                    function: old_function,
                    events: old,
                    field: old_field,
                },
                ExprKind::Aggregate {
                    function: new_function,
                    events: new,
                    field: new_field,
                },
            ) => {
                if old_function != new_function {
                    Self::own(node, at);
                }
                self.events(old, new, at, node);
                self.field(*old_field, *new_field, at, node);
            }
            (
                ExprKind::Pick {
                    which: old_which,
                    events: old,
                    ties: old_ties,
                },
                ExprKind::Pick {
                    which: new_which,
                    events: new,
                    ties: new_ties,
                },
            ) => {
                self.which(old_which, new_which, at, node);
                self.events(old, new, at, node);
                self.ties(old_ties, new_ties, at, node);
            }
            (ExprKind::Events(old), ExprKind::Events(new)) => self.events(old, new, at, node),
            _ => self.parts(old, new, at, node),
        }
    }

    fn which(self, old: &Pick, new: &Pick, at: &Places, node: &mut Node) {
        match (old, new) {
            (Pick::Nearest(old), Pick::Nearest(new)) => self.expression(old, new, at, node),
            (old, new) if old == new => {}
            _ => Self::own(node, at),
        }
    }

    /// The same words for something that means something else: a drug, an analyte, or a unit that is an analyte's.
    fn literal(self, value: &Value, old: &Type, new: &Type, at: &Places, node: &mut Node) {
        let (before, after) = (self.versions.old.of(), self.versions.new.of());
        match (value, old, new) {
            (Value::Text(drug), Type::Drug, Type::Drug) => self.drug(drug, at, node),
            (Value::Text(set), Type::Drugs, Type::Drugs) => {
                for drug in kohort_semantics::study::drugs_of(set) {
                    self.drug(drug, at, node);
                }
            }
            (Value::Analyte(analyte), _, _) => self.analyte(analyte, at, node),
            (_, Type::Quantity(Measure::Analyte(old)), Type::Quantity(Measure::Analyte(new))) => {
                let named = |analytes: &[kohort_semantics::codes::Analyte], id: u32| {
                    analytes.get(id as usize).map(|found| found.qualified.clone())
                };
                match (named(&before.analytes, old.0), named(&after.analytes, new.0)) {
                    (Some(old), Some(new)) if old == new => self.analyte(&old, at, node),
                    _ => Self::own(node, at),
                }
            }
            (Value::Category(position), Type::Category(old), Type::Category(new)) => {
                self.category(*position, *old, *new, at, node);
            }
            _ => Self::own(node, at),
        }
    }

    /// Any other two expressions: if they are alike apart from their parts, the difference lies in these.
    fn parts(self, old: &Expr, new: &Expr, at: &Places, node: &mut Node) {
        let alike = self.versions.old.expression(&shell(old)) == self.versions.new.expression(&shell(new));
        let (before, after) = (inside(old), inside(new));
        if !alike || before.len() != after.len() {
            return Self::own(node, at);
        }
        for pair in before.into_iter().zip(after) {
            match pair {
                (Part::Events(old), Part::Events(new)) => self.events(old, new, at, node),
                (
                    Part::Operand(old) | Part::Date(old) | Part::Filter(old),
                    Part::Operand(new) | Part::Date(new) | Part::Filter(new),
                ) => self.expression(old, new, at, node),
                _ => Self::own(node, at),
            }
        }
    }
}

/// A condition without the negations in front of it, and whether they turn it round.
fn upright(expr: &Expr) -> (&Expr, bool) {
    let (mut at, mut negated) = (expr, false);
    while let ExprKind::Not(operand) = &at.kind {
        at = operand;
        negated = !negated;
    }
    (at, negated)
}

/// The operands of a conjunction or disjunction, with those of its own kind that stand inside it.
pub(super) fn flat(expr: &Expr) -> Vec<&Expr> {
    let operands = |inner: &'_ Expr| {
        matches!(
            (&expr.kind, &inner.kind),
            (ExprKind::And(_), ExprKind::And(_)) | (ExprKind::Or(_), ExprKind::Or(_))
        )
    };
    let mut all = Vec::new();
    let mut waiting = vec![expr];
    while let Some(next) = waiting.pop() {
        match &next.kind {
            ExprKind::And(inner) | ExprKind::Or(inner) if operands(next) => {
                waiting.extend(inner.iter().rev())
            }
            _ => all.push(next),
        }
    }
    all
}

/// The parts of an expression.
fn inside(expr: &Expr) -> Vec<Part<'_>> {
    let mut all = Vec::new();
    expr.parts(&mut |part| all.push(part));
    all
}

/// An expression with nothing in it: each of its parts is known by its place alone.
fn shell(expr: &Expr) -> Expr {
    let mut shell = expr.clone();
    let span = expr.span;
    let mut places = 0..;
    shell.parts_mut(&mut |part| match part {
        PartMut::Operand(part) | PartMut::Date(part) | PartMut::Filter(part) => {
            *part = Expr {
                kind: ExprKind::Local(places.next().unwrap_or_default()),
                ty: Type::Error,
                span,
            };
        }
        PartMut::Events(events) => {
            *events = Events {
                base: EventsBase::Definition(kohort_semantics::study::DefinitionId(u32::MAX)),
                filter: None,
                windows: Vec::new(),
                record: Record {
                    kind: RecordKind::Periods,
                    analyte: None,
                },
                span,
            };
        }
    });
    shell
}
