//! Broken studies: each gives exactly the expected diagnostics, as a researcher reads them.
//!
//! A case is one file in `tests/broken/`: its first line names the expected codes in order, and `//- name` starts another
//! file of the case. The files of `tests/broken/base/` are there unless the case replaces them.

use kohort_base::{MemoryWorld, render};
use kohort_semantics::{Options, analyse};
use std::fs;
use std::path::Path;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/broken"))
}

fn base() -> MemoryWorld {
    let mut world = MemoryWorld::new();
    for entry in fs::read_dir(folder().join("base")).expect("the base files") {
        let path = entry.expect("a base file").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        world.insert(&name, fs::read_to_string(&path).expect("a readable base file"));
    }
    world
}

/// The expected codes, and the files of a case.
fn case(text: &str) -> (Vec<String>, Vec<(String, String)>) {
    let (first, rest) = text.split_once('\n').expect("a first line");
    let codes = first
        .strip_prefix("// expect:")
        .expect("a case starts with `// expect:`")
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let mut files = vec![(String::from("study.kohort"), String::new())];
    for line in rest.lines() {
        match line.strip_prefix("//- ") {
            Some(name) => files.push((name.trim().to_owned(), String::new())),
            None => {
                let (_, text) = files.last_mut().expect("a file");
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    files.retain(|(_, text)| !text.trim().is_empty());
    (codes, files)
}

#[test]
fn each_broken_study_gives_exactly_its_diagnostics() {
    let mut cases: Vec<_> = fs::read_dir(folder())
        .expect("the cases")
        .map(|entry| entry.expect("a case").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "kohort"))
        .collect();
    cases.sort();
    assert!(cases.len() >= 20, "only {} cases", cases.len());
    let mut wrong = Vec::new();
    for path in cases {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let (expected, files) = case(&fs::read_to_string(&path).expect("a readable case"));
        let mut world = base();
        for (file, text) in &files {
            world.insert(file, text);
        }
        let analysis = analyse(&world, "study.kohort", &Options::default()).expect("a readable study");
        let found: Vec<String> = analysis
            .diagnostics
            .iter()
            .map(|found| found.code.to_string())
            .collect();
        let rendered = render::terminal(&analysis.diagnostics, &analysis.files, false, 110);
        if found != expected {
            wrong.push(format!(
                "{name}: expected {expected:?}, found {found:?}\n{rendered}"
            ));
        }
        if analysis.has_errors() && analysis.study.is_some() {
            wrong.push(format!("{name}: a study with errors must not be handed out"));
        }
        insta::with_settings!({ snapshot_path => folder().join("expected"), prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name.clone(), rendered);
        });
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_base_itself_is_sound() {
    let mut world = base();
    world.insert(
        "study.kohort",
        "study sound version \"1.0.0\" on lung\n\ncohort all {\n  index first diagnosis.date\n}\n",
    );
    let analysis = analyse(&world, "study.kohort", &Options::default()).expect("a readable study");
    let rendered = render::terminal(&analysis.diagnostics, &analysis.files, false, 110);
    assert!(analysis.diagnostics.is_empty(), "{rendered}");
    assert_eq!(analysis.sources.len(), 1);
}
