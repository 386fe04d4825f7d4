//! Time support: how late after the index date a criterion, a baseline characteristic or a group can see, and the warning
//! about immortal time.
//!
//! A criterion that looks past the index date selects people by their future (they must have lived to have it), and a group
//! that does divides them by it. The analysis is an upper bound: windows limit what is seen, and a record that is itself the index is seen at the index.

mod immortal;

use super::line_time;
use crate::model::{AttributeId, Dated};
use crate::study::{
    Cohort, Compare, Events, EventsBase, Expr, ExprKind, Field, Index, LineField, LookingAhead, Pick,
    RecordKind, SetItem, ShiftUnit, Study,
};
use crate::value::Value;
use kohort_base::{Code, Diagnostic, Span};

/// How late something can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// It sees nothing that happens in time.
    Timeless,
    /// At most so many days after the index date (before it, if negative).
    Until(i64),
    /// Any time.
    Open,
}

/// How late something can see, and the part of the text that sees latest.
#[derive(Debug, Clone, Copy)]
struct Sight {
    reach: Reach,
    span: Span,
}

/// Warns of criteria that see past their cohort's index date without saying so.
pub(crate) fn check(study: &Study, out: &mut Vec<Diagnostic>) {
    for cohort in &study.cohorts {
        let analysis = Analysis::new(study, cohort);
        for criterion in &cohort.criteria {
            let subject = Subject {
                name: &criterion.name,
                value: &criterion.condition,
                looking_ahead: criterion.looking_ahead.as_ref(),
                span: criterion.span,
                role: Role::Criterion,
                declared: true,
                landmark: 0,
            };
            out.extend(analysis.finding(&subject));
        }
    }
    immortal::check(study, out);
}

/// Something that must not see past the index date, or must say that it does.
struct Subject<'s> {
    name: &'s str,
    value: &'s Expr,
    looking_ahead: Option<&'s LookingAhead>,
    span: Span,
    role: Role,
    /// Whether it could say itself that it looks ahead; what a report only names cannot.
    declared: bool,
    /// So many days after the index date nobody's time counts yet (a landmark).
    landmark: i64,
}

/// What something decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Who is in a cohort.
    Criterion,
    /// What a baseline table shows.
    Baseline,
    /// Into which group, stratum or weight of a survival time an entry falls.
    Group,
}

impl Role {
    fn user(self) -> &'static str {
        match self {
            Self::Criterion => "used by this criterion",
            Self::Baseline => "shown in a baseline table",
            Self::Group => "divides survival times",
        }
    }

    fn note(self) -> &'static str {
        match self {
            Self::Criterion => {
                "who is selected by what happens after the index date has, by that, lived until then; survival from the index date is then too long"
            }
            Self::Baseline => {
                "a baseline table describes people as they were at the index date; what happens later is an outcome"
            }
            Self::Group => {
                "who is in a group by what happens after the index date has, by that, lived until then; that group then seems to live longer"
            }
        }
    }
}

struct Analysis<'s> {
    study: &'s Study,
    index: Option<&'s Index>,
    /// The sight of each definition; each refers to earlier ones only.
    definitions: Vec<Sight>,
}

impl<'s> Analysis<'s> {
    fn new(study: &'s Study, cohort: &'s Cohort) -> Self {
        let mut analysis = Self {
            study,
            index: index_of(study, cohort),
            definitions: Vec::new(),
        };
        for definition in &study.definitions {
            let mut sight = analysis.sight(&definition.value);
            if let (Some(ahead), Reach::Until(days)) = (&definition.looking_ahead, sight.reach)
                && days <= ahead.days
            {
                // The definition says that it looks ahead, and every report repeats why.
                sight.reach = Reach::Until(0);
            }
            analysis.definitions.push(sight);
        }
        analysis
    }

