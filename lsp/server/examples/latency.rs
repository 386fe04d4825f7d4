//! How long an editor waits: `cargo run --release -p kohort-lsp --example latency`.
//!
//! A project of 2,000 lines is made of eleven studies and a library that they all use. An editor at the other end of a
//! pipe in the same process types a criterion, a definition of the library, and goes back again, key by key, and asks
//! something after each key. The table says what 50, 90 and 99 of 100 keys waited at most; peak memory is that of the
//! process, editor included. Nothing fails here: a busy machine is no mistake.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::float_arithmetic,
    reason = "a measurement that cannot go on has failed, and it looks at the clock"
)]

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../tests/it/support/mod.rs"]
mod support;

use serde_json::{Value, json};
use std::time::{Duration, Instant};
use support::disk::Disk;
use support::editor::Editor;
use support::edits::position;
use support::projects::example_files;

const ROOT: &str = "/project";
const STUDIES: usize = 11;
/// How often each piece of text is typed and taken back.
const ROUNDS: usize = 4;

/// What is typed into a study, and into the library.
const CRITERION: &str = "\n  /// At least two visits before\n  include seen_before: count visit before index >= 2, unknown is not met\n";
const DEFINITION: &str = "\nlet seen_recently = any visit from index - 90 days to index\n";

fn uri(path: &str) -> String {
    format!("file://{ROOT}/{path}")
}

/// The files of the project.
fn project() -> Vec<(String, String)> {
    let examples = example_files();
    let (_, example) = examples
        .iter()
        .find(|(path, _)| path.ends_with("nsclc_transportability.kohort"))
        .expect("the example");
    let mut library = String::from("/// What the studies share.\nuse std.codes.cancers.{lung}\n");
    for number in 1..=60 {
        library.push_str(&format!(
            "\n/// Seen in the last {number} days\nlet seen_{number} = any visit from index - {number} days to index\n"
        ));
    }
    library.push_str("\nlet lung_cancer = any diagnosis where code in lung\n");
    let mut files = vec![(String::from("shared.kohort"), library)];
    for number in 1..=STUDIES {
        let study = example
            .replace(
                "study nsclc_transportability",
                &format!("study study_{number}"),
            )
            .replace(
                "use std.drugs",
                &format!("use shared.{{seen_{number}, lung_cancer}}\nuse std.drugs"),
            )
            .replace(
                "\n  /// Alive at the start\n",
                &format!(
                    "\n  /// Seen lately\n  include seen: seen_{number}, unknown is not met\n  include lung: lung_cancer, unknown is not met\n\n  /// Alive at the start\n"
                ),
            );
        files.push((format!("study_{number}.kohort"), study));
    }
    files
}

/// Waits, one of them for each thing that was asked.
#[derive(Default)]
struct Waits(Vec<Duration>);

impl Waits {
    /// The longest wait of some of 100.
    fn of_hundred(&mut self, part: usize) -> f64 {
        self.0.sort();
        let last = self.0.len().saturating_sub(1);
        let place = (self.0.len() * part).div_ceil(100).saturating_sub(1).min(last);
        self.0.get(place).map_or(0.0, |wait| wait.as_secs_f64() * 1000.0)
    }

    fn row(&mut self, what: &str, target: &str) {
        if self.0.is_empty() {
            return;
        }
        println!(
            "| {what} | {} | {:.1} | {:.1} | {:.1} | {:.1} | {target} |",
            self.0.len(),
            self.of_hundred(50),
            self.of_hundred(90),
            self.of_hundred(99),
            self.of_hundred(100),
        );
    }
}

/// Somebody who types into one document.
struct Typing<'e> {
    editor: &'e mut Editor,
    name: String,
    text: String,
    version: i32,
}

