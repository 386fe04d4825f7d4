//! The sources of the standard library: a study on one of its models meets them without naming them.

use kohort_base::{Code, MemoryWorld};
use kohort_semantics::{Analysis, Options, analyse};

const STUDY: &str = r#"study s version "1.0.0" on std.oncology
cohort c {
  index (first diagnosis).date
  include female: sex = female, unknown is not met
}
report { attrition }
"#;

const OWN: &str = r#"source us for std.oncology version "2.0.0" {
  table people = csv "people.csv"
  patient from people key id {
    birth_date, sex, race, ethnicity, deprivation, region absent "not needed"
  }
}
"#;

fn analysed(files: &[(&str, &str)], sources: Option<&[&str]>) -> Analysis {
    let mut world = MemoryWorld::new();
    for (name, text) in files {
        world.insert(name, *text);
    }
    let sources = sources.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    analyse(&world, "study.kohort", &Options { sources }).expect("the file is there")
}

/// The names and versions of the sources, and the files that were read.
fn met(analysis: &Analysis) -> (Vec<String>, Vec<String>) {
    let sources = analysis
        .sources
        .iter()
        .map(|source| source.name.clone())
        .collect();
    let read = ["us", "uk", "de", "jp"]
        .into_iter()
        .filter(|name| {
            analysis
                .files
                .find(&format!("std/sources/{name}.kohort"))
                .is_some()
        })
        .map(str::to_owned)
        .collect();
    (sources, read)
}

#[test]
fn a_study_on_a_model_of_the_library_meets_its_sources() {
    let (sources, read) = met(&analysed(&[("study.kohort", STUDY)], None));
    assert_eq!(sources, ["de", "jp", "uk", "us"]);
    assert_eq!(read, ["us", "uk", "de", "jp"]);
}

#[test]
fn what_was_not_asked_for_is_not_read() {
    let (sources, read) = met(&analysed(&[("study.kohort", STUDY)], Some(&["uk"])));
    assert_eq!(sources, ["uk"]);
    assert_eq!(read, ["uk"]);
}

#[test]
fn a_source_of_the_project_replaces_the_one_of_its_name() {
    let analysis = analysed(&[("study.kohort", STUDY), ("mine/us.kohort", OWN)], Some(&["us"]));
    let (sources, read) = met(&analysis);
    assert_eq!(sources, ["us"]);
    assert!(read.is_empty());
    assert_eq!(
        analysis.sources.first().map(|source| source.version.as_str()),
        Some("2.0.0")
    );
    let (sources, read) = met(&analysed(
        &[("study.kohort", STUDY), ("mine/us.kohort", OWN)],
        None,
    ));
    assert_eq!(sources, ["de", "jp", "uk", "us"]);
    assert_eq!(read, ["uk", "de", "jp"]);
}

#[test]
fn a_model_of_the_project_has_only_its_own_sources() {
    let text = "study s version \"1.0.0\" on clinic\nmodel clinic version \"1.0.0\" { one patient { born: Date } }\ncohort c { index born }\nreport { attrition }\n";
    let (sources, read) = met(&analysed(&[("study.kohort", text)], None));
    assert!(sources.is_empty() && read.is_empty());
}

#[test]
fn only_in_knows_the_library_s_sources_even_where_they_are_not_chosen() {
    let text = STUDY.replace("sex = female", "only in us, de { sex } = female");
    let analysis = analysed(&[("study.kohort", &text)], Some(&["uk"]));
    assert!(analysis.diagnostics.iter().all(|found| found.code != Code::K0703));
    let text = STUDY.replace("sex = female", "only in fr { sex } = female");
    let analysis = analysed(&[("study.kohort", &text)], Some(&["uk"]));
    assert!(analysis.diagnostics.iter().any(|found| found.code == Code::K0703));
}
