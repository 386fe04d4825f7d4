//! Every module of the standard library parses, checks, is in canonical style, and converts as its comments say.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use kohort_base::{MemoryWorld, render};
use kohort_semantics::codes::CodeSystem;
use kohort_semantics::{Options, Study, analyse};
use std::sync::Arc;

/// A study that compares every analyte of the library with the values of `limits`, on a model that has all of them.
fn study(limits: &[(&str, &str)], uses: &str) -> Arc<Study> {
    let names: Vec<&str> = limits.iter().map(|(analyte, _)| *analyte).collect();
    let model = format!(
        "use std.analytes.{{{}}}\nmodel clinic version \"1.0.0\" {{
          one patient {{ birth_date: Date }}
          many diagnosis dated date {{ date: Date code: Code }}
          many lab dated date {{ date: Date test: Analyte value: Quantity of test }} }}",
        names.join(", ")
    );
    let criteria: String = limits
        .iter()
        .map(|(analyte, limit)| {
            format!("include at_{analyte}: (last lab where test = {analyte} before index).value >= {limit}, unknown is met\n")
        })
        .collect();
    let text = format!(
        "study all version \"1.0.0\" on clinic\n{uses}\ncohort everybody {{ index birth_date\n{criteria} }}\nreport {{ attrition }}"
    );
    let world = MemoryWorld::new()
        .with("clinic.kohort", model)
        .with("all.kohort", text);
    let analysis = analyse(&world, "all.kohort", &Options::default()).unwrap();
    let shown = render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
    analysis.study.unwrap_or_else(|| panic!("{shown}"))
}

