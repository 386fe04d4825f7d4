//! Counts of people in words, the same in every format.

use super::{CohortCounts, Counts, Data, ReasonCount, SourceCounts, StepKind};
use kohort_semantics::moves::Unit;

/// What stands for a count that may not be shown.
pub(crate) const NOT_SHOWN: &str = "not shown";

/// On what both versions were run.
fn data(data: &Data) -> String {
    match data {
        Data::Synthetic { people, seed } => format!("{people} synthetic people, seed {seed}"),
        Data::Given => String::from("the data given"),
    }
}

impl Counts {
    /// The rules that were applied, in sentences.
    pub(crate) fn rules(&self, name: impl Fn(&str) -> String) -> Vec<String> {
        let mut minima: Vec<(u32, Vec<String>)> = Vec::new();
        for source in &self.sources {
            let minimum = source.minimum_cell.unwrap_or_default().max(1);
            match minima.iter_mut().find(|(known, _)| *known == minimum) {
                Some((_, sources)) => sources.push(name(&source.source)),
                None => minima.push((minimum, vec![name(&source.source)])),
            }
        }
        minima.sort();
        let (free, bound): (Vec<_>, Vec<_>) = minima.into_iter().partition(|(minimum, _)| *minimum <= 1);
        let free = free.iter().map(|(_, sources)| {
            format!(
                "No smallest count is declared for {}: all are shown.",
                sources.join(", ")
            )
        });
        let withheld: Vec<String> = bound
            .iter()
            .map(|(minimum, sources)| format!("1 to {} in {}", minimum - 1, sources.join(", ")))
            .collect();
        let withheld = (!withheld.is_empty()).then(|| {
            format!(
                "Counts from {} are not shown. Who moves is withheld where so few stay, go out or come in, or where a \
                 cohort and one it is drawn from differ by so few; steps with so few are withheld with the next smallest. \
                 Other cohorts, and results shown elsewhere, may still give such counts away, so check before \
                 anything is published.",
                withheld.join(", ")
            )
        });
        free.chain(withheld).collect()
    }
}

impl SourceCounts {
    /// The source with its country.
    pub(crate) fn title(&self, name: impl Fn(&str) -> String) -> String {
        let country = self.country.as_ref().map(|country| format!(" ({country})"));
        format!(
            "{}{}: {}",
            name(&self.source),
            country.unwrap_or_default(),
            data(&self.data)
        )
    }
}

impl CohortCounts {
    /// How many were and are in, and how many move.
    pub(crate) fn sentence(&self) -> String {
        let entries = match self.counted {
            Unit::People => "",
            Unit::Entries => " entries",
        };
        let (Some(now), Some(stay), Some(go_out), Some(come_in)) =
            (self.now, self.stay, self.go_out, self.come_in)
        else {
            return match self.before {
                Some(before) => format!("{before}{entries} before; who moves is {NOT_SHOWN}"),
                None => format!("who was in and who moves is {NOT_SHOWN}"),
            };
        };
        if self.is_still() {
            return format!("{now}{entries} before and now, and none moves");
        }
        let before = self
            .before
            .map_or_else(|| NOT_SHOWN.to_owned(), |count| count.to_string());
        let otherwise = match self.stay_with_other_index {
            Some(0) => String::new(),
            Some(count) => format!(" ({count} with another index date)"),
            None => format!(" (with another index date: {NOT_SHOWN})"),
        };
        format!(
            "{before}{entries} before, {now} now; {}{otherwise}, {} out, {} in",
            some(stay, "stays", "stay"),
            some(go_out, "goes", "go"),
            some(come_in, "comes", "come")
        )
    }
}

/// So many do something, or none does.
fn some(count: u64, one: &str, many: &str) -> String {
    match count {
        0 => format!("none {one}"),
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

impl ReasonCount {
    /// The step that leaves somebody out of the new version.
    pub(crate) fn out(&self, name: impl Fn(&str) -> String) -> String {
        self.told(
            name,
            [
                "no longer a patient of the source",
                "no longer in",
                "no such index date any more",
                "new",
            ],
        )
    }

    /// The step that left somebody out of the old version.
    pub(crate) fn out_before(&self, name: impl Fn(&str) -> String) -> String {
        self.told(
            name,
            [
                "no patient of the source",
                "not in",
                "no such index date",
                "gone now",
            ],
        )
    }

    fn told(&self, name: impl Fn(&str) -> String, [patient, within, index, only]: [&str; 4]) -> String {
        let own = self.name.as_deref().map(name).unwrap_or_default();
        let step = match self.step {
            StepKind::Population => patient.to_owned(),
            StepKind::DrawnFrom => format!("{within} {own}"),
            StepKind::IndexDate => index.to_owned(),
            StepKind::Criterion if self.in_both => own,
            StepKind::Criterion => format!("{own} ({only})"),
        };
        match self.other_index {
            true => format!("{step}, on another index date"),
            false => step,
        }
    }

    /// The count, or that it may not be shown.
    pub(crate) fn cell(&self) -> String {
        self.count
            .map_or_else(|| NOT_SHOWN.to_owned(), |count| count.to_string())
    }
}
