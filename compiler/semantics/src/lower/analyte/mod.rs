//! Analytes: codes, unit, conversions and plausible values of what a laboratory measures.
//!
//! Invariant: every kept conversion leads to the analyte's own unit, and no two of them disagree about one unit.

mod conversion;
mod number;
mod plausible;

pub(in crate::lower) use number::number;

use super::codes::{declared_at, is_damaged, listed_without_exceptions, patterns};
use crate::codes::Analyte;
use crate::modules::span;
use crate::units::Unit;
use kohort_base::{Code, Diagnostic, FileId};
use kohort_grammar::ast;

/// Lowers `analyte NAME { … }`.
pub fn analyte(decl: &ast::AnalyteDecl, file: FileId, module: &str, out: &mut Vec<Diagnostic>) -> Analyte {
    let name = decl.name().map(|name| name.text()).unwrap_or_default();
    let place = declared_at(decl.name(), decl.range(), file);
    let codes = patterns(listed_without_exceptions(&decl.codes(), "an analyte", file, out));
    let own = match decl.unit() {
        Some(written) => unit(&written, file, out),
        None => {
            if !is_damaged(decl.syntax()) {
                out.push(
                    Diagnostic::error(Code::K0304, format!("`{name}` has no unit"))
                        .at(place, "in which unit do studies compare it?")
                        .help(
                            "state it, for example `unit g/dL`; write `unit \"1\"` for a number without one",
                        ),
                );
            }
            None
        }
    };
    let mut analyte = Analyte {
        qualified: format!("{module}.{name}"),
        doc: decl.doc(),
        codes,
        unit: own.clone().unwrap_or_else(Unit::one),
        conversions: Vec::new(),
        plausible: None,
        names: decl.names().iter().map(|name| name.value()).collect(),
        span: place,
        name,
    };
    if own.is_some() {
        analyte.conversions = conversion::conversions(decl, &analyte.unit, file, out);
        analyte.plausible = decl
            .plausible()
            .and_then(|range| plausible::range(&range, &analyte, file, out));
    }
    analyte
}

/// A written unit; reports one that UCUM does not have.
pub(in crate::lower) fn unit(
    written: &ast::UnitLit,
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> Option<Unit> {
    let text = written.text();
    match Unit::parse(&text) {
        Ok(unit) => Some(unit),
        Err(error) => {
            let place = span(file, written.range());
            let mut finding = Diagnostic::error(Code::K0304, format!("`{text}` is not a unit"))
                .at(place, error.what.clone());
            finding = match &error.suggestion {
                Some(near) if Unit::parse(near).is_ok() => finding
                    .help(format!("units are written in UCUM; did you mean `{near}`?"))
                    .replace(place, near.clone(), format!("Write `{near}`")),
                Some(near) => finding.help(format!("units are written in UCUM; did you mean `{near}`?")),
                None => {
                    finding.help("units are written in UCUM, for example `g/dL`, `10*9/L`, `mm[Hg]`, `%`")
                }
            };
            out.push(finding);
            None
        }
    }
}