impl Typing<'_> {
    /// One key: what is replaced, and by what.
    fn key(&mut self, start: usize, end: usize, new: &str) -> Duration {
        let range = json!({ "start": position(&self.text, start), "end": position(&self.text, end) });
        self.text.replace_range(start..end, new);
        self.version += 1;
        let begin = Instant::now();
        self.editor
            .change(&self.name, self.version, json!([{ "range": range, "text": new }]));
        self.editor.wait_for_version(&self.name, self.version);
        begin.elapsed()
    }

    /// Types a piece of text and takes it back, key by key. After each key something is asked.
    fn type_and_take_back(
        &mut self,
        at: usize,
        piece: &str,
        waits: &mut Waits,
        asked: &mut [(&'static str, Waits)],
    ) {
        let mut end = at;
        for character in piece.chars() {
            waits.0.push(self.key(end, end, &character.to_string()));
            end += character.len_utf8();
            self.ask(end, asked);
        }
        while end > at {
            let before = self.text[..end]
                .chars()
                .next_back()
                .expect("a character")
                .len_utf8();
            waits.0.push(self.key(end - before, end, ""));
            end -= before;
            self.ask(end, asked);
        }
    }

    fn ask(&mut self, at: usize, asked: &mut [(&'static str, Waits)]) {
        for (method, waits) in asked {
            let parameters = json!({
                "textDocument": { "uri": self.name },
                "position": position(&self.text, at),
                "range": { "start": position(&self.text, at), "end": position(&self.text, at) },
                "context": { "diagnostics": [], "triggerKind": 1 },
            });
            let begin = Instant::now();
            self.editor.ask(method, parameters);
            waits.0.push(begin.elapsed());
        }
        self.editor.settle();
    }
}

/// The requests that the server offers, of those that are asked while somebody types.
fn offered(capabilities: &Value) -> Vec<(&'static str, Waits)> {
    let known = [
        ("completionProvider", "textDocument/completion"),
        ("hoverProvider", "textDocument/hover"),
        ("semanticTokensProvider", "textDocument/semanticTokens/full"),
        ("documentSymbolProvider", "textDocument/documentSymbol"),
        ("codeActionProvider", "textDocument/codeAction"),
        ("inlayHintProvider", "textDocument/inlayHint"),
        ("codeLensProvider", "textDocument/codeLens"),
    ];
    known
        .into_iter()
        .filter(|(capability, _)| !capabilities[capability].is_null())
        .map(|(_, method)| (method, Waits::default()))
        .collect()
}

/// From the first message to the first diagnostics of the document that is opened.
fn start(disk: &Disk, files: &[(String, String)]) -> (Duration, Editor) {
    let begin = Instant::now();
    let folders = json!({ "workspaceFolders": [{ "uri": format!("file://{ROOT}"), "name": "project" }] });
    let mut editor = Editor::start_with(disk, json!({}), folders);
    let (path, text) = &files[1];
    editor.open(&uri(path), text);
    editor.wait_for_version(&uri(path), 1);
    (begin.elapsed(), editor)
}

/// The most memory that the process ever had, in megabytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}

fn main() {
    let files = project();
    let disk = Disk::default();
    disk.write(ROOT, "kohort.toml", "");
    for (path, text) in &files {
        disk.write(ROOT, path, text);
    }
    let lines: usize = files.iter().map(|(_, text)| text.lines().count()).sum();
    let mut starting = Waits::default();
    for _ in 0..10 {
        starting.0.push(start(&disk, &files).0);
    }
    let (_, mut editor) = start(&disk, &files);
    editor.settle();
    let mut asked = offered(&editor.capabilities.clone());
    let (mut in_study, mut in_library) = (Waits::default(), Waits::default());
    for (path, before, piece, waits) in [
        (
            "study_1.kohort",
            "\n  /// Alive at the start\n",
            CRITERION,
            &mut in_study,
        ),
        ("shared.kohort", "\nlet lung_cancer", DEFINITION, &mut in_library),
    ] {
        let text = files
            .iter()
            .find(|(known, _)| known == path)
            .expect("a file")
            .1
            .clone();
        let at = text.find(before).expect("a place to type");
        if path != "study_1.kohort" {
            editor.open(&uri(path), &text);
            editor.settle();
        }
        let mut typing = Typing {
            name: uri(path),
            version: 1,
            text,
            editor: &mut editor,
        };
        for _ in 0..ROUNDS {
            typing.type_and_take_back(at, piece, waits, &mut asked);
        }
    }
    println!("{} files, {lines} lines\n", files.len());
    println!("| milliseconds | times | 50 % | 90 % | 99 % | most | wanted |");
    println!("|---|---|---|---|---|---|---|");
    in_study.row("key in a study → its diagnostics", "99 % in 50");
    in_library.row("key in a library of all studies → its diagnostics", "99 % in 50");
    for (method, waits) in &mut asked {
        let wanted = if method.ends_with("completion") { "30" } else { "" };
        waits.row(method, wanted);
    }
    starting.row("start → first diagnostics", "300");
    if let Some(peak) = peak_memory() {
        println!("\nPeak memory: {peak} MB (wanted: 150)");
    }
}
