//! Whether the rules of a set go together: none is missing that lines cannot be without, and no two contradict each other.

use super::kind::Kind;
use super::rule::{Meaning, Rule};
use crate::study::LineNumbers;
use kohort_base::{Code, Diagnostic, Span};
use std::collections::BTreeSet;

/// Which rules are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Those of a declared rule set.
    Declared,
    /// Those that a use changed; the others were checked where they are declared.
    Changed,
}

/// Reports what is wrong with rules that were understood; `place` is where the rule set is named.
pub(super) fn rules(rules: &[Rule], place: Span, which: Which, out: &mut Vec<Diagnostic>) {
    let reported = out.len();
    if which == Which::Declared {
        incomplete(rules, place, out);
    }
    for (position, later) in rules.iter().enumerate() {
        for earlier in rules.iter().take(position) {
            if which == Which::Declared || earlier.changed || later.changed {
                out.extend(pair(earlier, later));
            }
        }
    }
    if out.len() == reported {
        for rule in rules {
            if which == Which::Declared || rule.changed {
                without_effect(rules, rule, out);
            }
        }
    }
}

/// The drugs that make lines.
pub(super) fn eligible(rules: &[Rule]) -> BTreeSet<&str> {
    let sets = rules.iter().filter_map(|rule| match &rule.meaning {
        Meaning::Drugs(set) => Some(set),
        _ => None,
    });
    sets.flat_map(|set| set.drugs.iter().map(String::as_str))
        .collect()
}

fn incomplete(rules: &[Rule], place: Span, out: &mut Vec<Diagnostic>) {
    if !rules.iter().any(|rule| rule.kind() == Some(Kind::Drugs)) {
        out.push(
            Diagnostic::error(Code::K1001, "The rules do not say which drugs make lines")
                .at(place, "has no `drugs …`")
                .note("without it, supportive drugs would count like those against the cancer")
                .help("write for example `drugs antineoplastic`, or name the drugs: `drugs { cisplatin, pemetrexed }`"),
        );
    }
    let windows: Vec<LineNumbers> = rules
        .iter()
        .filter_map(|rule| match &rule.meaning {
            Meaning::Window(window) if window.drugs.is_none() => Some(window.lines),
            _ => None,
        })
        .collect();
    let Some(line) = first_without(&windows) else {
        return;
    };
    let title = if windows.is_empty() {
        String::from("The rules do not say how long drugs may join a line")
    } else {
        format!("The rules do not say how long drugs may join line {line}")
    };
    out.push(
        Diagnostic::error(Code::K1001, title)
            .at(place, "has no `window …` for all drugs and lines")
            .note("a drug that starts a few days after the first is one regimen with it; later it is another line")
            .help("write for example `window 28 days`: what starts up to day 28 belongs to the line"),
    );
}

/// The first line that none of some rules is for.
fn first_without(rules: &[LineNumbers]) -> Option<u32> {
    let mut line = 1u32;
    // Each rule can move the line at most once.
    for _ in 0..=rules.len() {
        match rules.iter().find(|rule| rule.contains(line)) {
            Some(LineNumbers { to: Some(to), .. }) => line = to.saturating_add(1),
            Some(_) => return None,
            None => return Some(line),
        }
    }
    Some(line)
}

/// What is wrong between a rule and one that is written after it.
fn pair(earlier: &Rule, later: &Rule) -> Option<Diagnostic> {
    if let (Meaning::Window(_), Meaning::Gap(_)) | (Meaning::Gap(_), Meaning::Window(_)) =
        (&earlier.meaning, &later.meaning)
    {
        return window_and_gap(earlier, later);
    }
    let kind = earlier.kind()?;
    if later.kind() != Some(kind) {
        return None;
    }
    // Parts of one clause are told apart by what they name.
    let clause = earlier.span == later.span;
    if kind == Kind::Regimens {
        return two_names(earlier, later);
    }
    if kind.is_single() || kind == Kind::Records {
        return Some(contradiction(kind, earlier, later));
    }
    let (mine, theirs) = (later.scope(), earlier.scope());
    let compared = matches!(
        kind,
        Kind::Window | Kind::Gap | Kind::Cover | Kind::NewDrug | Kind::Added | Kind::Dropped
    );
    if mine == theirs && (compared || matches!(kind, Kind::Breaker | Kind::Setting)) {
        return Some(contradiction(kind, earlier, later));
    }
    (compared && !clause && mine.covers(&theirs)).then(|| overridden(earlier, later))
}

fn contradiction(kind: Kind, earlier: &Rule, later: &Rule) -> Diagnostic {
    if earlier.text == later.text {
        let finding = Diagnostic::warning(Code::K1003, "A rule is written twice")
            .at(later.span, "the second time")
            .and(earlier.span, "the first time")
            .help("leave one of them out");
        return match later.span == earlier.span || earlier.changed || later.changed {
            true => finding,
            false => finding.replace(later.cut, "", "Remove the second one"),
        };
    }
    let help = match kind {
        Kind::Records => "join both conditions: `records where … and …`",
        Kind::Window | Kind::Gap | Kind::Cover | Kind::NewDrug | Kind::Dropped => {
            "keep one of them, or say for which drugs or lines the second is: `… for { … }`, `… for line 1`"
        }
        _ => "keep one of them",
    };
    Diagnostic::error(
        Code::K1002,
        format!("Two rules say different things about `{}`", kind.words()),
    )
    .at(later.span, "the second rule, for the same drugs and lines")
    .and(earlier.span, "the first rule")
    .note("of two such rules only the last would count, and a reader of the first would be misled")
    .help(help)
}

