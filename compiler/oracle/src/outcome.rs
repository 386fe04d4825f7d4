//! The outcome of an endpoint for one entry: what ends its time, and when (2.6).

use crate::calendar::{exactly, known_day, shifted};
use crate::evaluate::{Evaluation, Scope};
use kohort_semantics::study::{Endpoint, Landmark, Negative, NoOutcome, Outcome, ShiftUnit};
use kohort_semantics::value::Day;

/// The dates of an endpoint for one entry, and what follows from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Time zero.
    pub(crate) from: Option<Day>,
    /// The candidate of each event, in the order written.
    pub(crate) events: Vec<Option<Day>>,
    /// Nothing is seen after it.
    pub(crate) until: Option<Day>,
    /// What counts where no event is seen.
    pub(crate) censored: Option<Day>,
    /// From when the entry is at risk.
    pub(crate) entering: Option<Day>,
    /// The conditions of `missing when` that are true, by position.
    pub(crate) missing: Vec<usize>,
    /// Where the time ends, and the event that ends it; none: censored.
    pub(crate) exit: Option<(Day, Option<u32>)>,
    /// The outcome.
    pub(crate) outcome: Outcome,
}

impl<'a> Evaluation<'a> {
    /// The outcome of an endpoint. All its dates count as far as they are known to the day.
    pub(crate) fn outcome(self, endpoint: &'a Endpoint, scope: Scope<'a>) -> Found {
        let day = |date: &'a Option<_>| date.as_ref().and_then(|date| self.day(date, scope));
        let mut found = Found {
            from: self.day(&endpoint.from, scope),
            events: endpoint
                .events
                .iter()
                .map(|event| self.day(&event.date, scope))
                .collect(),
            until: day(&endpoint.until),
            censored: day(&endpoint.censored),
            entering: day(&endpoint.entering),
            missing: Vec::new(),
            exit: None,
            outcome: Outcome::None(NoOutcome::Missing),
        };
        for (position, condition) in endpoint.missing.iter().enumerate() {
            if self.truth(condition, scope) == Some(true) {
                found.missing.push(position);
            }
        }
        found.exit = exit(&found);
        found.outcome = match concluded(endpoint, &found) {
            Ok(outcome) => outcome,
            Err(why) => Outcome::None(why),
        };
        found
    }
}

/// The earliest event that is seen, on one day that of the first clause; otherwise the earlier of the censoring date and the
/// end of what is seen.
fn exit(found: &Found) -> Option<(Day, Option<u32>)> {
    let is_seen = |day: Day| found.until.is_none_or(|until| day <= until);
    let candidates = (0u32..).zip(&found.events);
    let seen = candidates.filter_map(|(position, day)| Some(((*day)?, position)));
    match seen.filter(|(day, _)| is_seen(*day)).min() {
        Some((day, event)) => Some((day, Some(event))),
        None => {
            let ends = [found.censored, found.until].into_iter().flatten();
            ends.min().map(|day| (day, None))
        }
    }
}

/// The time, or the first reason why there is none.
fn concluded(endpoint: &Endpoint, found: &Found) -> Result<Outcome, NoOutcome> {
    if !found.missing.is_empty() {
        return Err(NoOutcome::Excluded);
    }
    let (Some(from), Some((exit, event))) = (found.from, found.exit) else {
        return Err(NoOutcome::Missing);
    };
    // A time before zero is missing, or zero.
    let exit = match (exit < from, endpoint.negative) {
        (true, Some(Negative::AsZero)) => from,
        (true, Some(Negative::Missing) | None) => return Err(NoOutcome::Negative),
        (false, _) => exit,
    };
    // Delayed entry: who enters on the day of the exit or later was never at risk.
    let entry = match endpoint.entering {
        None => from,
        Some(_) => match found.entering {
            Some(entering) if entering.max(from) < exit => entering.max(from),
            _ => return Err(NoOutcome::NeverAtRisk),
        },
    };
    // A landmark leaves out whose time has ended by then, and starts the clock anew.
    let zero = match endpoint.landmark {
        None => from,
        Some(landmark) => match landmark_of(from, landmark) {
            Some(landmark) if exit > landmark => landmark,
            _ => return Err(NoOutcome::BeforeLandmark),
        },
    };
    Ok(Outcome::Time {
        exit: days(zero, exit),
        entry: days(zero, entry),
        event,
    })
}

fn landmark_of(from: Day, landmark: Landmark) -> Option<Day> {
    let (amount, unit) = match landmark {
        Landmark::Days(days) => (days, ShiftUnit::Days),
        Landmark::Months(months) => (months, ShiftUnit::Months),
    };
    shifted(exactly(from), amount, unit).and_then(known_day)
}

