//! The order of values by size, where they are missing together.

use super::{Order, Side, Versions};
use kohort_semantics::study::{Arithmetic, Expr, ExprKind, ShiftUnit, Type};
use kohort_semantics::value::{Number, Value};

/// Dates that are moved farther could fall off the calendar in one version only.
const FAR_DAYS: i64 = 36_525;
const FAR_MONTHS: i64 = 1_200;

impl Versions<'_> {
    /// How a new value relates to the old one: by size, and missing wherever the other is.
    pub(crate) fn value(&self, old: &Expr, new: &Expr) -> Order {
        if self.same(old, new) {
            return Order::SAME;
        }
        let (old, new) = (self.resolved(Side::Old, old), self.resolved(Side::New, new));
        if !same_kind(&old.ty, &new.ty) {
            return Order::OPEN;
        }
        match (&old.kind, &new.kind) {
            (ExprKind::Literal(old), ExprKind::Literal(new)) => literal(old, new),
            (ExprKind::Count(old), ExprKind::Count(new)) | (ExprKind::DaysOf(old), ExprKind::DaysOf(new)) => {
                self.bag(old, new)
            }
            (ExprKind::Negate(old), ExprKind::Negate(new)) => self.value(old, new).turned(),
            (ExprKind::Shift { .. }, _) | (_, ExprKind::Shift { .. }) => self.shifted(old, new),
            (
                ExprKind::Arithmetic {
                    op: old_op,
                    left: old_left,
                    right: old_right,
                },
                ExprKind::Arithmetic {
                    op: new_op,
                    left: new_left,
                    right: new_right,
                },
            ) if old_op == new_op => {
                let (left, right) = (self.value(old_left, new_left), self.value(old_right, new_right));
                match old_op {
                    Arithmetic::Add => left.and(right),
                    Arithmetic::Subtract => left.and(right.turned()),
                    // The sign of the other operand would have to be known.
                    Arithmetic::Multiply | Arithmetic::Divide => Order::OPEN,
                }
            }
            (
                ExprKind::Scale {
                    value: old,
                    factor: old_factor,
                },
                ExprKind::Scale {
                    value: new,
                    factor: new_factor,
                },
            ) if old_factor == new_factor && *old_factor > Number::ZERO => self.value(old, new),
            (
                ExprKind::DaysBetween {
                    from: old_from,
                    to: old_to,
                },
                ExprKind::DaysBetween {
                    from: new_from,
                    to: new_to,
                },
            )
            | (
                ExprKind::Age {
                    birth: old_from,
                    at: old_to,
                },
                ExprKind::Age {
                    birth: new_from,
                    at: new_to,
                },
            ) => self
                .value(old_from, new_from)
                .turned()
                .and(self.value(old_to, new_to)),
            _ => Order::OPEN,
        }
    }

    /// A period within another, as a test of the dates in it.
    pub(super) fn period(&self, old: &Expr, new: &Expr) -> Order {
        let (old, new) = (self.resolved(Side::Old, old), self.resolved(Side::New, new));
        match (&old.kind, &new.kind) {
            (
                ExprKind::Literal(Value::Period(old_from, old_to)),
                ExprKind::Literal(Value::Period(new_from, new_to)),
            ) => {
                let (from, to) = (dates(*old_from, *new_from), dates(*old_to, *new_to));
                from.turned().and(to)
            }
            (
                ExprKind::Period {
                    start: old_from,
                    end: old_to,
                },
                ExprKind::Period {
                    start: new_from,
                    end: new_to,
                },
            ) => self
                .value(old_from, new_from)
                .turned()
                .and(self.value(old_to, new_to)),
            _ => Order::OPEN,
        }
    }

    /// Whether an expression has a value whatever a patient's records are.
    pub(super) fn always_known(&self, side: Side, expr: &Expr) -> bool {
        let expr = self.resolved(side, expr);
        match &expr.kind {
            ExprKind::Index | ExprKind::Count(_) | ExprKind::DaysOf(_) => true,
            ExprKind::Literal(value) => !value.is_missing(),
            ExprKind::Shift { date, amount, unit } => near(*amount, *unit) && self.always_known(side, date),
            _ => false,
        }
    }

    /// Dates that are moved by the same unit, or one of them not at all.
    fn shifted(&self, old: &Expr, new: &Expr) -> Order {
        let (old_date, old_amount, old_unit) = moved(old);
        let (new_date, new_amount, new_unit) = moved(new);
        let unit = match (old_unit, new_unit) {
            (Some(old), Some(new)) if old != new => return Order::OPEN,
            (old, new) => old.or(new).unwrap_or(ShiftUnit::Days),
        };
        // A date that is not moved keeps its precision, and one that is moved needs a day.
        if old_unit.is_none() != new_unit.is_none() && !self.is_a_day(old_date, new_date) {
            return Order::OPEN;
        }
        if !near(old_amount, unit) || !near(new_amount, unit) {
            return Order::OPEN;
        }
        self.value(old_date, new_date)
            .and(Order::from_comparison(new_amount.cmp(&old_amount)))
    }

    /// Whether both dates are known to be days; an index date is.
    fn is_a_day(&self, old: &Expr, new: &Expr) -> bool {
        let index = |side, expr| matches!(self.resolved(side, expr).kind, ExprKind::Index);
        index(Side::Old, old) && index(Side::New, new)
    }
}

/// Whether values of two types order alike. Of what a value is compared with the meaning is the same on both sides, so that
/// units and categories agree where both are of one kind.
fn same_kind(old: &Type, new: &Type) -> bool {
    let number = |ty: &Type| matches!(ty, Type::Integer | Type::Decimal);
    match (old, new) {
        (Type::Quantity(_), Type::Quantity(_)) | (Type::Category(_), Type::Category(_)) => true,
        _ => old == new || number(old) && number(new),
    }
}

fn moved(expr: &Expr) -> (&Expr, i64, Option<ShiftUnit>) {
    match &expr.kind {
        ExprKind::Shift { date, amount, unit } => (date, *amount, Some(*unit)),
        _ => (expr, 0, None),
    }
}

fn near(amount: i64, unit: ShiftUnit) -> bool {
    match unit {
        ShiftUnit::Days => amount.abs() <= FAR_DAYS,
        ShiftUnit::Months => amount.abs() <= FAR_MONTHS,
    }
}

fn literal(old: &Value, new: &Value) -> Order {
    match (old, new) {
        (Value::Number(old), Value::Number(new)) => Order::from_comparison(new.cmp(old)),
        (Value::Category(old), Value::Category(new)) => Order::from_comparison(new.cmp(old)),
        (Value::Date(old), Value::Date(new)) => dates(*old, *new),
        _ => Order::OPEN,
    }
}

/// Dates of any precision: ordered if both their first and their last days are.
fn dates(old: kohort_semantics::value::Date, new: kohort_semantics::value::Date) -> Order {
    Order::from_comparison(new.first.cmp(&old.first)).and(Order::from_comparison(new.last.cmp(&old.last)))
}
