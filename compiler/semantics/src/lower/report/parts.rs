//! Which parts an entry of a report can have.

use super::super::Lowering;
use crate::not_yet;
use kohort_base::{Code, Diagnostic};
use kohort_grammar::ast::{self, ReportKind};

/// The words that parts begin with, by what is shown.
fn parts_of(kind: ReportKind) -> &'static [&'static str] {
    match kind {
        ReportKind::Attrition => &["for"],
        ReportKind::Baseline => &["of", "for", "by", "with"],
        ReportKind::Treatments => &["of", "for", "by", "top", "with"],
        ReportKind::Proportion => &["of", "for", "by"],
        ReportKind::Survival => &[
            "of",
            "for",
            "by",
            "at",
            "with",
            "compared",
            "stratified",
            "adjusted",
            "weighted",
            "confidence",
        ],
        ReportKind::Incidence => &["of", "for", "by", "at", "with", "confidence"],
        ReportKind::Rates => &["of", "for", "by", "per", "standardised"],
    }
}

/// What can be shown as well, by what is shown.
pub fn extras_of(kind: ReportKind) -> &'static [&'static str] {
    match kind {
        ReportKind::Baseline => &["smd"],
        ReportKind::Treatments => &["sequences", "time_on_line"],
        ReportKind::Survival => &["rmst", "follow_up", "at_risk"],
        ReportKind::Incidence => &["at_risk"],
        ReportKind::Attrition | ReportKind::Proportion | ReportKind::Rates => &[],
    }
}

/// The words that a part begins with, and those that say which it is.
fn words_of(kind: &ast::ReportPartKind) -> (&'static str, &'static str) {
    match kind {
        ast::ReportPartKind::Of(_) => ("of", "of …"),
        ast::ReportPartKind::For(_) => ("for", "for …"),
        ast::ReportPartKind::By(_) => ("by", "by …"),
        ast::ReportPartKind::Top(_) => ("top", "top …"),
        ast::ReportPartKind::At(_) => ("at", "at …"),
        ast::ReportPartKind::With(_) => ("with", "with …"),
        ast::ReportPartKind::Compared(_) => ("compared", "compared by …"),
        ast::ReportPartKind::Stratified(_) => ("stratified", "stratified by …"),
        ast::ReportPartKind::Weighted(_) => ("weighted", "weighted by …"),
        ast::ReportPartKind::Adjusted(_) => ("adjusted", "adjusted for …"),
        ast::ReportPartKind::Standardised(_) => ("standardised", "standardised to …"),
        ast::ReportPartKind::Confidence(_) => ("confidence", "confidence …"),
        ast::ReportPartKind::Per(_) => ("per", "per …"),
    }
}

impl Lowering<'_> {
    /// Whether an entry has only parts that suit it. One that suits and cannot be computed is reported too.
    pub(super) fn parts_suit(&mut self, entry: &ast::ReportEntry, kind: ReportKind) -> bool {
        let before = self.out.len();
        let (word, _) = entry.word();
        for part in entry.parts() {
            let Some(found) = part.kind() else { continue };
            let (first, words) = words_of(&found);
            let place = self.span(part.range());
            if !parts_of(kind).contains(&first) {
                let fitting: Vec<String> = parts_of(kind)
                    .iter()
                    .filter(|part| **part != "standardised")
                    .map(|part| format!("`{part} …`"))
                    .collect();
                self.report(
                    Diagnostic::error(Code::K1203, format!("`{word}` cannot have `{words}`"))
                        .at(place, "does not belong to this entry")
                        .help(format!("it can have: {}", fitting.join(", "))),
                );
            } else if matches!(found, ast::ReportPartKind::Standardised(_)) {
                self.report(not_yet::finding("rates standardised to", place));
            } else if let ast::ReportPartKind::With(extras) = found {
                self.extras_suit(&word, kind, &extras);
            }
        }
        self.out.len() == before
    }

    fn extras_suit(&mut self, word: &str, kind: ReportKind, extras: &[ast::ExtraResult]) {
        let mut seen: Vec<String> = Vec::new();
        for extra in extras {
            let Some(name) = extra.name() else { continue };
            let place = self.span(extra.range());
            let text = name.text();
            if !extras_of(kind).contains(&text.as_str()) {
                let known = extras_of(kind).join(", ");
                let mut diagnostic =
                    Diagnostic::error(Code::K1203, format!("`{word}` cannot be shown with `{text}`"))
                        .at(place, "does not belong to this entry");
                diagnostic = if known.is_empty() {
                    diagnostic.help("leave it out")
                } else {
                    diagnostic.help(format!("it can be shown with: {known}"))
                };
                self.report(diagnostic);
            } else if extra.at().is_some() != (text == "rmst") {
                let diagnostic = Diagnostic::error(Code::K1203, format!("How is `{text}` meant?"));
                self.report(if text == "rmst" {
                    diagnostic
                        .at(place, "mean survival up to which time?")
                        .help("write for example `rmst at 24 months`")
                } else {
                    diagnostic
                        .at(place, "has no time of its own")
                        .help(format!("write `{text}` alone"))
                });
            } else if seen.contains(&text) {
                self.report(
                    Diagnostic::error(Code::K0202, format!("`{text}` is named twice"))
                        .at(place, "named again here")
                        .help("leave it out"),
                );
            }
            seen.push(text);
        }
    }
}
