//! Which kind of rule a rule is, and what it is for: two rules of one kind and scope decide the same thing.

use super::rule::{Meaning, Rule};
use crate::study::{DrugSet, LineNumbers, MaintenanceKind};
use kohort_grammar::ast::AbsentRuleKind;

/// A kind of rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Drugs,
    Records,
    Window,
    Gap,
    Cover,
    Cycle,
    LookBack,
    NewDrug,
    Added,
    Interchange,
    Dropped,
    Maintenance,
    Breaker,
    Setting,
    AdvancesOnly,
    Discontinuation,
    Regimens,
    AtMost,
}

/// What a rule is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scope {
    /// These drugs; all, if absent.
    drugs: Option<Vec<String>>,
    /// Those that they are added to, and whether alone.
    to: Option<(Vec<String>, bool)>,
    /// These lines, by number.
    lines: (u32, Option<u32>),
    /// Whatever else tells one rule of the kind from another.
    other: String,
}

impl Kind {
    /// The words with which rules of the kind begin.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Drugs => "drugs",
            Self::Records => "records",
            Self::Window => "window",
            Self::Gap => "gap",
            Self::Cover => "covers",
            Self::Cycle => "cycle",
            Self::LookBack => "look back",
            Self::NewDrug => "new drug",
            Self::Added => "added",
            Self::Interchange => "interchange",
            Self::Dropped => "dropped drug",
            Self::Maintenance => "maintenance",
            Self::Breaker => "breaker",
            Self::Setting => "setting",
            Self::AdvancesOnly => "advances only",
            Self::Discontinuation => "discontinuation",
            Self::Regimens => "regimen names",
            Self::AtMost => "at most",
        }
    }

    /// Whether there is one answer for everything, so that of two rules only one can count.
    pub(super) fn is_single(self) -> bool {
        matches!(
            self,
            Self::Cycle | Self::LookBack | Self::AdvancesOnly | Self::Discontinuation | Self::AtMost
        )
    }

    /// The kind that `no …` takes away.
    pub(super) fn absent(kind: AbsentRuleKind) -> Self {
        match kind {
            AbsentRuleKind::Interchange => Self::Interchange,
            AbsentRuleKind::Maintenance => Self::Maintenance,
            AbsentRuleKind::Breaker => Self::Breaker,
            AbsentRuleKind::Setting => Self::Setting,
            AbsentRuleKind::Cycle => Self::Cycle,
            AbsentRuleKind::Discontinuation => Self::Discontinuation,
            AbsentRuleKind::Added => Self::Added,
            AbsentRuleKind::Records => Self::Records,
        }
    }
}

impl Rule {
    /// Its kind; none for `no …`.
    pub(super) fn kind(&self) -> Option<Kind> {
        Some(match &self.meaning {
            Meaning::Drugs(_) => Kind::Drugs,
            Meaning::Records(_) => Kind::Records,
            Meaning::Window(_) => Kind::Window,
            Meaning::Gap(_) => Kind::Gap,
            Meaning::Cover(_) => Kind::Cover,
            Meaning::Cycle(_) => Kind::Cycle,
            Meaning::LookBack(_) => Kind::LookBack,
            Meaning::NewDrug(_) => Kind::NewDrug,
            Meaning::Added(_) => Kind::Added,
            Meaning::Interchange(_) => Kind::Interchange,
            Meaning::Dropped(_) => Kind::Dropped,
            Meaning::Maintenance(..) => Kind::Maintenance,
            Meaning::Breaker(..) => Kind::Breaker,
            Meaning::Setting(_) => Kind::Setting,
            Meaning::AdvancesOnly(..) => Kind::AdvancesOnly,
            Meaning::Discontinuation(_) => Kind::Discontinuation,
            Meaning::Regimens(_) => Kind::Regimens,
            Meaning::AtMost(_) => Kind::AtMost,
            Meaning::Absent(_) => return None,
        })
    }

    /// The lines it is for, if it can be for some only.
    pub(super) fn lines(&self) -> Option<LineNumbers> {
        Some(match &self.meaning {
            Meaning::Window(rule) => rule.lines,
            Meaning::Gap(rule) => rule.lines,
            Meaning::NewDrug(rule) => rule.lines,
            Meaning::Added(rule) => rule.lines,
            Meaning::Dropped(rule) => rule.lines,
            Meaning::Maintenance(rule, _) => rule.lines,
            Meaning::Breaker(rule, _) => rule.lines,
            _ => return None,
        })
    }

