//! Where names lead: a project of several files with a cursor at each kind of name.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on says so"
)]

mod common;

use common::{marked, shown};
use kohort_ide::{
    Target, Workspace, declaration, definition, document_highlights, document_links, implementations,
    incoming_calls, linked_editing_ranges, outgoing_calls, prepare_calls, prepare_rename, references,
    selection_ranges, type_definition, workspace_symbols,
};
use std::fmt::Write;

const REGISTRY: &str = include_str!("common/registry.txt");

fn place(workspace: &Workspace, target: &Target) -> String {
    shown(workspace, &target.path, &target.range)
}

/// What is said about each cursor, and the text around it.
fn at_each_cursor(mut say: impl FnMut(&mut Workspace, &str, u32, &mut String)) -> String {
    let (mut workspace, cursors) = marked(REGISTRY);
    assert!(cursors.len() >= 60, "{}", cursors.len());
    let mut out = String::new();
    for (path, offset) in cursors {
        let here = shown(&workspace, &path, &(offset..offset));
        writeln!(out, "{}", here.replace("‹›", "|")).unwrap();
        say(&mut workspace, &path, offset, &mut out);
    }
    out
}

#[test]
fn the_project_has_no_errors() {
    let (mut workspace, _) = marked(REGISTRY);
    // What a country does not record is no matter of names.
    workspace.check_against(Some(Vec::new()));
    let mut found = String::new();
    for file in workspace.files() {
        let analysis = workspace.analyse(&file).unwrap();
        for finding in analysis.diagnostics.iter().filter(|found| found.is_error()) {
            let place = finding.span().map(|span| {
                (
                    analysis.files.path(span.file).to_owned(),
                    analysis.files.slice(span).to_owned(),
                )
            });
            writeln!(found, "{file}: {} {place:?}", finding.title).unwrap();
        }
    }
    assert_eq!(found, "");
}

#[test]
fn every_name_leads_to_its_declaration() {
    insta::assert_snapshot!(at_each_cursor(|workspace, path, offset, out| {
        let found = definition(workspace, path, offset);
        let line = found.map_or(String::from("nowhere"), |target| place(workspace, &target));
        writeln!(out, "    → {line}").unwrap();
        let from = declaration(workspace, path, offset).map(|target| place(workspace, &target));
        if let Some(from) = from.filter(|from| *from != line) {
            writeln!(out, "    comes in at {from}").unwrap();
        }
        if let Some(target) = type_definition(workspace, path, offset) {
            writeln!(out, "    has the type of {}", place(workspace, &target)).unwrap();
        }
    }));
}

#[test]
fn uses_are_found_over_the_project() {
    insta::assert_snapshot!(at_each_cursor(|workspace, path, offset, out| {
        let found = references(workspace, path, offset, true).unwrap_or_default();
        let lines = found.iter().map(|target| {
            let line = place(workspace, target);
            line.split(": ").next().unwrap_or_default().to_owned()
        });
        writeln!(out, "    used at {}", lines.collect::<Vec<_>>().join(", ")).unwrap();
        // What is in the same file is highlighted.
        let own = found
            .iter()
            .filter(|target| target.path == path)
            .map(|target| target.range.clone());
        let lit = document_highlights(workspace, path, offset);
        assert_eq!(
            lit.iter().map(|lit| lit.range.clone()).collect::<Vec<_>>(),
            own.collect::<Vec<_>>()
        );
        assert!(lit.iter().filter(|lit| lit.is_declaration).count() <= 1);
        let without = references(workspace, path, offset, false).unwrap_or_default();
        assert!(without.len() <= found.len() && without.iter().all(|target| found.contains(target)));
    }));
}

#[test]
fn what_can_be_renamed_says_so_and_what_cannot_says_why() {
    insta::assert_snapshot!(at_each_cursor(|workspace, path, offset, out| {
        match prepare_rename(workspace, path, offset) {
            Ok((range, name)) => {
                let line = shown(workspace, path, &range);
                assert!(line.contains(&format!("‹{name}›")), "{line}");
                let linked = linked_editing_ranges(workspace, path, offset);
                let linked = linked.map_or(String::new(), |ranges| {
                    format!(", with {} in the file", ranges.len())
                });
                writeln!(out, "    `{name}`{linked}").unwrap();
            }
            Err(refusal) => writeln!(out, "    {refusal}").unwrap(),
        }
    }));
}

#[test]
fn attributes_lead_to_their_mappings() {
    insta::assert_snapshot!(at_each_cursor(|workspace, path, offset, out| {
        for target in implementations(workspace, path, offset) {
            writeln!(out, "    {}", place(workspace, &target)).unwrap();
        }
    }));
}

