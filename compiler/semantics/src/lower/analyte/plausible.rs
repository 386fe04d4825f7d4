//! The lowest and highest plausible value of an analyte.

use super::{number, unit};
use crate::codes::Analyte;
use crate::modules::span;
use crate::value::Number;
use kohort_base::{Code, Diagnostic, FileId};
use kohort_grammar::ast;

/// Both ends in the analyte's unit.
pub(super) fn range(
    written: &ast::PlausibleEntry,
    analyte: &Analyte,
    file: FileId,
    out: &mut Vec<Diagnostic>,
) -> Option<(Number, Number)> {
    let (lowest, highest) = (written.low()?, written.high()?);
    let low = number(&lowest, file, out);
    let high = number(&highest, file, out);
    let written_unit = written.unit()?;
    let unit = unit(&written_unit, file, out);
    let (low, high, unit) = (low?, high?, unit?);
    let Some(conversion) = analyte.conversion_from(&unit) else {
        let place = span(file, written_unit.range());
        out.push(
            Diagnostic::error(
                Code::K0302,
                format!(
                    "The plausible values of `{}` are in a unit that cannot be converted",
                    analyte.name
                ),
            )
            .at(place, format!("cannot be converted to {}", analyte.unit))
            .help(format!("state the range in {}", analyte.unit)),
        );
        return None;
    };
    if low >= high {
        let finding = Diagnostic::error(
            Code::K0406,
            format!("The plausible range of `{}` ends before it starts", analyte.name),
        )
        .at(span(file, written.range()), "contains no value")
        .help("write the lowest plausible value first");
        let written_as = |value: &ast::NumberLit| {
            (
                span(file, value.range()),
                kohort_grammar::one_line(value.syntax()),
            )
        };
        out.push(match low == high {
            true => finding,
            false => finding.exchange(
                written_as(&lowest),
                written_as(&highest),
                "Exchange the two values",
            ),
        });
        return None;
    }
    Some((conversion.apply(&low), conversion.apply(&high)))
}
