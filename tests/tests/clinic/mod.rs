//! A small project with two sources and invented files, for what is told about sources and data.

use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The model.
const MODEL: &str = r#"/// A clinic.
model clinic version "1.0.0" {
  /// The person.
  one patient {
    /// The day of birth. `T` in the files is a month.
    birth_date: Date
    sex: Category { female, male }
    region: Text
  }
  one death dated date { date: Date }
  many diagnosis dated date {
    date: Date
    code: Code
    /// Group stage.
    stage: Ordered { stage_i, stage_ii, stage_iii }
    is_severe: Boolean
  }
  many medication dated start {
    start: Date
    drug: Drug
  }
  many lab dated date {
    date: Date
    test: Analyte
    value: Quantity of test
  }
  many visit dated date { date: Date }
}
"#;

/// A source with everything, and one with gaps.
const SOURCES: &str = r#"use std.analytes.{haemoglobin, creatinine}

/// The files of the north.
source north for clinic version "2.1.0" {
  country NO
  period 2018-01-01 to 2020-06-30
  MINIMUM
  table people = csv "people.csv"
  table diagnoses = csv "diagnoses.csv" delimiter ";"
  table drugs = csv "drugs.csv"
  table tests = csv "tests.csv"
  optional table calls = csv "calls.csv"

  opt_out people key id where consent = "no"
  bound death.date on or after (last visit).date, otherwise kept

  patient from people key id {
    birth_date = born as date "yyyy-MM-dd" precise by exact { "T": month, "V": missing, blank: day }
    sex = sex { "f": female, "m": male, "?": missing }
    region = region as text, optional
  }
  death from people key id where died is known {
    date = died as date "yyyy-MM-dd"
  }
  diagnosis from diagnoses key person {
    date = day as date "yyyy-MM-dd"
    code = icd as code ICD10, otherwise missing
    stage = stage { "1": stage_i, "2": stage_ii, "3": stage_iii, otherwise missing }
    is_severe derived stage >= stage_iii
  }
  medication from drugs key person {
    start = day as date "yyyy-MM-dd"
    drug = drug as drug from std.drugs, otherwise missing
  }
  lab from tests key person {
    date = day as date "yyyy-MM-dd"
    test = test { "Hb": haemoglobin, "Crea": creatinine }
    value = value in unit { "g/dL": g/dL, "g/L": g/L, "mg/dL": mg/dL }
  }
  visit from calls key person {
    date = day as date "yyyy-MM-dd"
  }
}

/// The files of the south.
source south for clinic version "1.0.0" {
  table people = csv "people.csv"
  table cases = csv "cases.csv"
  table old_cases = csv "old_cases.csv"

  patient from people key id {
    birth_date = year as date "yyyy"
    sex = sex { "f": female, "m": male }
    region absent "not released"
  }
  death absent "nobody says who died"
  diagnosis from cases key id {
    date = day as date "yyyy-MM-dd"
    code = icd as code ICD10
    stage absent "cases have no stage"
    is_severe absent "cases have no stage"
  }
  diagnosis from old_cases key id {
    date = month as date "yyyy-MM"
    code absent "coded after another list"
    stage = stage { "1": stage_i, "2": stage_ii, "3": stage_iii }
    is_severe derived stage >= stage_iii
  }
}
"#;

/// The files of the north.
const FILES: [(&str, &str); 4] = [
    (
        "people.csv",
        "id,born,exact,sex,died,consent
p1,1950-03-01,,f,2021-05-04,yes
p2,1961-07-15,T,m,,yes
p3,1972-01-01,V,f,,yes
p4,1948-11-30,,m,2020-02-29,yes
p5,1980-02-02,,?,,
p6,1966-06-06,,f,,no
p7,1955-05-05,,m,,yes
p8,1959-09-09,T,f,,yes
",
    ),
    (
        "diagnoses.csv",
        "person;day;icd;stage
p1;2019-01-10;C18.2;3
p1;2019-01-10;C18.2;3
p2;2019-02-11;C18.7;2
p3;2019-03-20;C20;1
p4;2020-04-01;colon;unknown
p5;2018-12-24;C18.2;2
p6;2019-05-05;C18.2;3
p7;;C34.1;X
p8;2020-08-08;colon;3
p9;2020-08-08;C18.2;3
",
    ),
    (
        "drugs.csv",
        "person,day,drug
p1,2019-02-01,Oxaliplatin
p1,2019-02-15,oxaliplatin
p1,2019-03-01,Oxalliplatin
p1,2019-03-15,Oxalliplatin
p2,2019-03-01,Oxalliplatin
p2,2019-03-15,Oxalliplatin
p3,2019-04-01,Oxalliplatin
p3,2019-04-15,vitamin drops
p4,2020-05-01,Capecitabin
p4,2020-05-15,Capecitabin
p5,2019-01-07,Capecitabin
",
    ),
    (
        "tests.csv",
        "person,day,test,value,unit
p1,2019-01-09,Hb,11.2,g/dL
p1,2019-01-16,Hb,112,g/L
p2,2019-02-10,Hb,2.1,g/dL
p3,2019-03-01,Hb,135,g/dL
p4,2020-04-01,Crea,0.9,mg/dL
p5,2019-01-01,Crea,1.1,mg/dL
p7,2019-01-01,Crea,,mg/dL
",
    ),
];

/// The project, with the files of the north in `data`. The smallest count that may be shown is given, if there is one.
pub(crate) fn clinic(minimum: Option<u32>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "kohort.toml",
        "[project]\nname = \"clinic\"\n\n[data]\nnorth = \"data\"\n",
    );
    write("clinic.kohort", MODEL);
    let minimum = minimum.map_or_else(String::new, |minimum| format!("minimum_cell {minimum}"));
    write("sources.kohort", &SOURCES.replace("MINIMUM", &minimum));
    fs::create_dir(folder.path().join("data")).unwrap();
    FILES
        .iter()
        .for_each(|(name, text)| write(&format!("data/{name}"), text));
    folder
}

/// Replaces a text in a file.
pub(crate) fn edit(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    fs::write(&path, text.replace(from, to)).unwrap();
}
