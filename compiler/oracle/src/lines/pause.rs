//! Windows and pauses (rules 3 and 4).

use super::drugs::Drug;
use super::part::Part;
use super::walk::Walk;

/// A pause that is a gap.
#[derive(Debug, Clone)]
pub(super) struct Gap {
    /// The days from the last covered day.
    pub(super) days: i64,
    /// The rules of the line's drugs, each once.
    pub(super) rules: Vec<String>,
}

impl Walk<'_> {
    /// The last day of a window for a drug that begins on a day. Without a rule it is that day alone.
    pub(super) fn window_end(&self, drug: &Drug, number: u32, from: i64) -> i64 {
        let rule = self.rules.windows.iter().rfind(|rule| {
            rule.lines.contains(number) && drug.has(rule.drugs.as_ref(), &self.rules.interchange)
        });
        let length = rule.map_or(0, |rule| {
            if rule.inclusive {
                rule.days
            } else {
                rule.days.saturating_sub(1)
            }
        });
        from.saturating_add(length)
    }

    /// Whether the pause before a day is a gap, for a part as it is with the records that start before another day.
    ///
    /// What is covered on the day or later is no pause. It is a gap if it is long enough for each of the line's drugs; one
    /// without a rule, or with `gap never`, keeps it from being one.
    pub(super) fn gap(&self, part: &Part<'_>, day: i64, before: i64) -> Option<Gap> {
        let covered = part.covered_to(before);
        if covered >= day {
            return None;
        }
        let mut rules: Vec<String> = Vec::new();
        for drug in part.drugs_before(before) {
            let rule = self.rules.gaps.iter().rfind(|rule| {
                rule.lines.contains(part.number) && drug.has(rule.drugs.as_ref(), &self.rules.interchange)
            })?;
            let limit = rule.limit?;
            let from = if rule.from_last_start {
                part.last_start_before(before)
            } else {
                covered
            };
            let pause = day - from;
            let is_long = pause > limit.days || (limit.or_equal && pause == limit.days);
            if !is_long {
                return None;
            }
            if !rules.contains(&rule.text) {
                rules.push(rule.text.clone());
            }
        }
        Some(Gap {
            days: day - covered,
            rules,
        })
    }
}
