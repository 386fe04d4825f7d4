//! What the oracle understands of raw files, with results worked out by hand.

mod support;

use support::{faults, members};

const MODEL: &str = r#"
model m version "1" {
  one patient { born: Date  ethnicity: Text  insured: Boolean }
  one death dated date { date: Date }
  many visit dated date { date: Date  code: Code  drug: Drug  score: Integer }
}
drug alpha "Alpha" { ATC L01XA01  names "Alphex", "アルファ" }
drug beta "Beta" { ATC L01XA02  class late }
drugs late_ones { class late }
codes bowel { ICD10CM C18.*  ICD9CM 153.* }
"#;

/// A source of people and their visits, around what a test is about.
fn source(tables: &str, mappings: &str) -> String {
    format!(
        "{MODEL}\nsource s for m version \"1\" {{\n country DE\n minimum_cell 5\n table people = csv \"people.csv\"\n{tables}\n\
         patient from people key id {{\n born, ethnicity, insured absent \"no\"\n}}\n{mappings}\n}}\n"
    )
}

const PEOPLE: (&str, &str) = ("people.csv", "id\n1\n2\n3\n4\n");
const NO_DEATH: &str = "death absent \"no\"\n";

/// The patients who have a visit that meets a condition.
fn with_visit(tables: &str, visit: &str, files: &[(&str, &str)], condition: &str) -> Vec<String> {
    let text = source(tables, &format!("{NO_DEATH}{visit}"));
    let criterion = format!("include c: any visit where {condition}, unknown is not met");
    members(&text, &criterion, &[&[PEOPLE], files].concat())
}

const VISIT: &str = "code, drug, score absent \"no\"\n";

#[test]
fn precision_is_each_rows_own() {
    let visit = format!(
        "visit from v key id {{ date = d as date \"yyyy-MM-dd\" precise by g {{ \"E\": day, \"T\": month, \"M\": year, \"V\": missing, blank: day }}\n{VISIT} }}"
    );
    let files = [(
        "v.csv",
        "id,d,g\n1,2021-09-17,E\n2,2021-09-17,T\n3,2021-09-17,V\n4,2021-09-17,\n",
    )];
    let table = "table v = csv \"v.csv\"";
    assert_eq!(with_visit(table, &visit, &files, "date = 2021-09-17"), ["1", "4"]);
    assert_eq!(
        with_visit(table, &visit, &files, "date >= 2021-09-01"),
        ["1", "2", "4"]
    );
    assert_eq!(with_visit(table, &visit, &files, "date is missing"), ["3"]);
}

#[test]
fn unknown_parts_of_a_date_are_dropped() {
    let visit =
        format!("visit from v key id {{ date = d as date \"yyyyMMdd\" with unknown parts\n{VISIT} }}");
    let files = [("v.csv", "id,d\n1,20210799\n2,20219999\n3,99999999\n4,20210704\n")];
    let table = "table v = csv \"v.csv\"";
    assert_eq!(
        with_visit(table, &visit, &files, "date >= 2021-07-01"),
        ["1", "4"]
    );
    assert_eq!(
        with_visit(table, &visit, &files, "date >= 2021-01-01"),
        ["1", "2", "4"]
    );
    assert_eq!(with_visit(table, &visit, &files, "date is missing"), ["3"]);
}

#[test]
fn japanese_eras_have_years() {
    let visit =
        format!("visit from v key id {{ date = d as date \"GGyy年M月d日\" or \"Gyy.MM.dd\"\n{VISIT} }}");
    let files = [(
        "v.csv",
        "id,d\n1,令和元年5月1日\n2,平成31年4月30日\n3,R03.02.28\n4,S64.01.07\n",
    )];
    let table = "table v = csv \"v.csv\"";
    assert_eq!(with_visit(table, &visit, &files, "date = 2019-05-01"), ["1"]);
    assert_eq!(with_visit(table, &visit, &files, "date = 2019-04-30"), ["2"]);
    assert_eq!(with_visit(table, &visit, &files, "date = 2021-02-28"), ["3"]);
    assert_eq!(with_visit(table, &visit, &files, "date = 1989-01-07"), ["4"]);
}

