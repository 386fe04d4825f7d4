//! Confidence limits of a count.

use crate::confidence::Limits;
use crate::exact::count_to_float;
use crate::share::Share;
use crate::special::{chi_square_quantile, normal_quantile};

/// The exact limits of a Poisson mean: χ²(α/2; 2d)/2 and χ²(1 − α/2; 2d + 2)/2 (Garwood 1936, *Biometrika* 28:437;
/// Ulm 1990). The lower limit of no events is 0.
pub fn poisson_limits(events: u64, level: Share) -> Limits {
    let degrees = 2.0 * count_to_float(events);
    Limits {
        lower: if events == 0 {
            0.0
        } else {
            chi_square_quantile(level.tail(), degrees) / 2.0
        },
        upper: chi_square_quantile(1.0 - level.tail(), degrees + 2.0) / 2.0,
    }
}

/// Byar's approximation of the exact limits (Breslow & Day 1987, *Statistical Methods in Cancer Research* II, 2.13):
/// d (1 − 1/(9d) − z/(3√d))³ and the same with d + 1 and +z.
pub fn byar_limits(events: u64, level: Share) -> Limits {
    let z = normal_quantile(1.0 - level.tail());
    let limit = |events: f64, z: f64| {
        let root = 1.0 - 1.0 / (9.0 * events) + z / (3.0 * events.sqrt());
        events * root * root * root
    };
    let events = count_to_float(events);
    Limits {
        lower: if events > 0.0 {
            limit(events, -z).max(0.0)
        } else {
            0.0
        },
        upper: limit(events + 1.0, z),
    }
}
