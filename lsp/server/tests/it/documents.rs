//! Texts as the editor shows them: versions, positions, and edits that come fast.

use crate::support::editor::Editor;
use crate::support::edits::position;
use crate::support::projects::{clinic, text, uri};
use serde_json::{Value, json};

fn about(document: &str) -> Value {
    json!({ "textDocument": { "uri": document } })
}

/// The names of a document's symbols.
fn names(editor: &mut Editor, document: &str) -> Vec<String> {
    let symbols = editor.ask("textDocument/documentSymbol", about(document));
    let symbols = symbols.as_array().expect("symbols");
    symbols
        .iter()
        .map(|symbol| symbol["name"].as_str().expect("a name").to_owned())
        .collect()
}

#[test]
fn six_hundred_edits_in_a_row_keep_their_order() {
    let mut editor = Editor::start(&clinic());
    let name = uri("new.kohort");
    editor.open(&name, "");
    let mut expected = String::new();
    for number in 0..600_i32 {
        let line = format!("let 胃{number} = {number}\n");
        let end = position(&expected, expected.len());
        editor.change(
            &name,
            number + 2,
            json!([{ "range": { "start": end, "end": end }, "text": line }]),
        );
        expected.push_str(&line);
    }
    let names = names(&mut editor, &name);
    let wanted: Vec<String> = (0..600).map(|number| format!("胃{number}")).collect();
    assert_eq!(names, wanted);
    editor.settle();
    assert_eq!(editor.published[&name]["version"], 601);
    assert!(
        editor.publications < 600,
        "a burst of edits is not checked edit by edit"
    );
}

#[test]
fn a_version_that_is_not_newer_is_ignored() {
    let mut editor = Editor::start(&clinic());
    let name = uri("new.kohort");
    editor.open(&name, "let a = 1\n");
    editor.replace(&name, 7, "let b = 1\n");
    editor.replace(&name, 6, "let c = 1\n");
    editor.replace(&name, 7, "let d = 1\n");
    assert_eq!(names(&mut editor, &name), ["b"]);
    editor.settle();
    assert_eq!(editor.published[&name]["version"], 7);
}

#[test]
fn an_edit_of_a_document_that_is_not_open_is_ignored() {
    let mut editor = Editor::start(&clinic());
    editor.replace(&uri("first.kohort"), 3, "let a = 1");
    editor.close(&uri("second.kohort"));
    editor.settle();
    let refused = editor.ask_in_vain("textDocument/foldingRange", about(&uri("first.kohort")));
    assert_eq!(refused, -32602);
}

#[test]
fn a_document_that_is_closed_counts_as_it_lies_on_the_disk() {
    let mut editor = Editor::start(&clinic());
    let shared = uri("shared/people.kohort");
    let study = uri("first.kohort");
    editor.open(&study, text("first.kohort"));
    editor.open(&shared, "let man = sex = m\n");
    assert_eq!(editor.codes(&study)[0], "K0210");
    editor.close(&shared);
    assert_eq!(editor.codes(&study), Vec::<String>::new());
    editor.open(&shared, "let man = sex = m\n");
    assert_eq!(editor.codes(&study)[0], "K0210");
}

#[test]
fn positions_count_units_of_utf16() {
    let mut editor = Editor::start(&clinic());
    let name = uri("new.kohort");
    let before = "// 🩺 胃癌 e\u{301}\r\nlet 名 = sex = f\r\n";
    editor.open(&name, before);
    // Behind the emoji, in units.
    editor.change(
        &name,
        2,
        json!([{ "range": { "start": { "line": 0, "character": 5 }, "end": { "line": 0, "character": 6 } }, "text": "𝄞" }]),
    );
    let symbols = editor.ask("textDocument/documentSymbol", about(&name));
    let start = &symbols[0]["location"]["range"]["start"];
    assert_eq!(*start, json!({ "line": 1, "character": 0 }));
    // A comment of the same line shifts nothing that is in another, and a fault is marked where it stands.
    editor.replace(&name, 3, "let 名 = \"🩺\" )");
    let fault = editor.diagnostics(&name)[0]["range"].clone();
    assert_eq!(fault["start"], json!({ "line": 0, "character": 13 }), "{fault}");
    let tokens = editor.ask("textDocument/semanticTokens/full", about(&name));
    assert_eq!((&tokens["data"][6], &tokens["data"][7]), (&json!(4), &json!(1)));
}

#[test]
fn positions_count_bytes_where_that_was_agreed() {
    let capabilities = json!({ "general": { "positionEncodings": ["utf-8"] } });
    let mut editor = Editor::start_with(&clinic(), capabilities, json!({}));
    let name = uri("new.kohort");
    editor.open(&name, "// 胃癌\nlet 名 = sex = f // 🩺");
    editor.change(
        &name,
        2,
        json!([{ "range": { "start": { "line": 1, "character": 4 }, "end": { "line": 1, "character": 7 } }, "text": "名前" }]),
    );
    assert_eq!(names(&mut editor, &name), ["名前"]);
}

#[test]
fn texts_of_other_languages_are_not_checked() {
    let mut editor = Editor::start(&clinic());
    for name in [&uri("kohort.toml"), "kohort-explain:/K0312.md"] {
        let document =
            json!({ "uri": name, "languageId": "markdown", "version": 1, "text": "# no ( text of ours\n" });
        editor.tell("textDocument/didOpen", json!({ "textDocument": document }));
        editor.replace(name, 2, "[project]\n");
        assert_eq!(editor.codes(name), Vec::<String>::new());
        editor.close(name);
    }
}

#[test]
fn texts_that_lie_nowhere_are_checked_by_themselves() {
    let mut editor = Editor::start(&clinic());
    editor.open("untitled:Untitled-1", "let a = 1 +\n");
    editor.open("vscode-vfs://github/owner/repository/b.kohort", "let a = )\n");
    assert_eq!(editor.codes("untitled:Untitled-1").len(), 1);
    assert!(
        !editor
            .codes("vscode-vfs://github/owner/repository/b.kohort")
            .is_empty()
    );
    editor.close("untitled:Untitled-1");
    assert_eq!(editor.codes("untitled:Untitled-1"), Vec::<String>::new());
}
