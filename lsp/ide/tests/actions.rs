//! What is offered at a place, and the texts afterwards: `$0` is the cursor, or both ends of a selection.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on says so"
)]

use kohort_base::MemoryWorld;
use kohort_ide::{Finding, ProjectCheck, Workspace, actions};
use std::fmt::Write;

const MODEL: &str = "model clinic version \"1.0.0\" {
  one patient { birth_date: Date sex: Category { f, m } }
  many visit dated date { date: Date ward: Text }
  many diagnosis dated date { date: Date code: Code }
  many lab dated date { date: Date test: Analyte value: Quantity of test }
}
analyte haemoglobin { LOINC 718-7 unit g/dL convert g/L = 0.1 g/dL }
";

/// A study with something in it.
fn study(items: &str) -> String {
    format!("study s version \"1.0.0\" on clinic\n\n{items}\n\nreport {{\n  attrition\n}}\n")
}

/// A workspace of files, and where the cursor is in the first of them.
fn workspace(files: &[(&str, &str)]) -> (Workspace, String, std::ops::Range<u32>) {
    let mut world = MemoryWorld::new()
        .with("kohort.toml", "")
        .with("clinic.kohort", MODEL);
    let (first, marked) = files.first().expect("a file");
    let parts: Vec<&str> = marked.split("$0").collect();
    let start = u32::try_from(parts[0].len()).expect("short");
    let end = match parts.len() {
        2 => start,
        3 => start + u32::try_from(parts[1].len()).expect("short"),
        count => panic!("{count} parts"),
    };
    world.insert(first, parts.concat());
    for (path, text) in &files[1..] {
        world.insert(path, *text);
    }
    (
        Workspace::project(Box::new(world), None),
        (*first).to_owned(),
        start..end,
    )
}

fn findings(workspace: &mut Workspace, path: &str) -> Vec<Finding> {
    let mut check = ProjectCheck::new();
    check.settle(workspace, path);
    check.findings(path)
}

/// Every action whose title has the words, with the changed lines of each text.
fn offered(files: &[(&str, &str)], words: &str) -> String {
    let (mut workspace, path, range) = workspace(files);
    let found = findings(&mut workspace, &path);
    let mut shown = String::new();
    for action in actions(&mut workspace, &path, range, &found) {
        if !action.title.contains(words) {
            continue;
        }
        writeln!(shown, "## {} ({:?})", action.title, action.kind).expect("written");
        for (path, text) in action.change.applied(&workspace).expect("the edits fit") {
            let before = workspace
                .text(&path)
                .map(|text| text.to_string())
                .unwrap_or_default();
            writeln!(shown, "-- {path}").expect("written");
            let old: Vec<&str> = before.lines().collect();
            let new: Vec<&str> = text.lines().collect();
            let front = old
                .iter()
                .zip(&new)
                .take_while(|(left, right)| left == right)
                .count();
            let most = old.len().min(new.len()) - front;
            let back = old
                .iter()
                .rev()
                .zip(new.iter().rev())
                .take(most)
                .take_while(|(left, right)| left == right)
                .count();
            for line in &old[front..old.len() - back] {
                writeln!(shown, "- {line}").expect("written");
            }
            for line in &new[front..new.len() - back] {
                writeln!(shown, "+ {line}").expect("written");
            }
        }
    }
    shown
}

macro_rules! offers {
    ($name:ident: $words:literal in $files:expr) => {
        #[test]
        fn $name() {
            insta::with_settings!({ omit_expression => true }, {
                insta::assert_snapshot!(stringify!($name), offered($files, $words));
            });
        }
    };
}