#[test]
fn every_module_is_clean_and_in_canonical_style() {
    let mut faults = Vec::new();
    for path in kohort_stdlib::modules() {
        let text = kohort_stdlib::module(path).unwrap();
        let formatted = kohort_grammar::format(&kohort_grammar::parse(text));
        if formatted.as_deref() != Ok(text) {
            faults.push(format!("{path} is not as `kohort format` writes it"));
        }
        let world = MemoryWorld::new().with("copy.kohort", text);
        let analysis = analyse(&world, "copy.kohort", &Options::default()).unwrap();
        if !analysis.diagnostics.is_empty() {
            let shown = render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
            faults.push(format!("{path}\n{shown}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a literal in one unit is in the unit that the analyte keeps, exactly.
#[test]
fn conversions_are_those_of_the_comments() {
    let limits = [
        ("haemoglobin", "5 mmol/L", "8.057"),
        ("haemoglobin", "80 g/L", "8"),
        ("platelet_count", "10 10*4/uL", "100"),
        ("white_cell_count", "4000 /uL", "4"),
        ("creatinine", "1.5 mg/dL", "132.6045"),
        ("bilirubin", "1 mg/dL", "17.104"),
        ("calcium", "10 mg/dL", "2.4951"),
        ("albumin", "3.5 g/dL", "35"),
        ("glucose", "126 mg/dL", "6.993882"),
        ("urea", "20 mg/dL", "7.1394"),
        ("testosterone", "50 ng/dL", "1.7335"),
        ("psa", "4 ug/L", "4"),
        ("cea", "5 ug/L", "5"),
        ("afp", "10 ug/L", "10"),
        ("ca_125", "35 kU/L", "35"),
        ("sodium", "140 meq/L", "140"),
        ("potassium", "4.5 meq/L", "4.5"),
        ("ca_19_9", "37 kU/L", "37"),
        ("alanine_aminotransferase", "1 ukat/L", "60"),
        ("aspartate_aminotransferase", "0.5 ukat/L", "30"),
        ("alkaline_phosphatase", "2 ukat/L", "120"),
        ("lactate_dehydrogenase", "4 ukat/L", "240"),
        ("hba1c", "50 mmol/mol", "6.726"),
        ("hba1c", "6.5 %", "6.5"),
        ("c_reactive_protein", "1 mg/dL", "10"),
        ("body_weight", "100 [lb_av]", "45.359237"),
        ("body_height", "70 [in_i]", "177.8"),
    ];
    for (analyte, limit, kept) in limits {
        let study = study(&[(analyte, limit)], "");
        let condition = format!("{:?}", study.cohorts[0].criteria[0].condition.kind);
        let number = kohort_semantics::value::Number::parse_decimal(kept).unwrap();
        assert!(
            condition.contains(&format!("{number:?}")),
            "{limit} of {analyte} is not {kept}:\n{condition}"
        );
    }
}

#[test]
fn code_lists_hold_what_lies_below_a_category() {
    let uses = "use std.codes.cancers.{lung, colorectal, kidney, brain_metastasis, head_and_neck, primary_malignant_neoplasm}
        use std.codes.histology.{squamous, non_small_cell}
        let a = any diagnosis where code in lung or code in colorectal or code in kidney or code in brain_metastasis
            or code in head_and_neck or code in primary_malignant_neoplasm or code in squamous or code in non_small_cell";
    let study = study(&[("psa", "4 ng/mL")], uses);
    let holds = |list: &str, system, code: &str| {
        let list = study.code_lists.iter().find(|known| known.name == list).unwrap();
        list.contains(system, &CodeSystem::normalise(system, code).unwrap())
    };
    assert!(holds("lung", CodeSystem::Icd10Cm, "C34.11") && holds("lung", CodeSystem::Icd10_2013, "C341"));
    assert!(holds("lung", CodeSystem::Icd10Cm, "C39.9") && !holds("lung", CodeSystem::Icd10Gm, "C39.9"));
    assert!(
        holds("colorectal", CodeSystem::Icd10, "C18") && holds("colorectal", CodeSystem::Icd9Cm, "153.9")
    );
    assert!(holds("kidney", CodeSystem::Icd10Cm, "C64.9") && !holds("kidney", CodeSystem::Icd10Cm, "C66.1"));
    assert!(
        holds("brain_metastasis", CodeSystem::Icd10Cm, "C79.31")
            && !holds("brain_metastasis", CodeSystem::Icd10Cm, "C79.4")
    );
    assert!(
        holds("brain_metastasis", CodeSystem::Icd9Cm, "198.3")
            && !holds("brain_metastasis", CodeSystem::Icd9Cm, "198.4")
    );
    assert!(
        holds("head_and_neck", CodeSystem::Icd10, "C02.1")
            && holds("head_and_neck", CodeSystem::Icd10Gm, "C14.0")
            && !holds("head_and_neck", CodeSystem::Icd10, "C15.9")
            && holds("head_and_neck", CodeSystem::Icd9Cm, "149.0")
    );
    for (system, of_a_primary, not) in [
        (CodeSystem::Icd10, "C81.1", "C78.7"),
        (CodeSystem::Icd10Cm, "C4A.0", "C44.91"),
        (CodeSystem::Icd9Cm, "202.8", "209.1"),
        (CodeSystem::Icd9Cm, "172.9", "173.0"),
    ] {
        assert!(
            holds("primary_malignant_neoplasm", system, of_a_primary),
            "{of_a_primary}"
        );
        assert!(!holds("primary_malignant_neoplasm", system, not), "{not}");
    }
    assert!(
        holds("non_small_cell", CodeSystem::IcdO3Morphology, "8070/3")
            && !holds("non_small_cell", CodeSystem::IcdO3Morphology, "8041/3")
            && !holds("squamous", CodeSystem::IcdO3Morphology, "8070/2")
    );
}

/// The day on which a code came into use, and the last on which it was.
#[test]
fn codes_have_their_time() {
    let study = study(
        &[("psa", "4 ng/mL")],
        "use std.codes.cancers.lung let a = any diagnosis where code in lung",
    );
    let lung = study.code_lists.iter().find(|list| list.name == "lung").unwrap();
    let of = |system| lung.entries.iter().find(|entry| entry.system == system).unwrap();
    let day = |text: &str| Some(kohort_semantics::value::Day::parse_iso(text).unwrap());
    assert_eq!(of(CodeSystem::Icd9Cm).until, day("2015-09-30"));
    assert_eq!(of(CodeSystem::Icd10Cm).from, day("2015-10-01"));
    assert_eq!(of(CodeSystem::Icd10Gm).from, None);
}
