//! A project that keeps its own standard library: it takes the place of the embedded one, whole.

use kohort_base::{Diagnostic, MemoryWorld, render};
use kohort_semantics::{Analysis, Options, analyse, catalogue};

const STUDY: &str = r#"study s version "1.0.0" on std.oncology
precision diagnosis.date as month, placed on day 15, otherwise missing
cohort c {
  index (first diagnosis).date
  include female: sex = female, unknown is not met
}
report { attrition }
"#;

/// A project with a copy of the embedded library, but for what a test changes.
fn kept(folder: &str, study: &str, change: impl Fn(&str, &str) -> Option<String>) -> MemoryWorld {
    let mut world = MemoryWorld::new()
        .with_library(folder)
        .with("study.kohort", study);
    for path in kohort_stdlib::modules() {
        let text = kohort_stdlib::module(path).expect("it is listed");
        let inside = path
            .strip_prefix("std.")
            .expect("a module of the library")
            .replace('.', "/");
        if let Some(text) = change(path, text) {
            world.insert(&format!("{folder}/{inside}.kohort"), text);
        }
    }
    world
}

fn as_it_is(_: &str, text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn study(world: &MemoryWorld) -> Analysis {
    analyse(world, "study.kohort", &Options::default()).expect("the file is there")
}

fn rendered(analysis: &Analysis) -> String {
    render::terminal(&analysis.diagnostics, &analysis.files, false, 100)
}

/// A study's form without places, for comparing two.
fn told(analysis: &Analysis) -> String {
    let study = analysis.study.as_ref().expect("no errors");
    let names: Vec<&str> = analysis
        .sources
        .iter()
        .map(|source| source.module.as_str())
        .collect();
    format!("{:?} {:?} {names:?}", study.model.module, study.model.version)
}

#[test]
fn a_copy_means_the_same_wherever_it_lies() {
    let embedded = study(&MemoryWorld::new().with("study.kohort", STUDY));
    for folder in ["std", "vendor/kohort"] {
        let analysis = study(&kept(folder, STUDY, as_it_is));
        assert_eq!(rendered(&analysis), rendered(&embedded));
        assert_eq!(told(&analysis), told(&embedded));
        assert!(
            analysis
                .files
                .find(&format!("{folder}/oncology.kohort"))
                .is_some()
        );
    }
}

#[test]
fn what_the_project_changed_is_what_counts() {
    let world = kept("vendor", STUDY, |path, text| {
        let sex = text.replace("sex: Category { female, male", "sex: Category { woman, male");
        Some(if path == "std.oncology" {
            assert_ne!(sex, text, "the model has another form now");
            sex
        } else {
            text.to_owned()
        })
    });
    let text = rendered(&study(&world));
    assert!(text.contains("`female`"), "{text}");
    assert!(text.contains("study.kohort:5"), "{text}");
}

#[test]
fn a_mistake_in_it_is_shown_in_its_file() {
    let world = kept("vendor", STUDY, |path, text| {
        let wrong = "\nuse std.codes.cancers.{colorectum}\n";
        Some(if path == "std.oncology" {
            format!("{text}{wrong}")
        } else {
            text.to_owned()
        })
    });
    let analysis = analyse(&world, "vendor/oncology.kohort", &Options::default()).expect("the file is there");
    let text = rendered(&analysis);
    assert!(
        text.contains("K0210") && text.contains("vendor/oncology.kohort:"),
        "{text}"
    );
    // The other modules find it under its name, and not a second time under its place.
    assert!(
        analysis.files.find("std/oncology.kohort").is_none(),
        "nothing is read from the tool"
    );
}

#[test]
fn a_module_that_it_lacks_is_not_taken_from_the_tool() {
    let world = kept("std", STUDY, |path, text| {
        (path != "std.oncology").then(|| text.to_owned())
    });
    insta::assert_snapshot!(rendered(&study(&world)));
}

#[test]
fn a_country_that_it_lacks_is_not_met() {
    let without = |path: &str, text: &str| (path != "std.sources.jp").then(|| text.to_owned());
    let analysis = study(&kept("std", STUDY, without));
    let names: Vec<&str> = analysis
        .sources
        .iter()
        .map(|source| source.name.as_str())
        .collect();
    assert_eq!(names, ["de", "uk", "us"]);
    let found = catalogue(&kept("std", STUDY, without));
    let names: Vec<&str> = found
        .sources
        .iter()
        .map(|(source, _)| source.name.as_str())
        .collect();
    assert_eq!(names, ["de", "uk", "us"]);
    assert_eq!(found.left_out, Vec::<String>::new());
}

#[test]
fn its_modules_have_one_name_each() {
    let study_text = format!("use vendor.codes.cancers.{{colorectal}}\n{STUDY}");
    let analysis = study(&kept("vendor", &study_text, as_it_is));
    insta::assert_snapshot!(rendered(&analysis));
    let fix = analysis
        .diagnostics
        .iter()
        .find_map(|found| found.fix.as_ref())
        .expect("a fix");
    let text = analysis.files.find("study.kohort").expect("the study");
    let fixed = kohort_base::apply_edits(text, &study_text, &fix.edits).expect("it fits");
    assert!(fixed.starts_with("use std.codes.cancers.{colorectal}"), "{fixed}");
}

#[test]
fn a_folder_of_its_name_is_nothing_without_the_manifest() {
    let text = format!("use std.mine.{{a}}\n{STUDY}");
    let world = MemoryWorld::new()
        .with("study.kohort", text)
        .with("std/mine.kohort", "let a = 1");
    insta::assert_snapshot!(rendered(&study(&world)));
}

#[test]
fn a_library_outside_the_project_is_refused_by_its_path() {
    let world = MemoryWorld::new()
        .with_library("../std")
        .with("study.kohort", STUDY);
    let analysis = study(&world);
    let notes: Vec<&str> = analysis
        .diagnostics
        .iter()
        .flat_map(|found: &Diagnostic| found.notes.iter().map(String::as_str))
        .collect();
    assert!(
        notes.iter().any(|note| note.contains("is outside the project")),
        "{notes:?}"
    );
}
