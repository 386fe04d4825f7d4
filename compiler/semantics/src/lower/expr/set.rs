//! `in`: sets of values and ranges, ranges, code lists and periods.

use super::super::{Lowering, expr, failed};
use super::logic::negation;
use crate::codes::DrugList;
use crate::modules::declared_name;
use crate::study::{Expr, ExprKind, SetItem, Type};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;

impl Lowering<'_> {
    pub(crate) fn in_set(&mut self, written: &ast::InExpr, span: Span) -> Expr {
        let value = self.optional(written.value().as_ref(), None, span);
        let test = match written.set() {
            Some(ast::Set::Items(items, _)) => self.in_items(value, &items, span),
            Some(ast::Set::Range(range)) => self.in_items(value, &[ast::Expr::Range(range)], span),
            Some(ast::Set::Path(path)) => self.in_named(value, &path, span),
            None => {
                self.wants(Span::at(span.file, span.end), &value.ty);
                failed(span)
            }
        };
        if written.negated() {
            negation(test, span)
        } else {
            test
        }
    }

    fn in_items(&mut self, value: Expr, items: &[ast::Expr], span: Span) -> Expr {
        if let Type::Events(record) = &value.ty {
            let diagnostic = self.many_records(*record, value.span);
            return self.fail(diagnostic);
        }
        if value.ty == Type::Error {
            return failed(span);
        }
        let expected = value.ty.clone();
        let mut lowered = Vec::new();
        for item in items {
            let found = match item {
                ast::Expr::Range(range) => {
                    let low = self.optional(range.low().as_ref(), Some(&expected), span);
                    let high = self.optional(range.high().as_ref(), Some(&expected), span);
                    let low = self.unify(value.clone(), low, "compared").map(|(_, low)| low);
                    let high = self.unify(value.clone(), high, "compared").map(|(_, high)| high);
                    low.zip(high).map(|(low, high)| SetItem::Range(low, high))
                }
                single => {
                    let single = self.value(single, Some(&expected));
                    self.unify(value.clone(), single, "compared")
                        .map(|(_, single)| SetItem::Value(single))
                }
            };
            lowered.extend(found);
        }
        if lowered.len() != items.len() || lowered.is_empty() {
            return failed(span);
        }
        expr(
            ExprKind::InSet {
                value: Box::new(value),
                items: lowered,
            },
            Type::Boolean,
            span,
        )
    }

    /// Whether a value is in a named list, set or period.
    pub(crate) fn in_named(&mut self, value: Expr, path: &ast::PathExpr, span: Span) -> Expr {
        let place = self.span(path.range());
        let name = path.path().text();
        if let Some(found) = self.library.modules.find(self.module, &name)
            && let Some(list) = self.library.code_list(found)
        {
            self.names_item(place, found);
            self.wants(place, &value.ty);
            return match value.ty {
                Type::Error => failed(span),
                Type::Code => {
                    let list = self.intern_codes(&list);
                    expr(
                        ExprKind::InCodes {
                            value: Box::new(value),
                            list,
                        },
                        Type::Boolean,
                        span,
                    )
                }
                _ => {
                    let words = self.describe(&value.ty);
                    let declared = declared_name(found.item).map(|name| found.module.span(name.range()));
                    let mut diagnostic = Diagnostic::error(
                        Code::K0408,
                        format!("Only codes can be in the code list `{name}`"),
                    )
                    .at(value.span, format!("this is {words}"));
                    if let Some(declared) = declared {
                        diagnostic = diagnostic.and(declared, "a list of codes");
                    }
                    self.fail(
                        diagnostic.help("name the attribute that holds the code, for example `code in …`"),
                    )
                }
            };
        }
        if let Some(found) = self.library.modules.find(self.module, &name)
            && let Some(list) = self.library.drug_list(found)
        {
            self.names_item(place, found);
            self.wants(place, &value.ty);
            return self.in_drugs(value, &list, span);
        }
        self.wants(place, &value.ty);
        let set = self.path(path, None);
        match (&value.ty, &set.ty) {
            (Type::Error, _) | (_, Type::Error) => failed(span),
            (Type::Date, Type::Period) => {
                let kind = ExprKind::InPeriod {
                    date: Box::new(value),
                    period: Box::new(set),
                };
                expr(kind, Type::Boolean, span)
            }
            _ => {
                let (value_words, words) = (self.describe(&value.ty), self.describe(&set.ty));
                self.fail(
                    Diagnostic::error(Code::K0301, "`in` needs a set, a range, a code list or a period")
                        .at(place, format!("this is {words}"))
                        .and(value.span, format!("this is {value_words}"))
                        .help("write `in { a, b }`, `in 18 to 64`, the name of a code list or of a set of drugs, or a period"),
                )
            }
        }
    }

    /// `drug in platinum`.
    fn in_drugs(&mut self, value: Expr, list: &DrugList, span: Span) -> Expr {
        match value.ty {
            Type::Error => failed(span),
            Type::Drug => {
                let list = self.intern_drugs(list);
                let value = Box::new(value);
                expr(ExprKind::InDrugs { value, list }, Type::Boolean, span)
            }
            _ => {
                let words = self.describe(&value.ty);
                self.fail(
                    Diagnostic::error(
                        Code::K0408,
                        format!("Only drugs can be in the set of drugs `{}`", list.name),
                    )
                    .at(value.span, format!("this is {words}"))
                    .and(list.span, "a set of drugs")
                    .help("name the attribute that holds the drug, for example `drug in …`"),
                )
            }
        }
    }
}
