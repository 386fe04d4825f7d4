//! Findings as the editor's diagnostics.
//!
//! Invariant: nothing of a finding is lost: its code links to the code's page, its reasons are related places, and its fix
//! travels with it as data, so that a client can offer it without asking again.

use super::uri;
use crate::server::Asked;
use kohort_base::Severity;
use kohort_ide::{Finding, Related};
use serde_json::json;
use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    NumberOrString,
};

/// What the editor calls whoever found something.
const SOURCE: &str = "kohort";
/// Imports and definitions that nothing uses, which editors show faded.
const UNUSED: [&str; 2] = ["K0206", "K0207"];

/// A finding in the text that is asked about.
pub(crate) fn diagnostic(asked: &Asked<'_>, finding: &Finding) -> Diagnostic {
    let fix = finding.fix.as_ref().and_then(|(title, edits)| {
        let edit = super::edit::workspace_edit(asked, edits)?;
        Some(json!({ "fix": { "title": title, "edit": edit } }))
    });
    let related: Vec<DiagnosticRelatedInformation> = finding
        .related
        .iter()
        .filter_map(|related| related_information(asked, related))
        .collect();
    Diagnostic {
        range: asked.positions().range(&finding.range),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(finding.code.to_owned())),
        code_description: uri::of_page(finding.code).map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: finding.message.clone(),
        related_information: Some(related).filter(|related| !related.is_empty()),
        tags: UNUSED
            .contains(&finding.code)
            .then(|| vec![DiagnosticTag::UNNECESSARY]),
        data: fix,
    }
}

fn related_information(asked: &Asked<'_>, related: &Related) -> Option<DiagnosticRelatedInformation> {
    let positions = asked.positions_of(&related.path)?;
    Some(DiagnosticRelatedInformation {
        location: Location::new(asked.uri_of(&related.path)?, positions.range(&related.range)),
        message: related.message.clone(),
    })
}
