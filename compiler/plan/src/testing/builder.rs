//! Typed expressions, definitions and cohorts in few words.

use super::project::{source, span, study};
use crate::algebra::Plan;
use crate::bind::{BindError, bind};
use kohort_semantics::model::{AttributeId, EntityId};
use kohort_semantics::study::*;
use kohort_semantics::value::{Date, Number, Precision, Value};

pub(crate) fn expr(kind: ExprKind, ty: Type) -> Expr {
    Expr {
        kind,
        ty,
        span: span(),
    }
}

pub(crate) fn number(n: i64, ty: Type) -> Expr {
    expr(ExprKind::Literal(Value::Number(Number::from_integer(n))), ty)
}

pub(crate) fn measured(n: i64, analyte: u32) -> Expr {
    number(n, Type::Quantity(Measure::Analyte(AnalyteId(analyte))))
}

pub(crate) fn date(text: &str) -> Expr {
    expr(
        ExprKind::Literal(Value::Date(Date::parse(text).unwrap())),
        Type::Date,
    )
}

pub(crate) fn said(text: &str) -> Expr {
    expr(ExprKind::Literal(Value::Text(text.into())), Type::Text)
}

pub(crate) fn analyte(name: &str) -> Expr {
    expr(
        ExprKind::Literal(Value::Analyte(format!("tutorial.{name}").into())),
        Type::Analyte,
    )
}

pub(crate) fn word(attribute: AttributeId, position: u32) -> Expr {
    expr(
        ExprKind::Literal(Value::Category(position)),
        Type::Category(attribute),
    )
}

pub(crate) fn index() -> Expr {
    expr(ExprKind::Index, Type::Date)
}

pub(crate) fn own(attribute: AttributeId, ty: Type) -> Expr {
    expr(ExprKind::Attribute(attribute), ty)
}

pub(crate) fn of_record(attribute: AttributeId, ty: Type) -> Expr {
    expr(ExprKind::RecordField(Field::Attribute(attribute)), ty)
}

pub(crate) fn row(field: Field, ty: Type) -> Expr {
    expr(ExprKind::RecordField(field), ty)
}

pub(crate) fn field(event: Expr, attribute: AttributeId, ty: Type) -> Expr {
    expr(
        ExprKind::FieldOf {
            event: Box::new(event),
            field: Field::Attribute(attribute),
        },
        ty,
    )
}

pub(crate) fn part(event: Expr, field: Field, ty: Type) -> Expr {
    expr(
        ExprKind::FieldOf {
            event: Box::new(event),
            field,
        },
        ty,
    )
}

pub(crate) fn compare(left: Expr, op: Compare, right: Expr) -> Expr {
    expr(
        ExprKind::Compare {
            op,
            left: Box::new(left),
            right: Box::new(right),
        },
        Type::Boolean,
    )
}

pub(crate) fn equal(left: Expr, right: Expr) -> Expr {
    compare(left, Compare::Eq, right)
}

pub(crate) fn and(parts: Vec<Expr>) -> Expr {
    expr(ExprKind::And(parts), Type::Boolean)
}

pub(crate) fn or(parts: Vec<Expr>) -> Expr {
    expr(ExprKind::Or(parts), Type::Boolean)
}

pub(crate) fn not(part: Expr) -> Expr {
    expr(ExprKind::Not(Box::new(part)), Type::Boolean)
}

pub(crate) fn missing(part: Expr) -> Expr {
    expr(ExprKind::IsMissing(Box::new(part)), Type::Boolean)
}

pub(crate) fn in_codes(list: u32) -> Expr {
    let value = Box::new(of_record(super::project::CODE, Type::Code));
    expr(
        ExprKind::InCodes {
            value,
            list: CodeListId(list),
        },
        Type::Boolean,
    )
}

pub(crate) fn in_set(value: Expr, items: Vec<SetItem>) -> Expr {
    expr(
        ExprKind::InSet {
            value: Box::new(value),
            items,
        },
        Type::Boolean,
    )
}

pub(crate) fn days(date: Expr, amount: i64) -> Expr {
    expr(
        ExprKind::Shift {
            date: Box::new(date),
            amount,
            unit: ShiftUnit::Days,
        },
        Type::Date,
    )
}

pub(crate) fn months(date: Expr, amount: i64) -> Expr {
    expr(
        ExprKind::Shift {
            date: Box::new(date),
            amount,
            unit: ShiftUnit::Months,
        },
        Type::Date,
    )
}

pub(crate) fn period(start: Expr, end: Expr) -> Expr {
    expr(
        ExprKind::Period {
            start: Box::new(start),
            end: Box::new(end),
        },
        Type::Period,
    )
}

pub(crate) fn arithmetic(left: Expr, op: Arithmetic, right: Expr) -> Expr {
    let ty = left.ty.clone();
    expr(
        ExprKind::Arithmetic {
            op,
            left: Box::new(left),
            right: Box::new(right),
        },
        ty,
    )
}

