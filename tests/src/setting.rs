//! What whoever runs a test may choose: how many cases, and from which seed.

use std::str::FromStr;

/// A number from the environment, such as `KOHORT_CASES`; the default if it is not set or no number.
#[allow(
    clippy::disallowed_methods,
    reason = "the number of cases is the caller's choice"
)]
pub fn setting<N: FromStr>(name: &str, default: N) -> N {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}