#[test]
fn files_without_names_and_in_other_encodings_are_read() {
    let visit =
        format!("visit from v key 番号 where 種別 = \"外来\" {{ date = 日 as date \"yyyyMMdd\"\n{VISIT} }}");
    let table = "table v = csv \"v.txt\" delimiter \"\\t\" encoding cp932 header \"番号\", \"種別\", \"日\"";
    // 外来 and 入院 in code page 932.
    let bytes: Vec<u8> = [
        b"1\t\x8aO\x97\x88\t20200101\tmore\r\n".as_slice(),
        b"2\t\x93\xfc\x89@\t20200101\r\n",
    ]
    .concat();
    let text = source(table, &format!("{NO_DEATH}{visit}"));
    let found = support::members_of_bytes(
        &text,
        "include c: any visit",
        &[("people.csv", PEOPLE.1.as_bytes().to_vec()), ("v.txt", bytes)],
    );
    assert_eq!(found, ["1"]);
}

#[test]
fn the_first_form_that_exists_is_read() {
    let table = "table v = csv \"v.csv\" or xml \"v.xml\" rows \"/all/person/visit\" {\n id = \"../@id\"\n d = \"when/day\"\n}";
    let visit = format!("visit from v key id {{ date = d as date \"yyyy-MM-dd\"\n{VISIT} }}");
    let xml = "<all><person id=\"1\"><visit><when><day>2020-01-01</day></when></visit><visit/></person>\
               <person id=\"2\"><visit><when/></visit></person></all>";
    let csv = "id,d\n3,2020-01-01\n";
    assert_eq!(
        with_visit(table, &visit, &[("v.xml", xml)], "date = 2020-01-01"),
        ["1"]
    );
    assert_eq!(
        with_visit(table, &visit, &[("v.xml", xml)], "date is missing"),
        ["1", "2"]
    );
    assert_eq!(
        with_visit(table, &visit, &[("v.xml", xml), ("v.csv", csv)], "date is known"),
        ["3"]
    );
}

#[test]
fn optional_tables_and_columns_may_lack() {
    let table = "optional table v = csv \"v.csv\"";
    let visit = "visit from v key id where code is missing { date = d as date \"yyyy-MM-dd\"\n code = code as code ICD10CM, optional\n drug, score absent \"no\" }";
    assert!(with_visit(table, visit, &[], "date is known").is_empty());
    let lacking = [("v.csv", "id,d\n1,2020-01-01\n")];
    assert_eq!(with_visit(table, visit, &lacking, "code is missing"), ["1"]);
    let there = [("v.csv", "id,d,code\n1,2020-01-01,C18.0\n2,2020-01-01,\n")];
    assert_eq!(with_visit(table, visit, &there, "code is missing"), ["2"]);
}

#[test]
fn joined_rows_have_the_columns_of_their_partners() {
    let tables = "table doses = csv \"doses.csv\"\n table cycles = csv \"cycles.csv\"\n\
                  table kits = list kit, substance { \"AB\": \"Alpha\", \"Beta\"  \"A\": \"alphex\" }\n\
                  table v = doses joined to cycles on cycle = number, to optional each kits on kit";
    let visit = "visit from v key id {\n date = cycles.day as date \"yyyy-MM-dd\"\n drug = substance as drug from s\n code absent \"no\"\n score = n as integer\n}";
    let visit = visit.replace("from s", "from test");
    let cycles = "number,id,day\nx,1,2020-01-01\ny,2,2020-01-02\nz,3,2020-01-03\n";
    let doses = "cycle,kit,n\nx,AB,1\ny,A,2\nz,,3\nz,unheard,4\n";
    let files = [("doses.csv", doses), ("cycles.csv", cycles)];
    assert_eq!(with_visit(tables, &visit, &files, "drug = beta"), ["1"]);
    assert_eq!(
        with_visit(tables, &visit, &files, "drug = alpha and score = 1"),
        ["1"]
    );
    assert_eq!(with_visit(tables, &visit, &files, "drug = alpha"), ["1", "2"]);
    assert_eq!(
        with_visit(tables, &visit, &files, "drug is missing and date = 2020-01-03"),
        ["3"]
    );
    let text = source(tables, &format!("{NO_DEATH}{visit}"));
    let orphan = [
        PEOPLE,
        ("doses.csv", "cycle,kit,n\nw,A,1\n"),
        ("cycles.csv", cycles),
    ];
    assert_eq!(
        faults(&text, "include c: any visit", &orphan),
        ["D0210 v.cycle 1"]
    );
    let double = "number,id,day\nx,1,2020-01-01\nx,2,2020-01-02\n";
    let several = [
        PEOPLE,
        ("doses.csv", "cycle,kit,n\nx,A,1\n,A,2\n"),
        ("cycles.csv", double),
    ];
    // The row without a cycle has no patient either.
    assert_eq!(
        faults(&text, "include c: any visit", &several),
        ["D0207 v.id 1", "D0211 v.cycle 1"]
    );
}