/// Days from one day to another; none before it.
fn days(from: Day, to: Day) -> u32 {
    u32::try_from(i64::from(to.0) - i64::from(from.0)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_base::{Files, Span};
    use kohort_semantics::study::{EndpointEvent, Expr, ExprKind, TimeUnit, Type};
    use kohort_semantics::value::Value;

    fn endpoint(change: impl FnOnce(&mut Endpoint)) -> Endpoint {
        let span = Span::at(Files::default().add(String::from("test.kohort"), "".into()), 0);
        let date = || Expr {
            kind: ExprKind::Literal(Value::Missing),
            ty: Type::Date,
            span,
        };
        let event = |name: &str| EndpointEvent {
            name: name.to_owned(),
            doc: None,
            competing: false,
            date: date(),
            text: name.to_owned(),
        };
        let mut endpoint = Endpoint {
            name: String::from("e"),
            doc: None,
            origin: None,
            from: date(),
            events: vec![event("progression"), event("death")],
            until: None,
            censored: None,
            entering: None,
            missing: Vec::new(),
            negative: None,
            landmark: None,
            unit: TimeUnit::Days,
            span,
        };
        change(&mut endpoint);
        endpoint
    }

    /// What follows from dates, as days after time zero: progression, death, until, censored, entering.
    fn of(endpoint: &Endpoint, dates: [Option<i32>; 5]) -> Result<(u32, u32, Option<u32>), NoOutcome> {
        let [progression, death, until, censored, entering] =
            dates.map(|day| day.map(|day| Day(19_000 + day)));
        let mut found = Found {
            from: Some(Day(19_000)),
            events: vec![progression, death],
            until,
            censored,
            entering,
            missing: Vec::new(),
            exit: None,
            outcome: Outcome::None(NoOutcome::Missing),
        };
        found.exit = exit(&found);
        match concluded(endpoint, &found)? {
            Outcome::Time { exit, entry, event } => Ok((exit, entry, event)),
            Outcome::None(why) => Err(why),
        }
    }

    #[test]
    fn the_earliest_event_wins_and_on_one_day_the_first_clause() {
        let plain = endpoint(|_| {});
        let ends = |dates| of(&plain, dates);
        assert_eq!(
            ends([Some(20), Some(10), None, Some(5), None]),
            Ok((10, 0, Some(1)))
        );
        assert_eq!(ends([Some(10), Some(10), None, None, None]), Ok((10, 0, Some(0))));
        // Day zero exists.
        assert_eq!(ends([None, Some(0), None, None, None]), Ok((0, 0, Some(1))));
    }

    #[test]
    fn nothing_is_seen_after_until() {
        let plain = endpoint(|_| {});
        let ends = |dates| of(&plain, dates);
        assert_eq!(ends([None, Some(10), Some(10), None, None]), Ok((10, 0, Some(1))));
        assert_eq!(ends([None, Some(11), Some(10), None, None]), Ok((10, 0, None)));
        assert_eq!(ends([None, Some(11), Some(10), Some(8), None]), Ok((8, 0, None)));
        assert_eq!(ends([None, None, Some(10), Some(12), None]), Ok((10, 0, None)));
        assert_eq!(ends([None, None, None, Some(12), None]), Ok((12, 0, None)));
        assert_eq!(ends([None; 5]), Err(NoOutcome::Missing));
    }

    #[test]
    fn a_time_before_zero_is_missing_or_zero() {
        let before = [None, Some(-1), None, None, None];
        let missing = endpoint(|endpoint| endpoint.negative = Some(Negative::Missing));
        assert_eq!(of(&missing, before), Err(NoOutcome::Negative));
        let zero = endpoint(|endpoint| endpoint.negative = Some(Negative::AsZero));
        assert_eq!(of(&zero, before), Ok((0, 0, Some(1))));
    }

    #[test]
    fn delayed_entry_is_before_the_exit() {
        let delayed = endpoint(|endpoint| endpoint.entering = Some(endpoint.from.clone()));
        let ends = |entering| of(&delayed, [None, Some(10), None, None, entering]);
        assert_eq!(ends(Some(-5)), Ok((10, 0, Some(1))));
        assert_eq!(ends(Some(9)), Ok((10, 9, Some(1))));
        assert_eq!(ends(Some(10)), Err(NoOutcome::NeverAtRisk));
        assert_eq!(ends(None), Err(NoOutcome::NeverAtRisk));
    }

    #[test]
    fn the_clock_starts_anew_at_a_landmark() {
        let landmark = endpoint(|endpoint| {
            endpoint.landmark = Some(Landmark::Days(30));
            endpoint.entering = Some(endpoint.from.clone());
        });
        let ends = |death, entering| of(&landmark, [None, Some(death), None, None, Some(entering)]);
        assert_eq!(ends(30, 0), Err(NoOutcome::BeforeLandmark));
        assert_eq!(ends(31, 0), Ok((1, 0, Some(1))));
        assert_eq!(ends(100, 50), Ok((70, 20, Some(1))));
        // The reasons stand in an order, of which the first that holds is told.
        assert_eq!(ends(20, 20), Err(NoOutcome::NeverAtRisk));
    }
}
