//! Characteristics: a value of each cohort entry, or the group that it falls into.
//!
//! Groups are tested in the order written, except that a group of missing values comes first; the value of a
//! characteristic with groups is the position of its label.

mod band;
mod coverage;

use super::endpoint::is_simple;
use super::{Lowering, expr, failed};
use crate::modules::{Found, declared_name};
use crate::study::{Characteristic, Expr, ExprKind, Type};
use crate::value::{Number, Value};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;
use std::collections::BTreeMap;

/// How many groups a characteristic may have.
const MAX_GROUPS: usize = 100;

/// One group before it is put together with the others.
pub(super) struct Group {
    pub(super) label: String,
    pub(super) test: Test,
    pub(super) span: Span,
}

/// Who belongs to a group.
pub(super) enum Test {
    /// Those for whom this is true.
    Condition(Expr),
    /// Those whose value is missing.
    Missing(Expr),
    /// All that no group before has.
    Otherwise,
}

impl<'m> Lowering<'m> {
    /// The characteristic that a declaration stands for, whatever module declares it.
    pub(crate) fn characteristic(&mut self, found: Found<'m>) -> Option<Characteristic> {
        let ast::Item::Characteristic(decl) = found.item else {
            return None;
        };
        self.in_module(found.module, |lowering| lowering.declared_characteristic(decl))
    }

    fn declared_characteristic(&mut self, decl: &ast::CharacteristicDecl) -> Option<Characteristic> {
        let name = decl.name()?;
        let span = self.span(name.range());
        let (mut value, groups) = match decl.kind()? {
            ast::CharacteristicKind::Value(written) => (self.value(&written, None), None),
            ast::CharacteristicKind::Bands { value, bands } => {
                let (value, groups) = self.bands(&name.text(), span, value.as_ref(), &bands);
                (value, Some(groups?))
            }
            ast::CharacteristicKind::Cases(cases) => (failed(span), Some(self.cases(&cases)?)),
        };
        let mut applied = self.modifiers(&decl.modifiers(), &mut value);
        let unknown_is = applied.unknown_is.take();
        let labels = groups
            .as_ref()
            .map(|groups| groups.iter().map(|group| group.label.clone()).collect());
        let value = match groups {
            Some(groups) => {
                self.check_groups(&groups, span)?;
                position(groups, unknown_is.map(|(met, _)| met), span)
            }
            None => self.plain(value, unknown_is)?,
        };
        Some(Characteristic {
            name: name.text(),
            doc: decl.doc(),
            declared: true,
            value,
            labels,
            looking_ahead: applied.looking_ahead,
            span,
        })
    }

    /// A characteristic without groups.
    fn plain(&mut self, value: Expr, unknown_is: Option<(bool, Span)>) -> Option<Expr> {
        match (&value.ty, unknown_is) {
            (Type::Error, _) => None,
            (Type::Boolean, Some((met, _))) => Some(decided(value, met)),
            (_, Some((_, place))) => {
                self.report(
                    Diagnostic::error(Code::K0505, "`unknown is …` belongs to a condition")
                        .at(place, "has no meaning here")
                        .and(value.span, "this is not true or false")
                        .help(
                            "give the missing values a group of their own: `in { …, \"unknown\": missing }`",
                        ),
                );
                None
            }
            _ => Some(value),
        }
    }

    fn cases(&mut self, cases: &[ast::Case]) -> Option<Vec<Group>> {
        let mut groups = Vec::new();
        let mut wrong = false;
        for case in cases {
            let span = self.span(case.range());
            let Some(label) = case.label() else {
                wrong = true;
                continue;
            };
            let test = if case.is_otherwise() {
                Test::Otherwise
            } else {
                let condition = self.optional(case.condition().as_ref(), Some(&Type::Boolean), span);
                let condition = self.expect_condition(condition, "the condition of a group");
                wrong |= condition.ty == Type::Error;
                Test::Condition(condition)
            };
            groups.push(Group {
                label: label.value(),
                test,
                span,
            });
        }
        (!wrong).then_some(groups)
    }

