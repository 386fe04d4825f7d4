//! Clauses of events: `where …` and the windows.

use super::super::{Lowering, RecordScope, expr};
use crate::check::window;
use crate::model::AttributeType;
use crate::study::{
    AnalyteId, Bound, Events, EventsBase, Expr, ExprKind, Field, Record, ShiftUnit, Type, Window,
};
use crate::value::Value;
use kohort_base::Span;
use kohort_grammar::ast;

impl Lowering<'_> {
    /// Events narrowed by clauses.
    pub(crate) fn narrow(&mut self, base: Events, clauses: &[ast::Clause], span: Span) -> Option<Events> {
        let plain = base.filter.is_none() && base.windows.is_empty();
        let mut record = base.record;
        let mut conditions = Vec::new();
        let mut windows = Vec::new();
        let mut wrong = false;
        for clause in clauses {
            let place = self.span(clause.range());
            match clause.kind() {
                ast::ClauseKind::Where(condition) => {
                    self.fields_in(place, record);
                    record.analyte = record
                        .analyte
                        .or_else(|| condition.as_ref().and_then(|c| self.fixed_analyte(record, c)));
                    match self.condition_of_record(record, condition.as_ref(), place) {
                        Some(condition) => conditions.push(condition),
                        None => wrong = true,
                    }
                }
                window => match self.window(record, window, place) {
                    Some(window) => windows.push(window),
                    None => wrong = true,
                },
            }
        }
        if wrong {
            return None;
        }
        let filter = match conditions.len() {
            0 => None,
            1 => conditions.pop(),
            _ => Some(expr(ExprKind::And(conditions), Type::Boolean, span)),
        };
        let base = if plain {
            base.base
        } else {
            EventsBase::Nested(Box::new(base))
        };
        Some(Events {
            base,
            filter,
            windows,
            record,
            span,
        })
    }

    /// A condition on records of one kind.
    pub(in crate::lower) fn condition_of_record(
        &mut self,
        record: Record,
        written: Option<&ast::Expr>,
        place: Span,
    ) -> Option<Expr> {
        let outer = self.record.replace(RecordScope {
            record,
            locals: Vec::new(),
        });
        let condition = self.optional(written, Some(&Type::Boolean), place);
        self.record = outer;
        let condition = self.expect_condition(condition, "a where-clause");
        (condition.ty != Type::Error).then_some(condition)
    }

    /// The analyte that `where test = X and …` fixes.
    fn fixed_analyte(&mut self, record: Record, condition: &ast::Expr) -> Option<AnalyteId> {
        match condition {
            ast::Expr::And(found) => found
                .operands()
                .iter()
                .find_map(|operand| self.fixed_analyte(record, operand)),
            ast::Expr::Paren(found) => self.fixed_analyte(record, &found.operand()?),
            ast::Expr::Compare(found) if found.op() == Some(ast::CompareOp::Eq) => {
                let (left, right) = (single_name(&found.left()?)?, single_name(&found.right()?)?);
                self.analyte_test(record, &left, &right)
                    .or_else(|| self.analyte_test(record, &right, &left))
            }
            _ => None,
        }
    }

    fn analyte_test(&mut self, record: Record, attribute: &str, analyte: &str) -> Option<AnalyteId> {
        let (Field::Attribute(id), _) = self.field_of_record(record, attribute)? else {
            return None;
        };
        if !matches!(self.model.attribute(id)?.ty, AttributeType::Analyte) {
            return None;
        }
        let analyte = self.analyte_named(analyte)?;
        Some(self.intern_analyte(&analyte))
    }

    fn window(&mut self, record: Record, clause: ast::ClauseKind, span: Span) -> Option<Window> {
        if !self.demand_dated(record, "a window", span) {
            return None;
        }
        // The dates of a window are the patient's: fields of the record under test have no meaning in them.
        let outer = self.record.take();
        let bounds = self.bounds(clause, span);
        self.record = outer;
        let (from, to) = bounds?;
        let window = Window { from, to, span };
        match window::ends_before_it_starts(&window, &self.definitions, &|place| self.text(place)) {
            Some(diagnostic) => {
                self.report(diagnostic);
                None
            }
            None => Some(window),
        }
    }

    /// The first and the last day of a window.
    pub(crate) fn bounds(
        &mut self,
        clause: ast::ClauseKind,
        span: Span,
    ) -> Option<(Option<Bound>, Option<Bound>)> {
        let included = |date| {
            Some(Bound {
                date,
                inclusive: true,
            })
        };
        let excluded = |date| {
            Some(Bound {
                date,
                inclusive: false,
            })
        };
        Some(match clause {
            ast::ClauseKind::FromTo(from, to) => {
                let from = self.bound(from, span);
                let to = self.bound(to, span);
                (included(from?), included(to?))
            }
            ast::ClauseKind::Before(date) => (None, excluded(self.bound(date, span)?)),
            ast::ClauseKind::After(date) => (excluded(self.bound(date, span)?), None),
            ast::ClauseKind::OnOrBefore(date) => (None, included(self.bound(date, span)?)),
            ast::ClauseKind::OnOrAfter(date) => (included(self.bound(date, span)?), None),
            ast::ClauseKind::On(date) => {
                let date = self.bound(date, span)?;
                (included(date.clone()), included(date))
            }
            ast::ClauseKind::Within { duration, of } => {
                let date = self.bound(of, span);
                let days = self.whole_days(&duration?, "The length of a window")?;
                let date = date?;
                (
                    included(shifted(date.clone(), -days)),
                    included(shifted(date, days)),
                )
            }
            ast::ClauseKind::During(period) => {
                let period = self.optional(period.as_ref(), Some(&Type::Period), span);
                let period = self.expect_period(period, "what follows `during`")?;
                let end = |end| {
                    let kind = ExprKind::PeriodBound {
                        period: Box::new(period.clone()),
                        end,
                    };
                    expr(kind, Type::Date, period.span)
                };
                (included(end(false)), included(end(true)))
            }
            ast::ClauseKind::Where(_) => return None,
        })
    }

    fn bound(&mut self, written: Option<ast::Expr>, span: Span) -> Option<Expr> {
        let date = self.optional(written.as_ref(), Some(&Type::Date), span);
        self.expect_type(date, &Type::Date, "an end of a window")
    }
}

/// A date moved by days; a literal day is computed.
fn shifted(date: Expr, days: i64) -> Expr {
    let span = date.span;
    if let ExprKind::Literal(Value::Date(found)) = &date.kind
        && let Some(moved) = found.shift_days(days)
    {
        return expr(ExprKind::Literal(Value::Date(moved)), Type::Date, span);
    }
    expr(
        ExprKind::Shift {
            date: Box::new(date),
            amount: days,
            unit: ShiftUnit::Days,
        },
        Type::Date,
        span,
    )
}

fn single_name(written: &ast::Expr) -> Option<String> {
    let ast::Expr::Path(path) = written else {
        return None;
    };
    let segments = path.path().segments();
    match segments.as_slice() {
        [name] => Some(name.text()),
        _ => None,
    }
}
