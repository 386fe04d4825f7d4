//! Days from a date that the source does not disclose: `as days from anchor`.
//!
//! Invariant: a source has dates of the calendar or days from one anchor, and never both, since nobody could say which of
//! two such dates is the earlier.

use crate::lower::source::Context;
use crate::source::Decode;
use crate::value::{Date, Day, Value};
use kohort_base::{Code, Diagnostic, Span};

/// Reads `as days from anchor`.
pub(in crate::lower::source) fn days(place: Span, context: &mut Context<'_>) -> Option<Decode> {
    is_anchored(place, context).then_some(Decode::DaysFromAnchor)
}

/// Reads `always anchor`: the anchor itself.
pub(in crate::lower::source) fn anchor(place: Span, context: &mut Context<'_>) -> Option<Value> {
    is_anchored(place, context).then(|| Value::Date(Date::day(Day::ANCHOR)))
}

/// Whether a date of the calendar may stand here; reports that it may not.
pub(in crate::lower::source) fn has_calendar(place: Span, context: &mut Context<'_>) -> bool {
    let Some(anchor) = context.anchor else {
        return true;
    };
    let finding = Diagnostic::error(
        Code::K0602,
        format!(
            "The dates of `{}` are days from {}, and this is a date of the calendar",
            context.source, anchor.what
        ),
    )
    .at(place, "in which order would these stand?")
    .and(anchor.span, "all dates are days from here")
    .help("read a number of days: `as days from anchor`; where only a date is recorded, it is no date of the model");
    context.report(finding);
    false
}

fn is_anchored(place: Span, context: &mut Context<'_>) -> bool {
    if context.anchor.is_some() {
        return true;
    }
    if std::mem::replace(&mut context.days_from_nothing, true) {
        return false;
    }
    let finding = Diagnostic::error(
        Code::K0602,
        format!("`{}` does not say what its days are counted from", context.source),
    )
    .at(place, "days from which date?")
    .help("say so once for the source, for example `anchored on \"the day of diagnosis\"`");
    context.report(finding);
    false
}
