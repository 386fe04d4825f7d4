//! What is executed: texts that are shown, tests, and counts in the background.

use crate::support::disk::Disk;
use crate::support::editor::Editor;
use crate::support::projects::{CLINIC, clinic, text, uri};
use serde_json::{Value, json};

const STUDY: &str = "study counted version \"1.0.0\" on std.oncology\n\nprecision diagnosis.date as month, placed on day 15, otherwise missing\n\ncohort women {\n  index (first diagnosis).date\n  include is_woman: sex = female, unknown is met\n}\n\nreport {\n  attrition\n}\n";

fn command(name: &str, path: &str) -> Value {
    json!({ "command": name, "arguments": [{ "uri": uri(path) }] })
}

fn execute(editor: &mut Editor, name: &str, path: &str) -> Value {
    editor.ask("workspace/executeCommand", command(name, path))
}

/// What the user is told of a command that cannot be done.
fn refused(editor: &mut Editor, name: &str, path: &str) -> String {
    let id = editor.send("workspace/executeCommand", command(name, path));
    let answer = editor.answer(id);
    answer["error"]["message"].as_str().expect("a refusal").to_owned()
}

fn lenses(editor: &mut Editor, path: &str) -> Vec<String> {
    let asked = json!({ "textDocument": { "uri": uri(path) } });
    let lenses = editor.ask("textDocument/codeLens", asked);
    let titles = lenses.as_array().expect("lenses").iter();
    titles
        .map(|lens| {
            let line = lens["range"]["start"]["line"].as_u64().expect("a line");
            format!("{line}: {}", lens["command"]["title"].as_str().expect("a title"))
        })
        .collect()
}

fn showing(disk: &Disk, path: &str, text: &str) -> Editor {
    disk.write(CLINIC, path, text);
    let mut editor = Editor::start(disk);
    editor.open(&uri(path), text);
    editor
}

/// What `kohort run --format json` says of one source.
fn run(source: &str, after: Value) -> String {
    json!({
        "format_version": 1, "study": "counted", "study_version": "1.0.0",
        "sources": [{ "source": source, "cohorts": [{ "name": "women", "doc": null, "steps": [
            { "step": "index", "kind": "index", "before": 500, "after": 133 },
            { "step": "is_woman", "kind": "include", "before": 133, "after": after },
        ] }] }],
    })
    .to_string()
}

#[test]
fn a_plan_and_a_protocol_are_shown_of_the_text_as_it_is() {
    let mut editor = showing(&clinic(), "first.kohort", text("first.kohort"));
    let changed = text("first.kohort").replace("women {", "ladies {");
    editor.replace(&uri("first.kohort"), 2, &changed);
    for name in ["kohort.showPlan", "kohort.showProtocol"] {
        let shown = execute(&mut editor, name, "first.kohort");
        assert!(
            shown["text"].as_str().expect("a text").contains("ladies"),
            "{shown}"
        );
        assert!(shown["language"].is_string() && shown["title"].is_string());
    }
    editor.open(&uri("shared/people.kohort"), text("shared/people.kohort"));
    assert_eq!(
        refused(&mut editor, "kohort.showPlan", "shared/people.kohort"),
        "`shared/people.kohort` declares no study"
    );
}

#[test]
fn what_changed_since_the_last_commit() {
    let disk = clinic();
    let mut editor = showing(&disk, "first.kohort", text("first.kohort"));
    assert_eq!(
        refused(&mut editor, "kohort.diffWithLastCommit", "first.kohort"),
        "there is no commit"
    );
    disk.commit(CLINIC);
    let same = execute(&mut editor, "kohort.diffWithLastCommit", "first.kohort");
    assert!(
        same["text"]
            .as_str()
            .expect("a text")
            .contains("Nothing changed in meaning")
    );
    let changed = text("first.kohort").replace("unknown is met", "unknown is not met");
    editor.replace(&uri("first.kohort"), 2, &changed);
    let diff = execute(&mut editor, "kohort.diffWithLastCommit", "first.kohort");
    insta::assert_snapshot!(diff["text"].as_str().expect("a text"));
}

