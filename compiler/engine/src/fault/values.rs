//! The wording of faults in the values of a column.
//!
//! Invariant: what is said follows from the reading alone, so that a fault reads the same in every country's files.

use super::text::{counted, list_up_to, quoted};
use super::year::without_year;
use super::{DataFault, Examples, Site};
use crate::units::choices;
use kohort_base::Code;
use kohort_semantics::source::{CodeReading, Decode, DrugLookup, Reading, UnitSpec};

/// How many texts of a mapping a message lists.
const MAPPED: usize = 12;

/// Which column of a reading a fault is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// The values themselves.
    Value,
    /// The column that holds their unit.
    Unit,
    /// The column that says how much of a date is real.
    Precision,
    /// The column that names a code's system.
    System,
}

/// The column that a part of a reading is in.
pub(crate) fn column(reading: &Reading, part: Part) -> &str {
    match (part, &reading.decode) {
        (Part::Unit, Decode::Quantity(UnitSpec::ByColumn { column, .. })) => column,
        (Part::Precision, Decode::Date { by: Some(by), .. }) => &by.column,
        (Part::System, Decode::Code(CodeReading::ByColumn { column, .. })) => column,
        _ => &reading.column,
    }
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
        Part::Precision => match &reading.decode {
            Decode::Date { by: Some(by), .. } => mapped(column(reading, part), by.values.keys()),
            _ => described(reading),
        },
        Part::System => match &reading.decode {
            Decode::Code(CodeReading::ByColumn { systems, .. }) => {
                mapped(column(reading, part), systems.keys())
            }
            _ => described(reading),
        },
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
        Decode::DaysFromAnchor => {
            let problem = Problem::new("is not a number of days", "are not numbers of days");
            let expected = "whole numbers, negative before the date that days are counted from".to_owned();
            let help = "name the texts that mean \"not known\" (`unknown \"…\"`), or let such values be missing and counted \
                        (`otherwise missing`)";
            (Code::D0201, column, problem, expected, help.into())
        }
        Decode::Boolean(map) => mapped(column, map.keys()),
        Decode::Category(map) => mapped(column, map.keys()),
        Decode::Analyte(map) => mapped(column, map.keys()),
        Decode::Numbers(map) => mapped(column, map.keys()),
        Decode::Texts(map) => mapped(column, map.keys()),
        Decode::Code(CodeReading::Listed(_, map)) => mapped(column, map.keys()),
        Decode::Drug(lookups) => drug(column, lookups),
        Decode::Code(found) => {
            let systems = found.systems();
            let names: Vec<String> = systems.iter().map(|system| system.name().to_owned()).collect();
            let name = list_up_to(MAPPED, &names, "or");
            let problem = Problem::new(
                format!("is not a code of {name}"),
                format!("are not codes of {name}"),
            );
            let forms: Vec<String> = systems
                .iter()
                .map(|system| format!("codes of {}: {}", system.name(), system.written_form()))
                .collect();
            let expected = forms.join("; ");
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
        Decode::Decimal | Decode::Quantity(_) | Decode::Text | Decode::Always(_) => {
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

fn drug<'a>(column: &'a str, lookups: &[DrugLookup]) -> Described<'a> {
    let ways: Vec<String> = lookups
        .iter()
        .map(|lookup| match lookup {
            DrugLookup::Name(_) => String::from("a declared name"),
            DrugLookup::Code(system, _) => format!("a declared code of {}", system.name()),
        })
        .collect();
    let problem = Problem::new("names no declared drug", "name no declared drug");
    let expected = format!("{} of a drug", list_up_to(MAPPED, &ways, "or"));
    let help = "add the spellings to the `names` of the drugs, name the texts that mean \"no drug\" (`unknown \"…\"`), or let \
                such values be missing and counted (`otherwise missing`)";
    (Code::D0212, column, problem, expected, help.into())
}

fn unit(reading: &Reading) -> Described<'_> {
    let column = column(reading, Part::Unit);
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
