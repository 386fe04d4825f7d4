//! One cell of a table: what it shows, and the smallest count that it gives away.
//!
//! Invariant: who makes a cell says on whom it rests. A number that is not finite never gets into one.

use kohort_semantics::study::TimeUnit;
use serde::Serialize;

/// One cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// What it shows.
    #[serde(flatten)]
    pub content: Content,
    /// The smallest count above zero that could be learnt from it.
    #[serde(skip)]
    rests_on: Option<u64>,
}

/// What a cell shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "shows", rename_all = "snake_case")]
pub enum Content {
    /// Nothing belongs here.
    Nothing,
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// A number of entries, lines or events.
    Count {
        /// The number.
        n: u64,
    },
    /// So many of so many.
    Share {
        /// Those counted.
        n: u64,
        /// Among whom.
        of: u64,
    },
    /// An estimate, or a value that describes many.
    Estimate {
        /// What is estimated.
        quantity: Quantity,
        /// The estimate; none if it is a time that is not reached.
        value: Option<f64>,
        /// How exact or how wide it is.
        spread: Option<Spread>,
    },
    /// The median of dates, and the quartiles around it.
    Dates {
        /// The median.
        median: String,
        /// The first quartile.
        lower: String,
        /// The third quartile.
        upper: String,
    },
    /// There is no estimate.
    Undefined {
        /// Why, as a clause.
        why: String,
    },
    /// A count from 1 to below this, which may not be shown.
    Below {
        /// The smallest count that may be shown.
        minimum: u32,
    },
    /// Something that rests on a count from 1 to below this, which may not be shown.
    Withheld {
        /// The smallest count that may be shown.
        minimum: u32,
    },
}

/// What an estimate is of. It decides how it is rounded for a reader; files have it in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// A probability by a time.
    Probability,
    /// A share of people.
    Proportion,
    /// A time.
    Time(TimeUnit),
    /// A hazard ratio.
    HazardRatio,
    /// Events per person-time.
    Rate,
    /// Person-time.
    PersonTime,
    /// Events that were to be expected.
    ExpectedEvents,
    /// A number of people to which weighted people amount.
    EffectiveNumber,
    /// A test statistic.
    TestStatistic,
    /// A p value.
    P,
    /// A standardised mean difference.
    Difference,
    /// A characteristic that is a whole number.
    WholeValue,
    /// A characteristic that is any number.
    Value,
}

/// What stands beside an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Spread {
    /// Confidence limits of 95 %. For a time, none is not reached; for anything else, none is undefined.
    Limits {
        /// The lower limit.
        lower: Option<f64>,
        /// The upper limit.
        upper: Option<f64>,
    },
    /// The first and the third quartile.
    Quartiles {
        /// The first.
        lower: f64,
        /// The third.
        upper: f64,
    },
    /// The standard error.
    StandardError(f64),
    /// The standard deviation.
    StandardDeviation(f64),
}

impl Cell {
    /// Nothing.
    pub(crate) fn nothing() -> Self {
        Self::bare(Content::Nothing)
    }

    /// Words, which give no count away.
    pub(crate) fn text(text: &str) -> Self {
        Self::bare(Content::Text {
            text: text.to_owned(),
        })
    }

    /// A reason why there is no estimate.
    pub(crate) fn undefined(why: impl ToString) -> Self {
        Self::bare(Content::Undefined { why: why.to_string() })
    }

    /// A count.
    pub(crate) fn count(n: u64) -> Self {
        Self::bare(Content::Count { n }).resting_on([n])
    }

    /// So many of so many.
    pub(crate) fn share(n: u64, of: u64) -> Self {
        Self::bare(Content::Share { n, of }).resting_on([n, of])
    }

    /// An estimate; if it is no number at all, that there is none.
    pub(crate) fn estimate(quantity: Quantity, value: f64, spread: Option<Spread>) -> Self {
        if !value.is_finite() {
            return Self::undefined("it cannot be computed");
        }
        Self::bare(Content::Estimate {
            quantity,
            value: Some(value),
            spread: spread.and_then(Spread::finite),
        })
    }

    /// A time that may not be reached.
    pub(crate) fn time(unit: TimeUnit, value: Option<f64>, lower: Option<f64>, upper: Option<f64>) -> Self {
        Self::bare(Content::Estimate {
            quantity: Quantity::Time(unit),
            value,
            spread: Some(Spread::Limits { lower, upper }),
        })
    }

    /// A median of dates with quartiles.
    pub(crate) fn dates([lower, median, upper]: [String; 3]) -> Self {
        Self::bare(Content::Dates { median, lower, upper })
    }

    /// The same, from which these counts could be learnt too.
    pub(crate) fn resting_on(self, counts: impl IntoIterator<Item = u64>) -> Self {
        let all = counts.into_iter().chain(self.rests_on);
        Self {
            rests_on: all.filter(|count| *count > 0).min(),
            content: self.content,
        }
    }

    /// The smallest count above zero that could be learnt from it.
    pub fn rests_on(&self) -> Option<u64> {
        self.rests_on
    }

    pub(crate) fn bare(content: Content) -> Self {
        Self {
            content,
            rests_on: None,
        }
    }
}

impl Spread {
    /// Confidence limits.
    pub(crate) fn limits(limits: Option<kohort_stats::Limits>) -> Self {
        Self::Limits {
            lower: limits.map(|limits| limits.lower),
            upper: limits.map(|limits| limits.upper),
        }
    }

    /// Without what is no number.
    fn finite(self) -> Option<Self> {
        let known = |value: Option<f64>| value.filter(|value| value.is_finite());
        match self {
            Self::Limits { lower, upper } => Some(Self::Limits {
                lower: known(lower),
                upper: known(upper),
            }),
            Self::Quartiles { lower, upper } => (lower.is_finite() && upper.is_finite()).then_some(self),
            Self::StandardError(value) | Self::StandardDeviation(value) => value.is_finite().then_some(self),
        }
    }
}
