//! Characteristics by group ("Table 1").

mod categories;
mod dates;
mod difference;
mod numbers;

pub(crate) use numbers::{median, values};

use crate::cell::Cell;
use crate::groups::{Groups, Rest, total, value};
use crate::heading::Heading;
use crate::table::{Column, ColumnKind, Kind, Row, Table};
use kohort_semantics::Study;
use kohort_semantics::study::{Characteristic, CharacteristicId, Counted, Grouped, Type};

/// One table with all the characteristics.
pub(crate) fn table(
    study: &Study,
    of: &Grouped,
    rows: &[CharacteristicId],
    smd: bool,
    counted: &[&Counted],
) -> Table {
    let groups = Groups::of(study, of, counted);
    let compared = smd.then(|| groups.known());
    let mut shown = Vec::new();
    for (place, (id, counted)) in rows.iter().zip(counted).enumerate() {
        let Some(characteristic) = study.characteristic(*id) else {
            continue;
        };
        let parts = groups.split(counted);
        if place == 0 {
            let entries = parts.iter().map(|rows| Cell::count(total(rows)));
            shown.push(Row::new("entries", "", entries.collect()));
        }
        shown.extend(of_characteristic(
            study,
            characteristic,
            &parts,
            compared.as_deref(),
        ));
    }
    let mut columns = groups.columns();
    if smd {
        columns.push(Column {
            head: String::from("SMD"),
            kind: ColumnKind::Difference,
        });
        for row in &mut shown {
            row.cells.resize(columns.len(), Cell::nothing());
        }
    }
    let heading = Heading::new(study, of, "Characteristics");
    Table {
        name: String::from("baseline"),
        kind: Kind::Baseline,
        title: heading.title,
        cohort: heading.cohort,
        columns,
        rows: shown,
        notes: notes(compared.as_deref()),
    }
}

/// How a characteristic is shown.
enum Shown {
    Categories,
    Numbers,
    Dates,
    /// Only for how many there is a value: each value is one person's.
    Known,
}

fn how(characteristic: &Characteristic) -> Shown {
    if characteristic.labels.is_some() {
        return Shown::Categories;
    }
    match characteristic.value.ty {
        Type::Integer | Type::Decimal | Type::Quantity(_) | Type::Years | Type::Months | Type::Days => {
            Shown::Numbers
        }
        Type::Date => Shown::Dates,
        Type::Period | Type::Event(_) | Type::Events(_) | Type::Error => Shown::Known,
        Type::Boolean
        | Type::Text
        | Type::Code
        | Type::Analyte
        | Type::Drug
        | Type::Drugs
        | Type::Category(_)
        | Type::Fixed(_) => Shown::Categories,
    }
}

fn of_characteristic(
    study: &Study,
    characteristic: &Characteristic,
    parts: &[Vec<Rest<'_>>],
    compared: Option<&[usize]>,
) -> Vec<Row> {
    match how(characteristic) {
        Shown::Categories => categories::rows(study, characteristic, parts, compared),
        Shown::Numbers => numbers::rows(study, characteristic, parts, compared),
        Shown::Dates => dates::rows(characteristic, parts),
        Shown::Known => vec![known(characteristic, parts)],
    }
}

fn known(characteristic: &Characteristic, parts: &[Vec<Rest<'_>>]) -> Row {
    let cells = parts.iter().map(|rows| {
        let known = rows
            .iter()
            .filter(|(row, _)| row.last().is_some_and(|last| !value(last).is_missing()));
        let known = known.fold(0u64, |sum, (_, count)| sum.saturating_add(*count));
        Cell::share(known, total(rows))
    });
    Row::new(&characteristic.name, "known", cells.collect())
}

fn notes(compared: Option<&[usize]>) -> Vec<String> {
    let mut notes = vec![
        String::from("Percentages are of all entries of the column, those with a missing value included."),
        String::from(
            "Medians and quartiles by type 2 of Hyndman and Fan, as in SAS; SD with n − 1. Both are of known values.",
        ),
    ];
    match compared.map(<[usize]>::len) {
        None => {}
        Some(0..=2) => notes.push(String::from(
            "SMD: standardised mean difference of the two groups without its sign, of known values.",
        )),
        Some(_) => notes.push(String::from(
            "SMD: standardised mean difference without its sign, of known values; the largest of any two groups.",
        )),
    }
    notes
}
