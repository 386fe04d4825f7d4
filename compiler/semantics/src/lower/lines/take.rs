//! The use of a rule set: `lines therapy for metastatic = std.lines.x starting … until … with …`.

use super::change::changed;
use super::check::{self, Which};
use super::read::{Reader, RuleSet, used_modules};
use super::records::Declared;
use super::rule::Rule;
use crate::lower::{LineCohort, Lowering, expr};
use crate::model::{AttributeId, Cardinality, Dated};
use crate::modules::declared_name;
use crate::study::{self, Definition, Events, EventsBase, Expr, ExprKind, Lines, Record, RecordKind, Type};
use crate::value::Value;
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::ast;
use std::collections::BTreeSet;
use std::rc::Rc;

/// A rule set that a path names.
struct Named {
    path: String,
    set: Rc<RuleSet>,
}

impl Lowering<'_> {
    /// The definition of lines that use a rule set.
    pub(in crate::lower) fn lines(
        &mut self,
        decl: &ast::LinesDecl,
        used: &ast::LinesUse,
        name: &ast::Name,
        span: Span,
    ) -> Option<Definition> {
        let path = used.path()?;
        let rules_at = self.span(path.range());
        let found = self.rule_set_at(&path);
        let starting = self.line_date(used.starting(), "the start of lines");
        let until = self.line_date(used.until(), "the end of observation");
        let clauses = self.clauses(&used.with());
        let cohort_known = self.line_cohort(decl, name, span);
        let (found, starting, until, clauses) = (found?, starting?, until?, clauses?);
        if !found.set.understood || !cohort_known {
            return None;
        }
        let texts = texts(&clauses);
        let rules = changed(&found.set.rules, clauses);
        let reported = self.out.len();
        if !texts.is_empty() {
            check::rules(&rules, span, Which::Changed, &mut self.out);
        }
        let is_error = |finding: &Diagnostic| finding.severity == kohort_base::Severity::Error;
        if self.out.iter().skip(reported).any(is_error) {
            return None;
        }
        let medication = self.medication(span)?;
        let declared = Declared {
            name: name.text(),
            place: span,
            rules_at,
        };
        let records = self.line_records(&rules, medication, &declared, starting.as_ref());
        let supply = self.supply_of(&rules, medication, span);
        let assembled = self.assembled(&rules);
        let (records, supply, assembled) = (records?, supply?, assembled?);
        let lines = Lines {
            rule_set: study::RuleSet {
                path: found.path,
                version: found.set.version.clone(),
                changed: texts,
                span: found.set.span,
            },
            rules: assembled.rules,
            records: records.main,
            apart: records.apart,
            drug: records.drug,
            supply,
            starting,
            until,
            death: self.date_of_death(span),
            breakers: assembled.breakers,
            progression: assembled.progression,
            without: assembled.without,
        };
        let record = Record {
            kind: RecordKind::Lines,
            analyte: None,
        };
        let events = Events {
            base: EventsBase::Lines(Box::new(lines)),
            filter: None,
            windows: Vec::new(),
            record,
            span,
        };
        let value = expr(ExprKind::Events(Box::new(events)), Type::Events(record), span);
        Some(Definition {
            name: name.text(),
            doc: decl.doc(),
            parameter: false,
            value,
            looking_ahead: None,
            span,
        })
    }

    /// A date that bounds lines, if one is written.
    fn line_date(&mut self, written: Option<ast::Expr>, role: &str) -> Option<Option<Expr>> {
        let Some(written) = written else { return Some(None) };
        let value = self.value(&written, Some(&Type::Date));
        if let Type::Event(_) = value.ty {
            self.report(
                Diagnostic::error(
                    Code::K0301,
                    format!("{} must be a date", crate::lower::expr::capitalised(role)),
                )
                .at(value.span, "this is a record")
                .help("name its date, for example `.date`"),
            );
            return None;
        }
        self.expect_type(value, &Type::Date, role).map(Some)
    }

    /// The clauses of `with`, each as the rules that it is.
    fn clauses(&mut self, written: &[ast::LineRule]) -> Option<Vec<Vec<Rule>>> {
        let mut also = used_modules(self.module);
        if let Some(model) = self.model_module {
            also.insert(model.path.clone());
            also.extend(used_modules(model));
        }
        let mut reader = Reader::new(self.library, self.module, &mut self.out);
        reader.also = also.into_iter().collect();
        let read: Vec<Option<Vec<Rule>>> = written.iter().map(|rule| reader.rule(rule)).collect();
        read.into_iter().collect()
    }

    /// The rule set that a path names; reports one that there is not.
    fn rule_set_at(&mut self, path: &ast::Path) -> Option<Named> {
        let span = self.span(path.range());
        let text = path.text();
        let (module, name, found) = match text.rsplit_once('.') {
            Some((module, name)) => {
                // A module that cannot be loaded was reported.
                let module = self.library.modules.get(module)?;
                (module, name, module.names.get(name).map(|item| (module, item)))
            }
            None => {
                let found = self.library.modules.find(self.module, &text);
                (
                    self.module,
                    text.as_str(),
                    found.map(|found| (found.module, found.item)),
                )
            }
        };
        let Some((owner, item)) = found else {
            if !self.module.lacks(&text) {
                let finding = self.unknown_rule_set(&module.path, name, span);
                self.report(finding);
            }
            return None;
        };
        let last = path.segments().pop().map_or(span, |name| self.span(name.range()));
        self.names_item(last, crate::modules::Found { module: owner, item });
        let declared = declared_name(item)?;
        if let Some(set) = self.library.rule_set(&owner.path, &declared.text()) {
            let path = if owner.path == self.module.path {
                declared.text()
            } else {
                format!("{}.{}", owner.path, declared.text())
            };
            return Some(Named { path, set });
        }
        let label = match item {
            ast::Item::Lines(_) => "lines, which use a rule set themselves",
            _ => "not a rule set",
        };
        self.report(
            Diagnostic::error(Code::K0211, format!("`{text}` is not a rule set"))
                .at(span, "rules are needed here")
                .and(owner.span(declared.range()), label)
                .help("name a rule set, such as `std.lines.default_lines`, or declare one: `lines NAME { drugs …  window …  gap … }`"),
        );
        None
    }

    fn unknown_rule_set(&self, module: &str, name: &str, span: Span) -> Diagnostic {
        let is_set = |known: &String| self.library.rule_set(module, known).is_some();
        let found = self.library.modules.get(module);
        let mut names: BTreeSet<String> = BTreeSet::new();
        if let Some(found) = found {
            names.extend(found.names.keys().filter(|known| is_set(known)).cloned());
            let imported = found
                .imports
                .iter()
                .filter(|(_, import)| self.library.rule_set(&import.module, &import.name).is_some());
            names.extend(imported.map(|(name, _)| name.clone()));
        }
        let finding = Diagnostic::error(Code::K0201, format!("There is no rule set `{name}`"))
            .at(span, "not declared, and not imported with `use`");
        match suggest::nearest(name, names.iter().map(String::as_str)) {
            Some(near) => {
                let place = Span::new(span.file, span.end.saturating_sub(name.len() as u32), span.end);
                finding.help(format!("did you mean `{near}`?")).replace(
                    place,
                    near,
                    format!("Write `{near}`"),
                )
            }
            None if names.is_empty() => finding.help(
                "rule sets of published studies are in `std.lines`, for example `std.lines.default_lines`",
            ),
            None => {
                let names: Vec<String> = names.into_iter().collect();
                finding.help(format!("there are: {}", names.join(", ")))
            }
        }
    }

    /// Notes the cohort that lines are for; says whether there is such a cohort.
    fn line_cohort(&mut self, decl: &ast::LinesDecl, name: &ast::Name, span: Span) -> bool {
        let Some(cohort) = decl.cohort() else { return true };
        let is_cohort = |item: &ast::Item| matches!(item, ast::Item::Cohort(_));
        if self.module.names.get(&cohort.text()).is_some_and(is_cohort) {
            self.names_own(&cohort);
            self.line_cohorts.push(LineCohort {
                lines: name.text(),
                cohort: cohort.text(),
                span,
            });
            return true;
        }
        let cohorts = self.module.names.iter().filter(|(_, item)| is_cohort(item));
        let names: Vec<String> = cohorts.map(|(name, _)| name.clone()).collect();
        self.unknown_cohort(&cohort, &names, "the lines would be of its people");
        false
    }

    /// The day of death of a model that has one.
    fn date_of_death(&self, span: Span) -> Option<Expr> {
        let (entity, death) = self.model.entity_named("death")?;
        let (Cardinality::One, Dated::On(date)) = (death.cardinality, death.dated) else {
            return None;
        };
        let date = AttributeId { entity, ..date };
        // A source without deaths is one in which nobody is known to have died.
        let kind = ExprKind::IfAvailable {
            preferred: Box::new(expr(ExprKind::Attribute(date), Type::Date, span)),
            fallback: Box::new(expr(ExprKind::Literal(Value::Missing), Type::Date, span)),
        };
        Some(expr(kind, Type::Date, span))
    }
}

/// The clauses as they are written; the parts of one clause share its text.
fn texts(clauses: &[Vec<Rule>]) -> Vec<String> {
    clauses
        .iter()
        .filter_map(|clause| Some(clause.first()?.text.clone()))
        .collect()
}
