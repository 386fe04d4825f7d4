//! Checks one section.

use super::Backend;
use super::assemble::assemble;
use super::attrition::{of_oracle, without_alignment, written};
use super::block::Block;
use super::difference::difference;
use super::findings::differences;
use super::identity::identity;
use super::section::Section;
use super::tables::rows;
use super::tests_in_study;
use super::update::Update;
use crate::oracle::{self, Tables};
use kohort_base::{MemoryWorld, render};
use kohort_semantics::project::{Analysis, Options, analyse};
use kohort_semantics::{Source, Study};

/// The name of the assembled file; it stands in snapshots.
const FILE: &str = "chapter.kohort";
/// The module in that file.
pub(super) const MODULE: &str = "chapter";
/// The name of the file with the added source.
const SOURCE_FILE: &str = "as_given.kohort";

/// Something that is not as expected, and what would be.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    pub(super) line: usize,
    pub(super) message: String,
    pub(super) update: Option<Update>,
}

impl Finding {
    fn at(line: usize, message: impl Into<String>) -> Self {
        Self {
            line,
            message: message.into(),
            update: None,
        }
    }

    fn of(block: &Block, message: impl Into<String>) -> Self {
        Self::at(block.first_line, message)
    }
}

/// All that is wrong in a section.
pub(super) fn check(section: &Section, backend: &dyn Backend) -> Vec<Finding> {
    let file = assemble(section);
    let mut world = MemoryWorld::new().with(FILE, &file.text);
    let mut tables = Tables::new();
    if let (false, Some(model)) = (file.has_source, &file.model) {
        match identity(section, &file, model, MODULE) {
            Ok(source) => {
                world = world.with(SOURCE_FILE, &source.text);
                tables = source.tables;
            }
            Err((line, why)) => return vec![Finding::at(line, why)],
        }
    } else {
        for block in section.all_data() {
            match rows(block) {
                Ok(rows) => tables.insert(block.argument().to_owned(), rows.table),
                Err(why) => return vec![Finding::of(block, why)],
            };
        }
    }
    let analysis = match analyse(&world, FILE, &Options::default()) {
        Ok(analysis) => analysis,
        Err(error) => return vec![Finding::at(section.line, error.to_string())],
    };
    let mut findings: Vec<Finding> = differences(&file, FILE, &analysis.files, &analysis.diagnostics)
        .into_iter()
        .map(|(line, message)| Finding::at(line, message))
        .collect();
    findings.extend(expectations(section, &analysis, &tables, backend));
    findings.extend(
        tests_in_study::failures(&file, FILE, &analysis)
            .into_iter()
            .map(|(line, message)| Finding::at(line.unwrap_or(section.line), message)),
    );
    findings
}

/// The blocks that say what follows from the pieces.
fn expectations(
    section: &Section,
    analysis: &Analysis,
    tables: &Tables,
    backend: &dyn Backend,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut piece: Option<&Block> = None;
    for block in &section.own {
        match block.kind() {
            "kohort" => piece = Some(block),
            "fmt" => findings.extend(formatted(block, piece)),
            "snapshot" => findings.extend(snapshot(block, analysis)),
            "attrition" | "plan" => {
                let runnable = analysis.study.as_deref().zip(first_source(analysis));
                match runnable {
                    Some((study, source)) if block.kind() == "plan" => {
                        findings.extend(plan(block, study, source, backend));
                    }
                    Some((study, source)) => {
                        findings.extend(attrition(block, study, source, tables, backend))
                    }
                    None => {
                        findings.push(Finding::of(
                            block,
                            "there is no study without errors and a source to run it on",
                        ));
                    }
                }
            }
            _ => {}
        }
    }
    findings
}

/// The source that stands first in the chapter: the data are in its form.
fn first_source(analysis: &Analysis) -> Option<&Source> {
    let of_chapter = analysis.sources.iter().map(AsRef::as_ref);
    of_chapter.min_by_key(|source: &&Source| (source.span.file, source.span.start))
}

/// A text that must be as expected to the letter, blanks at the ends of lines aside.
fn exactly(block: &Block, actual: &str, what: &str) -> Option<Finding> {
    let (expected, actual) = (without_blanks(&block.text()), without_blanks(actual));
    (expected != actual).then(|| Finding {
        line: block.first_line,
        message: format!("{what} differ{}", difference(&expected, &actual)),
        update: Some(Update::of(block, &actual)),
    })
}

