//! Tables as CSV in long form: a row for each cell, in columns that are the same for all tables.
//!
//! Invariant: a field is quoted only where it must be; what does not belong to a cell is empty, never zero; a cell without
//! content has no row.

use crate::cell::{Cell, Content, Quantity, Spread};
use crate::table::{Report, Table};

/// The columns.
const HEAD: &str = "source,table,section,label,unit,column,shows,n,of,value,lower,upper,spread,error,text";
/// What the name of a table's file ends with.
const ENDING: &str = ".csv";

/// A file for each table, by name, from the reports of one study on several sources.
pub fn csv_files(reports: &[(&str, &Report)]) -> Vec<(String, String)> {
    let Some((_, first)) = reports.first() else {
        return Vec::new();
    };
    let names = first.tables.iter().map(|table| &table.name);
    names
        .map(|name| {
            let of = reports.iter().flat_map(|(source, report)| {
                let same = report.tables.iter().filter(|table| table.name == *name);
                same.map(|table| (*source, table))
            });
            (format!("{name}{ENDING}"), csv(&of.collect::<Vec<_>>()))
        })
        .collect()
}

/// Whether a file may be one of [`csv_files`], of any study: a number and words of ASCII letters, digits and `_`.
pub fn is_csv_file(name: &str) -> bool {
    let stem = name.strip_suffix(ENDING).and_then(|stem| stem.split_once('_'));
    stem.is_some_and(|(number, words)| {
        number.len() >= 2
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && words
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    })
}

/// Tables below each other, each with the source that it is of.
///
/// `shows` says what a row is: a count, a share, the name of an estimate, or why there is nothing. `spread` says what
/// `lower` and `upper`, or `error`, are. A time without a value is not reached, and so is its limit. A suppressed count is
/// `<minimum` in the place of a number.
pub fn csv(tables: &[(&str, &Table)]) -> String {
    let mut text = format!("{HEAD}\n");
    for (source, table) in tables {
        rows(source, table, &mut text);
    }
    text
}

fn rows(source: &str, table: &Table, text: &mut String) {
    for row in &table.rows {
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            if cell.content == Content::Nothing {
                continue;
            }
            let [unit, head] = [row.unit.as_deref().unwrap_or(""), &column.head];
            let place = [source, &table.name, &row.section, &row.label, unit, head];
            let fields = place.into_iter().map(str::to_owned).chain(fields(cell));
            let quoted: Vec<String> = fields.map(|field| quoted(&field)).collect();
            text.push_str(&quoted.join(","));
            text.push('\n');
        }
    }
}

/// The fields from `shows` on.
#[derive(Default)]
struct Fields {
    shows: &'static str,
    n: String,
    of: String,
    value: String,
    lower: String,
    upper: String,
    spread: &'static str,
    error: String,
    text: String,
}

fn fields(cell: &Cell) -> [String; 9] {
    let fields = match &cell.content {
        Content::Nothing => Fields::default(),
        Content::Text { text } => Fields {
            shows: "text",
            text: text.clone(),
            ..Fields::default()
        },
        Content::Count { n } => Fields {
            shows: "count",
            n: n.to_string(),
            ..Fields::default()
        },
        Content::Share { n, of } => Fields {
            shows: "share",
            n: n.to_string(),
            of: of.to_string(),
            ..Fields::default()
        },
        Content::Estimate {
            quantity,
            value,
            spread,
        } => estimate(*quantity, *value, *spread),
        Content::Dates { median, lower, upper } => Fields {
            shows: "date",
            value: median.clone(),
            lower: lower.clone(),
            upper: upper.clone(),
            spread: "quartiles",
            ..Fields::default()
        },
        Content::Undefined { why } => Fields {
            shows: "undefined",
            text: why.clone(),
            ..Fields::default()
        },
        Content::Below { minimum } => Fields {
            shows: "count",
            n: format!("<{minimum}"),
            ..Fields::default()
        },
        Content::Withheld { .. } => Fields {
            shows: "withheld",
            ..Fields::default()
        },
    };
    [
        fields.shows.to_owned(),
        fields.n,
        fields.of,
        fields.value,
        fields.lower,
        fields.upper,
        fields.spread.to_owned(),
        fields.error,
        fields.text,
    ]
}

fn estimate(quantity: Quantity, value: Option<f64>, spread: Option<Spread>) -> Fields {
    let shown = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let fields = Fields {
        shows: name(quantity),
        value: shown(value),
        ..Fields::default()
    };
    match spread {
        None => fields,
        Some(Spread::Limits { lower, upper }) => Fields {
            lower: shown(lower),
            upper: shown(upper),
            spread: "limits_95",
            ..fields
        },
        Some(Spread::Quartiles { lower, upper }) => Fields {
            lower: lower.to_string(),
            upper: upper.to_string(),
            spread: "quartiles",
            ..fields
        },
        Some(Spread::StandardError(error)) => Fields {
            error: error.to_string(),
            spread: "standard_error",
            ..fields
        },
        Some(Spread::StandardDeviation(error)) => Fields {
            error: error.to_string(),
            spread: "standard_deviation",
            ..fields
        },
    }
}

fn name(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Probability => "probability",
        Quantity::Proportion => "proportion",
        Quantity::Time(_) => "time",
        Quantity::HazardRatio => "hazard_ratio",
        Quantity::Rate => "rate",
        Quantity::PersonTime => "person_time",
        Quantity::ExpectedEvents => "expected_events",
        Quantity::EffectiveNumber => "effective_number",
        Quantity::TestStatistic => "test_statistic",
        Quantity::P => "p",
        Quantity::Difference => "difference",
        Quantity::WholeValue | Quantity::Value => "value",
    }
}

fn quoted(field: &str) -> String {
    if field.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_tables_are_known_by_their_names() {
        for name in ["01_baseline.csv", "12_survival_os.csv", "100_rates_a_b2.csv"] {
            assert!(is_csv_file(name), "{name}");
        }
        for name in [
            "attrition.csv",
            "1_a.csv",
            "01_a.json",
            "01.csv",
            "01_ä.csv",
            "a01_b.csv",
            "_a.csv",
            ".csv",
        ] {
            assert!(!is_csv_file(name), "{name}");
        }
    }

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        assert_eq!(quoted("65 or over"), "65 or over");
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
    }
}
