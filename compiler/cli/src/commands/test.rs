//! `kohort test`: the tests that are written in studies.
//!
//! Each test's person is tried in the model's own form and, where a writer knows a source's tables, in the form of each
//! source, so that a mapping that loses something is found. Invariant: no data are read, and the whole needs no engine.

use crate::arguments::Format;
use crate::failure::{Exit, Failure};
use crate::findings::Findings;
use crate::study_file::{files, is_study, project};
use crate::terminal::Terminal;
use clap::Args;
use kohort_base::{Files, Span};
use kohort_oracle::{Content, Dataset, Outcome, run_test, run_tests};
use kohort_semantics::study::Test;
use kohort_semantics::{Analysis, Options, Source, Study, analyse};
use kohort_synth::national::{Mess, writers};
use kohort_synth::people::Encode;
use kohort_synth::rows::Rows;
use kohort_synth::text::{Text, header};
use serde::Serialize;
use std::path::PathBuf;

/// Run the tests that are written in studies, on every source's form.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort test                                 the tests of every study below this folder
  kohort test study.kohort --source us,jp     in the tables of two countries
  kohort test --format json                   for programs")]
pub(crate) struct Arguments {
    /// Files, or folders for all studies below them
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// In the tables of these sources only; otherwise of all of the study's model
    #[arg(long = "source", value_name = "NAME", value_delimiter = ',')]
    sources: Option<Vec<String>>,
    /// How to show the results
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let studies: Vec<_> = files(&arguments.paths, terminal)?
        .into_iter()
        .filter(|file| is_study(&file.path))
        .collect();
    if studies.is_empty() {
        return Err(Failure::study("there is no study here")
            .help("a study is a file whose name ends in `.kohort`; `kohort new` writes a first one"));
    }
    let mut reports = Vec::new();
    let mut exit = Exit::Fine;
    for file in &studies {
        let project = project(file, true)?;
        let path = project.path_of(&file.path)?;
        let options = Options {
            sources: arguments.sources.clone().or_else(|| project.sources()),
        };
        let analysis = analyse(&project.world(), &path, &options)?;
        match (&analysis.study, analysis.has_errors()) {
            (Some(study), false) => {
                let name = terminal.shown(&file.path);
                reports.push(StudyReport::of(study, &analysis, name));
            }
            _ => {
                Findings::of(&analysis, &project, terminal).show(Format::Text, false, terminal)?;
                exit = Exit::Study;
            }
        }
    }
    match arguments.format {
        Format::Json => {
            let text = serde_json::to_string_pretty(&reports)
                .map_err(|error| Failure::environment(format!("the results cannot be written: {error}")))?;
            writeln!(terminal.out, "{text}")?;
        }
        Format::Text => show(&reports, terminal)?,
    }
    let failed = reports.iter().any(|report| report.failed() > 0);
    Ok(if failed { Exit::Study } else { exit })
}

/// The tests of one study.
#[derive(Debug, Serialize)]
struct StudyReport {
    file: String,
    study: String,
    /// The sources in whose form the tests ran.
    sources: Vec<String>,
    /// Sources of the study's model that no writer knows.
    without_writer: Vec<String>,
    tests: Vec<TestReport>,
}

#[derive(Debug, Serialize)]
struct TestReport {
    name: String,
    line: usize,
    runs: Vec<RunReport>,
}

/// One test in one form.
#[derive(Debug, Serialize)]
struct RunReport {
    /// The source, or `model` for the model's own form.
    form: String,
    passed: bool,
    failures: Vec<FailureReport>,
}

#[derive(Debug, Serialize)]
struct FailureReport {
    line: usize,
    expected: String,
    reasons: Vec<String>,
}

impl StudyReport {
    fn of(study: &Study, analysis: &Analysis, file: String) -> Self {
        let mut report = Self {
            file,
            study: study.name.clone(),
            sources: Vec::new(),
            without_writer: Vec::new(),
            tests: Vec::new(),
        };
        for source in &analysis.sources {
            let known = is_national(source);
            let list = if known {
                &mut report.sources
            } else {
                &mut report.without_writer
            };
            list.push(source.name.clone());
        }
        let own = run_tests(study);
        for (test, outcome) in study.tests.iter().zip(own) {
            let mut runs = vec![RunReport::of("model", &outcome, &analysis.files)];
            for source in analysis.sources.iter().filter(|source| is_national(source)) {
                runs.push(in_form(study, test, source, &analysis.files));
            }
            report.tests.push(TestReport {
                name: test.name.clone(),
                line: line(&analysis.files, test.span),
                runs,
            });
        }
        report
    }

    fn failed(&self) -> usize {
        let failed = |test: &&TestReport| test.runs.iter().any(|run| !run.passed);
        self.tests.iter().filter(failed).count()
    }
}

