//! Sources.

use crate::{analysed, shows};
use kohort_semantics::source::{Availability, Decode, UnitSpec};

const MODEL: &str = r#"
model clinic version "1.0.0" {
  one patient {
    sex: Category { female, male }
    smoker: Boolean
    born: Date
  }
  many lab dated date {
    date: Date
    test: Analyte
    value: Quantity of test
  }
  many vital {
    weight: Quantity in kg
    ecog: Integer
    code: Code
    note: Text
    score: Decimal
  }
}
analyte haemoglobin { LOINC 718-7 unit g/dL convert mmol/L = 1.6114 g/dL }
analyte creatinine { LOINC 2160-0 unit mg/dL convert umol/L = 0.0113122 mg/dL }
"#;

const PATIENT: &str = r#"  patient from people key id {
    sex = sex { "F": female, "M": male }
    smoker absent "not asked"
    born = born as date "yyyy-MM-dd"
  }"#;

/// A source whose header and patient are right.
fn source(entities: &str) -> String {
    whole(&format!(
        "  table people = csv \"people.csv\"\n  table labs = csv \"labs.csv\"\n{PATIENT}\n{entities}"
    ))
}

/// A source whose patient is mapped with these lines.
fn patient(lines: &str) -> String {
    whole(&format!(
        "  table people = csv \"people.csv\"\n  patient from people key id {{\n{lines}\n  }}"
    ))
}

fn whole(body: &str) -> String {
    format!("{MODEL}\nsource here for clinic version \"1.0.0\" {{\n{body}\n}}\n")
}

fn lab(lines: &str) -> String {
    source(&format!(
        "  lab from labs key id {{\n    date = day as date \"yyyy-MM-dd\"\n{lines}\n  }}"
    ))
}

fn vital(line: &str) -> String {
    let name = line.trim().split(' ').next().unwrap_or_default();
    let others = ["weight", "ecog", "code", "note", "score"].map(|other| match other == name {
        true => format!("    {}\n", line.trim()),
        false => format!("    {other} absent \"not needed\"\n"),
    });
    source(&format!("  vital from labs key id {{\n{}  }}", others.concat()))
}

const HB: &str = "    test = item { \"Hb\": haemoglobin, \"Crea\": creatinine }";

