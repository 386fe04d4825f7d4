//! The later course: follow-up reports with the overall judgement, the state of the distant metastases and new ones.

use super::dates::Dated;
use super::tables::Table;
use super::{Sheet, labels};
use crate::person::{Day, MCategory, Metastasis, PhaseStatus, ResponseStatus};

/// The overall judgement where a report has none.
const NOTHING_SAID: &str = "X";
/// Distant metastases that are new.
const NEW: &str = "R";
/// Distant metastases that grew.
const GREW: &str = "P";

pub(super) fn write(sheet: &mut Sheet<'_>) {
    let person = sheet.person;
    let first = sheet.first_tumour().map(|diagnosis| diagnosis.tumour);
    if let Some(first) = first {
        for progression in &person.progressions {
            report(sheet, progression.date, first, "P", NOTHING_SAID);
            // The clinic's report and the practice's.
            if sheet.defects.happens(30) {
                report(sheet, progression.date, first, "P", NOTHING_SAID);
            }
        }
    }
    for response in &person.responses {
        if let (Some(judgement), Some(diagnosis)) =
            (judgement(response.status), sheet.diagnosis(response.tumour))
        {
            report(sheet, response.date, diagnosis.tumour, judgement, NOTHING_SAID);
        }
    }
    for phase in &person.phases {
        let Some(first) = first else { break };
        match phase.status {
            PhaseStatus::Recurrence => {
                report(sheet, phase.date, first, "Y", NOTHING_SAID);
            }
            PhaseStatus::Metastatic if !metastatic_at_diagnosis(sheet, phase.date) => {
                let key = report(sheet, phase.date, first, NOTHING_SAID, NEW);
                let spread: Vec<&Metastasis> =
                    later(sheet).filter(|found| found.date == phase.date).collect();
                spread.into_iter().for_each(|found| site(sheet, found, &key));
            }
            PhaseStatus::Metastatic => {}
            // No registry has these two; they stand in the chart.
            PhaseStatus::LocallyAdvanced => chart(sheet, phase.date, "lokal fortgeschritten"),
            PhaseStatus::CastrationResistant => chart(sheet, phase.date, "kastrationsresistent"),
        }
    }
    let reported: Vec<Day> = person
        .phases
        .iter()
        .filter(|phase| {
            phase.status == PhaseStatus::Metastatic && !metastatic_at_diagnosis(sheet, phase.date)
        })
        .map(|phase| phase.date)
        .collect();
    let rest: Vec<&Metastasis> = later(sheet)
        .filter(|found| !reported.contains(&found.date))
        .collect();
    for found in rest {
        if let Some(diagnosis) = sheet.diagnosis(found.tumour) {
            let key = report(sheet, found.date, diagnosis.tumour, NOTHING_SAID, GREW);
            site(sheet, found, &key);
        }
    }
}

/// Metastases of another day than their tumour's diagnosis.
fn later<'a>(sheet: &Sheet<'a>) -> impl Iterator<Item = &'a Metastasis> {
    let person = sheet.person;
    let first = sheet.first_tumour();
    person.metastases.iter().filter(move |found| {
        let own = person
            .diagnoses
            .iter()
            .find(|diagnosis| diagnosis.tumour == found.tumour)
            .or(first);
        own.is_some_and(|diagnosis| diagnosis.date != found.date)
    })
}

/// Whether the diagnosis of that day says M1, which is the report of its metastases.
fn metastatic_at_diagnosis(sheet: &Sheet<'_>, date: Day) -> bool {
    let mut diagnoses = sheet.person.diagnoses.iter();
    diagnoses.any(|diagnosis| diagnosis.date == date && diagnosis.m == Some(MCategory::M1))
}

/// One report; its key.
fn report(sheet: &mut Sheet<'_>, date: Day, tumour: u32, overall: &str, distant: &str) -> String {
    let key = sheet.fresh('F');
    let tumour = sheet.tumour(tumour);
    let date = Dated::estimated(date, &mut sheet.defects);
    sheet.row(
        Table::Event,
        &[
            &key,
            &date.text,
            date.letter,
            overall,
            "X",
            "X",
            distant,
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            &tumour,
        ],
    );
    key
}

fn site(sheet: &mut Sheet<'_>, found: &Metastasis, report: &str) {
    let key = sheet.fresh('M');
    sheet.row(Table::EventMetastasis, &[&key, labels::site(found.site), report]);
}

fn chart(sheet: &mut Sheet<'_>, date: Day, phase: &str) {
    sheet.own_row(Table::Phase, &[&date.to_string(), phase]);
}

/// Progressive disease as a response would be a progression besides, so it is said by the progression alone.
fn judgement(status: ResponseStatus) -> Option<&'static str> {
    match status {
        ResponseStatus::Complete => Some("V"),
        ResponseStatus::Partial => Some("T"),
        ResponseStatus::Stable => Some("K"),
        ResponseStatus::Progressive => None,
    }
}
