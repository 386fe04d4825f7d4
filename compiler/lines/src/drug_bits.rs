//! Sets of small numbers: substances, or groups of interchangeable ones.

/// How many words are inside the value itself.
const LOW: usize = 4;

/// A set of substances, or of groups of them. Up to number 255 it needs no memory but its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct DrugBits {
    low: [u64; LOW],
    /// The words behind, the last of them never 0, so that equal sets are equal values.
    high: Vec<u64>,
}

fn place(id: u32) -> (usize, u64) {
    (usize::try_from(id / 64).unwrap_or(usize::MAX), 1 << (id % 64))
}

impl DrugBits {
    pub(crate) fn insert(&mut self, id: u32) {
        let (word, bit) = place(id);
        if let Some(word) = self.low.get_mut(word) {
            *word |= bit;
            return;
        }
        let behind = word - LOW;
        if behind >= self.high.len() {
            self.high.resize(behind + 1, 0);
        }
        if let Some(word) = self.high.get_mut(behind) {
            *word |= bit;
        }
    }

    pub(crate) fn remove(&mut self, id: u32) {
        let (word, bit) = place(id);
        if let Some(word) = self.low.get_mut(word) {
            *word &= !bit;
        } else if let Some(word) = self.high.get_mut(word - LOW) {
            *word &= !bit;
            while self.high.last() == Some(&0) {
                self.high.pop();
            }
        }
    }

    /// Whether a number is in the set.
    pub fn contains(&self, id: u32) -> bool {
        let (word, bit) = place(id);
        let word = match self.low.get(word) {
            Some(word) => Some(word),
            None => self.high.get(word - LOW),
        };
        word.is_some_and(|word| word & bit != 0)
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.high.is_empty() && self.low.iter().all(|word| *word == 0)
    }

    /// Whether something is in both.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let pairs =
            |left: &[u64], right: &[u64]| left.iter().zip(right).any(|(left, right)| left & right != 0);
        pairs(&self.low, &other.low) || pairs(&self.high, &other.high)
    }

    /// Whether all of it is in the other, too.
    pub(crate) fn within(&self, other: &Self) -> bool {
        let pairs =
            |left: &[u64], right: &[u64]| left.iter().zip(right).all(|(left, right)| left & !right == 0);
        self.high.len() <= other.high.len() && pairs(&self.low, &other.low) && pairs(&self.high, &other.high)
    }

    /// The numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0u32..)
            .zip(self.low.iter().chain(&self.high))
            .flat_map(|(place, word)| bits(*word).map(move |bit| place * 64 + bit))
    }
}

/// The places of the bits of a word, ascending.
fn bits(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = word.trailing_zeros();
        (bit < u64::BITS).then(|| {
            word &= word - 1;
            bit
        })
    })
}

impl FromIterator<u32> for DrugBits {
    fn from_iter<I: IntoIterator<Item = u32>>(ids: I) -> Self {
        let mut set = Self::default();
        for id in ids {
            set.insert(id);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::DrugBits;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn a_set_of_bits_is_a_set(
            left in proptest::collection::btree_set(0u32..600, 0..12),
            right in proptest::collection::btree_set(0u32..600, 0..12),
            gone in 0u32..600,
        ) {
            let bits = |set: &BTreeSet<u32>| set.iter().copied().collect::<DrugBits>();
            let (a, b) = (bits(&left), bits(&right));
            prop_assert_eq!(a.iter().collect::<Vec<_>>(), left.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(a == b, left == right);
            prop_assert_eq!(a.meets(&b), !left.is_disjoint(&right));
            prop_assert_eq!(a.within(&b), left.is_subset(&right));
            prop_assert_eq!(a.is_empty(), left.is_empty());
            prop_assert_eq!(a.contains(gone), left.contains(&gone));
            let (mut less, mut expected) = (a, left);
            for id in right.iter().chain([&gone]) {
                less.remove(*id);
                expected.remove(id);
                prop_assert_eq!(&less, &bits(&expected));
            }
        }
    }
}
