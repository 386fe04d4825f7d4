//! SACT: regimens, their cycles, and the drugs of each cycle.
//!
//! A drug has the day on which it was given, or, by mouth, the day on which it was first handed out. Orders are not
//! collected. Weight, height and performance status at the start of a regimen or cycle stand here and nowhere else.

use super::tables::Table;
use super::{Said, Sheet};
use crate::person::{Day, Intent, Medication, MedicationKind, Quantity, Route, Setting};
use std::collections::BTreeMap;

pub(super) fn write(sheet: &mut Sheet<'_>) -> Said {
    let person = sheet.person;
    let mut said = Said::default();
    // By regimen and cycle, in order.
    let mut regimens: BTreeMap<u32, BTreeMap<u32, Vec<&Medication>>> = BTreeMap::new();
    for medication in &person.medications {
        if !medication.cancelled && medication.kind != MedicationKind::Order {
            let cycles = regimens.entry(medication.regimen).or_default();
            cycles.entry(medication.cycle).or_default().push(medication);
        }
    }
    let mut drug = 0_u64;
    for (regimen, cycles) in &regimens {
        let id = format!("{}{regimen:04}", person.number);
        started(sheet, &id, cycles, &mut said);
        for (cycle, drugs) in cycles {
            let cycle_id = format!("{id}{cycle:03}");
            cycle_row(sheet, &id, &cycle_id, *cycle, drugs, &mut said);
            for medication in drugs {
                drug += 1;
                detail(sheet, &cycle_id, medication, drug);
            }
        }
        outcome(sheet, &id, cycles);
    }
    said
}

fn all<'a>(cycles: &'a BTreeMap<u32, Vec<&'a Medication>>) -> impl Iterator<Item = &'a Medication> {
    cycles.values().flatten().copied()
}

fn started(sheet: &mut Sheet<'_>, id: &str, cycles: &BTreeMap<u32, Vec<&Medication>>, said: &mut Said) {
    let Some(start) = all(cycles).map(|medication| medication.start).min() else {
        return;
    };
    let Some(first) = all(cycles).next() else { return };
    let person = sheet.person;
    let mut body = |quantity, places| {
        Said::take(&mut said.measurements, &person.measurements, |one| {
            one.date == start && one.quantity == quantity && one.value.is_some()
        })
        .and_then(|position| person.measurements.get(position)?.value?.shifted(places))
        .map(|value| value.to_string())
        .unwrap_or_default()
    };
    // Height in metres.
    let (height, weight) = (body(Quantity::Height, -2), body(Quantity::Weight, 0));
    let intent = match first.intent {
        Some(Intent::Curative) => "1",
        Some(Intent::Palliative) => "2",
        None => "",
    };
    let setting = match first.setting {
        Some(Setting::Adjuvant) => "1",
        Some(Setting::Neoadjuvant) => "2",
        Some(Setting::Primary) => "3",
        None => "9",
    };
    let name = first.regimen_name.as_deref().unwrap_or_default().to_uppercase();
    let trial = if first.in_trial { "Y" } else { "N" };
    let decided = Day(start.0 - i32::try_from(sheet.defects.below(28)).unwrap_or(0)).to_string();
    let start = start.to_string();
    sheet.row(
        Table::Regimen,
        &[
            id, &height, &weight, intent, &decided, &start, &name, trial, "N", &name, "", setting,
        ],
    );
}

fn cycle_row(
    sheet: &mut Sheet<'_>,
    regimen: &str,
    id: &str,
    number: u32,
    drugs: &[&Medication],
    said: &mut Said,
) {
    let Some(start) = drugs.iter().map(|medication| medication.start).min() else {
        return;
    };
    let person = sheet.person;
    // What stands on the day of a diagnosis is the registry's.
    let diagnosed = person.diagnoses.iter().any(|diagnosis| diagnosis.date == start);
    let performance = Said::take(&mut said.performance, &person.performance, |one| {
        one.date == start && !diagnosed
    })
    .and_then(|position| person.performance.get(position))
    .map(|one| one.ecog.to_string())
    .unwrap_or_default();
    sheet.keyless(
        Table::Cycle,
        &[
            regimen,
            id,
            &number.to_string(),
            &start.to_string(),
            "",
            &performance,
        ],
    );
}

fn detail(sheet: &mut Sheet<'_>, cycle: &str, medication: &Medication, number: u64) {
    let tablets = matches!(
        medication.kind,
        MedicationKind::Course | MedicationKind::Dispensing
    );
    let route = match medication.route {
        _ if tablets => "2",
        Some(Route::Intravenous) => "1",
        Some(Route::Oral) => "2",
        Some(Route::Intramuscular) => "4",
        Some(Route::Subcutaneous) => "5",
        Some(Route::Other) => "98",
        None => "",
    };
    let name = name(&medication.drug, sheet.defects.happens(300));
    let date = medication.start.to_string();
    let id = format!("{}{number:05}", sheet.person.number);
    sheet.keyless(Table::Drug, &[&id, cycle, "", "", route, &date, &name]);
    // Hydration and the like is reported too, under one name.
    if sheet.defects.happens(40) {
        sheet.keyless(
            Table::Drug,
            &[&format!("{id}9"), cycle, "", "", "1", &date, "NOT CHEMO"],
        );
    }
}

/// The last treatment of a regimen. Many hospitals never report it.
fn outcome(sheet: &mut Sheet<'_>, id: &str, cycles: &BTreeMap<u32, Vec<&Medication>>) {
    let last = all(cycles)
        .map(|medication| medication.end.unwrap_or(medication.start))
        .max();
    let Some(last) = last.filter(|_| !sheet.defects.happens(400)) else {
        return;
    };
    sheet.keyless(Table::Outcome, &[id, &last.to_string(), "N", "N", "N", ""]);
}

/// The name as SACT groups drugs: in capitals, and folinic acid by its salt now and then.
fn name(drug: &str, salt: bool) -> String {
    match drug {
        "folinic_acid" if salt => "CALCIUM FOLINATE".to_owned(),
        "levofolinic_acid" if salt => "CALCIUM LEVOFOLINATE".to_owned(),
        "nab_paclitaxel" => "PACLITAXEL ALBUMIN".to_owned(),
        "trifluridine_tipiracil" => "TRIFLURIDINE + TIPIRACIL".to_owned(),
        "tegafur_gimeracil_oteracil" => "TEGAFUR/GIMERACIL/OTERACIL".to_owned(),
        "doxorubicin_pegylated_liposomal" => "DOXORUBICIN PEGYLATED LIPOSOMAL".to_owned(),
        other => other.replace('_', " ").to_uppercase(),
    }
}
