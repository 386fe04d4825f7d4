//! The names that only the clauses of one endpoint see: its parameters, its `let`s, and `from`.
//!
//! Invariant: a name is lowered when it is first needed and at most once for each endpoint of the study, so that what a
//! change has made superfluous asks no source for anything, and what is used twice is computed once.

use super::super::{Lowering, expr, failed};
use super::parameter::ParameterType;
use crate::facts::Symbol;
use crate::modules::Module;
use crate::study::{Definition, DefinitionId, Expr, ExprKind, LookingAhead, Type};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;
use std::collections::BTreeMap;

/// The names of one endpoint.
pub(crate) struct Scope<'m> {
    /// The endpoint of the study; definitions are named after it.
    pub(crate) endpoint: String,
    /// By name.
    pub(crate) names: BTreeMap<String, Local<'m>>,
}

/// One name of an endpoint.
#[derive(Clone)]
pub(crate) struct Local<'m> {
    /// What it is.
    pub(crate) kind: LocalKind,
    /// What it stands for.
    pub(crate) value: LocalValue<'m>,
    /// Where it is declared, or where a use declares it anew.
    pub(crate) span: Span,
    /// Where it is declared first, which is how notes know it.
    pub(crate) declared: Span,
    /// The doc comment.
    pub(crate) doc: Option<String>,
}

/// What a name of an endpoint is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LocalKind {
    /// A parameter, whose value a use gives.
    Parameter(ParameterType),
    /// A `let`.
    Let,
}

/// What a name of an endpoint stands for.
#[derive(Clone)]
pub(crate) enum LocalValue<'m> {
    /// Not needed so far.
    Written(ast::Expr, Vec<ast::Modifier>, &'m Module),
    /// Being lowered; meeting it again is a circle.
    Open,
    /// Lowered, and all further uses are this.
    Done(Expr),
    /// A parameter without a value.
    Absent,
}

impl<'m> Lowering<'m> {
    /// Whether the endpoint being lowered has a name.
    pub(crate) fn is_local(&self, name: &str) -> bool {
        self.scope
            .as_ref()
            .is_some_and(|scope| scope.names.contains_key(name))
    }

    /// The value of a name of the endpoint being lowered, if it has one of this name.
    pub(crate) fn local(&mut self, name: &str, used_at: Span) -> Option<Expr> {
        let local = self.scope.as_mut()?.names.get_mut(name)?;
        let kind = local.kind;
        let (span, doc) = (local.span, local.doc.clone());
        let declared = local.declared;
        // Each is looked up at its own place once, too.
        if used_at != span {
            self.names(used_at, Symbol::Local(declared));
        }
        let local = self.scope.as_mut()?.names.get_mut(name)?;
        match std::mem::replace(&mut local.value, LocalValue::Open) {
            LocalValue::Open => Some(self.circle(name, span, used_at)),
            LocalValue::Absent => {
                local.value = LocalValue::Absent;
                // That it is missing was said where the endpoint is used.
                Some(failed(used_at))
            }
            LocalValue::Done(value) => {
                local.value = LocalValue::Done(value.clone());
                Some(Expr {
                    span: used_at,
                    ..value
                })
            }
            LocalValue::Written(written, modifiers, module) => {
                let value = match kind {
                    LocalKind::Parameter(ty) => {
                        self.in_module(module, |lowering| lowering.argument(&written, ty))
                    }
                    LocalKind::Let => self.local_let(&written, &modifiers, module),
                };
                let (value, looking_ahead) = value;
                let value = self.shared(name, doc, span, value, looking_ahead);
                if let Some(local) = self.scope.as_mut().and_then(|scope| scope.names.get_mut(name)) {
                    local.value = LocalValue::Done(value.clone());
                }
                Some(Expr {
                    span: used_at,
                    ..value
                })
            }
        }
    }

    /// The value of a `let` of an endpoint, which sees the endpoint's other names.
    fn local_let(
        &mut self,
        written: &ast::Expr,
        modifiers: &[ast::Modifier],
        module: &'m Module,
    ) -> (Expr, Option<LookingAhead>) {
        let here = std::mem::replace(&mut self.module, module);
        let record = self.record.take();
        let mut value = self.value(written, None);
        let applied = self.modifiers(modifiers, &mut value);
        self.reject_unknown_is(applied.unknown_is.map(|(_, place)| place));
        self.record = record;
        self.module = here;
        (value, applied.looking_ahead)
    }

    fn circle(&mut self, name: &str, declared: Span, used_at: Span) -> Expr {
        self.fail(
            Diagnostic::error(Code::K0205, format!("`{name}` depends on itself"))
                .at(used_at, "needs the value that is being defined")
                .and(declared, "defined here")
                .help("a definition may only use what can be known without it"),
        )
    }

    /// A value that several clauses may use: itself where it is simple, otherwise a definition of the study.
    fn shared(
        &mut self,
        name: &str,
        doc: Option<String>,
        span: Span,
        value: Expr,
        looking_ahead: Option<LookingAhead>,
    ) -> Expr {
        if is_simple(&value) {
            return value;
        }
        let endpoint = self
            .scope
            .as_ref()
            .map_or_else(String::new, |scope| scope.endpoint.clone());
        self.defined(format!("{endpoint}.{name}"), doc, span, value, looking_ahead)
    }

    /// A value as a definition of the study that no text of the study names.
    pub(crate) fn defined(
        &mut self,
        name: String,
        doc: Option<String>,
        span: Span,
        value: Expr,
        looking_ahead: Option<LookingAhead>,
    ) -> Expr {
        let ty = value.ty.clone();
        let place = value.span;
        self.definitions.push(Definition {
            name,
            doc,
            parameter: false,
            value,
            looking_ahead,
            span,
        });
        let id = DefinitionId(self.definitions.len().saturating_sub(1) as u32);
        expr(ExprKind::Definition(id), ty, place)
    }
}

/// Whether a value is as simple as the name of a definition would be.
pub(crate) fn is_simple(value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Literal(_) | ExprKind::Index | ExprKind::Definition(_) | ExprKind::Attribute(_) => true,
        ExprKind::FieldOf { event, .. } => matches!(event.kind, ExprKind::Definition(_)),
        _ => value.ty == Type::Error,
    }
}
