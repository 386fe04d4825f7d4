//! How exactly dates are known in a source, after the study's precision rules, and what makes a date coarse.

use super::origin::MOST_RULES;
use super::uses::{dated, record_of};
use crate::model::{AttributeId, Dated};
use crate::source::{Availability, Decode, EntityMapping, Reading, Source};
use crate::study::{Expr, ExprKind, Field, Otherwise, PrecisionRule, Record, ShiftUnit, Study, Type};
use crate::value::{DateFormat, Precision, Value};
use kohort_base::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Why a date is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// An attribute that the source knows less exactly, or that a rule makes coarse.
    Attribute(AttributeId),
    /// A local column of a mapping, which is given by its position in the source.
    Local(usize, u32),
}

/// Where an expression stands: what its bare fields and columns are of.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Within {
    /// What the record under test is.
    pub(super) record: Option<Record>,
    /// The mapping whose rule it is, by its position in the source.
    pub(super) mapping: Option<usize>,
}

impl Within {
    /// In a where-clause of the study, or nowhere.
    pub(super) fn record(record: Option<Record>) -> Self {
        Self {
            record,
            mapping: None,
        }
    }
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
        let dates = source.entities.iter().flat_map(|mapping| {
            mapping
                .attributes
                .iter()
                .map(move |found| (mapping, found.attribute))
        });
        for (mapping, attribute) in dates {
            let known = exactness.ruled(mapping, attribute, 0);
            let all = exactness.attributes.entry(attribute).or_insert(known);
            *all = known.max(*all);
        }
        for definition in &study.definitions {
            let causes = exactness.causes(&definition.value, Within::default());
            exactness.definitions.push(causes);
        }
        exactness
    }

    /// The coarsest precision that the source gives an attribute, before the study's rule.
    pub(super) fn recorded(&self, attribute: AttributeId) -> Precision {
        let each = self
            .source
            .mappings(attribute.entity)
            .map(|mapping| self.recorded_in(mapping, attribute, 0));
        each.max().unwrap_or(Precision::Day)
    }

    /// The precision that a mapping gives an attribute of its entity.
    fn recorded_in(&self, mapping: &EntityMapping, attribute: AttributeId, depth: usize) -> Precision {
        let found = mapping.attributes.get(attribute.index as usize);
        match found.map(|found| &found.availability) {
            Some(Availability::Derived(rule)) if rule.ty == Type::Date && depth < MOST_RULES => {
                self.derived(rule, mapping, depth + 1)
            }
            Some(Availability::Present(reading)) => read_as(reading),
            _ => Precision::Day,
        }
    }

    /// The finest precision that the source gives dates of an attribute, before the study's rule.
    pub(super) fn finest(&self, attribute: AttributeId) -> Precision {
        let each = self.source.mappings(attribute.entity).filter_map(|mapping| {
            let found = mapping.attributes.get(attribute.index as usize)?;
            match &found.availability {
                Availability::Present(reading) => Some(finest_of(reading)),
                Availability::Derived(_) => Some(self.recorded_in(mapping, attribute, 0)),
                Availability::Absent { .. } => None,
            }
        });
        each.min().unwrap_or(Precision::Day)
    }

    /// Where the source says how exactly it records an attribute.
    pub(super) fn declared(&self, attribute: AttributeId) -> Option<Span> {
        let coarsest = self.recorded(attribute);
        let mapping = self
            .source
            .mappings(attribute.entity)
            .find(|mapping| self.recorded_in(mapping, attribute, 0) == coarsest)?;
        Some(mapping.attributes.get(attribute.index as usize)?.span)
    }

    /// The precision after the study's rule.
    pub(super) fn known(&self, attribute: AttributeId) -> Precision {
        self.attributes.get(&attribute).copied().unwrap_or(Precision::Day)
    }

    fn ruled(&self, mapping: &EntityMapping, attribute: AttributeId, depth: usize) -> Precision {
        let recorded = self.recorded_in(mapping, attribute, depth);
        self.study
            .precision_rule(attribute)
            .map_or(recorded, |rule| after(rule, recorded))
    }

    fn derived(&self, value: &Expr, mapping: &EntityMapping, depth: usize) -> Precision {
        let coarsest = |operands: &[&Expr]| {
            let each = operands
                .iter()
                .map(|operand| self.derived(operand, mapping, depth));
            each.max().unwrap_or(Precision::Day)
        };
        match &value.kind {
            ExprKind::Literal(Value::Date(date)) => date.precision().unwrap_or(Precision::Day),
            ExprKind::RecordField(Field::Attribute(input)) => self.ruled(mapping, *input, depth),
            ExprKind::Local(position) => local(mapping, *position),
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

    /// A local column by its position, and the mapping that has it.
    pub(super) fn mapping(&self, position: usize) -> Option<&'s EntityMapping> {
        self.source.entities.get(position)
    }

    /// What makes a date or period coarse. `within` says what bare fields are of. Whatever needs a day itself is
    /// not a cause: it is reported where it stands.
    pub(super) fn causes(&self, value: &Expr, within: Within) -> Causes {
        match &value.kind {
            ExprKind::Attribute(attribute) => self.field(Field::Attribute(*attribute), Within::default()),
            ExprKind::RecordField(field) => self.field(*field, within),
            ExprKind::FieldOf { event, field } => self.field(*field, Within::record(record_of(event))),
            ExprKind::Definition(id) => self.definitions.get(id.0 as usize).cloned().unwrap_or_default(),
            ExprKind::OrElse(operands) => self.union(operands, within),
            ExprKind::If { then, otherwise, .. } => self.union([then.as_ref(), otherwise], within),
            ExprKind::Shift {
                date,
                unit: ShiftUnit::Months,
                ..
            } => self.causes(date, within),
            ExprKind::Period { start, end } => Causes {
                start: self.causes(start, within).start,
                end: self.causes(end, within).start,
            },
            ExprKind::PeriodBound { period, end } => {
                let period = self.causes(period, within);
                Causes {
                    start: if *end { period.end } else { period.start },
                    end: BTreeSet::new(),
                }
            }
            ExprKind::Local(position) => match within.mapping.and_then(|at| Some((at, self.mapping(at)?))) {
                Some((at, mapping)) if local(mapping, *position) > Precision::Day => Causes {
                    start: BTreeSet::from([Cause::Local(at, *position)]),
                    end: BTreeSet::new(),
                },
                _ => Causes::default(),
            },
            _ => Causes::default(),
        }
    }

    /// What makes the date of a bag's records coarse: of those that last, the first and the last day.
    pub(super) fn record(&self, record: Record) -> Causes {
        match dated(self.study, record) {
            Dated::Never => Causes::default(),
            Dated::On(date) => self.field(Field::Attribute(date), Within::default()),
            Dated::Span(..) => self.field(Field::Period, Within::record(Some(record))),
        }
    }

    pub(super) fn field(&self, field: Field, within: Within) -> Causes {
        // A rule sees what its own mapping reads.
        let known = |attribute: AttributeId| match within.mapping.and_then(|at| self.mapping(at)) {
            Some(mapping) if mapping.entity == attribute.entity => self.ruled(mapping, attribute, 0),
            _ => self.known(attribute),
        };
        let one = |attribute: AttributeId| match known(attribute) {
            Precision::Day => BTreeSet::new(),
            _ => BTreeSet::from([Cause::Attribute(attribute)]),
        };
        match (field, within.record.map(|record| dated(self.study, record))) {
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

    fn union<'e>(&self, operands: impl IntoIterator<Item = &'e Expr>, within: Within) -> Causes {
        let mut all = Causes::default();
        for operand in operands {
            let causes = self.causes(operand, within);
            all.start.extend(causes.start);
            all.end.extend(causes.end);
        }
        all
    }
}

/// The coarsest precision of the dates that a column is read as.
fn read_as(reading: &Reading) -> Precision {
    match &reading.decode {
        Decode::Date { precision, .. } => *precision,
        _ => Precision::Day,
    }
}

/// The finest precision of the dates of a column; it may differ from row to row.
fn finest_of(reading: &Reading) -> Precision {
    match &reading.decode {
        Decode::Date {
            formats,
            by,
            unknown_parts,
            ..
        } if by.is_some() || *unknown_parts => {
            let written = formats.iter().map(DateFormat::precision);
            written.min().unwrap_or(Precision::Day)
        }
        _ => read_as(reading),
    }
}

/// The precision of a local column.
pub(super) fn local(mapping: &EntityMapping, position: u32) -> Precision {
    let local = mapping.locals.get(position as usize);
    local.map_or(Precision::Day, |local| read_as(&local.reading))
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
