//! The incomplete beta function.

use super::gamma::away_from_zero;
use super::invert::bisect;

/// Terms of the continued fraction; about √max(a, b) are needed.
const MOST_TERMS: u32 = 1_000_000;

/// The regularised incomplete beta function Iₓ(a, b), `a, b > 0`, `0 <= x <= 1`; NaN outside.
///
/// By the continued fraction DLMF 8.17.22 on the side where it converges fast, with 8.17.4 for the other.
pub fn regularised_beta(a: f64, b: f64, x: f64) -> f64 {
    if !(a > 0.0 && b > 0.0 && (0.0..=1.0).contains(&x)) {
        return f64::NAN;
    }
    if x <= 0.0 || x >= 1.0 {
        return x;
    }
    let log_front =
        libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log1p(-x);
    let front = libm::exp(log_front);
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

/// The quantile of the beta distribution; NaN unless `0 < probability < 1` and `a, b > 0`.
pub fn beta_quantile(probability: f64, a: f64, b: f64) -> f64 {
    if !(a > 0.0 && b > 0.0 && probability > 0.0 && probability < 1.0) {
        return f64::NAN;
    }
    bisect(0.0, 1.0, probability, |x| regularised_beta(a, b, x))
}

/// By Lentz's method as modified by Thompson & Barnett (1986).
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for step in 1..MOST_TERMS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        let change = d * c;
        value *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}
