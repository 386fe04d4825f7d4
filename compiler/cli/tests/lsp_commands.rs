//! The commands that an editor runs, in the real server, with the real program as its child: what comes back is what the
//! command line says.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod support;

use serde_json::{Value, json};
use support::editor::{Server, open};
use support::kohort;
use support::repository::Repository;

const STUDY: &str = r#"study s version "1.0.0" on std.oncology

use std.codes.cancers.{lung}

precision diagnosis.date as month, placed on day 15, otherwise missing

cohort patients {
  index (first diagnosis where code in lung).date
  include known_sex: sex is known, unknown is not met
  include seen: any visit before index, unknown is not met
}

report {
  attrition
}

test "a person with a diagnosis" {
  patient {
    birth_date 1950-01-01
    sex female
    diagnosis 2018-03-15 code ICD10 "C34.1"
    visit 2018-02-01
  }
  expect in patients
}

test "nobody is in it without one" {
  patient { birth_date 1950-01-01 }
  expect in patients
}
"#;

fn repository() -> Repository {
    let repository = Repository::new();
    repository.write(
        "kohort.toml",
        "[project]\nname = \"p\"\nsources = [\"de\", \"us\"]\n",
    );
    repository.write("study.kohort", STUDY);
    repository.commit("one");
    repository
}

/// A server that shows the study, and what the study is called there.
fn started(repository: &Repository) -> (Server, String) {
    let mut server = Server::start(&repository.folder);
    server.begin(&repository.folder);
    let uri = open(&mut server, &repository.folder, "study.kohort");
    assert_eq!(server.diagnostics(&uri, Some(1)), Vec::<String>::new());
    (server, uri)
}

fn command(server: &mut Server, id: u64, command: &str, argument: Value) -> Value {
    server.ask(
        id,
        "workspace/executeCommand",
        json!({ "command": command, "arguments": [argument] }),
    )
}

fn end(mut server: Server) {
    assert_eq!(server.ask(90, "shutdown", Value::Null), Value::Null);
    server.tell("exit", Value::Null);
    let (status, said) = server.end();
    assert_eq!((status.code(), said.as_str()), (Some(0), ""));
}

#[test]
fn plan_protocol_and_difference_are_those_of_the_command_line() {
    let repository = repository();
    let (mut server, uri) = started(&repository);
    let folder = &repository.folder;
    let said = |arguments: &[&str]| kohort(folder, arguments).ends(kohort::Exit::Fine).out;
    let plan = command(&mut server, 2, "kohort.showPlan", json!({ "uri": uri }));
    assert_eq!(plan["text"], said(&["plan", "study.kohort"]));
    let protocol = command(&mut server, 3, "kohort.showProtocol", json!({ "uri": uri }));
    assert_eq!(protocol["text"], said(&["explain", "study.kohort"]));

    // Nothing has to be saved for a difference.
    let text = STUDY.replace("include seen: any", "exclude seen: any");
    server.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "text": text }] }),
    );
    let difference = command(&mut server, 4, "kohort.diffWithLastCommit", json!({ "uri": uri }));
    repository.write("study.kohort", &text);
    let said = repository.told("kohort", &["diff", "study.kohort@HEAD", "--format", "markdown"]);
    let shown = difference["text"].as_str().unwrap();
    assert!(shown.contains("seen"), "{shown}");
    assert!(said.trim().ends_with(shown.trim()), "{shown}\n{said}");
    end(server);
}

#[test]
fn tests_are_those_of_the_command_line_and_failures_are_marked() {
    let repository = repository();
    let (mut server, uri) = started(&repository);
    let answer = command(&mut server, 2, "kohort.runTests", json!({ "uri": uri }));
    let said = kohort(&repository.folder, &["test", "study.kohort", "--format", "json"]);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(answer["tests"], report[0]["tests"].as_array().unwrap().len());
    assert_eq!(
        (&answer["tests"], &answer["passed"]),
        (&json!(2), &json!(1)),
        "{answer}"
    );
    assert_eq!(server.diagnostics(&uri, Some(1)).len(), 1);
    let one = command(
        &mut server,
        3,
        "kohort.runTests",
        json!({ "uri": uri, "test": "a person with a diagnosis" }),
    );
    assert_eq!((&one["tests"], &one["passed"]), (&json!(1), &json!(1)), "{one}");
    end(server);
}

/// The attrition of a study in a source, as `kohort run` says it.
#[cfg(feature = "run")]
fn run(repository: &Repository, source: &str) -> Vec<Value> {
    let data = format!("people/{source}");
    let arguments = [
        "run",
        "study.kohort",
        "--source",
        source,
        "--data",
        &data,
        "--format",
        "json",
    ];
    let document = kohort(&repository.folder, &arguments)
        .ends(kohort::Exit::Fine)
        .out;
    let document: Value = serde_json::from_str(&document).unwrap();
    document["sources"][0]["cohorts"][0]["steps"]
        .as_array()
        .unwrap()
        .clone()
}

#[cfg(feature = "run")]
#[test]
fn attrition_counts_what_a_run_counts_and_stands_above_each_criterion() {
    let repository = repository();
    let (mut server, uri) = started(&repository);
    let answer = command(
        &mut server,
        2,
        "kohort.attrition",
        json!({ "uri": uri, "people": 300 }),
    );
    let arguments = [
        "synth",
        "--patients",
        "300",
        "--source",
        "de,us",
        "--out",
        "people",
    ];
    kohort(&repository.folder, &arguments).ends(kohort::Exit::Fine);
    let sources = answer["sources"].as_array().unwrap();
    assert_eq!(sources.len(), 2, "{answer}");
    let words = |count: &Value| count.as_str().map_or_else(|| count.to_string(), str::to_owned);
    for counted in sources {
        let ran = run(&repository, counted["source"].as_str().unwrap());
        let steps = counted["cohorts"][0]["steps"].as_array().unwrap();
        assert_eq!(steps.len(), ran.len());
        for (step, ran) in steps.iter().zip(&ran) {
            assert_eq!(step["name"], ran["step"]);
            assert_eq!(step["before"], words(&ran["before"]));
            assert_eq!(step["kept"], words(&ran["after"]));
        }
        let kept = steps.last().unwrap()["kept"].as_str().unwrap().parse::<u32>();
        assert!(kept.is_ok_and(|kept| kept > 0), "{answer}");
    }
    let lenses = server.ask(
        3,
        "textDocument/codeLens",
        json!({ "textDocument": { "uri": uri } }),
    );
    let titles: Vec<&str> = lenses
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|lens| lens["command"]["title"].as_str())
        .collect();
    let last = &sources[0]["cohorts"][0]["steps"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()["kept"];
    let wanted = format!("→ {}", last.as_str().unwrap());
    assert!(
        titles
            .iter()
            .any(|title| title.contains(&wanted) && title.contains("us ")),
        "{titles:?}"
    );
    end(server);
}
