//! Write a literal in another unit: of its analyte, or of time where the calendar has no say.
//!
//! Invariant: only where the number is the same exactly, with no digit cut off.

use super::place::Place;
use super::{Action, ActionKind, Change, trial};
use crate::{Range, Workspace, plain};
use kohort_grammar::ast::{DurationLit, LiteralExpr, LiteralKind, TimeUnit};
use kohort_semantics::codes::Analyte;
use kohort_semantics::units::Unit;
use kohort_semantics::value::Number;
use kohort_semantics::{Sort, Symbol};

/// More decimal places would not be read.
const MOST_PLACES: u8 = 6;

/// Offered at a quantity or a length of time.
pub(super) fn offered(workspace: &mut Workspace, place: &Place) -> Vec<Action> {
    let (range, spellings) = if let Some(duration) = place.around(DurationLit::cast) {
        let unit = duration.unit();
        let spelling = unit.and_then(|unit| time(&duration.number(), unit));
        (plain(duration.range()), spelling.into_iter().collect())
    } else if let Some(literal) = place.around(LiteralExpr::cast)
        && let LiteralKind::Quantity { number, unit } = literal.kind()
    {
        let range = plain(literal.range());
        let spellings = quantities(place, &range, &number, &unit.text());
        (range, spellings)
    } else {
        return Vec::new();
    };
    let mut actions = Vec::new();
    for spelling in spellings {
        let change = Change::of(&place.path, [(range.clone(), spelling.clone())]);
        if let Some(change) = trial::keeps_meaning(workspace, &place.roots, change) {
            actions.push(Action {
                title: format!("Write `{}` as `{spelling}`", place.slice(&range)),
                kind: ActionKind::Rewrite,
                change,
                finding: None,
                preferred: false,
                keeps_meaning: true,
            });
        }
    }
    actions
}

/// The quantity in the other units in which values of its analyte are written.
fn quantities(place: &Place, range: &Range, number: &str, unit: &str) -> Vec<String> {
    let found = place.shapes(range).find_map(|shape| match &shape.sort {
        Sort::Quantity {
            analyte: Some(Symbol::Item { module, name }),
            units,
        } => Some(((module.clone(), name.clone()), units)),
        _ => None,
    });
    let Some((key, units)) = found else {
        return Vec::new();
    };
    let Some(analyte) = place.analysis.vocabulary.analytes.get(&key) else {
        return Vec::new();
    };
    let others = units.iter().filter(|other| *other != unit);
    others
        .filter_map(|other| Some(format!("{} {other}", converted(analyte, number, unit, other)?)))
        .collect()
}

/// A number of one unit as one of another, if so few digits hold it exactly.
fn converted(analyte: &Analyte, number: &str, from: &str, to: &str) -> Option<String> {
    let value = Number::parse_decimal(number)?;
    let in_own = analyte.conversion_from(&Unit::parse(from).ok()?)?.apply(&value);
    let back = analyte.conversion_from(&Unit::parse(to).ok()?)?.inverse()?;
    let value = back.apply(&in_own);
    value.to_decimal(MOST_PLACES).map(|_| value.to_string())
}

/// Weeks and days, years and months: seven days are a week, and twelve months a year, in every calendar.
fn time(number: &str, unit: TimeUnit) -> Option<String> {
    let count: u32 = number.parse().ok()?;
    let (factor, larger, smaller) = match unit {
        TimeUnit::Day | TimeUnit::Week => (7, ["week", "weeks"], ["day", "days"]),
        TimeUnit::Month | TimeUnit::Year => (12, ["year", "years"], ["month", "months"]),
    };
    let (count, words) = match unit {
        TimeUnit::Week | TimeUnit::Year => (count.checked_mul(factor)?, smaller),
        TimeUnit::Day | TimeUnit::Month if count != 0 && count.is_multiple_of(factor) => {
            (count / factor, larger)
        }
        TimeUnit::Day | TimeUnit::Month => return None,
    };
    let [one, many] = words;
    Some(format!("{count} {}", if count == 1 { one } else { many }))
}
