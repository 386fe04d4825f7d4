//! The incomplete gamma functions and the chi-square distribution.

use super::invert::bisect;

/// Terms of a series or a continued fraction; about √a·10 are needed near x = a.
const MOST_TERMS: u32 = 1_000_000;
/// Where a further term no longer changes the sum.
const NEGLIGIBLE: f64 = 1e-17;
/// Stands for zero in a continued fraction.
const TINY: f64 = 1e-300;

/// The regularised lower incomplete gamma function P(a, x), `a > 0`, `x >= 0`; NaN outside.
///
/// By the series DLMF 8.7.1 below a + 1, and else as 1 − Q.
pub fn gamma_lower(a: f64, x: f64) -> f64 {
    if !(a > 0.0 && x >= 0.0) {
        return f64::NAN;
    }
    if x < a + 1.0 {
        series(a, x)
    } else {
        1.0 - fraction(a, x)
    }
}

/// The regularised upper incomplete gamma function Q(a, x) = 1 − P(a, x); small tails keep their digits.
///
/// By the continued fraction DLMF 8.9.2 from a + 1 on.
pub fn gamma_upper(a: f64, x: f64) -> f64 {
    if !(a > 0.0 && x >= 0.0) {
        return f64::NAN;
    }
    if x < a + 1.0 {
        1.0 - series(a, x)
    } else {
        fraction(a, x)
    }
}

/// The probability that a chi-square variable with `degrees` of freedom exceeds `value`.
pub fn chi_square_tail(value: f64, degrees: u32) -> f64 {
    gamma_upper(f64::from(degrees) / 2.0, value / 2.0)
}

/// The quantile of a gamma distribution with this shape and rate 1, times two: that of chi-square with `2 · shape` degrees
/// of freedom. NaN unless `0 < probability < 1` and `shape > 0`.
pub fn chi_square_quantile(probability: f64, degrees: f64) -> f64 {
    let shape = degrees / 2.0;
    if !(shape > 0.0 && probability > 0.0 && probability < 1.0) {
        return f64::NAN;
    }
    let mut high = shape + 1.0;
    while gamma_lower(shape, high) < probability && high.is_finite() {
        high *= 2.0;
    }
    2.0 * bisect(0.0, high, probability, |x| gamma_lower(shape, x))
}

/// xᵃ e⁻ˣ / Γ(a).
fn front(a: f64, x: f64) -> f64 {
    libm::exp(a * libm::log(x) - x - libm::lgamma(a))
}

fn series(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let mut term = 1.0 / a;
    let mut sum = term;
    let mut denominator = a;
    for _ in 0..MOST_TERMS {
        denominator += 1.0;
        term *= x / denominator;
        sum += term;
        if term <= sum * NEGLIGIBLE {
            break;
        }
    }
    (front(a, x) * sum).min(1.0)
}

/// By Lentz's method as modified by Thompson & Barnett (1986).
fn fraction(a: f64, x: f64) -> f64 {
    if x.is_infinite() {
        return 0.0;
    }
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for step in 1..MOST_TERMS {
        let step = f64::from(step);
        let factor = -step * (step - a);
        b += 2.0;
        d = 1.0 / away_from_zero(factor * d + b);
        c = away_from_zero(b + factor / c);
        let change = d * c;
        value *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    front(a, x) * value
}

pub(super) fn away_from_zero(value: f64) -> f64 {
    if value.abs() < TINY { TINY } else { value }
}
