//! Which files belong together, and what happens to them on the disk.

use crate::support::disk::Disk;
use crate::support::editor::Editor;
use crate::support::projects::{CLINIC, clinic, text, uri};
use kohort_lsp::Problem;
use serde_json::{Value, json};

const NOTHING: [String; 0] = [];

#[test]
fn all_files_of_a_project_are_checked_once_one_is_open() {
    let disk = clinic();
    disk.write(CLINIC, "shared/people.kohort", "let man = sex = m\n");
    let mut editor = Editor::start(&disk);
    editor.open(&uri("clinic.kohort"), text("clinic.kohort"));
    assert_eq!(editor.codes(&uri("first.kohort"))[0], "K0210");
    let of_closed = &editor.published[&uri("first.kohort")];
    assert!(of_closed["version"].is_null(), "{of_closed}");
}

#[test]
fn folders_are_checked_when_the_editor_opens_them() {
    let disk = clinic();
    disk.write(CLINIC, "wrong.kohort", "let a = )\n");
    let folders = json!({ "workspaceFolders": [{ "uri": "file:///clinic", "name": "clinic" }] });
    let mut editor = Editor::start_with(&disk, json!({}), folders);
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    assert!(!editor.codes(&uri("wrong.kohort")).is_empty());
    editor.tell(
        "workspace/didChangeWorkspaceFolders",
        json!({ "event": { "added": [], "removed": [{ "uri": "file:///clinic", "name": "clinic" }] } }),
    );
    assert_eq!(editor.codes(&uri("wrong.kohort")), NOTHING);
}

#[test]
fn several_folders_are_several_projects() {
    let disk = clinic();
    disk.write("/other", "kohort.toml", "");
    disk.write("/other", "clinic.kohort", "let clinic = 1\n");
    let mut editor = Editor::start(&disk);
    editor.open(&uri("first.kohort"), text("first.kohort"));
    editor.open("file:///other/first.kohort", text("first.kohort"));
    assert_eq!(editor.codes(&uri("first.kohort")), NOTHING);
    assert!(!editor.codes("file:///other/first.kohort").is_empty());
}

#[test]
fn files_outside_of_any_project_are_checked_alone() {
    let mut editor = Editor::start(&clinic());
    editor.open("file:///elsewhere/a.kohort", text("first.kohort"));
    assert!(
        editor
            .codes("file:///elsewhere/a.kohort")
            .contains(&String::from("K0203"))
    );
    editor.open("file:///elsewhere/clinic.kohort", text("clinic.kohort"));
    editor.open(
        "file:///elsewhere/shared/people.kohort",
        text("shared/people.kohort"),
    );
    editor.close("file:///elsewhere/shared/people.kohort");
    editor.close("file:///elsewhere/a.kohort");
    assert_eq!(editor.codes("file:///elsewhere/a.kohort"), NOTHING);
}

#[test]
fn a_file_that_is_renamed_on_the_disk_is_noticed() {
    let disk = clinic();
    let mut editor = Editor::start(&disk);
    editor.open(&uri("first.kohort"), text("first.kohort"));
    assert_eq!(editor.codes(&uri("first.kohort")), NOTHING);
    disk.remove(CLINIC, "shared/people.kohort");
    disk.write(CLINIC, "shared/persons.kohort", text("shared/people.kohort"));
    editor.watched(&[&uri("shared/people.kohort"), &uri("shared/persons.kohort")]);
    assert_eq!(editor.codes(&uri("first.kohort"))[0], "K0203");
    assert_eq!(editor.codes(&uri("second.kohort"))[0], "K0203");
    disk.remove(CLINIC, "shared/persons.kohort");
    disk.write(CLINIC, "shared/people.kohort", text("shared/people.kohort"));
    editor.watched(&[&uri("shared/people.kohort"), &uri("shared/persons.kohort")]);
    assert_eq!(editor.codes(&uri("first.kohort")), NOTHING);
}

#[test]
fn without_watching_files_are_read_again_when_something_is_saved() {
    let disk = clinic();
    let mut editor = Editor::start(&disk);
    editor.open(&uri("first.kohort"), text("first.kohort"));
    assert_eq!(editor.codes(&uri("first.kohort")), NOTHING);
    disk.write(CLINIC, "shared/people.kohort", "let man = sex = m\n");
    editor.tell(
        "textDocument/didSave",
        json!({ "textDocument": { "uri": uri("first.kohort") } }),
    );
    assert_eq!(editor.codes(&uri("first.kohort"))[0], "K0210");
}

#[test]
fn what_is_wrong_with_a_manifest_stands_in_it() {
    let disk = clinic();
    let problem = Problem {
        message: String::from("`sauces` is not known"),
        line: 2,
    };
    disk.manifest(CLINIC, None, Some(problem));
    let mut editor = Editor::start(&disk);
    editor.open(&uri("first.kohort"), text("first.kohort"));
    let manifest = uri("kohort.toml");
    let told = editor.diagnostics(&manifest);
    assert_eq!(told[0]["message"], "`sauces` is not known");
    assert_eq!(told[0]["range"]["start"], json!({ "line": 2, "character": 0 }));
    disk.manifest(CLINIC, Some(&["nowhere"]), None);
    editor.watched(&[&manifest]);
    assert_eq!(editor.diagnostics(&manifest), Vec::<Value>::new());
    assert_eq!(editor.codes(&uri("first.kohort")), ["K0703"]);
}

#[test]
fn a_manifest_that_comes_makes_a_folder_a_project() {
    let disk = clinic();
    let mut editor = Editor::start(&disk);
    let inner = uri("inner/a.kohort");
    editor.open(&inner, text("first.kohort"));
    assert_eq!(editor.codes(&inner), NOTHING);
    disk.write("/clinic/inner", "kohort.toml", "");
    editor.watched(&[&uri("inner/kohort.toml")]);
    assert!(editor.codes(&inner).contains(&String::from("K0203")));
}

#[test]
fn the_standard_library_is_shown_and_has_answers() {
    let mut editor = Editor::start(&Disk::default());
    let name = "kohort-std:/std/oncology.kohort";
    let text = editor.ask("kohort/text", json!({ "uri": name }));
    let text = text.as_str().expect("a text").to_owned();
    assert!(text.contains("model oncology"));
    editor.open(name, &text);
    assert_eq!(editor.codes(name), NOTHING);
    let symbols = editor.ask(
        "textDocument/documentSymbol",
        json!({ "textDocument": { "uri": name } }),
    );
    assert_eq!(symbols[0]["name"], "oncology");
    let page = editor.ask("kohort/text", json!({ "uri": "kohort-explain:/K0312.md" }));
    assert!(page.as_str().expect("a page").starts_with("# K0312"));
    for nothing in [
        "kohort-std:/std/none.kohort",
        "kohort-explain:/K9999.md",
        "file:///etc/passwd",
    ] {
        assert_eq!(
            editor.ask_in_vain("kohort/text", json!({ "uri": nothing })),
            -32602
        );
    }
}
