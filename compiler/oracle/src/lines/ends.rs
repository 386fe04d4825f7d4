//! Where lines end, and what follows once a line's extent is known (rules 6 and 7).

use super::part::{Ending, Opening, Part};
use super::trail::{Step, as_day};
use super::walk::Walk;
use kohort_semantics::study::{EndReason, MaintenanceRule};

impl<'a> Walk<'a> {
    /// Where nothing follows ("Where lines end").
    pub(super) fn observed(&self, part: &Part<'a>) -> Ending<'a> {
        let last = part.covered_to(i64::MAX);
        let ending = |reason, why| Ending {
            reason,
            last,
            next: None,
            why,
        };
        let after = last.saturating_add(1);
        if let Some(death) = self.death
            && self.forbidden(part, death).is_none()
            && let Some(gap) = self.gap(part, death, after)
        {
            let what = format!("ended {} days before death", gap.days);
            return ending(EndReason::Gap, Step::new(death, what, &gap.rules));
        }
        if let (Some(days), Some(end)) = (self.rules.confirmed_days, self.end)
            && end - last >= days
        {
            let what = format!(
                "ended: nothing follows in {} days of observation, of which {days} are asked for",
                end - last
            );
            return ending(EndReason::Gap, Step::new(end, what, []));
        }
        match (self.death, self.end) {
            (Some(death), _) => ending(
                EndReason::Death,
                Step::new(death, String::from("ends with death"), []),
            ),
            (None, end) => {
                let what = String::from("is seen no further");
                ending(EndReason::DataEnd, Step::new(end.unwrap_or(last), what, []))
            }
        }
    }

    /// What rules 6 and 7 make of a line whose extent is known.
    pub(super) fn known_extent(&self, part: &Part<'a>, ending: Ending<'a>) -> Ending<'a> {
        if part.maintenance.is_some() || ending.reason == EndReason::Maintenance {
            return ending;
        }
        let continued = self.rules.maintenance.iter().find_map(|rule| {
            let start = self.continuation(rule, part, ending.last)?;
            Some(maintenance_ending(rule, part, start))
        });
        if let Some(continued) = continued {
            return continued;
        }
        let Some(drop) = self.dropped(part, ending.last) else {
            return ending;
        };
        Ending {
            reason: EndReason::DroppedDrug,
            last: part.last_covered_before(drop.next),
            next: Some(Opening {
                number: part.number + 1,
                day: drop.next,
                maintenance: None,
            }),
            why: Step::new(
                drop.next,
                format!(
                    "ends since a drug is no longer given after {}",
                    crate::calendar::iso(as_day(drop.last))
                ),
                [&drop.rule.text],
            ),
        }
    }
}

/// The part before ends on its last covered day before maintenance starts.
pub(super) fn maintenance_ending<'a>(rule: &'a MaintenanceRule, part: &Part<'a>, start: i64) -> Ending<'a> {
    Ending {
        reason: EndReason::Maintenance,
        last: part.last_covered_before(start),
        next: Some(Opening {
            number: if rule.own_line {
                part.number + 1
            } else {
                part.number
            },
            day: start,
            maintenance: Some(rule),
        }),
        why: Step::new(start, String::from("goes on as maintenance"), [&rule.text]),
    }
}
