//! The parameters of endpoints: their types, and the values that uses give them.

use super::super::{Lowering, expr, failed};
use crate::modules::Module;
use crate::study::{Expr, ExprKind, LookingAhead, Record, RecordKind, Type};
use crate::value::{Number, Value};
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::ast;

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ParameterType {
    /// A date.
    Date,
    /// A line of therapy.
    Line,
    /// A written length of time.
    Duration,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// Something that was already reported.
    Unknown,
}

/// The names of the types that are no types of attributes.
const NAMED: [(&str, ParameterType); 2] = [
    ("Line", ParameterType::Line),
    ("Duration", ParameterType::Duration),
];

impl ParameterType {
    /// What a value must be, as a reader says it.
    fn words(self) -> &'static str {
        match self {
            Self::Date => "a date",
            Self::Line => "a line of therapy, for example `therapy[1]`",
            Self::Duration => "a written length of time, for example `30 days`",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::Unknown => "a value",
        }
    }

    fn admits(self, value: &Expr) -> bool {
        match self {
            Self::Date => value.ty == Type::Date,
            Self::Line => matches!(
                value.ty,
                Type::Event(Record {
                    kind: RecordKind::Lines,
                    ..
                })
            ),
            Self::Duration => {
                matches!(value.ty, Type::Days | Type::Months | Type::Years)
                    && matches!(value.kind, ExprKind::Literal(_))
            }
            Self::Number => matches!(value.ty, Type::Integer | Type::Decimal),
            Self::Boolean => value.ty == Type::Boolean,
            Self::Unknown => false,
        }
    }

    /// A value that stands for any, to check an endpoint by itself.
    pub(super) fn any(self, span: Span) -> Expr {
        let (value, ty) = match self {
            Self::Date => (Value::Missing, Type::Date),
            Self::Line => {
                let kind = RecordKind::Lines;
                (Value::Missing, Type::Event(Record { kind, analyte: None }))
            }
            Self::Duration => (Value::Number(Number::from_integer(1)), Type::Days),
            Self::Number => (Value::Number(Number::from_integer(1)), Type::Integer),
            Self::Boolean => (Value::Missing, Type::Boolean),
            Self::Unknown => return failed(span),
        };
        expr(ExprKind::Literal(value), ty, span)
    }
}

impl<'m> Lowering<'m> {
    /// The type of a parameter; reports what is none.
    pub(super) fn parameter_type(
        &mut self,
        module: &'m Module,
        written: &ast::EndpointParam,
    ) -> ParameterType {
        let Some(ty) = written.ty() else {
            return ParameterType::Unknown;
        };
        match ty.kind() {
            Some(ast::TypeKind::Date) => ParameterType::Date,
            Some(ast::TypeKind::Integer | ast::TypeKind::Decimal) => ParameterType::Number,
            Some(ast::TypeKind::Boolean) => ParameterType::Boolean,
            None => ParameterType::Unknown,
            Some(kind) => {
                let name = match kind {
                    ast::TypeKind::Unknown(name) => name.text(),
                    _ => ty.syntax().text().to_string(),
                };
                if let Some((_, found)) = NAMED.iter().find(|(known, _)| *known == name) {
                    return *found;
                }
                let span = module.span(ty.range());
                let mut diagnostic = Diagnostic::error(
                    Code::K1103,
                    format!("A parameter of an endpoint cannot be `{}`", name.trim()),
                )
                .at(span, "no type of a parameter");
                let known = ["Date", "Line", "Duration", "Integer", "Decimal", "Boolean"];
                diagnostic = match suggest::nearest(&name, known) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")).replace(
                        span,
                        near,
                        format!("Write `{near}`"),
                    ),
                    None => diagnostic.help(format!("it is one of: {}", known.join(", "))),
                };
                self.report(diagnostic);
                ParameterType::Unknown
            }
        }
    }

    /// The value of a parameter, of the type it must have.
    pub(super) fn argument(
        &mut self,
        written: &ast::Expr,
        ty: ParameterType,
    ) -> (Expr, Option<LookingAhead>) {
        let expected = (ty == ParameterType::Date).then_some(Type::Date);
        let value = self.value(written, expected.as_ref());
        let value = match ty {
            ParameterType::Duration => self.written_duration(value),
            _ => value,
        };
        if value.ty == Type::Error || ty.admits(&value) {
            return (value, None);
        }
        let span = value.span;
        if ty == ParameterType::Unknown {
            return (failed(span), None);
        }
        let found = self.describe(&value.ty);
        let mut diagnostic = Diagnostic::error(Code::K1103, format!("This must be {}", ty.words()))
            .at(span, format!("this is {found}"));
        if ty == ParameterType::Date {
            diagnostic = match &value.ty {
                Type::Event(Record {
                    kind: RecordKind::Lines,
                    ..
                }) => diagnostic
                    .help("name the date of the line, for example its `.start`")
                    .replace(Span::at(span.file, span.end), ".start", "Write `.start`"),
                Type::Event(_) => diagnostic.help("name the date of the record, for example its `.date`"),
                Type::Events(_) => diagnostic
                    .help("say which record: `first …`, `last …`, `nearest … to index`, and its date"),
                _ => diagnostic,
            };
        }
        (self.fail(diagnostic), None)
    }

    /// A length of time behind the name of a study's parameter.
    fn written_duration(&self, value: Expr) -> Expr {
        let mut found = &value;
        while let ExprKind::Definition(id) = &found.kind
            && let Some(definition) = self.definitions.get(id.0 as usize)
        {
            found = &definition.value;
        }
        match &found.kind {
            ExprKind::Literal(_) => Expr {
                span: value.span,
                ..found.clone()
            },
            _ => value,
        }
    }
}
