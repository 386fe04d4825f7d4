//! Groups of consecutive positions: the records of each patient, or of each cohort entry.
//!
//! Invariant: every position is in exactly one group, and groups follow each other without holes.

use std::ops::Range;

/// How many positions each group has, and so where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Where each group begins, and behind the last one where it ends.
    starts: Vec<usize>,
    /// The group of each position.
    groups: Vec<u32>,
}

impl Layout {
    /// Groups of these lengths.
    pub(crate) fn from_lengths(lengths: impl IntoIterator<Item = usize>) -> Self {
        let (mut starts, mut groups) = (vec![0], Vec::new());
        for (group, length) in (0u32..).zip(lengths) {
            groups.extend(std::iter::repeat_n(group, length));
            starts.push(groups.len());
        }
        Self { starts, groups }
    }

    /// Groups that begin at these ascending offsets, of which the last is the end.
    pub(crate) fn from_offsets(offsets: &[u32]) -> Self {
        let lengths = offsets.iter().zip(offsets.iter().skip(1));
        Self::from_lengths(lengths.map(|(start, end)| end.saturating_sub(*start) as usize))
    }

    /// How many positions there are.
    pub(crate) fn len(&self) -> usize {
        self.groups.len()
    }

    /// The positions of each group.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = Range<usize>> {
        self.starts
            .iter()
            .zip(self.starts.iter().skip(1))
            .map(|(start, end)| *start..*end)
    }

    /// The positions of one group; none for a group that does not exist.
    pub(crate) fn range(&self, group: usize) -> Range<usize> {
        let end = group.checked_add(1).and_then(|next| self.starts.get(next));
        self.starts
            .get(group)
            .zip(end)
            .map_or(0..0, |(start, end)| *start..*end)
    }

    /// The group of each position.
    pub(crate) fn groups(&self) -> &[u32] {
        &self.groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_lie_side_by_side() {
        let layout = Layout::from_offsets(&[0, 2, 2, 5]);
        assert_eq!(layout, Layout::from_lengths([2, 0, 3]));
        assert_eq!(layout.len(), 5);
        assert_eq!(layout.groups(), [0, 0, 2, 2, 2]);
        assert_eq!(layout.ranges().collect::<Vec<_>>(), [0..2, 2..2, 2..5]);
        assert_eq!(
            (layout.range(2), layout.range(3), layout.range(usize::MAX)),
            (2..5, 0..0, 0..0)
        );
        assert_eq!(Layout::from_offsets(&[]).len(), 0);
    }
}
