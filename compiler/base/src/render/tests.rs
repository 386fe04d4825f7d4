//! Snapshots of both renderers over one set of findings, so that a reviewer sees them side by side.

use super::{json, terminal};
use crate::{Code, Diagnostic, FileId, Files, Span};

const STUDY: &str = "\
study early_onset version \"1.0.0\" on std.oncology
use std.codes.cancers.{colorectal, lung}

let hb = last lab where test = haemoglobin from index - 30 days to index

cohort metastatic {
  index metastatic_on
  include adult: age at index >= 18
  include hb_ok: hb.value >= 8 mmol
  // 胃癌 𝄞
  include 胃癌: diagnosis where code in colorectl
}
";

const MODEL: &str = "\
model oncology version \"1.0.0\" {
  many lab dated date {
    test: Analyte
    value: Quantity of test
  }
}
";

struct Project {
    files: Files,
    study: FileId,
    model: FileId,
}

impl Project {
    fn new() -> Self {
        let mut files = Files::new();
        let study = files.add("study.kohort".into(), STUDY.into());
        let model = files.add("std/oncology.kohort".into(), MODEL.into());
        Project { files, study, model }
    }

    fn span(&self, file: FileId, text: &str) -> Span {
        let start = self.files.text(file).find(text).expect("the text is in the file") as u32;
        Span::new(file, start, start + text.len() as u32)
    }

    fn findings(&self) -> Vec<Diagnostic> {
        let adult = self.span(self.study, "18");
        let unused = self.span(self.study, ", lung");
        let lab = self.span(
            self.study,
            "let hb = last lab where test = haemoglobin from index - 30 days to index\n",
        );
        vec![
            Diagnostic::error(Code::K0302, "`hb.value` is a concentration of haemoglobin, and `8 mmol` is an amount of substance")
                .at(self.span(self.study, "8 mmol"), "an amount in mmol")
                .and(self.span(self.study, "hb.value"), "haemoglobin, in g/dL")
                .and(self.span(self.model, "Quantity of test"), "the unit of a value is that of its test")
                .note("Haemoglobin is measured in g/dL here and can be converted from g/L and mmol/L, and from nothing else.")
                .help("Write the limit in one of these units.")
                .replace(self.span(self.study, "8 mmol"), "8 mmol/L", "Write `8 mmol/L`"),
            Diagnostic::error(Code::K0303, "`age at index` is a duration, and `18` has no unit")
                .at(adult, "years, months or days?")
                .replace(Span::at(self.study, adult.end), " years", "Write `18 years`"),
            Diagnostic::error(Code::K0201, "There is no `colorectl`")
                .at(self.span(self.study, "colorectl"), "not known here")
                .help("`colorectal` is near.")
                .replace(self.span(self.study, "colorectl"), "colorectal", "Write `colorectal`"),
            Diagnostic::warning(Code::K0206, "`lung` is imported and not used")
                .at(self.span(self.study, "lung"), "")
                .replace(unused, "", "Remove it"),
            Diagnostic::warning(Code::K0207, "`hb` is defined and not used").at(self.span(self.study, "hb"), "").replace(
                lab,
                "",
                "Remove the definition",
            ),
            Diagnostic::error(Code::K0504, "Two sources have the month of death only")
                .at(self.span(self.study, "metastatic_on"), "needs a day")
                .for_source("jp")
                .for_source("de")
                .for_source("jp")
                .help("Say how such dates are placed:\nprecision death.date as month, placed on day 15")
                .replace(
                    Span::at(self.study, self.span(self.study, "\nlet hb").start),
                    "precision death.date as month, placed on day 15\n",
                    "Place the date on day 15",
                ),
            Diagnostic::error(Code::K0703, "No source of this project has the model `std.oncology`"),
        ]
    }
}

#[test]
fn for_a_terminal() {
    let project = Project::new();
    insta::assert_snapshot!(terminal(&project.findings(), &project.files, false, 80));
}

#[test]
fn as_json() {
    let project = Project::new();
    insta::assert_snapshot!(json(&project.findings(), &project.files));
}

#[test]
fn colour_changes_nothing_but_colour() {
    let project = Project::new();
    let findings = project.findings();
    let coloured = terminal(&findings, &project.files, true, 80);
    assert!(coloured.contains("\u{1b}["));
    let mut plain = String::new();
    for (number, part) in coloured.split("\u{1b}[").enumerate() {
        plain.push_str(if number == 0 {
            part
        } else {
            part.split_once('m').map_or("", |(_, rest)| rest)
        });
    }
    assert_eq!(plain, terminal(&findings, &project.files, false, 80));
}

#[test]
fn a_fix_in_another_file_names_it_and_a_long_one_is_cut() {
    let project = Project::new();
    let missing = (1..=10)
        .map(|number| format!("    attribute_{number}: Text\n"))
        .collect::<String>();
    let findings = [Diagnostic::error(Code::K0209, "`lab` has no attribute `range`")
        .at(project.span(project.study, "lab"), "a record of `lab`")
        .replace(
            Span::at(project.model, project.span(project.model, "    value").start),
            missing,
            "Declare it",
        )];
    insta::assert_snapshot!(terminal(&findings, &project.files, false, 80));
}

#[test]
fn no_diagnostic_can_make_rendering_fail() {
    let project = Project::new();
    let inside_a_character = project.span(project.study, "胃癌").start + 1;
    let findings = [
        Diagnostic::error(Code::K0102, "inside a character").at(
            Span::new(project.study, inside_a_character, inside_a_character + 1),
            "here",
        ),
        Diagnostic::error(Code::K0102, "behind the end").at(Span::new(project.study, 90_000, 90_001), "here"),
        Diagnostic::error(Code::K0102, "another store's file").at(Span::new(FileId(9), 1, 2), "here"),
        Diagnostic::error(Code::K0102, "overlapping edits")
            .at(Span::new(project.study, 0, 5), "here")
            .replace(Span::new(project.study, 0, 5), "x", "Write `x`")
            .replace(Span::new(project.study, 2, 7), "y", "Write `y`"),
    ];
    for width in [0, 1, 80] {
        let text = terminal(&findings, &project.files, false, width);
        assert!(findings.iter().all(|finding| text.contains(&finding.title)));
    }
    assert!(json(&findings, &project.files).ends_with("}\n"));
}
