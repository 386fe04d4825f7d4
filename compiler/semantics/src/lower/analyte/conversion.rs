//! Declared conversions into an analyte's unit, and whether they agree with each other and with the units themselves.

use super::{number, unit};
use crate::modules::span;
use crate::units::{Conversion, Unit, between};
use crate::value::Number;
use kohort_base::{Code, Diagnostic, FileId, Span};
use kohort_grammar::ast;

/// A conversion, and where it is written.
struct Declared {
    from: Unit,
    conversion: Conversion,
    span: Span,
}

/// The conversions of a declaration, without those that were reported.
pub(super) fn conversions(
    decl: &ast::AnalyteDecl,
    own: &Unit,
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> Vec<(Unit, Conversion)> {
    let mut kept: Vec<Declared> = Vec::new();
    for written in decl.conversions() {
        let Some(declared) = conversion(&written, own, file, out) else {
            continue;
        };
        match contradiction(&declared, own, &kept) {
            Some(finding) => out.push(finding),
            None => kept.push(declared),
        }
    }
    kept.into_iter()
        .map(|declared| (declared.from, declared.conversion))
        .collect()
}

fn conversion(
    written: &ast::ConvertEntry,
    own: &Unit,
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> Option<Declared> {
    let (from, factor, to) = (written.unit()?, written.factor()?, written.to_unit()?);
    let factor_place = span(file, factor.range());
    let to_place = span(file, to.range());
    let parts = (
        unit(&from, file, out),
        number(&factor, file, out),
        unit(&to, file, out),
    );
    let (Some(from), Some(factor), Some(to)) = parts else {
        return None;
    };
    if factor.is_zero() || factor.is_negative() {
        out.push(
            Diagnostic::error(Code::K0406, format!("A conversion from {from} must be positive"))
                .at(factor_place, "not a positive number")
                .help(format!("say how much one {from} is in {own}")),
        );
        return None;
    }
    if !leads_to_own(&from, &factor, &to, own, factor_place.cover(to_place), out) {
        return None;
    }
    let mut offset = Number::ZERO;
    if let (Some(added), Some(added_unit)) = (written.offset(), written.offset_unit()) {
        let place = span(file, added_unit.range());
        let (added, added_unit) = (number(&added, file, out)?, unit(&added_unit, file, out)?);
        if !added_unit.same_as(own) {
            out.push(
                Diagnostic::error(Code::K0406, format!("What is added must be in {own}"))
                    .at(place, "another unit")
                    .help(format!(
                        "a conversion gives {own} = factor × {from} + what is added; state that in {own}"
                    )),
            );
            return None;
        }
        offset = added;
    }
    let span = span(file, written.range());
    Some(Declared {
        from,
        conversion: Conversion { factor, offset },
        span,
    })
}

/// Whether a conversion ends at the analyte's own unit.
fn leads_to_own(
    from: &Unit,
    factor: &Number,
    to: &Unit,
    own: &Unit,
    place: Span,
    out: &mut Vec<Diagnostic>,
) -> bool {
    if to.same_as(own) {
        return true;
    }
    let mut finding = Diagnostic::error(Code::K0406, format!("A conversion must lead to {own}"))
        .at(place, format!("leads to {to}"))
        .help(format!(
            "say how much one {from} is in {own}, the unit in which studies compare it"
        ));
    if let Some(scale) = between(to, own).filter(|conversion| conversion.offset.is_zero()) {
        let meant = factor.mul(&scale.factor).to_string();
        // A number that does not end cannot be written as a factor.
        if !meant.ends_with('…') {
            finding = finding.replace(place, format!("{meant} {own}"), format!("Write `{meant} {own}`"));
        }
    }
    out.push(finding);
    false
}

/// What speaks against a conversion: the analyte's own unit, the units themselves, or an earlier conversion.
///
/// Bare numbers (`%`, `mmol/mol`) may differ from their arithmetic, since they may count different things: HbA1c.
fn contradiction(declared: &Declared, own: &Unit, earlier: &[Declared]) -> Option<Diagnostic> {
    let from = &declared.from;
    if from.text() == own.text() {
        return Some(
            Diagnostic::error(Code::K0406, format!("{own} needs no conversion"))
                .at(declared.span, format!("converts {own} to itself"))
                .help("remove it, or correct the unit on the left"),
        );
    }
    let countable = from.dimension().is_number();
    if !countable
        && let Some(by_size) = between(from, own)
        && by_size != declared.conversion
    {
        let mut finding = Diagnostic::error(
            Code::K0406,
            format!("One {from} is not what this conversion says in {own}"),
        )
        .at(declared.span, "contradicts the units themselves");
        finding = if by_size.offset.is_zero() {
            let factor = &by_size.factor;
            finding.note(format!("1 {from} is {factor} {own}"))
        } else {
            finding.note(format!(
                "{from} and {own} convert into each other by their definitions"
            ))
        };
        return Some(finding.help("remove the conversion; units that measure the same need none"));
    }
    let first = earlier.iter().find(|known| {
        let by_size = between(from, &known.from).map(|step| step.then(&known.conversion));
        known.from.text() == from.text()
            || (!countable && by_size.is_some_and(|way| way != declared.conversion))
    })?;
    let title = if first.from.text() == from.text() {
        format!("{from} is converted twice")
    } else {
        format!(
            "The conversions of {} and {from} contradict each other",
            first.from
        )
    };
    Some(
        Diagnostic::error(Code::K0406, title)
            .at(declared.span, "says one thing")
            .and(first.span, "says another, or the same again")
            .help("keep the one whose factor has a source; the other unit follows from it"),
    )
}
