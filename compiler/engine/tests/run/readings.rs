//! Ways to read a column and to write a file.

use crate::kohort::{Dataset, PATIENT, PEOPLE};
use kohort_engine::UnnamedDrugs;

fn diagnosis(table: &str, attributes: &str) -> Dataset {
    let source = format!("{PATIENT}\n  {table}\n  diagnosis from rows key id {{\n{attributes}\n  }}\n");
    Dataset::of(&source).with("people.csv", PEOPLE)
}

const CSV: &str = r#"table rows = csv "rows.csv""#;

#[test]
fn dates_with_a_precision_each() {
    let attributes = r#"
    date = D as date "yyyy-MM-dd" precise by G { "E": day, "T": month, "M": year, "V": missing, blank: day }
    code, stage, ecog, trial, place absent "no""#;
    let rows = |rows: &str| diagnosis(CSV, attributes).with("rows.csv", &format!("id,D,G\n{rows}"));
    let questions = [
        "any diagnosis where date = 2021-09-17",
        "any diagnosis where date >= 2021-09-01 and date <= 2021-09-30",
        "any diagnosis where date >= 2021-01-01 and date <= 2021-12-31",
        "any diagnosis where date is missing",
    ];
    let data =
        rows("p1,2021-09-17,E\np1,2021-09-17,\np2,2021-09-17,T\np3,2021-09-17,M\np4,nonsense,V\np4,,X\n");
    assert_eq!(data.yes(&questions), [1, 2, 3, 1]);
    insta::assert_snapshot!(rows("p1,2021-09-17,X\np2,2021-09-31,E\n").faults(questions[0]));
}

#[test]
fn dates_with_unknown_parts_and_in_eras() {
    let attributes = r#"
    date = D as date "yyyyMMdd" or "GGyy年M月d日" or "Gyy.MM.dd" with unknown parts, unknown "00000000"
    code, stage, ecog, trial, place absent "no""#;
    let rows = |rows: &str| diagnosis(CSV, attributes).with("rows.csv", &format!("id,D\n{rows}"));
    let data = rows(
        "p1,20210717\np1,20210799\np1,20219999\np2,99999999\np2,88880101\np3,令和3年7月17日\np4,H元.07.17\n",
    );
    let questions = [
        "any diagnosis where date = 2021-07-17",
        "any diagnosis where date >= 2021-01-01 and date <= 2021-12-31",
        "count diagnosis = 3",
        "any diagnosis where date is missing",
        "any diagnosis where date = 1989-07-17",
    ];
    assert_eq!(data.yes(&questions), [2, 2, 1, 1, 1]);
    insta::assert_snapshot!(rows("p1,20210230\n").faults(questions[0]));
}

#[test]
fn listed_values_and_values_that_are_always_the_same() {
    let attributes = r#"
    date  = D as date "yyyy-MM-dd"
    code  = S as code ICD10CM { "Lung": "C34.9", "Colon": "C18.9" }
    ecog  = E { "0": 0, "1-2": 2, "90%": 0, otherwise missing }
    place = P { "A": "Home", "B": "Hospital" }
    stage always iii
    trial always false"#;
    let data = diagnosis(CSV, attributes).with(
        "rows.csv",
        "id,D,S,E,P\np1,2020-01-01,Lung,1-2,A\np2,2020-01-01,Colon,90%,B\np3,2020-01-01,,x,\n",
    );
    let found = data.yes(&[
        "any diagnosis where code in lung",
        "any diagnosis where ecog = 2",
        "any diagnosis where ecog = 0",
        "any diagnosis where place = \"Hospital\"",
        "any diagnosis where stage = iii",
        "any diagnosis where trial = true",
    ]);
    assert_eq!(found, [1, 1, 1, 1, 3, 0]);
    let bad = diagnosis(CSV, attributes).with("rows.csv", "id,D,S,E,P\np1,2020-01-01,Liver,0,C\n");
    insta::assert_snapshot!(bad.faults("any diagnosis where code in lung and place = \"Home\""));
}

fn medication(drug: &str) -> Dataset {
    let source = format!(
        r#"{PATIENT}
  table rows = csv "rows.csv"
  medication from rows key id {{
    date = D as date "yyyy-MM-dd"
    drug = X as {drug}
    dose absent "no"
  }}
"#
    );
    Dataset::of(&source).with("people.csv", PEOPLE)
}

#[test]
fn drugs_are_known_by_their_names_and_codes() {
    let rows = "id,D,X\np1,2020-01-01,ELOXATIN\np2,2020-01-01,オキサリプラチン\np3,2020-01-01,5-fluorouracil \np4,2020-01-01,L01XA01\np4,2020-01-01,\n";
    let data = medication("drug name or ATC from m").with("rows.csv", rows);
    let questions = [
        "any medication where drug = oxaliplatin",
        "any medication where drug in platinum",
        "any medication where drug not in platinum",
        "any medication where drug is missing",
    ];
    assert_eq!(data.yes(&questions), [2, 3, 1, 1]);
    let faults = medication("drug from m").with("rows.csv", &format!("{rows}p1,2020-01-01,Aspirin\n"));
    insta::assert_snapshot!(faults.faults(questions[0]));
    let mut many = String::from("id,D,X\n");
    for _ in 0..6 {
        many.push_str("p1,2020-01-01,Aspirin\n");
    }
    many.push_str("p1,2020-01-01,Metformin\np1,2020-01-01,12345678\n");
    let missing = medication("drug from m, otherwise missing").with("rows.csv", &many);
    let results = missing.run(&questions).unwrap();
    let texts = vec![("Aspirin".to_owned(), 6)];
    assert_eq!(
        results.unnamed_drugs,
        [UnnamedDrugs {
            table: "rows".to_owned(),
            column: "X".to_owned(),
            texts,
        }]
    );
    assert_eq!(
        results.quality.made_missing,
        [("rows".to_owned(), "X".to_owned(), 8)]
    );
}

