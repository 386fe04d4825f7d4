//! Several mappings of one entity, repeated rows, and what a dataset may lack.

use crate::kohort::{Dataset, PATIENT, PEOPLE};

fn two_tables() -> Dataset {
    let source = format!(
        r#"{PATIENT}
  table claims = csv "claims.csv"
  table charts = csv "charts.csv" delimiter ";"
  diagnosis from claims key id {{
    date  = day as date "yyyy-MM-dd"
    code  = icd as code by system {{ "9": ICD9CM, "10": ICD10CM }}
    ecog = performance as integer
    stage, trial, place absent "not in claims"
  }}
  diagnosis from charts key person where kind = "tumour" and code is known {{
    date  = month as date "yyyy-MM" precise to month
    code  = code as code ICD10GM
    let t = t as integer
    stage derived iv if t >= 4, else i
    trial always true
    ecog, place absent "not in charts"
  }}
"#
    );
    Dataset::of(&source)
        .with("people.csv", PEOPLE)
        .with(
            "claims.csv",
            "id,day,icd,system,performance\np1,2020-01-05,162.3,9,1\np1,2020-02-05,C34.1,10,\np2,2020-01-05,C18.0,10,2\n",
        )
        .with(
            "charts.csv",
            "person;month;kind;code;t\np1;2020-01;tumour;C34.9;4\np3;2020-03;tumour;C18.7;1\np4;2020-03;other;C34.1;4\np4;2020-03;tumour;;4\n",
        )
}

#[test]
fn the_records_of_all_mappings_add_up() {
    let data = two_tables();
    let found = data.yes(&[
        "any diagnosis",
        "any diagnosis where code in lung",
        "any diagnosis where code in colon",
        "count diagnosis >= 3",
        "any diagnosis where stage = iv",
        "any diagnosis where stage = i",
        "any diagnosis where stage is missing",
        "any diagnosis where ecog >= 1",
        "any diagnosis where trial = true and ecog is missing",
        "any diagnosis where date >= 2020-01-01 and date <= 2020-01-31",
        "any diagnosis where date = 2020-01-05",
        "any diagnosis where date >= 2020-03-01 and date <= 2020-03-31",
    ]);
    assert_eq!(found, [3, 1, 2, 1, 1, 1, 2, 2, 2, 2, 2, 1]);
}

#[test]
fn the_plan_says_every_part() {
    let plan = two_tables().plan(&["any diagnosis where stage = iv and code in lung and trial = true"]);
    insta::assert_snapshot!(kohort_plan::text::text(&plan));
}

#[test]
fn a_second_record_of_another_mapping_is_a_second_record() {
    let source = format!(
        r#"{PATIENT}
  table registry = csv "registry.csv"
  table charts = csv "charts.csv"
  death from registry key id {{ date = died as date "yyyy-MM-dd" }}
  death from charts key id {{ date = died as date "yyyy-MM-dd" }}
"#
    );
    let data = |charts: &str| {
        Dataset::of(&source)
            .with("people.csv", PEOPLE)
            .with("registry.csv", "id,died\np1,2020-01-01\n")
            .with("charts.csv", charts)
    };
    let question = "death.date is known";
    assert_eq!(data("id,died\np2,2021-01-01\n").yes(&[question]), [2]);
    insta::assert_snapshot!(data("id,died\np2,2021-01-01\np1,2020-01-01\n").faults(question));
}

