//! Standardised mean differences: how far two groups are apart in units of their spread, whatever their size.

use super::categories::Categories;
use super::values::Values;
use crate::exact::{Rational, to_float};
use crate::linear::{Cholesky, dot};
use crate::mass::Mass;
use std::collections::BTreeSet;
use thiserror::Error;

/// Why there is no standardised difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SmdError {
    /// A group has too few people for a mean or a variance.
    #[error("a group has too few people")]
    TooFewPeople,
    /// The groups differ, and neither has any spread to measure it by.
    #[error("the groups differ, and have no spread")]
    NoSpread,
}

/// The difference of means, (m₁ − m₂) / √((s₁² + s₂²) / 2) (Austin 2009, *Stat Med* 28:3083, with weighted means and
/// variances where there are weights).
///
/// # Errors
/// [`SmdError`] of fewer than two people, or where neither group has any spread and the means differ.
pub fn smd_continuous<M: Mass>(one: &Values<M>, other: &Values<M>) -> Result<f64, SmdError> {
    let moments = |values: &Values<M>| values.exact_mean().zip(values.exact_variance());
    let (mean_one, variance_one) = moments(one).ok_or(SmdError::TooFewPeople)?;
    let (mean_other, variance_other) = moments(other).ok_or(SmdError::TooFewPeople)?;
    standardise(mean_one - mean_other, variance_one + variance_other)
}

/// The difference of two shares between 0 and 1, (p₁ − p₂) / √((p₁(1 − p₁) + p₂(1 − p₂)) / 2) (Austin 2009).
///
/// # Errors
/// [`SmdError::NoSpread`] where one share is 0 and the other 1.
pub fn smd_binary(one: &Rational, other: &Rational) -> Result<f64, SmdError> {
    let variance = |share: &Rational| share * (Rational::ONE - share);
    standardise(one - other, variance(one) + variance(other))
}

fn standardise(difference: Rational, variances: Rational) -> Result<f64, SmdError> {
    if difference.is_zero() {
        return Ok(0.0);
    }
    if variances <= Rational::ZERO {
        return Err(SmdError::NoSpread);
    }
    Ok(to_float(&difference) / to_float(&(variances / Rational::from(2))).sqrt())
}

/// The distance of two distributions over the same categories, √(dᵀ S⁻¹ d) with d the difference of shares and S the mean
/// of the two multinomial covariances, without one category (Yang & Dalton 2012, *SAS Global Forum*, 335). It has no
/// sign. Categories that nobody is in are left out; which one is dropped does not matter.
///
/// # Errors
/// [`SmdError`] of an empty group, or where S is singular and the groups differ.
pub fn smd_categories<K: Ord + Clone, M: Mass>(
    one: &Categories<K, M>,
    other: &Categories<K, M>,
) -> Result<f64, SmdError> {
    let categories: BTreeSet<&K> = one
        .iter()
        .chain(other.iter())
        .filter(|(_, mass)| !mass.is_empty())
        .map(|(category, _)| category)
        .collect();
    let shares = |group: &Categories<K, M>| -> Option<Vec<Rational>> {
        let kept = categories.iter().skip(1);
        let shares: Option<Vec<Rational>> = kept.map(|category| group.exact_share(category)).collect();
        shares.filter(|_| !group.everybody().is_empty())
    };
    let one = shares(one).ok_or(SmdError::TooFewPeople)?;
    let other = shares(other).ok_or(SmdError::TooFewPeople)?;
    if one == other {
        return Ok(0.0);
    }
    let difference: Vec<f64> = one
        .iter()
        .zip(&other)
        .map(|(one, other)| to_float(&(one - other)))
        .collect();
    let cell = |row: usize, column: usize| -> f64 {
        let of = |shares: &[Rational]| -> Rational {
            let (Some(share), Some(across)) = (shares.get(row), shares.get(column)) else {
                return Rational::ZERO;
            };
            let own = if row == column {
                share.clone()
            } else {
                Rational::ZERO
            };
            own - share * across
        };
        to_float(&((of(&one) + of(&other)) / Rational::from(2)))
    };
    let size = difference.len();
    let covariance: Vec<Vec<f64>> = (0..size)
        .map(|row| (0..size).map(|column| cell(row, column)).collect())
        .collect();
    let factor = Cholesky::of(&covariance).map_err(|_| SmdError::NoSpread)?;
    Ok(dot(&difference, &factor.solve(&difference)).sqrt())
}