#[test]
fn repeated_rows_are_one_record_where_the_source_says_so() {
    let table = "table v = csv \"v.csv\"";
    let rows = [(
        "v.csv",
        "id,d,n,edition\n1,2020-01-01,5,1\n1,2020-01-01,05,2\n2,2020-01-01,5,1\n2,2020-01-01,6,9\n2,2020-01-01,7,10\n",
    )];
    let text = |repeats: &str| {
        let visit = format!(
            "visit from v key id{repeats} {{ date = d as date \"yyyy-MM-dd\"\n score = n as integer\n code, drug absent \"no\" }}"
        );
        source(table, &format!("{NO_DEATH}{visit}"))
    };
    let count = |repeats: &str, criterion: &str| {
        members(&text(repeats), criterion, &[&[PEOPLE], rows.as_slice()].concat())
    };
    assert_eq!(count("", "include c: count visit = 2"), ["1"]);
    assert_eq!(count(", distinct", "include c: count visit = 1"), ["1"]);
    assert_eq!(count(", distinct", "include c: count visit = 3"), ["2"]);
    // The texts are compared: 9 is the last.
    assert_eq!(
        count(", last by edition", "include c: count visit = 1"),
        ["1", "2"]
    );
    assert_eq!(
        count(", last by edition", "include c: any visit where score = 6"),
        ["2"]
    );
}

#[test]
fn mappings_of_one_entity_add_up() {
    let tables = "table v = csv \"v.csv\"\n table w = csv \"w.csv\"";
    let visit = "visit from v key id { date = d as date \"yyyy-MM-dd\"\n score derived twice * 2\n let twice = n as integer\n code, drug absent \"no\" }\n\
                 visit from w key id { date = d as date \"yyyy-MM-dd\"\n score = n { \"ten\": 10, \"90%\": 0, otherwise missing }\n code = c as code by sys { \"9\": ICD9CM, \"10\": ICD10CM }\n drug always alpha }";
    let files = [
        ("v.csv", "id,d,n\n1,2020-01-01,5\n2,2020-01-01,1\n"),
        (
            "w.csv",
            "id,d,n,c,sys\n1,2020-01-01,ten,153.1,9\n2,2020-01-01,90%,C18.1,10\n3,2020-01-01,other,E11.9,10\n",
        ),
    ];
    let visit = visit.replace("drug always alpha", "drug absent \"no\"");
    assert_eq!(with_visit(tables, &visit, &files, "score = 10"), ["1"]);
    assert_eq!(
        with_visit(tables, &visit, &files, "score = 10 and code is missing"),
        ["1"]
    );
    assert_eq!(with_visit(tables, &visit, &files, "score = 2"), ["2"]);
    assert_eq!(with_visit(tables, &visit, &files, "score = 0"), ["2"]);
    assert_eq!(with_visit(tables, &visit, &files, "score is missing"), ["3"]);
    assert_eq!(with_visit(tables, &visit, &files, "code in bowel"), ["1", "2"]);
}