#[test]
fn repeated_rows_are_one_record_where_the_source_says_so() {
    let source = |option: &str| {
        format!(
            r#"{PATIENT}
  table rows = csv "rows.csv"
  medication from rows key id{option} {{
    date = day as date "yyyy-MM-dd"
    dose = dose in unit {{ "g": g, "mg": mg }}
    drug absent "not recorded"
  }}
"#
        )
    };
    let rows = "id,day,dose,unit,version\n\
        p1,2020-01-01,1,g,a\np1,2020-01-01,1000,mg,b\np1,2020-01-01,,,a\np1,2020-01-01,,,b\np1,2020-01-02,1,g,b\n\
        p2,2020-01-01,5,mg,\np2,2020-01-01,5,mg,\np3,2020-01-01,5,mg,9\np3,2020-01-02,5,mg,10\n";
    let data = |option: &str| {
        Dataset::of(&source(option))
            .with("people.csv", PEOPLE)
            .with("rows.csv", rows)
    };
    let questions = [
        "count medication = 5",
        "count medication = 3",
        "count medication = 2",
        "count medication = 1",
    ];
    assert_eq!(data("").yes(&questions), [1, 0, 2, 0]);
    assert_eq!(data(", distinct").yes(&questions), [0, 1, 1, 1]);
    // Of p1 the three rows of b, of p3 that of 9, which as a text is greater than 10.
    assert_eq!(data(", last by version").yes(&questions), [0, 1, 0, 2]);
}

#[test]
fn what_a_dataset_may_lack_is_missing_and_said() {
    let source = format!(
        r#"{PATIENT}
  optional table visits = csv "visits.csv"
  table rows = csv "rows.csv"
  visit from visits key id {{ date = day as date "yyyy-MM-dd" }}
  diagnosis from rows key id {{
    date  = day as date "yyyy-MM-dd"
    ecog  = performance as integer, optional
    code, stage, trial, place absent "no"
  }}
"#
    );
    let data = Dataset::of(&source)
        .with("people.csv", PEOPLE)
        .with("rows.csv", "id,day\np1,2020-01-01\n");
    let questions = [
        "any visit",
        "any diagnosis where ecog is missing",
        "any diagnosis where ecog is known",
    ];
    let results = data.run(&questions).unwrap();
    assert_eq!(results.quality.lacking_tables, ["visits"]);
    assert_eq!(
        results.quality.lacking_columns,
        [("rows".to_owned(), "performance".to_owned())]
    );
    assert_eq!(data.yes(&questions), [0, 1, 0]);
    let data = Dataset::of(&source)
        .with("people.csv", PEOPLE)
        .with("visits.csv", "id,day\np2,2020-01-01\n")
        .with("rows.csv", "id,day,performance\np1,2020-01-01,1\n");
    let results = data.run(&questions).unwrap();
    assert_eq!(
        (
            results.quality.lacking_tables.len(),
            results.quality.lacking_columns.len()
        ),
        (0, 0)
    );
    assert_eq!(data.yes(&questions), [1, 0, 1]);
}

#[test]
fn dates_that_contradict_a_bound_are_counted_and_treated_as_the_source_says() {
    let source = |otherwise: &str| {
        format!(
            r#"{PATIENT}
  table deaths = csv "deaths.csv"
  table visits = csv "visits.csv"
  death from deaths key id {{ date = died as date "yyyy-MM" precise to month }}
  visit from visits key id {{ date = day as date "yyyy-MM-dd" }}
  bound death.date on or after (last visit).date, otherwise {otherwise}
"#
        )
    };
    let data = |otherwise: &str| {
        Dataset::of(&source(otherwise))
            .with("people.csv", PEOPLE)
            .with("deaths.csv", "id,died\np1,2020-03\np2,2020-03\np3,2020-03\n")
            .with(
                "visits.csv",
                "id,day\np1,2019-01-01\np1,2020-04-05\np2,2020-03-20\n",
            )
    };
    let questions = [
        "death.date is missing",
        "death.date >= 2020-03-01 and death.date <= 2020-03-31",
        "death.date >= 2020-03-20",
        "death.date = 2020-04-05",
    ];
    assert_eq!(data("missing").yes(&questions), [2, 2, 1, 0]);
    assert_eq!(data("moved").yes(&questions), [1, 2, 2, 1]);
    assert_eq!(data("kept").yes(&questions), [1, 3, 0, 0]);
    let quality = data("missing").run(&questions).unwrap().quality;
    assert_eq!(quality.contradictory_dates, [("death.date".to_owned(), 1)]);
}
