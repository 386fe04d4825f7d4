//! What is said about wrong declarations, sources and studies that a source cannot serve: every code with its
//! rendered form, and the first fix applied.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so"
)]

mod analytes;
mod anchored;
mod availability;
mod bounds;
mod characteristics;
mod choices;
mod codes;
mod drugs;
mod endpoints;
mod imports;
mod lines;
mod mappings;
mod models;
mod not_yet;
mod outcomes;
mod reports;
mod several;
mod sources;
mod standard;
mod tables;
mod vendored;
mod verdicts;
mod windows;

use kohort_base::{Code, Diagnostic, MemoryWorld, apply_edits, render};
use kohort_semantics::{Analysis, Options, analyse};

/// Analyses one text that holds everything.
fn analysed(text: &str) -> Analysis {
    let mut world = MemoryWorld::new();
    world.insert("clinic.kohort", text);
    analyse(&world, "clinic.kohort", &Options::default()).expect("the file is there")
}

/// The codes of the findings, and the findings as a reader sees them. Criteria that look ahead are not the subject here.
fn seen(text: &str) -> (Vec<String>, String) {
    let mut analysis = analysed(text);
    analysis.diagnostics.retain(|found| found.code != Code::K0502);
    let codes = analysis
        .diagnostics
        .iter()
        .map(|found| found.code.to_string())
        .collect();
    (
        codes,
        render::terminal(&analysis.diagnostics, &analysis.files, false, 100),
    )
}

/// The text after the first offered fix.
fn fixed(text: &str) -> String {
    let analysis = analysed(text);
    let file = analysis.files.find("clinic.kohort").expect("the file is there");
    match analysis.diagnostics.iter().find_map(|found| found.fix.as_ref()) {
        Some(fix) => apply_edits(file, text, &fix.edits).expect("the edits fit"),
        None => text.to_owned(),
    }
}

/// Applies each fix that is offered alone: what it is offered for is gone, and the text can be read as before.
fn expect_every_fix_to_help(text: &str) {
    let analysis = analysed(text);
    let file = analysis.files.find("clinic.kohort").expect("the file is there");
    let same = |left: &Diagnostic, right: &Diagnostic| {
        (left.code, &left.title, left.labels.len()) == (right.code, &right.title, right.labels.len())
    };
    let count = |found: &[Diagnostic], wanted: &Diagnostic| {
        found.iter().filter(|finding| same(finding, wanted)).count()
    };
    let unreadable = |found: &[Diagnostic]| {
        let syntax = found
            .iter()
            .filter(|finding| finding.code.as_str().starts_with("K01"));
        syntax.count()
    };
    for finding in &analysis.diagnostics {
        for fix in finding.fixes() {
            let changed = apply_edits(file, text, &fix.edits).expect("the edits fit");
            let after = analysed(&changed).diagnostics;
            assert!(
                count(&after, finding) < count(&analysis.diagnostics, finding)
                    && unreadable(&after) <= unreadable(&analysis.diagnostics),
                "`{}` does not help against {}: {}\n{changed}\n{after:#?}",
                fix.title,
                finding.code,
                finding.title
            );
        }
    }
}

/// Checks the codes of a text's findings, that the first fix brings no new kind of finding, and returns the rendered form.
fn expect(codes: &[&str], text: &str) -> String {
    let (found, rendered) = seen(text);
    assert_eq!(found, codes, "{rendered}");
    expect_every_fix_to_help(text);
    let (after, rendered_after) = seen(&fixed(text));
    for code in after {
        // The fix for a forgotten attribute leaves the reason to be written.
        let to_be_filled_in = code == "K0602" && codes.contains(&"K0603");
        assert!(
            to_be_filled_in || found.contains(&code),
            "the fix brings {code}\n{}\n{rendered_after}",
            fixed(text)
        );
    }
    rendered
}

/// [`expect`], and after the first fix nothing is left to say.
fn expect_healed(codes: &[&str], text: &str) -> String {
    let rendered = expect(codes, text);
    let (after, left) = seen(&fixed(text));
    assert!(after.is_empty(), "{}\n{left}", fixed(text));
    rendered
}

/// Compares what is shown with the snapshot of this name, in the folder beside this file.
fn compare(module: &str, name: &str, shown: &str) {
    let name = format!("{}__{name}", module.rsplit("::").next().unwrap_or_default());
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, shown);
    });
}

macro_rules! shows {
    ($name:ident: [$($code:literal),*] heals $text:expr) => {
        #[test]
        fn $name() {
            crate::compare(module_path!(), stringify!($name), &crate::expect_healed(&[$($code),*], $text));
        }
    };
    ($name:ident: [$($code:literal),*] $text:expr) => {
        #[test]
        fn $name() {
            crate::compare(module_path!(), stringify!($name), &crate::expect(&[$($code),*], $text));
        }
    };
}
pub(crate) use shows;
