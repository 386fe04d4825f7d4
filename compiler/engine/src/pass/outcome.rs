//! The outcome of an endpoint for one entry, from the dates of its clauses.
//!
//! Invariant: a function of one entry's dates; the order of [`NoOutcome`] is the order of the tests (language reference,
//! "Endpoints").

use kohort_semantics::study::{Landmark, Negative, NoOutcome, Outcome};
use kohort_semantics::value::Day;

/// The dates of one entry. A date that is missing, or not known to the day, is none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clauses<'a> {
    /// Whether a condition of `missing when` is true.
    pub(crate) excluded: bool,
    /// Time zero.
    pub(crate) from: Option<Day>,
    /// The events in the order that decides on one day.
    pub(crate) events: &'a [Option<Day>],
    /// Nothing is seen after it.
    pub(crate) until: Option<Day>,
    /// Where it is censored if no event is seen.
    pub(crate) censored: Option<Day>,
    /// Delayed entry: from when it is at risk, if that is known.
    pub(crate) entering: Option<Option<Day>>,
    /// What a time before zero becomes.
    pub(crate) negative: Option<Negative>,
    /// Where the clock starts anew.
    pub(crate) landmark: Option<Landmark>,
}

/// The outcome.
pub(crate) fn outcome(clauses: &Clauses<'_>) -> Outcome {
    match time(clauses) {
        Ok(time) => time,
        Err(reason) => Outcome::None(reason),
    }
}

fn time(clauses: &Clauses<'_>) -> Result<Outcome, NoOutcome> {
    if clauses.excluded {
        return Err(NoOutcome::Excluded);
    }
    let from = clauses.from.ok_or(NoOutcome::Missing)?;
    let (exit, event) = exit(clauses).ok_or(NoOutcome::Missing)?;
    let exit = match clauses.negative {
        Some(Negative::AsZero) => exit.max(from),
        // Without a rule the check has proved that it cannot be; then it is not a time either.
        Some(Negative::Missing) | None if exit < from => return Err(NoOutcome::Negative),
        Some(Negative::Missing) | None => exit,
    };
    let zero = match clauses.landmark.map(|landmark| moved(from, landmark)) {
        None => from,
        Some(landmark) => {
            let landmark = landmark.ok_or(NoOutcome::BeforeLandmark)?;
            if exit <= landmark && clauses.entering.is_none() {
                return Err(NoOutcome::BeforeLandmark);
            }
            landmark
        }
    };
    let entry = match clauses.entering {
        None => zero,
        Some(entering) => {
            let entry = entering.ok_or(NoOutcome::NeverAtRisk)?.max(from);
            if entry >= exit {
                return Err(NoOutcome::NeverAtRisk);
            }
            if exit <= zero {
                return Err(NoOutcome::BeforeLandmark);
            }
            entry.max(zero)
        }
    };
    Ok(Outcome::Time {
        exit: days(zero, exit),
        entry: days(zero, entry),
        event,
    })
}

/// The first event that is seen, or where observation ends.
fn exit(clauses: &Clauses<'_>) -> Option<(Day, Option<u32>)> {
    let seen = |day: &Day| clauses.until.is_none_or(|until| *day <= until);
    let events = (0u32..).zip(clauses.events);
    let first = events
        .filter_map(|(position, day)| Some(((*day).filter(seen)?, position)))
        .min();
    match first {
        Some((day, position)) => Some((day, Some(position))),
        None => {
            let end = [clauses.censored, clauses.until].into_iter().flatten().min()?;
            Some((end, None))
        }
    }
}

fn moved(from: Day, landmark: Landmark) -> Option<Day> {
    match landmark {
        Landmark::Days(days) => from.add_days(days),
        Landmark::Months(months) => from.add_months(months),
    }
}

