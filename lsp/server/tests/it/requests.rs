//! Each request, once, with its answer.

use crate::support::editor::Editor;
use crate::support::projects::{clinic, text, uri};
use serde_json::{Value, json};

fn about(path: &str) -> Value {
    json!({ "textDocument": { "uri": uri(path) } })
}

/// An editor that shows a file of the small project.
fn showing(path: &str, text: &str) -> Editor {
    let capabilities = json!({ "textDocument": {
        "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
        "foldingRange": { "lineFoldingOnly": true },
    } });
    let mut editor = Editor::start_with(&clinic(), capabilities, json!({}));
    editor.open(&uri(path), text);
    editor
}

/// Edits of the protocol, applied by counting lines and units anew.
fn applied(text: &str, edits: &Value) -> String {
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .expect("edits")
        .iter()
        .map(|edit| {
            let at = |place: &str| byte(text, &edit["range"][place]);
            (at("start"), at("end"), edit["newText"].as_str().expect("a text"))
        })
        .collect();
    edits.sort();
    let mut out = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        out.replace_range(start..end, new);
    }
    out
}

/// The byte of a position.
fn byte(text: &str, position: &Value) -> usize {
    let offsets = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let mut offsets = offsets.filter(|at| crate::support::edits::position(text, *at) == *position);
    offsets.next().expect("a position of the text")
}

#[test]
fn document_symbols() {
    let mut editor = showing("first.kohort", text("first.kohort"));
    let symbols = editor.ask("textDocument/documentSymbol", about("first.kohort"));
    insta::assert_json_snapshot!(symbols);
}

#[test]
fn folding_ranges_by_lines() {
    let mut editor = showing("clinic.kohort", text("clinic.kohort"));
    let folds = editor.ask("textDocument/foldingRange", about("clinic.kohort"));
    assert_eq!(
        folds,
        json!([
            { "startLine": 1, "endLine": 10 },
            { "startLine": 2, "endLine": 5 },
            { "startLine": 7, "endLine": 9 },
        ])
    );
}

#[test]
fn formatting() {
    let untidy = text("second.kohort").replace("  ", " ").replace(" = ", "=");
    let mut editor = showing("second.kohort", &untidy);
    let options = json!({ "tabSize": 8, "insertSpaces": false });
    let mut parameters = about("second.kohort");
    parameters["options"] = options;
    let edits = editor.ask("textDocument/formatting", parameters.clone());
    let tidy = applied(&untidy, &edits);
    assert_eq!(tidy, text("second.kohort"));
    let line = json!({ "line": 5, "character": 0 });
    parameters["range"] = json!({ "start": line, "end": line });
    let edits = editor.ask("textDocument/rangeFormatting", parameters.clone());
    let changed = applied(&untidy, &edits);
    let differing: Vec<usize> = untidy
        .lines()
        .zip(changed.lines())
        .enumerate()
        .filter(|(_, (before, after))| before != after)
        .map(|(line, _)| line)
        .collect();
    assert_eq!(differing, [5]);
}

#[test]
fn formatting_while_typing() {
    let untidy = "let a=1\n\ncohort c {\n      index   birth_date\n}\n";
    let mut editor = showing("first.kohort", untidy);
    let mut parameters = about("first.kohort");
    parameters["options"] = json!({ "tabSize": 2, "insertSpaces": true });
    parameters["position"] = json!({ "line": 4, "character": 1 });
    parameters["ch"] = json!("}");
    let edits = editor.ask("textDocument/onTypeFormatting", parameters.clone());
    let block = "let a=1\n\ncohort c {\n  index birth_date\n}\n";
    assert_eq!(applied(untidy, &edits), block);
    let with_line = "cohort c {\nindex   birth_date\n\n}\n";
    editor.replace(&uri("first.kohort"), 2, with_line);
    parameters["position"] = json!({ "line": 2, "character": 0 });
    parameters["ch"] = json!("\n");
    let edits = editor.ask("textDocument/onTypeFormatting", parameters);
    let indented = "cohort c {\nindex birth_date\n  \n}\n";
    assert_eq!(applied(with_line, &edits), indented);
}

#[test]
fn quick_fixes() {
    let wrong = text("first.kohort").replace("woman, unknown", "sex = woman and wman, unknown");
    let mut editor = showing("first.kohort", &wrong);
    let diagnostics = editor.diagnostics(&uri("first.kohort"));
    let with_fix = diagnostics
        .iter()
        .find(|diagnostic| !diagnostic["data"].is_null());
    let with_fix = with_fix.expect("a finding with a fix").clone();
    let mut parameters = about("first.kohort");
    parameters["range"] = with_fix["range"].clone();
    parameters["context"] = json!({ "diagnostics": [with_fix] });
    let actions = editor.ask("textDocument/codeAction", parameters.clone());
    assert_eq!(actions[0]["kind"], "quickfix");
    assert_eq!(actions[0]["diagnostics"][0], with_fix);
    let edits = &actions[0]["edit"]["changes"][uri("first.kohort")];
    let fixed = applied(&wrong, edits);
    assert_ne!(fixed, wrong);
    editor.replace(&uri("first.kohort"), 2, &fixed);
    let left = editor.diagnostics(&uri("first.kohort"));
    assert!(left.len() < diagnostics.len(), "{left:#?}");
    parameters["context"] = json!({ "diagnostics": [], "only": ["refactor"] });
    assert_eq!(editor.ask("textDocument/codeAction", parameters), json!([]));
}