    /// The sets of drugs that it names.
    pub(super) fn drug_sets(&self) -> Vec<&[String]> {
        fn some(set: Option<&DrugSet>) -> Vec<&[String]> {
            set.iter().map(|set| set.drugs.as_slice()).collect()
        }
        match &self.meaning {
            Meaning::Drugs(set) => vec![set.drugs.as_slice()],
            Meaning::Window(rule) => some(rule.drugs.as_ref()),
            Meaning::Gap(rule) => some(rule.drugs.as_ref()),
            Meaning::Cover(rule) => some(rule.drugs.as_ref()),
            Meaning::NewDrug(rule) => some(rule.drugs.as_ref()),
            Meaning::Added(rule) => {
                let mut sets = some(rule.added.as_ref());
                sets.push(rule.to.drugs.as_slice());
                sets
            }
            Meaning::Interchange(rule) => vec![rule.drugs.as_slice()],
            Meaning::Dropped(rule) => some(rule.drugs.as_ref()),
            Meaning::Maintenance(rule, _) => vec![rule.drugs.drugs.as_slice()],
            _ => Vec::new(),
        }
    }

    /// What it is for.
    pub(super) fn scope(&self) -> Scope {
        let scope = |drugs: &Option<DrugSet>, lines: LineNumbers| Scope {
            drugs: drugs.as_ref().map(|set| set.drugs.clone()),
            to: None,
            lines: (lines.from, lines.to),
            other: String::new(),
        };
        let all = || scope(&None, LineNumbers::ALL);
        match &self.meaning {
            Meaning::Window(rule) => scope(&rule.drugs, rule.lines),
            Meaning::Gap(rule) => scope(&rule.drugs, rule.lines),
            Meaning::Cover(rule) => scope(&rule.drugs, LineNumbers::ALL),
            Meaning::NewDrug(rule) => Scope {
                other: others_stopped(rule.if_all_others_stopped),
                ..scope(&rule.drugs, rule.lines)
            },
            Meaning::Added(rule) => Scope {
                to: Some((rule.to.drugs.clone(), rule.alone)),
                other: others_stopped(rule.if_all_others_stopped),
                ..scope(&rule.added, rule.lines)
            },
            Meaning::Dropped(rule) => scope(&rule.drugs, rule.lines),
            // The drugs are what such a rule says, not what it is for.
            Meaning::Maintenance(rule, _) => Scope {
                other: String::from(match rule.kind {
                    MaintenanceKind::Continuation => "continuation",
                    MaintenanceKind::Switch => "switch",
                }),
                ..scope(&None, rule.lines)
            },
            Meaning::Breaker(rule, events) => Scope {
                other: kohort_grammar::one_line(events.syntax()),
                ..scope(&None, rule.lines)
            },
            Meaning::Setting(rule) => {
                let mut settings: Vec<&str> = rule.settings.iter().map(|(name, _)| name.as_str()).collect();
                settings.sort_unstable();
                Scope {
                    other: settings.join(", "),
                    ..all()
                }
            }
            Meaning::Drugs(_)
            | Meaning::Records(_)
            | Meaning::Cycle(_)
            | Meaning::LookBack(_)
            | Meaning::Interchange(_)
            | Meaning::AdvancesOnly(..)
            | Meaning::Discontinuation(_)
            | Meaning::Regimens(_)
            | Meaning::AtMost(_)
            | Meaning::Absent(_) => all(),
        }
    }
}

impl Scope {
    /// Whether every drug and line that another rule is for is one of this rule's, too.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let drugs = match (&self.drugs, &other.drugs) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(all), Some(some)) => some.iter().all(|drug| all.binary_search(drug).is_ok()),
        };
        let last = match (self.lines.1, other.lines.1) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(mine), Some(theirs)) => theirs <= mine,
        };
        // A rule without a condition applies wherever one with it does.
        let condition = self.other.is_empty() || self.other == other.other;
        drugs && last && self.lines.0 <= other.lines.0 && self.to == other.to && condition
    }
}

fn others_stopped(condition: bool) -> String {
    String::from(if condition { "if all others stopped" } else { "" })
}