/// Days between two days of which the second is not before the first.
fn days(from: Day, to: Day) -> u32 {
    to.0.abs_diff(from.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> Clauses<'static> {
        Clauses {
            excluded: false,
            from: Some(Day(100)),
            events: &[],
            until: None,
            censored: Some(Day(150)),
            entering: None,
            negative: None,
            landmark: None,
        }
    }

    fn at(exit: u32, event: Option<u32>) -> Outcome {
        Outcome::Time {
            exit,
            entry: 0,
            event,
        }
    }

    #[test]
    fn the_earliest_event_that_is_seen_decides_and_on_one_day_the_first_clause() {
        let events = [Some(Day(140)), Some(Day(120)), Some(Day(120)), None];
        assert_eq!(
            outcome(&Clauses {
                events: &events,
                ..base()
            }),
            at(20, Some(1))
        );
        let late = Clauses {
            events: &events,
            until: Some(Day(119)),
            ..base()
        };
        assert_eq!(outcome(&late), at(19, None));
        let on_the_day = Clauses {
            until: Some(Day(120)),
            ..late
        };
        assert_eq!(outcome(&on_the_day), at(20, Some(1)));
        // The end of observation never hides an event.
        let died_later = Clauses {
            events: &[Some(Day(200))],
            ..base()
        };
        assert_eq!(outcome(&died_later), at(100, Some(0)));
    }

    #[test]
    fn without_an_event_it_is_censored_at_the_earlier_end() {
        assert_eq!(outcome(&base()), at(50, None));
        assert_eq!(
            outcome(&Clauses {
                until: Some(Day(130)),
                ..base()
            }),
            at(30, None)
        );
        assert_eq!(
            outcome(&Clauses {
                until: Some(Day(130)),
                censored: None,
                ..base()
            }),
            at(30, None)
        );
        let none = Clauses {
            censored: None,
            ..base()
        };
        assert_eq!(outcome(&none), Outcome::None(NoOutcome::Missing));
        assert_eq!(
            outcome(&Clauses { from: None, ..base() }),
            Outcome::None(NoOutcome::Missing)
        );
        assert_eq!(
            outcome(&Clauses {
                excluded: true,
                from: None,
                ..base()
            }),
            Outcome::None(NoOutcome::Excluded)
        );
    }

    #[test]
    fn a_time_before_zero_is_what_the_rule_says_and_zero_is_kept() {
        let before = Clauses {
            events: &[Some(Day(90))],
            ..base()
        };
        for negative in [None, Some(Negative::Missing)] {
            assert_eq!(
                outcome(&Clauses { negative, ..before }),
                Outcome::None(NoOutcome::Negative)
            );
        }
        let as_zero = Clauses {
            negative: Some(Negative::AsZero),
            ..before
        };
        assert_eq!(outcome(&as_zero), at(0, Some(0)));
        assert_eq!(
            outcome(&Clauses {
                events: &[Some(Day(100))],
                ..base()
            }),
            at(0, Some(0))
        );
    }

    #[test]
    fn entries_are_at_risk_after_they_enter() {
        let entering = |day| Clauses {
            entering: Some(day),
            ..base()
        };
        let found = |entry| Outcome::Time {
            exit: 50,
            entry,
            event: None,
        };
        assert_eq!(outcome(&entering(Some(Day(90)))), found(0));
        assert_eq!(outcome(&entering(Some(Day(110)))), found(10));
        for never in [None, Some(Day(150)), Some(Day(160))] {
            assert_eq!(outcome(&entering(never)), Outcome::None(NoOutcome::NeverAtRisk));
        }
    }

    #[test]
    fn a_landmark_leaves_out_whose_time_ends_by_then_and_starts_the_clock() {
        let landmark = |days| Clauses {
            landmark: Some(Landmark::Days(days)),
            ..base()
        };
        assert_eq!(outcome(&landmark(49)), at(1, None));
        assert_eq!(outcome(&landmark(50)), Outcome::None(NoOutcome::BeforeLandmark));
        // 11 April 1970 and a calendar month.
        let month = Clauses {
            landmark: Some(Landmark::Months(1)),
            ..base()
        };
        assert_eq!(outcome(&month), at(20, None));
        let late = Clauses {
            entering: Some(Some(Day(130))),
            ..landmark(20)
        };
        assert_eq!(
            outcome(&late),
            Outcome::Time {
                exit: 30,
                entry: 10,
                event: None
            }
        );
        let early = Clauses {
            entering: Some(Some(Day(110))),
            ..landmark(20)
        };
        assert_eq!(
            outcome(&early),
            Outcome::Time {
                exit: 30,
                entry: 0,
                event: None
            }
        );
    }
}
