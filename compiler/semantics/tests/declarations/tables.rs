//! Tables: files in several forms, lists, joins, conditions on rows.

use crate::{analysed, shows};
use kohort_semantics::Source;
use kohort_semantics::source::{
    Encoding, Origin, Repeats, RowTest, RowTestKind, Table, TableFile, TableFormat, TableId,
};
use std::sync::Arc;

const MODEL: &str = r#"
model clinic version "1.0.0" {
  one patient { sex: Category { female, male } }
  many visit dated date { date: Date  note: Text }
}
"#;

/// A source with one table of patients, some more tables, and visits.
fn source(tables: &str, visit: &str) -> String {
    format!(
        "{MODEL}\nsource here for clinic version \"1.0.0\" {{\n  table people = csv \"people.csv\"\n  {tables}\n  patient from people key id {{\n    sex = sex {{ \"F\": female, \"M\": male }}\n  }}\n  {visit}\n}}\n"
    )
}

/// Tables that nothing reads.
fn tables(tables: &str) -> String {
    source(tables, "")
}

/// Visits from a table, by their date and note.
fn visits(tables: &str, from: &str, note: &str) -> String {
    source(
        tables,
        &format!("visit from {from} {{\n    date = day as date \"yyyy-MM-dd\"\n    note = {note}\n  }}"),
    )
}

fn lowered(text: &str) -> Arc<Source> {
    let analysis = analysed(text);
    let shown = kohort_base::render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
    assert!(analysis.diagnostics.is_empty(), "{shown}");
    Arc::clone(analysis.sources.first().expect("one source"))
}

fn table(text: &str, name: &str) -> Table {
    let source = lowered(text);
    let found = source.tables.iter().find(|table| table.name == name);
    found.expect("declared").clone()
}

const XML: &str = r#"xml "cases.xml" rows "/Cases/Case" { id = "@Id"  day = "Visit/Day"  note = "." }"#;
const LIST: &str = r#"table protocols = list Protocol, Substance { "AC": "Doxorubicin", "Cyclophosphamid"  "FEC": "Epirubicin" }"#;

shows!(encoding: ["K0602"] heals &tables("table x = csv \"x.csv\" encoding shift_jis"));
shows!(encoding_of_parquet: ["K0602"] &tables("table x = parquet \"x.parquet\" encoding cp932"));
shows!(header_twice: ["K0202"] &tables("table x = csv \"x.csv\" header \"a\", \"b\", \"a\""));
shows!(header_empty: ["K0602"] &tables("table x = csv \"x.csv\" header \"a\", \"\""));
shows!(column_not_in_header: ["K0608"] heals &visits("table x = csv \"x.csv\" header \"id\", \"day\", \"notes\"", "x key id", "note"));
shows!(xml_without_rows: ["K0602"] &tables("table x = xml \"x.xml\" { id = \"@Id\" }"));
shows!(xml_rows: ["K0602"] &tables("table x = xml \"x.xml\" rows \"Cases/Case\" { id = \"@Id\" }"));
shows!(xml_column: ["K0602"] &tables("table x = xml \"x.xml\" rows \"/Cases/Case\" { id = \"@Id/x\" }"));
shows!(xml_column_twice: ["K0202"] &tables("table x = xml \"x.xml\" rows \"/Cases/Case\" { id = \"@Id\"  id = \"Id\" }"));
shows!(xml_with_delimiter: ["K0602"] &tables("table x = xml \"x.xml\" delimiter \";\" rows \"/Cases/Case\" { id = \"@Id\" }"));
shows!(column_not_in_xml: ["K0608"] heals &visits(&format!("table x = {XML}"), "x key id", "notes"));
shows!(column_not_in_one_form: ["K0608"] &visits(&format!("table x = csv \"cases.csv\" or {XML}"), "x key id", "remark"));
shows!(column_optional_in_one_form: [] &visits(&format!("table x = csv \"cases.csv\" or {XML}"), "x key id", "remark, optional"));
shows!(list_text_twice: ["K0607"] &tables("table x = list A, B { \"a\": \"1\"  \"a\": \"2\" }"));
shows!(list_value_twice: ["K0607"] &tables("table x = list A, B { \"a\": \"1\", \"1\" }"));
shows!(list_text_empty: ["K0602"] &tables("table x = list A, B { \"a\": \"1\"  \"\": \"2\" }"));
shows!(list_column_twice: ["K0202"] &tables("table x = list A, A { \"a\": \"1\" }"));
shows!(list_optional: ["K0602"] &tables("optional table x = list A, B { \"a\": \"1\" }"));
shows!(join_unknown_table: ["K0601"] heals &tables(&format!("{LIST}\n  table x = people joined to each protocol on regimen = Protocol")));
shows!(join_unknown_base: ["K0601"] heals &tables(&format!("{LIST}\n  table x = peopl joined to each protocols on regimen = Protocol")));
shows!(join_unknown_column: ["K0608"] heals &tables(&format!("{LIST}\n  table x = people joined to each protocols on regimen = Protokol")));
shows!(join_unknown_column_of_the_rows: ["K0608"] heals &tables(&format!("{LIST}\n  table x = protocols joined to people on Substanz = agent")));
shows!(join_unknown_qualifier: ["K0608"] &tables(&format!("{LIST}\n  table x = people joined to each protocols on plan.regimen = Protocol")));
shows!(join_circle: ["K0205"] &tables("table a = b joined to people on id\n  table b = a joined to people on id"));
shows!(join_itself: ["K0205"] &tables("table a = a joined to people on id"));
shows!(join_twice: ["K0602"] &tables("table v = csv \"v.csv\"\n  table a = v joined to people on id, to people on other = id"));
shows!(join_optional: ["K0602"] &tables("table v = csv \"v.csv\"\n  optional table a = v joined to people on id"));
shows!(joined_column_of_no_table: ["K0608"] &visits("table v = csv \"v.csv\"\n  table a = v joined to people on id", "a key id", "person.remark"));
shows!(qualifier_of_another_table: ["K0608"] &visits("table v = csv \"v.csv\"", "v key id", "people.remark"));
shows!(condition_text_empty: ["K0602"] &visits("table v = csv \"v.csv\"", "v key id where kind = \"\"", "n"));
shows!(condition_text_twice: ["K0607"] &visits("table v = csv \"v.csv\"", "v key id where kind in { \"a\", \"a \" }", "n"));
shows!(condition_column: ["K0608"] heals &visits(&format!("table v = {XML}"), "v key id where notes is known", "note"));

