//! The rules of lines of therapy: the enumeration of all, what several of them share, and the plain ones.

use super::clause::{Clause, ClauseKind};
use super::drug_set::DrugSet;
use super::expression::Expr;
use super::line_advance::{AddedRule, AdvanceRule, DroppedRule, InterchangeRule, NewDrugRule};
use super::line_break::{BreakerRule, DiscontinuationRule, SettingRule};
use super::line_maintenance::MaintenanceRule;
use super::line_time::{CoverRule, CycleRule, GapRule, LookBackRule, WindowRule};
use super::literal::DurationLit;
use super::name::Path;
use super::support::{child, children, has_keyword, keywords, token, tokens, view, view_enum};
use crate::{SyntaxKind, SyntaxNode};

view_enum! {
    /// Any rule about lines of therapy.
    LineRule {
        /// `drugs …`
        Drugs(DrugsRule),
        /// `records where …`
        Records(RecordsRule),
        /// `window …`
        Window(WindowRule),
        /// `gap …`
        Gap(GapRule),
        /// `dose covers …` or `supply covers …`
        Cover(CoverRule),
        /// `cycle within …`
        Cycle(CycleRule),
        /// `look back …`
        LookBack(LookBackRule),
        /// `new drug …`
        NewDrug(NewDrugRule),
        /// `added …`
        Added(AddedRule),
        /// `interchange …`
        Interchange(InterchangeRule),
        /// `dropped drug …`
        Dropped(DroppedRule),
        /// `advances only …`
        Advance(AdvanceRule),
        /// `maintenance …`
        Maintenance(MaintenanceRule),
        /// `breaker …`
        Breaker(BreakerRule),
        /// `setting …`
        Setting(SettingRule),
        /// `discontinuation confirmed by …`
        Discontinuation(DiscontinuationRule),
        /// `regimen names …`
        Regimen(RegimenRule),
        /// `at most …`
        Most(MostRule),
        /// `no …`
        Absent(AbsentRule),
    }
}

view! {
    /// `drugs SET, SET except SET`
    DrugsRule
}

impl DrugsRule {
    /// The drugs that make lines.
    #[must_use]
    pub fn sets(&self) -> Vec<DrugSet> {
        sets_around(&self.syntax, "except").0
    }

    /// Those left out again: all behind `except`.
    #[must_use]
    pub fn except(&self) -> Vec<DrugSet> {
        sets_around(&self.syntax, "except").1
    }
}

/// The sets before and after a keyword; all are before it where it is not written.
pub(super) fn sets_around(node: &SyntaxNode, word: &str) -> (Vec<DrugSet>, Vec<DrugSet>) {
    let keyword = keywords(node).find(|found| found.text() == word);
    let place = keyword.map(|found| found.text_range().start());
    children::<DrugSet>(node)
        .into_iter()
        .partition(|set| place.is_none_or(|place| set.range().start() < place))
}

view! {
    /// `records where CONDITION`
    RecordsRule
}

impl RecordsRule {
    /// Which records of medication count.
    #[must_use]
    pub fn condition(&self) -> Option<Expr> {
        match child::<Clause>(&self.syntax)?.kind() {
            ClauseKind::Where(condition) => condition,
            _ => None,
        }
    }
}

view! {
    /// `regimen names PATH`
    RegimenRule
}

impl RegimenRule {
    /// Where regimens have their names from.
    #[must_use]
    pub fn path(&self) -> Option<Path> {
        child(&self.syntax)
    }
}

view! {
    /// `at most 8 lines`
    MostRule
}

impl MostRule {
    /// How many lines are counted, as written.
    #[must_use]
    pub fn number(&self) -> Option<String> {
        token(&self.syntax, SyntaxKind::Number).map(|number| number.text().to_owned())
    }
}

/// Rules that a set of rules may be without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum AbsentRuleKind {
    Interchange,
    Maintenance,
    Breaker,
    Setting,
    Cycle,
    Discontinuation,
    Added,
    Records,
}

