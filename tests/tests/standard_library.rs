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
    for path in kohort_stdlib::modules() {
        let text = kohort_stdlib::module(path).unwrap();
        let parse = kohort_grammar::parse(text);
        assert_eq!(kohort_grammar::format(&parse).as_deref(), Ok(text), "{path}");
        let world = MemoryWorld::new().with("copy.kohort", text);
        let analysis = analyse(&world, "copy.kohort", &Options::default()).unwrap();
        let shown = render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
        assert!(analysis.diagnostics.is_empty(), "{path}\n{shown}");
    }
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
        ("ca_19_9", "37 kU/L", "37"),
        ("alanine_aminotransferase", "1 ukat/L", "60"),
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
    let uses = "use std.codes.cancers.{lung, colorectal, kidney, brain_metastasis}
        let a = any diagnosis where code in lung or code in colorectal or code in kidney or code in brain_metastasis";
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
}
