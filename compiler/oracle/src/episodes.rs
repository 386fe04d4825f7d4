//! Episodes and gaps (2.4).

use crate::calendar::exactly;
use crate::evaluate::{Evaluation, Scope};
use crate::events::Bag;
use crate::record::Row;
use kohort_semantics::study::{Events, EventsBase};
use kohort_semantics::value::Day;

/// What a bag's records cover: stretches of days in order of their start, and how many records end before they start.
struct Coverage {
    stretches: Vec<(Day, Day)>,
    contradictory: u64,
}

impl<'a> Evaluation<'a> {
    /// The times of the records, joined where the next starts at most so many days after the last covered day (2.4).
    pub(crate) fn episodes(self, bag: &Bag<'a>, joined_within: i64) -> Bag<'a> {
        periods(self.coverage(bag, joined_within).stretches)
    }

    /// The times between the last covered day and the next start that are long enough (2.4).
    pub(crate) fn gaps(self, bag: &Bag<'a>, days: i64, or_equal: bool) -> Bag<'a> {
        // Joining what overlaps or touches leaves exactly the stretches that something separates.
        let stretches = self.coverage(bag, 0).stretches;
        let gaps = stretches
            .iter()
            .zip(stretches.iter().skip(1))
            .filter_map(|((_, covered), (next, _))| {
                let length = distance(*covered, *next);
                (length > days || (or_equal && length == days)).then_some((*covered, *next))
            });
        periods(gaps.collect())
    }

    /// How many records of which a bag makes episodes, gaps or lines are left out since they end before they start.
    pub(crate) fn contradictory(self, events: &'a Events, scope: Scope<'a>) -> u64 {
        match &events.base {
            EventsBase::Episodes { events: inner, .. } | EventsBase::Gaps { events: inner, .. } => {
                self.coverage(&self.bag(inner, scope), 0).contradictory
            }
            EventsBase::Lines(lines) => self.contradictory_in_lines(lines, scope),
            EventsBase::Entity(_) | EventsBase::Definition(_) | EventsBase::Nested(_) => 0,
        }
    }

    fn coverage(self, bag: &Bag<'a>, joined_within: i64) -> Coverage {
        let times: Vec<(Day, Day)> = bag
            .certain()
            .into_iter()
            .filter_map(|row| self.first_and_last_day(row))
            .collect();
        // A record that ends before it starts contradicts itself: it is left out and counted.
        let (mut possible, impossible): (Vec<_>, Vec<_>) =
            times.into_iter().partition(|(start, end)| start <= end);
        possible.sort();
        let mut stretches: Vec<(Day, Day)> = Vec::new();
        for (start, end) in possible {
            match stretches.last_mut() {
                Some((_, covered)) if distance(*covered, start) <= joined_within => {
                    *covered = end.max(*covered)
                }
                _ => stretches.push((start, end)),
            }
        }
        Coverage {
            stretches,
            contradictory: impossible.len() as u64,
        }
    }
}

fn distance(from: Day, to: Day) -> i64 {
    i64::from(to.0) - i64::from(from.0)
}

fn periods<'a>(stretches: Vec<(Day, Day)>) -> Bag<'a> {
    let row = |(start, end)| (Row::Period(exactly(start), exactly(end)), Some(true));
    Bag {
        rows: stretches.into_iter().map(row).collect(),
    }
}