#[test]
fn lenses_say_what_can_be_done_and_who_uses_something() {
    let mut editor = showing(&clinic(), "first.kohort", text("first.kohort"));
    insta::assert_json_snapshot!(lenses(&mut editor, "first.kohort"));
    editor.open(&uri("shared/people.kohort"), text("shared/people.kohort"));
    assert_eq!(
        lenses(&mut editor, "shared/people.kohort"),
        ["1: used by 2 studies", "3: used by 1 study"]
    );
}

#[test]
fn counts_stand_beside_the_criteria_until_the_meaning_changes() {
    let disk = clinic();
    let processes = disk.processes();
    processes.says("synth --patients 500", 0, "", "");
    for (source, after) in [
        ("de", json!(70)),
        ("jp", json!("<10")),
        ("uk", json!(71)),
        ("us", json!(72)),
    ] {
        processes.says(
            &format!("run counted.kohort --source {source} "),
            0,
            &run(source, after),
            "",
        );
    }
    let mut editor = showing(&disk, "counted.kohort", STUDY);
    let attrition = execute(&mut editor, "kohort.attrition", "counted.kohort");
    assert_eq!(attrition["study"], "counted");
    assert_eq!(attrition["sources"][1]["cohorts"][0]["steps"][1]["kept"], "<10");
    assert_eq!(processes.started().len(), 5, "{:#?}", processes.started());
    let counts = "de 133 → 70 · jp 133 → <10 · uk 133 → 71 · us 133 → 72";
    let has = |titles: &[String], title: &str| titles.iter().any(|known| known == title);
    let before = lenses(&mut editor, "counted.kohort");
    assert!(has(&before, &format!("6: {counts}")), "{before:#?}");

    // Another comment changes no number, and another criterion does.
    let commented = format!("// the same\n{STUDY}");
    editor.replace(&uri("counted.kohort"), 2, &commented);
    let after = lenses(&mut editor, "counted.kohort");
    assert!(has(&after, &format!("7: {counts}")), "{after:#?}");
    let changed = STUDY.replace("female", "male");
    editor.replace(&uri("counted.kohort"), 3, &changed);
    let after = lenses(&mut editor, "counted.kohort");
    assert!(has(&after, &format!("6: {counts} (outdated)")), "{after:#?}");
}

#[test]
fn texts_are_saved_before_another_process_reads_them() {
    let disk = clinic();
    let mut editor = showing(&disk, "counted.kohort", STUDY);
    editor.replace(&uri("counted.kohort"), 2, &STUDY.replace("female", "male"));
    assert_eq!(
        refused(&mut editor, "kohort.attrition", "counted.kohort"),
        "not everything is saved; save first: counted.kohort"
    );
    assert!(disk.processes().started().is_empty());
    disk.processes().lose_engine();
    assert!(refused(&mut editor, "kohort.attrition", "counted.kohort").contains("without its engine"));
}

#[test]
fn a_run_that_goes_wrong_says_why() {
    let disk = clinic();
    disk.processes()
        .says("synth", 2, "", "error: no room on the disk\n");
    let mut editor = showing(&disk, "counted.kohort", STUDY);
    assert_eq!(
        refused(&mut editor, "kohort.attrition", "counted.kohort"),
        "error: no room on the disk"
    );
}

#[test]
fn what_runs_can_be_stopped_in_three_ways() {
    let disk = clinic();
    let mut editor = showing(&disk, "counted.kohort", STUDY);
    let attrition = command("kohort.attrition", "counted.kohort");
    let cancelled = -32800;

    // By the command.
    let first = editor.send("workspace/executeCommand", attrition.clone());
    let stopped = editor.ask("workspace/executeCommand", json!({ "command": "kohort.cancel" }));
    assert_eq!(stopped, json!({ "stopped": true }));
    assert_eq!(editor.answer(first)["error"]["code"], cancelled);

    // By a newer one.
    let second = editor.send("workspace/executeCommand", attrition.clone());
    let third = editor.send("workspace/executeCommand", attrition);
    assert_eq!(editor.answer(second)["error"]["code"], cancelled);

    // By giving up the request.
    editor.tell("$/cancelRequest", json!({ "id": third }));
    assert_eq!(editor.answer(third)["error"]["code"], cancelled);
    while disk.processes().stopped().len() < disk.processes().started().len() {
        std::thread::yield_now();
    }
    let stopped = editor.ask("workspace/executeCommand", json!({ "command": "kohort.cancel" }));
    assert_eq!(stopped, json!({ "stopped": false }));
}

