//! What changes in the standard library shows in the studies that use it, as the clause that changed, and nowhere else.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so"
)]

use kohort_diff::{Diff, Given, Kind, compare, render};
use kohort_semantics::Study;
use kohort_semantics::study::DefinitionId;
use kohort_tests::projects::{Project, shipped_with_library};

/// The examples with the library as it is, and as changed.
fn examples(module: &str, old: &str, new: &str) -> Vec<(Project, Project)> {
    let as_it_is = shipped_with_library(&|_, text| text.to_owned()).unwrap_or_else(|why| panic!("{why}"));
    let changed = shipped_with_library(&|path, text| {
        if path != module {
            return text.to_owned();
        }
        assert_eq!(text.matches(old).count(), 1, "{old} is once in {module}");
        text.replacen(old, new, 1)
    });
    let changed = changed.unwrap_or_else(|why| panic!("{why}"));
    as_it_is.into_iter().zip(changed).collect()
}

fn between(old: &Project, new: &Project) -> Diff {
    let given = |project: &'_ Project| (project.study.clone(), project.sources.clone());
    let ((old_study, old_sources), (new_study, new_sources)) = (given(old), given(new));
    compare(
        Given {
            study: &old_study,
            sources: &old_sources,
        },
        Given {
            study: &new_study,
            sources: &new_sources,
        },
    )
}

/// The rule set's text in the library: from its name to the end of its block.
fn rule_set(name: &str) -> String {
    let text = kohort_stdlib::module("std.lines").expect("it is there");
    let begins = text.find(&format!("lines {name} ")).expect("it is declared");
    let rest = text.get(begins..).expect("a place in the text");
    let ends = rest.find("\n}").expect("its block ends");
    rest.get(..ends).expect("a place in the text").to_owned()
}

fn uses(study: &Study, rule_set: &str) -> usize {
    let lines = (0u32..)
        .take(study.definitions.len())
        .filter_map(|id| study.lines(DefinitionId(id)));
    lines.filter(|lines| lines.rule_set.path == rule_set).count()
}

#[test]
fn a_threshold_of_a_rule_set_shows_as_that_clause_where_it_is_used_and_nowhere_else() {
    let text = kohort_stdlib::module("std.lines").expect("it is there");
    let names = text
        .lines()
        .filter_map(|line| line.strip_prefix("lines ")?.split(' ').next());
    let mut shown = 0;
    for name in names {
        let before = rule_set(name);
        let window = before
            .lines()
            .find(|line| line.trim_start().starts_with("window "))
            .expect("each has a window");
        let days: u32 = window
            .split_whitespace()
            .find_map(|word| word.parse().ok())
            .expect("a window has a length");
        let wider = window.replace(&days.to_string(), &(days + 2).to_string());
        let after = before.replacen(window, &wider, 1);
        for (old, new) in examples("std.lines", &before, &after) {
            let diff = between(&old, &new);
            let used = uses(&old.study, &format!("std.lines.{name}"));
            // Rules that a study changes itself, or lines that nothing reports, do not count.
            let own = diff.changes.len();
            assert!(own <= used, "{}: {name}\n{}", old.name, render::text(&diff));
            for change in &diff.changes {
                assert_eq!(change.subject.kind, Kind::Lines, "{}", render::text(&diff));
                assert_eq!(change.edits.len(), 1, "{}", render::text(&diff));
                let edit = change.edits.first().expect("one edit");
                let said = |text: &Option<String>| text.clone().unwrap_or_default();
                assert!(
                    said(&edit.old).contains(&format!("{days} day")),
                    "{}",
                    render::text(&diff)
                );
                assert!(
                    said(&edit.new).contains(&format!("{} day", days + 2)),
                    "{}",
                    render::text(&diff)
                );
                assert!(!change.affects.outputs.is_empty(), "{}", render::text(&diff));
                shown += 1;
            }
            if used > 0 && own < used {
                let overridden = (0u32..).take(old.study.definitions.len());
                let overridden = overridden.filter_map(|id| old.study.lines(DefinitionId(id)));
                let overridden = overridden
                    .filter(|lines| !lines.rule_set.changed.is_empty())
                    .count();
                assert!(
                    overridden + own >= used,
                    "{}: {name} is used\n{}",
                    old.name,
                    render::text(&diff)
                );
            }
        }
    }
    println!("{shown} rule sets in use");
    assert!(shown >= 4, "the examples use rule sets of the library");
}

/// The text of all differences of the examples.
fn shown(module: &str, old: &str, new: &str) -> String {
    let mut all = String::new();
    for (old, new) in examples(module, old, new) {
        let diff = between(&old, &new);
        if !diff.changes.is_empty() {
            all.push_str(&format!("{}\n{}\n", old.name, render::text(&diff)));
        }
    }
    all
}

#[test]
fn a_code_of_a_list_shows_in_the_studies_that_use_the_list() {
    insta::assert_snapshot!(shown(
        "std.codes.cancers",
        "codes colorectal {\n  ICD10CM C18.* from 2015-10-01 C19 from",
        "codes colorectal {\n  ICD10CM C17.* from 2015-10-01 C18.* from 2015-10-01 C19 from",
    ));
}

#[test]
fn a_drugs_code_shows_in_the_studies_that_ask_for_the_drug() {
    let text = shown("std.drugs", "  ATC L01XA03", "  ATC L01XA03 L01XA99");
    insta::assert_snapshot!(text);
}

#[test]
fn what_may_be_published_of_a_country_shows_in_its_studies() {
    let text = kohort_stdlib::module("std.sources.de").expect("it is there");
    let cell = text
        .lines()
        .find(|line| line.trim_start().starts_with("minimum_cell"))
        .expect("it is said");
    insta::assert_snapshot!(shown("std.sources.de", cell, "  minimum_cell 12"));
}

#[test]
fn how_a_column_is_read_shows_in_the_studies_that_read_it() {
    let text = kohort_stdlib::module("std.sources.de").expect("it is there");
    let sex = text
        .lines()
        .find(|line| line.trim_start().starts_with("sex = "))
        .expect("it is read");
    let other = sex.replace("D\": other", "D\": missing");
    assert_ne!(sex, other);
    insta::assert_snapshot!(shown("std.sources.de", sex, &other));
}
