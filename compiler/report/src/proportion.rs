//! The share of those with a characteristic that is true.

use crate::cell::{Cell, Quantity, Spread};
use crate::groups::{Groups, Rest, total, value};
use crate::heading::Heading;
use crate::table::{Kind, Row, Table};
use kohort_semantics::Study;
use kohort_semantics::study::{CharacteristicId, Counted, Grouped};
use kohort_stats::Share;
use kohort_stats::rate::Proportion;

/// One table with all the characteristics.
pub(crate) fn table(study: &Study, of: &Grouped, rows: &[CharacteristicId], counted: &[&Counted]) -> Table {
    let groups = Groups::of(study, of, counted);
    let mut shown = Vec::new();
    for (place, (id, counted)) in rows.iter().zip(counted).enumerate() {
        let Some(characteristic) = study.characteristic(*id) else {
            continue;
        };
        let parts = groups.split(counted);
        if place == 0 {
            let entries = parts.iter().map(|rows| Cell::count(total(rows)));
            shown.push(Row::new("entries", "", entries.collect()));
        }
        shown.extend(of_characteristic(&characteristic.name, &parts));
    }
    let heading = Heading::new(study, of, "Proportions");
    Table {
        name: String::from("proportion"),
        kind: Kind::Proportion,
        title: heading.title,
        cohort: heading.cohort,
        columns: groups.columns(),
        rows: shown,
        notes: vec![String::from(
            "Of those for whom it is known; exact 95 % confidence limits (Clopper and Pearson).",
        )],
    }
}

fn of_characteristic(name: &str, parts: &[Vec<Rest<'_>>]) -> Vec<Row> {
    let counts: Vec<[u64; 3]> = parts.iter().map(|rows| truths(rows)).collect();
    let with = counts.iter().map(|[with, without, _]| {
        let known = with.saturating_add(*without);
        Cell::share(*with, known)
    });
    let shares = counts.iter().map(|[with, without, _]| {
        let known = with.saturating_add(*without);
        match Proportion::new(*with, known) {
            Err(_) => Cell::undefined("nobody's is known"),
            Ok(share) => Cell::estimate(
                Quantity::Proportion,
                share.estimate(),
                Some(Spread::limits(Some(share.exact_limits(Share::P95)))),
            )
            .resting_on([*with, known]),
        }
    });
    let mut rows = vec![
        Row::new(name, "with it, of those known", with.collect()),
        Row::new(name, "proportion (95 % CI, exact)", shares.collect()),
    ];
    if counts.iter().any(|[_, _, unknown]| *unknown > 0) {
        let unknown = counts.iter().map(|[_, _, unknown]| Cell::count(*unknown));
        rows.push(Row::new(name, "unknown", unknown.collect()));
    }
    rows
}

/// How many are true, false and unknown.
fn truths(rows: &[Rest<'_>]) -> [u64; 3] {
    let of = |truth: Option<bool>| {
        let same = rows
            .iter()
            .filter(|(row, _)| row.last().and_then(|last| value(last).truth()) == truth);
        same.fold(0u64, |sum, (_, count)| sum.saturating_add(*count))
    };
    [of(Some(true)), of(Some(false)), of(None)]
}
