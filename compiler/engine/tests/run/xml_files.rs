//! Tables in XML.

use crate::kohort::Dataset;

fn registry(file: &str) -> Dataset {
    let source = r#"
  table patient = csv "patient.csv" or xml "registry.xml" rows "/Registry/People/Person" {
    id   = "@ID"
    born = "Data/Born"
    sex  = "Data/Sex"
  }
  table tumour = xml "registry.xml" rows "/Registry/People/Person/Tumours/Tumour" {
    id    = "../../@ID"
    own   = "@No"
    day   = "Day"
    code  = "Code/ICD"
    sex   = "../../Data/Sex"
    note  = "."
  }
  patient from patient key id {
    birth_date = born as date "yyyy-MM-dd"
    sex        = sex { "W": female, "M": male }
    origin absent "no"
  }
  diagnosis from tumour key id {
    date  = day as date "yyyy-MM-dd"
    code  = code as code ICD10GM
    place = note as text
    ecog  = own as integer
    trial = sex { "W": true, "M": false }
    stage absent "no"
  }
"#;
    Dataset::of(source).with("registry.xml", file)
}

const FILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- made up -->
<r:Registry xmlns:r="urn:x">
  <r:People>
    <r:Person ID="p1">
      <r:Data><r:Born>1950-01-01</r:Born><r:Sex>W</r:Sex></r:Data>
      <r:Tumours>
        <r:Tumour No="1"> a &amp; <![CDATA[<b>]]> <r:Day>2020-01-01</r:Day><r:Code><r:ICD>C34.1</r:ICD></r:Code></r:Tumour>
        <r:Tumour No="2"><r:Day>2020-02-01</r:Day><r:Code/></r:Tumour>
      </r:Tumours>
    </r:Person>
    <r:Person ID="p&#50;">
      <r:Tumours><r:Tumour No="3"><r:Day>2020-03-01</r:Day><r:Code><r:ICD>C18.0</r:ICD></r:Code></r:Tumour></r:Tumours>
      <r:Data><r:Born>1951-01-01</r:Born><r:Sex>M</r:Sex></r:Data>
    </r:Person>
    <r:Person ID="p3"><r:Data><r:Born>1952-01-01</r:Born></r:Data></r:Person>
  </r:People>
</r:Registry>
"#;

const QUESTIONS: [&str; 7] = [
    "sex is known",
    "any diagnosis where code in lung",
    "any diagnosis where code is missing",
    "count diagnosis = 2",
    "any diagnosis where place = \"a & <b>\"",
    "any diagnosis where ecog = 3",
    "any diagnosis where trial = true",
];

#[test]
fn rows_are_elements_wherever_their_columns_stand() {
    assert_eq!(registry(FILE).yes(&QUESTIONS), [2, 1, 1, 1, 1, 1, 1]);
}

#[test]
fn another_form_of_the_table_comes_first() {
    let data = registry(FILE).with("patient.csv", "id,born,sex\np1,1950-01-01,W\n");
    assert_eq!(data.yes(&QUESTIONS), [1, 1, 1, 1, 1, 0, 1]);
}

#[test]
fn text_that_is_not_well_formed_is_a_fault() {
    let faults = |file: &str| registry(file).faults(QUESTIONS[1]);
    let cut = FILE.split_once("<r:Person ID=\"p3\">").unwrap().0;
    let found = [
        faults(cut),
        faults(&FILE.replace("</r:Code>", "</r:Kode>")),
        faults(&FILE.replace("&amp;", "&unknown;")),
        faults("<Other/>"),
        faults(""),
    ];
    insta::assert_snapshot!(found.join("\n\n"));
}