view! {
    /// `no maintenance`: there are no rules of that kind, whatever the set of rules says that is used.
    AbsentRule
}

impl AbsentRule {
    /// Which rules there are none of.
    #[must_use]
    pub fn kind(&self) -> Option<AbsentRuleKind> {
        keywords(&self.syntax).find_map(|word| match word.text() {
            "interchange" => Some(AbsentRuleKind::Interchange),
            "maintenance" => Some(AbsentRuleKind::Maintenance),
            "breaker" => Some(AbsentRuleKind::Breaker),
            "setting" => Some(AbsentRuleKind::Setting),
            "cycle" => Some(AbsentRuleKind::Cycle),
            "discontinuation" => Some(AbsentRuleKind::Discontinuation),
            "added" => Some(AbsentRuleKind::Added),
            "records" => Some(AbsentRuleKind::Records),
            _ => None,
        })
    }
}

/// Numbers of lines: `line 1`, `lines 2 to 5`, `lines from 2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineNumbers {
    /// The first, as written.
    pub from: String,
    /// The last, as written; none where there is no last.
    pub to: Option<String>,
}

/// The numbers that stand directly in a node.
pub(super) fn line_numbers(node: &SyntaxNode) -> Option<LineNumbers> {
    let mut numbers = tokens(node)
        .filter(|token| token.kind() == SyntaxKind::Number)
        .map(|token| token.text().to_owned());
    let from = numbers.next()?;
    let to = match (numbers.next(), has_keyword(node, "from")) {
        (Some(last), _) => Some(last),
        (None, true) => None,
        (None, false) => Some(from.clone()),
    };
    Some(LineNumbers { from, to })
}

view! {
    /// `for line 1`, `for lines 2 to 5`, `for lines from 2`, `for SET, SET`
    RuleScope
}

impl RuleScope {
    /// The lines it is for; none where it is for drugs.
    #[must_use]
    pub fn lines(&self) -> Option<LineNumbers> {
        line_numbers(&self.syntax)
    }

    /// The drugs it is for; empty where it is for lines.
    #[must_use]
    pub fn sets(&self) -> Vec<DrugSet> {
        children(&self.syntax)
    }
}

/// The lines that a rule is for; none where it is for all.
pub(super) fn scope_lines(node: &SyntaxNode) -> Option<LineNumbers> {
    children::<RuleScope>(node).iter().find_map(RuleScope::lines)
}

/// The drugs that a rule is for; empty where it is for all.
pub(super) fn scope_sets(node: &SyntaxNode) -> Vec<DrugSet> {
    children::<RuleScope>(node)
        .iter()
        .flat_map(RuleScope::sets)
        .collect()
}

view! {
    /// `after 60 days`, `after 4 cycles`, `after 2 cycles and 28 days`
    AfterPart
}

impl AfterPart {
    /// The length of time that must have passed.
    #[must_use]
    pub fn length(&self) -> Option<DurationLit> {
        child(&self.syntax)
    }

    /// How many cycles must have been given, as written.
    #[must_use]
    pub fn cycles(&self) -> Option<String> {
        let cycles = child::<CycleCount>(&self.syntax)?;
        token(&cycles.syntax, SyntaxKind::Number).map(|number| number.text().to_owned())
    }
}

view! {
    /// `4 cycles`
    CycleCount
}

view! {
    /// `within 42 days`
    WithinPart
}

impl WithinPart {
    /// The longest time allowed.
    #[must_use]
    pub fn length(&self) -> Option<DurationLit> {
        child(&self.syntax)
    }
}

/// The length of `within …` in a rule.
pub(super) fn within(node: &SyntaxNode) -> Option<DurationLit> {
    child::<WithinPart>(node)?.length()
}

view! {
    /// `in line 1`, `in lines 1 to 2`
    InLines
}

impl InLines {
    /// The lines.
    #[must_use]
    pub fn lines(&self) -> Option<LineNumbers> {
        line_numbers(&self.syntax)
    }
}
