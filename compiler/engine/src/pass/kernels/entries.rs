//! A cohort's entries: who is in it, with which index date, and who stays.
//!
//! Invariant: entries are in the order of patients and, for one patient, of index dates; no two are the same. Only a date
//! known to the day can be an index date.

use super::bag::members;
use super::layout::Layout;
use super::operand::Reader;
use kohort_plan::algebra::CriterionPlan;
use kohort_semantics::value::{Date, Day};

/// The entries of a cohort in one batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Entries {
    /// The patient of each entry.
    pub(crate) patients: Vec<u32>,
    /// The index date of each entry, in days since 1970.
    pub(crate) index: Vec<i32>,
}

impl Entries {
    /// One entry for each candidate whose date is known.
    pub(crate) fn one(dates: Reader<'_, Date>, candidates: &[bool]) -> Self {
        Self::of(candidates, |patient| {
            dates.at(patient).and_then(Date::as_day).into_iter().collect()
        })
    }

    /// One entry for each distinct date of a candidate's records that are in the bag.
    pub(crate) fn each(
        layout: &Layout,
        bag: Reader<'_, bool>,
        dates: Reader<'_, Date>,
        candidates: &[bool],
    ) -> Self {
        Self::of(candidates, |patient| {
            let mut days: Vec<Day> = members(bag, layout.range(patient))
                .filter_map(|at| dates.at(at)?.as_day())
                .collect();
            days.sort_unstable();
            days.dedup();
            days
        })
    }

    /// Those entries that are kept.
    pub(crate) fn filter(&self, kept: &[bool]) -> Self {
        let entries = self.patients.iter().zip(&self.index).zip(kept);
        let (patients, index) = entries
            .filter(|(_, kept)| **kept)
            .map(|((patient, index), _)| (*patient, *index))
            .unzip();
        Self { patients, index }
    }

    /// For each of so many patients, whether there is an entry.
    pub(crate) fn patients_with_one(&self, patients: usize) -> Vec<bool> {
        let mut found = vec![false; patients];
        for patient in &self.patients {
            if let Some(found) = found.get_mut(*patient as usize) {
                *found = true;
            }
        }
        found
    }

    /// The index dates as values.
    pub(crate) fn dates(&self) -> Vec<Option<Date>> {
        self.index
            .iter()
            .map(|index| Some(Date::day(Day(*index))))
            .collect()
    }

    fn of(candidates: &[bool], days: impl Fn(usize) -> Vec<Day>) -> Self {
        let mut entries = Self::default();
        for (number, (patient, _)) in (0u32..)
            .zip(candidates.iter().enumerate())
            .filter(|(_, (_, member))| **member)
        {
            for day in days(patient) {
                entries.patients.push(number);
                entries.index.push(day.0);
            }
        }
        entries
    }
}

/// Which entries all criteria keep.
pub(crate) fn kept(
    criteria: &[CriterionPlan],
    conditions: &[Vec<Option<bool>>],
    entries: usize,
) -> Vec<bool> {
    let mut kept = vec![true; entries];
    for (criterion, conditions) in criteria.iter().zip(conditions) {
        for (kept, condition) in kept.iter_mut().zip(conditions) {
            // Included if met, excluded if met; an unknown condition is met only where the study says so.
            *kept &= condition.unwrap_or(criterion.unknown_is_met) != criterion.exclude;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_plan::algebra::NodeId;

    fn days(days: &[i32]) -> Vec<Option<Date>> {
        days.iter().map(|day| Some(Date::day(Day(*day)))).collect()
    }

    #[test]
    fn one_entry_needs_a_day() {
        let mut dates = days(&[5, 6, 7]);
        dates.extend([None, Date::parse("2024-02")]);
        let entries = Entries::one(Reader::of(&dates), &[true, false, true, true, true]);
        assert_eq!(
            entries,
            Entries {
                patients: vec![0, 2],
                index: vec![5, 7]
            }
        );
        assert_eq!(entries.patients_with_one(3), [true, false, true]);
        assert_eq!(entries.dates(), days(&[5, 7]));
        assert_eq!(
            entries.filter(&[false, true]),
            Entries {
                patients: vec![2],
                index: vec![7]
            }
        );
    }

    #[test]
    fn each_distinct_date_is_an_entry() {
        let layout = Layout::from_lengths([4, 0, 2, 1]);
        let mut dates = days(&[9, 3, 9, 1, 2, 2, 8]);
        dates[5] = None;
        let bag = [
            Some(true),
            Some(true),
            Some(true),
            None,
            Some(true),
            Some(true),
            Some(true),
        ];
        let entries = Entries::each(
            &layout,
            Reader::of(&bag),
            Reader::of(&dates),
            &[true, true, true, false],
        );
        assert_eq!(
            entries,
            Entries {
                patients: vec![0, 0, 2],
                index: vec![3, 9, 2]
            }
        );
    }

    #[test]
    fn an_unknown_condition_is_met_only_where_the_study_says_so() {
        let criterion = |exclude, unknown_is_met| CriterionPlan {
            name: "c".into(),
            doc: None,
            exclude,
            condition: NodeId::new(0),
            unknown_is_met,
            looking_ahead: None,
        };
        let conditions = vec![Some(true), Some(false), None];
        for (exclude, unknown_is_met, expected) in [
            (false, false, [true, false, false]),
            (false, true, [true, false, true]),
            (true, false, [false, true, true]),
            (true, true, [false, true, false]),
        ] {
            assert_eq!(
                kept(
                    &[criterion(exclude, unknown_is_met)],
                    std::slice::from_ref(&conditions),
                    3
                ),
                expected
            );
        }
        let both = [criterion(false, true), criterion(true, false)];
        assert_eq!(
            kept(
                &both,
                &[conditions.clone(), vec![Some(false), Some(false), Some(true)]],
                3
            ),
            [true, false, false]
        );
        assert_eq!(kept(&[], &[], 2), [true, true]);
    }
}
