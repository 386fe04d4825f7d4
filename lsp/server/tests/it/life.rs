//! How a conversation begins and ends.

use crate::support::disk::Disk;
use crate::support::editor::Editor;
use crate::support::projects::{CLINIC, clinic, text, uri};
use kohort_lsp::Ended;
use serde_json::{Value, json};

#[test]
fn utf8_is_taken_where_it_is_offered() {
    let encoding = |offered: Value| {
        let capabilities = json!({ "general": { "positionEncodings": offered } });
        let editor = Editor::start_with(&clinic(), capabilities, json!({}));
        editor.capabilities["positionEncoding"].clone()
    };
    assert_eq!(encoding(json!(["utf-16", "utf-8"])), "utf-8");
    assert_eq!(encoding(json!(["utf-32", "utf-16"])), "utf-16");
    let silent = Editor::start(&clinic());
    assert_eq!(silent.capabilities["positionEncoding"], "utf-16");
}

#[test]
fn what_the_server_offers() {
    let editor = Editor::start(&clinic());
    insta::assert_json_snapshot!(editor.capabilities);
}

#[test]
fn files_are_watched_where_the_editor_can() {
    let capabilities = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut editor = Editor::start_with(&clinic(), capabilities, json!({}));
    let request = editor.expect_request("client/registerCapability");
    let watchers = &request["params"]["registrations"][0]["registerOptions"]["watchers"];
    let patterns: Vec<&str> = watchers
        .as_array()
        .expect("watchers")
        .iter()
        .filter_map(|watcher| watcher["globPattern"].as_str())
        .collect();
    assert_eq!(patterns, ["**/*.kohort", "**/kohort.toml"]);
    // Nothing waits for the answer: it is given after something else was asked.
    editor.open(&uri("first.kohort"), text("first.kohort"));
    assert_eq!(editor.codes(&uri("first.kohort")), Vec::<String>::new());
    editor.reply(&request, Value::Null);
}

#[test]
fn a_request_after_shutdown_is_refused() {
    let mut editor = Editor::start(&clinic());
    assert_eq!(editor.ask("shutdown", Value::Null), Value::Null);
    let parameters = json!({ "textDocument": { "uri": uri("first.kohort") } });
    assert_eq!(
        editor.ask_in_vain("textDocument/foldingRange", parameters),
        -32600
    );
    assert_eq!(editor.exit_at_once(), Ended::AsAgreed);
}

#[test]
fn a_request_before_initialize_is_refused() {
    let mut editor = Editor::connect(&clinic());
    let parameters = json!({ "textDocument": { "uri": uri("first.kohort") } });
    assert_eq!(
        editor.ask_in_vain("textDocument/foldingRange", parameters),
        -32002
    );
    assert_eq!(editor.exit_at_once(), Ended::WithoutWarning);
}

#[test]
fn an_editor_may_vanish() {
    let mut editor = Editor::start(&clinic());
    editor.open(&uri("first.kohort"), text("first.kohort"));
    assert_eq!(editor.vanish(), Ended::WithoutWarning);
}

#[test]
fn exit_without_shutdown_is_noticed() {
    assert_eq!(Editor::start(&clinic()).exit_at_once(), Ended::WithoutWarning);
}

#[test]
fn settings_are_asked_for_and_change_what_is_checked() {
    let disk = Disk::default();
    disk.write(CLINIC, "kohort.toml", "");
    let study = "study s version \"1.0.0\" on std.oncology\n\ncohort c {\n  index birth_date\n}\n\nreport { attrition }\n";
    disk.write(CLINIC, "s.kohort", study);
    let capabilities = json!({ "workspace": { "configuration": true } });
    let mut editor = Editor::start_with(&disk, capabilities, json!({}));
    let request = editor.expect_request("workspace/configuration");
    assert_eq!(request["params"]["items"][0]["section"], "kohort");
    editor.reply(&request, json!([{ "sources": ["us", "nowhere"] }]));
    // The answer takes a moment to arrive; whoever sends settings does not wait for that.
    editor.tell(
        "workspace/didChangeConfiguration",
        json!({ "settings": { "kohort": { "sources": ["us", "nowhere"] } } }),
    );
    editor.open(&uri("s.kohort"), study);
    let wrong = editor.codes(&uri("s.kohort"));
    assert!(wrong.contains(&String::from("K0703")), "{wrong:?}");
    editor.tell(
        "workspace/didChangeConfiguration",
        json!({ "settings": { "kohort": { "sources": ["us"] } } }),
    );
    let right = editor.codes(&uri("s.kohort"));
    assert!(!right.contains(&String::from("K0703")), "{right:?}");
}

#[test]
fn sources_may_come_with_the_first_message() {
    let more = json!({ "initializationOptions": { "sources": ["nowhere"] } });
    let mut editor = Editor::start_with(&clinic(), json!({}), more);
    editor.open(&uri("first.kohort"), text("first.kohort"));
    assert_eq!(editor.codes(&uri("first.kohort")), ["K0703"]);
}
