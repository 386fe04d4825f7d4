//! Single renames: what they change, and what they refuse.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on says so"
)]

mod common;

use common::{fixture, shown};
use kohort_ide::{rename, rename_files};
use std::fmt::Write;

const LISTS: &str = "//- lists/all.kohort\ncodes lung { ICD10CM C34.* }\ncodes colon { ICD10CM C18.* }\n";

/// What a rename of what is at `$0` changes, or why it is refused.
fn changed(text: &str, new: &str) -> String {
    let (mut workspace, path, offset) = fixture(text);
    match rename(&mut workspace, &path, offset, new) {
        Ok(edits) => {
            let lines = edits
                .iter()
                .map(|edit| shown(&workspace, &edit.path, &edit.range));
            lines.collect::<Vec<_>>().join("\n")
        }
        Err(refusal) => refusal.to_string(),
    }
}

fn study(uses: &str, body: &str) -> String {
    format!(
        "{LISTS}//- s.kohort\nstudy s version \"1.0.0\" on std.oncology\n{uses}\n{body}\nreport {{ attrition }}\n"
    )
}

#[test]
fn renames_keep_to_what_the_name_means() {
    let cohort = "cohort c { index (first diagnosis where code in cancer).date }";
    let alias = study("use lists.all.{lung as $0cancer}", cohort);
    let item = study("use lists.all.{$0lung as cancer}", cohort);
    let cases = [
        ("an alias", alias, "tumours"),
        ("an item behind an alias", item, "airways"),
        (
            "a code list from its use",
            study(
                "use lists.all.{lung}",
                "let t = any diagnosis where code in $0lung\ncohort c { index (first diagnosis where code in lung).date }",
            ),
            "airways",
        ),
        (
            "a name of another meaning stays",
            study(
                "",
                "let $0seen = first visit\ncohort c { index seen.date\n include seen: seen.date >= 2020-01-01, unknown is met }",
            ),
            "met",
        ),
        (
            "a rule set by its path",
            format!(
                "//- rules/own.kohort\nuse std.drugs.{{antineoplastic}}\nlines $0short version \"1.0.0\" {{\n drugs antineoplastic\n window 28 days\n gap > 60 days\n new drug advances\n dropped drug continues\n}}\n{}",
                study(
                    "",
                    "cohort c { index (first visit).date }\nlines therapy = rules.own.short starting index"
                )
            ),
            "brief",
        ),
        (
            "a cohort and its cohorts, reports and tests",
            study(
                "",
                "cohort $0c { index (first visit).date }\ncohort d from c { include x: sex = female, unknown is met }\ntest \"t\" { patient { birth_date 2000-01-01  visit 2020-01-01 } expect in c }",
            ),
            "people",
        ),
    ];
    let mut out = String::new();
    for (title, text, new) in cases {
        writeln!(out, "{title}, as {new}\n{}\n", changed(&text, new)).unwrap();
    }
    insta::assert_snapshot!(out);
}

#[test]
fn what_is_refused_says_what_to_do() {
    let plain = |body: &str| study("use lists.all.{lung}", body);
    let cohort = "cohort c { index (first diagnosis where code in lung).date }";
    let cases = [
        (
            "reserved",
            plain(&format!("let $0a = any visit\n{cohort}")),
            "let",
        ),
        (
            "the index",
            plain(&format!("let $0a = any visit\n{cohort}")),
            "index",
        ),
        (
            "no name",
            plain(&format!("let $0a = any visit\n{cohort}")),
            "two words",
        ),
        (
            "taken here",
            plain(&format!("let $0a = any visit\n{cohort}")),
            "lung",
        ),
        ("taken there", plain(&cohort.replace("lung", "$0lung")), "colon"),
        (
            "hidden by a name that comes first",
            plain(
                "let $0a = (first visit).date\ncohort c { index (first diagnosis where code in lung and date >= a).date }",
            ),
            "stage",
        ),
        (
            "of the library",
            plain(
                "let b = any lab where test = $0haemoglobin\ncohort c { index (first diagnosis where code in lung).date }",
            ),
            "hb",
        ),
        (
            "of the library's model",
            plain("cohort c { index (first $0diagnosis where code in lung).date }"),
            "finding",
        ),
        ("a module", study("use lists.$0all.{lung}", cohort), "lists"),
        (
            "a word of the language",
            plain(&format!("{cohort}\nlet x = $0index - 3 days")),
            "start",
        ),
        ("nothing", plain(&format!("{cohort}\n$0")), "start"),
        (
            "damaged",
            plain(
                "let $0a = any visit\ncohort c { index (first diagnosis where code in lung).date\n include b: a and and\n }",
            ),
            "z",
        ),
        (
            "damaged elsewhere",
            plain(&format!("let $0a = any visit\n{cohort}\ncohorts {{ a }}")),
            "z",
        ),
        (
            "not understood",
            plain(
                "let $0a = any visit\ncohort c { index (first diagnosis where code in lung).date\n include b: nowhere = a\n }",
            ),
            "z",
        ),
        (
            "damage that has nothing to do with it",
            plain(&format!("let $0a = any visit\n{cohort}\ncohorts {{ other }}")),
            "z",
        ),
    ];
    let mut out = String::new();
    for (title, text, new) in cases {
        writeln!(out, "{title}\n{}\n", changed(&text, new)).unwrap();
    }
    insta::assert_snapshot!(out);
}

#[test]
fn moved_files_take_their_uses_along() {
    let text = format!(
        "//- lists/drugs.kohort\nuse std.drugs.{{cisplatin}}\nuse lists.all.{{lung}}\ndrugs own {{ cisplatin }}\n{}$0",
        study(
            "use lists.all.{lung}\nuse lists.drugs.{own}",
            "cohort c { index (first diagnosis where code in lung).date }"
        )
    );
    let moves = [
        ("lists/all.kohort", "lists/codes/cancers.kohort"),
        ("lists", "shared/lists"),
        ("lists/all.kohort", "lists/all of them.kohort"),
        ("lists/all.kohort", "lists/all.txt"),
        ("unused.kohort", "other.kohort"),
    ];
    let mut out = String::new();
    for (from, to) in moves {
        let (mut workspace, ..) = fixture(&text);
        writeln!(out, "{from} to {to}").unwrap();
        for edit in rename_files(&mut workspace, &[(from.to_owned(), to.to_owned())]) {
            let line = shown(&workspace, &edit.path, &edit.range);
            writeln!(out, "    {line} → {}", edit.replacement).unwrap();
        }
    }
    insta::assert_snapshot!(out);
}
