//! Tables that are joined, and lists that a source model writes out.

use crate::kohort::{Dataset, PATIENT, PEOPLE};
use crate::support::options;
use kohort_engine::{RunOptions, run_blocking};
use std::fmt::Write;
use tempfile::TempDir;

fn joined(steps: &str) -> Dataset {
    let source = format!(
        r#"{PATIENT}
  table tumour = csv "tumour.csv" delimiter ";"
  table given = csv "given.csv"
  table protocol = list Protocol, Substance {{
    "FOLFOX": "Oxaliplatin", "5-Fluorouracil"
    "cis": "Cisplatin"
  }}
  table all = given joined {steps}
  medication from all key person {{
    date = given.day as date "yyyy-MM-dd"
    drug = Substance as drug name from m
    dose absent "no"
  }}
"#
    );
    Dataset::of(&source).with("people.csv", PEOPLE)
}

const TUMOURS: &str = "tumour;person;day\nt1;p1;x\nt2;p2;x\nt3;p2;x\n";

#[test]
fn rows_have_the_columns_of_what_they_refer_to() {
    let data = joined("to tumour on tumour, to each protocol on name = Protocol")
        .with("tumour.csv", TUMOURS)
        .with(
            "given.csv",
            "tumour,name,day\nt1,FOLFOX,2020-01-01\n t2 ,cis,2020-01-01\nt3,cis,2020-01-02\nt3,,2020-01-03\n",
        );
    let found = data.yes(&[
        "any medication",
        "any medication where drug in platinum",
        "any medication where drug = oxaliplatin",
        "count medication = 2",
        "count medication = 3",
        "any medication where drug is missing",
    ]);
    assert_eq!(found, [2, 2, 1, 1, 1, 1]);
    insta::assert_snapshot!(kohort_plan::text::text(
        &data.plan(&["any medication where drug in platinum"])
    ));
}

#[test]
fn rows_without_a_partner_or_with_several_are_faults() {
    let given =
        "tumour,name,day\nt1,FOLFOX,2020-01-01\nt1,other,2020-01-01\nt1,other,not read\nt9,cis,2020-01-01\n";
    let data = joined("to tumour on tumour, to protocol on name = Protocol")
        .with("tumour.csv", TUMOURS)
        .with("given.csv", given);
    insta::assert_snapshot!(data.faults("any medication"));
    let optional = joined("to optional tumour on tumour, to optional each protocol on name = Protocol")
        .with("tumour.csv", &format!("{TUMOURS}t9;p4;x\n"))
        .with(
            "given.csv",
            "tumour,name,day\nt1,other,2020-01-01\nt9,FOLFOX,2020-01-01\n",
        );
    assert_eq!(
        optional.yes(&["any medication", "any medication where drug is known"]),
        [2, 1]
    );
}

#[test]
fn a_key_may_have_several_columns() {
    let source = format!(
        r#"{PATIENT}
  table e = csv "e.csv"
  table f = csv "f.csv"
  table f_with_e = f joined to e on id and seq = number
  medication from f_with_e key f.id {{
    date = e.day as date "yyyy-MM-dd"
    drug, dose absent "no"
  }}
"#
    );
    let data = Dataset::of(&source)
        .with("people.csv", PEOPLE)
        .with(
            "e.csv",
            "id,number,day\np1,1,2020-01-01\np1,2,2020-02-01\np2,1,2020-03-01\n",
        )
        .with("f.csv", "id,seq\np1,1\np1,2\np1,2\np2,1\np2,\n");
    let questions = [
        "count medication = 3",
        "any medication where date = 2020-03-01",
        "any medication where date is missing",
        "count medication where date = 2020-02-01 = 2",
    ];
    let questions = [questions[0], questions[1], questions[2]];
    assert_eq!(data.yes(&questions), [1, 1, 1]);
}

#[test]
fn big_joins_move_to_disk_and_give_the_same() {
    let mut tumours = String::from("tumour;person;day\n");
    let mut given = String::from("tumour,name,day\n");
    let mut people = String::from("id,born\n");
    for number in 0..6000 {
        writeln!(people, "p{number},1950-01-01").unwrap();
        writeln!(tumours, "t{};p{number};x", number * 7919 % 100_003).unwrap();
        for day in 0..number % 4 {
            let name = ["FOLFOX", "cis", ""][(number as usize + day as usize) % 3];
            writeln!(given, "t{},{name},2020-01-0{}", number * 7919 % 100_003, day + 1).unwrap();
        }
    }
    let data = joined("to tumour on tumour, to each protocol on name = Protocol")
        .with("tumour.csv", &tumours)
        .with("given.csv", &given);
    let plan = data.plan(&["any medication where drug in platinum", "count medication >= 4"]);
    let folder = TempDir::new().unwrap();
    for (name, text) in [
        ("people.csv", &people),
        ("tumour.csv", &tumours),
        ("given.csv", &given),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let expected = run_blocking(&plan, &options(folder.path())).unwrap();
    for (threads, limit) in [(1, 4 << 20), (2, 8 << 20), (5, 20 << 20)] {
        let limited = RunOptions {
            threads,
            memory_limit: Some(limit),
            ..options(folder.path())
        };
        assert_eq!(run_blocking(&plan, &limited).unwrap(), expected);
    }
}
