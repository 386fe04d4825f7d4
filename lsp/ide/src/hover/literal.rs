//! Literals: a quantity in the analyte's own unit, a length of time, a date of some precision.

use super::Asked;
use super::page::{Page, code};
use crate::place::enclosing;
use crate::{Range, plain};
use kohort_grammar::SyntaxToken;
use kohort_grammar::ast::{self, LiteralKind, PrecisionWord, TimeUnit};
use kohort_semantics::units::Unit;
use kohort_semantics::value::Number;
use kohort_semantics::{Shape, Sort, Symbol};

impl Asked<'_> {
    /// The page of a literal, or of the rule whose number it is.
    pub(super) fn literal(&self, token: &SyntaxToken) -> Option<(Range, Page)> {
        if let Some(rule) = self.line_rule_around(token) {
            return Some(rule);
        }
        if let Some(duration) = enclosing(token, ast::DurationLit::cast) {
            return Some((plain(duration.range()), duration_page(&duration)?));
        }
        if let Some(date) = enclosing(token, ast::DateLit::cast) {
            return Some((plain(date.range()), date_page(&date)));
        }
        let literal = enclosing(token, ast::LiteralExpr::cast)?;
        let range = plain(literal.range());
        if let LiteralKind::Quantity { number, unit } = literal.kind() {
            return Some((range, self.quantity(&literal, &number, &unit.text())?));
        }
        let words = self.value_type(token)?;
        Some((range, Page::of(format!("{} · {words}", code(token.text())))))
    }

    /// A quantity, converted into the unit of what it is compared with.
    fn quantity(&self, literal: &ast::LiteralExpr, number: &str, unit: &str) -> Option<Page> {
        let shape = self.here.shape(literal.range());
        let wanted = self.here.wanted(literal.range()).or(shape)?;
        let mut page = Page::of(format!(
            "{} · {}",
            code(&format!("{number} {unit}")),
            wanted.words
        ));
        if let Some((value, own)) = self.converted(wanted, number, unit)
            && own != unit
        {
            page.add(format!(
                "In the unit in which it is compared: {}.",
                code(&format!("{value} {own}"))
            ));
        }
        Some(page)
    }

    /// A number of a unit in the unit of an analyte.
    fn converted(&self, wanted: &Shape, number: &str, unit: &str) -> Option<(String, String)> {
        let Sort::Quantity {
            analyte: Some(Symbol::Item { module, name }),
            ..
        } = &wanted.sort
        else {
            return None;
        };
        let analytes = &self.here.analysis.vocabulary.analytes;
        let analyte = analytes.get(&(module.clone(), name.clone()))?;
        let conversion = analyte.conversion_from(&Unit::parse(unit).ok()?)?;
        let value = conversion.apply(&Number::parse_decimal(number)?);
        Some((value.exact_text(), analyte.unit.text().to_owned()))
    }
}

fn duration_page(duration: &ast::DurationLit) -> Option<Page> {
    let text = duration.syntax().text().to_string();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut page = Page::of(format!("{} · a length of time", code(&text)));
    let number: Option<i64> = duration.number().parse().ok();
    page.add(match (duration.unit()?, number) {
        (TimeUnit::Week, Some(weeks)) => match weeks.checked_mul(7) {
            Some(days) => format!("{days} days."),
            None => String::new(),
        },
        (TimeUnit::Month | TimeUnit::Year, _) => String::from(
            "Calendar months: the day of the month is kept, or the month's last is taken; an age is in completed years.",
        ),
        _ => String::new(),
    });
    Some(page)
}

fn date_page(date: &ast::DateLit) -> Page {
    let (known, days) = match date.precision() {
        PrecisionWord::Day => ("a date, to the day", ""),
        PrecisionWord::Month => ("a date, to the month", "any day of the month"),
        PrecisionWord::Quarter => ("a date, to the quarter", "any day of the quarter"),
        PrecisionWord::Year => ("a date, to the year", "any day of the year"),
    };
    let mut page = Page::of(format!("{} · {known}", code(&date.text())));
    if !days.is_empty() {
        page.add(format!(
            "It may be {days}; a comparison is unknown where it depends on which."
        ));
    }
    page
}
