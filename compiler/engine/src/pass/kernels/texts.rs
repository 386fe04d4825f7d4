//! Vectors of texts, which stay where the decoder put them.
//!
//! Invariant: no text is copied; a position names an array and a row in it.

use super::raw::present;
use arrow::array::{Array, StringArray};

/// A vector of texts.
#[derive(Debug, Clone)]
pub(crate) struct Texts {
    /// The arrays that hold the texts.
    sources: Vec<StringArray>,
    /// The array and the row of each text.
    places: Vec<Option<(u32, u32)>>,
}

impl Texts {
    /// All texts of an array, in its order.
    pub(crate) fn of_array(array: &StringArray) -> Self {
        let rows = (0u32..).zip(0..array.len());
        let places = rows
            .map(|(row, at)| array.is_valid(at).then_some((0, row)))
            .collect();
        Self {
            sources: vec![array.clone()],
            places,
        }
    }

    /// Rows of an array.
    pub(crate) fn of_rows(array: StringArray, rows: Vec<Option<u32>>) -> Self {
        Self {
            sources: vec![array],
            places: rows.into_iter().map(|row| row.map(|row| (0, row))).collect(),
        }
    }

    /// How many there are.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// The text at a position.
    pub(crate) fn get(&self, position: usize) -> Option<&str> {
        let (source, row) = self.places.get(position).copied().flatten()?;
        let array = self.sources.get(source as usize)?;
        present(array, row as usize).then(|| array.value(row as usize))
    }

    /// A vector of chosen texts, each from one of some vectors.
    pub(crate) fn choose(from: &[&Self], choice: &[Option<(u32, u32)>]) -> Self {
        let mut firsts = Vec::with_capacity(from.len());
        let mut sources = Vec::new();
        for texts in from {
            firsts.push(u32::try_from(sources.len()).unwrap_or(u32::MAX));
            sources.extend(texts.sources.iter().cloned());
        }
        let chosen = |(which, at): (u32, u32)| {
            let (source, row) = from
                .get(which as usize)?
                .places
                .get(at as usize)
                .copied()
                .flatten()?;
            Some((firsts.get(which as usize)?.checked_add(source)?, row))
        };
        Self {
            places: choice.iter().map(|choice| choice.and_then(chosen)).collect(),
            sources,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_texts_are_found_in_their_arrays() {
        let first = Texts::of_array(&StringArray::from(vec![Some("a"), None, Some("ä")]));
        let second = Texts::of_array(&StringArray::from(vec![Some("薬")]));
        let both = Texts::choose(
            &[&first, &second],
            &[
                Some((1, 0)),
                Some((0, 2)),
                Some((0, 1)),
                None,
                Some((0, 9)),
                Some((2, 0)),
            ],
        );
        let texts = |texts: &Texts| {
            (0..texts.len())
                .map(|at| texts.get(at).map(str::to_owned))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            texts(&both),
            [Some("薬".into()), Some("ä".into()), None, None, None, None]
        );
        let again = Texts::choose(&[&first, &both], &[Some((1, 0)), Some((0, 0)), Some((1, 1))]);
        assert_eq!(
            texts(&again),
            [Some("薬".into()), Some("a".into()), Some("ä".into())]
        );
        assert_eq!(first.get(3), None);
    }
}
