//! What stands above a table.

use kohort_semantics::Study;
use kohort_semantics::study::Grouped;

/// A table's title, and the cohort it is about.
pub(crate) struct Heading {
    pub(crate) title: String,
    pub(crate) cohort: String,
}

impl Heading {
    /// What a table shows of whom: `Characteristics of cohort advanced by sex`.
    pub(crate) fn new(study: &Study, of: &Grouped, what: &str) -> Self {
        let cohort = study.cohort(of.cohort);
        let cohort = cohort.map_or_else(String::new, |cohort| cohort.name.clone());
        let names: Vec<&str> = of
            .by
            .iter()
            .filter_map(|id| study.characteristic(*id))
            .map(|characteristic| characteristic.name.as_str())
            .collect();
        let by = if names.is_empty() {
            String::new()
        } else {
            format!(" by {}", names.join(", "))
        };
        Self {
            title: format!("{what} of cohort {cohort}{by}"),
            cohort,
        }
    }
}
