//! Characteristics that are numbers: where they lie and how far they spread.

use super::difference;
use crate::cell::{Cell, Quantity, Spread};
use crate::groups::{Rest, value};
use crate::table::Row;
use crate::words;
use kohort_semantics::Study;
use kohort_semantics::study::{Characteristic, Type};
use kohort_semantics::value::Value;
use kohort_stats::baseline::{QuantileRule, Values, smd_continuous};
use kohort_stats::{Count, Mass, Rational, Share};

pub(super) fn rows(
    study: &Study,
    characteristic: &Characteristic,
    parts: &[Vec<Rest<'_>>],
    compared: Option<&[usize]>,
) -> Vec<Row> {
    let columns: Vec<Values<Count>> = parts.iter().map(|rows| values(rows)).collect();
    let whole = matches!(
        characteristic.value.ty,
        Type::Integer | Type::Years | Type::Months | Type::Days
    );
    let quantity = if whole {
        Quantity::WholeValue
    } else {
        Quantity::Value
    };
    let median = columns.iter().map(|column| median(column, quantity)).collect();
    let mean = columns.iter().map(|column| mean(column, quantity)).collect();
    let mut rows = vec![
        Row::new(&characteristic.name, "median [quartiles]", median),
        Row::new(&characteristic.name, "mean (SD)", mean),
    ];
    if let Some(unit) = words::unit(study, &characteristic.value.ty) {
        rows = rows.into_iter().map(|row| row.in_unit(unit.as_str())).collect();
    }
    if let (Some(compared), Some(first)) = (compared, rows.first_mut()) {
        let groups: Vec<&Values<Count>> = compared.iter().filter_map(|group| columns.get(*group)).collect();
        let known = groups.iter().map(|group| group.known().people());
        let cell = difference::largest(&groups, |one, other| smd_continuous(one, other));
        first.cells.push(cell.resting_on(known));
    }
    if columns.iter().any(|column| !column.missing().is_empty()) {
        let cells = columns.iter().map(|column| {
            let missing = column.missing().people();
            Cell::share(missing, column.known().people().saturating_add(missing))
        });
        rows.push(Row::new(&characteristic.name, words::MISSING, cells.collect()));
    }
    rows
}

/// How many have which number.
pub(crate) fn values(rows: &[Rest<'_>]) -> Values<Count> {
    let mut values = Values::new();
    for (row, count) in rows {
        let number = match row.last().map(value) {
            Some(Value::Number(number)) => Some(number.as_ratio().clone()),
            _ => None,
        };
        values.add(number, &Count(*count));
    }
    values
}

/// The first quartile, the median and the third quartile.
pub(crate) fn quartiles(values: &Values<Count>) -> Option<[Rational; 3]> {
    let of = |share| values.quantile(share, QuantileRule::Step);
    Some([of(Share::QUARTER)?, of(Share::HALF)?, of(Share::THREE_QUARTERS)?])
}

/// The median with quartiles.
pub(crate) fn median(values: &Values<Count>, quantity: Quantity) -> Cell {
    let Some(quartiles) = quartiles(values) else {
        return Cell::undefined("nobody's is known");
    };
    let [lower, median, upper] = quartiles.map(|exact| exact.to_f64().value());
    Cell::estimate(quantity, median, Some(Spread::Quartiles { lower, upper }))
        .resting_on([values.known().people()])
}

fn mean(values: &Values<Count>, quantity: Quantity) -> Cell {
    let Some(mean) = values.mean() else {
        return Cell::undefined("nobody's is known");
    };
    let spread = values.standard_deviation().map(Spread::StandardDeviation);
    Cell::estimate(quantity, mean, spread).resting_on([values.known().people()])
}
