//! What is wrong with a document, as the editor is told.

use crate::support::disk::Disk;
use crate::support::editor::Editor;
use crate::support::projects::{clinic, example_files, text, uri};
use serde_json::json;

#[test]
fn the_small_project_is_sound() {
    let mut editor = Editor::start(&clinic());
    for path in [
        "clinic.kohort",
        "first.kohort",
        "second.kohort",
        "shared/people.kohort",
    ] {
        editor.open(&uri(path), text(path));
        assert_eq!(editor.diagnostics(&uri(path)), Vec::<serde_json::Value>::new());
    }
}

#[test]
fn a_finding_in_full() {
    let mut editor = Editor::start(&clinic());
    let name = uri("first.kohort");
    editor.open(
        &name,
        &text("first.kohort").replace("is_woman: woman", "is_woman: sex = g"),
    );
    insta::assert_json_snapshot!(editor.diagnostics(&name));
}

#[test]
fn a_finding_in_a_shared_file_comes_from_the_studies_that_use_it() {
    let mut editor = Editor::start(&clinic());
    let shared = uri("shared/people.kohort");
    editor.open(
        &shared,
        &text("shared/people.kohort").replace("sex = f", "sex = g"),
    );
    assert_eq!(editor.codes(&shared), ["K0312"]);
    editor.replace(&shared, 2, text("shared/people.kohort"));
    assert_eq!(editor.codes(&shared), Vec::<String>::new());
    assert_eq!(editor.published[&shared]["version"], 2);
}

#[test]
fn unused_names_are_shown_faded() {
    let mut editor = Editor::start(&clinic());
    let name = uri("first.kohort");
    let unused = text("first.kohort").replace("{woman}", "{woman, heavy_visits}");
    editor.open(&name, &unused);
    let found = editor.diagnostics(&name);
    assert_eq!(found[0]["code"], "K0206");
    assert_eq!(found[0]["tags"], json!([1]));
}

/// The codes and lines of what `kohort check` finds in a file, by the compiler without a server.
fn checked(disk: &Disk, path: &str) -> Vec<(String, u64)> {
    use kohort_base::Encoding;
    use kohort_lsp::Host;
    let world = disk.open(std::path::Path::new("/examples")).world;
    let mut found = Vec::new();
    let mut reached = std::collections::BTreeSet::new();
    let (studies, libraries): (Vec<_>, Vec<_>) = example_files()
        .into_iter()
        .partition(|(_, text)| text.lines().any(|line| line.starts_with("study ")));
    let mut check = |file: &str, reached: &mut std::collections::BTreeSet<String>| {
        let analysis = kohort_semantics::analyse(world.as_ref(), file, &Default::default()).expect("a file");
        let files = &analysis.files;
        reached.extend(analysis.reached.iter().map(|id| files.path(*id).to_owned()));
        for diagnostic in &analysis.diagnostics {
            let Some(span) = diagnostic.span() else { continue };
            if files.path(span.file) == path {
                let place = files.line_index(span.file).position(span.start, Encoding::Utf16);
                let one = (diagnostic.code.as_str().to_owned(), u64::from(place.line));
                if !found.contains(&one) {
                    found.push(one);
                }
            }
        }
    };
    for (study, _) in &studies {
        check(study, &mut reached);
    }
    for (library, _) in &libraries {
        if !reached.contains(library) {
            check(library, &mut reached);
        }
    }
    found.sort();
    found
}

#[test]
fn the_editor_is_told_what_check_finds() {
    let files = example_files();
    let disk = Disk::default();
    disk.write("/examples", "kohort.toml", "");
    for (number, (path, text)) in files.iter().enumerate() {
        // Some are damaged, so that there is something to find.
        let damaged = match number % 3 {
            0 => text.replacen("birth_date", "birth_dat", 1),
            1 => text.replacen(" where ", " were ", 1),
            _ => text.clone(),
        };
        disk.write("/examples", path, damaged);
    }
    let mut editor = Editor::start(&disk);
    let first = format!("file:///examples/{}", files[0].0);
    editor.open(&first, &files[0].1.replacen("birth_date", "birth_dat", 1));
    editor.settle();
    let mut all = 0;
    for (path, _) in &files {
        let told = editor.diagnostics(&format!("file:///examples/{path}"));
        let mut told: Vec<(String, u64)> = told
            .iter()
            .map(|diagnostic| {
                let line = diagnostic["range"]["start"]["line"].as_u64().expect("a line");
                (diagnostic["code"].as_str().expect("a code").to_owned(), line)
            })
            .collect();
        told.sort();
        told.dedup();
        assert_eq!(told, checked(&disk, path), "{path}");
        all += told.len();
    }
    assert!(all > 3, "there is something to find");
}
