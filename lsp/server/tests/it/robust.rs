//! Texts that nobody should write, and messages that nobody should send.

use crate::support::disk::Disk;
use crate::support::editor::Editor;
use crate::support::projects::{CLINIC, clinic, text, uri};
use crate::support::questions::answers;
use kohort_lsp::Ended;
use serde_json::{Value, json};

/// The protocol's code for what cannot be done, which is told to the user.
const REFUSED: i64 = -32803;

/// Asks everything about a text.
fn ask_all(text: &str) -> Vec<String> {
    let mut editor = Editor::start(&clinic());
    let name = uri("strange.kohort");
    editor.open(&name, text);
    for (method, answer) in answers(&mut editor, &name, 0, 1) {
        // A refusal in words is an answer: there is no name to change.
        let code = answer["error"]["code"].as_i64();
        assert!(code.is_none_or(|code| code == REFUSED), "{method}: {answer}");
    }
    editor.codes(&name)
}

#[test]
fn texts_over_the_parsers_limit() {
    let huge = "let a = 1 // 胃癌\n".repeat(70_000);
    assert!(huge.len() > 1024 * 1024);
    assert_eq!(ask_all(&huge), ["K0109"]);
    let one_line = "a".repeat(1024 * 1024 + 1);
    assert_eq!(ask_all(&one_line), ["K0109"]);
}

#[test]
fn texts_that_are_no_texts() {
    assert!(!ask_all("\0\u{1}\u{2}\u{fffd}\u{fffd}PK\u{3}\u{4}\0\0").is_empty());
    assert!(!ask_all(&"(".repeat(5000)).is_empty());
    assert!(!ask_all(&"{".repeat(5000)).is_empty());
    ask_all("");
    ask_all("\r\r\r\n\n\r");
    ask_all("\u{feff}let a = 1");
    ask_all("study s version \"1.0.0\" on clinic // no line end");
}

#[test]
fn files_that_are_no_texts_are_the_business_of_whoever_uses_them() {
    let disk = clinic();
    disk.write(CLINIC, "shared/people.kohort", b"// \x8aw");
    let mut editor = Editor::start(&disk);
    editor.open(&uri("first.kohort"), text("first.kohort"));
    assert_eq!(editor.codes(&uri("first.kohort"))[0], "K0203");
    assert_eq!(editor.codes(&uri("shared/people.kohort")), Vec::<String>::new());
}

#[test]
fn a_damaged_text_keeps_what_is_not_damaged() {
    let mut editor = Editor::start(&clinic());
    let name = uri("first.kohort");
    editor.open(
        &name,
        &text("first.kohort").replace("index birth_date", "index = = ("),
    );
    let symbols = editor.ask(
        "textDocument/documentSymbol",
        json!({ "textDocument": { "uri": name } }),
    );
    let names: Vec<&str> = symbols
        .as_array()
        .expect("symbols")
        .iter()
        .filter_map(|symbol| symbol["name"].as_str())
        .collect();
    assert_eq!(names, ["alpha", "women", "is_woman"]);
    let formatted = editor.ask(
        "textDocument/formatting",
        json!({ "textDocument": { "uri": name }, "options": { "tabSize": 2, "insertSpaces": true } }),
    );
    assert_eq!(formatted, Value::Null);
}

#[test]
fn methods_that_nobody_knows() {
    let mut editor = Editor::start(&clinic());
    assert_eq!(editor.ask_in_vain("textDocument/guess", json!({})), -32601);
    assert_eq!(
        editor.ask_in_vain("textDocument/colorPresentation", json!({})),
        -32602
    );
    editor.tell("textDocument/didGuess", json!({}));
    editor.tell("$/anything", json!({}));
    editor.tell("$/setTrace", json!({ "value": "off" }));
    editor.settle();
}

#[test]
fn parameters_that_fit_nothing() {
    let mut editor = Editor::start(&clinic());
    for parameters in [
        json!({}),
        json!([1, 2]),
        json!({ "textDocument": { "uri": 3 } }),
        json!({ "textDocument": { "uri": "no name" } }),
    ] {
        let code = editor.ask_in_vain("textDocument/foldingRange", parameters);
        assert_eq!(code, -32602);
    }
    editor.tell("textDocument/didOpen", json!({ "textDocument": 3 }));
    editor.tell("textDocument/didChange", json!([]));
    editor.tell(
        "workspace/didChangeConfiguration",
        json!({ "settings": { "kohort": 3 } }),
    );
    editor.open(&uri("first.kohort"), text("first.kohort"));
    editor.change(
        &uri("first.kohort"),
        2,
        json!([{ "range": { "start": { "line": 999, "character": 999 }, "end": { "line": 0, "character": 0 } }, "text": "// end" }]),
    );
    editor.settle();
}

#[test]
fn what_is_no_message_is_refused_and_ends_the_conversation() {
    let mut editor = Editor::start(&Disk::default());
    editor.send_bytes(b"{ this is no JSON");
    assert_eq!(editor.expect_refusal(), -32700);
    assert_eq!(editor.vanish(), Ended::WithoutWarning);
}
