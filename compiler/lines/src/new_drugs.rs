//! Rules 4 and 5: drugs that a line does not have.

use crate::number_rules::Outside;
use crate::patient::{Day, Patient};
use crate::walked::Walked;
use kohort_semantics::study::Decision;

/// Whether any drug of a day advances. All are decided against the line as it was before.
pub(crate) fn advance(patient: &Patient<'_>, part: &Walked<'_>, day: &Day<'_>) -> bool {
    day.doses.iter().any(|dose| {
        !part.drugs.contains(dose.group)
            && !part.lets_in(dose.group, day.day)
            && advances(patient, part, day, dose.group)
    })
}

/// What the rules say of a drug from outside; it advances if none applies.
fn advances(patient: &Patient<'_>, part: &Walked<'_>, day: &Day<'_>, group: u32) -> bool {
    let rules = part.rules.outside(group).iter();
    match rules
        .map(|rule| (rule.decision, applies(patient, part, day, rule)))
        .find(|(_, applies)| *applies)
    {
        None => true,
        Some((Decision::Joins, _)) => false,
        Some((Decision::Advances(after), _)) => {
            after.days.is_none_or(|days| day.day - part.day0 > days)
                && after
                    .cycles
                    .is_none_or(|cycles| part.so_far.cycles.count >= cycles)
        }
    }
}

fn applies(patient: &Patient<'_>, part: &Walked<'_>, day: &Day<'_>, rule: &Outside) -> bool {
    let to_these = rule.to.as_ref().is_none_or(|to| {
        if rule.alone {
            part.drugs.within(to)
        } else {
            part.drugs.meets(to)
        }
    });
    to_these && (!rule.if_all_others_stopped || all_stopped(patient, part, day))
}

/// Whether no drug of the line is covered on a day, or starts on it or soon after it.
fn all_stopped(patient: &Patient<'_>, part: &Walked<'_>, day: &Day<'_>) -> bool {
    part.so_far.covered < day.day && !part.starts_soon(patient, day, |group| part.drugs.contains(group))
}