fn overridden(earlier: &Rule, later: &Rule) -> Diagnostic {
    let finding = Diagnostic::warning(Code::K1003, "A rule is always overridden by a later one")
        .at(earlier.span, "never decides anything")
        .and(
            later.span,
            "for all drugs and lines of the first one, and the last rule that applies decides",
        )
        .help("write exceptions after the general rule, or leave this rule out");
    match later.changed {
        true => finding,
        false => without(finding, earlier),
    }
}

/// Offers to leave a rule out that has no effect, if its clause has nothing else in it and stands in a declared rule set.
fn without(finding: Diagnostic, rule: &Rule) -> Diagnostic {
    match rule.alone && !rule.changed {
        true => finding.replace(rule.cut, "", "Remove the rule"),
        false => finding,
    }
}

fn two_names(earlier: &Rule, later: &Rule) -> Option<Diagnostic> {
    let (Meaning::Regimens(first), Meaning::Regimens(second)) = (&earlier.meaning, &later.meaning) else {
        return None;
    };
    let (one, other) = first.iter().find_map(|known| {
        let same =
            |regimen: &&crate::study::Regimen| regimen.drugs == known.drugs && regimen.name != known.name;
        Some((known, second.iter().find(same)?))
    })?;
    Some(
        Diagnostic::error(Code::K1006, "One regimen has two names")
            .at(later.span, format!("calls it \"{}\"", other.name))
            .and(earlier.span, format!("calls it \"{}\"", one.name))
            .help("name only one of the modules, or write a module of your own with the names that you want"),
    )
}

fn window_and_gap(earlier: &Rule, later: &Rule) -> Option<Diagnostic> {
    let (window, gap, window_place, gap_place) = match (&earlier.meaning, &later.meaning) {
        (Meaning::Window(window), Meaning::Gap(gap)) => (window, gap, earlier.span, later.span),
        (Meaning::Gap(gap), Meaning::Window(window)) => (window, gap, later.span, earlier.span),
        _ => return None,
    };
    let limit = gap.limit?;
    let together = window.lines.contains(gap.lines.from) || gap.lines.contains(window.lines.from);
    let apart = match (&window.drugs, &gap.drugs) {
        (Some(some), Some(others)) => !some.drugs.iter().any(|drug| others.contains(drug)),
        _ => false,
    };
    if window.days <= limit.days || !together || apart {
        return None;
    }
    Some(
        Diagnostic::error(Code::K1002, "The window is longer than the gap")
            .at(
                window_place,
                format!("for {} days drugs join the line", window.days),
            )
            .and(gap_place, format!("a pause of {} days ends it", limit.days))
            .note("a drug that starts in between would belong to the line and begin the next one")
            .help("make the window shorter or the gap longer"),
    )
}

/// Warns of a rule that can never apply.
fn without_effect(rules: &[Rule], rule: &Rule, out: &mut Vec<Diagnostic>) {
    let eligible = eligible(rules);
    let cap = rules.iter().find_map(|rule| match rule.meaning {
        Meaning::AtMost(most) => Some((most, rule.span)),
        _ => None,
    });
    if let Some((most, place)) = cap
        && let Some(lines) = rule.lines()
        && lines.from > most
    {
        let finding = Diagnostic::warning(Code::K1003, "A rule is for lines that are not counted")
            .at(rule.span, format!("from line {}", lines.from))
            .and(place, format!("nothing is said of lines after line {most}"))
            .help("leave the rule out, or count more lines");
        say_once(without(finding, rule), out);
    }
    if rule.kind() == Some(Kind::Drugs) || eligible.is_empty() {
        return;
    }
    let drugs_place = rules.iter().find(|rule| rule.kind() == Some(Kind::Drugs));
    let finding = |title: String, place: Span| {
        let mut finding =
            Diagnostic::warning(Code::K1003, title).at(place, "not among the drugs that make lines");
        if let Some(drugs) = drugs_place {
            finding = finding.and(drugs.span, "these make lines");
        }
        finding.help("add it to `drugs …`, or leave it out here")
    };
    let sets = rule.drug_sets();
    let is_idle = |set: &&[String]| !set.iter().any(|drug| eligible.contains(drug.as_str()));
    let never_applies = sets.iter().any(is_idle);
    let mut missing = rule
        .named
        .iter()
        .filter(|named| !eligible.contains(named.drug.as_str()))
        .peekable();
    if missing.peek().is_some() {
        for named in missing {
            let name = named.drug.rsplit('.').next().unwrap_or(&named.drug);
            let new = finding(
                format!("The rule names `{name}`, which makes no lines"),
                named.span,
            );
            let new = match named.cut {
                _ if never_applies => without(new, rule),
                Some(cut) => new.replace(cut, "", format!("Remove `{name}`")),
                None => new,
            };
            say_once(new, out);
        }
        return;
    }
    if never_applies {
        let title = String::from("The rule is about drugs that make no lines");
        out.push(without(finding(title, rule.span), rule));
    }
}

/// Reports what the parts of one clause have in common once.
fn say_once(finding: Diagnostic, out: &mut Vec<Diagnostic>) {
    if !out.contains(&finding) {
        out.push(finding);
    }
}
