//! The records of a test's person, one kind after the other.

use super::quantity::{decimal, measured};
use super::reader::Reader;
use super::{CannotSay, Names};
use crate::person::{
    Biomarker, Death, Diagnosis, Evidence, Gene, Histology, Insurance, Intent, Laterality, MCategory,
    Measurement, Medication, MedicationKind, Metastasis, NCategory, Payer, Performance, Person, Phase,
    PhaseStatus, Procedure, ProcedureKind, Progression, Race, Radiotherapy, Residual, Response,
    ResponseStatus, Route, Setting, Sex, Site, Specimen, Stage, TCategory, TestStatus, Visit, VisitKind,
};

/// Adds one record.
pub(super) fn add(person: &mut Person, reader: &mut Reader<'_>, names: &mut Names) -> Result<(), CannotSay> {
    match reader.entity.name.as_str() {
        "patient" => return patient(person, reader),
        "death" => person.death = Some(death(reader)?),
        "follow_up" => person.last_alive = reader.day("last_alive")?,
        "diagnosis" => person.diagnoses.push(diagnosis(reader, names)?),
        "metastasis" => person.metastases.push(metastasis(reader, names)?),
        "medication" => person.medications.push(medication(reader, names)?),
        "procedure" => person.procedures.push(procedure(reader, names)?),
        "radiotherapy" => person.radiotherapies.push(radiotherapy(reader, names)?),
        "lab" | "vital" => person.measurements.push(measurement(reader)?),
        "performance_status" => person.performance.push(performance(reader)?),
        "biomarker" => person.biomarkers.push(biomarker(reader)?),
        "progression" => person.progressions.push(progression(reader)?),
        "response" => person.responses.push(response(reader, names)?),
        "disease_status" => person.phases.push(phase(reader)?),
        "visit" => person.visits.push(visit(reader)?),
        "insurance" => person.insurance.push(insurance(reader)?),
        other => return Err(reader.cannot(format!("no country's tables have records of the kind `{other}`"))),
    }
    Ok(())
}

fn patient(person: &mut Person, reader: &mut Reader<'_>) -> Result<(), CannotSay> {
    person.birth = reader.day("birth_date")?;
    person.sex = reader.word("sex", Sex::of_word)?;
    person.race = reader.word("race", Race::of_word)?;
    person.deprivation = small(reader, "deprivation", 1, 5)?;
    Ok(())
}

/// A whole number that fits in a byte.
fn small(reader: &mut Reader<'_>, name: &str, least: u8, most: u8) -> Result<Option<u8>, CannotSay> {
    let whole = reader.whole(name, i64::from(least), i64::from(most))?;
    Ok(whole.and_then(|whole| u8::try_from(whole).ok()))
}

fn death(reader: &mut Reader<'_>) -> Result<Death, CannotSay> {
    let date = reader.day("date")?;
    Ok(Death {
        date: reader.needed(date, "date")?,
        cause: reader.icd_10("cause")?,
        tumour_related: reader.truth("tumour_related")?,
    })
}

fn diagnosis(reader: &mut Reader<'_>, names: &mut Names) -> Result<Diagnosis, CannotSay> {
    let (date, code) = (reader.day("date")?, reader.icd_10("code")?);
    // A sum has several pairs of patterns; the lower one stands first, as in 3 + 4 = 7.
    let gleason = small(reader, "gleason", 2, 10)?;
    let tumour = reader.text("tumour")?;
    let histology = reader.word("histology", Histology::of_word)?;
    // Germany and Japan record the morphology, from which their source models derive the group.
    let unspecified = histology.map(|group| group.unspecified_morphology().to_owned());
    Ok(Diagnosis {
        date: reader.needed(date, "date")?,
        code: reader.needed(code, "code")?,
        stage: reader.word("stage", Stage::of_word)?,
        edition: small(reader, "stage_edition", 1, 9)?,
        t: reader.word("t", TCategory::of_word)?,
        n: reader.word("n", NCategory::of_word)?,
        m: reader.word("m", MCategory::of_word)?,
        morphology: reader.morphology("morphology")?.or(unspecified),
        histology,
        laterality: reader.word("laterality", Laterality::of_word)?,
        grade: small(reader, "grade", 1, 4)?,
        gleason: gleason.map(|sum| (sum / 2, sum - sum / 2)),
        tumour: names.diagnosed(tumour),
    })
}

fn metastasis(reader: &mut Reader<'_>, names: &mut Names) -> Result<Metastasis, CannotSay> {
    let (date, tumour) = (reader.day("date")?, reader.text("tumour")?);
    Ok(Metastasis {
        date: reader.needed(date, "date")?,
        site: reader.word("site", Site::of_word)?,
        tumour: names.tumour(tumour),
    })
}

