//! Which cohorts an entry of a report is about.

use super::super::Lowering;
use super::super::cohort::each_cohort;
use super::Catalog;
use crate::study::{self, CohortId, DefinitionId, EndpointId, EventsBase, Expr, ExprKind};
use crate::study_walk::{Part, walk_parts};
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::ast;
use std::collections::BTreeSet;

impl Lowering<'_> {
    /// The cohorts that an entry names; nothing if one of them does not exist.
    pub(super) fn named_cohorts(
        &mut self,
        entry: &ast::ReportEntry,
        catalog: &Catalog<'_>,
    ) -> Option<Vec<CohortId>> {
        let mut ids = Vec::new();
        let mut wrong = false;
        for name in entry.cohorts() {
            match self.reported_cohort(&name, catalog) {
                Some(id) if ids.contains(&id) => {}
                Some(id) => ids.push(id),
                None => wrong = true,
            }
        }
        (!wrong).then_some(ids)
    }

    /// The cohorts of an entry: those that it names, else the one that `implied` names, else the only one.
    pub(super) fn cohorts_of(
        &mut self,
        entry: &ast::ReportEntry,
        implied: Option<CohortId>,
        catalog: &Catalog<'_>,
    ) -> Option<Vec<CohortId>> {
        let named = self.named_cohorts(entry, catalog)?;
        if !named.is_empty() {
            return Some(named);
        }
        if let Some(implied) = implied {
            return Some(vec![implied]);
        }
        if let [_] = catalog.cohorts {
            return Some(vec![CohortId(0)]);
        }
        let (word, place) = entry.word();
        let span = self.span(place);
        let names: Vec<&str> = catalog
            .cohorts
            .iter()
            .map(|cohort| cohort.name.as_str())
            .collect();
        let mut diagnostic = Diagnostic::error(Code::K1205, format!("Of which cohort is this `{word}`?"))
            .at(span, "does not say of whom");
        diagnostic = match names.last() {
            Some(last) => diagnostic
                .help(format!("name the cohort, for example `for {last}`"))
                .note(format!("the study has the cohorts {}", names.join(", "))),
            None => diagnostic.help("the study has no cohort; write one, with an `index` date"),
        };
        let end = self.span(entry.range()).end;
        diagnostic = each_cohort(diagnostic, &names, Span::at(span.file, end), " for ");
        // What kept the cohorts from being understood was said.
        if !names.is_empty() || !self.declares_cohort() {
            self.report(diagnostic);
        }
        None
    }

    /// A cohort by its name; reports one that does not exist.
    pub(super) fn reported_cohort(&mut self, name: &ast::Name, catalog: &Catalog<'_>) -> Option<CohortId> {
        let text = name.text();
        self.names_own(name);
        let position = catalog.cohorts.iter().position(|cohort| cohort.name == text);
        if let Some(position) = position {
            return Some(CohortId(position as u32));
        }
        if matches!(self.module.names.get(&text), Some(ast::Item::Cohort(_))) {
            return None;
        }
        let span = self.span(name.range());
        let names = catalog.cohorts.iter().map(|cohort| cohort.name.as_str());
        let diagnostic =
            Diagnostic::error(Code::K0201, format!("There is no cohort `{text}`")).at(span, "no such cohort");
        let diagnostic = match suggest::nearest(&text, names.clone()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")).replace(
                span,
                near,
                format!("Write `{near}`"),
            ),
            None => diagnostic.help(format!(
                "the study has the cohorts {}",
                names.collect::<Vec<_>>().join(", ")
            )),
        };
        self.report(diagnostic);
        None
    }

    fn declares_cohort(&self) -> bool {
        let items = self.module.names.values();
        items.into_iter().any(|item| matches!(item, ast::Item::Cohort(_)))
    }

    /// The cohort that lines of therapy are declared for.
    pub(super) fn cohort_of_lines(&mut self, name: &str, catalog: &Catalog<'_>) -> Option<CohortId> {
        let found = self.library.modules.find(self.module, name)?;
        let ast::Item::Lines(decl) = found.item else {
            return None;
        };
        let text = decl.cohort()?.text();
        let position = catalog.cohorts.iter().position(|cohort| cohort.name == text)?;
        Some(CohortId(position as u32))
    }

    /// The cohort that endpoints are about because the lines of therapy that they use are declared for it.
    pub(super) fn cohort_of_endpoints(
        &self,
        endpoints: &[EndpointId],
        catalog: &Catalog<'_>,
    ) -> Option<CohortId> {
        let mut names: BTreeSet<&str> = BTreeSet::new();
        let mut seen: BTreeSet<DefinitionId> = BTreeSet::new();
        let mut waiting: Vec<&Expr> = Vec::new();
        for endpoint in endpoints
            .iter()
            .filter_map(|id| catalog.endpoints.get(id.0 as usize))
        {
            endpoint.parts(&mut |part| {
                if let study::Part::Operand(value) = part {
                    waiting.push(value);
                }
            });
        }
        while let Some(value) = waiting.pop() {
            walk_parts(value, &mut |part| {
                let id = match part {
                    Part::Expr(expr, _) => match &expr.kind {
                        ExprKind::Definition(id) => *id,
                        _ => return,
                    },
                    Part::Events(events) => match &events.base {
                        EventsBase::Definition(id) => *id,
                        _ => return,
                    },
                };
                if let Some(definition) = self.definitions.get(id.0 as usize)
                    && seen.insert(id)
                {
                    waiting.push(&definition.value);
                    let declared = self.line_cohorts.iter();
                    let of_cohort = declared.filter(|lines| lines.span == definition.span);
                    names.extend(of_cohort.map(|lines| lines.cohort.as_str()));
                }
            });
        }
        let (Some(name), 1) = (names.first(), names.len()) else {
            return None;
        };
        let position = catalog.cohorts.iter().position(|cohort| cohort.name == *name)?;
        Some(CohortId(position as u32))
    }
}
