//! Cohorts: where entries come from, and the criteria in order.

use super::Lowering;
use crate::modules::declared_name;
use crate::study::{Cohort, CohortId, Criterion, Expr, Index, Type};
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::ast;
use std::collections::BTreeMap;

impl Lowering<'_> {
    /// All cohorts of a module, each after the one it is drawn from.
    pub(crate) fn cohorts(&mut self, tree: &ast::File) -> Vec<Cohort> {
        let mut waiting: Vec<ast::CohortDecl> = tree
            .items()
            .into_iter()
            .filter_map(|item| match item {
                ast::Item::Cohort(decl) => Some(decl),
                _ => None,
            })
            .collect();
        let names: Vec<String> = waiting
            .iter()
            .filter_map(|decl| Some(decl.name()?.text()))
            .collect();
        let mut done: BTreeMap<String, CohortId> = BTreeMap::new();
        let mut cohorts = Vec::new();
        loop {
            let before = waiting.len();
            let mut later = Vec::new();
            for decl in waiting {
                let from = decl.from();
                if let Some(from) = &from {
                    self.names_own(from);
                }
                let parent = from.as_ref().and_then(|from| done.get(&from.text()).copied());
                let known = from.as_ref().is_none_or(|from| names.contains(&from.text()));
                if from.is_some() && parent.is_none() && known {
                    later.push(decl);
                    continue;
                }
                if let Some(from) = &from
                    && !known
                {
                    self.unknown_cohort(from, &names, "drawn from here");
                    continue;
                }
                let Some(name) = decl.name() else { continue };
                let cohort = self.cohort(&decl, &name, parent);
                done.entry(name.text()).or_insert(CohortId(cohorts.len() as u32));
                cohorts.push(cohort);
            }
            if later.len() == before {
                self.cohort_circle(&later);
                return cohorts;
            }
            if later.is_empty() {
                return cohorts;
            }
            waiting = later;
        }
    }

    fn cohort(&mut self, decl: &ast::CohortDecl, name: &ast::Name, from: Option<CohortId>) -> Cohort {
        let span = self.span(name.range());
        let mut index: Option<(Index, Span)> = None;
        let mut wrong_index = false;
        let mut criteria: Vec<Criterion> = Vec::new();
        for entry in decl.entries() {
            match entry {
                ast::CohortEntry::Index(entry) => {
                    let place = self.span(entry.range());
                    if let Some((_, first)) = &index {
                        let first = *first;
                        self.report(
                            Diagnostic::error(Code::K0202, "A cohort has one index date")
                                .at(place, "a second one")
                                .and(first, "the first one")
                                .help("use another cohort for another index date"),
                        );
                        continue;
                    }
                    match self.index_entry(&entry, place) {
                        Some(found) => index = Some((found, place)),
                        None => wrong_index = true,
                    }
                }
                ast::CohortEntry::Criterion(entry) => criteria.extend(self.criterion(&entry, &criteria)),
                ast::CohortEntry::Bad(_) => {}
            }
        }
        if index.is_none() && from.is_none() && !wrong_index {
            self.report(
                Diagnostic::error(
                    Code::K0507,
                    format!("The cohort `{}` has no index date", name.text()),
                )
                .at(span, "when does a patient enter?")
                .help(
                    "start it with `index …`, for example `index (first diagnosis where code in lung).date`",
                ),
            );
        }
        Cohort {
            name: name.text(),
            doc: decl.doc(),
            from,
            index: index.map(|(index, _)| index),
            criteria,
            span,
        }
    }

    fn index_entry(&mut self, entry: &ast::IndexEntry, span: Span) -> Option<Index> {
        let written = entry.value()?;
        if entry.each_line() {
            self.index_allowed = false;
            let lines = self.each_line(&written, span);
            self.index_allowed = true;
            return lines.map(Index::Each);
        }
        self.index_allowed = false;
        let index = if entry.each() {
            self.index_each(&written)
        } else {
            self.index_one(&written, span)
        };
        self.index_allowed = true;
        index
    }

    fn index_one(&mut self, written: &ast::Expr, span: Span) -> Option<Index> {
        let value = self.value(written, Some(&Type::Date));
        if let Type::Event(_) = value.ty {
            self.report(
                Diagnostic::error(Code::K0301, "An index date must be a date")
                    .at(value.span, "this is a record")
                    .help("name its date, for example `.date`"),
            );
            return None;
        }
        if let Type::Events(record) = value.ty {
            let words = self.describe_record(record);
            self.report(
                Diagnostic::error(Code::K0305, format!("A patient may have many records of {words}"))
                    .at(value.span, "one date is needed here")
                    .help("take one of them (`index first …`), or say that each of them is an entry (`index each …`)")
                    .replace(Span::at(value.span.file, value.span.start), "each ", "Write `index each …`"),
            );
            return None;
        }
        let _ = span;
        self.expect_type(value, &Type::Date, "an index date")
            .map(Index::One)
    }

    fn index_each(&mut self, written: &ast::Expr) -> Option<Index> {
        let found = self.events(written)?;
        if let Some((name, place)) = found.field {
            self.report(
                Diagnostic::error(
                    Code::K0306,
                    "`index each` takes records; their date is the index date",
                )
                .at(place, "an attribute")
                .help(format!("leave out `.{name}`")),
            );
            return None;
        }
        self.demand_dated(found.events.record, "an index date", found.events.span)
            .then_some(Index::Each(found.events))
    }

    fn criterion(&mut self, entry: &ast::CriterionEntry, earlier: &[Criterion]) -> Option<Criterion> {
        let name = entry.name()?;
        let span = self.span(name.range());
        if let Some(first) = earlier.iter().find(|known| known.name == name.text()) {
            let first = first.span;
            self.report(
                Diagnostic::error(Code::K0202, format!("Two criteria are named `{}`", name.text()))
                    .at(span, "the second one")
                    .and(first, "the first one")
                    .help("the attrition names its steps, so each criterion of a cohort needs a name of its own"),
            );
        }
        let mut condition = self.value(&entry.value()?, Some(&Type::Boolean));
        let applied = self.modifiers(&entry.modifiers(), &mut condition);
        let condition: Expr = self.expect_condition(condition, "a criterion");
        if condition.ty == Type::Error {
            return None;
        }
        Some(Criterion {
            name: name.text(),
            doc: entry.doc(),
            exclude: entry.is_exclude(),
            condition,
            unknown_is_met: applied.unknown_is.map(|(met, _)| met),
            looking_ahead: applied.looking_ahead,
            span,
        })
    }

    /// Reports a cohort that there is not.
    pub(in crate::lower) fn unknown_cohort(&mut self, from: &ast::Name, names: &[String], label: &str) {
        let span = self.span(from.range());
        let mut diagnostic =
            Diagnostic::error(Code::K0201, format!("There is no cohort `{}`", from.text())).at(span, label);
        if let Some(found) = self.library.modules.find(self.module, &from.text())
            && let Some(declared) = declared_name(found.item)
        {
            diagnostic = diagnostic.and(found.module.span(declared.range()), "this is not a cohort");
        }
        if let Some(near) = suggest::nearest(&from.text(), names.iter().map(String::as_str)) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?")).replace(
                span,
                near,
                format!("Write `{near}`"),
            );
        }
        self.report(diagnostic);
    }

    fn cohort_circle(&mut self, left: &[ast::CohortDecl]) {
        let mut places = left
            .iter()
            .filter_map(|decl| Some((self.span(decl.from()?.range()), decl.from()?.text())));
        let Some((first, name)) = places.next() else {
            return;
        };
        let mut diagnostic = Diagnostic::error(Code::K0508, "Cohorts are drawn from each other in a circle")
            .at(first, format!("needs `{name}`"))
            .help("one of them must start from the whole population");
        for (place, name) in places {
            diagnostic = diagnostic.and(place, format!("needs `{name}`"));
        }
        self.out.push(diagnostic);
    }
}

/// Offers to name each of some cohorts at a place, the last one, which is the message's example, first.
pub(in crate::lower) fn each_cohort(
    finding: Diagnostic,
    names: &[&str],
    place: Span,
    before: &str,
) -> Diagnostic {
    let mut names = names.iter().rev();
    let Some(last) = names.next() else { return finding };
    let title = |name: &str| format!("Say that it is for `{name}`");
    let finding = finding.replace(place, format!("{before}{last}"), title(last));
    names.fold(finding, |finding, name| {
        finding.alternatively(place, format!("{before}{name}"), title(name))
    })
}
