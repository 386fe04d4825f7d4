//! Picking one record of a bag by date.
//!
//! Invariant: the result does not depend on the order of rows. Ties are broken the same way for every pick: by the keys in
//! ascending order, also among the latest; of two equally near records the earlier is picked. Undated records are never.

use super::bag::members;
use super::layout::Layout;
use super::operand::Reader;
use super::ties::{self, Tie};
use kohort_semantics::value::Date;
use std::cmp::Ordering;
use std::ops::Range;

/// Which record.
pub(crate) enum Which<'a> {
    /// The earliest.
    First,
    /// The latest.
    Last,
    /// The n-th from the earliest, from 1.
    Nth(u32),
    /// The nearest to a date, which there is one of for each owner.
    Nearest(Reader<'a, Date>),
}

/// The picked record of each owner, by position among the owner's records.
pub(crate) fn pick(
    layout: &Layout,
    bag: Reader<'_, bool>,
    dates: Reader<'_, Date>,
    ties: &[Tie<'_>],
    which: &Which<'_>,
) -> Vec<Option<u32>> {
    let picked = |(owner, range): (usize, Range<usize>)| {
        let start = range.start;
        let dated = members(bag, range).filter_map(|at| Some((dates.at(at)?, at)));
        let picked = match which {
            Which::First => dated.min_by(|left, right| ascending(ties, left, right)),
            Which::Last => dated.min_by(|left, right| descending(ties, left, right)),
            Which::Nth(nth) => {
                let mut sorted: Vec<_> = dated.collect();
                sorted.sort_by(|left, right| ascending(ties, left, right));
                sorted.get(nth.checked_sub(1)? as usize).copied()
            }
            Which::Nearest(to) => {
                let to = to.at(owner)?.as_day()?;
                let distance = |(date, _): &(Date, usize)| date.first.0.abs_diff(to.0);
                dated.min_by(|left, right| {
                    distance(left)
                        .cmp(&distance(right))
                        .then_with(|| ascending(ties, left, right))
                })
            }
        };
        u32::try_from(picked?.1 - start).ok()
    };
    layout.ranges().enumerate().map(picked).collect()
}

fn ascending(ties: &[Tie<'_>], left: &(Date, usize), right: &(Date, usize)) -> Ordering {
    left.0
        .cmp(&right.0)
        .then_with(|| ties::order(ties, left.1, right.1))
}

fn descending(ties: &[Tie<'_>], left: &(Date, usize), right: &(Date, usize)) -> Ordering {
    right
        .0
        .cmp(&left.0)
        .then_with(|| ties::order(ties, left.1, right.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::domains::Positions;
    use crate::pass::kernels::numbers::Numbers;
    use crate::pass::kernels::operand::Operand;
    use crate::pass::kernels::testing::any_truth;
    use crate::pass::kernels::values::Values;
    use kohort_plan::algebra::TieOrder;
    use kohort_semantics::value::Day;
    use proptest::prelude::*;

    /// Membership, day, and the two attributes that break ties.
    type Row = (Option<bool>, Option<i32>, Option<u32>, Option<i64>);

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let row = (
            any_truth(),
            prop::option::weighted(0.9, 0i32..6),
            prop::option::of(0u32..3),
            prop::option::of(0i64..3),
        );
        prop::collection::vec(row, 0..9)
    }

    /// What a study sees of each picked record.
    fn seen(groups: &[Vec<Row>], order: [TieOrder; 2], which: &Which<'_>) -> Vec<Option<Row>> {
        let layout = Layout::from_lengths(groups.iter().map(Vec::len));
        let rows = || groups.iter().flatten();
        let bag: Vec<_> = rows().map(|row| row.0).collect();
        let dates: Vec<_> = rows().map(|row| row.1.map(|day| Date::day(Day(day)))).collect();
        let values = [
            Values::Category(rows().map(|row| row.2).collect()),
            Values::Number(Numbers::Integer(rows().map(|row| row.3).collect())),
        ];
        let operands = values.each_ref().map(|values| Operand {
            values,
            positions: Positions::Same,
        });
        let ties: Vec<_> = operands
            .iter()
            .zip(order)
            .map(|(operand, order)| Tie::new(operand, order).unwrap())
            .collect();
        let picked = pick(&layout, Reader::of(&bag), Reader::of(&dates), &ties, which);
        picked
            .into_iter()
            .zip(groups)
            .map(|(picked, rows)| picked.map(|at| rows[at as usize]))
            .collect()
    }

    /// A number that is smaller for what comes first.
    fn rank(value: Option<i64>, order: TieOrder) -> i64 {
        match (value, order) {
            (Some(value), TieOrder::Ascending) => value,
            (Some(value), TieOrder::Descending) => -value,
            (Some(value), TieOrder::ValueFirst(first)) if value == i64::from(first) => 0,
            (_, TieOrder::ValueFirst(_)) => 1,
            (None, _) => i64::MAX,
        }
    }

    /// Sorts all records by everything at once and takes one.
    fn naive(rows: &[Row], order: [TieOrder; 2], nth: usize, key: impl Fn(i32) -> (i32, i32)) -> Option<Row> {
        let mut members: Vec<_> = rows
            .iter()
            .filter(|row| row.0 == Some(true) && row.1.is_some())
            .copied()
            .collect();
        members.sort_by_key(|row| {
            (
                key(row.1.unwrap()),
                rank(row.2.map(i64::from), order[0]),
                rank(row.3, order[1]),
            )
        });
        members.get(nth).copied()
    }

    proptest! {
        #[test]
        fn picks_agree_with_sorting_everything(
            groups in prop::collection::vec(rows(), 1..5), nth in 0u32..5, to in prop::option::weighted(0.9, 0i32..6),
            first in prop::sample::select(vec![TieOrder::Ascending, TieOrder::Descending, TieOrder::ValueFirst(1)]),
            second in prop::sample::select(vec![TieOrder::Ascending, TieOrder::Descending]),
        ) {
            let order = [first, second];
            let expect = |nth: usize, key: fn(i32) -> (i32, i32)| -> Vec<_> {
                groups.iter().map(|rows| naive(rows, order, nth, key)).collect()
            };
            prop_assert_eq!(seen(&groups, order, &Which::First), expect(0, |day| (day, 0)));
            prop_assert_eq!(seen(&groups, order, &Which::Last), expect(0, |day| (-day, 0)));
            let expected = if nth == 0 { vec![None; groups.len()] } else { expect(nth as usize - 1, |day| (day, 0)) };
            prop_assert_eq!(seen(&groups, order, &Which::Nth(nth)), expected);
            let nearest = vec![to.map(|day| Date::day(Day(day))); groups.len()];
            let expected: Vec<_> =
                groups.iter().map(|rows| to.and_then(|to| naive(rows, order, 0, |day| ((day - to).abs(), day)))).collect();
            prop_assert_eq!(seen(&groups, order, &Which::Nearest(Reader::of(&nearest))), expected);
        }

        #[test]
        fn the_order_of_rows_does_not_matter(rows in rows(), turn in 0usize..9) {
            let mut turned = rows.clone();
            turned.rotate_left(turn.min(rows.len()));
            let (rows, turned) = ([rows], [turned]);
            let order = [TieOrder::Ascending, TieOrder::Ascending];
            for which in [Which::First, Which::Last, Which::Nth(2)] {
                prop_assert_eq!(seen(&rows, order, &which), seen(&turned, order, &which));
            }
        }
    }

    #[test]
    fn what_is_nearest_to_no_day_is_missing() {
        let rows = [vec![(Some(true), Some(1), None, None)]];
        let order = [TieOrder::Ascending, TieOrder::Ascending];
        for to in [None, Date::parse("1970")] {
            assert_eq!(seen(&rows, order, &Which::Nearest(Reader::of(&[to]))), [None]);
        }
    }
}
