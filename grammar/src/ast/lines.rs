//! Lines of therapy: sets of rules, and their use. The rules are in `line_rule` and the files beside it.

use super::expression::Expr;
use super::item::{BadEntry, named};
use super::line_rule::LineRule;
use super::literal::StringLit;
use super::name::{Name, Path};
use super::support::{child, children, view, view_enum};

view! {
    /// `lines NAME version "1.0.0" { … }` or `lines NAME for COHORT = PATH starting DATE with …`
    LinesDecl
}
named!(LinesDecl);

/// What a declaration of lines holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinesBody {
    /// Rules, in the order written; damaged ones too.
    Rules(Vec<LinesEntry>),
    /// The use of a set of rules.
    Use(LinesUse),
}

impl LinesDecl {
    /// The version of the set of rules.
    #[must_use]
    pub fn version(&self) -> Option<StringLit> {
        child(&self.syntax)
    }

    /// The cohort whose patients have the lines.
    #[must_use]
    pub fn cohort(&self) -> Option<Name> {
        child::<ForCohort>(&self.syntax)?.name()
    }

    /// Rules, or the use of a set of rules.
    #[must_use]
    pub fn body(&self) -> LinesBody {
        match child(&self.syntax) {
            Some(used) => LinesBody::Use(used),
            None => LinesBody::Rules(children(&self.syntax)),
        }
    }
}

view_enum! {
    /// What stands in a set of rules.
    LinesEntry {
        /// A rule.
        Rule(LineRule),
        /// What could not be understood.
        Bad(BadEntry),
    }
}

view! {
    /// `for COHORT`
    ForCohort
}

impl ForCohort {
    /// The cohort.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        child(&self.syntax)
    }
}

view! {
    /// `PATH starting DATE until DATE with RULE, RULE`
    LinesUse
}

impl LinesUse {
    /// The set of rules.
    #[must_use]
    pub fn path(&self) -> Option<Path> {
        child(&self.syntax)
    }

    /// From when on medication counts.
    #[must_use]
    pub fn starting(&self) -> Option<Expr> {
        child::<StartingPart>(&self.syntax)?.date()
    }

    /// Up to when medication counts.
    #[must_use]
    pub fn until(&self) -> Option<Expr> {
        child::<UntilPart>(&self.syntax)?.date()
    }

    /// The rules that take the place of those of their kinds.
    #[must_use]
    pub fn with(&self) -> Vec<LineRule> {
        children(&self.syntax)
    }
}

view! {
    /// `starting DATE`
    StartingPart
}

impl StartingPart {
    /// The date.
    #[must_use]
    pub fn date(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}

view! {
    /// `until DATE`: of lines, and of an endpoint.
    UntilPart
}

impl UntilPart {
    /// The date.
    #[must_use]
    pub fn date(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}
