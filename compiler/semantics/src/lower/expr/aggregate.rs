//! `any`, `count`, `days of`, and the summaries `min`, `max`, `sum`, `mean`, `median`.

use super::super::{Lowering, expr, failed};
use super::events::EventsWithField;
use crate::model::AttributeType;
use crate::study::{Aggregate, Events, Expr, ExprKind, Type};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;

impl Lowering<'_> {
    pub(crate) fn aggregate(&mut self, written: &ast::AggregateExpr, span: Span) -> Expr {
        let (Some(function), Some(bag)) = (written.function(), written.events()) else {
            return failed(span);
        };
        let Some(EventsWithField { events, field }) = self.events(&bag) else {
            return failed(span);
        };
        let summary = match function {
            ast::AggregateKind::Any => {
                return self.whole(ExprKind::Any, events, field, Type::Boolean, "any", span);
            }
            ast::AggregateKind::Count => {
                return self.whole(ExprKind::Count, events, field, Type::Integer, "count", span);
            }
            ast::AggregateKind::DaysOf => {
                if !self.demand_dated(events.record, "`days of`", span) {
                    return failed(span);
                }
                return self.whole(ExprKind::DaysOf, events, field, Type::Integer, "days of", span);
            }
            ast::AggregateKind::Min => Aggregate::Min,
            ast::AggregateKind::Max => Aggregate::Max,
            ast::AggregateKind::Sum => Aggregate::Sum,
            ast::AggregateKind::Mean => Aggregate::Mean,
            ast::AggregateKind::Median => Aggregate::Median,
        };
        self.summary(summary, events, field, span)
    }

    /// A reduction of whole records, which leaves no room for a field.
    fn whole(
        &mut self,
        kind: fn(Box<Events>) -> ExprKind,
        events: Events,
        field: Option<(String, Span)>,
        ty: Type,
        word: &str,
        span: Span,
    ) -> Expr {
        if let Some((name, place)) = field {
            let dotted = Span::new(place.file, place.start.saturating_sub(1), place.end);
            return self.fail(
                Diagnostic::error(
                    Code::K0306,
                    format!("`{word}` looks at records, not at one attribute of them"),
                )
                .at(place, "an attribute")
                .help(format!(
                    "leave out `.{name}`; to look only at records that have one, add `where {name} is known`"
                ))
                .replace(dotted, "", format!("Leave out `.{name}`")),
            );
        }
        expr(kind(Box::new(events)), ty, span)
    }

    fn summary(
        &mut self,
        function: Aggregate,
        events: Events,
        field: Option<(String, Span)>,
        span: Span,
    ) -> Expr {
        let Some((name, place)) = field else {
            let words = self.describe_record(events.record);
            return self.fail(
                Diagnostic::error(Code::K0306, "A summary needs an attribute")
                    .at(events.span, format!("these are records of {words}"))
                    .help("name what is summarised, for example `max of lab.value`"),
            );
        };
        let Some((field, ty)) = self.events_field(events.record, &name, place) else {
            return failed(span);
        };
        if ty == Type::Error {
            return failed(span);
        }
        let extreme = matches!(function, Aggregate::Min | Aggregate::Max);
        let fits = match &ty {
            Type::Integer | Type::Decimal | Type::Quantity(_) => true,
            Type::Date => extreme,
            Type::Category(attribute) => {
                extreme
                    && matches!(self.model.attribute(*attribute).map(|found| &found.ty),
                        Some(AttributeType::Category(category)) if category.ordered)
            }
            _ => false,
        };
        if !fits {
            let words = self.describe(&ty);
            let help = if extreme {
                "`min` and `max` take numbers, quantities, dates and ordered categories"
            } else {
                "`sum`, `mean` and `median` take numbers and quantities"
            };
            return self.fail(
                Diagnostic::error(Code::K0310, format!("`{name}` cannot be summarised like this"))
                    .at(place, format!("this is {words}"))
                    .help(help),
            );
        }
        let result = match (function, ty) {
            (Aggregate::Mean | Aggregate::Median, Type::Integer) => Type::Decimal,
            (_, ty) => ty,
        };
        expr(
            ExprKind::Aggregate {
                function,
                events: Box::new(events),
                field,
            },
            result,
            span,
        )
    }
}