#[test]
fn a_table_can_have_several_forms() {
    let text = visits(
        &format!(
            "optional table x = csv \"cases.csv\" delimiter \"\\t\" encoding windows1252 or {XML} or parquet \"cases.parquet\""
        ),
        "x key id",
        "note",
    );
    let found = table(&text, "x");
    assert!(found.optional);
    let Origin::Files(files) = found.origin else {
        panic!("files")
    };
    let expected = [
        TableFile {
            path: "cases.csv".into(),
            format: TableFormat::Csv {
                delimiter: b'\t',
                encoding: Encoding::Windows1252,
                header: None,
            },
        },
        TableFile {
            path: "cases.xml".into(),
            format: TableFormat::Xml {
                rows: "/Cases/Case".into(),
                columns: [("id", "@Id"), ("day", "Visit/Day"), ("note", ".")]
                    .map(|(name, path)| (name.to_owned(), path.to_owned()))
                    .to_vec(),
            },
        },
        TableFile {
            path: "cases.parquet".into(),
            format: TableFormat::Parquet,
        },
    ];
    assert_eq!(files, expected);
}

#[test]
fn a_file_without_a_header_row_has_the_columns_that_are_written() {
    let text = visits(
        "table 様式1 = csv \"yoshiki1.txt\" encoding cp932 header \"id\", \"day\", \"備考\"",
        "様式1 key id",
        "備考",
    );
    let Origin::Files(files) = table(&text, "様式1").origin else {
        panic!("files")
    };
    let expected = TableFormat::Csv {
        delimiter: b',',
        encoding: Encoding::Cp932,
        header: Some(["id", "day", "備考"].map(str::to_owned).to_vec()),
    };
    assert_eq!(files.first().map(|file| &file.format), Some(&expected));
}

#[test]
fn lists_and_joins_are_kept_as_written() {
    let text = visits(
        &format!(
            "{LIST}\n  table v = csv \"v.csv\"\n  table with_person = v joined to people on id and a = b\n  table given = with_person joined to optional each protocols on v.regimen = Protocol"
        ),
        "given key v.id",
        "Substance",
    );
    let source = lowered(&text);
    let list = source.tables.iter().find(|table| table.name == "protocols");
    let Some(Origin::List { columns, rows }) = list.map(|table| &table.origin) else {
        panic!("a list")
    };
    assert_eq!(columns, &["Protocol", "Substance"]);
    let pairs: Vec<(&str, &str)> = rows
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        pairs,
        [
            ("AC", "Doxorubicin"),
            ("AC", "Cyclophosphamid"),
            ("FEC", "Epirubicin")
        ]
    );
    let Some(Origin::Joined { base, steps }) = source.tables.last().map(|table| &table.origin) else {
        panic!("joined")
    };
    assert_eq!(*base, TableId(3));
    let step = steps.first().expect("one step");
    assert!(step.each && step.optional);
    assert_eq!(step.on, [("v.regimen".to_owned(), "Protocol".to_owned())]);
    let given = TableId(4);
    let leaves: Vec<&str> = source
        .leaves(given)
        .into_iter()
        .filter_map(|id| source.table(id))
        .map(|table| table.name.as_str())
        .collect();
    assert_eq!(leaves, ["v", "people", "protocols"]);
    assert_eq!(
        source.entities.last().map(|mapping| mapping.key.as_str()),
        Some("v.id")
    );
}

#[test]
fn rows_and_repeats_are_chosen_by_columns() {
    let text = visits(
        "table v = csv \"v.csv\"",
        "v key id where kind = \"x\" and b in { \"y\", \"z\" } and c not in { \"q\" } and d is missing and e is known, last by \"退院年月日\"",
        "n",
    );
    let source = lowered(&text);
    let visit = source.entities.last().expect("mapped");
    let test = |column: &str, kind: RowTestKind| RowTest {
        column: column.to_owned(),
        kind,
    };
    let expected = [
        test("kind", RowTestKind::In(vec!["x".into()])),
        test("b", RowTestKind::In(vec!["y".into(), "z".into()])),
        test("c", RowTestKind::NotIn(vec!["q".into()])),
        test("d", RowTestKind::Missing),
        test("e", RowTestKind::Known),
    ];
    assert_eq!(
        visit
            .condition
            .as_ref()
            .map(|condition| condition.tests.as_slice()),
        Some(expected.as_slice())
    );
    assert_eq!(visit.repeats, Repeats::LastBy("退院年月日".into()));
    let distinct = lowered(&visits("table v = csv \"v.csv\"", "v key id, distinct", "n"));
    assert_eq!(
        distinct.entities.last().map(|mapping| &mapping.repeats),
        Some(&Repeats::Distinct)
    );
}
