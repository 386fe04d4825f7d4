//! What a Cox model is fitted to.

use super::error::CoxError;
use crate::exact::Rational;
use crate::mass::Mass;
use crate::spell::Spell;
use std::collections::BTreeMap;

/// How many people share a stratum, a spell and the values of all covariates. Merged exactly.
#[derive(Clone, Debug, PartialEq)]
pub struct CoxData<M> {
    width: usize,
    rows: BTreeMap<CoxRow, M>,
}

/// What people share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CoxRow {
    pub(super) stratum: u32,
    pub(super) spell: Spell,
    pub(super) covariates: Vec<Rational>,
}

impl<M: Mass> CoxData<M> {
    /// Nobody, with this number of covariates.
    pub fn new(width: usize) -> Self {
        Self {
            width,
            rows: BTreeMap::new(),
        }
    }

    /// Adds people of a stratum (any number; 0 where there is one) who share a spell and covariates.
    ///
    /// # Errors
    /// [`CoxError::Width`] if the number of covariates differs from the model's.
    pub fn add(
        &mut self,
        stratum: u32,
        spell: Spell,
        covariates: Vec<Rational>,
        mass: &M,
    ) -> Result<(), CoxError> {
        if covariates.len() != self.width {
            return Err(CoxError::Width {
                expected: self.width,
                found: covariates.len(),
            });
        }
        let row = CoxRow {
            stratum,
            spell,
            covariates,
        };
        if !mass.is_empty() {
            self.rows.entry(row).or_default().add(mass);
        }
        Ok(())
    }

    /// Adds the people of another part of the data.
    ///
    /// # Errors
    /// [`CoxError::Width`] if the other part has another number of covariates.
    pub fn merge(&mut self, other: &Self) -> Result<(), CoxError> {
        if other.width != self.width {
            return Err(CoxError::Width {
                expected: self.width,
                found: other.width,
            });
        }
        for (row, mass) in &other.rows {
            self.rows.entry(row.clone()).or_default().add(mass);
        }
        Ok(())
    }

    /// The number of covariates.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// The rows in the order in which everything is computed.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&CoxRow, &M)> {
        self.rows.iter()
    }
}
