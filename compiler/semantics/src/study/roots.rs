//! The expressions and bags that a study is made of, each with the place that it is the value of.
//!
//! Invariant: the one place that knows where in a study expressions stand; whoever walks through a study asks here.

use super::{CharacteristicId, CohortId, DefinitionId, EndpointId, Index, Part, PartMut, Study};

/// What of a study an expression or a bag is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The value of a definition.
    Definition(DefinitionId),
    /// A bound of the precision rule at this position of [`Study::precision`]; it counts only where its date is used.
    Precision(usize),
    /// The index date of a cohort.
    Index(CohortId),
    /// The criterion of a cohort at this position.
    Criterion(CohortId, usize),
    /// A clause of an endpoint.
    Endpoint(EndpointId),
    /// The value of a characteristic.
    Characteristic(CharacteristicId),
    /// What the test at this position of [`Study::tests`] expects.
    Test(usize),
}

/// The roots of a study; the same to look at and to change.
macro_rules! roots_of_study {
    ($study:expr, $part:ident, $parts:ident, $each:ident $(, $mutable:tt)?) => {{
        let Study { definitions, precision, cohorts, endpoints, characteristics, tests, .. } = $study;
        for (at, definition) in (0u32..).zip(definitions) {
            $each(Place::Definition(DefinitionId(at)), $part::Operand(&$($mutable)? definition.value));
        }
        for (at, rule) in precision.into_iter().enumerate() {
            for bound in [&$($mutable)? rule.not_before, &$($mutable)? rule.not_after] {
                if let Some(bound) = bound {
                    $each(Place::Precision(at), $part::Date(bound));
                }
            }
        }
        for (at, cohort) in (0u32..).zip(cohorts) {
            let id = CohortId(at);
            match &$($mutable)? cohort.index {
                Some(Index::One(date)) => $each(Place::Index(id), $part::Operand(date)),
                Some(Index::Each(events)) => $each(Place::Index(id), $part::Events(events)),
                None => {}
            }
            for (at, criterion) in (&$($mutable)? cohort.criteria).into_iter().enumerate() {
                $each(Place::Criterion(id, at), $part::Operand(&$($mutable)? criterion.condition));
            }
        }
        for (at, endpoint) in (0u32..).zip(endpoints) {
            endpoint.$parts(&mut |part| $each(Place::Endpoint(EndpointId(at)), part));
        }
        for (at, characteristic) in (0u32..).zip(characteristics) {
            $each(
                Place::Characteristic(CharacteristicId(at)),
                $part::Operand(&$($mutable)? characteristic.value),
            );
        }
        for (at, test) in tests.into_iter().enumerate() {
            for expectation in &$($mutable)? test.expectations {
                if let Some(condition) = &$($mutable)? expectation.condition {
                    $each(Place::Test(at), $part::Operand(condition));
                }
            }
        }
    }};
}

impl Study {
    /// Hands on each expression and bag that is not part of another.
    pub fn roots<'s>(&'s self, each: &mut dyn FnMut(Place, Part<'s>)) {
        roots_of_study!(self, Part, parts, each);
    }

    /// Hands on each expression and bag to be changed, in the order of [`Study::roots`].
    pub fn roots_mut<'s>(&'s mut self, each: &mut dyn FnMut(Place, PartMut<'s>)) {
        roots_of_study!(self, PartMut, parts_mut, each, mut);
    }
}
