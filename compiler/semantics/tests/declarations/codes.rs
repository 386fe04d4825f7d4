//! Code lists and drugs.

use crate::{analysed, shows};

shows!(unknown_system: ["K0401"] "codes lung { ICD10US C34.* }");
shows!(unknown_system_with_one_neighbour: ["K0401"] heals "codes labs { LOINK 718-7 }");
shows!(unknown_system_without_neighbour: ["K0401"] "codes lung { SNOMED \"254637007\" }");
shows!(letter_for_digit: ["K0402"] heals "codes colon { ICD10 C18 C19 C2O }");
shows!(german_category: ["K0402"] heals "codes colon { ICD10GM \"C18.-\" }");
shows!(wrong_check_digit: ["K0402"] "codes hb { LOINC 718-8 }");
shows!(loinc_without_hyphen: ["K0402"] heals "codes hb { LOINC 7187 }");
shows!(code_of_another_system: ["K0402"] "codes drugs { ATC J9271 }");
shows!(code_of_no_system: ["K0402"] "codes colon { ICD10 C18 \"colon!\" }");
shows!(everything: ["K0402"] "codes colon { ICD10 C18 \"*\" }");
shows!(no_hierarchy: ["K0402"] "codes hb { LOINC 718* }");
shows!(empty_list: ["K0403"] "codes lung { }");
shows!(nothing_left: ["K0403"] "codes lung { ICD10CM C34.* except C34.* }");
shows!(listed_twice: ["K0404"] heals "codes colon { ICD10 C18 C19 C18 }");
shows!(covered_by_a_wildcard: ["K0404"] heals "codes colon { ICD10 C18.7 C18.* }");
shows!(exception_without_effect: ["K0405"] heals "codes colon { ICD9CM 153.* except 154.2 }");
shows!(one_of_two_exceptions: ["K0405"] heals "codes colon { ICD9CM 153.* except 153.1 154.2 }");
shows!(drug_with_a_wrong_code: ["K0402"] heals "drug fluorouracil \"5-FU\" { class antimetabolite ATC LO1BC02 HCPCS J9190 }");
shows!(drug_with_exceptions: ["K0102"] "drug fluorouracil { YJ 4223* except 42239* }");

#[test]
fn a_right_list_is_kept_as_written() {
    let text = "/// Colon.\ncodes colon { ICD10CM C18.* C19  ICD10_2013 C18* except C181 }";
    let analysis = analysed(text);
    assert!(analysis.diagnostics.is_empty());
}

#[test]
fn a_damaged_list_is_not_called_empty() {
    let analysis = analysed("codes lung { ?? }");
    assert!(
        analysis
            .diagnostics
            .iter()
            .all(|found| found.code.as_str().starts_with("K01"))
    );
}

#[test]
fn the_cost_of_long_lists_is_not_their_square() {
    let codes: String = (0..20_000)
        .map(|code| format!("J{code:04} "))
        .filter(|code| code.len() == 6)
        .collect();
    let analysis = analysed(&format!("codes many {{ HCPCS {codes} J1234 J99* }}"));
    // J1234 again, and J9900 to J9999 below J99*.
    assert_eq!(analysis.diagnostics.len(), 101);
}
