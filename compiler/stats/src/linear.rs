//! Symmetric positive definite systems of a few equations.

use crate::exact::count_to_float;

/// A pivot below this share of what its row was computed from is nothing but rounding: the matrix is singular.
const SMALLEST_PIVOT: f64 = 1e-11;

/// The lower triangle L of A = L Lᵀ (Cholesky), row by row; the last number of each row is its diagonal element.
pub(crate) struct Cholesky {
    rows: Vec<Vec<f64>>,
}

/// The first row that depends on those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Singular(pub(crate) usize);

impl Cholesky {
    /// Factors a symmetric matrix; only its lower triangle is read.
    pub(crate) fn of(matrix: &[Vec<f64>]) -> Result<Self, Singular> {
        let scale: Vec<f64> = diagonal(matrix).collect();
        Self::scaled(matrix, &scale)
    }

    /// The same for a matrix whose diagonal elements are differences of numbers of the size `scale`, and carry their
    /// rounding.
    pub(crate) fn scaled(matrix: &[Vec<f64>], scale: &[f64]) -> Result<Self, Singular> {
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
        for (place, (source, scale)) in matrix.iter().zip(scale).enumerate() {
            let mut row: Vec<f64> = Vec::with_capacity(place + 1);
            for (column, value) in source.iter().take(place + 1).enumerate() {
                match rows.get(column) {
                    Some(above) => {
                        let pivot = above.last().copied().unwrap_or(f64::NAN);
                        row.push((value - dot(&row, above)) / pivot);
                    }
                    None => {
                        let pivot = value - dot(&row, &row);
                        let sound = pivot > SMALLEST_PIVOT * scale && pivot.is_finite();
                        if !sound {
                            return Err(Singular(place));
                        }
                        row.push(pivot.sqrt());
                    }
                }
            }
            rows.push(row);
        }
        Ok(Self { rows })
    }

    /// The x with A x = `right`.
    pub(crate) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut forward: Vec<f64> = Vec::with_capacity(right.len());
        for (row, value) in self.rows.iter().zip(right) {
            let pivot = row.last().copied().unwrap_or(f64::NAN);
            forward.push((value - dot(row, &forward)) / pivot);
        }
        let mut solution = Vec::with_capacity(right.len());
        for row in self.rows.iter().rev() {
            let (Some(value), Some(pivot)) = (forward.pop(), row.last()) else {
                break;
            };
            let value = value / pivot;
            for (rest, factor) in forward.iter_mut().zip(row) {
                *rest -= factor * value;
            }
            solution.push(value);
        }
        solution.reverse();
        solution
    }

    /// The inverse of A.
    pub(crate) fn inverse(&self) -> Vec<Vec<f64>> {
        let size = self.rows.len();
        (0..size)
            .map(|place| {
                let unit: Vec<f64> = (0..size)
                    .map(|other| count_to_float((other == place).into()))
                    .collect();
                self.solve(&unit)
            })
            .collect()
    }
}

/// Σ a·b over what both have, from the first on.
pub(crate) fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).fold(0.0, |sum, (a, b)| sum + a * b)
}

/// The diagonal of a square matrix.
pub(crate) fn diagonal(matrix: &[Vec<f64>]) -> impl Iterator<Item = f64> {
    let rows = matrix.iter().enumerate();
    rows.map(|(place, row)| row.get(place).copied().unwrap_or(f64::NAN))
}

/// A square matrix of zeros.
pub(crate) fn zeros(size: usize) -> Vec<Vec<f64>> {
    vec![vec![0.0; size]; size]
}

/// `target += factor · vector`.
pub(crate) fn add_vector(target: &mut [f64], factor: f64, vector: &[f64]) {
    for (sum, value) in target.iter_mut().zip(vector) {
        *sum += factor * value;
    }
}

/// `target += factor · one · otherᵀ`.
pub(crate) fn add_outer(target: &mut [Vec<f64>], factor: f64, one: &[f64], other: &[f64]) {
    for (row, value) in target.iter_mut().zip(one) {
        add_vector(row, factor * value, other);
    }
}

/// `target += factor · matrix`.
pub(crate) fn add_matrix(target: &mut [Vec<f64>], factor: f64, matrix: &[Vec<f64>]) {
    for (row, other) in target.iter_mut().zip(matrix) {
        add_vector(row, factor, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved() {
        let matrix = [vec![4.0, 2.0, 0.0], vec![2.0, 5.0, 1.0], vec![0.0, 1.0, 3.0]];
        let factor = Cholesky::of(&matrix).unwrap();
        let solution = factor.solve(&[2.0, -7.0, 1.0]);
        for (row, right) in matrix.iter().zip([2.0, -7.0, 1.0]) {
            assert!((dot(row, &solution) - right).abs() < 1e-14);
        }
        let inverse = factor.inverse();
        assert!((dot(&matrix[1], &inverse[1]) - 1.0).abs() < 1e-15);
        assert!(dot(&matrix[1], &inverse[2]).abs() < 1e-15);
    }

    #[test]
    fn a_row_that_depends_on_another_is_named() {
        let matrix = [vec![1.0, 2.0], vec![2.0, 4.0]];
        assert_eq!(Cholesky::of(&matrix).err(), Some(Singular(1)));
    }
}