#[test]
fn progress_is_shown_and_stops_what_it_is_of() {
    let disk = clinic();
    disk.write(CLINIC, "counted.kohort", STUDY);
    let mut editor = Editor::start_with(
        &disk,
        json!({ "window": { "workDoneProgress": true } }),
        json!({}),
    );
    editor.open(&uri("counted.kohort"), STUDY);
    let id = editor.send(
        "workspace/executeCommand",
        command("kohort.attrition", "counted.kohort"),
    );
    let create = editor.expect_request("window/workDoneProgress/create");
    editor.reply(&create, Value::Null);
    let begin = editor.expect_request("$/progress");
    assert_eq!(begin["params"]["value"]["cancellable"], true);
    let report = editor.expect_request("$/progress");
    assert_eq!(report["params"]["value"]["message"], "inventing people");
    let token = create["params"]["token"].clone();
    editor.tell("window/workDoneProgress/cancel", json!({ "token": token }));
    let end = editor.expect_request("$/progress");
    assert_eq!(end["params"]["value"]["kind"], "end");
    assert_eq!(editor.answer(id)["error"]["code"], -32800);
}

#[test]
fn tests_that_fail_are_marked_until_the_text_changes() {
    let disk = clinic();
    let study = format!(
        "{STUDY}\ntest \"a man\" {{\n  patient {{\n    birth_date 1970-01-01 sex male\n    diagnosis 2020-01-01\n  }}\n  expect in women\n}}\n"
    );
    let said = json!([{
        "file": "counted.kohort", "study": "counted", "sources": ["us"], "without_writer": [],
        "tests": [{ "name": "a man", "line": 14, "runs": [
            { "form": "model", "passed": false, "failures": [{ "line": 19, "expected": "in women", "reasons": ["`is_woman` is false"] }] },
            { "form": "us", "passed": false, "failures": [{ "line": 19, "expected": "in women", "reasons": ["`is_woman` is false"] }] },
        ] }],
    }]);
    disk.processes()
        .says("test counted.kohort", 1, &said.to_string(), "");
    let mut editor = showing(&disk, "counted.kohort", &study);
    let failed = |editor: &mut Editor| -> Vec<Value> {
        let mut diagnostics = editor.diagnostics(&uri("counted.kohort"));
        diagnostics.retain(|diagnostic| diagnostic["source"] == "kohort test");
        diagnostics
    };
    assert!(failed(&mut editor).is_empty());
    let summary = execute(&mut editor, "kohort.runTests", "counted.kohort");
    assert_eq!((&summary["tests"], &summary["passed"]), (&json!(1), &json!(0)));
    let marked = loop {
        let marked = failed(&mut editor);
        if !marked.is_empty() {
            break marked;
        }
    };
    insta::assert_json_snapshot!(marked);
    editor.replace(&uri("counted.kohort"), 2, &format!("{study}\n"));
    assert!(failed(&mut editor).is_empty());
}

#[test]
fn a_command_that_is_not_known_or_about_nothing() {
    let mut editor = showing(&clinic(), "first.kohort", text("first.kohort"));
    assert!(refused(&mut editor, "kohort.dance", "first.kohort").contains("there is no command"));
    let id = editor.send(
        "workspace/executeCommand",
        json!({ "command": "kohort.showPlan" }),
    );
    assert_eq!(editor.answer(id)["error"]["code"], -32602);
    assert!(refused(&mut editor, "kohort.showPlan", "second.kohort").contains("is not open"));
}