    /// The value of a characteristic with bands, as a definition where computing it twice would be work.
    pub(super) fn banded(&mut self, name: &str, span: Span, value: Expr) -> Expr {
        if is_simple(&value) {
            return value;
        }
        self.defined(format!("{name}.value"), None, span, value, None)
    }

    /// Reports groups that say the same, or that nobody can be in because of where they stand.
    fn check_groups(&mut self, groups: &[Group], span: Span) -> Option<()> {
        let before = self.out.len();
        if groups.is_empty() || groups.len() > MAX_GROUPS {
            let diagnostic = if groups.is_empty() {
                Diagnostic::error(Code::K1201, "A characteristic needs at least one group")
                    .at(span, "has none")
                    .help("write for example `{ \"18-49\": 18 to 49, \"50+\": >= 50 }`")
            } else {
                Diagnostic::error(
                    Code::K0801,
                    format!("A characteristic has at most {MAX_GROUPS} groups"),
                )
                .at(span, format!("has {}", groups.len()))
                .help("join groups, or report the value itself")
            };
            self.report(diagnostic);
            return None;
        }
        let mut labels: BTreeMap<&str, Span> = BTreeMap::new();
        let mut otherwise: Option<Span> = None;
        for group in groups {
            if let Some(first) = labels.insert(&group.label, group.span) {
                self.report(
                    Diagnostic::error(Code::K1201, format!("Two groups are called \"{}\"", group.label))
                        .at(group.span, "the second one")
                        .and(first, "the first one")
                        .help("give each group a label of its own; to make them one group, write one condition for both"),
                );
            }
            if let Some(first) = otherwise {
                self.report(
                    Diagnostic::error(
                        Code::K1201,
                        format!("Nobody can be in the group \"{}\"", group.label),
                    )
                    .at(group.span, "stands after `otherwise`")
                    .and(first, "this group takes all that are left")
                    .help("move the group with `otherwise` to the end"),
                );
            }
            if matches!(group.test, Test::Otherwise) {
                otherwise = otherwise.or(Some(group.span));
            }
        }
        (self.out.len() == before).then_some(())
    }

    /// Whether a name is a characteristic that a module sees.
    pub(crate) fn characteristic_named(&self, name: &str) -> Option<(Found<'m>, (String, String))> {
        let found = self.library.modules.find(self.module, name)?;
        let ast::Item::Characteristic(_) = found.item else {
            return None;
        };
        let key = (found.module.path.clone(), declared_name(found.item)?.text());
        Some((found, key))
    }
}

/// The position of the first group that an entry belongs to; missing, if it is unknown whether it belongs to one.
fn position(groups: Vec<Group>, unknown_is_met: Option<bool>, span: Span) -> Expr {
    let mut first = Vec::new();
    let mut then = Vec::new();
    for (at, group) in (0i64..).zip(groups) {
        match group.test {
            Test::Missing(condition) => first.push((at, condition, group.span)),
            Test::Condition(condition) => {
                let condition = match unknown_is_met {
                    Some(met) => decided(condition, met),
                    None => condition,
                };
                then.push((at, condition, group.span));
            }
            Test::Otherwise => {
                let always = expr(ExprKind::Literal(Value::Boolean(true)), Type::Boolean, group.span);
                then.push((at, always, group.span));
            }
        }
    }
    first.extend(then);
    let none = expr(ExprKind::Literal(Value::Missing), Type::Integer, span);
    first
        .into_iter()
        .rev()
        .fold(none, |rest, (at, condition, place)| {
            let label = expr(
                ExprKind::Literal(Value::Number(Number::from_integer(at))),
                Type::Integer,
                place,
            );
            if matches!(condition.kind, ExprKind::Literal(Value::Boolean(true))) {
                return label;
            }
            let kind = ExprKind::If {
                then: Box::new(label),
                condition: Box::new(condition),
                otherwise: Box::new(rest),
            };
            expr(kind, Type::Integer, span)
        })
}

/// A condition that is never unknown.
fn decided(condition: Expr, met: bool) -> Expr {
    let span = condition.span;
    let otherwise = expr(ExprKind::Literal(Value::Boolean(met)), Type::Boolean, span);
    expr(ExprKind::OrElse(vec![condition, otherwise]), Type::Boolean, span)
}