#[test]
fn quick_fixes_name_the_version_where_the_editor_wants_it() {
    let capabilities = json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } });
    let mut editor = Editor::start_with(&clinic(), capabilities, json!({}));
    let name = uri("first.kohort");
    editor.open(
        &name,
        &text("first.kohort").replace("women: woman", "women: wman"),
    );
    editor.replace(
        &name,
        9,
        &text("first.kohort").replace("is_woman: woman", "is_woman: wman"),
    );
    let everything = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let parameters =
        json!({ "textDocument": { "uri": name }, "range": everything, "context": { "diagnostics": [] } });
    let actions = editor.ask("textDocument/codeAction", parameters);
    let document = &actions[0]["edit"]["documentChanges"][0]["textDocument"];
    assert_eq!(*document, json!({ "uri": name, "version": 9 }));
}

#[test]
fn semantic_tokens_and_what_changed_of_them() {
    let mut editor = showing("first.kohort", text("first.kohort"));
    let before = editor.ask("textDocument/semanticTokens/full", about("first.kohort"));
    let changed = text("first.kohort").replace("women {", "ladies {");
    editor.replace(&uri("first.kohort"), 2, &changed);
    let mut parameters = about("first.kohort");
    parameters["previousResultId"] = before["resultId"].clone();
    let delta = editor.ask("textDocument/semanticTokens/full/delta", parameters.clone());
    let mut data = before["data"].as_array().expect("numbers").clone();
    for edit in delta["edits"].as_array().expect("edits") {
        let start = usize::try_from(edit["start"].as_u64().expect("a number")).expect("a place");
        let count = usize::try_from(edit["deleteCount"].as_u64().expect("a number")).expect("a place");
        data.splice(
            start..start + count,
            edit["data"].as_array().expect("numbers").clone(),
        );
    }
    let now = editor.ask("textDocument/semanticTokens/full", about("first.kohort"));
    assert_eq!(Value::Array(data), now["data"]);
    parameters["previousResultId"] = json!("of another time");
    let whole = editor.ask("textDocument/semanticTokens/full/delta", parameters);
    assert_eq!(whole["data"], now["data"]);
    let mut parameters = about("first.kohort");
    parameters["range"] =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 5 } });
    let first = editor.ask("textDocument/semanticTokens/range", parameters);
    assert_eq!(first["data"], json!([0, 0, 5, 0, 0]));
}

/// A position of a piece of a text, `$0` being the place in it.
fn position_of(text: &str, piece: &str) -> Value {
    let (before, after) = piece.split_once("$0").expect("a place in the piece");
    let start = text.find(&format!("{before}{after}")).expect("the piece");
    crate::support::edits::position(text, start + before.len())
}

#[test]
fn a_hover_tells_what_a_name_means_and_where_it_stands() {
    let text = text("first.kohort");
    let mut editor = showing("first.kohort", text);
    let mut question = about("first.kohort");
    question["position"] = position_of(text, "include is_wo$0man");
    let hover = editor.ask("textDocument/hover", question);
    assert_eq!(hover["contents"]["kind"], "markdown");
    let shown = hover["contents"]["value"].as_str().expect("a text");
    assert!(
        shown.starts_with("**`is_woman`** · inclusion criterion")
            && shown.contains("If the data do not tell: kept."),
        "{shown}"
    );
    assert_eq!(hover["range"]["start"], position_of(text, "include $0is_woman"));
    assert_eq!(hover["range"]["end"], position_of(text, "is_woman$0: woman"));
}

#[test]
fn hints_stand_behind_what_they_are_about() {
    let text = "study s version \"1.0.0\" on clinic\n// 胃癌 🩺\nlet 女性 = sex = f\n";
    let mut editor = showing("hints.kohort", text);
    let mut question = about("hints.kohort");
    question["range"] =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let hints = editor.ask("textDocument/inlayHint", question);
    let hints = hints.as_array().expect("hints");
    assert_eq!(hints.len(), 1);
    assert_eq!(hints[0]["position"], position_of(text, "女性$0 = sex"));
    assert_eq!(hints[0]["label"][1]["value"], "true or false");
}

#[test]
fn a_form_says_which_part_is_next() {
    let text = "study s version \"1.0.0\" on clinic\nlet a = age at \n";
    let mut editor = showing("form.kohort", text);
    let mut question = about("form.kohort");
    question["position"] = position_of(text, "age at $0");
    let help = editor.ask("textDocument/signatureHelp", question);
    let form = &help["signatures"][0];
    assert_eq!(form["label"], "age at DATE");
    assert_eq!(form["parameters"][0]["label"], json!([7, 11]));
    assert_eq!(help["activeParameter"], 0);
}

#[test]
fn completion_imports_what_it_offers() {
    let written = text("first.kohort").replace("is_woman: woman,", "is_woman: 胃 = 1 or heav,");
    let mut editor = showing("first.kohort", &written);
    let offset = written.find("heav,").expect("the name") + "heav".len();
    let mut asked = about("first.kohort");
    asked["position"] = crate::support::edits::position(&written, offset);
    let found = editor.ask("textDocument/completion", asked);
    let items = found["items"].as_array().expect("items");
    let item = items
        .iter()
        .find(|item| item["label"] == "heavy_visits")
        .expect("the name");
    let mut edits = item["additionalTextEdits"].as_array().expect("a new use").clone();
    edits.push(item["textEdit"].clone());
    let applied = applied(&written, &json!(edits));
    assert!(
        applied.contains("use shared.people.{heavy_visits, woman}"),
        "{applied}"
    );
    assert!(applied.contains("胃 = 1 or heavy_visits,"), "{applied}");
}
