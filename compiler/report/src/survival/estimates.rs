//! The estimates of each column.

use crate::cell::{Cell, Quantity, Spread};
use crate::observed::{Sample, Statuses};
use crate::table::Row;
use crate::units;
use kohort_semantics::study::{SurvivalReport, TimeUnit};
use kohort_semantics::value::Number;
use kohort_stats::survival::{Curve, Quantile, kaplan_meier};
use kohort_stats::{Confidence, Mass, Moment, Share, Spells, Time};

/// What is estimated from.
pub(super) struct Estimates<'e, M> {
    pub(super) report: &'e SurvivalReport,
    pub(super) unit: TimeUnit,
    pub(super) confidence: Confidence,
    pub(super) statuses: &'e Statuses<'e>,
    pub(super) samples: &'e [Sample<M>],
}

/// One column: who is observed until the event of interest, and the curve.
struct Of<M> {
    spells: Spells<M>,
    curve: Curve<M>,
}

impl<M: Mass> Of<M> {
    fn new(spells: Spells<M>) -> Self {
        let curve = kaplan_meier(&spells.risk_table());
        Self { spells, curve }
    }

    fn people(&self) -> u64 {
        self.spells.everybody().people()
    }

    /// People with the event up to a day.
    fn events_by(&self, day: u32) -> u64 {
        let falls = self.curve.falls().filter(|step| step.day <= day);
        falls.fold(0, |sum, step| step.events.people().saturating_add(sum))
    }
}

/// Why there is no estimate at a time.
pub(crate) const NOT_OBSERVED: &str = "observation ends earlier";
/// Why there is no estimate of nobody.
pub(crate) const NOBODY: &str = "nobody is observed";