#[test]
fn drugs_are_known_by_name_and_code() {
    let table = "table v = csv \"v.csv\"";
    let visit = "visit from v key id { date = d as date \"yyyy-MM-dd\"\n drug = x as drug name or ATC from test, otherwise missing\n code, score absent \"no\" }";
    let files = [(
        "v.csv",
        "id,d,x\n1,2020-01-01,ALPHA\n2,2020-01-01,l01xa02\n3,2020-01-01,gamma\n4,2020-01-01,ｱﾙﾌｧ\n",
    )];
    assert_eq!(with_visit(table, visit, &files, "drug = alpha"), ["1", "4"]);
    assert_eq!(with_visit(table, visit, &files, "drug in late_ones"), ["2"]);
    assert_eq!(
        with_visit(table, visit, &files, "drug not in late_ones"),
        ["1", "4"]
    );
    assert_eq!(with_visit(table, visit, &files, "drug is missing"), ["3"]);
}

#[test]
fn conditions_have_several_tests() {
    let table = "table v = csv \"v.csv\"";
    let visit = format!(
        "visit from v key id where a = \"x\" and b not in {{ \"y\" }} and c is missing and d is known {{ date = d as date \"yyyy-MM-dd\"\n{VISIT} }}"
    );
    let files = [(
        "v.csv",
        "id,a,b,c,d\n1,x,,,2020-01-01\n2,x,y,,2020-01-01\n3,x,z,1,2020-01-01\n4,x,z,,\n",
    )];
    assert_eq!(
        with_visit(table, &visit, &files, "date is known or date is missing"),
        ["1"]
    );
}

#[test]
fn bounds_narrow_move_and_remove() {
    let table = "table v = csv \"v.csv\"\n table deaths = csv \"deaths.csv\"";
    let files = [
        PEOPLE,
        ("v.csv", "id,d\n1,2020-06-15\n2,2020-06-15\n3,2020-06-15\n"),
        ("deaths.csv", "id,d\n1,2020-06\n2,2020-05\n3,2020-07\n4,2020-01\n"),
    ];
    let text = |otherwise: &str| {
        let bound = format!("bound death.date on or after (last visit).date, otherwise {otherwise}\n");
        let death = "death from deaths key id { date = d as date \"yyyy-MM\" }\n";
        let visit = format!("visit from v key id {{ date = d as date \"yyyy-MM-dd\"\n{VISIT} }}\n");
        source(table, &format!("{bound}{death}{visit}"))
    };
    let found = |otherwise: &str, condition: &str| {
        let criterion = format!("include c: {condition}, unknown is not met");
        members(&text(otherwise), &criterion, &files)
    };
    // Patient 1 died in June, and was seen on the 15th.
    assert_eq!(found("missing", "death.date >= 2020-06-15"), ["1", "3"]);
    assert_eq!(found("kept", "death.date >= 2020-06-15"), ["3"]);
    assert_eq!(found("moved", "death.date = 2020-06-15"), ["2"]);
    assert_eq!(found("missing", "death.date is missing"), ["2"]);
    assert_eq!(found("kept", "death.date < 2020-06-01"), ["2", "4"]);
    let result = support::run(&text("kept"), "include c: death.date is known", &files).unwrap();
    assert_eq!(result.quality.contradictions, [("death.date".to_owned(), 1)]);
}

#[test]
fn what_a_source_does_not_record_is_replaced_or_not_asked_for() {
    let table = "table v = csv \"v.csv\"";
    let visit = format!("visit from v key id {{ date = d as date \"yyyy-MM-dd\"\n{VISIT} }}");
    let text = source(table, &format!("{NO_DEATH}{visit}"));
    let files = [PEOPLE, ("v.csv", "id,d\n1,2020-06-15\n")];
    let found = |criterion: &str| members(&text, criterion, &files);
    assert_eq!(
        found("include c: (any visit where score > 1) if available, else (any visit)"),
        ["1"]
    );
    assert_eq!(found("include c: (any visit) if available, else true"), ["1"]);
    assert_eq!(
        found("include c: only in s { count visit } = 1, unknown is not met"),
        ["1"]
    );
    let other = format!(
        "{text}\n{}",
        source(table, &format!("{NO_DEATH}{visit}"))
            .replace(MODEL, "")
            .replace("source s", "source t")
    );
    let found = members(
        &other,
        "include c: only in t { count visit } = 1, unknown is met",
        &files,
    );
    assert_eq!(found, ["1", "2", "3", "4"]);
}
