//! What a use of an endpoint gives: where time starts, and the values of its parameters.

use super::super::Lowering;
use super::draft::{ClauseKind, Draft};
use super::scope::{LocalKind, LocalValue};
use crate::facts::Symbol;
use crate::modules::{Found, Module, declared_name};
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::{ast, one_line};
use std::collections::BTreeMap;

impl<'m> Lowering<'m> {
    /// The endpoint that a path names; reports one that is none.
    pub(super) fn endpoint_at(
        &mut self,
        module: &'m Module,
        path: &ast::Path,
    ) -> Option<(Found<'m>, ast::EndpointDecl)> {
        let text = path.text();
        let span = module.span(path.range());
        let last = path
            .segments()
            .pop()
            .map_or(span, |name| module.span(name.range()));
        let modules = self.library.modules;
        let found = match text.rsplit_once('.') {
            None => modules.find(module, &text),
            Some((owner, name)) => {
                // A module that cannot be loaded was reported.
                let module = modules.get(owner)?;
                module.names.get(name).map(|item| Found { module, item })
            }
        };
        match found {
            Some(
                found @ Found {
                    item: ast::Item::Endpoint(decl),
                    ..
                },
            ) => {
                self.names_item(last, found);
                return Some((found, decl.clone()));
            }
            Some(found) => {
                let mut diagnostic = Diagnostic::error(Code::K0211, format!("`{text}` is not an endpoint"))
                    .at(span, "an endpoint is needed here");
                if let Some(declared) = declared_name(found.item) {
                    diagnostic = diagnostic.and(found.module.span(declared.range()), "declared here");
                }
                self.report(diagnostic);
            }
            None if module.lacks(&text) => {}
            None => {
                let known: Vec<String> = self.endpoint_names(module);
                let mut diagnostic = Diagnostic::error(Code::K0201, format!("There is no endpoint `{text}`"))
                    .at(span, "no such endpoint");
                diagnostic = match suggest::nearest(&text, known.iter().map(String::as_str)) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")).replace(
                        span,
                        near,
                        format!("Write `{near}`"),
                    ),
                    None => diagnostic.help(
                        "import one with `use std.endpoints.{overall_survival}`, or declare it: `endpoint NAME(from: Date) { … }`",
                    ),
                };
                self.report(diagnostic);
            }
        }
        None
    }

    /// The names of endpoints that a module sees.
    fn endpoint_names(&self, module: &Module) -> Vec<String> {
        let visible = self.library.modules.visible(module);
        let is_endpoint = |name: &&str| {
            let own = module.names.get(*name);
            let item = own.or_else(|| {
                let import = module.imports.get(*name)?;
                self.library.modules.get(&import.module)?.names.get(&import.name)
            });
            matches!(item, Some(ast::Item::Endpoint(_)))
        };
        visible.filter(is_endpoint).map(str::to_owned).collect()
    }

    /// `from DATE` and `(name: VALUE)`.
    pub(super) fn give_arguments(
        &mut self,
        module: &'m Module,
        used: &ast::EndpointUse,
        draft: &mut Draft<'m>,
        changed: &mut Vec<String>,
    ) {
        if let Some(from) = used.from()
            && let Some(local) = draft.names.get_mut("from")
        {
            local.value = LocalValue::Written(from, Vec::new(), module);
        }
        let mut given: BTreeMap<String, Span> = BTreeMap::new();
        for argument in used.arguments() {
            let (Some(name), Some(value)) = (argument.name(), argument.value()) else {
                continue;
            };
            let span = module.span(name.range());
            let text = name.text();
            if let Some(parameter) = draft.names.get(&text) {
                self.names(span, Symbol::Local(parameter.span));
            }
            if let Some(first) = given.insert(text.clone(), span) {
                self.second_name(&text, span, first);
                continue;
            }
            match draft.names.get_mut(&text) {
                Some(local) if matches!(local.kind, LocalKind::Parameter(_)) => {
                    self.names(span, Symbol::Local(local.declared));
                    if !matches!(local.value, LocalValue::Absent) && text != "from" {
                        changed.push(one_line(argument.syntax()));
                    }
                    local.value = LocalValue::Written(value, Vec::new(), module);
                }
                _ => self.no_such_parameter(&text, span, draft),
            }
        }
    }

    fn no_such_parameter(&mut self, name: &str, span: Span, draft: &Draft<'m>) {
        let parameters = draft.names.iter().filter_map(|(name, local)| {
            matches!(local.kind, LocalKind::Parameter(_)).then_some(name.as_str())
        });
        let parameters: Vec<&str> = parameters.filter(|name| *name != "from").collect();
        let mut diagnostic =
            Diagnostic::error(Code::K1103, format!("The endpoint has no parameter `{name}`"))
                .at(span, "no such parameter")
                .and(draft.declared, "declared here");
        diagnostic = match suggest::nearest(name, parameters.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")).replace(
                span,
                near,
                format!("Write `{near}`"),
            ),
            None if parameters.is_empty() => {
                diagnostic.help("it has none beside `from`; change one of its clauses behind `with`")
            }
            None => diagnostic.help(format!("it has: {}", parameters.join(", "))),
        };
        self.report(diagnostic);
    }

    /// Reports a `let` behind `with` that replaces nothing.
    pub(super) fn no_such_let(&mut self, name: &ast::Name, module: &Module, lets: &[String], declared: Span) {
        let text = name.text();
        let span = module.span(name.range());
        let mut diagnostic = Diagnostic::error(
            Code::K1103,
            format!("The endpoint has no `let {text}` to replace"),
        )
        .at(span, "replaces nothing")
        .and(declared, "declared here");
        diagnostic = match suggest::nearest(&text, lets.iter().map(String::as_str)) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")).replace(
                span,
                near,
                format!("Write `{near}`"),
            ),
            None if lets.is_empty() => diagnostic.help("write the `let` outside of the endpoint"),
            None => diagnostic.help(format!(
                "it has: {}; a new definition is written outside of the endpoint",
                lets.join(", ")
            )),
        };
        self.report(diagnostic);
    }

    /// Reports clauses of one kind that a use names twice.
    pub(super) fn changed_twice(&mut self, module: &Module, used: &ast::EndpointUse) {
        let mut seen: BTreeMap<ClauseKind, Span> = BTreeMap::new();
        for entry in used.with() {
            let kind = match entry {
                ast::EndpointEntry::Censored(_) => ClauseKind::Censored,
                ast::EndpointEntry::Until(_) => ClauseKind::Until,
                ast::EndpointEntry::Entering(_) => ClauseKind::Entering,
                ast::EndpointEntry::Missing(_) => ClauseKind::Missing,
                ast::EndpointEntry::Negative(_) => ClauseKind::Negative,
                ast::EndpointEntry::Landmark(_) => ClauseKind::Landmark,
                ast::EndpointEntry::Measure(_) => ClauseKind::Measure,
                ast::EndpointEntry::Let(_) | ast::EndpointEntry::Event(_) | ast::EndpointEntry::Bad(_) => {
                    continue;
                }
            };
            let place = module.span(entry.range());
            if let Some(first) = seen.insert(kind, place) {
                self.second_clause(kind, place, first);
            }
        }
    }
}
