//! What a line says ("What a line says"): its substances, the name of its regimen, and where its neighbours are.

use super::Line;
use super::drugs::{Drug, drug_of};
use super::part::Ended;
use super::trail::as_day;
use super::walk::Walk;
use kohort_semantics::study::{LineRules, LineSetting};
use std::collections::BTreeSet;

/// The parts of one count, as lines.
pub(super) fn named(walk: &Walk<'_>, setting: LineSetting, parts: Vec<Ended<'_>>) -> Vec<Line> {
    let numbered = |number: u32| parts.iter().filter(move |ended| ended.part.number == number);
    let first = |number: u32| numbered(number).map(|ended| ended.part.first).min();
    let lines = parts.iter().map(|ended| {
        let (part, ending) = (&ended.part, &ended.ending);
        let nameless = walk.nameless(part);
        let is_named = |substance: &&String| !nameless.contains(&drug_of(substance, &walk.rules.interchange));
        let drugs: Vec<String> = part.substances.keys().filter(is_named).cloned().collect();
        let mut trail = part.trail.clone();
        trail.push(ending.why.clone());
        Line {
            start: as_day(part.first),
            setting,
            number: part.number,
            maintenance: part.maintenance.is_some(),
            end: as_day(ending.last),
            regimen: regimen(walk.rules, &drugs),
            drugs,
            end_reason: ending.reason,
            line_start: as_day(first(part.number).unwrap_or(part.first)),
            line_end: as_day(
                numbered(part.number)
                    .map(|other| other.ending.last)
                    .max()
                    .unwrap_or(ending.last),
            ),
            next_start: first(part.number + 1).map(as_day),
            trail,
        }
    });
    lines.collect()
}

/// The name that `regimen names` gives to just these substances, or else to them after interchange; otherwise the
/// substances' names, sorted, with commas.
fn regimen(rules: &LineRules, drugs: &[String]) -> String {
    let substances = |names: &[String]| -> BTreeSet<String> { names.iter().cloned().collect() };
    let interchanged = |names: &[String]| -> BTreeSet<Drug> {
        names
            .iter()
            .map(|name| drug_of(name, &rules.interchange))
            .collect()
    };
    let exact = rules
        .regimens
        .iter()
        .find(|regimen| substances(&regimen.drugs) == substances(drugs));
    let alike = || {
        rules
            .regimens
            .iter()
            .find(|regimen| interchanged(&regimen.drugs) == interchanged(drugs))
    };
    match exact.or_else(alike) {
        Some(regimen) => regimen.name.clone(),
        None => {
            let mut names: Vec<&str> = drugs.iter().map(|drug| name(rules, drug)).collect();
            names.sort_unstable();
            names.join(", ")
        }
    }
}

/// The name by which a reader knows a substance; without one, the last part of its qualified name.
pub(super) fn name<'r>(rules: &'r LineRules, drug: &'r str) -> &'r str {
    rules.drug_names.get(drug).map_or_else(
        || drug.rsplit('.').next().unwrap_or(drug),
        std::string::String::as_str,
    )
}
