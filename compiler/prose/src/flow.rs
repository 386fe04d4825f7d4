//! The attrition of a cohort as a flow: what is left after each step, and what each step removes.
//!
//! Invariant: a flow has the steps of the cohort in their order, the population first.

use crate::about::{About, CountedStep};

/// The flow of one cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flow {
    pub(crate) cohort: String,
    pub(crate) steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// Those who are left.
    pub(crate) left: Node,
    /// Those whom the step removes; nobody, at the population.
    pub(crate) removed: Option<Node>,
}

/// A box: what it says, and its count in each country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) text: String,
    pub(crate) counts: Vec<(String, String)>,
}

impl Flow {
    /// The flow of the cohort at a position, of steps that are each what is left and what is removed, in words.
    pub(crate) fn new(
        cohort: &str,
        position: usize,
        steps: Vec<(String, Option<String>)>,
        about: &About,
    ) -> Self {
        let counted = |at: usize, count: fn(&CountedStep) -> &String| -> Vec<(String, String)> {
            let counted = about.countries.iter().filter_map(|country| {
                let step = country.counts.as_ref()?.cohorts.get(position)?.get(at)?;
                Some((country.source.clone(), count(step).clone()))
            });
            counted.collect()
        };
        let steps = steps.into_iter().enumerate().map(|(at, (left, removed))| Step {
            left: Node {
                text: left,
                counts: counted(at, |step| &step.after),
            },
            removed: removed.map(|text| Node {
                text,
                counts: counted(at, |step| &step.removed),
            }),
        });
        Self {
            cohort: cohort.to_owned(),
            steps: steps.collect(),
        }
    }
}
