//! The log-rank test.

use super::compared::{Entries, Testable};
use crate::cell::{Cell, Quantity};
use crate::table::Row;
use kohort_stats::{Mass, Spells};

pub(super) fn rows<M: Mass + Testable>(entries: &Entries<'_, M>) -> Vec<Row> {
    let columns = entries.parts.len();
    let cases = entries.cases();
    let groups = cases.groups();
    let mut strata: Vec<Vec<Spells<M>>> = vec![vec![Spells::new(); groups.len()]; cases.strata];
    for case in &cases.cases {
        let place = groups.binary_search(&case.group);
        let cell = strata.get_mut(case.stratum).zip(place.ok());
        if let Some(spells) = cell.and_then(|(groups, place)| groups.get_mut(place)) {
            spells.add(case.spell, &case.mass);
        }
    }
    let section = match entries.report.stratified.as_slice() {
        [] => String::from("log-rank test"),
        strata => format!("log-rank test, stratified by {}", entries.names(strata)),
    };
    let counts = cases.counts();
    let in_all = |cell: Cell| -> Vec<Cell> {
        let mut cells = vec![Cell::nothing(); columns.saturating_sub(1)];
        cells.push(cell);
        cells
    };
    let mut rows: Vec<Row> = entries.left_out_row(&section, &cases).into_iter().collect();
    match M::test(&strata) {
        Err(why) => {
            let cell = Cell::undefined(why).resting_on(counts);
            rows.push(Row::new(&section, "p", in_all(cell)));
        }
        Ok(test) => {
            let estimate = |quantity, value: f64| {
                Cell::estimate(quantity, value, None).resting_on(counts.iter().copied())
            };
            if let Some(expected) = &test.expected {
                let mut cells = vec![Cell::nothing(); columns];
                for (group, expected) in groups.iter().zip(expected) {
                    if let Some(cell) = cells.get_mut(*group) {
                        *cell = estimate(Quantity::ExpectedEvents, *expected);
                    }
                }
                rows.push(Row::new(&section, "expected events", cells));
            }
            let statistic = in_all(estimate(Quantity::TestStatistic, test.value));
            rows.push(Row::new(&section, &test.statistic, statistic));
            rows.push(Row::new(&section, "p", in_all(estimate(Quantity::P, test.p))));
        }
    }
    rows
}
