//! Whether drugs are in a set of drugs.

use super::operand::TextReader;
use std::collections::HashSet;

/// Whether a drug is one of these.
pub(crate) fn in_drugs(values: TextReader<'_>, drugs: &[String], len: usize) -> Vec<Option<bool>> {
    let drugs: HashSet<&str> = drugs.iter().map(String::as_str).collect();
    (0..len)
        .map(|at| values.at(at).map(|drug| drugs.contains(drug)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::texts::Texts;
    use arrow::array::StringArray;

    #[test]
    fn a_missing_drug_is_in_no_set_and_out_of_none() {
        let texts = Texts::of_array(&StringArray::from(vec![
            Some("d.a"),
            None,
            Some("d.b"),
            Some("d.a"),
        ]));
        let found = in_drugs(TextReader::of(&texts), &["d.a".to_owned()], 4);
        assert_eq!(found, [Some(true), None, Some(false), Some(true)]);
    }
}