    fn finding(&self, subject: &Subject<'_>) -> Option<Diagnostic> {
        let sight = self.sight(subject.value);
        let allowed = subject
            .looking_ahead
            .map_or(0, |ahead| ahead.days)
            .max(subject.landmark);
        let label = match sight.reach {
            Reach::Timeless => return None,
            Reach::Until(days) if days <= allowed => return None,
            Reach::Until(days) => format!("sees up to {days} days after the index date"),
            Reach::Open => {
                String::from("has no latest date, so it sees all that happens after the index date")
            }
        };
        let mut diagnostic = Diagnostic::warning(
            Code::K0502,
            format!("`{}` looks past the index date (immortal time)", subject.name),
        )
        .at(sight.span, label);
        if sight.span != subject.value.span || subject.role != Role::Criterion {
            diagnostic = diagnostic.and(subject.span, subject.role.user());
        }
        diagnostic = diagnostic.note(subject.role.note());
        Some(match sight.reach {
            Reach::Until(days) if !subject.declared => diagnostic
                .help(format!("end it at `index`, or declare it and say why it looks ahead: `characteristic NAME = …, looking ahead {days} days \"reason\"`")),
            Reach::Until(days) => diagnostic
                .help(format!("end it at `index`, or say why it looks ahead: `, looking ahead {days} days \"reason\"`")),
            _ => diagnostic.help("give it a window that ends at `index`, for example `before index` or `from index - 365 days to index`"),
        })
    }

    fn sight(&self, value: &Expr) -> Sight {
        let span = value.span;
        if self.is_index(value) {
            return Sight {
                reach: Reach::Until(0),
                span,
            };
        }
        let timeless = Sight {
            reach: Reach::Timeless,
            span,
        };
        match &value.kind {
            ExprKind::Literal(_) | ExprKind::RecordField(_) | ExprKind::Local(_) => timeless,
            ExprKind::Index => Sight {
                reach: Reach::Until(0),
                span,
            },
            ExprKind::Definition(id) => match self.definitions.get(id.0 as usize) {
                Some(sight) => *sight,
                None => timeless,
            },
            ExprKind::Attribute(attribute) => Sight {
                reach: self.attribute(*attribute),
                span,
            },
            ExprKind::FieldOf { event, field } => match self.of_index_line(event, Some(*field)) {
                Some(reach) => Sight { reach, span },
                None => self.sight(event),
            },
            ExprKind::Compare { op, left, right } => match self.decided_at_index(*op, left, right) {
                Some(reach) => Sight { reach, span },
                None => self.latest([left, right], span),
            },
            ExprKind::Pick { which, events, .. } => {
                if let Some(reach) = self.of_index_line(value, None) {
                    return Sight { reach, span };
                }
                let mut sight = self.events(events);
                if let Pick::Nearest(date) = which {
                    sight = later(sight, self.sight(date));
                }
                sight
            }
            ExprKind::Events(events)
            | ExprKind::Any(events)
            | ExprKind::Count(events)
            | ExprKind::DaysOf(events)
            | ExprKind::Aggregate { events, .. } => self.events(events),
            ExprKind::Not(operand)
            | ExprKind::IsMissing(operand)
            | ExprKind::Negate(operand)
            | ExprKind::Scale { value: operand, .. }
            | ExprKind::Shift { date: operand, .. }
            | ExprKind::PeriodBound { period: operand, .. }
            | ExprKind::InCodes { value: operand, .. }
            | ExprKind::InDrugs { value: operand, .. }
            | ExprKind::OnlyIn { value: operand, .. } => self.sight(operand),
            ExprKind::IfAvailable { preferred, fallback } => {
                self.latest([preferred.as_ref(), fallback], span)
            }
            ExprKind::HasDrugs { value, tests } => {
                let others = tests.iter().flat_map(|test| &test.values);
                self.latest(std::iter::once(value.as_ref()).chain(others), span)
            }
            ExprKind::And(operands) | ExprKind::Or(operands) | ExprKind::OrElse(operands) => {
                self.latest(operands, span)
            }
            ExprKind::Extreme { dates, .. } => self.latest(dates, span),
            ExprKind::InSet { value, items } => {
                items.iter().fold(self.sight(value), |sight, item| match item {
                    SetItem::Value(item) => later(sight, self.sight(item)),
                    SetItem::Range(low, high) => later(sight, self.latest([low, high], span)),
                })
            }
            ExprKind::InPeriod { date, period } => self.latest([date.as_ref(), period], span),
            ExprKind::Relation { left, right, .. } | ExprKind::Arithmetic { left, right, .. } => {
                self.latest([left.as_ref(), right], span)
            }
            ExprKind::If {
                then,
                condition,
                otherwise,
            } => self.latest([then.as_ref(), condition, otherwise], span),
            ExprKind::DaysBetween { from, to } => self.latest([from.as_ref(), to], span),
            ExprKind::Age { at, .. } => self.sight(at),
            ExprKind::Period { start, end } => self.latest([start.as_ref(), end], span),
        }
    }

