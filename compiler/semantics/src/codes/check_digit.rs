//! The check digits of code systems that have one.
//!
//! Invariant: both functions take ASCII digits only and answer false for anything else.

/// Whether the last digit of a LOINC code, its hyphen left out, is right: the modulus 10 algorithm of the LOINC Users'
/// Guide, appendix "Calculating the LOINC check digit".
pub(super) fn modulus_10(digits: &str) -> bool {
    let sum: Option<u32> = digits
        .chars()
        .rev()
        .enumerate()
        .try_fold(0, |sum, (index, digit)| {
            let value = digit.to_digit(10)?;
            let doubled = if index % 2 == 1 { value * 2 } else { value };
            Some(sum + doubled / 10 + doubled % 10)
        });
    sum.is_some_and(|sum| sum % 10 == 0)
}

/// Whether the last of eight digits of a PZN is right: the first seven, weighted 1 to 7, modulo 11 (IFA, technical
/// information on the check digit of the PZN). A remainder of 10 is never assigned.
pub(super) fn modulus_11(digits: &str) -> bool {
    let values: Option<Vec<u32>> = digits.chars().map(|digit| digit.to_digit(10)).collect();
    match values.as_deref() {
        Some([weighted @ .., check]) if weighted.len() == 7 => {
            (1..)
                .zip(weighted)
                .map(|(weight, digit): (u32, _)| weight * digit)
                .sum::<u32>()
                % 11
                == *check
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_codes_have_the_right_digit() {
        for code in [
            "7187", "205096", "21600", "384834", "427195", "19752", "67686", "264648", "265157",
        ] {
            assert!(modulus_10(code), "{code}");
        }
        assert!(!modulus_10("7188"));
        assert!(!modulus_10("7817"));
        assert!(modulus_11("04877800"));
        assert!(modulus_11("00838973"));
        assert!(!modulus_11("04878700"));
        assert!(!modulus_11("4877800"));
        assert!(!modulus_11(""));
    }
}
