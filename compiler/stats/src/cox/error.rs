//! Why there is no estimate.

use thiserror::Error;

/// Why a Cox model has no estimate. Covariates are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CoxError {
    /// The model has no covariates.
    #[error("the model has no covariates")]
    NoCovariates,
    /// A person has another number of covariates than the model.
    #[error("the model has {expected} covariates, and a person has {found}")]
    Width {
        /// The covariates of the model.
        expected: usize,
        /// Those of the person.
        found: usize,
    },
    /// Nobody has an event.
    #[error("nobody has an event")]
    NoEvents,
    /// A covariate is the same for everybody.
    #[error("covariate {covariate} is the same for everybody")]
    Constant {
        /// Which.
        covariate: usize,
    },
    /// A covariate follows from those before it wherever events happen, so its effect cannot be told from theirs.
    #[error(
        "covariate {covariate} follows from the covariates before it, among the people at risk at events"
    )]
    Collinear {
        /// Which.
        covariate: usize,
    },
    /// At every event, those who have it have the highest (or, each time, the lowest) value of a covariate among those
    /// at risk: its hazard ratio has no finite estimate. With one binary covariate, one group has no events.
    #[error(
        "covariate {covariate} separates those with events from those without; its hazard ratio is infinite or zero"
    )]
    Separation {
        /// Which.
        covariate: usize,
    },
    /// A combination of covariates separates those with events: hazards grow apart without end.
    #[error("a combination of covariates separates those with events from those without")]
    JointSeparation,
    /// The iteration did not settle.
    #[error("the estimate did not settle in {iterations} steps")]
    NotConverged {
        /// The steps made.
        iterations: u32,
    },
}
