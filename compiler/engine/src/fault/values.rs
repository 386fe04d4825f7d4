//! The wording of faults in the values of a column.
//!
//! Invariant: what is said follows from the reading alone, so that a fault reads the same in every country's files.

use super::text::{counted, list_up_to, quoted};
use super::year::without_year;
use super::{DataFault, Examples, Site};
use crate::units::choices;
use kohort_base::Code;
use kohort_semantics::source::{Decode, Reading, UnitSpec};

/// How many texts of a mapping a message lists.
const MAPPED: usize = 12;

/// Which column of a reading a fault is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// The values themselves.
    Value,
    /// The column that holds their unit.
    Unit,
}

/// Values that cannot be understood as the reading says.
pub(crate) fn unreadable(
    site: &Site,
    reading: &Reading,
    part: Part,
    rows: u64,
    examples: Examples,
) -> DataFault {
    let (code, column, problem, expected, help) = match part {
        Part::Value => described(reading),
        Part::Unit => unit(reading),
    };
    let many = counted(rows, "value", "values");
    let are = if rows == 1 { problem.one } else { problem.many };
    let title = format!("{many} of column `{column}` in table `{}` {are}", site.table);
    let mut examples = examples.into_vec();
    if part == Part::Value && matches!(reading.decode, Decode::Date { .. }) {
        examples = examples.iter().map(|example| without_year(example)).collect();
        examples.dedup();
    }
    DataFault {
        rows,
        column: Some(column.to_owned()),
        examples,
        ..site.fault(code, title, expected, help)
    }
}

/// The predicate of the title, for one value and for several.
struct Problem {
    one: String,
    many: String,
}

impl Problem {
    fn new(one: impl Into<String>, many: impl Into<String>) -> Self {
        Self {
            one: one.into(),
            many: many.into(),
        }
    }
}

type Described<'a> = (Code, &'a str, Problem, String, String);

fn described(reading: &Reading) -> Described<'_> {
    let column = reading.column.as_str();
    match &reading.decode {
        Decode::Date { formats, .. } => {
            let formats: Vec<String> = formats.iter().map(|format| quoted(&format.to_string())).collect();
            let problem = Problem::new(
                "is not a date in a declared form",
                "are not dates in a declared form",
            );
            let expected = format!(
                "days of the calendar, written as {}",
                list_up_to(MAPPED, &formats, "or")
            );
            let help = "add the further forms (`or \"…\"`), name the texts that mean \"not known\" (`unknown \"…\"`), or let \
                        such values be missing and counted (`otherwise missing`)";
            (Code::D0201, column, problem, expected, help.into())
        }
        Decode::Boolean(map) => mapped(column, map.keys()),
        Decode::Category(map) => mapped(column, map.keys()),
        Decode::Analyte(map) => mapped(column, map.keys()),
        Decode::Code(system) => {
            let problem = Problem::new(
                format!("is not a code of {}", system.name()),
                format!("are not codes of {}", system.name()),
            );
            let expected = format!("codes of {}: {}", system.name(), system.written_form());
            let help = "declare the system that the column holds, name the texts that mean \"no code\" (`unknown \"…\"`), or \
                        let such values be missing and counted (`otherwise missing`)";
            (Code::D0205, column, problem, expected, help.into())
        }
        Decode::Integer => number(
            column,
            Problem::new("is not a whole number", "are not whole numbers"),
            "whole numbers such as 12",
        ),
        // Every text is a text, so this is never asked for it.
        Decode::Decimal | Decode::Quantity(_) | Decode::Text => {
            let expected = "numbers such as 12.5, with a point and at most 38 digits before and behind it";
            number(
                column,
                Problem::new("is not a number", "are not numbers"),
                expected,
            )
        }
    }
}

fn number<'a>(column: &'a str, problem: Problem, expected: &str) -> Described<'a> {
    let help = "name the texts that mean \"no result\" (`unknown \"…\"`), or let such values be missing and counted \
                (`otherwise missing`)";
    (Code::D0204, column, problem, expected.to_owned(), help.to_owned())
}

fn mapped<'a>(column: &'a str, texts: impl Iterator<Item = &'a String>) -> Described<'a> {
    let texts: Vec<String> = texts.map(|text| quoted(text)).collect();
    let problem = Problem::new("is not named in its mapping", "are not named in its mapping");
    let expected = list_up_to(MAPPED, &texts, "or");
    let help = "add the values to the mapping, name those that mean \"not known\" (`unknown \"…\"`), or let all others be \
                missing and counted (`otherwise missing`)";
    (Code::D0202, column, problem, expected, help.to_owned())
}

fn unit(reading: &Reading) -> Described<'_> {
    let column = match &reading.decode {
        Decode::Quantity(UnitSpec::ByColumn { column, .. }) => column.as_str(),
        _ => reading.column.as_str(),
    };
    let mut texts: Vec<String> = choices(reading)
        .iter()
        .filter_map(|choice| choice.text.map(quoted))
        .collect();
    texts.dedup();
    let problem = Problem::new(
        "is a unit that the source does not declare for it",
        "are units that the source does not declare for them",
    );
    let expected = format!(
        "a unit of the record's analyte, out of {}",
        list_up_to(MAPPED, &texts, "and")
    );
    let help = "add the unit as the data write it, with its UCUM form beside it, or let values in other units be missing and \
                counted (`otherwise missing`)";
    (Code::D0203, column, problem, expected, help.to_owned())
}
