//! How exactly dates are known in a source, after the study's precision rules, and what makes a date coarse.

use super::uses::{dated, record_of};
use crate::model::{AttributeId, Dated, EntityId};
use crate::source::{Availability, Decode, Source};
use crate::study::{Expr, ExprKind, Field, Otherwise, PrecisionRule, Record, ShiftUnit, Study, Type};
use crate::value::{Precision, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A derived rule that leads through more rules than this is a circle, which was reported where it is declared.
const MOST_RULES: usize = 32;

/// Why a date is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// An attribute that the source knows less exactly, or that a rule makes coarse.
    Attribute(AttributeId),
    /// A local column of a source's mapping.
    Local(EntityId, u32),
}

/// What makes the dates in a value coarse.
#[derive(Debug, Clone, Default)]
pub(super) struct Causes {
    /// For a date: of the date. For a period: of its first day.
    pub(super) start: BTreeSet<Cause>,
    /// Of a period's last day.
    pub(super) end: BTreeSet<Cause>,
}

/// The precision of every date of a study in one source.
pub(super) struct Exactness<'s> {
    study: &'s Study,
    source: &'s Source,
    /// What makes each definition coarse; each refers to earlier ones only.
    definitions: Vec<Causes>,
    attributes: BTreeMap<AttributeId, Precision>,
}

impl<'s> Exactness<'s> {
    pub(super) fn new(study: &'s Study, source: &'s Source) -> Self {
        let mut exactness = Self {
            study,
            source,
            definitions: Vec::new(),
            attributes: BTreeMap::new(),
        };
        let dates = source
            .entities
            .iter()
            .flat_map(|entity| &entity.attributes)
            .map(|mapping| mapping.attribute);
        for attribute in dates {
            let known = exactness.ruled(attribute, 0);
            exactness.attributes.insert(attribute, known);
        }
        for definition in &study.definitions {
            let causes = exactness.causes(&definition.value, None);
            exactness.definitions.push(causes);
        }
        exactness
    }

    /// The precision that the source gives an attribute, before the study's rule.
    pub(super) fn recorded(&self, attribute: AttributeId) -> Precision {
        self.recorded_at(attribute, 0)
    }

    fn recorded_at(&self, attribute: AttributeId, depth: usize) -> Precision {
        match self
            .source
            .attribute(attribute)
            .map(|mapping| &mapping.availability)
        {
            Some(Availability::Derived(rule)) if rule.ty == Type::Date && depth < MOST_RULES => {
                self.derived(rule, attribute.entity, depth + 1)
            }
            _ => self.source.precision(attribute),
        }
    }

    /// The precision after the study's rule.
    pub(super) fn known(&self, attribute: AttributeId) -> Precision {
        self.attributes.get(&attribute).copied().unwrap_or(Precision::Day)
    }

    fn ruled(&self, attribute: AttributeId, depth: usize) -> Precision {
        let recorded = self.recorded_at(attribute, depth);
        self.study
            .precision_rule(attribute)
            .map_or(recorded, |rule| after(rule, recorded))
    }

    fn derived(&self, value: &Expr, entity: EntityId, depth: usize) -> Precision {
        let coarsest = |operands: &[&Expr]| {
            let each = operands
                .iter()
                .map(|operand| self.derived(operand, entity, depth));
            each.max().unwrap_or(Precision::Day)
        };
        match &value.kind {
            ExprKind::Literal(Value::Date(date)) => date.precision().unwrap_or(Precision::Day),
            ExprKind::RecordField(Field::Attribute(input)) => self.ruled(*input, depth),
            ExprKind::Local(position) => self.local(entity, *position),
            ExprKind::OrElse(operands) => coarsest(&operands.iter().collect::<Vec<_>>()),
            ExprKind::If { then, otherwise, .. } => coarsest(&[then, otherwise]),
            ExprKind::Shift {
                date,
                unit: ShiftUnit::Months,
                ..
            } => coarsest(&[date]),
            _ => Precision::Day,
        }
    }

