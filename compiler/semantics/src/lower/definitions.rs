//! Parameters, `let` definitions and lines of therapy, lowered when first used and kept in an order in which each follows those it uses.

use super::{DefinitionState, Lowering, expr, failed};
use crate::modules::{Module, declared_name};
use crate::study::{Definition, DefinitionId, Expr, ExprKind, Type};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;

/// How many definitions may be open inside each other. One that stands before its users is closed when they need it.
const MAX_DEPTH: usize = 64;

impl<'m> Lowering<'m> {
    /// The value of a parameter or definition, as used at a place.
    pub(crate) fn definition(&mut self, module: &'m Module, item: &'m ast::Item, used_at: Span) -> Expr {
        match self.definition_id(module, item, used_at) {
            Some(id) => {
                let ty = self
                    .definitions
                    .get(id.0 as usize)
                    .map_or(Type::Error, |found| found.value.ty.clone());
                expr(ExprKind::Definition(id), ty, used_at)
            }
            None => failed(used_at),
        }
    }

    /// The id of a parameter or definition; nothing if it is wrong, which was then reported.
    pub(crate) fn definition_id(
        &mut self,
        module: &'m Module,
        item: &'m ast::Item,
        used_at: Span,
    ) -> Option<DefinitionId> {
        let name = declared_name(item)?;
        let key = (module.path.clone(), name.text());
        match self.states.get(&key) {
            Some(DefinitionState::Done(id)) => return Some(*id),
            Some(DefinitionState::Failed) => return None,
            Some(DefinitionState::Open(declared)) => {
                let declared = *declared;
                self.report(
                    Diagnostic::error(Code::K0205, format!("`{}` depends on itself", name.text()))
                        .at(used_at, "needs the value that is being defined")
                        .and(declared, "defined here")
                        .help("a definition may only use what can be known without it"),
                );
                return None;
            }
            None => {}
        }
        let declared = module.span(name.range());
        if self.depth >= MAX_DEPTH {
            self.report(
                Diagnostic::error(Code::K0801, "Definitions depend on each other too deeply")
                    .at(
                        used_at,
                        format!("more than {MAX_DEPTH} definitions are open here"),
                    )
                    .help("write a definition before those that use it"),
            );
            self.states.insert(key, DefinitionState::Failed);
            return None;
        }
        self.depth += 1;
        self.states.insert(key.clone(), DefinitionState::Open(declared));
        let lowered = self.in_module(module, |lowering| {
            lowering.lower_definition(item, &name, declared)
        });
        self.depth -= 1;
        let state = match lowered {
            Some(definition) if definition.value.ty != Type::Error => {
                self.definitions.push(definition);
                DefinitionState::Done(DefinitionId(self.definitions.len().saturating_sub(1) as u32))
            }
            _ => DefinitionState::Failed,
        };
        self.states.insert(key, state);
        match state {
            DefinitionState::Done(id) => Some(id),
            _ => None,
        }
    }

    /// Lowers in another module's scope, outside of any record and endpoint.
    pub(crate) fn in_module<T>(&mut self, module: &'m Module, lower: impl FnOnce(&mut Self) -> T) -> T {
        let here = std::mem::replace(&mut self.module, module);
        let record = self.record.take();
        let scope = self.scope.take();
        let result = lower(self);
        self.scope = scope;
        self.record = record;
        self.module = here;
        result
    }

    fn lower_definition(&mut self, item: &ast::Item, name: &ast::Name, span: Span) -> Option<Definition> {
        let (value, doc, parameter, modifiers) = match item {
            ast::Item::Parameter(decl) => (decl.value()?, decl.doc(), true, Vec::new()),
            ast::Item::Let(decl) => (decl.value()?, decl.doc(), false, decl.modifiers()),
            ast::Item::Lines(decl) => {
                return match decl.body() {
                    ast::LinesBody::Use(used) => self.lines(decl, &used, name, span),
                    ast::LinesBody::Rules(_) => None,
                };
            }
            _ => return None,
        };
        let index_allowed = self.index_allowed;
        self.index_allowed = index_allowed && !parameter;
        let mut value = self.value(&value, None);
        self.index_allowed = index_allowed;
        let applied = self.modifiers(&modifiers, &mut value);
        self.reject_unknown_is(applied.unknown_is.map(|(_, place)| place));
        Some(Definition {
            name: name.text(),
            doc,
            parameter,
            value,
            looking_ahead: applied.looking_ahead,
            span,
        })
    }

    /// Reports `unknown is …` behind a definition.
    pub(crate) fn reject_unknown_is(&mut self, place: Option<Span>) {
        if let Some(place) = place {
            self.report(
                Diagnostic::error(Code::K0505, "`unknown is …` belongs to a criterion")
                    .at(place, "has no meaning for a definition")
                    .help("write it at the end of the `include` or `exclude` that uses the definition"),
            );
        }
    }
}

/// Whether an item stands for a value: a parameter, a `let`, or lines that use a rule set.
pub(in crate::lower) fn is_definition(item: &ast::Item) -> bool {
    match item {
        ast::Item::Parameter(_) | ast::Item::Let(_) => true,
        ast::Item::Lines(decl) => matches!(decl.body(), ast::LinesBody::Use(_)),
        _ => false,
    }
}
