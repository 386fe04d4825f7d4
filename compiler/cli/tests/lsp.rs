//! `kohort lsp` as an editor starts it: the real program over its standard input and output.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use serde_json::{Value, json};
use std::fs;
use support::editor::{Server, open};

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("kohort.toml"), "[project]\nname = \"胃\"\n").unwrap();
    fs::write(
        folder.path().join("study.kohort"),
        "study s version \"1.0.0\" on std.oncology\n\ncohort c {\n  index birth_dat\n}\n\nreport { attrition }\n",
    )
    .unwrap();
    folder
}

#[test]
fn a_conversation_from_start_to_end() {
    let folder = project();
    let root = folder.path().canonicalize().unwrap();
    let mut server = Server::start(&root);
    server.begin(&root);
    let uri = open(&mut server, &root, "study.kohort");
    assert_eq!(server.diagnostics(&uri, Some(1)), ["K0201"]);
    server.tell(
        "textDocument/didChange",
        json!({
            "textDocument": { "uri": uri, "version": 2 },
            "contentChanges": [{ "range": { "start": { "line": 3, "character": 17 }, "end": { "line": 3, "character": 17 } }, "text": "e" }],
        }),
    );
    assert_eq!(server.diagnostics(&uri, Some(2)), ["K0504"]);
    assert_eq!(server.ask(2, "shutdown", Value::Null), Value::Null);
    server.tell("exit", Value::Null);
    let (status, said) = server.end();
    assert_eq!((status.code(), said.as_str()), (Some(0), ""));
}

#[test]
#[cfg(unix)]
fn a_folder_behind_a_link_is_called_as_the_editor_calls_it() {
    let folder = project();
    let around = tempfile::tempdir().unwrap();
    let link = around.path().canonicalize().unwrap().join("link");
    std::os::unix::fs::symlink(folder.path().canonicalize().unwrap(), &link).unwrap();
    let mut server = Server::start(&link);
    server.begin(&link);
    fs::write(folder.path().join("other.kohort"), "let a = )\n").unwrap();
    let uri = open(&mut server, &link, "study.kohort");
    assert_eq!(server.diagnostics(&uri, Some(1)), ["K0201"]);
    let other = format!("file://{}/other.kohort", link.display());
    server.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    assert!(!server.diagnostics(&other, None).is_empty());
    server.ask(2, "shutdown", Value::Null);
    server.tell("exit", json!({}));
    assert_eq!(server.end().0.code(), Some(0));
}

#[test]
fn a_manifest_that_is_wrong_is_told_where_it_stands() {
    let folder = project();
    let root = folder.path().canonicalize().unwrap();
    fs::write(root.join("kohort.toml"), "[project]\nsauces = []\n").unwrap();
    let mut server = Server::start(&root);
    server.begin(&root);
    let manifest = format!("file://{}/kohort.toml", root.display());
    assert_eq!(server.diagnostics(&manifest, None), ["none"]);
    server.ask(2, "shutdown", Value::Null);
    server.tell("exit", Value::Null);
    assert_eq!(server.end().0.code(), Some(0));
}

#[test]
fn an_editor_that_goes_without_a_word_is_told_so_by_the_exit_code() {
    let folder = project();
    let root = folder.path().canonicalize().unwrap();
    let mut server = Server::start(&root);
    server.begin(&root);
    server.tell("exit", Value::Null);
    assert_eq!(server.end().0.code(), Some(1));
}
