//! Drugs: infusions and injections by the day, orders, and abstracted tablets as intervals.

use super::tables::Table;
use super::{Disease, Sheet, disease_of, drugs, truth};
use crate::person::{Day, Medication, MedicationKind, Route};

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    for (position, medication) in person.medications.iter().enumerate() {
        let order = format!("O{:08}{:05}", person.number, position);
        // What was cancelled exists as an order only.
        if medication.cancelled || medication.kind == MedicationKind::Order {
            ordered(sheet, medication, &order, medication.cancelled);
            continue;
        }
        let disease = disease_of(person, medication.tumour);
        match (medication.kind, disease) {
            (MedicationKind::Course | MedicationKind::Dispensing, Some(disease)) => {
                taken(sheet, medication, disease)
            }
            _ => given(sheet, medication, &order),
        }
        if disease == Some(Disease::Prostate) && suppresses_androgens(&medication.drug) {
            suppression(sheet, medication);
        }
    }
}

/// One day of the table of administrations. Without doses, as for treatment elsewhere, it is the first day.
fn given(sheet: &mut Sheet<'_>, medication: &Medication, order: &str) {
    let mut name = drugs::name(&medication.drug);
    if let Some(other) = drugs::biosimilar(&medication.drug)
        && sheet.defects.happens(300)
    {
        name = other.to_owned();
    }
    // The same dose often stands in the orders too; an order that was changed stands there as cancelled.
    let ordered_too = sheet.defects.happens(600);
    if ordered_too {
        ordered(sheet, medication, order, false);
    }
    if sheet.defects.happens(30) {
        ordered(sheet, medication, order, true);
    }
    let order = if ordered_too { order } else { "" };
    let practice = sheet.practice();
    let date = medication.start.to_string();
    let route = route(medication.route);
    sheet.row(
        Table::Administration,
        &[&practice, order, &name, &name, route, "", "", &date, "", ""],
    );
}

fn ordered(sheet: &mut Sheet<'_>, medication: &Medication, order: &str, cancelled: bool) {
    let practice = sheet.practice();
    let name = drugs::name(&medication.drug);
    let date = medication.start.to_string();
    let placed = Day(medication.start.0 - i32::try_from(sheet.defects.below(15)).unwrap_or(0)).to_string();
    let route = route(medication.route);
    sheet.row(
        Table::Order,
        &[
            &practice,
            order,
            &placed,
            &date,
            "",
            "",
            "",
            "",
            &name,
            &name,
            "",
            "",
            route,
            "",
            "",
            "",
            "",
            truth(cancelled),
        ],
    );
}

/// An interval, read out of the notes. A supply lasts as many days as it was dispensed for.
fn taken(sheet: &mut Sheet<'_>, medication: &Medication, disease: Disease) {
    let supply = medication.days_supplied.filter(|days| *days > 0);
    let end = medication
        .end
        .or_else(|| supply.and_then(|days| medication.start.add_days(i64::from(days) - 1)));
    let (year, month, _) = medication.start.ymd();
    let month = Day::from_ymd(year, month, 1).filter(|_| sheet.defects.happens(80));
    let (start, granularity) = match month {
        Some(first) => (first, "Month"),
        None => (medication.start, "Day"),
    };
    let name = drugs::name(&medication.drug);
    sheet.row(
        disease.tables().0,
        &[&name, &start.to_string(), &super::day(end), granularity],
    );
}

/// That androgens were suppressed, abstracted besides: without a drug, and mostly without an end.
fn suppression(sheet: &mut Sheet<'_>, medication: &Medication) {
    if sheet.defects.happens(50) {
        sheet.row(Table::ProstateAdt, &["", &medication.start.to_string(), ""]);
    }
}

fn suppresses_androgens(drug: &str) -> bool {
    [
        "leuprorelin",
        "goserelin",
        "triptorelin",
        "degarelix",
        "histrelin",
        "relugolix",
    ]
    .contains(&drug)
}

fn route(route: Option<Route>) -> &'static str {
    match route {
        Some(Route::Intravenous) => "Intravenous",
        Some(Route::Oral) => "Oral",
        Some(Route::Subcutaneous) => "Subcutaneous",
        Some(Route::Intramuscular) => "Intramuscular",
        Some(Route::Other) => "Other",
        None => "",
    }
}
