//! Imports that fail: each is reported once, where it is written, and not again wherever its name is used.

use crate::shows;

const SOURCE: &str = r#"
model clinic version "1.0.0" {
  one patient { birth_date: Date }
  many lab dated date { date: Date  test: Analyte  value: Quantity of test }
}
source here for clinic version "1.0.0" {
  table people = csv "people.csv"
  patient from people key id {
    birth_date = born as date "yyyy-MM-dd"
  }
  lab from people key id {
    date = day as date "yyyy-MM-dd"
    test = item { "Hb": haemoglobine }
    value = v in { haemoglobine: g/dL }
  }
}
"#;

/// A text that names each of the given imports wherever its kind of name can stand.
fn using(imports: &str) -> String {
    format!(
        r#"study s version "1.0.0" on std.oncology
{imports}
drugs agents {{ cisplatine }}
drugs all_agents {{ agents }}
lines therapy = rules starting (first diagnosis).date with gap never for cisplatine
endpoint os = survival from index
let tumour = first diagnosis where code in lung
let blood = nearest lab to index where test = haemoglobine from index - 28 days to index
let first_seen = first seen from index to index + 30 days
let shifted = (adults + 3 days) / 2

cohort people {{
  index tumour.date
  include old: adults, unknown is not met
  include either: adults or any medication where drug = cisplatine, unknown is not met
  include agents: any medication where drug in agents, unknown is not met
  include low: blood.value < 8 g/dL, unknown is met
  include staged: (first diagnosis).stage = advanced, unknown is not met
  include therapy: therapy[1].drugs has any in {{ cisplatine }}, unknown is not met
  include both: adults = adults, unknown is not met
  include bare: adults > seen, unknown is not met
}}

characteristic group = age at index in {{ "a": adults, "b": otherwise }}

report {{ attrition  baseline of group, adults  survival of os, survival }}

test "a patient" {{
  patient {{
    birth_date 1960-01-01
    lab 2020-01-01 haemoglobine 8 g/dL
    lab 2020-01-02 test haemoglobine 8 g/dL
    medication 2020-01-01 drug cisplatine
  }}
  expect adults
  expect survival = 12 months
}}
"#
    )
}

shows!(of_a_missing_module: ["K0203"] &using(
    "use colleagues.{cisplatine, rules, survival, lung, haemoglobine, seen, adults, stage_iv as advanced}"
));
shows!(of_missing_names: ["K0210", "K0210", "K0210", "K0210", "K0210", "K0210", "K0210", "K0210"] &using(
    "use std.codes.cancers.{lungs as lung}\n\
     use std.analytes.{haemoglobine}\n\
     use std.drugs.{cisplatine}\n\
     use std.endpoints.{surviving as survival}\n\
     use std.lines.{lines_of as rules}\n\
     use std.oncology.{sight as seen, adult as adults, late as advanced}"
));
shows!(of_a_model: ["K0203"] "study s version \"1.0.0\" on registry\nuse models.{registry}\nlet a = 1");
shows!(in_a_source: ["K0203"] &format!("use colleagues.{{haemoglobine}}\n{SOURCE}"));
shows!(only_what_is_imported: ["K0203", "K0201"]
    "study s version \"1.0.0\" on std.oncology\nuse colleagues.{adults}\n\
     cohort people { index (first diagnosis).date  include old: adults and adulds, unknown is not met }");
shows!(what_is_declared_is_there: ["K0203"]
    "study s version \"1.0.0\" on std.oncology\nuse colleagues.{adults}\nlet adults = age at index >= 18 years\n\
     cohort people { index (first diagnosis).date  include old: adults, unknown is not met }");
shows!(paths_into_a_missing_module: ["K0203"]
    "study s version \"1.0.0\" on std.oncology\nendpoint os = std.measured.overall_survival from index\n\
     cohort people { index (first diagnosis).date }\nreport { survival of os }");
shows!(what_is_no_model: ["K0212", "K0212", "K0212"] &format!(
    "study s version \"1.0.0\" on haemoglobin\nuse std.analytes.{{haemoglobin}}\n{}\n{}",
    SOURCE.replace("for clinic", "for haemoglobin").replace("haemoglobine", "haemoglobin"),
    "source there for std.analytes version \"1.0.0\" { table people = csv \"people.csv\" }",
));
