//! Rule 8: lines that advance only after progression.

use crate::patient::Patient;
use crate::walked::Walked;

impl Patient<'_> {
    /// Whether a line may advance on a day: always, or only after an event since the day after its first.
    pub(crate) fn may_advance(&self, part: &Walked<'_>, day: i64) -> bool {
        let Some(only) = self.compiled.advances_only else {
            return true;
        };
        let days = &self.events.progression;
        let until = days.partition_point(|event| *event <= day);
        // The last one is the nearest: if it is too early, so are all others.
        let last = days.get(..until).and_then(<[i64]>::last);
        last.is_some_and(|event| *event > part.day0 && only.within.is_none_or(|within| day - event <= within))
    }
}
