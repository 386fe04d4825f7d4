//! Cycles of a line: days with doses that are near each other.

/// The cycles so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cycles {
    /// How many have begun.
    pub(crate) count: u32,
    /// The first day of the last of them.
    first: i64,
}

impl Cycles {
    /// Takes a day with a start, after those before it. Days at most `together` days after a cycle's first are of that cycle.
    pub(crate) fn take(&mut self, day: i64, together: i64) {
        if self.count == 0 || day - self.first > together {
            self.count = self.count.saturating_add(1);
            self.first = day;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cycles;

    fn count(days: &[i64], together: i64) -> u32 {
        let mut cycles = Cycles::default();
        for day in days {
            cycles.take(*day, together);
        }
        cycles.count
    }

    #[test]
    fn days_near_the_first_of_a_cycle_are_one() {
        assert_eq!(count(&[0, 1, 2], 0), 3);
        assert_eq!(count(&[0, 0, 2], 0), 2);
        // Counted from the cycle's first day, not from the day before.
        assert_eq!(count(&[0, 3, 4, 5, 8], 4), 2);
        assert_eq!(count(&[], 4), 0);
    }
}
