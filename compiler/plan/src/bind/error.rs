//! Why a study could not be bound to a source.
//!
//! Invariant: the check of a study against a source reports each of these with its place before anything is bound, so a
//! person only meets them where that check was left out.

use crate::domain::DomainFault;
use kohort_base::Span;
use kohort_semantics::codes::CodeSystem;
use std::fmt;

/// Why a study could not be bound to a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BindError {
    /// The source does not record an attribute that the study reads.
    Absent {
        /// `entity.attribute`.
        attribute: String,
        /// Why, in the data owner's words.
        reason: String,
        /// Where it is read.
        span: Span,
    },
    /// The source does not record an entity that the study reads.
    NotRecorded {
        /// The entity.
        entity: String,
        /// Where it is read.
        span: Span,
    },
    /// A code list has no code of the systems in which the source records.
    NoCodes {
        /// The list.
        list: String,
        /// The systems.
        systems: Vec<CodeSystem>,
        /// Where the list is used.
        span: Span,
    },
    /// The study is not one that a check has passed.
    Invalid {
        /// What is wrong with it.
        what: String,
        /// Where.
        span: Span,
    },
}

impl BindError {
    /// The place in the study.
    pub fn span(&self) -> Span {
        match self {
            Self::Absent { span, .. }
            | Self::NotRecorded { span, .. }
            | Self::NoCodes { span, .. }
            | Self::Invalid { span, .. } => *span,
        }
    }

    pub(super) fn invalid(what: impl Into<String>, span: Span) -> Self {
        Self::Invalid {
            what: what.into(),
            span,
        }
    }

    pub(super) fn domain(fault: DomainFault, span: Span) -> Self {
        Self::invalid(fault.to_string(), span)
    }
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent {
                attribute, reason, ..
            } => write!(f, "`{attribute}` is absent from this source: {reason}"),
            Self::NotRecorded { entity, .. } => write!(f, "this source does not record `{entity}`"),
            Self::NoCodes { list, systems, .. } => {
                let names: Vec<&str> = systems.iter().map(|system| system.name()).collect();
                write!(
                    f,
                    "the code list `{list}` has no code of {}, in which this source records",
                    names.join(" or ")
                )
            }
            Self::Invalid { what, .. } => write!(f, "the study was not checked: {what}"),
        }
    }
}

impl std::error::Error for BindError {}