    /// The precision of a local column.
    pub(super) fn local(&self, entity: EntityId, position: u32) -> Precision {
        let local = self
            .source
            .entity(entity)
            .and_then(|mapping| mapping.locals.get(position as usize));
        match local.map(|local| &local.reading.decode) {
            Some(Decode::Date { precision, .. }) => *precision,
            _ => Precision::Day,
        }
    }

    /// What makes a date or period coarse. `record` is what the record under test is. Whatever needs a day itself is
    /// not a cause: it is reported where it stands.
    pub(super) fn causes(&self, value: &Expr, record: Option<Record>) -> Causes {
        match &value.kind {
            ExprKind::Attribute(attribute) => self.field(Field::Attribute(*attribute), None),
            ExprKind::RecordField(field) => self.field(*field, record),
            ExprKind::FieldOf { event, field } => self.field(*field, record_of(event)),
            ExprKind::Definition(id) => self.definitions.get(id.0 as usize).cloned().unwrap_or_default(),
            ExprKind::OrElse(operands) => self.union(operands, record),
            ExprKind::If { then, otherwise, .. } => self.union([then.as_ref(), otherwise], record),
            ExprKind::Shift {
                date,
                unit: ShiftUnit::Months,
                ..
            } => self.causes(date, record),
            ExprKind::Period { start, end } => Causes {
                start: self.causes(start, record).start,
                end: self.causes(end, record).start,
            },
            ExprKind::PeriodBound { period, end } => {
                let period = self.causes(period, record);
                Causes {
                    start: if *end { period.end } else { period.start },
                    end: BTreeSet::new(),
                }
            }
            ExprKind::Local(position) => match record.map(|record| record.kind) {
                Some(crate::study::RecordKind::Entity(entity))
                    if self.local(entity, *position) > Precision::Day =>
                {
                    Causes {
                        start: BTreeSet::from([Cause::Local(entity, *position)]),
                        end: BTreeSet::new(),
                    }
                }
                _ => Causes::default(),
            },
            _ => Causes::default(),
        }
    }

    /// What makes the date of a bag's records coarse: of those that last, the first and the last day.
    pub(super) fn record(&self, record: Record) -> Causes {
        match dated(self.study, record) {
            Dated::Never => Causes::default(),
            Dated::On(date) => self.field(Field::Attribute(date), None),
            Dated::Span(..) => self.field(Field::Period, Some(record)),
        }
    }

    pub(super) fn field(&self, field: Field, record: Option<Record>) -> Causes {
        let one = |attribute: AttributeId| match self.known(attribute) {
            Precision::Day => BTreeSet::new(),
            _ => BTreeSet::from([Cause::Attribute(attribute)]),
        };
        match (field, record.map(|record| dated(self.study, record))) {
            (Field::Attribute(attribute), _) => Causes {
                start: one(attribute),
                end: BTreeSet::new(),
            },
            (Field::Period, Some(Dated::Span(start, end))) => Causes {
                start: one(start),
                end: one(end),
            },
            _ => Causes::default(),
        }
    }

    fn union<'e>(&self, operands: impl IntoIterator<Item = &'e Expr>, record: Option<Record>) -> Causes {
        let mut all = Causes::default();
        for operand in operands {
            let causes = self.causes(operand, record);
            all.start.extend(causes.start);
            all.end.extend(causes.end);
        }
        all
    }
}

/// The precision of dates after a rule. A placed date is a day.
fn after(rule: &PrecisionRule, recorded: Precision) -> Precision {
    if recorded > rule.precision {
        return match (rule.otherwise, rule.placement) {
            (None, _) => recorded,
            (Some(_), Some(_)) => Precision::Day,
            (Some(Otherwise::Placed(_)), None) => Precision::Day,
            (Some(Otherwise::Missing), None) => rule.precision,
        };
    }
    if rule.placement.is_some() {
        Precision::Day
    } else {
        rule.precision.max(recorded)
    }
}