fn without_blanks(text: &str) -> String {
    text.trim_end()
        .lines()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect()
}

fn snapshot(block: &Block, analysis: &Analysis) -> Option<Finding> {
    if block.argument() != "diagnostics" {
        return Some(Finding::of(
            block,
            format!(
                "`snapshot {}` is not known; there is `snapshot diagnostics`",
                block.argument()
            ),
        ));
    }
    let shown = render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
    exactly(block, &shown, "the diagnostics")
}

fn formatted(block: &Block, piece: Option<&Block>) -> Option<Finding> {
    let Some(piece) = piece else {
        return Some(Finding::of(block, "there is no piece of source before it"));
    };
    match kohort_grammar::format(&kohort_grammar::parse(&piece.text())) {
        Ok(text) => exactly(block, &text, "the formatted lines"),
        Err(error) => Some(Finding::of(
            block,
            format!("the piece before it cannot be formatted: {error:?}"),
        )),
    }
}

/// The oracle and the engine must both find what is expected.
fn attrition(
    block: &Block,
    study: &Study,
    source: &Source,
    tables: &Tables,
    backend: &dyn Backend,
) -> Option<Finding> {
    let by_oracle = match oracle::run(study, source, tables) {
        Ok(result) => result
            .cohorts
            .iter()
            .map(|cohort| (cohort.name.clone(), of_oracle(cohort)))
            .collect::<Vec<_>>(),
        Err(fault) => return Some(Finding::of(block, format!("the oracle finds no result: {fault}"))),
    };
    let by_engine = match backend.attrition(study, source, tables) {
        Ok(result) => result,
        Err(why) => return Some(Finding::of(block, format!("the engine finds no result: {why}"))),
    };
    let wanted = block.argument();
    let position = match (wanted, by_oracle.len()) {
        ("", 1) => Some(0),
        _ => by_oracle.iter().position(|(name, _)| name == wanted),
    };
    let Some(position) = position else {
        let names: Vec<&str> = by_oracle.iter().map(|(name, _)| name.as_str()).collect();
        return Some(Finding::of(
            block,
            format!(
                "name one cohort behind `attrition`; there are: {}",
                names.join(", ")
            ),
        ));
    };
    let text = |cohorts: &[(String, Vec<_>)]| {
        cohorts
            .get(position)
            .map(|(_, steps)| written(steps))
            .unwrap_or_default()
    };
    let (oracle, engine) = (text(&by_oracle), text(&by_engine));
    if oracle != engine {
        return Some(Finding::of(
            block,
            format!(
                "oracle and engine disagree (-, +){}",
                difference(&oracle, &engine)
            ),
        ));
    }
    let expected = without_alignment(&block.text());
    let actual = without_alignment(&oracle);
    (expected != actual).then(|| Finding {
        line: block.first_line,
        message: format!("the attrition differs{}", difference(&expected, &actual)),
        update: Some(Update::of(block, &oracle)),
    })
}

/// The lines must stand together in the plan's text. An empty block becomes the whole plan.
fn plan(block: &Block, study: &Study, source: &Source, backend: &dyn Backend) -> Option<Finding> {
    let text = match backend.plan(study, source) {
        Ok(text) => text,
        Err(why) => return Some(Finding::of(block, format!("there is no plan: {why}"))),
    };
    let trimmed = |line: &str| line.trim().to_owned();
    let wanted: Vec<String> = block
        .lines
        .iter()
        .map(|line| trimmed(line))
        .filter(|line| !line.is_empty())
        .collect();
    let there: Vec<String> = text
        .lines()
        .map(trimmed)
        .filter(|line| !line.is_empty())
        .collect();
    if wanted.is_empty() {
        return Some(Finding {
            update: Some(Update::of(block, &text)),
            ..Finding::of(block, "the expected plan is empty")
        });
    }
    let found = there.windows(wanted.len()).any(|lines| lines == wanted);
    (!found).then(|| {
        let message = format!(
            "these lines do not stand together in the plan{}",
            difference(&block.text(), &text)
        );
        Finding::of(block, message)
    })
}