/// Whether a writer knows the tables of a source: those of the standard library.
fn is_national(source: &Source) -> bool {
    source.module.starts_with("std.") && writers().iter().any(|writer| writer.source() == source.name)
}

/// One test, its person written in the tables of a source.
fn in_form(study: &Study, test: &Test, source: &Source, files: &Files) -> RunReport {
    let failed = |why: String| RunReport {
        form: source.name.clone(),
        passed: false,
        failures: vec![FailureReport {
            line: line(files, test.span),
            expected: test.name.clone(),
            reasons: vec![why],
        }],
    };
    let Some(writer) = writers().iter().find(|writer| writer.source() == source.name) else {
        return failed(String::from("no writer knows these tables"));
    };
    let person = match kohort_synth::person_of_test(study, test) {
        Ok(person) => person,
        Err(error) => return failed(error.to_string()),
    };
    let mut dataset = Dataset::default();
    let mut rows = Rows::of(writer.tables().len());
    writer.write(&person, Mess::Clean, &mut rows);
    for (position, (layout, table)) in writer.tables().iter().zip(rows.tables()).enumerate() {
        let written = header(layout).and_then(|mut bytes| {
            bytes.extend(Text.encode(0, position, layout, table)?);
            Ok(bytes)
        });
        match written {
            Ok(bytes) => dataset
                .files
                .insert(layout.file.to_owned(), Content::Bytes(bytes)),
            Err(error) => return failed(error.to_string()),
        };
    }
    RunReport::of(&source.name, &run_test(study, test, source, &dataset), files)
}

impl RunReport {
    fn of(form: &str, outcome: &Outcome, files: &Files) -> Self {
        let mut failures: Vec<FailureReport> = outcome
            .failures
            .iter()
            .map(|failure| FailureReport {
                line: line(files, failure.span),
                expected: failure.text.clone(),
                reasons: failure
                    .reasons
                    .iter()
                    .map(|reason| reason.worded(|span| text_of(files, span)))
                    .collect(),
            })
            .collect();
        if let Some(fault) = &outcome.fault {
            failures.push(FailureReport {
                line: line(files, outcome.span),
                expected: String::from("the person can be read"),
                reasons: vec![fault.to_string()],
            });
        }
        Self {
            form: form.to_owned(),
            passed: outcome.passed(),
            failures,
        }
    }
}

fn line(files: &Files, span: Span) -> usize {
    let before = files
        .text(span.file)
        .get(..span.start as usize)
        .unwrap_or_default();
    before.matches('\n').count() + 1
}

fn text_of(files: &Files, span: Span) -> String {
    files
        .text(span.file)
        .get(span.start as usize..span.end as usize)
        .unwrap_or_default()
        .to_owned()
}

fn show(reports: &[StudyReport], terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let (mut tests, mut runs, mut failed) = (0, 0, 0);
    for report in reports {
        let forms = match report.sources.as_slice() {
            [] => String::from("the model's own form"),
            sources => format!("the model's own form and the tables of {}", sources.join(", ")),
        };
        writeln!(
            terminal.out,
            "{}: {} in {forms}",
            report.study,
            counted(report.tests.len(), "test")
        )?;
        if !report.without_writer.is_empty() {
            let names = report.without_writer.join(", ");
            writeln!(
                terminal.out,
                "  not in the tables of {names}: nothing knows how to write them"
            )?;
        }
        for test in &report.tests {
            let wrong: Vec<&RunReport> = test.runs.iter().filter(|run| !run.passed).collect();
            let verdict = if wrong.is_empty() { "ok    " } else { "FAILED" };
            writeln!(terminal.out, "  {verdict}  {}", test.name)?;
            for run in &wrong {
                let place = if run.form == "model" {
                    String::from("in the model's own form")
                } else {
                    format!("in the tables of {}", run.form)
                };
                for failure in &run.failures {
                    writeln!(
                        terminal.out,
                        "          {}:{}: {}, {place}",
                        report.file, failure.line, failure.expected
                    )?;
                    for reason in &failure.reasons {
                        writeln!(terminal.out, "            {reason}")?;
                    }
                }
            }
            runs += test.runs.len();
        }
        tests += report.tests.len();
        failed += report.failed();
    }
    let end = if failed == 0 {
        String::from("all passed")
    } else {
        format!("{failed} failed")
    };
    writeln!(
        terminal.out,
        "{} in {}, {end}",
        counted(tests, "test"),
        counted(runs, "run")
    )?;
    Ok(())
}

fn counted(number: usize, word: &str) -> String {
    match number {
        1 => format!("1 {word}"),
        _ => format!("{number} {word}s"),
    }
}
