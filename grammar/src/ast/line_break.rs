//! Rules about what else ends a line, or keeps treatment out of the count.

use super::expression::Expr;
use super::line_rule::{InLines, LineNumbers, scope_lines, within};
use super::literal::DurationLit;
use super::name::Name;
use super::support::{child, children, has_keyword, view};

/// On which day an event ends a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BreakerDay {
    /// `ends the day before`
    DayBefore,
    /// `ends that day`
    SameDay,
}

view! {
    /// `breaker EVENTS ends the day before except first in line 1 except again within 180 days for lines from 2`
    BreakerRule
}

impl BreakerRule {
    /// The events that end a line: a path, or events with clauses.
    #[must_use]
    pub fn events(&self) -> Option<Expr> {
        child(&self.syntax)
    }

    /// On which day the line ends; none where that is not written.
    #[must_use]
    pub fn day(&self) -> Option<BreakerDay> {
        let end = child::<BreakerEnd>(&self.syntax)?;
        if has_keyword(&end.syntax, "before") {
            return Some(BreakerDay::DayBefore);
        }
        has_keyword(&end.syntax, "that").then_some(BreakerDay::SameDay)
    }

    /// The events that end no line.
    #[must_use]
    pub fn exceptions(&self) -> Vec<BreakerException> {
        children(&self.syntax)
    }

    /// The lines it is for; none where it is for all.
    #[must_use]
    pub fn lines(&self) -> Option<LineNumbers> {
        scope_lines(&self.syntax)
    }
}

view! {
    /// `ends the day before`, `ends that day`
    BreakerEnd
}

view! {
    /// `except first in line 1`, `except again within 180 days`
    BreakerException
}

/// Which events end no line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BreakerExceptionKind {
    /// The first event, or the first in these lines.
    First(Option<LineNumbers>),
    /// An event so soon after another.
    AgainWithin(Option<DurationLit>),
}

impl BreakerException {
    /// Which events are meant.
    #[must_use]
    pub fn kind(&self) -> Option<BreakerExceptionKind> {
        if has_keyword(&self.syntax, "first") {
            let lines = child::<InLines>(&self.syntax).and_then(|part| part.lines());
            return Some(BreakerExceptionKind::First(lines));
        }
        has_keyword(&self.syntax, "again").then(|| BreakerExceptionKind::AgainWithin(within(&self.syntax)))
    }
}

view! {
    /// `setting { neoadjuvant, adjuvant } excluded unless within 12 months`, `setting curative counted separately`
    SettingRule
}

/// What becomes of treatment in a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SettingKind {
    /// It makes no lines.
    Excluded,
    /// Its lines have numbers of their own.
    CountedSeparately,
}

impl SettingRule {
    /// The settings.
    #[must_use]
    pub fn settings(&self) -> Vec<Name> {
        children(&self.syntax)
    }

    /// What becomes of treatment in them.
    #[must_use]
    pub fn kind(&self) -> Option<SettingKind> {
        if has_keyword(&self.syntax, "excluded") {
            return Some(SettingKind::Excluded);
        }
        has_keyword(&self.syntax, "counted").then_some(SettingKind::CountedSeparately)
    }

    /// How recent, before the start of the lines, such treatment counts after all.
    #[must_use]
    pub fn unless_within(&self) -> Option<DurationLit> {
        within(&self.syntax)
    }
}

view! {
    /// `discontinuation confirmed by 90 days`
    DiscontinuationRule
}

impl DiscontinuationRule {
    /// How long a patient must be observed after the last covered day.
    #[must_use]
    pub fn length(&self) -> Option<DurationLit> {
        child(&self.syntax)
    }
}