shows!(country: ["K0602"] heals &source("  country de"));
shows!(country_name: ["K0602"] &source("  country Germany"));
shows!(minimum_cell: ["K0602"] &source("  minimum_cell 0"));
shows!(delimiter: ["K0602"] &source("  table other = csv \"x.csv\" delimiter \"tab\""));
shows!(delimiter_of_parquet: ["K0602"] &source("  table other = parquet \"x.parquet\" delimiter \";\""));
shows!(format: ["K0602"] heals &source("  table other = parquett \"x.parquet\""));
shows!(file_outside: ["K0602"] &source("  table other = csv \"../x.csv\""));
shows!(file_empty: ["K0602"] &source("  table other = csv \"\""));
shows!(table_twice: ["K0202"] &source("  table labs = csv \"x.csv\""));
shows!(unknown_table: ["K0601"] heals &source("  vital from lab key id {\n    weight absent \"-\"\n    ecog absent \"-\"\n    code absent \"-\"\n    note absent \"-\"\n    score absent \"-\"\n  }"));
shows!(no_tables: ["K0601"] &whole(PATIENT));
shows!(opt_out_without_key: ["K0602"] &source("  opt_out labs where consent = \"no\""));
shows!(no_patient: ["K0602"] &whole("  table people = csv \"people.csv\""));
shows!(unknown_entity: ["K0602"] &source("  visit from labs key id { }"));
shows!(entity_twice: ["K0607"] &source(PATIENT));
shows!(unknown_attribute: ["K0209"] heals &lab(&format!("{HB}\n    values = v in unit {{ \"g/dL\": g/dL }}")));
shows!(unknown_attribute_without_neighbour: ["K0209"] &lab(&format!("{HB}\n    value absent \"-\"\n    remarks = r as text")));
shows!(unmentioned: ["K0603"] &patient("    sex = sex { \"F\": female, \"M\": male }"));
shows!(unmentioned_on_one_line: ["K0603"] &source("  lab from labs key id { date = day as date \"yyyyMMdd\" }"));
shows!(empty_mapping: ["K0603"] &source("  lab from labs key id { }"));
shows!(reason: ["K0602"] &patient("    sex absent \"\"\n    smoker absent \"…\"\n    born absent \"not kept\"").replace("sex absent \"\"", "sex absent \"not kept\""));
shows!(attribute_twice: ["K0607"] &patient("    sex absent \"-\"\n    smoker absent \"-\"\n    born absent \"-\"\n    sex absent \"-\""));
shows!(value_not_in_category: ["K0604"] heals &patient("    sex = sex { \"F\": femal, \"M\": male }\n    smoker absent \"-\"\n    born absent \"-\""));
shows!(value_not_boolean: ["K0604"] &patient("    sex absent \"-\"\n    smoker = s { \"1\": yes, \"0\": false }\n    born absent \"-\""));
shows!(text_twice: ["K0607"] &patient("    sex = sex { \"F\": female, \"F \": male }\n    smoker absent \"-\"\n    born absent \"-\""));
shows!(text_unknown_too: ["K0607"] &patient("    sex = sex { \"F\": female, \"M\": male }, unknown \"M\"\n    smoker absent \"-\"\n    born absent \"-\""));
shows!(text_empty: ["K0602"] &patient("    sex = sex { \"F\": female, \"\": male }\n    smoker absent \"-\"\n    born absent \"-\""));
shows!(category_as_date: ["K0602"] &patient("    sex = sex as date \"yyyy\"\n    smoker absent \"-\"\n    born absent \"-\""));
shows!(date_without_form: ["K0602"] &patient("    sex absent \"-\"\n    smoker absent \"-\"\n    born = born"));
shows!(date_form: ["K0605"] heals &patient("    sex absent \"-\"\n    smoker absent \"-\"\n    born = born as date \"yyyy-mm-dd\""));
shows!(date_form_of_another_tool: ["K0605"] heals &patient("    sex absent \"-\"\n    smoker absent \"-\"\n    born = born as date \"%d.%m.%Y\""));
shows!(date_form_two_digits: ["K0605"] &patient("    sex absent \"-\"\n    smoker absent \"-\"\n    born = born as date \"dd.MM.yy\""));
shows!(date_form_too_coarse: ["K0605"] heals &patient("    sex absent \"-\"\n    smoker absent \"-\"\n    born = born as date \"yyyy-MM\" precise to day"));
shows!(date_forms_mixed: ["K0605"] heals &patient("    sex absent \"-\"\n    smoker absent \"-\"\n    born = born as date \"yyyy-MM-dd\" or \"yyyy\""));
shows!(unknown_analyte: ["K0201"] heals &lab("    test = item { \"Hb\": hemoglobin }\n    value = v in { haemoglobin: g/L }"));
shows!(not_convertible: ["K0606"] &lab(&format!("{HB}\n    value = v in {{ haemoglobin: g/L, creatinine: U/L }}")));
shows!(not_convertible_for_all: ["K0606"] &lab(&format!("{HB}\n    value = v in mmol")).replace(", \"Crea\": creatinine", ""));
shows!(unit_of_no_analyte: ["K0606"] &lab(&format!("{HB}\n    value = v in unit {{ \"g/L\": g/L, \"U/L\": U/L }}")));
shows!(two_units: ["K0607"] &lab(&format!("{HB}\n    value = v in {{ haemoglobin: g/L, haemoglobin: g/dL }}")));
shows!(value_without_test: ["K0602"] &lab("    test absent \"-\"\n    value = v in g/dL"));
shows!(value_without_unit: ["K0602"] &lab(&format!("{HB}\n    value = v as decimal")));
shows!(weight_in_another_unit: ["K0606"] &vital("weight = w in cm"));
shows!(unknown_unit: ["K0304"] heals &vital("weight = w in Kg"));
shows!(unknown_system: ["K0401"] &vital("code = c as code ICD10US"));
shows!(wildcard_analyte: ["K0602"] &lab("    test = code as code JLAC10\n    value absent \"-\"").replace("unit g/dL convert", "JLAC10 \"2A030*\" unit g/dL convert"));
shows!(no_analyte_codes: ["K0602"] &lab("    test = code as code JLAC10\n    value absent \"-\""));
shows!(local_twice: ["K0202"] &vital("ecog derived karnofsky\n    let karnofsky = k as integer\n    let karnofsky = q as integer"));
shows!(local_like_an_attribute: ["K0202"] &vital("ecog = e as integer\n    let note = k as text"));
shows!(derived_from_absent: ["K0602"] &vital("ecog derived 1 if score > 50, else 2"));
shows!(derived_circle: ["K0205"] &vital("ecog derived 1 if score > 50, else 2").replace("score absent \"not needed\"", "score derived 1.5 if ecog > 1, else 2.5"));

#[test]
fn a_right_source_is_lowered_whole() {
    let text = lab(&format!(
        "{HB}\n    value = v in unit {{ \"g/L\": g/L, \"umol/L\": umol/L }}, unknown \"n/a\""
    ));
    let analysis = analysed(&text);
    assert!(!analysis.has_errors());
    let source = analysis.sources.first().expect("one source");
    assert_eq!(source.model, "clinic.clinic");
    let lab = source.entities.get(1).expect("the second entity");
    let Some(Availability::Present(value)) = lab.attributes.get(2).map(|value| &value.availability) else {
        panic!("read from a column");
    };
    assert_eq!(value.unknown, ["n/a"]);
    let Decode::Quantity(UnitSpec::ByColumn { units, .. }) = &value.decode else {
        panic!("by column")
    };
    let convertible: Vec<Vec<&String>> = units
        .values()
        .map(|unit| unit.by_analyte.keys().collect())
        .collect();
    assert_eq!(
        convertible,
        [
            ["clinic.creatinine", "clinic.haemoglobin"],
            ["clinic.creatinine", "clinic.haemoglobin"]
        ]
    );
}

#[test]
fn analytes_can_be_read_by_their_codes() {
    let analysis = analysed(&lab(
        "    test = code as code LOINC, otherwise missing\n    value absent \"-\"",
    ));
    assert!(!analysis.has_errors());
    let lab = analysis
        .sources
        .first()
        .and_then(|source| source.entities.get(1))
        .expect("mapped");
    let Some(Availability::Present(test)) = lab.attributes.get(1).map(|test| &test.availability) else {
        panic!("read from a column");
    };
    let Decode::Analyte(texts) = &test.decode else {
        panic!("a list of texts")
    };
    assert_eq!(texts.get("718-7").map(String::as_str), Some("clinic.haemoglobin"));
    assert_eq!(texts.len(), 2);
}
