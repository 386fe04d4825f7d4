//! What can be said about a bag as a whole: whether there is a record, how many, and on how many days.
//!
//! Invariant: only `any` looks at records whose membership is unknown; counts take the true ones.

use super::layout::Layout;
use super::numbers::Numbers;
use super::operand::Reader;
use kohort_semantics::value::Date;
use std::ops::Range;

/// True if some record is in the bag; else unknown if some may be.
pub(crate) fn any(layout: &Layout, bag: Reader<'_, bool>) -> Vec<Option<bool>> {
    let has = |mut range: Range<usize>| {
        let mut unknown = false;
        let found = range.any(|at| {
            let member = bag.at(at);
            unknown |= member.is_none();
            member == Some(true)
        });
        if found {
            Some(true)
        } else {
            (!unknown).then_some(false)
        }
    };
    layout.ranges().map(has).collect()
}

/// How many records are in the bag.
pub(crate) fn count(layout: &Layout, bag: Reader<'_, bool>) -> Numbers {
    whole(layout, |range| members(bag, range).count())
}

/// On how many days there are records in the bag.
pub(crate) fn days_of(layout: &Layout, bag: Reader<'_, bool>, dates: Reader<'_, Date>) -> Numbers {
    whole(layout, |range| {
        let mut days: Vec<_> = members(bag, range)
            .filter_map(|at| dates.at(at)?.as_day())
            .collect();
        days.sort_unstable();
        days.dedup();
        days.len()
    })
}

/// The records of a range that are in the bag.
pub(crate) fn members(bag: Reader<'_, bool>, range: Range<usize>) -> impl Iterator<Item = usize> {
    range.filter(move |at| bag.at(*at) == Some(true))
}

fn whole(layout: &Layout, count: impl Fn(Range<usize>) -> usize) -> Numbers {
    Numbers::Integer(
        layout
            .ranges()
            .map(|range| i64::try_from(count(range)).ok())
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::testing::{any_date, any_truth};
    use kohort_semantics::value::Number;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn bags_are_summed_up(
            groups in prop::collection::vec(prop::collection::vec((any_truth(), any_date()), 0..6), 0..8),
        ) {
            let layout = Layout::from_lengths(groups.iter().map(Vec::len));
            let (bag, dates): (Vec<_>, Vec<_>) = groups.iter().flatten().copied().unzip();
            let (bag, dates) = (Reader::of(&bag), Reader::of(&dates));
            let (has, many, days) = (super::any(&layout, bag), count(&layout, bag), days_of(&layout, bag, dates));
            for (at, rows) in groups.iter().enumerate() {
                let members: Vec<_> = rows.iter().filter(|row| row.0 == Some(true)).collect();
                let unknown = rows.iter().any(|row| row.0.is_none());
                let expected = if members.is_empty() { if unknown { None } else { Some(false) } } else { Some(true) };
                prop_assert_eq!(has[at], expected);
                prop_assert_eq!(many.get(at), Some(Number::from_integer(members.len() as i64)));
                let distinct: BTreeSet<_> = members.iter().filter_map(|row| row.1).filter(|date| date.is_day()).collect();
                prop_assert_eq!(days.get(at), Some(Number::from_integer(distinct.len() as i64)));
            }
        }
    }
}
