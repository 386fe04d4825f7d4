//! A study meets a source that does not record what it needs.

use crate::shows;

const MODEL: &str = r#"study s version "1.0.0" on clinic
PRECISION
model clinic version "1.0.0" {
  one patient { birth_date: Date  sex: Category { female, male } }
  one death dated date { date: Date }
  many diagnosis dated date { date: Date  code: Code }
  many stay dated start to end { start: Date  end: Date }
  many visit dated date { date: Date }
}
source jp for clinic version "1.0.0" {
  table people = csv "people.csv"
  table tumours = csv "tumours.csv"
  patient from people key id {
    birth_date = born as date "yyyy"
    sex absent "not released"
  }
  death from people key id {
    date = died as date "yyyy-MM"
  }
  diagnosis from tumours key id {
    date = day as date "yyyy-MM-dd" precise to month
    code = icd as code ICD10_2013
  }
  stay from tumours key id {
    let left = out as date "yyyy-MM"
    start = day as date "yyyy-MM-dd"
    end derived left
  }
}
codes colon { ICD10CM C18.*  ICD10GM C18.* }
parameter start = 2020-01-01
"#;

fn study(precision: &str, criteria: &str) -> String {
    format!(
        "{}\ncohort c {{\n  index first stay.start\n  {criteria}\n}}\n",
        MODEL.replace("PRECISION", precision)
    )
    .replace(
        "parameter start = 2020-01-01\n",
        if criteria.contains("in_2020") {
            "let in_2020 = 2020-01-01 to 2020-12-31\n"
        } else {
            ""
        },
    )
}

fn one(condition: &str) -> String {
    study("", &format!("exclude x: {condition}, unknown is not met"))
}

shows!(absent_attribute: ["K0701"] &one("sex = female or sex = male"));
shows!(absent_entity: ["K0701"] &one("any visit before index and count visit > 1"));
shows!(no_codes: ["K0702"] &one("any diagnosis where code in colon before index and any diagnosis where code in colon"));
shows!(pick: ["K0504"] heals &one("last diagnosis is known"));
shows!(age: ["K0504"] heals &one("age at index >= 18 years"));
shows!(days_between: ["K0504"] heals &one("death.date - index >= 30 days"));
shows!(shift_by_days: ["K0504"] heals &one("death.date - 30 days >= index"));
shows!(shift_by_months: [] &one("death.date - 1 month >= index"));
shows!(extreme: ["K0504"] heals &one("earliest(death.date, index) = index"));
shows!(days_of: ["K0504"] heals &one("days of diagnosis > 2"));
shows!(summary: ["K0504"] heals &one("max of diagnosis.date > index"));
shows!(nearest: ["K0504"] heals &one("(nearest stay to death.date) is known"));
shows!(episodes_end: ["K0504"] heals &one("count episodes of stay joined within 3 days > 2"));
shows!(gaps_end: ["K0504"] heals &one("any gap > 30 days in stay"));
shows!(through_definitions: ["K0504"] heals &one("d - index > 3 days").replace("cohort c", "let d = death.date or else index\ncohort c"));
shows!(two_operations: ["K0504"] heals &one("death.date - index > 3 days or earliest(death.date, index) = index"));
shows!(index: ["K0504"] heals &one("sex is missing").replace("first stay.start", "death.date").replace("exclude x: sex is missing", "exclude x: death.date is missing"));
shows!(comparisons_and_windows: [] &one("death.date > index or any diagnosis before index or any diagnosis within 30 days of index"));
shows!(placed: [] &study("precision death.date as month, placed on day 15", "exclude x: death.date - index > 3 days, unknown is not met"));
shows!(left_coarse: ["K0504"] heals &study("precision death.date as month", "exclude x: death.date - index > 3 days, unknown is not met"));
shows!(rule_without_otherwise: ["K0504"] heals &study("precision birth_date as month, placed on day 15", "include adult: age at index >= 18 years, unknown is not met"));
shows!(coarse_bound: ["K0504"] heals &study("precision death.date as month, placed on day 15, not before (last diagnosis).date", "exclude x: death.date < index, unknown is not met"));
shows!(precision_by_row: ["K0504"] heals &one("death.date - index >= 30 days").replace("died as date \"yyyy-MM\"", "died as date \"yyyyMMdd\" with unknown parts"));
shows!(precision_by_column: ["K0504"] heals &one("death.date - index >= 30 days").replace("died as date \"yyyy-MM\"", "died as date \"yyyy-MM-dd\" precise by how { \"E\": day, \"T\": month }"));
shows!(precision_by_row_against_a_rule: ["K0504"] heals &study("precision death.date as month, placed on day 15", "exclude x: death.date - index > 3 days, unknown is not met").replace("died as date \"yyyy-MM\"", "died as date \"yyyyMMdd\" with unknown parts"));
shows!(precision_by_mapping: ["K0504"] heals &one("death.date - index >= 30 days").replace("  death from people", "  death from tumours key id {\n    date = died as date \"yyyy-MM-dd\"\n  }\n  death from people"));