    fn latest<'e, E: std::borrow::Borrow<Expr> + 'e>(
        &self,
        operands: impl IntoIterator<Item = &'e E>,
        span: Span,
    ) -> Sight {
        operands
            .into_iter()
            .map(|operand| self.sight(operand.borrow()))
            .fold(
                Sight {
                    reach: Reach::Timeless,
                    span,
                },
                later,
            )
    }

    fn events(&self, events: &Events) -> Sight {
        let mut base = match &events.base {
            EventsBase::Entity(_) | EventsBase::Lines(_) => Sight {
                reach: Reach::Open,
                span: events.span,
            },
            EventsBase::Definition(id) => match self.definitions.get(id.0 as usize) {
                Some(sight) => *sight,
                None => Sight {
                    reach: Reach::Open,
                    span: events.span,
                },
            },
            EventsBase::Nested(inner) => self.events(inner),
            EventsBase::Episodes { events: inner, .. } | EventsBase::Gaps { events: inner, .. } => {
                self.events(inner)
            }
        };
        // How long a period lasts is known only at its end; a window on its start does not hide that.
        if !matches!(events.record.kind, RecordKind::Periods | RecordKind::Lines) {
            for window in &events.windows {
                if let Some(to) = &window.to
                    && let Some(days) = self.days_after_index(&to.date)
                {
                    let days = if to.inclusive {
                        days
                    } else {
                        days.saturating_sub(1)
                    };
                    let limited = Sight {
                        reach: Reach::Until(days),
                        span: window.span,
                    };
                    base = if limited.reach < base.reach { limited } else { base };
                }
            }
        }
        match &events.filter {
            Some(filter) => later(base, self.sight(filter)),
            None => base,
        }
    }

    /// How late a field of a line is seen if the index is the start of that line, or of a later one.
    fn of_index_line(&self, event: &Expr, field: Option<Field>) -> Option<Reach> {
        let Some(Index::One(index)) = self.index else {
            return None;
        };
        let ExprKind::FieldOf {
            event: indexed,
            field: Field::Line(LineField::Start),
        } = &self.resolved(index).kind
        else {
            return None;
        };
        line_time::seen(self.study, self.resolved(event), self.resolved(indexed), field)
            .map(|days| days.map_or(Reach::Open, Reach::Until))
    }

    fn attribute(&self, attribute: AttributeId) -> Reach {
        let Some(entity) = self.study.model.entity(attribute.entity) else {
            return Reach::Open;
        };
        match entity.dated {
            Dated::Never => Reach::Timeless,
            Dated::On(date) | Dated::Span(date, _) => match self.index {
                Some(Index::One(index)) if self.resolved(index).kind == ExprKind::Attribute(date) => {
                    Reach::Until(0)
                }
                _ => Reach::Open,
            },
        }
    }

    /// A date as a number of days after the index date at most; nothing if it is not tied to it.
    fn days_after_index(&self, date: &Expr) -> Option<i64> {
        if self.is_index(date) {
            return Some(0);
        }
        match &date.kind {
            ExprKind::Index => Some(0),
            ExprKind::Shift { date, amount, unit } => {
                let days = match unit {
                    ShiftUnit::Days => *amount,
                    ShiftUnit::Months if *amount > 0 => amount.saturating_mul(31),
                    ShiftUnit::Months => amount.saturating_mul(28),
                };
                Some(self.days_after_index(date)?.saturating_add(days))
            }
            ExprKind::Definition(_) => match &self.resolved(date).kind {
                ExprKind::Definition(_) => None,
                _ => self.days_after_index(self.resolved(date)),
            },
            ExprKind::Extreme { latest: false, dates } => {
                dates.iter().filter_map(|date| self.days_after_index(date)).min()
            }
            _ => None,
        }
    }

