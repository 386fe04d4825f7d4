//! Rules that say which changes of drugs begin a new line.

use super::drug_set::DrugSet;
use super::expression::Expr;
use super::line_rule::{AfterPart, LineNumbers, scope_lines, scope_sets, sets_around, within};
use super::literal::DurationLit;
use super::support::{child, children, has_keyword, view};

view! {
    /// `new drug advances`, `new drug biologic advances after 180 days, { cetuximab } after 90 days`,
    /// `new drug biologic never advances`, `new drug biologic advances if all others stopped`
    NewDrugRule
}

impl NewDrugRule {
    /// The drugs it is about; empty where it is about all.
    #[must_use]
    pub fn sets(&self) -> Vec<DrugSet> {
        children(&self.syntax)
    }

    /// `never advances`
    #[must_use]
    pub fn never(&self) -> bool {
        has_keyword(&self.syntax, "never")
    }

    /// How long after the start of the line it advances; none where it always does.
    #[must_use]
    pub fn after(&self) -> Option<AfterPart> {
        child(&self.syntax)
    }

    /// Drugs for which another time holds.
    #[must_use]
    pub fn delays(&self) -> Vec<DrugDelay> {
        children(&self.syntax)
    }

    /// `if all others stopped`
    #[must_use]
    pub fn if_all_others_stopped(&self) -> bool {
        has_keyword(&self.syntax, "others")
    }

    /// The lines it is for; none where it is for all.
    #[must_use]
    pub fn lines(&self) -> Option<LineNumbers> {
        scope_lines(&self.syntax)
    }
}

view! {
    /// `{ cetuximab, panitumumab } after 90 days`
    DrugDelay
}

impl DrugDelay {
    /// The drugs.
    #[must_use]
    pub fn set(&self) -> Option<DrugSet> {
        child(&self.syntax)
    }

    /// After how long they advance the line.
    #[must_use]
    pub fn after(&self) -> Option<AfterPart> {
        child(&self.syntax)
    }
}

view! {
    /// `added to SET alone advances after 60 days`, `added SET to SET never advances`
    AddedRule
}

impl AddedRule {
    /// The drugs that are added; empty where it is about all.
    #[must_use]
    pub fn added(&self) -> Vec<DrugSet> {
        sets_around(&self.syntax, "to").0
    }

    /// The drugs of the line they are added to.
    #[must_use]
    pub fn to(&self) -> Vec<DrugSet> {
        sets_around(&self.syntax, "to").1
    }

    /// Whether the line must have no other drugs.
    #[must_use]
    pub fn alone(&self) -> bool {
        has_keyword(&self.syntax, "alone")
    }

    /// `never advances`
    #[must_use]
    pub fn never(&self) -> bool {
        has_keyword(&self.syntax, "never")
    }

    /// How long after the start of the line it advances; none where it always does.
    #[must_use]
    pub fn after(&self) -> Option<AfterPart> {
        child(&self.syntax)
    }

    /// Drugs for which another time holds.
    #[must_use]
    pub fn delays(&self) -> Vec<DrugDelay> {
        children(&self.syntax)
    }

    /// `if all others stopped`
    #[must_use]
    pub fn if_all_others_stopped(&self) -> bool {
        has_keyword(&self.syntax, "others")
    }

    /// The lines it is for; none where it is for all.
    #[must_use]
    pub fn lines(&self) -> Option<LineNumbers> {
        scope_lines(&self.syntax)
    }
}

view! {
    /// `interchange cisplatin with carboplatin, { a, b, c }`
    InterchangeRule
}

impl InterchangeRule {
    /// The groups; drugs of one group count as one drug.
    #[must_use]
    pub fn groups(&self) -> Vec<InterchangeGroup> {
        children(&self.syntax)
    }
}

view! {
    /// `cisplatin with carboplatin`, or a set whose drugs are interchanged among themselves.
    InterchangeGroup
}

impl InterchangeGroup {
    /// The drugs of the group.
    #[must_use]
    pub fn sets(&self) -> Vec<DrugSet> {
        children(&self.syntax)
    }
}

view! {
    /// `dropped drug continues`, `dropped drug continues without its name`, `dropped drug SET advances after 28 days`
    DroppedRule
}

impl DroppedRule {
    /// The drugs it is about; empty where it is about all.
    #[must_use]
    pub fn sets(&self) -> Vec<DrugSet> {
        let mut sets: Vec<DrugSet> = children(&self.syntax);
        sets.extend(scope_sets(&self.syntax));
        sets
    }

    /// Whether dropping a drug begins a new line.
    #[must_use]
    pub fn advances(&self) -> bool {
        has_keyword(&self.syntax, "advances")
    }

    /// How long a drug must not have been given to be dropped.
    #[must_use]
    pub fn after(&self) -> Option<AfterPart> {
        child(&self.syntax)
    }

    /// Whether a drug given only within the window is left out of the name of the regimen.
    #[must_use]
    pub fn without_its_name(&self) -> bool {
        has_keyword(&self.syntax, "without")
    }

    /// The lines it is for; none where it is for all.
    #[must_use]
    pub fn lines(&self) -> Option<LineNumbers> {
        scope_lines(&self.syntax)
    }
}

view! {
    /// `advances only after EVENTS`, `advances only within 90 days after EVENTS`
    AdvanceRule
}

impl AdvanceRule {
    /// How long after such an event a line may begin.
    #[must_use]
    pub fn within(&self) -> Option<DurationLit> {
        within(&self.syntax)
    }

    /// The events one of which must come before a new line: a path, or events with clauses.
    #[must_use]
    pub fn events(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}
