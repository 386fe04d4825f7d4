//! Endpoints whose time can be negative and that do not say what then.
//!
//! A date is proven to lie on or after time zero by what is written about it: a window that begins there, a shift of it by
//! days to come, a condition of `missing when` that leaves out everything else. What is not proven can be before it, since
//! real data contradict themselves.

use crate::study::{
    Aggregate, Compare, Endpoint, Events, EventsBase, Expr, ExprKind, Field, LineField, Pick, RecordKind,
    ShiftUnit, Study,
};
use crate::value::Value;
use kohort_base::{Code, Diagnostic, Span};

/// How deep a proof goes; what is nested deeper is not proven.
const MAX_DEPTH: u32 = 32;

/// Reports each endpoint that must say what becomes of negative times and does not.
pub(crate) fn check(study: &Study, out: &mut Vec<Diagnostic>) {
    for endpoint in study
        .endpoints
        .iter()
        .filter(|endpoint| endpoint.negative.is_none())
    {
        let proof = Proof { study, endpoint };
        out.extend(proof.finding());
    }
}

struct Proof<'s> {
    study: &'s Study,
    endpoint: &'s Endpoint,
}

impl<'s> Proof<'s> {
    fn finding(&self) -> Option<Diagnostic> {
        let endpoint = self.endpoint;
        let event = endpoint
            .events
            .iter()
            .find(|event| !self.after(&event.date, MAX_DEPTH));
        let end = [&endpoint.censored, &endpoint.until]
            .into_iter()
            .flatten()
            .find(|end| !self.after(end, MAX_DEPTH));
        let (place, what): (Span, String) = match (event, end) {
            (Some(event), _) => (
                event.date.span,
                format!("the event `{}` can lie before it", event.name),
            ),
            (None, Some(end)) => (end.span, String::from("observation can end before it")),
            (None, None) => return None,
        };
        let mut diagnostic = Diagnostic::error(
            Code::K1102,
            format!("The time of `{}` can be negative", endpoint.name),
        )
        .at(place, what);
        if endpoint.from.span != place {
            diagnostic = diagnostic.and(endpoint.from.span, "time is counted from here");
        }
        if endpoint.span != endpoint.from.span && endpoint.span.file != place.file {
            diagnostic = diagnostic.and(endpoint.span, "used by this endpoint");
        }
        let help = match event {
            Some(_) => {
                "let the event count only from then on (`after from`, `on or after from`), or say what a negative time becomes: `negative missing` or `negative as zero`"
            }
            None => {
                "say what a negative time becomes: `negative missing` (left out, and counted) or `negative as zero`"
            }
        };
        Some(diagnostic.help(help))
    }

