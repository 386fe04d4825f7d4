//! A study meets several sources: one message for all that lack the same thing, drugs and codes of a country and a time.

use crate::{analysed, shows};
use kohort_semantics::check::availability::Verdict;

const MODEL: &str = r#"study s version "1.0.0" on clinic
model clinic version "1.0.0" {
  one patient { birth_date: Date  race: Category { white, black }  sex: Category { female, male } }
  many visit dated date { date: Date }
  many diagnosis dated date { date: Date  code: Code }
  many medication dated start { start: Date  drug: Drug }
}
drug cisplatin { class platinum_compound  ATC L01XA01 }
drug nedaplatin { class platinum_compound  ATC L01XA05 until 2015-12-31  unavailable US "not approved by the FDA", DE "never marketed" }
drug amrubicin { unavailable US "not approved by the FDA" }
drugs platinum { class platinum_compound }
drugs of_japan { nedaplatin, amrubicin }
codes old { ICD9CM 153.* until 2015-09-30  ICD10CM C18.* until 2015-09-30 }
codes now { ICD9CM 153.* until 2015-09-30  ICD10CM C18.* from 2015-10-01 }
"#;

/// A source of a country, with some lines of its own.
fn country(name: &str, code: &str, race: &str, drug: &str, rest: &str) -> String {
    format!(
        r#"
source {name} for clinic version "1.0.0" {{
  country {code}
  period 2016-01-01 to 2024-12-31
  table people = csv "people.csv"
  patient from people key id {{
    birth_date = born as date "yyyy-MM-dd"
    race {race}
    sex = sex {{ "F": female, "M": male }}
  }}
  diagnosis from people key id {{
    date = day as date "yyyy-MM-dd"
    code = code as code ICD10CM
  }}
  medication from people key id {{
    start = day as date "yyyy-MM-dd"
    drug {drug}
  }}
  {rest}
}}
"#
    )
}

fn study(condition: &str) -> String {
    let race = "= race { \"w\": white, \"b\": black }";
    let visit = "visit from people key id { date = seen as date \"yyyy-MM-dd\" }";
    [
        MODEL.to_owned(),
        country(
            "de",
            "DE",
            "absent \"must not be collected\"",
            "= drug as drug from clinic",
            "visit absent \"only hospital stays\"",
        ),
        country(
            "jp",
            "JP",
            "absent \"not collected\"",
            "= drug as drug ATC from clinic",
            "",
        ),
        country("us", "US", race, "= drug as drug from clinic", visit),
        format!(
            "cohort c {{\n  index first diagnosis.date\n  exclude x: {condition}, unknown is not met\n}}\n"
        ),
    ]
    .concat()
}

shows!(absent_in_two: ["K0701"] heals &study("race = white"));
shows!(absent_in_two_at_several_places: ["K0701"] heals &study("race = white or race = black"));
shows!(entity_absent_in_two: ["K0701"] heals &study("any visit before index"));
shows!(in_a_where_clause: ["K0701"] heals &study("any diagnosis where date > index and race = white"));
shows!(same_reason: ["K0701"] &study("race = white").replace("must not be collected", "not collected"));
shows!(absent_everywhere: ["K0701"] &study("race = white").replace("= race { \"w\": white, \"b\": black }", "absent \"not released\""));
shows!(only_in_too_many: ["K0701"] &study("only in us, de { race } = white"));
shows!(drug_unavailable_in_two: ["K0706"] &study("any medication where drug = nedaplatin"));
shows!(drug_not_read: ["K0706"] &study("any medication where drug = amrubicin"));
shows!(set_none_available: ["K0707"] &study("any medication where drug in of_japan"));
shows!(set_some_available: [] &study("(any medication where drug in platinum) or (any medication where drug in { cisplatin, nedaplatin })"));
shows!(braces_none_available: ["K0707"] &study("any medication where drug in { amrubicin, nedaplatin }"));
shows!(codes_out_of_use: ["K0705"] &study("any diagnosis where code in old"));
shows!(codes_out_of_use_in_a_window: ["K0705"] &study("any diagnosis where code in now during (2016-01-01 to 2016-12-31)").replace("ICD10CM C18.* from 2015-10-01", "ICD10CM C18.* from 2017-10-01"));
shows!(codes_out_of_use_before_a_day: ["K0705"] &study("any (diagnosis where code in now) before accrual").replace("ICD10CM C18.* from 2015-10-01", "ICD10CM C18.* from 2017-10-01").replace("cohort c", "parameter accrual = 2017-01\ncohort c"));
shows!(codes_in_use_in_a_window: [] &study("any diagnosis where code in now during (2016-01-01 to 2018-12-31)").replace("ICD10CM C18.* from 2015-10-01", "ICD10CM C18.* from 2017-10-01"));
shows!(codes_in_use: [] &study("any diagnosis where code in now"));

#[test]
fn what_one_of_several_mappings_records_is_recorded() {
    let text = study("race = white").replace(
        "  diagnosis from people",
        "  patient from people key id where second is known {\n    race = race { \"w\": white, \"b\": black }\n    birth_date, sex absent \"not in this table\"\n  }\n  diagnosis from people",
    );
    let analysis = analysed(&text);
    let shown = kohort_base::render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
    assert!(!analysis.has_errors(), "{shown}");
    for verdicts in &analysis.verdicts {
        let race = verdicts
            .attributes
            .iter()
            .find(|attribute| attribute.path == "race");
        assert_eq!(
            race.map(|race| &race.verdict),
            Some(&Verdict::Present),
            "{}",
            verdicts.source
        );
    }
}
