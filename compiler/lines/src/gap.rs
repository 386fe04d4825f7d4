//! Rule 3: which pause is a gap.

use kohort_semantics::study::GapLimit;

/// How long a pause must be for a drug, or for all drugs of a line, to be a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Needed {
    /// No pause is long enough.
    never: bool,
    /// The fewest days from the last covered day.
    from_covered: i64,
    /// The fewest days from the last start.
    from_start: i64,
}

impl Needed {
    /// For no drug at all: any pause is one.
    pub(crate) const NOTHING: Self = Self {
        never: false,
        from_covered: i64::MIN,
        from_start: i64::MIN,
    };

    /// For a drug with `gap never`, or without a rule.
    pub(crate) const NEVER: Self = Self {
        never: true,
        ..Self::NOTHING
    };

    /// For a drug with a rule.
    pub(crate) fn of(limit: Option<GapLimit>, from_last_start: bool) -> Self {
        let Some(limit) = limit else {
            return Self::NEVER;
        };
        let fewest = if limit.or_equal {
            limit.days
        } else {
            limit.days.saturating_add(1)
        };
        if from_last_start {
            Self {
                from_start: fewest,
                ..Self::NOTHING
            }
        } else {
            Self {
                from_covered: fewest,
                ..Self::NOTHING
            }
        }
    }

    /// A gap must be one for each drug.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            never: self.never || other.never,
            from_covered: self.from_covered.max(other.from_covered),
            from_start: self.from_start.max(other.from_start),
        }
    }

    /// Whether the pause before a day is a gap. What is covered on the day or later is no pause.
    pub(crate) fn is_gap(self, day: i64, covered: i64, last_start: i64) -> bool {
        !self.never
            && covered < day
            && day - covered >= self.from_covered
            && day - last_start >= self.from_start
    }
}