#[test]
fn definitions_are_used_by_others_and_use_others() {
    let (mut workspace, cursors) = marked(REGISTRY);
    let mut out = String::new();
    let mut seen = Vec::new();
    for (path, offset) in cursors {
        let Some(item) = prepare_calls(&mut workspace, &path, offset) else {
            continue;
        };
        if seen.contains(&item) {
            continue;
        }
        writeln!(out, "{:?} {} in {}", item.kind, item.name, item.path).unwrap();
        for call in incoming_calls(&mut workspace, &item) {
            writeln!(
                out,
                "    used by {:?} {} ({})",
                call.item.kind,
                call.item.name,
                call.places.len()
            )
            .unwrap();
        }
        for call in outgoing_calls(&mut workspace, &item) {
            writeln!(
                out,
                "    uses {:?} {} of {}",
                call.item.kind, call.item.name, call.item.path
            )
            .unwrap();
        }
        seen.push(item);
    }
    insta::assert_snapshot!(out);
}

#[test]
fn names_are_found_by_a_few_letters() {
    let (workspace, _) = marked(REGISTRY);
    let mut out = String::new();
    for letters in ["peop", "sg", "cncr", "haemo", "tt", "OVERALL", "zzz"] {
        writeln!(out, "{letters}").unwrap();
        for found in workspace_symbols(&workspace, letters).into_iter().take(6) {
            writeln!(
                out,
                "    {:?} {} ({}) {}",
                found.kind, found.name, found.container, found.path
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!(out);
    assert!(!workspace_symbols(&workspace, "").is_empty());
}

#[test]
fn a_selection_grows_to_the_file() {
    let text = "let a = (first visit where kind = b from index to index + 7 days).date // end\n";
    let at = u32::try_from(text.find("kind").unwrap()).unwrap();
    let ranges = selection_ranges(text, at);
    let parts = ranges
        .iter()
        .map(|range| &text[range.start as usize..range.end as usize]);
    insta::assert_snapshot!(parts.collect::<Vec<_>>().join("\n"));
    // Any text, any place.
    for text in ["", "\n", "{", "cohort c { include a: ", "// 🩺 胃癌", text] {
        for offset in 0..=u32::try_from(text.len()).unwrap() + 2 {
            let ranges = selection_ranges(text, offset);
            assert_eq!(ranges.last(), Some(&(0..u32::try_from(text.len()).unwrap())));
        }
    }
}

#[test]
fn modules_addresses_and_files_are_links() {
    let (mut workspace, _) = marked(REGISTRY);
    workspace.open("clinic/people.csv", "".into());
    workspace.open("clinic/doses.csv", "".into());
    let mut out = String::new();
    for path in ["lists/cancers.kohort", "s.kohort", "clinic/files.kohort"] {
        for link in document_links(&workspace, path) {
            writeln!(
                out,
                "{} → {:?}",
                shown(&workspace, path, &link.range),
                link.target
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn the_standard_library_can_be_walked_through() {
    let (mut workspace, _) = marked("//- a.kohort\nlet x = 1\n");
    let path = "std/endpoints.kohort";
    let text = workspace.text(path).unwrap();
    let at = u32::try_from(text.find("{oncology}").unwrap() + 1).unwrap();
    let target = definition(&mut workspace, path, at).unwrap();
    assert_eq!(target.path, "std/oncology.kohort");
    let at = u32::try_from(text.find("censored at last_activity").unwrap() + 12).unwrap();
    let target = definition(&mut workspace, path, at).unwrap();
    assert!(shown(&workspace, path, &target.range).contains("‹last_activity›: Date"));
    assert!(prepare_rename(&mut workspace, path, at).is_err());
}

#[test]
fn a_class_of_drugs_is_found_wherever_it_is_named() {
    let (mut workspace, cursors) = marked(
        "//- drugs.kohort\n\
         drug one { class $0fast, slow }\n\
         drug two { class fast }\n\
         drugs quick { class fast, except two }\n\
         //- rules.kohort\n\
         use drugs.{quick}\n\
         lines rules { drugs quick  window 28 days  gap never for class $0fast  new drug class $0steady advances }\n",
    );
    let mut out = String::new();
    for (path, offset) in cursors {
        writeln!(out, "{}", shown(&workspace, &path, &(offset..offset))).unwrap();
        for target in references(&mut workspace, &path, offset, true).unwrap_or_default() {
            writeln!(out, "    {}", place(&workspace, &target)).unwrap();
        }
        let marks = document_highlights(&mut workspace, &path, offset);
        let declares = marks.iter().any(|mark| mark.is_declaration);
        let declared = definition(&mut workspace, &path, offset).map(|target| place(&workspace, &target));
        writeln!(out, "    {} here, {declares}, {declared:?}", marks.len()).unwrap();
        let renamed = prepare_rename(&mut workspace, &path, offset).map_err(|why| why.to_string());
        writeln!(out, "    {renamed:?}").unwrap();
    }
    insta::assert_snapshot!(out);
}