    /// Whether a date is on or after time zero wherever both are known.
    fn after(&self, date: &Expr, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        if self.is_from(date, depth) || self.left_out_before(date) {
            return true;
        }
        match &date.kind {
            ExprKind::Literal(value) => value.is_missing(),
            ExprKind::Definition(id) => self
                .study
                .definition(*id)
                .is_some_and(|found| self.after(&found.value, depth)),
            ExprKind::Shift { .. } => {
                let (unmoved, days) = self.unmoved(date);
                days >= 0 && self.after(unmoved, depth)
            }
            // Of missing operands only those are left out that are not needed for the proof.
            ExprKind::Extreme { latest: true, dates } => {
                dates.iter().any(|date| self.known_after(date, depth))
                    || dates.iter().all(|date| self.after(date, depth))
            }
            ExprKind::Extreme { latest: false, dates } | ExprKind::OrElse(dates) => {
                dates.iter().all(|date| self.after(date, depth))
            }
            ExprKind::If {
                then,
                condition,
                otherwise,
            } => {
                (self.after(then, depth) || self.implies(condition, then, depth))
                    && self.after(otherwise, depth)
            }
            ExprKind::OnlyIn { value, .. } => self.after(value, depth),
            ExprKind::IfAvailable { preferred, fallback } => {
                self.after(preferred, depth) && self.after(fallback, depth)
            }
            ExprKind::FieldOf { event, field } => {
                self.later_field_of_the_line(event, *field, depth) || self.picked_after(event, *field, depth)
            }
            ExprKind::Aggregate {
                function: Aggregate::Min | Aggregate::Max,
                events,
                field,
            } => self.all_after(events, *field, depth),
            ExprKind::PeriodBound { period, .. } => match &self.resolved(period).kind {
                ExprKind::FieldOf {
                    event,
                    field: Field::Period,
                } => self.picked_after(event, Field::Period, depth),
                ExprKind::Period { start, .. } => self.after(start, depth),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a date is known wherever time zero is, and not before it.
    fn known_after(&self, date: &Expr, depth: u32) -> bool {
        match &date.kind {
            ExprKind::Shift { .. } => {
                let (unmoved, days) = self.unmoved(date);
                days >= 0 && self.is_from(unmoved, depth)
            }
            _ => self.is_from(date, depth),
        }
    }

    /// What a chain of shifts moves, and by how many days at least; a month has 28 to 31.
    fn unmoved<'e>(&'e self, date: &'e Expr) -> (&'e Expr, i64) {
        let (mut date, mut days) = (self.resolved(date), 0_i64);
        while let ExprKind::Shift {
            date: moved,
            amount,
            unit,
        } = &date.kind
        {
            days = days.saturating_add(match unit {
                ShiftUnit::Days => *amount,
                ShiftUnit::Months if *amount > 0 => amount.saturating_mul(28),
                ShiftUnit::Months => amount.saturating_mul(31),
            });
            date = self.resolved(moved);
        }
        (date, days)
    }

    /// Whether it is time zero itself.
    fn is_from(&self, date: &Expr, depth: u32) -> bool {
        same(self.resolved(date), self.resolved(&self.endpoint.from), depth)
    }

    /// Whether `missing when` leaves out everybody for whom a date is before time zero.
    fn left_out_before(&self, date: &Expr) -> bool {
        self.endpoint
            .missing
            .iter()
            .any(|condition| self.is_before(condition, date))
    }

    fn is_before(&self, condition: &Expr, date: &Expr) -> bool {
        let condition = self.resolved(condition);
        let is = |value: &Expr, other: &Expr| same(self.resolved(value), self.resolved(other), MAX_DEPTH);
        match &condition.kind {
            ExprKind::Or(operands) => operands.iter().any(|operand| self.is_before(operand, date)),
            ExprKind::Compare {
                op: Compare::Lt | Compare::Le,
                left,
                right,
            } => is(left, date) && self.is_from(right, MAX_DEPTH),
            ExprKind::Compare {
                op: Compare::Gt | Compare::Ge,
                left,
                right,
            } => is(right, date) && self.is_from(left, MAX_DEPTH),
            _ => false,
        }
    }

    /// Whether a condition that is true shows that a date is on or after time zero.
    fn implies(&self, condition: &Expr, date: &Expr, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        let condition = self.resolved(condition);
        match &condition.kind {
            ExprKind::And(operands) => operands.iter().any(|operand| self.implies(operand, date, depth)),
            ExprKind::Or(operands) => operands.iter().all(|operand| self.implies(operand, date, depth)),
            ExprKind::Compare {
                op: Compare::Gt | Compare::Ge | Compare::Eq,
                left,
                right,
            } if same(self.resolved(left), self.resolved(date), depth) => self.after(right, depth),
            ExprKind::Compare {
                op: Compare::Lt | Compare::Le | Compare::Eq,
                left,
                right,
            } if same(self.resolved(right), self.resolved(date), depth) => self.after(left, depth),
            _ => false,
        }
    }

    /// `from.next_start`, where time starts with that line.
    fn later_field_of_the_line(&self, event: &Expr, field: Field, depth: u32) -> bool {
        let later = matches!(
            field,
            Field::Line(LineField::Start | LineField::End | LineField::LineEnd | LineField::NextStart)
        );
        let ExprKind::FieldOf {
            event: line,
            field: Field::Line(LineField::Start),
        } = &self.resolved(&self.endpoint.from).kind
        else {
            return false;
        };
        later && same(self.resolved(line), self.resolved(event), depth)
    }

    /// A date of one of some records that all lie on or after time zero.
    fn picked_after(&self, event: &Expr, field: Field, depth: u32) -> bool {
        match &self.resolved(event).kind {
            ExprKind::Pick {
                which: Pick::First | Pick::Last | Pick::Nth(_) | Pick::Nearest(_),
                events,
                ..
            } => self.all_after(events, field, depth),
            _ => false,
        }
    }

    /// Whether a date of every record of a bag is on or after time zero.
    fn all_after(&self, events: &Events, field: Field, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        let windowed = events.windows.iter().any(|window| {
            window
                .from
                .as_ref()
                .is_some_and(|bound| self.after(&bound.date, depth))
        });
        if windowed && self.is_dated_by(events, field) {
            return true;
        }
        let filtered = events
            .filter
            .as_ref()
            .is_some_and(|filter| self.filter_implies(filter, field, depth));
        filtered
            || match &events.base {
                EventsBase::Nested(inner) => self.all_after(inner, field, depth),
                EventsBase::Definition(id) => match self.study.definition(*id).map(|found| &found.value.kind)
                {
                    Some(ExprKind::Events(inner)) => self.all_after(inner, field, depth),
                    _ => false,
                },
                _ => false,
            }
    }

    /// Whether a field is, or is never before, the date by which records are placed in windows.
    fn is_dated_by(&self, events: &Events, field: Field) -> bool {
        match (events.record.kind, field) {
            (RecordKind::Periods, _) | (RecordKind::Lines, Field::Line(_)) => true,
            (RecordKind::Entity(entity), Field::Attribute(attribute)) => {
                let entity = self.study.model.entity(entity);
                entity.is_some_and(|entity| entity.date_attribute() == Some(attribute))
            }
            _ => false,
        }
    }

    fn filter_implies(&self, filter: &Expr, field: Field, depth: u32) -> bool {
        let is_field = |value: &Expr| matches!(&value.kind, ExprKind::RecordField(found) if *found == field);
        match &filter.kind {
            ExprKind::And(operands) => operands
                .iter()
                .any(|operand| self.filter_implies(operand, field, depth)),
            ExprKind::Compare {
                op: Compare::Gt | Compare::Ge | Compare::Eq,
                left,
                right,
            } => is_field(left) && self.after(right, depth),
            ExprKind::Compare {
                op: Compare::Lt | Compare::Le,
                left,
                right,
            } => is_field(right) && self.after(left, depth),
            _ => false,
        }
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

/// Whether two expressions are certainly the same value: the same definition, attribute or field, or the same text.
fn same(left: &Expr, right: &Expr, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    match (&left.kind, &right.kind) {
        (ExprKind::Index, ExprKind::Index) => true,
        (ExprKind::Literal(Value::Missing), _) => false,
        (ExprKind::Literal(left), ExprKind::Literal(right)) => left == right,
        (ExprKind::Attribute(left), ExprKind::Attribute(right)) => left == right,
        (ExprKind::Definition(left), ExprKind::Definition(right)) => left == right,
        (ExprKind::FieldOf { event: a, field: x }, ExprKind::FieldOf { event: b, field: y }) => {
            x == y && same(a, b, depth)
        }
        (
            ExprKind::Shift {
                date: a,
                amount: m,
                unit: u,
            },
            ExprKind::Shift {
                date: b,
                amount: n,
                unit: v,
            },
        ) => m == n && u == v && same(a, b, depth),
        _ => left.kind == right.kind,
    }
}