fn medication(reader: &mut Reader<'_>, names: &mut Names) -> Result<Medication, CannotSay> {
    let (start, end, drug) = (reader.day("start")?, reader.day("end")?, reader.drug("drug")?);
    let days_supplied = reader.whole("days_supplied", 1, 1000)?;
    let kind = reader.word("kind", MedicationKind::of_word)?;
    // What is not said follows from what is: a supply is dispensed, what lasts is a course, anything else one dose.
    let usual = match (days_supplied, end) {
        (Some(_), _) => MedicationKind::Dispensing,
        (None, Some(_)) => MedicationKind::Course,
        (None, None) => MedicationKind::Administration,
    };
    let (regimen_name, tumour) = (reader.text("regimen")?, reader.text("tumour")?);
    Ok(Medication {
        start: reader.needed(start, "start")?,
        end,
        drug: reader.needed(drug, "drug")?,
        kind: kind.unwrap_or(usual),
        cancelled: reader.truth("cancelled")?.unwrap_or(false),
        intent: reader.word("intent", Intent::of_word)?,
        setting: reader.word("setting", Setting::of_word)?,
        regimen: names.regimen(regimen_name.as_deref()),
        regimen_name,
        cycle: 1,
        in_trial: reader.truth("in_trial")?.unwrap_or(false),
        route: reader.word("route", Route::of_word)?,
        days_supplied: days_supplied.and_then(|days| u16::try_from(days).ok()),
        tumour: names.tumour(tumour),
    })
}

fn procedure(reader: &mut Reader<'_>, names: &mut Names) -> Result<Procedure, CannotSay> {
    let (date, tumour) = (reader.day("date")?, reader.text("tumour")?);
    Ok(Procedure {
        date: reader.needed(date, "date")?,
        kind: reader.word("kind", ProcedureKind::of_word)?,
        intent: reader.word("intent", Intent::of_word)?,
        residual: reader.word("residual", Residual::of_word)?,
        tumour: names.tumour(tumour),
    })
}

fn radiotherapy(reader: &mut Reader<'_>, names: &mut Names) -> Result<Radiotherapy, CannotSay> {
    let (start, tumour) = (reader.day("start")?, reader.text("tumour")?);
    let dose = match reader.number("dose")? {
        None => None,
        Some(dose) => match decimal(dose) {
            Some(dose) => Some(dose),
            None => return Err(reader.cannot(format!("{dose} Gy cannot be written as a decimal"))),
        },
    };
    Ok(Radiotherapy {
        start: reader.needed(start, "start")?,
        end: reader.day("end")?,
        intent: reader.word("intent", Intent::of_word)?,
        dose,
        fractions: reader
            .whole("fractions", 0, 1000)?
            .and_then(|count| u16::try_from(count).ok()),
        tumour: names.tumour(tumour),
    })
}

fn measurement(reader: &mut Reader<'_>) -> Result<Measurement, CannotSay> {
    let date = reader.day("date")?;
    let (quantity, value) = measured(reader)?;
    Ok(Measurement {
        date: reader.needed(date, "date")?,
        quantity,
        value,
    })
}

fn performance(reader: &mut Reader<'_>) -> Result<Performance, CannotSay> {
    let (date, ecog) = (reader.day("date")?, small(reader, "ecog", 0, 4)?);
    Ok(Performance {
        date: reader.needed(date, "date")?,
        ecog: reader.needed(ecog, "ecog")?,
    })
}

fn biomarker(reader: &mut Reader<'_>) -> Result<Biomarker, CannotSay> {
    let date = reader.day("date")?;
    let gene = reader.word("gene", Gene::of_word)?;
    let status = reader.word("status", TestStatus::of_word)?;
    Ok(Biomarker {
        date: reader.needed(date, "date")?,
        gene: reader.needed(gene, "gene")?,
        status: reader.needed(status, "status")?,
        percent: None,
        specimen: reader.word("specimen", Specimen::of_word)?,
        collected: reader.day("collected")?,
    })
}

fn progression(reader: &mut Reader<'_>) -> Result<Progression, CannotSay> {
    let date = reader.day("date")?;
    Ok(Progression {
        date: reader.needed(date, "date")?,
        evidence: reader.word("evidence", Evidence::of_word)?,
        pseudo: reader.truth("pseudo")?,
    })
}

fn response(reader: &mut Reader<'_>, names: &mut Names) -> Result<Response, CannotSay> {
    let date = reader.day("date")?;
    let status = reader.word("status", ResponseStatus::of_word)?;
    let tumour = reader.text("tumour")?;
    Ok(Response {
        date: reader.needed(date, "date")?,
        status: reader.needed(status, "status")?,
        tumour: names.tumour(tumour),
    })
}

fn phase(reader: &mut Reader<'_>) -> Result<Phase, CannotSay> {
    let (date, status) = (reader.day("date")?, reader.word("status", PhaseStatus::of_word)?);
    Ok(Phase {
        date: reader.needed(date, "date")?,
        status: reader.needed(status, "status")?,
    })
}

fn visit(reader: &mut Reader<'_>) -> Result<Visit, CannotSay> {
    let date = reader.day("date")?;
    Ok(Visit {
        date: reader.needed(date, "date")?,
        kind: reader.word("kind", VisitKind::of_word)?,
    })
}

fn insurance(reader: &mut Reader<'_>) -> Result<Insurance, CannotSay> {
    let (start, payer) = (reader.day("start")?, reader.word("payer", Payer::of_word)?);
    Ok(Insurance {
        start: reader.needed(start, "start")?,
        end: reader.day("end")?,
        payer: reader.needed(payer, "payer")?,
    })
}
