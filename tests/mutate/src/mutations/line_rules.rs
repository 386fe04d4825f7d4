//! Lines of therapy: every clause of every rule, the drugs it names, and the names of regimens.
//!
//! The rules' own texts stay as they are: they are how a clause is written, not what it means.

use super::Known;
use crate::sites::Sites;
use kohort_semantics::study::{
    AddedRule, BreakerRule, Cover, CoverRule, Decision, DefinitionId, Dropped, DroppedRule, DrugSet,
    EventsBase, ExprKind, GapRule, LineNumbers, LineRules, MaintenanceKind, MaintenanceRule, NewDrugRule,
    Study, WindowRule,
};

pub(super) fn visit(study: &mut Study, known: &Known, sites: &mut Sites) {
    for (at, definition) in (0u32..).zip(&mut study.definitions) {
        let ExprKind::Events(events) = &mut definition.value.kind else {
            continue;
        };
        let EventsBase::Lines(lines) = &mut events.base else {
            continue;
        };
        if !known.used.definitions.contains(&DefinitionId(at)) {
            continue;
        }
        sites.enter(format!("lines \"{}\"", definition.name));
        if lines.starting.is_some() && sites.here("start of lines dropped") {
            lines.starting = None;
        }
        if lines.until.is_some() && sites.here("end of lines dropped") {
            lines.until = None;
        }
        rules(&mut lines.rules, known, sites);
    }
}

fn rules(rules: &mut LineRules, known: &Known, sites: &mut Sites) {
    let LineRules {
        windows,
        gaps,
        covers,
        cycle_days,
        look_back,
        new_drugs,
        added,
        interchange,
        dropped,
        maintenance,
        breakers,
        advances_only,
        confirmed_days,
        at_most,
        regimens,
        drug_names,
    } = rules;
    windows.iter_mut().for_each(|rule| window(rule, known, sites));
    gaps.iter_mut().for_each(|rule| gap(rule, known, sites));
    covers.iter_mut().for_each(|rule| cover(rule, known, sites));
    length(cycle_days, "length of a cycle changed", sites);
    if sites.here("look back changed") {
        *look_back = look_back.saturating_add(7);
    }
    new_drugs.iter_mut().for_each(|rule| new_drug(rule, known, sites));
    added.iter_mut().for_each(|rule| added_to(rule, known, sites));
    for at in 0..interchange.len() {
        if sites.here("interchange dropped") {
            interchange.remove(at);
            break;
        }
    }
    dropped
        .iter_mut()
        .for_each(|rule| dropped_drug(rule, known, sites));
    for at in 0..maintenance.len() {
        if sites.here("maintenance rule dropped") {
            maintenance.remove(at);
            break;
        }
    }
    maintenance
        .iter_mut()
        .for_each(|rule| maintained(rule, known, sites));
    breakers.iter_mut().for_each(|rule| breaker(rule, sites));
    if let Some(only) = advances_only {
        length(&mut only.within, "time after progression changed", sites);
    }
    if sites.here("confirmation of a stop changed") {
        *confirmed_days = Some(confirmed_days.map_or(30, |days| days.saturating_add(1)));
    }
    if sites.here("number of lines changed") {
        *at_most = Some(at_most.map_or(3, |lines| lines.saturating_add(1)));
    }
    for regimen in regimens.iter_mut() {
        if sites.here("regimen renamed") {
            regimen.name.push_str(" renamed");
        }
    }
    for at in 0..regimens.len() {
        if sites.here("regimen's name dropped") {
            regimens.remove(at);
            break;
        }
    }
    for name in drug_names.values_mut() {
        if sites.here("drug renamed in regimens") {
            name.push_str(" renamed");
        }
    }
}

fn window(rule: &mut WindowRule, known: &Known, sites: &mut Sites) {
    let WindowRule {
        text: _,
        days,
        inclusive,
        drugs,
        lines,
    } = rule;
    if sites.here("window of lines changed") {
        *days = days.saturating_add(2);
    }
    if sites.here("window of lines moved over its edge") {
        *inclusive = !*inclusive;
    }
    optional_set(drugs, known, sites);
    numbers(lines, sites);
}

fn gap(rule: &mut GapRule, known: &Known, sites: &mut Sites) {
    let GapRule {
        text: _,
        limit,
        from_last_start,
        drugs,
        lines,
    } = rule;
    if let Some(limit) = limit {
        if sites.here("gap of lines changed") {
            limit.days = limit.days.saturating_add(2);
        }
        if sites.here("gap of lines moved over its edge") {
            limit.or_equal = !limit.or_equal;
        }
    }
    if limit.is_some() && sites.here("gap of lines never") {
        *limit = None;
    }
    if limit.is_some() && sites.here("gap measured otherwise") {
        *from_last_start = !*from_last_start;
    }
    optional_set(drugs, known, sites);
    numbers(lines, sites);
}

fn cover(rule: &mut CoverRule, known: &Known, sites: &mut Sites) {
    let CoverRule {
        text: _,
        cover,
        drugs,
    } = rule;
    if let Cover::Days(days) = cover
        && sites.here("days covered changed")
    {
        *days = days.saturating_add(1);
    }
    optional_set(drugs, known, sites);
}

fn new_drug(rule: &mut NewDrugRule, known: &Known, sites: &mut Sites) {
    let NewDrugRule {
        text: _,
        drugs,
        decision,
        if_all_others_stopped,
        lines,
    } = rule;
    optional_set(drugs, known, sites);
    decided(decision, sites);
    if sites.here("condition of a new drug changed") {
        *if_all_others_stopped = !*if_all_others_stopped;
    }
    numbers(lines, sites);
}

