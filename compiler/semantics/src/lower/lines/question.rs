//! Questions about lines: `therapy[2]`, and `… has any in platinum and none in taxane`.

use super::read::used_modules;
use crate::lower::{Lowering, expr, failed};
use crate::study::{
    Compare, DrugSet, DrugsQuantity, DrugsTest, Events, EventsBase, Expr, ExprKind, Field, FixedCategory,
    LineField, LineSetting, Pick, Record, RecordKind, Type,
};
use crate::value::{Number, Value};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;
use std::collections::BTreeSet;

impl Lowering<'_> {
    /// `therapy[2]`: the first part of line 2.
    pub(in crate::lower) fn subscript(&mut self, written: &ast::SubscriptExpr, span: Span) -> Expr {
        let (Some(base), Some(number)) = (written.base(), written.number()) else {
            return failed(span);
        };
        let Some(found) = self.events(&base) else {
            return failed(span);
        };
        if found.events.record.kind != RecordKind::Lines || found.field.is_some() {
            let words = self.describe_record(found.events.record);
            return self.fail(
                Diagnostic::error(Code::K0306, "Only lines of therapy have numbers")
                    .at(span, format!("these are records of {words}"))
                    .help("pick a record by its date: `first …`, `2nd …`, `last …`"),
            );
        }
        let Some(wanted) = self.line_number(&number, &found.events, span) else {
            return failed(span);
        };
        let record = found.events.record;
        let of_line = vec![
            equal(
                LineField::Number,
                Type::Integer,
                Value::Number(Number::from_integer(wanted)),
                span,
            ),
            of_main_setting(span),
        ];
        let events = narrowed(found.events, of_line, span);
        let kind = ExprKind::Pick {
            which: Pick::First,
            events: Box::new(events),
            ties: Vec::new(),
        };
        expr(kind, Type::Event(record), span)
    }

    /// A number of a line that there can be.
    fn line_number(&mut self, written: &str, lines: &Events, span: Span) -> Option<i64> {
        let number = Number::parse_decimal(written).and_then(|number| number.to_i64());
        let number = number.filter(|number| (1..=1_000_000).contains(number));
        let Some(number) = number else {
            self.report(
                Diagnostic::error(Code::K1005, format!("There is no line {written}"))
                    .at(span, "lines are counted 1, 2, 3 …")
                    .help("the first line is `[1]`"),
            );
            return None;
        };
        if let EventsBase::Definition(id) = &lines.base
            && let Some(definition) = self.definitions.get(id.0 as usize)
            && let ExprKind::Events(events) = &definition.value.kind
            && let EventsBase::Lines(found) = &events.base
            && let Some(most) = found.rules.at_most
            && number > i64::from(most)
        {
            let declared = definition.span;
            let name = definition.name.clone();
            self.report(
                Diagnostic::error(Code::K1005, format!("`{name}` has at most {most} lines"))
                    .at(span, "always missing")
                    .and(declared, format!("its rules say `at most {most} lines`"))
                    .help(format!(
                        "ask for a line up to `{name}[{most}]`, or count more: `with at most {number} lines`"
                    )),
            );
            return None;
        }
        Some(number)
    }

    /// `index each line of therapy`: the lines of the main setting, maintenance being part of its line.
    pub(in crate::lower) fn each_line(&mut self, written: &ast::Expr, span: Span) -> Option<Events> {
        let found = self.events(written)?;
        if found.events.record.kind != RecordKind::Lines || found.field.is_some() {
            let words = self.describe_record(found.events.record);
            self.report(
                Diagnostic::error(Code::K0306, "`index each line of` takes lines of therapy")
                    .at(found.events.span, format!("these are records of {words}"))
                    .help("name lines that are declared with `lines … = …`, or write `index each …`"),
            );
            return None;
        }
        let maintenance = equal(LineField::Maintenance, Type::Boolean, Value::Boolean(false), span);
        Some(narrowed(
            found.events,
            vec![of_main_setting(span), maintenance],
            span,
        ))
    }

    /// `a has any in b and none in c`
    pub(in crate::lower) fn has_drugs(&mut self, written: &ast::HasExpr, span: Span) -> Expr {
        let value = self.optional(written.value().as_ref(), None, span);
        let mut tests = Vec::new();
        let mut wrong = false;
        for test in written.tests() {
            match self.drugs_test(&test) {
                Some(test) => tests.push(test),
                None => wrong = true,
            }
        }
        match &value.ty {
            Type::Error => return failed(span),
            Type::Drugs => {}
            Type::Drug => {
                return self.fail(
                    Diagnostic::error(Code::K0301, "`has` asks about a set of drugs")
                        .at(value.span, "this is one drug")
                        .help("ask whether it is in the set: `drug in platinum`"),
                );
            }
            Type::Events(record) => {
                let diagnostic = self.many_records(*record, value.span);
                return self.fail(diagnostic);
            }
            other => {
                let words = self.describe(other);
                return self.fail(
                    Diagnostic::error(Code::K0301, "`has` asks about a set of drugs")
                        .at(value.span, format!("this is {words}"))
                        .help("name the drugs of a line: `therapy[1].drugs has any in platinum`"),
                );
            }
        }
        if wrong || tests.is_empty() {
            return failed(span);
        }
        let value = Box::new(value);
        expr(ExprKind::HasDrugs { value, tests }, Type::Boolean, span)
    }

    fn drugs_test(&mut self, written: &ast::DrugsTest) -> Option<DrugsTest> {
        let quantity = match written.quantity()? {
            ast::DrugsQuantity::Any => DrugsQuantity::Any,
            ast::DrugsQuantity::AnyNot => DrugsQuantity::AnyNot,
            ast::DrugsQuantity::All => DrugsQuantity::All,
            ast::DrugsQuantity::None => DrugsQuantity::None,
        };
        let mut also = used_modules(self.module);
        if let Some(model) = self.model_module {
            also.insert(model.path.clone());
            also.extend(used_modules(model));
        }
        let also: Vec<String> = also.into_iter().collect();
        let mut understood = true;
        let mut drugs: BTreeSet<String> = BTreeSet::new();
        let mut values = Vec::new();
        let sets = written.sets();
        for set in &sets {
            if let Some(value) = set.value() {
                let value = self.value(&value, Some(&Type::Drugs));
                let value = self.expect_type(value, &Type::Drugs, "what drugs are compared with");
                understood &= value.is_some();
                values.extend(value);
                continue;
            }
            let parts = (set.members(), set.except());
            let parts = (parts.0.as_slice(), parts.1.as_slice());
            let members = self
                .library
                .drug_members(self.module, &also, parts, &mut self.out);
            understood &= members.is_some();
            drugs.extend(members.unwrap_or_default());
        }
        if !understood || (drugs.is_empty() && values.is_empty()) {
            return None;
        }
        for qualified in &drugs {
            if let Some(drug) = self.library.drug_qualified(qualified) {
                self.intern_drug(&drug);
            }
        }
        let texts: Vec<String> = sets
            .iter()
            .filter(|set| set.value().is_none())
            .map(|set| kohort_grammar::one_line(set.syntax()))
            .collect();
        Some(DrugsTest {
            quantity,
            drugs: DrugSet {
                text: texts.join(", "),
                drugs: drugs.into_iter().collect(),
            },
            values,
        })
    }
}

fn of_main_setting(span: Span) -> Expr {
    let main = Value::Category(LineSetting::Main.position());
    equal(
        LineField::Setting,
        Type::Fixed(FixedCategory::LineSetting),
        main,
        span,
    )
}

/// A field of the line under test has this value.
fn equal(field: LineField, ty: Type, value: Value, span: Span) -> Expr {
    let kind = ExprKind::Compare {
        op: Compare::Eq,
        left: Box::new(expr(ExprKind::RecordField(Field::Line(field)), ty.clone(), span)),
        right: Box::new(expr(ExprKind::Literal(value), ty, span)),
    };
    expr(kind, Type::Boolean, span)
}

fn narrowed(base: Events, conditions: Vec<Expr>, span: Span) -> Events {
    let record: Record = base.record;
    let plain = base.filter.is_none() && base.windows.is_empty();
    let base = if plain {
        base.base
    } else {
        EventsBase::Nested(Box::new(base))
    };
    Events {
        base,
        filter: Some(expr(ExprKind::And(conditions), Type::Boolean, span)),
        windows: Vec::new(),
        record,
        span,
    }
}
