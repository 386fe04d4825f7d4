//! What a source sees of the declarations around it, and how its rules and limits are typed.

use crate::codes::{Analyte, Drug};
use crate::facts::{Fact, Symbol};
use crate::lower::source::SourceScope;
use crate::lower::{Library, Lowering, RecordScope};
use crate::model::{AttributeId, AttributeType, EntityId, Model};
use crate::modules::Module;
use crate::study::{self, Record, RecordKind, Type};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;
use std::sync::Arc;

/// What a source's declaration needs of the rest: analytes by name, and the typing of derived attributes.
pub(super) struct Scope<'m> {
    pub(super) library: &'m Library<'m>,
    pub(super) module: &'m Module,
    pub(super) model_module: &'m Module,
    pub(super) model: Arc<Model>,
}

impl SourceScope for Scope<'_> {
    fn note(&self, place: Span, symbol: Symbol) {
        if !self.module.settled {
            self.library.modules.note(place, Fact::Names(symbol));
        }
    }

    fn lacks(&self, name: &str) -> bool {
        self.module.lacks(name)
    }

    fn analyte(&self, name: &str) -> Option<Arc<Analyte>> {
        self.library
            .find_analyte(self.module, name)
            .or_else(|| self.library.find_analyte(self.model_module, name))
    }

    fn analyte_names(&self) -> Vec<String> {
        let mut names = self.library.analyte_names(self.module);
        names.extend(self.library.analyte_names(self.model_module));
        names.sort();
        names.dedup();
        names
    }

    fn drug(&self, name: &str) -> Option<Arc<Drug>> {
        self.library
            .find_drug(self.module, name)
            .or_else(|| self.library.find_drug(self.model_module, name))
    }

    fn drug_names(&self) -> Vec<String> {
        let mut names = self.library.drug_names(self.module);
        names.extend(self.library.drug_names(self.model_module));
        names.sort();
        names.dedup();
        names
    }

    fn drugs_of(&self, module: &str) -> Option<Vec<Arc<Drug>>> {
        self.library.drugs_of(module)
    }

    fn bound(
        &mut self,
        path: &ast::Path,
        limit: &ast::Expr,
        out: &mut Vec<Diagnostic>,
    ) -> Option<(AttributeId, study::Expr)> {
        let mut lowering = Lowering::new(
            self.library,
            self.module,
            Arc::clone(&self.model),
            Some(self.model_module),
        );
        lowering.index_allowed = false;
        let found = lowering.source_bound(path, limit);
        out.append(&mut lowering.out);
        found
    }

    fn derived(
        &mut self,
        rule: &ast::Expr,
        _model: &Model,
        entity: EntityId,
        locals: &[(String, Type, Span)],
        expected: &AttributeType,
        attribute: AttributeId,
        out: &mut Vec<Diagnostic>,
    ) -> Option<study::Expr> {
        let mut lowering = Lowering::new(
            self.library,
            self.module,
            Arc::clone(&self.model),
            Some(self.model_module),
        );
        lowering.index_allowed = false;
        let record = Record {
            kind: RecordKind::Entity(entity),
            analyte: None,
        };
        lowering.record = Some(RecordScope {
            record,
            locals: locals.to_vec(),
        });
        let ty = lowering.attribute_type(attribute, None);
        let value = lowering.value(rule, ty.as_ref());
        let value = match (expected, ty) {
            (AttributeType::Decimal, _) if value.ty == Type::Integer => Some(value),
            (_, Some(wanted)) => {
                let stand_in = study::Expr {
                    kind: study::ExprKind::Literal(crate::value::Value::Missing),
                    ty: wanted.clone(),
                    span: value.span,
                };
                lowering
                    .unify(stand_in, value, "used as the attribute's value")
                    .map(|(_, value)| value)
            }
            (_, None) => {
                lowering.analyte_not_fixed(attribute, value.span);
                None
            }
        };
        let reaches_out = value.as_ref().is_some_and(reaches_out);
        out.append(&mut lowering.out);
        if reaches_out && let Some(value) = &value {
            out.push(
                Diagnostic::error(Code::K0602, "A derived attribute uses only its own record")
                    .at(value.span, "looks beyond the record")
                    .help("use the record's attributes and the columns named with `let` in this mapping"),
            );
            return None;
        }
        value
    }
}

/// Whether a derived attribute refers to anything but its record.
fn reaches_out(value: &study::Expr) -> bool {
    let mut found = false;
    crate::study_walk::walk(value, &mut |part| {
        found |= matches!(
            part.kind,
            study::ExprKind::Definition(_)
                | study::ExprKind::InCodes { .. }
                | study::ExprKind::InDrugs { .. }
                | study::ExprKind::OnlyIn { .. }
                | study::ExprKind::IfAvailable { .. }
                | study::ExprKind::Attribute(_)
                | study::ExprKind::Events(_)
                | study::ExprKind::Pick { .. }
                | study::ExprKind::Any(_)
                | study::ExprKind::Count(_)
                | study::ExprKind::DaysOf(_)
                | study::ExprKind::Aggregate { .. }
                | study::ExprKind::Age { .. }
        );
    });
    found
}
