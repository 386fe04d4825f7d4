//! Rules of lines of therapy that measure time: windows, gaps, what a dose covers.

use super::drug_set::DrugSet;
use super::line_rule::{LineNumbers, scope_lines, scope_sets};
use super::literal::DurationLit;
use super::logic::CompareOp;
use super::support::{child, has_keyword, tokens, view};

view! {
    /// `window 28 days`, `window < 28 days for lines from 2`
    WindowRule
}

impl WindowRule {
    /// `<=` or `<`; `<=` where none is written, so that day 28 is in.
    #[must_use]
    pub fn op(&self) -> CompareOp {
        tokens(&self.syntax)
            .find_map(|token| CompareOp::from_kind(token.kind()))
            .unwrap_or(CompareOp::Le)
    }

    /// How long drugs may join a line.
    #[must_use]
    pub fn length(&self) -> Option<DurationLit> {
        child(&self.syntax)
    }

    /// The lines it is for; none where it is for all.
    #[must_use]
    pub fn lines(&self) -> Option<LineNumbers> {
        scope_lines(&self.syntax)
    }

    /// The drugs it is for; empty where it is for all.
    #[must_use]
    pub fn sets(&self) -> Vec<DrugSet> {
        scope_sets(&self.syntax)
    }
}

/// From where a gap is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GapStart {
    /// `from last start`
    LastStart,
    /// `from last covered day`
    LastCoveredDay,
}

view! {
    /// `gap > 180 days`, `gap >= 90 days for SET from last start`, `gap never for SET`
    GapRule
}

impl GapRule {
    /// Whether no gap ends a line.
    #[must_use]
    pub fn is_never(&self) -> bool {
        has_keyword(&self.syntax, "never")
    }

    /// `>` or `>=`
    #[must_use]
    pub fn op(&self) -> Option<CompareOp> {
        tokens(&self.syntax).find_map(|token| CompareOp::from_kind(token.kind()))
    }

    /// How long a gap has to be.
    #[must_use]
    pub fn length(&self) -> Option<DurationLit> {
        child(&self.syntax)
    }

    /// From where it is measured; none where that is not written.
    #[must_use]
    pub fn start(&self) -> Option<GapStart> {
        child::<GapFrom>(&self.syntax)?.start()
    }

    /// The lines it is for; none where it is for all.
    #[must_use]
    pub fn lines(&self) -> Option<LineNumbers> {
        scope_lines(&self.syntax)
    }

    /// The drugs it is for; empty where it is for all.
    #[must_use]
    pub fn sets(&self) -> Vec<DrugSet> {
        scope_sets(&self.syntax)
    }
}

view! {
    /// `from last start`, `from last covered day`
    GapFrom
}

impl GapFrom {
    /// From where the gap is measured.
    #[must_use]
    pub fn start(&self) -> Option<GapStart> {
        if has_keyword(&self.syntax, "covered") {
            return Some(GapStart::LastCoveredDay);
        }
        has_keyword(&self.syntax, "start").then_some(GapStart::LastStart)
    }
}

view! {
    /// `dose covers 28 days for SET`, `supply covers its days`
    CoverRule
}

impl CoverRule {
    /// Whether it is about what was supplied, not about one dose.
    #[must_use]
    pub fn is_supply(&self) -> bool {
        has_keyword(&self.syntax, "supply")
    }

    /// How long it covers; none where it covers `its days`.
    #[must_use]
    pub fn length(&self) -> Option<DurationLit> {
        child(&self.syntax)
    }

    /// Whether it covers the days that the record itself says: `its days`.
    #[must_use]
    pub fn own_days(&self) -> bool {
        has_keyword(&self.syntax, "its")
    }

    /// The drugs it is for; empty where it is for all.
    #[must_use]
    pub fn sets(&self) -> Vec<DrugSet> {
        scope_sets(&self.syntax)
    }
}

view! {
    /// `cycle within 4 days`: doses so close together are one cycle.
    CycleRule
}

impl CycleRule {
    /// How far doses of one cycle may be apart.
    #[must_use]
    pub fn length(&self) -> Option<DurationLit> {
        child(&self.syntax)
    }
}

view! {
    /// `look back 14 days`
    LookBackRule
}

impl LookBackRule {
    /// How long before the start medication counts.
    #[must_use]
    pub fn length(&self) -> Option<DurationLit> {
        child(&self.syntax)
    }
}
