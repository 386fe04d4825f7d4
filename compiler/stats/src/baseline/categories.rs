//! A categorical characteristic: how many people are in which category.

use crate::exact::{Rational, to_float};
use crate::mass::Mass;
use crate::spells::sum;
use std::collections::BTreeMap;

/// How many people are in which category. Merged exactly. Whether missing is a category of its own is the caller's choice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Categories<K: Ord, M> {
    by_category: BTreeMap<K, M>,
}

impl<K: Ord + Clone, M: Mass> Categories<K, M> {
    /// Nobody.
    pub fn new() -> Self {
        Self {
            by_category: BTreeMap::new(),
        }
    }

    /// Adds people of a category.
    pub fn add(&mut self, category: K, mass: &M) {
        self.by_category.entry(category).or_default().add(mass);
    }

    /// Adds the people of another part of the data.
    pub fn merge(&mut self, other: &Self) {
        for (category, mass) in &other.by_category {
            self.add(category.clone(), mass);
        }
    }

    /// Each category with its people, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &M)> {
        self.by_category.iter()
    }

    /// Everybody.
    pub fn everybody(&self) -> M {
        sum(self.by_category.values())
    }

    /// The exact share of a category, of all (by sums of weights); none of nobody.
    pub fn exact_share(&self, category: &K) -> Option<Rational> {
        let all = self.everybody().exact_total();
        let part = self
            .by_category
            .get(category)
            .map_or(Rational::ZERO, Mass::exact_total);
        (!all.is_zero()).then(|| part / all)
    }

    /// The share of a category.
    pub fn share(&self, category: &K) -> Option<f64> {
        self.exact_share(category).as_ref().map(to_float)
    }
}
