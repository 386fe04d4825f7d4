//! Whether drugs are in a set of drugs, and what sets of drugs have in common.

use super::operand::TextReader;
use kohort_plan::algebra::DrugsTestPlan;
use kohort_semantics::study::{DrugsQuantity, drugs_of};
use kohort_semantics::value::kleene;
use std::collections::HashSet;

/// Whether a drug is one of these.
pub(crate) fn in_drugs(values: TextReader<'_>, drugs: &[String], len: usize) -> Vec<Option<bool>> {
    let drugs: HashSet<&str> = drugs.iter().map(String::as_str).collect();
    (0..len)
        .map(|at| values.at(at).map(|drug| drugs.contains(drug)))
        .collect()
}

/// One test of a set of substances.
pub(crate) struct Test<'a> {
    quantity: DrugsQuantity,
    drugs: HashSet<&'a str>,
    others: Vec<TextReader<'a>>,
}

impl<'a> Test<'a> {
    /// A test as planned, with the values of its further sets.
    pub(crate) fn new(test: &'a DrugsTestPlan, others: Vec<TextReader<'a>>) -> Self {
        Self {
            quantity: test.quantity,
            drugs: test.drugs.iter().map(String::as_str).collect(),
            others,
        }
    }

    fn passes(&self, set: &str, at: usize) -> Option<bool> {
        let others: Vec<&str> = self
            .others
            .iter()
            .map(|other| other.at(at))
            .collect::<Option<_>>()?;
        let among = |drug: &str| {
            self.drugs.contains(drug)
                || others
                    .iter()
                    .any(|other| drugs_of(other).any(|known| known == drug))
        };
        Some(match self.quantity {
            DrugsQuantity::Any => drugs_of(set).any(among),
            DrugsQuantity::AnyNot => !drugs_of(set).all(among),
            DrugsQuantity::All => drugs_of(set).all(among),
            DrugsQuantity::None => !drugs_of(set).any(among),
        })
    }
}

/// Whether sets of substances pass all tests; unknown where a set is missing and no test fails.
pub(crate) fn has_drugs(values: TextReader<'_>, tests: &[Test<'_>], len: usize) -> Vec<Option<bool>> {
    let passes = |at: usize| {
        let set = values.at(at)?;
        tests
            .iter()
            .map(|test| test.passes(set, at))
            .fold(Some(true), kleene::and)
    };
    (0..len).map(passes).collect()
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

    #[test]
    fn sets_of_drugs_are_compared_with_others() {
        let set = |texts: &[Option<&str>]| Texts::of_array(&StringArray::from(texts.to_vec()));
        let sets = set(&[Some("d.a+d.b"), Some("d.a"), Some("d.c"), Some(""), None]);
        let others = set(&[Some("d.b"), Some("d.b"), None, Some("d.b"), Some("d.b")]);
        let found = |quantity, further: bool| {
            let test = DrugsTestPlan {
                quantity,
                text: String::from("d.a"),
                drugs: vec!["d.a".to_owned()],
                values: Vec::new(),
            };
            let values = if further {
                vec![TextReader::of(&others)]
            } else {
                Vec::new()
            };
            has_drugs(TextReader::of(&sets), &[Test::new(&test, values)], 5)
        };
        let (yes, no) = (Some(true), Some(false));
        assert_eq!(found(DrugsQuantity::Any, false), [yes, yes, no, no, None]);
        assert_eq!(found(DrugsQuantity::AnyNot, false), [yes, no, yes, no, None]);
        assert_eq!(found(DrugsQuantity::All, false), [no, yes, no, yes, None]);
        assert_eq!(found(DrugsQuantity::None, false), [no, no, yes, yes, None]);
        assert_eq!(found(DrugsQuantity::All, true), [yes, yes, None, yes, None]);
        // What one test denies no unknown one can save.
        let test = |drug: &str| DrugsTestPlan {
            quantity: DrugsQuantity::Any,
            text: String::new(),
            drugs: vec![drug.to_owned()],
            values: Vec::new(),
        };
        let (c, x) = (test("d.c"), test("d.x"));
        let both = [
            Test::new(&c, vec![TextReader::of(&others)]),
            Test::new(&x, Vec::new()),
        ];
        assert_eq!(has_drugs(TextReader::of(&sets), &both, 5), [no, no, no, no, None]);
    }
}