    /// A date is on one side of the index date: known on that day, whatever comes later, if the date is that of the
    /// first of some events or of something that happens once.
    fn decided_at_index(&self, op: Compare, left: &Expr, right: &Expr) -> Option<Reach> {
        let (date, limit) = match op {
            Compare::Lt | Compare::Le => (left, right),
            Compare::Gt | Compare::Ge => (right, left),
            Compare::Eq | Compare::Ne => return None,
        };
        let (date, days) = self.limited(date, limit)?;
        if let ExprKind::Attribute(attribute) = &self.resolved(date).kind {
            let entity = self.study.model.entity(attribute.entity)?;
            let dated = entity.date_attribute() == Some(*attribute);
            return dated.then_some(Reach::Until(days));
        }
        let ExprKind::FieldOf { event, field } = &self.resolved(date).kind else {
            return None;
        };
        let ExprKind::Pick {
            which: Pick::First,
            events,
            ..
        } = &self.resolved(event).kind
        else {
            return None;
        };
        let dated = match (field, events.record.kind) {
            (Field::Attribute(attribute), RecordKind::Entity(entity)) => {
                self.study.model.entity(entity)?.date_attribute() == Some(*attribute)
            }
            _ => false,
        };
        dated.then_some(Reach::Until(days))
    }

    /// The date that must be early, and how many days after the index date it is decided: `date < limit`, in days
    /// `date - index < 30 days`, or with the date moved.
    fn limited<'e>(&'e self, early: &'e Expr, limit: &'e Expr) -> Option<(&'e Expr, i64)> {
        match (&self.resolved(early).kind, &limit.kind) {
            (ExprKind::DaysBetween { from, to }, ExprKind::Literal(Value::Number(days))) => {
                let days = self.days_after_index(from)?.saturating_add(days.to_i64()?);
                Some((to, days))
            }
            (
                ExprKind::Shift {
                    date,
                    amount,
                    unit: ShiftUnit::Days,
                },
                _,
            ) => Some((date, self.days_after_index(limit)?.saturating_sub(*amount))),
            _ => Some((early, self.days_after_index(limit)?)),
        }
    }

    /// Whether a value is the index date, or the record that gave it.
    fn is_index(&self, value: &Expr) -> bool {
        let Some(Index::One(index)) = self.index else {
            return false;
        };
        let value = self.resolved(value);
        let index = self.resolved(index);
        same(value, index)
            || matches!(&index.kind, ExprKind::FieldOf { event, .. } if same(value, self.resolved(event)))
    }

    /// What a chain of definitions stands for.
    fn resolved<'e>(&'e self, value: &'e Expr) -> &'e Expr {
        let mut value = value;
        while let ExprKind::Definition(id) = &value.kind
            && let Some(definition) = self.study.definition(*id)
        {
            value = &definition.value;
        }
        value
    }
}

/// The index of a cohort, its own or that of the cohort it is drawn from.
fn index_of<'s>(study: &'s Study, cohort: &'s Cohort) -> Option<&'s Index> {
    let mut cohort = cohort;
    loop {
        match (&cohort.index, cohort.from) {
            (Some(index), _) => return Some(index),
            (None, Some(parent)) => cohort = study.cohort(parent)?,
            (None, None) => return None,
        }
    }
}

/// Whether two expressions are the same definition, attribute, field or place in the text.
fn same(left: &Expr, right: &Expr) -> bool {
    match (&left.kind, &right.kind) {
        (ExprKind::Literal(Value::Missing), _) => false,
        (ExprKind::Attribute(left), ExprKind::Attribute(right)) => left == right,
        (ExprKind::FieldOf { event: a, field: x }, ExprKind::FieldOf { event: b, field: y }) => {
            x == y
                && (same(a, b)
                    || matches!((&a.kind, &b.kind), (ExprKind::Definition(a), ExprKind::Definition(b)) if a == b))
        }
        (ExprKind::Pick { .. }, ExprKind::Pick { .. }) | (ExprKind::If { .. }, ExprKind::If { .. }) => {
            left.span == right.span
        }
        _ => false,
    }
}

fn later(left: Sight, right: Sight) -> Sight {
    if right.reach > left.reach { right } else { left }
}
