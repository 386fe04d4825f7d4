//! Where names lead, and renames, as the protocol says them.

use crate::support::editor::Editor;
use crate::support::projects::{clinic, text, uri};
use serde_json::{Value, json};

/// An editor that shows the first study of the small project.
fn editor() -> Editor {
    let capabilities = json!({ "textDocument": { "rename": { "prepareSupport": true } } });
    let mut editor = Editor::start_with(&clinic(), capabilities, json!({}));
    editor.open(&uri("first.kohort"), text("first.kohort"));
    editor
}

/// A place in the first study: `include is_woman: woman` has the name in column 20.
fn woman() -> Value {
    json!({ "textDocument": { "uri": uri("first.kohort") }, "position": { "line": 7, "character": 20 } })
}

fn place(path: &str, line: u32, from: u32, to: u32) -> Value {
    json!({
        "uri": uri(path),
        "range": { "start": { "line": line, "character": from }, "end": { "line": line, "character": to } },
    })
}

#[test]
fn names_lead_to_other_files() {
    let mut editor = editor();
    let target = editor.ask("textDocument/definition", woman());
    assert_eq!(target, place("shared/people.kohort", 1, 4, 9));
    let from = editor.ask("textDocument/declaration", woman());
    assert_eq!(from, place("first.kohort", 2, 19, 24));
}

#[test]
fn uses_are_those_of_the_project() {
    let mut editor = editor();
    let mut parameters = woman();
    parameters["context"] = json!({ "includeDeclaration": true });
    let found = editor.ask("textDocument/references", parameters);
    assert_eq!(
        found,
        json!([
            place("first.kohort", 2, 19, 24),
            place("first.kohort", 7, 20, 25),
            place("second.kohort", 2, 19, 24),
            place("second.kohort", 6, 20, 25),
            place("shared/people.kohort", 1, 4, 9),
        ])
    );
}

#[test]
fn a_rename_changes_all_files_or_none() {
    let mut editor = editor();
    let prepared = editor.ask("textDocument/prepareRename", woman());
    assert_eq!(prepared["placeholder"], "woman");
    let mut parameters = woman();
    parameters["newName"] = json!("female");
    let edit = editor.ask("textDocument/rename", parameters.clone());
    let changes = edit["changes"].as_object().expect("changes");
    // The order of files says nothing.
    let mut counts: Vec<(&str, usize)> = changes
        .iter()
        .map(|(uri, edits)| (uri.as_str(), edits.as_array().map_or(0, Vec::len)))
        .collect();
    counts.sort_unstable();
    let expected = [
        uri("first.kohort"),
        uri("second.kohort"),
        uri("shared/people.kohort"),
    ];
    assert_eq!(
        counts,
        [
            (expected[0].as_str(), 2),
            (expected[1].as_str(), 2),
            (expected[2].as_str(), 1)
        ]
    );
    parameters["newName"] = json!("let");
    assert_eq!(editor.ask_in_vain("textDocument/rename", parameters), -32803);
}

#[test]
fn a_moved_file_takes_its_uses_along() {
    let mut editor = editor();
    let files = json!([{ "oldUri": uri("shared/people.kohort"), "newUri": uri("shared/persons.kohort") }]);
    let edit = editor.ask("workspace/willRenameFiles", json!({ "files": files }));
    for path in ["first.kohort", "second.kohort"] {
        let edits = &edit["changes"][uri(path)];
        assert_eq!(edits[0]["newText"], "shared.persons", "{path}");
    }
}

#[test]
fn what_uses_what_is_walked_both_ways() {
    let mut editor = editor();
    let items = editor.ask("textDocument/prepareCallHierarchy", woman());
    let item = items[0].clone();
    assert_eq!(item["name"], "woman");
    let incoming = editor.ask("callHierarchy/incomingCalls", json!({ "item": item.clone() }));
    let users: Vec<&Value> = incoming
        .as_array()
        .expect("calls")
        .iter()
        .map(|call| &call["from"]["name"])
        .collect();
    assert_eq!(users, ["is_woman", "is_woman"]);
    let outgoing = editor.ask("callHierarchy/outgoingCalls", json!({ "item": item }));
    assert_eq!(outgoing[0]["to"]["name"], "sex");
}

#[test]
fn declarations_are_found_by_their_letters() {
    let mut editor = editor();
    let found = editor.ask("workspace/symbol", json!({ "query": "hvy" }));
    assert_eq!(found[0]["name"], "heavy_visits");
    assert_eq!(found[0]["location"]["uri"], uri("shared/people.kohort"));
}
