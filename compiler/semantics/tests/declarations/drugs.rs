//! Drugs, sets of drugs, and columns that name drugs.

use crate::{analysed, shows};
use kohort_semantics::source::{Availability, Decode, DrugLookup};

const DRUGS: &str = r#"
drug cisplatin { class platinum_compound  ATC L01XA01  names "Platinex" }
drug carboplatin { class platinum_compound  ATC L01XA02  HCPCS J9045 }
drug nab_paclitaxel "Paclitaxel nab" { class taxane  names "Abraxane", "パクリタキセル（アルブミン懸濁型）" }
drug bevacizumab { ATC L01XC07 until 2021-12-31 L01FG01 from 2022-01-01 }
"#;

fn with_drugs(text: &str) -> String {
    format!("{DRUGS}\n{text}\n")
}

/// A source whose medications name their drugs in this way.
fn source(line: &str) -> String {
    with_drugs(&format!(
        r#"
model clinic version "1.0.0" {{
  one patient {{ sex: Category {{ female, male }} }}
  many medication dated start {{ start: Date  drug: Drug }}
}}
source here for clinic version "1.0.0" {{
  table people = csv "people.csv"
  table given = csv "given.csv"
  patient from people key id {{ sex = sex {{ "F": female, "M": male }} }}
  medication from given key id {{
    start = day as date "yyyy-MM-dd"
    {line}
  }}
}}"#
    ))
}

fn lookups(line: &str) -> Vec<DrugLookup> {
    let analysis = analysed(&source(line));
    let shown = kohort_base::render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
    assert!(analysis.diagnostics.is_empty(), "{shown}");
    let source = analysis.sources.first().expect("one source");
    let drug = source
        .entities
        .last()
        .and_then(|mapping| mapping.attributes.last())
        .expect("mapped");
    match &drug.availability {
        Availability::Present(reading) => match &reading.decode {
            Decode::Drug(ways) => ways.clone(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

shows!(name_of_two: ["K0409"] &with_drugs("drug platin { names \"PLATINEX\" }"));
shows!(name_like_another: ["K0409"] &with_drugs("drug paclitaxel_nab { }"));
shows!(country: ["K0411"] heals "drug amrubicin { unavailable us \"not approved\" }");
shows!(country_name: ["K0411"] "drug amrubicin { unavailable Germany \"never marketed\" }");
shows!(country_twice: ["K0411"] "drug amrubicin { unavailable US \"not approved\", US \"not marketed\" }");
shows!(code_never_in_use: ["K0411"] "drug erlotinib { ATC L01XE03 from 2021-01-01 until 2020-12-31 }");
shows!(code_no_day: ["K0311"] "drug erlotinib { ATC L01XE03 until 2020-02-30 }");
shows!(set_unknown: ["K0201"] heals &with_drugs("drugs platinum { cisplatine, carboplatin }"));
shows!(set_unknown_class: ["K0201"] heals &with_drugs("drugs platinum { class platinum_compounds }"));
shows!(set_of_codes: ["K0211"] &with_drugs("codes lung { ICD10 C34.* }\ndrugs platinum { lung }"));
shows!(set_empty: ["K0101"] "drugs platinum { }");
shows!(set_nothing_left: ["K0410"] &with_drugs("drugs platinum { cisplatin, except class platinum_compound }"));
shows!(set_circle: ["K0205"] &with_drugs("drugs a { cisplatin, b }\ndrugs b { a }"));
shows!(set_twice: ["K0404"] &with_drugs("drugs platinum { cisplatin, carboplatin, cisplatin }"));
shows!(module_without_drugs: ["K0602"] &source("drug = d as drug from std.codes.cancers"));
shows!(module_unknown: ["K0203"] &source("drug = d as drug from std.drug_names"));
shows!(by_codes_of_none: ["K0602"] &source("drug = d as drug YJ from clinic"));
shows!(by_unknown_system: ["K0401"] heals &source("drug = d as drug ATX from clinic"));
shows!(by_wildcard: ["K0602"] &source("drug = d as drug YJ from clinic").replace("HCPCS J9045", "YJ 4291*"));
shows!(by_code_of_two: ["K0602"] &source("drug = d as drug ATC from clinic").replace("L01XA02", "L01XA01"));
shows!(drug_as_text: ["K0602"] &source("drug = d as text"));
shows!(always_unknown: ["K0201"] heals &source("drug always cysplatin"));

#[test]
fn a_set_has_the_drugs_of_its_members() {
    let analysis = analysed(&with_drugs(
        "drugs platinum { class platinum_compound }\ndrugs all { platinum, bevacizumab, nab_paclitaxel, except cisplatin }",
    ));
    assert!(analysis.diagnostics.is_empty(), "{:?}", analysis.diagnostics);
}

#[test]
fn drugs_are_found_by_any_name_and_code() {
    let ways = lookups("drug = d as drug from clinic");
    let Some(DrugLookup::Name(names)) = ways.first() else {
        panic!("by name first")
    };
    let find = |text: &str| {
        names
            .get(&kohort_semantics::codes::drug_key(text))
            .map(String::as_str)
    };
    assert_eq!(find("CISPLATIN"), Some("clinic.cisplatin"));
    assert_eq!(find("paclitaxel-nab"), Some("clinic.nab_paclitaxel"));
    assert_eq!(find("Nab-Paclitaxel"), Some("clinic.nab_paclitaxel"));
    assert_eq!(
        find("パクリタキセル(アルブミン懸濁型)"),
        Some("clinic.nab_paclitaxel")
    );
    assert_eq!(find("bevacizumab-awwb"), Some("clinic.bevacizumab"));
    assert_eq!(find("paclitaxel"), None);
    assert_eq!(ways.len(), 3, "names, ATC and HCPCS");
    let ways = lookups("drug = d as drug ATC or name from clinic");
    let [DrugLookup::Code(system, codes), DrugLookup::Name(_)] = ways.as_slice() else {
        panic!("in the order written")
    };
    assert_eq!(system.name(), "ATC");
    for code in ["L01XC07", "L01FG01"] {
        assert_eq!(
            codes.get(code).map(String::as_str),
            Some("clinic.bevacizumab"),
            "{code}"
        );
    }
}
