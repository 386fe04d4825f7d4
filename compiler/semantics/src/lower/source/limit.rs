//! The typed limit of a bound: a date of the patient or of the same record, lowered like any expression of a study.

use crate::lower::{Lowering, RecordScope};
use crate::model::{AttributeId, AttributeType, Cardinality};
use crate::study::{EventsBase, Expr, ExprKind, Record, RecordKind, Type};
use crate::study_walk::{Part, walk_parts};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;

impl Lowering<'_> {
    /// The date that a bound is about, and its limit; nothing if one is wrong, which was then reported.
    pub(crate) fn source_bound(
        &mut self,
        path: &ast::Path,
        limit: &ast::Expr,
    ) -> Option<(AttributeId, Expr)> {
        let place = self.span(path.range());
        let attribute = self.attribute_at(path);
        self.record = attribute.and_then(|attribute| self.record_of_many(attribute));
        let limit = self.value(limit, Some(&Type::Date));
        let limit = self.expect_type(limit, &Type::Date, "the limit of a bound")?;
        let attribute = attribute?;
        let declared = self.model.attribute(attribute)?;
        if declared.ty != AttributeType::Date {
            let known = declared.ty != AttributeType::Unknown;
            let finding = Diagnostic::error(Code::K0602, format!("`{}` is not a date", path.text()))
                .at(place, "a bound is for a date")
                .and(declared.span, "declared here")
                .help("bound a date, for example `bound death.date on or after (last visit).date, otherwise missing`");
            if known {
                self.report(finding);
            }
            return None;
        }
        if let Some((place, what)) = beyond_the_records(&limit) {
            self.report(
                Diagnostic::error(Code::K0602, "A bound uses only the patient's records")
                    .at(place, what)
                    .help("write the limit with entities and attributes of the model"),
            );
            return None;
        }
        Some((attribute, limit))
    }
}

impl Lowering<'_> {
    /// What the limit's bare fields are of: where a patient may have many records, of the record that is bounded.
    fn record_of_many(&self, attribute: AttributeId) -> Option<RecordScope> {
        let entity = self.model.entity(attribute.entity)?;
        (entity.cardinality == Cardinality::Many).then(|| RecordScope {
            record: Record {
                kind: RecordKind::Entity(attribute.entity),
                analyte: None,
            },
            locals: Vec::new(),
        })
    }
}

/// What a source cannot refer to, since only studies have it.
fn beyond_the_records(limit: &Expr) -> Option<(Span, &'static str)> {
    let mut found = None;
    walk_parts(limit, &mut |part| {
        let here = match part {
            Part::Expr(expr, _) => match &expr.kind {
                ExprKind::Definition(_) => Some((expr.span, "a definition")),
                ExprKind::InCodes { .. } => Some((expr.span, "a code list")),
                ExprKind::InDrugs { .. } => Some((expr.span, "a set of drugs")),
                ExprKind::OnlyIn { .. } | ExprKind::IfAvailable { .. } => {
                    Some((expr.span, "depends on the source that it stands in"))
                }
                _ => None,
            },
            Part::Events(events) => match &events.base {
                EventsBase::Definition(_) => Some((events.span, "a definition")),
                _ => None,
            },
        };
        found = found.or(here);
    });
    found
}
