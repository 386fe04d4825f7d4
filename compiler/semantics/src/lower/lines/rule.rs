//! One rule of lines of therapy, as far as it can be understood without a study.

use crate::study::{
    AddedRule, AdvancesOnly, BreakerRule, CoverRule, DroppedRule, DrugSet, GapRule, InterchangeRule,
    MaintenanceRule, NewDrugRule, Regimen, ShiftUnit, WindowRule,
};
use kohort_base::Span;
use kohort_grammar::ast;

/// A rule.
#[derive(Debug, Clone)]
pub(in crate::lower) struct Rule {
    /// What it says.
    pub(super) meaning: Meaning,
    /// As the formatter writes the clause.
    pub(super) text: String,
    /// Where it stands.
    pub(super) span: Span,
    /// The module whose names it uses.
    pub(super) module: String,
    /// The substances that it names one by one.
    pub(super) named: Vec<Named>,
    /// The text that goes if its clause goes.
    pub(super) cut: Span,
    /// Whether its clause says nothing else.
    pub(super) alone: bool,
    /// Whether the use of a rule set brought it.
    pub(super) changed: bool,
}

/// A substance that a rule names by itself.
#[derive(Debug, Clone)]
pub(super) struct Named {
    /// Its qualified name.
    pub(super) drug: String,
    /// Where it is named.
    pub(super) span: Span,
    /// The text that goes if it alone goes; nothing if a list of one would be left empty.
    pub(super) cut: Option<Span>,
}

/// What a rule says. What it says of the model's records stays as written until there is a model.
#[derive(Debug, Clone)]
pub(super) enum Meaning {
    /// `drugs …`, without those behind `except`
    Drugs(DrugSet),
    /// `records where …`
    Records(ast::Expr),
    /// `window …`
    Window(WindowRule),
    /// `gap …`
    Gap(GapRule),
    /// `dose covers …`, `supply covers …`
    Cover(CoverRule),
    /// `cycle within …`
    Cycle(i64),
    /// `look back …`
    LookBack(i64),
    /// `new drug …`, one for each part
    NewDrug(NewDrugRule),
    /// `added to …`, one for each part
    Added(AddedRule),
    /// `interchange …`, one for each group
    Interchange(InterchangeRule),
    /// `dropped drug …`
    Dropped(DroppedRule),
    /// `maintenance …`, with the events of `without`
    Maintenance(MaintenanceRule, Option<ast::Expr>),
    /// `breaker …`
    Breaker(BreakerRule, ast::Expr),
    /// `setting …`
    Setting(SettingRule),
    /// `advances only after …`
    AdvancesOnly(AdvancesOnly, ast::Expr),
    /// `discontinuation confirmed by …`
    Discontinuation(i64),
    /// `regimen names …`
    Regimens(Vec<Regimen>),
    /// `at most … lines`
    AtMost(u32),
    /// `no …`
    Absent(ast::AbsentRuleKind),
}

/// `setting …`
#[derive(Debug, Clone)]
pub(super) struct SettingRule {
    /// The settings, and where they are named.
    pub(super) settings: Vec<(String, Span)>,
    /// Counted separately instead of excluded.
    pub(super) separately: bool,
    /// Counted after all if it started at most so long before the lines may start.
    pub(super) unless_within: Option<(i64, ShiftUnit)>,
}
