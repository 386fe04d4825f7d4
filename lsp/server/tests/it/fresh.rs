//! Random edits never crash the server, and never leave its answers different from those of a server that is started on
//! the same texts.
//!
//! `KOHORT_CASES` is the number of edits, `KOHORT_SEED` another seed. Continuous integration makes 10,000 in the release
//! profile.

use crate::support::disk::Disk;
use crate::support::editor::Editor;
use crate::support::edits::{Change, Random};
use crate::support::projects::{CLINIC, clinic, example_files, text, uri};
use crate::support::questions::answers;
use serde_json::Value;
use std::collections::BTreeMap;

/// As many edits without being asked for another number.
const CASES: usize = if cfg!(debug_assertions) { 500 } else { 10_000 };
/// Edits of one conversation, and between two looks at what a new server says.
const EDITS: usize = 50;
const LOOK: usize = 10;

#[allow(clippy::disallowed_methods, reason = "a test is told how long it may take")]
fn number(name: &str, otherwise: usize) -> usize {
    std::env::var(name).map_or(otherwise, |value| value.parse().expect("a number"))
}

/// A conversation: what is open, and what lies on the disk.
struct Conversation {
    editor: Editor,
    disk: Disk,
    /// The files that may be opened.
    files: Vec<(String, String)>,
    open: BTreeMap<String, (i32, String)>,
    /// The document that was touched last.
    last: String,
    /// What was done, for whoever has to find out what went wrong.
    log: Vec<String>,
}

impl Conversation {
    fn start(disk: Disk, files: Vec<(String, String)>) -> Self {
        Self {
            editor: Editor::start(&disk),
            disk,
            files,
            open: BTreeMap::new(),
            last: String::new(),
            log: Vec::new(),
        }
    }

    fn edit(&mut self, random: &mut Random) {
        let (name, saved) = random.one(&self.files).clone();
        self.last.clone_from(&name);
        let Some((version, text)) = self.open.get_mut(&name) else {
            self.log.push(format!("open {name}"));
            self.editor.open(&name, &saved);
            self.open.insert(name, (1, saved));
            return;
        };
        match random.below(40) {
            0 => {
                self.log.push(format!("close {name}"));
                self.editor.close(&name);
                self.open.remove(&name);
            }
            1 => {
                // Another program writes the file that is open.
                let path = name
                    .strip_prefix(&format!("file://{CLINIC}/"))
                    .unwrap_or("x.kohort");
                self.log.push(format!("write {path}"));
                self.disk.write(CLINIC, path, text.as_bytes());
                self.editor.watched(&[&name]);
            }
            2 => {
                self.log.push(format!("back to what was saved {name}"));
                *version += 1;
                *text = saved;
                self.editor.replace(&name, *version, text);
            }
            _ => {
                let mut changes = Vec::new();
                for _ in 0..=random.below(3) {
                    let change = Change::of(text, random);
                    self.log.push(format!(
                        "change {name} {}..{} to {:?}",
                        change.start, change.end, change.text
                    ));
                    changes.push(change.said(text));
                    *text = change.applied(text);
                }
                *version += 1;
                self.editor.change(&name, *version, Value::from(changes));
            }
        }
    }

    /// The documents that are asked about: the one that was touched last, and one by chance.
    fn asked(&self, chance: usize) -> Vec<String> {
        let other = self.open.keys().nth(chance % self.open.len().max(1));
        let mut asked: Vec<String> = self
            .open
            .keys()
            .filter(|name| **name == self.last)
            .cloned()
            .collect();
        asked.extend(other.filter(|name| **name != self.last).cloned());
        asked
    }

    /// All that the server says of some documents, and what is wrong with any, now.
    fn said(editor: &mut Editor, asked: &[String], at: u32) -> Vec<(String, Value)> {
        editor.settle();
        let mut said = Vec::new();
        for name in asked {
            for (method, answer) in answers(editor, name, at, at % 7) {
                said.push((format!("{method} {name}"), answer));
            }
        }
        for (name, published) in &editor.published {
            let diagnostics = &published["diagnostics"];
            if diagnostics.as_array().is_some_and(|all| !all.is_empty()) {
                let diagnostics = crate::support::questions::without_versions(diagnostics.clone());
                said.push((format!("diagnostics {name}"), diagnostics));
            }
        }
        said
    }

    fn compare(&mut self, random: &mut Random, seed: usize) {
        let at = u32::try_from(random.below(60)).expect("a small number");
        let asked = self.asked(random.below(self.open.len().max(1)));
        let edited = Self::said(&mut self.editor, &asked, at);
        let mut fresh = Editor::start(&self.disk);
        for (name, (_, text)) in &self.open {
            fresh.open(name, text);
        }
        let new = Self::said(&mut fresh, &asked, at);
        for (edited, new) in edited.iter().zip(&new) {
            assert!(
                edited == new,
                "{}\nKOHORT_SEED={seed}\n{}",
                differing(edited, new),
                self.log.join("\n")
            );
        }
        assert_eq!(
            edited.len(),
            new.len(),
            "KOHORT_SEED={seed}\n{}",
            self.log.join("\n")
        );
    }
}

/// Where two answers differ, with what stands around.
fn differing(edited: &(String, Value), new: &(String, Value)) -> String {
    let lines = |said: &(String, Value)| format!("{}\n{:#}", said.0, said.1);
    let (edited, new) = (lines(edited), lines(new));
    let same = edited
        .lines()
        .zip(new.lines())
        .take_while(|(edited, new)| edited == new);
    let from = same.count().saturating_sub(12);
    let around = |text: &str| text.lines().skip(from).take(40).collect::<Vec<_>>().join("\n");
    format!(
        "after edits, {}\nof a new server, {}",
        around(&edited),
        around(&new)
    )
}

fn run(cases: usize, salt: usize, project: impl Fn() -> (Disk, Vec<(String, String)>)) {
    let seed = number("KOHORT_SEED", 1);
    for conversation in 0..cases.div_ceil(EDITS) {
        let seed = seed + conversation;
        let mut random = Random::new(u64::try_from(seed * 2 + salt).expect("a number"));
        let (disk, files) = project();
        let mut conversation = Conversation::start(disk, files);
        for edit in 1..=EDITS {
            conversation.edit(&mut random);
            if edit % LOOK == 0 {
                conversation.compare(&mut random, seed);
            }
        }
    }
}

#[test]
fn a_small_project_is_answered_as_by_a_new_server() {
    let files = [
        "clinic.kohort",
        "shared/people.kohort",
        "first.kohort",
        "second.kohort",
    ];
    run(number("KOHORT_CASES", CASES) * 4 / 5, 0, || {
        let mut known: Vec<(String, String)> = files
            .iter()
            .map(|path| (uri(path), text(path).to_owned()))
            .collect();
        known.push((uri("new.kohort"), String::from("let fresh = sex = m\n")));
        known.push((
            String::from("untitled:Untitled-1"),
            text("first.kohort").to_owned(),
        ));
        (clinic(), known)
    });
}

#[test]
fn the_examples_are_answered_as_by_a_new_server() {
    let files = example_files();
    run(number("KOHORT_CASES", CASES) / 5, 1, || {
        let disk = Disk::default();
        disk.write("/examples", "kohort.toml", "");
        let mut known = Vec::new();
        for (path, text) in &files {
            disk.write("/examples", path, text);
            known.push((format!("file:///examples/{path}"), text.clone()));
        }
        (disk, known)
    });
}
