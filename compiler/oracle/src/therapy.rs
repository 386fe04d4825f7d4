//! Lines of therapy as events of a patient: what the rules look at, and the fields of a line.

use crate::calendar::{exactly, known_day};
use crate::evaluate::{Evaluation, Scope};
use crate::events::Bag;
use crate::lines::{self, Given, History, Line, Starting};
use crate::record::Row;
use crate::truth::{Truth, all};
use kohort_semantics::study::{
    DrugsQuantity, DrugsTest, Events, Field, LineField, LineSetting, Lines, drugs_of, drugs_text,
};
use kohort_semantics::value::{Day, Number, Value};
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// The lines that were made for a patient, each once, so that events can point to them.
#[derive(Debug, Default)]
pub(crate) struct Kept(OnceCell<Box<(Line, Kept)>>);

impl Kept {
    /// A place where an equal line stays.
    fn keep(&self, line: Line) -> &Line {
        let mut rest = self;
        while let Some(node) = rest.0.get() {
            if node.0 == line {
                return &node.0;
            }
            rest = &node.1;
        }
        // Nothing stands in the last place, which takes what is equal to none before.
        &rest.0.get_or_init(|| Box::new((line, Self::default()))).0
    }
}

impl<'a> Evaluation<'a> {
    /// The lines of the patient, each of which certainly belongs.
    pub(crate) fn lines(self, lines: &'a Lines, scope: Scope<'a>) -> Bag<'a> {
        let history = self.history(lines, scope);
        let rows = lines::lines(&lines.rules, &history).into_iter().map(|line| {
            let row = Row::Line(self.patient.lines.keep(line));
            (row, Some(true))
        });
        Bag { rows: rows.collect() }
    }

    /// How many records are left aside since they end before they start.
    pub(crate) fn contradictory_in_lines(self, lines: &'a Lines, scope: Scope<'a>) -> u64 {
        lines::contradictory(&self.history(lines, scope))
    }

    /// What the rules look at.
    fn history(self, lines: &'a Lines, scope: Scope<'a>) -> History {
        let scope = Scope { row: None, ..scope };
        let days = |events: &'a Events| -> Vec<Day> {
            let rows = self.bag(events, scope).certain().into_iter();
            rows.filter_map(|row| known_day(self.start_of(row)?)).collect()
        };
        let given = |events: &'a Events| -> Vec<Given> {
            let rows = self.bag(events, scope).certain().into_iter();
            rows.filter_map(|row| self.given(lines, row)).collect()
        };
        let starting = match &lines.starting {
            None => Starting::Anywhere,
            Some(date) => self.day(date, scope).map_or(Starting::Missing, Starting::On),
        };
        let day = |date: &'a Option<_>| date.as_ref().and_then(|date| self.day(date, scope));
        History {
            records: given(&lines.records),
            apart: lines.apart.as_ref().map(given).unwrap_or_default(),
            starting,
            until: day(&lines.until),
            death: day(&lines.death),
            breakers: lines.breakers.iter().map(days).collect(),
            progression: lines.progression.as_ref().map(days).unwrap_or_default(),
            without: lines.without.iter().map(days).collect(),
        }
    }

    /// A record with a known first day and a known drug.
    fn given(self, lines: &Lines, row: Row<'a>) -> Option<Given> {
        let field = |attribute| self.field(Some(row), Field::Attribute(attribute));
        let Value::Text(drug) = field(lines.drug) else {
            return None;
        };
        let supply = lines.supply.and_then(|supply| match field(supply) {
            Value::Number(days) => days.to_i64(),
            _ => None,
        });
        Some(Given {
            start: known_day(self.start_of(row)?)?,
            drug: drug.to_string(),
            end: self.recorded_end(row).and_then(known_day),
            supply,
        })
    }

    /// Whether a set of substances passes all tests; unknown if the set is missing.
    pub(crate) fn has_drugs(self, value: &Value, tests: &'a [DrugsTest], scope: Scope<'a>) -> Truth {
        let Value::Text(own) = value else {
            return None;
        };
        let own: BTreeSet<&str> = drugs_of(own).collect();
        let outcomes: Vec<Truth> = tests.iter().map(|test| self.passes(&own, test, scope)).collect();
        all(&outcomes)
    }

    /// One test; unknown if one of its sets is missing.
    fn passes(self, own: &BTreeSet<&str>, test: &'a DrugsTest, scope: Scope<'a>) -> Truth {
        let mut others: BTreeSet<String> = test.drugs.drugs.iter().cloned().collect();
        for value in &test.values {
            let Value::Text(more) = self.value(value, scope) else {
                return None;
            };
            others.extend(drugs_of(&more).map(str::to_owned));
        }
        let is_among = |drug: &&str| others.contains(*drug);
        Some(match test.quantity {
            DrugsQuantity::Any => own.iter().any(is_among),
            DrugsQuantity::AnyNot => !own.iter().all(is_among),
            DrugsQuantity::All => own.iter().all(is_among),
            DrugsQuantity::None => !own.iter().any(is_among),
        })
    }
}

/// A field of a line.
pub(crate) fn field_of(line: &Line, field: LineField) -> Value {
    let date = |day| Value::Date(exactly(day));
    let text = |text: &str| Value::Text(text.into());
    match field {
        LineField::Number => Value::Number(Number::from_integer(i64::from(line.number))),
        LineField::Start => date(line.start),
        LineField::End => date(line.end),
        LineField::Regimen => text(&line.regimen),
        LineField::Drugs => text(&drugs_text(line.drugs.iter().map(String::as_str))),
        LineField::Maintenance => Value::Boolean(line.maintenance),
        LineField::EndReason => Value::Category(line.end_reason.position()),
        LineField::Setting => Value::Category(line.setting.position()),
        LineField::LineEnd => date(line.line_end),
        LineField::NextStart => line.next_start.map_or(Value::Missing, date),
    }
}

/// Days from the first to the last day of the line, its maintenance included, both counted.
pub(crate) fn days_of_line(line: &Line) -> Value {
    let days = i64::from(line.line_end.0) - i64::from(line.line_start.0) + 1;
    Value::Number(Number::from_integer(days))
}

/// The regimens of a patient's lines of the setting `main`, without maintenance, in order; missing if there are none.
pub(crate) fn sequence<'l>(lines: impl Iterator<Item = &'l Line>) -> Value {
    let mut main: Vec<&Line> = lines
        .filter(|line| line.setting == LineSetting::Main && !line.maintenance)
        .collect();
    main.sort_by_key(|line| line.start);
    let regimens: Vec<&str> = main.iter().map(|line| line.regimen.as_str()).collect();
    if regimens.is_empty() {
        Value::Missing
    } else {
        Value::Text(regimens.join(" > ").into())
    }
}