fn added_to(rule: &mut AddedRule, known: &Known, sites: &mut Sites) {
    let AddedRule {
        text: _,
        added,
        to,
        alone,
        decision,
        if_all_others_stopped,
        lines,
    } = rule;
    optional_set(added, known, sites);
    set(to, known, sites);
    if sites.here("added to a drug alone changed") {
        *alone = !*alone;
    }
    decided(decision, sites);
    if sites.here("condition of an added drug changed") {
        *if_all_others_stopped = !*if_all_others_stopped;
    }
    numbers(lines, sites);
}

fn decided(decision: &mut Decision, sites: &mut Sites) {
    if let Decision::Advances(after) = decision {
        if sites.here("days before advancing changed") {
            after.days = Some(after.days.map_or(30, |days| days.saturating_add(1)));
        }
        if sites.here("cycles before advancing changed") {
            after.cycles = Some(after.cycles.map_or(2, |cycles| cycles.saturating_add(1)));
        }
    }
    if sites.here("advancing changed") {
        *decision = match decision {
            Decision::Advances(_) => Decision::Joins,
            Decision::Joins => Decision::Advances(kohort_semantics::study::After::default()),
        };
    }
}

fn dropped_drug(rule: &mut DroppedRule, known: &Known, sites: &mut Sites) {
    let DroppedRule {
        text: _,
        drugs,
        meaning,
        lines,
    } = rule;
    optional_set(drugs, known, sites);
    if let Dropped::Advances(days) = meaning
        && sites.here("days after a dropped drug changed")
    {
        *days = days.saturating_add(1);
    }
    if sites.here("meaning of a dropped drug changed") {
        *meaning = match meaning {
            Dropped::Continues => Dropped::ContinuesWithoutName,
            Dropped::ContinuesWithoutName => Dropped::Advances(28),
            Dropped::Advances(_) => Dropped::Continues,
        };
    }
    numbers(lines, sites);
}

fn maintained(rule: &mut MaintenanceRule, known: &Known, sites: &mut Sites) {
    let MaintenanceRule {
        text: _,
        drugs,
        kind,
        alone,
        after_cycles,
        within,
        others_stopped_for,
        without: _,
        own_line,
        lines,
    } = rule;
    set(drugs, known, sites);
    if sites.here("kind of maintenance changed") {
        *kind = match kind {
            MaintenanceKind::Continuation => MaintenanceKind::Switch,
            MaintenanceKind::Switch => MaintenanceKind::Continuation,
        };
    }
    if sites.here("maintenance with a single drug changed") {
        *alone = !*alone;
    }
    if sites.here("cycles before maintenance changed") {
        *after_cycles = Some(after_cycles.map_or(4, |cycles| cycles.saturating_add(1)));
    }
    if sites.here("time until maintenance changed") {
        *within = Some(within.map_or(42, |days| days.saturating_add(1)));
    }
    if *kind == MaintenanceKind::Continuation && sites.here("stop of the others changed") {
        *others_stopped_for = Some(others_stopped_for.map_or(28, |days| days.saturating_add(1)));
    }
    if sites.here("number of maintenance changed") {
        *own_line = !*own_line;
    }
    numbers(lines, sites);
}

fn breaker(rule: &mut BreakerRule, sites: &mut Sites) {
    let BreakerRule {
        text: _,
        ends_that_day,
        except_first_in,
        except_again_within,
        lines,
    } = rule;
    if sites.here("day of a breaker changed") {
        *ends_that_day = !*ends_that_day;
    }
    if sites.here("first breaker excepted") {
        *except_first_in = match except_first_in {
            Some(_) => None,
            None => Some(LineNumbers { from: 1, to: Some(1) }),
        };
    }
    if let Some(lines) = except_first_in {
        numbers(lines, sites);
    }
    if sites.here("repeated breaker changed") {
        *except_again_within = Some(except_again_within.map_or(60, |days| days.saturating_add(1)));
    }
    numbers(lines, sites);
}

fn length(days: &mut Option<i64>, kind: &'static str, sites: &mut Sites) {
    if let Some(days) = days
        && sites.here(kind)
    {
        *days = days.saturating_add(1);
    }
}

/// A rule for certain drugs, for one of them less.
fn optional_set(drugs: &mut Option<DrugSet>, known: &Known, sites: &mut Sites) {
    if let Some(drugs) = drugs {
        set(drugs, known, sites);
    }
}

/// One drug less, of those that make lines or are named otherwise.
pub(super) fn set(set: &mut DrugSet, known: &Known, sites: &mut Sites) {
    for at in 0..set.drugs.len() {
        let matters = set
            .drugs
            .get(at)
            .is_some_and(|drug| known.used.drugs.contains(drug));
        if matters && set.drugs.len() > 1 && sites.here("drug of a rule dropped") {
            set.drugs.remove(at);
            return;
        }
    }
}

/// A rule for other lines.
fn numbers(lines: &mut LineNumbers, sites: &mut Sites) {
    if sites.here("lines of a rule changed") {
        *lines = LineNumbers {
            from: lines.from,
            to: match lines.to {
                Some(to) => Some(to.saturating_add(1)),
                None => Some(lines.from),
            },
        };
    }
    if sites.here("first line of a rule changed") {
        *lines = LineNumbers {
            from: lines.from.saturating_add(1),
            to: lines.to.map(|to| to.max(lines.from.saturating_add(1))),
        };
    }
}