#[test]
fn a_code_is_of_the_system_that_another_column_names() {
    let attributes = r#"
    date = D as date "yyyy-MM-dd"
    code = C as code by S { "9": ICD9CM, "10": ICD10CM }
    stage, ecog, trial, place absent "no""#;
    let rows = |rows: &str| diagnosis(CSV, attributes).with("rows.csv", &format!("id,D,C,S\n{rows}"));
    let data = rows("p1,2020-01-01,162.3,9\np2,2020-01-01,c341,10\np3,2020-01-01,,\np4,2020-01-01,162.3,9\n");
    assert_eq!(data.yes(&["any diagnosis where code in lung"]), [3]);
    let bad = rows("p1,2020-01-01,C34.1,9\np2,2020-01-01,C34.1,11\np2,2020-01-01,C34.1,\n");
    insta::assert_snapshot!(bad.faults("any diagnosis where code in lung"));
}

#[test]
fn files_without_a_header_and_in_other_encodings() {
    let attributes = r#"
    date  = "日付" as date "yyyyMMdd"
    place = "場所" { "院内": "inside", "院外": "outside" }
    code, stage, ecog, trial absent "no""#;
    let table =
        r#"table rows = csv "rows.txt" delimiter "\t" encoding cp932 header "id", "日付", "場所", "備考""#;
    let cp932 = |text: &str| encoding_rs::SHIFT_JIS.encode(text).0.into_owned();
    let data = |bytes: &[u8]| diagnosis(table, attributes).with_bytes("rows.txt", bytes);
    let questions = [
        "any diagnosis where place = \"inside\"",
        "any diagnosis where place = \"outside\"",
    ];
    let text = "p1\t20200101\t院内\t表\t more\np2\t20200101\t院外\t\np3\t20200101\t院外\n";
    assert_eq!(data(&cp932(text)).yes(&questions), [1, 2]);
    let mut broken = cp932("p1\t20200101\t院内\t\np2\t20200101\t");
    broken.extend_from_slice(b"\x88\n");
    let short = cp932("p1\t20200101\t院内\t\np2\t20200101\n");
    insta::assert_snapshot!(
        [data(&broken), data(&short)]
            .map(|data| data.faults(questions[0]))
            .join("\n\n")
    );
    let german = r#"table rows = csv "rows.csv" delimiter ";" encoding windows1252"#;
    let german = diagnosis(
        german,
        "    date = Tag as date \"yyyy-MM-dd\"\n    place = Größe { \"groß\": \"big\" }\n    code, stage, ecog, trial absent \"no\"",
    );
    let german = german.with_bytes("rows.csv", b"id;Tag;Gr\xf6\xdfe\np1;2020-01-01;gro\xdf\n");
    assert_eq!(german.yes(&["any diagnosis where place = \"big\""]), [1]);
}

#[test]
fn the_first_file_that_is_there_is_read() {
    let attributes = "    date = D as date \"yyyy-MM-dd\"\n    code, stage, ecog, trial, place absent \"no\"";
    let table = r#"table rows = csv "rows.csv" or csv "rows.txt" delimiter ";""#;
    let question = "any diagnosis";
    let second = diagnosis(table, attributes).with("rows.txt", "id;D\np1;2020-01-01\n");
    assert_eq!(second.yes(&[question]), [1]);
    let both = diagnosis(table, attributes)
        .with("rows.txt", "id;D\np1;2020-01-01\n")
        .with("rows.csv", "id,D\np1,2020-01-01\np2,2020-01-01\n");
    assert_eq!(both.yes(&[question]), [2]);
    insta::assert_snapshot!(diagnosis(table, attributes).faults(question));
}

#[test]
fn rows_fulfil_every_test() {
    let table = r#"table rows = csv "rows.csv""#;
    let source = format!(
        r#"{PATIENT}
  {table}
  opt_out rows where kind = "consent" and value in {{ "no", "withdrawn" }}
  diagnosis from rows key id where kind = "d" and value not in {{ "x" }} and flag is missing {{
    date = D as date "yyyy-MM-dd"
    code, stage, ecog, trial, place absent "no"
  }}
"#
    )
    .replace("opt_out rows where", "opt_out rows key id where");
    let data = Dataset::of(&source).with("people.csv", PEOPLE).with(
        "rows.csv",
        "id,kind,value,flag,D\np1,d,,,2020-01-01\np2,d,x,,2020-01-01\np3,d,y,1,2020-01-01\np4,d,y,,2020-01-01\np4,consent,no,,\n",
    );
    let results = data.run(&["any diagnosis"]).unwrap();
    assert_eq!(
        (results.quality.opted_out, data.yes(&["any diagnosis"])),
        (1, vec![1])
    );
}