offers!(a_selected_condition_gets_a_name: "Extract" in &[("a.kohort", &study(
    "cohort c {\n  index birth_date\n\n  /// Seen early\n  include seen: $0any visit where ward = \"A\" within 30 days of index$0 and sex = f, unknown is met\n}"
))]);
offers!(what_depends_on_a_record_cannot_be_extracted: "Extract" in &[("a.kohort", &study(
    "cohort c {\n  index birth_date\n  include seen: any visit where $0ward = \"A\"$0, unknown is met\n}"
))]);
offers!(a_criterion_s_condition_gets_a_name: "Name" in &[("a.kohort", &study(
    "cohort c {\n  index birth_date\n  include se$0en: any visit where ward = \"A\" within 30 days of index, unknown is met\n}"
))]);
offers!(a_definition_is_put_in_the_place_of_its_name: "Inline" in &[("a.kohort", &study(
    "/// Women seen early, or any man\nlet chosen = sex = f or sex = m\n\nlet early = visit where ward = \"A\"\n\ncohort c {\n  index birth_date\n  include chosen: chosen and any early, unknown is met\n  include again: not $0chosen, unknown is met\n}"
))]);
offers!(records_are_put_in_the_place_of_their_name: "Inline" in &[("a.kohort", &study(
    "let ear$0ly = visit where ward = \"A\"\n\ncohort c {\n  index birth_date\n  include early: any early within 30 days of index, unknown is met\n}"
))]);
offers!(a_quantity_is_written_in_another_unit: "Write" in &[("a.kohort", &study(
    "let hb = last lab where test = haemoglobin within 28 days of index\n\ncohort c {\n  index birth_date\n  include hb: hb.value >= 8.$05 g/dL, unknown is met\n}"
))]);
offers!(a_length_of_time_is_written_in_another_unit: "Write" in &[("a.kohort", &study(
    "let hb = last lab where test = haemoglobin within $028 days of index\n\ncohort c {\n  index birth_date\n  include hb: hb.value >= 8.5 g/dL, unknown is met\n}"
))]);
offers!(codes_are_sorted: "Sort" in &[("a.kohort", &study(
    "codes colon {\n  ICD10 C20 C$018.* C19\n  ICD10GM C18.*\n}\n\ncohort c {\n  index birth_date\n  include colon: any diagnosis where code in colon, unknown is met\n}"
))]);
offers!(a_list_of_the_library_has_the_same_codes: "exactly" in &[("a.kohort", &study(
    "codes bow$0el {\n  ICD10CM C18.* from 2015-10-01 C19 from 2015-10-01 C20 from 2015-10-01 C21.* from 2015-10-01\n  ICD10 C18.* C21.* C19 C20\n  ICD10GM C18.* C19 C20 C21.*\n  ICD10_2013 C18.* C19 C20 C21.*\n  ICD9CM 153.* until 2015-09-30 154.* until 2015-09-30\n}\n\ncohort c {\n  index birth_date\n  include colon: any diagnosis where code in bowel, unknown is met\n}"
))]);
offers!(a_list_of_the_library_has_further_systems: "Add" in &[("a.kohort", &study(
    "codes bow$0el {\n  ICD10CM C18.* C19 C20 C21.*\n  ICD10 C18.* C21.* C19 C20\n}\n\ncohort c {\n  index birth_date\n  include colon: any diagnosis where code in bowel, unknown is met\n}"
))]);
offers!(a_declaration_moves: "Move" in &[
    ("a.kohort", &study("use lists.{colon, lung}\n\n/// Seen with it\nlet wi$0th_colon = any diagnosis where code in colon\n\ncohort c {\n  index birth_date\n  include colon: with_colon or any diagnosis where code in lung, unknown is met\n}")),
    ("lists.kohort", "codes colon {\n  ICD10 C18.*\n}\n\ncodes lung {\n  ICD10 C34.*\n}\n"),
    ("shared.kohort", "/// Women\nlet woman = sex = f\n"),
]);
offers!(a_declaration_is_described: "Describe" in &[("a.kohort", &study(
    "let first_vi$0sit = first visit\n\ncohort c {\n  index first_visit.date\n}"
))]);
offers!(one_criterion_is_decided: "Say" in &[("a.kohort", &study(
    "cohort c {\n  index birth_date\n  include one: se$0x = f\n  include two: sex = m\n}"
))]);
offers!(all_imports_that_are_idle_go: "i" in &[
    ("a.kohort", &study("use lists.{co$0lon, lung}\n\ncohort c {\n  index birth_date\n}")),
    ("lists.kohort", "codes colon {\n  ICD10 C18.*\n}\n\ncodes lung {\n  ICD10 C34.*\n}\n"),
]);
offers!(a_bare_number_gets_one_of_the_units: "Add" in &[("a.kohort", &study(
    "let hb = last lab where test = haemoglobin within 28 days of index\n\ncohort c {\n  index birth_date\n  include hb: hb.value >= 8$0, unknown is met\n}"
))]);
