//! Endpoints: `endpoint NAME(parameters) { … }` and `endpoint NAME = PATH from … until … with …`.
//!
//! A declaration and the changes of its uses are first put together as written (`draft`) and then understood once for
//! each endpoint of the study, in the study's model. A declaration with parameters is a pattern for others; it is checked
//! where it stands, with any values.

mod arguments;
mod clauses;
mod draft;
mod event;
mod findings;
mod parameter;
mod scope;

pub(crate) use scope::{Scope, is_simple};

use super::Lowering;
use crate::modules::{Found, declared_name};
use crate::study::{Endpoint, EndpointEvent, Expr, TimeUnit, Type};
use draft::{ClauseKind, Draft};
use kohort_base::{Diagnostic, Severity, Span};
use kohort_grammar::{ast, one_line};
use scope::{LocalKind, LocalValue};

/// Words that tests and results use for what became of a time.
const STATUSES: [&str; 3] = ["event", "censored", "missing"];

impl<'m> Lowering<'m> {
    /// All endpoints of the module, in its order.
    pub(crate) fn endpoints(&mut self) -> Vec<Endpoint> {
        let module = self.module;
        let mut endpoints = Vec::new();
        for item in module.tree.items() {
            let ast::Item::Endpoint(decl) = &item else {
                continue;
            };
            let Some(name) = decl.name() else { continue };
            // A second declaration of a name was reported when the module was loaded; the first one counts.
            let Some(first) = module.names.get(&name.text()) else {
                continue;
            };
            if declared_name(first).is_none_or(|first| first.range() != name.range()) {
                continue;
            }
            let found = Found { module, item: first };
            if decl.parameters().is_empty() {
                endpoints.extend(self.endpoint(found, decl, &name));
            } else {
                self.pattern(found, decl);
            }
        }
        endpoints
    }

    /// One endpoint of the study.
    fn endpoint(&mut self, found: Found<'m>, decl: &ast::EndpointDecl, name: &ast::Name) -> Option<Endpoint> {
        let span = self.span(name.range());
        let before = self.out.len();
        let endpoint = self
            .draft(found, decl, &mut Vec::new())
            .and_then(|draft| self.understood(draft, name.text(), span, false));
        self.told_once(before, span);
        let wrong = self
            .out
            .iter()
            .skip(before)
            .any(|found| found.severity == Severity::Error);
        endpoint.filter(|_| !wrong)
    }

    /// Checks a declaration with parameters, for any values of them; nothing of it becomes part of the study.
    fn pattern(&mut self, found: Found<'m>, decl: &ast::EndpointDecl) {
        let kept = (
            self.definitions.clone(),
            self.states.clone(),
            self.code_lists.clone(),
            self.analytes.clone(),
            self.drugs.clone(),
            self.drug_lists.clone(),
        );
        if let Some(mut draft) = self.draft(found, decl, &mut Vec::new()) {
            for local in draft.names.values_mut() {
                if let (LocalKind::Parameter(ty), LocalValue::Absent) = (local.kind, &local.value) {
                    local.value = LocalValue::Done(ty.any(local.span));
                }
            }
            let span = draft.declared;
            let name = decl.name().map_or_else(String::new, |name| name.text());
            self.understood(draft, name, span, true);
        }
        (
            self.definitions,
            self.states,
            self.code_lists,
            self.analytes,
            self.drugs,
            self.drug_lists,
        ) = kept;
    }

    /// The typed form of what was put together. `all`: names that nothing uses are looked at too.
    fn understood(&mut self, draft: Draft<'m>, name: String, span: Span, all: bool) -> Option<Endpoint> {
        for (name, local) in &draft.names {
            if matches!(local.value, LocalValue::Absent) {
                self.no_argument(name, local.span, span);
            }
        }
        let needed = draft
            .names
            .iter()
            .filter(|(_, local)| all || local.kind != LocalKind::Let);
        let needed: Vec<(String, Span)> = needed.map(|(name, local)| (name.clone(), local.span)).collect();
        let scope = Scope {
            endpoint: name.clone(),
            names: draft.names,
        };
        let outer = self.scope.replace(scope);
        for (name, place) in needed {
            self.local(&name, place);
        }
        let from = self.time_zero(span).unwrap_or_else(|| super::failed(span));
        let mut events = Vec::new();
        for event in &draft.events {
            let date = self.in_words_of(event.module, |lowering| {
                let place = lowering.span(event.entry.range());
                if STATUSES.contains(&event.name.as_str()) {
                    lowering.reserved_status(&event.name, place);
                }
                lowering.event_date(&event.entry)
            });
            if let Some(declared) = event.declared {
                let key = (name.clone(), event.name.clone());
                self.event_names.insert(key, declared);
            }
            events.push(EndpointEvent {
                name: event.name.clone(),
                doc: event.entry.doc(),
                competing: event.entry.is_competing(),
                date,
                text: one_line(event.entry.syntax()),
            });
        }
        if events.is_empty() {
            self.no_event(&name, draft.declared);
        }
        let ends = [ClauseKind::Censored, ClauseKind::Until];
        if !ends.iter().any(|kind| draft.clauses.contains_key(kind)) {
            self.no_end(&name, draft.declared);
        }
        let mut endpoint = Endpoint {
            name,
            doc: draft.doc,
            origin: draft.origin,
            from,
            events,
            until: None,
            censored: None,
            entering: None,
            missing: Vec::new(),
            negative: None,
            landmark: None,
            unit: TimeUnit::Months,
            span,
        };
        for (kind, clause) in &draft.clauses {
            self.in_words_of(clause.module, |lowering| {
                lowering.clause(*kind, clause, &mut endpoint);
            });
        }
        self.scope = outer;
        Some(endpoint)
    }

    /// The date from which time is counted: `from`, or the start of the line that it is.
    fn time_zero(&mut self, span: Span) -> Option<Expr> {
        let place = self.scope.as_ref()?.names.get("from")?.span;
        let from = self.local("from", place)?;
        match from.ty {
            Type::Event(record) => {
                // Nobody wrote the field's name.
                let unwritten = Span::at(place.file, place.start);
                Some(self.field_of(from, record, "start", unwritten, place))
            }
            Type::Date => Some(from),
            _ => Some(super::failed(span)),
        }
    }

    /// Lowers in the words of a module, with the names of the endpoint.
    fn in_words_of<T>(
        &mut self,
        module: &'m crate::modules::Module,
        lower: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let here = std::mem::replace(&mut self.module, module);
        let result = lower(self);
        self.module = here;
        result
    }

    /// Of the findings since a point, those that an earlier use of the same declaration had are dropped, and those in
    /// another text say which endpoint led there.
    fn told_once(&mut self, before: usize, used: Span) {
        let place = |found: &Diagnostic| found.labels.first().map(|label| (found.code, label.span));
        let new = self.out.split_off(before);
        for found in new {
            let known = self
                .out
                .iter()
                .any(|earlier| place(earlier) == place(&found) && earlier.title == found.title);
            if known && place(&found).is_some() {
                continue;
            }
            let elsewhere = found.labels.iter().all(|label| label.span.file != used.file);
            self.out.push(if elsewhere {
                found.and(used, "used by this endpoint")
            } else {
                found
            });
        }
    }
}
