//! `precision` rules: coarsen a date in every source alike, then place it.

use super::Lowering;
use crate::model::{AttributeId, AttributeType};
use crate::study::{Otherwise, Placement, PrecisionRule, Type};
use crate::value::Precision;
use kohort_base::{Code, Diagnostic};
use kohort_grammar::ast;

/// The written precision as a value.
pub(crate) fn precision_of(word: ast::PrecisionWord) -> Precision {
    match word {
        ast::PrecisionWord::Day => Precision::Day,
        ast::PrecisionWord::Month => Precision::Month,
        ast::PrecisionWord::Quarter => Precision::Quarter,
        ast::PrecisionWord::Year => Precision::Year,
    }
}

impl Lowering<'_> {
    /// All rules of a module, each checked; of two for one attribute the second is reported.
    pub(crate) fn precision_rules(&mut self, tree: &ast::File) -> Vec<PrecisionRule> {
        let mut rules: Vec<PrecisionRule> = Vec::new();
        for item in tree.items() {
            let ast::Item::Precision(decl) = item else {
                continue;
            };
            let Some(rule) = self.precision_rule(&decl) else {
                continue;
            };
            match rules.iter().find(|known| known.attribute == rule.attribute) {
                Some(first) => {
                    let first = first.span;
                    let path = self.model.attribute_path(rule.attribute);
                    self.report(
                        Diagnostic::error(Code::K0202, format!("`{path}` has two precision rules"))
                            .at(rule.span, "a second rule")
                            .and(first, "the first rule")
                            .help("keep one of them"),
                    );
                }
                None => rules.push(rule),
            }
        }
        rules
    }

    fn precision_rule(&mut self, decl: &ast::PrecisionDecl) -> Option<PrecisionRule> {
        let path = decl.path()?;
        let span = self.span(path.range());
        let attribute = self.date_attribute(&path)?;
        let precision = precision_of(decl.precision()?);
        let placement = decl
            .placement()
            .and_then(|found| found.kind())
            .and_then(|kind| self.placement(kind, span));
        let index_allowed = std::mem::replace(&mut self.index_allowed, false);
        let bound = |lowering: &mut Self, written: Option<ast::Expr>| {
            let written = written?;
            let bound = lowering.value(&written, Some(&Type::Date));
            lowering.expect_type(bound, &Type::Date, "a bound of a precision rule")
        };
        let not_before = bound(self, decl.not_before());
        let not_after = bound(self, decl.not_after());
        self.index_allowed = index_allowed;
        if placement.is_none() && (not_before.is_some() || not_after.is_some()) {
            self.report(
                Diagnostic::error(Code::K0506, "A bound needs a placement")
                    .at(span, "this rule coarsens without placing the date on a day")
                    .help("say where the date is placed first, for example `placed on day 15, not before …`"),
            );
            return None;
        }
        let otherwise = match decl.otherwise() {
            None => None,
            Some(ast::Otherwise::Missing) => Some(Otherwise::Missing),
            Some(ast::Otherwise::Placed(place)) => Some(Otherwise::Placed(
                place.kind().and_then(|kind| self.placement(kind, span))?,
            )),
        };
        Some(PrecisionRule {
            attribute,
            precision,
            placement,
            not_before,
            not_after,
            otherwise,
            span,
        })
    }

    fn placement(&mut self, kind: ast::PlacementKind, span: kohort_base::Span) -> Option<Placement> {
        let placement = match kind {
            ast::PlacementKind::FirstDay => Placement::FirstDay,
            ast::PlacementKind::LastDay => Placement::LastDay,
            ast::PlacementKind::DayOfMonth(day) => Placement::DayOfMonth(day),
            ast::PlacementKind::DayOfYear { month, day } => Placement::DayOfYear { month, day },
        };
        let valid = match placement {
            Placement::DayOfMonth(day) => (1..=31).contains(&day),
            Placement::DayOfYear { month, day } => crate::value::Day::from_ymd(2024, month, day).is_some(),
            Placement::FirstDay | Placement::LastDay => true,
        };
        if valid {
            return Some(placement);
        }
        self.report(
            Diagnostic::error(Code::K0506, "There is no such day to place a date on")
                .at(span, "in the rule for this attribute")
                .help("write `placed on day 15`, `placed on 1 July`, `placed on first day` or `placed on last day`"),
        );
        None
    }

    fn date_attribute(&mut self, path: &ast::Path) -> Option<AttributeId> {
        let span = self.span(path.range());
        let attribute = self.attribute_at(path)?;
        match self.model.attribute(attribute).map(|found| found.ty.clone()) {
            Some(AttributeType::Date) => Some(attribute),
            // Its type was reported.
            Some(AttributeType::Unknown) => None,
            _ => {
                let declared = self.model.attribute(attribute).map(|found| found.span);
                let mut diagnostic =
                    Diagnostic::error(Code::K0506, format!("`{}` is not a date", path.text()))
                        .at(span, "a precision rule needs a date");
                if let Some(declared) = declared {
                    diagnostic = diagnostic.and(declared, "declared here");
                }
                self.report(diagnostic);
                None
            }
        }
    }
}
