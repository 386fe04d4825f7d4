//! Parameters, definitions and lines of therapy, with their clauses.
//!
//! Invariant: they stand by kind and name, so that moving one changes nothing here. Of what nothing depends on only the name
//! is said.

use super::cohorts::{self, tests};
use crate::text::document::Document;
use crate::text::kind::Kind;
use crate::words::Words;
use kohort_semantics::meaning::used_definitions;
use kohort_semantics::study::{Definition, DefinitionId, ExprKind, Lines};

pub(super) fn definitions(words: &Words<'_>, document: &mut Document) {
    let study = words.study();
    let used = used_definitions(study);
    let mut all: Vec<(Kind, &str, DefinitionId, &Definition)> = Vec::new();
    for (id, definition) in (0..).map(DefinitionId).zip(&study.definitions) {
        let kind = match study.lines(id) {
            _ if !used.contains(&id) => Kind::Unused,
            Some(_) => Kind::Lines,
            None if definition.parameter => Kind::Parameter,
            None => Kind::Definition,
        };
        all.push((kind, words.definition(id), id, definition));
    }
    all.sort_by_key(|(kind, name, id, _)| (*kind, *name, *id));
    let count = all.iter().filter(|(kind, ..)| *kind != Kind::Unused).count();
    let (in_use, unused) = all.split_at_checked(count).unwrap_or((&all, &[]));
    if !in_use.is_empty() {
        document.section("definitions");
    }
    for (kind, name, id, definition) in in_use {
        document.gap();
        match study.lines(*id) {
            Some(lines) => self::lines(words, name, definition, lines, document),
            None => value(words, *kind, name, definition, document),
        }
        cohorts::ahead(words, definition.looking_ahead.as_ref(), document);
    }
    if !unused.is_empty() {
        document.section("definitions that no result depends on");
        for (kind, name, ..) in unused {
            document.named(1, *kind, name, name);
        }
    }
}

fn value(words: &Words<'_>, kind: Kind, name: &str, definition: &Definition, document: &mut Document) {
    let keyword = if definition.parameter { "parameter" } else { "let" };
    if matches!(definition.value.kind, ExprKind::And(_)) {
        document.named(1, kind, name, &format!("{keyword} {name}"));
        document.about(2, definition.doc.as_ref());
        tests(words, &definition.value, document);
        return;
    }
    let value = words.written_out(&definition.value);
    document.named(1, kind, name, &format!("{keyword} {name} = {}", value.first));
    document.about(2, definition.doc.as_ref());
    document.lines(2, value.clauses);
}

fn lines(words: &Words<'_>, name: &str, definition: &Definition, lines: &Lines, document: &mut Document) {
    document.named(
        1,
        Kind::Lines,
        name,
        &format!("lines {name} = {}", lines.rule_set.path),
    );
    document.about(2, definition.doc.as_ref());
    let version = lines.rule_set.version.iter();
    document.lines(2, version.map(|version| format!("version {version}")));
    changed(&lines.rule_set.changed, document);
    document.lines(2, words.line_records(lines));
    document.lines(2, words.line_rules(lines));
    document.lines(2, words.regimens(lines));
}

/// Whether the study put clauses in the place of some of a library's. What holds stands among all other clauses.
pub(super) fn changed(clauses: &[String], document: &mut Document) {
    if !clauses.is_empty() {
        document.line(2, "with clauses of the study's own");
    }
}
