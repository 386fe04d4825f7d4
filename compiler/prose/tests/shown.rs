//! The protocols of the shipped studies, to be read by people.

#![allow(clippy::panic, reason = "a test that cannot go on has failed")]

use kohort_prose::{About, Adapted, CountedStep, Country, Counts, Protocol};
use kohort_tests::projects::{Project, purpose_written, shipped};

/// What comes before the appendix, which is the standard library's and long.
fn body(project: &Project) -> String {
    let text = Protocol::of(&project.study, &About::default()).markdown();
    let end = text.find("\n## How to read this protocol").unwrap_or(text.len());
    text.split_at(end).0.to_owned()
}

#[test]
fn the_shipped_studies() {
    let projects = shipped().unwrap_or_else(|why| panic!("{why}"));
    assert!(!projects.is_empty(), "there are shipped studies");
    for project in projects {
        insta::assert_snapshot!(project.study.name.clone(), body(&project));
    }
}

/// Studies that say in few lines what a language can say of windows, picks, periods, lines and endpoints.
#[test]
fn the_corners_of_the_language() {
    for name in [
        "windows",
        "picks",
        "episodes",
        "aggregates",
        "sets",
        "lines_of_therapy",
        "endpoints_of_entries",
    ] {
        insta::assert_snapshot!(format!("corner_{name}"), body(&purpose(name)));
    }
}

fn purpose(name: &str) -> Project {
    let projects = purpose_written().unwrap_or_else(|why| panic!("{why}"));
    let found = projects.into_iter().find(|project| project.study.name == name);
    found.unwrap_or_else(|| panic!("there is no study {name}"))
}

/// A source with counts of every cohort, the smallest of them hidden.
fn country(project: &Project, source: &str) -> Country {
    let step = |number: usize| CountedStep {
        removed: format!("{}", 10 * number),
        after: if number > 1 {
            String::from("<5")
        } else {
            format!("{}", 100 - number)
        },
    };
    let cohorts = project.study.cohorts.iter();
    let cohorts = cohorts.map(|cohort| (0..cohort.criteria.len() + 2).map(step).collect());
    Country {
        source: source.to_owned(),
        version: String::from("1.0.0"),
        country: Some(String::from("DE")),
        doc: Some(String::from("A registry with <tables> & `names`.")),
        minimum_cell: Some(5),
        adapted: vec![Adapted {
            place: String::from("race"),
            what: String::from("fallback, since de does not record race"),
        }],
        counts: Some(Counts {
            cohorts: cohorts.collect(),
        }),
    }
}

#[test]
fn sources_with_counts() {
    let project = purpose("cohorts");
    let countries = ["de", "uk"].map(|source| country(&project, source));
    let about = About {
        countries: countries.to_vec(),
    };
    let protocol = Protocol::of(&project.study, &about);
    insta::assert_snapshot!("with_counts.md", protocol.markdown());
    let page = protocol.html();
    assert!(
        !page.contains("<script") && !page.contains("http"),
        "the page loads nothing"
    );
    insta::assert_snapshot!("with_counts.html", page);
}

/// What a study says of itself can hold what means something to Markdown, HTML or Mermaid.
#[test]
fn texts_of_a_study_are_escaped() {
    let mut study = (*purpose("cohorts").study).clone();
    let text = "a <b>\"bold\"</b> | # *claim* `x` ``` \u{2}";
    study.doc = Some(text.to_owned());
    for cohort in &mut study.cohorts {
        cohort.doc = Some(text.to_owned());
        for criterion in &mut cohort.criteria {
            criterion.doc = Some(text.to_owned());
        }
    }
    let protocol = Protocol::of(&study, &About::default());
    let (markdown, page) = (protocol.markdown(), protocol.html());
    let mut in_diagram = false;
    for line in markdown.lines() {
        in_diagram ^= line.starts_with("```");
        assert!(in_diagram || !line.contains(" *claim*"), "{line}");
    }
    assert!(!markdown.contains("<b>"), "{markdown}");
    assert!(!page.contains("<b>"), "{page}");
    assert!(!markdown.contains('\u{2}') && !page.contains('\u{2}'));
    // Each diagram is as long as it was: nothing in a label ends it.
    let fences = |text: &str| text.lines().filter(|line| line.starts_with("```")).count();
    assert_eq!(fences(&markdown), 2 * study.cohorts.len());
}