pub(crate) fn age(at: Expr) -> Expr {
    let birth = Box::new(own(super::project::BIRTH, Type::Date));
    expr(
        ExprKind::Age {
            birth,
            at: Box::new(at),
        },
        Type::Years,
    )
}

/// All records of an entity.
pub(crate) fn all(entity: EntityId) -> Events {
    bag(EventsBase::Entity(entity), RecordKind::Entity(entity))
}

pub(crate) fn bag(base: EventsBase, kind: RecordKind) -> Events {
    Events {
        base,
        filter: None,
        windows: Vec::new(),
        record: Record { kind, analyte: None },
        span: span(),
    }
}

/// Narrowing a bag.
pub(crate) trait Narrow {
    fn that(self, filter: Expr) -> Events;
    fn between(self, from: Expr, to: Expr) -> Events;
    fn window(self, from: Option<(Expr, bool)>, to: Option<(Expr, bool)>) -> Events;
    fn during(self, period: Expr) -> Events;
}

impl Narrow for Events {
    fn that(mut self, filter: Expr) -> Events {
        self.filter = Some(filter);
        self
    }

    fn between(self, from: Expr, to: Expr) -> Events {
        self.window(Some((from, true)), Some((to, true)))
    }

    fn window(mut self, from: Option<(Expr, bool)>, to: Option<(Expr, bool)>) -> Events {
        let bound = |end: Option<(Expr, bool)>| end.map(|(date, inclusive)| Bound { date, inclusive });
        self.windows.push(Window {
            from: bound(from),
            to: bound(to),
            span: span(),
        });
        self
    }

    fn during(self, period: Expr) -> Events {
        let end = |end| {
            expr(
                ExprKind::PeriodBound {
                    period: Box::new(period.clone()),
                    end,
                },
                Type::Date,
            )
        };
        self.between(end(false), end(true))
    }
}

pub(crate) fn pick(which: Pick, events: Events, ties: Vec<TieBreak>) -> Expr {
    let ty = Type::Event(events.record);
    expr(
        ExprKind::Pick {
            which,
            events: Box::new(events),
            ties,
        },
        ty,
    )
}

pub(crate) fn first(events: Events) -> Expr {
    pick(Pick::First, events, Vec::new())
}

pub(crate) fn any(events: Events) -> Expr {
    expr(ExprKind::Any(Box::new(events)), Type::Boolean)
}

pub(crate) fn count(events: Events) -> Expr {
    expr(ExprKind::Count(Box::new(events)), Type::Integer)
}

pub(crate) fn aggregate(function: Aggregate, events: Events, attribute: AttributeId, ty: Type) -> Expr {
    expr(
        ExprKind::Aggregate {
            function,
            events: Box::new(events),
            field: Field::Attribute(attribute),
        },
        ty,
    )
}

/// A study in the making.
pub(crate) struct Sample {
    pub(crate) study: Study,
}

impl Sample {
    pub(crate) fn new() -> Self {
        Self { study: study() }
    }

    /// A `let`; gives the reference to it.
    pub(crate) fn define(&mut self, name: &str, value: Expr) -> Expr {
        self.declare(name, value, false)
    }

    /// A `parameter`; gives the reference to it.
    pub(crate) fn parameter(&mut self, name: &str, value: Expr) -> Expr {
        self.declare(name, value, true)
    }

    fn declare(&mut self, name: &str, value: Expr, parameter: bool) -> Expr {
        let id = DefinitionId(self.study.definitions.len() as u32);
        let ty = value.ty.clone();
        let definition = Definition {
            name: name.into(),
            doc: None,
            parameter,
            value,
            looking_ahead: None,
            span: span(),
        };
        self.study.definitions.push(definition);
        expr(ExprKind::Definition(id), ty)
    }

    pub(crate) fn precision(
        &mut self,
        attribute: AttributeId,
        precision: Precision,
        placement: Placement,
        not_before: Option<Expr>,
    ) {
        self.study.precision.push(PrecisionRule {
            attribute,
            precision,
            placement: Some(placement),
            not_before,
            not_after: None,
            otherwise: None,
            span: span(),
        });
    }

    pub(crate) fn cohort(
        &mut self,
        name: &str,
        from: Option<u32>,
        index: Option<Index>,
        criteria: Vec<Criterion>,
    ) {
        let from = from.map(CohortId);
        self.study.cohorts.push(Cohort {
            name: name.into(),
            doc: None,
            from,
            index,
            criteria,
            span: span(),
        });
    }

    pub(crate) fn bind(&self) -> Result<Plan, BindError> {
        bind(&self.study, &source())
    }

    pub(crate) fn plan(&self) -> Plan {
        self.bind().unwrap()
    }
}

pub(crate) fn include(name: &str, condition: Expr) -> Criterion {
    Criterion {
        name: name.into(),
        doc: None,
        exclude: false,
        condition,
        unknown_is_met: None,
        looking_ahead: None,
        span: span(),
    }
}

pub(crate) fn exclude(name: &str, condition: Expr) -> Criterion {
    Criterion {
        exclude: true,
        ..include(name, condition)
    }
}