impl<M: Mass> Estimates<'_, M> {
    pub(super) fn rows(&self) -> Vec<Row> {
        let columns: Vec<Of<M>> = self
            .samples
            .iter()
            .map(|sample| Of::new(self.statuses.of_interest(&sample.spells)))
            .collect();
        let mut rows = Vec::new();
        if self.report.weighted.is_some() {
            let cells = columns.iter().map(effective).collect();
            rows.push(Row::new("effective number", "(Σw)² / Σw²", cells));
        }
        rows.extend(self.quantiles(&columns));
        rows.extend(self.probabilities(&columns));
        if self.report.at_risk || !self.report.at.is_empty() {
            rows.extend(self.at_risk(&columns));
        }
        if let Some((amount, unit)) = &self.report.rmst {
            rows.push(self.restricted_mean(&columns, amount, *unit));
        }
        if self.report.follow_up {
            rows.push(self.follow_up());
        }
        rows
    }

    fn quantiles(&self, columns: &[Of<M>]) -> Vec<Row> {
        let section = format!("time to event (95 % CI, {})", self.confidence.kind);
        let shares = [
            ("25 % have it", Share::QUARTER),
            ("median", Share::HALF),
            ("75 % have it", Share::THREE_QUARTERS),
        ];
        let row = |(label, share): (&str, Share)| {
            let cells = columns.iter().map(|column| {
                if column.people() == 0 {
                    return Cell::undefined(NOBODY);
                }
                let events = column.events_by(u32::MAX);
                self.quantile(column.curve.quantile(share, self.confidence))
                    .resting_on([column.people(), events])
            });
            Row::new(&section, label, cells.collect()).in_unit(units::word(self.unit))
        };
        shares.map(row).into()
    }

    fn quantile(&self, quantile: Quantile) -> Cell {
        let shown = |time: Option<Time>| time.map(|time| units::unit(self.unit).of(time));
        Cell::time(
            self.unit,
            shown(quantile.time),
            shown(quantile.lower),
            shown(quantile.upper),
        )
    }

    fn probabilities(&self, columns: &[Of<M>]) -> Vec<Row> {
        let section = format!("probability of no event (95 % CI, {})", self.confidence.kind);
        let rows = self.moments().into_iter().map(|(label, moment)| {
            let cells = columns.iter().map(|column| self.probability(column, moment));
            Row::new(&section, &label, cells.collect())
        });
        rows.collect()
    }

    /// The times that are asked for; one that is beyond all days is not reached by anybody.
    fn moments(&self) -> Vec<(String, Option<Moment>)> {
        let unit = self.report.at_unit;
        let at = self.report.at.iter();
        at.map(|amount| (units::length(amount, unit), units::moment(amount, unit)))
            .collect()
    }

    fn probability(&self, column: &Of<M>, moment: Option<Moment>) -> Cell {
        if column.people() == 0 {
            return Cell::undefined(NOBODY);
        }
        let Some((moment, point)) = moment.and_then(|moment| Some((moment, column.curve.at(moment.passed)?)))
        else {
            return Cell::undefined(NOT_OBSERVED);
        };
        let limits = Spread::limits(point.limits(self.confidence));
        Cell::estimate(Quantity::Probability, point.survival, Some(limits)).resting_on([
            column.people(),
            column.events_by(moment.passed),
            column.spells.at_risk(moment.reached).people(),
        ])
    }

    fn at_risk(&self, columns: &[Of<M>]) -> Vec<Row> {
        let start = (String::from("start"), None);
        let moments = self
            .moments()
            .into_iter()
            .map(|(label, moment)| (label, Some(moment)));
        let rows = std::iter::once(start).chain(moments).map(|(label, moment)| {
            let cells = columns.iter().map(|column| {
                Cell::count(match moment {
                    None => column.spells.at_risk(0).people(),
                    Some(None) => 0,
                    Some(Some(moment)) => column.spells.at_risk(moment.reached).people(),
                })
            });
            Row::new("at risk", &label, cells.collect())
        });
        rows.collect()
    }

    fn restricted_mean(&self, columns: &[Of<M>], amount: &Number, unit: TimeUnit) -> Row {
        let shown = units::unit(self.unit);
        let cells = columns.iter().map(|column| {
            let Some(horizon) = units::moment(amount, unit) else {
                return Cell::undefined(NOT_OBSERVED);
            };
            match column.curve.rmst(horizon.passed) {
                Err(kohort_stats::survival::RmstError::Nobody) => Cell::undefined(NOBODY),
                Err(_) => Cell::undefined(NOT_OBSERVED),
                Ok(rmst) => Cell::estimate(
                    Quantity::Time(self.unit),
                    shown.of_estimate(rmst.mean),
                    Some(Spread::StandardError(shown.of_estimate(rmst.std_error))),
                )
                .resting_on([column.people(), column.events_by(horizon.passed)]),
            }
        });
        let label = format!("to {} (SE)", units::length(amount, unit));
        Row::new("restricted mean time without event", &label, cells.collect())
            .in_unit(units::word(self.unit))
    }

    /// Being followed ends by censoring, and any event, also a competing one, keeps from seeing how long it would last.
    fn follow_up(&self) -> Row {
        let cells = self.samples.iter().map(|sample| {
            let people = sample.spells.everybody().people();
            if people == 0 {
                return Cell::undefined(NOBODY);
            }
            let reversed = kaplan_meier(&sample.spells.reversed().risk_table());
            let censored = reversed.falls();
            let censored = censored.fold(0u64, |sum, step| step.events.people().saturating_add(sum));
            self.quantile(reversed.median(self.confidence))
                .resting_on([people, censored])
        });
        let section = format!("follow-up (95 % CI, {})", self.confidence.kind);
        Row::new(&section, "median (reverse Kaplan–Meier)", cells.collect()).in_unit(units::word(self.unit))
    }
}

fn effective<M: Mass>(column: &Of<M>) -> Cell {
    let everybody = column.spells.everybody();
    Cell::estimate(Quantity::EffectiveNumber, everybody.effective(), None).resting_on([everybody.people()])
}
