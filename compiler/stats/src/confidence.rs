//! Confidence limits of a probability that is estimated with a standard error.

use crate::share::Share;
use crate::special::normal_quantile;
use std::fmt;

/// On which scale limits of a probability are symmetric. Outputs name it, since the limits differ and so do the defaults of
/// other programs: R takes `log`, SAS and lifelines `log-log`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConfidenceType {
    /// log(−log p), which stays inside 0 and 1 (Kalbfleisch & Prentice 1980, 1.3; Borgan & Liestøl 1990).
    #[default]
    LogLog,
    /// log p, cut at 1.
    Log,
    /// p itself, cut at 0 and 1.
    Plain,
}

impl fmt::Display for ConfidenceType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::LogLog => "log-log",
            Self::Log => "log",
            Self::Plain => "plain",
        })
    }
}

/// A two-sided confidence interval: its scale and its level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confidence {
    /// The scale.
    pub kind: ConfidenceType,
    /// The level, 95 % by default.
    pub level: Share,
}

impl Default for Confidence {
    fn default() -> Self {
        Self::of(ConfidenceType::LogLog)
    }
}

/// The ends of a confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The lower end.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

impl Confidence {
    /// Limits of 95 % on a scale.
    pub const fn of(kind: ConfidenceType) -> Self {
        Self {
            kind,
            level: Share::P95,
        }
    }

    /// The limits of a probability with a standard error.
    ///
    /// None where they are undefined: without a standard error; at 0 on a logarithmic scale; at 0 and 1 on the log-log
    /// scale. This is what R's `survfit` gives.
    pub fn limits(self, estimate: f64, std_error: Option<f64>) -> Option<Limits> {
        let half = normal_quantile(1.0 - self.level.tail()) * std_error?;
        match self.kind {
            ConfidenceType::Plain => Some(Limits {
                lower: (estimate - half).max(0.0),
                upper: (estimate + half).min(1.0),
            }),
            ConfidenceType::Log => (estimate > 0.0).then(|| Limits {
                lower: libm::exp(libm::log(estimate) - half / estimate),
                upper: libm::exp(libm::log(estimate) + half / estimate).min(1.0),
            }),
            ConfidenceType::LogLog => (estimate > 0.0 && estimate < 1.0).then(|| {
                let log = libm::log(estimate);
                let centre = libm::log(-log);
                let half = half / (estimate * log);
                Limits {
                    lower: libm::exp(-libm::exp(centre - half)),
                    upper: libm::exp(-libm::exp(centre + half)),
                }
            }),
        }
    }
}
