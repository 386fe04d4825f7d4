//! How far a line goes, and how far each of its drugs.

use crate::doses::Dose;
use crate::walked::Carried;

/// By group: the last day that its records of a line cover. Room that is used again.
#[derive(Debug, Default)]
pub(crate) struct LastCovered {
    days: Vec<i64>,
}

impl LastCovered {
    /// Takes a part's records in place of what is there.
    pub(crate) fn gather(&mut self, groups: usize, carried: &[Carried], doses: &[Dose]) {
        self.days.clear();
        self.days.resize(groups, i64::MIN);
        let carried = carried.iter().map(|carried| (carried.group, carried.covers_to));
        for (group, covers_to) in carried.chain(doses.iter().map(|dose| (dose.group, dose.covers_to))) {
            let place = usize::try_from(group).ok();
            if let Some(day) = place.and_then(|place| self.days.get_mut(place)) {
                *day = (*day).max(covers_to);
            }
        }
    }

    /// The last covered day of a drug of the line, none of the others.
    pub(crate) fn of(&self, group: u32) -> Option<i64> {
        let day = self.days.get(usize::try_from(group).ok()?)?;
        (*day > i64::MIN).then_some(*day)
    }
}
