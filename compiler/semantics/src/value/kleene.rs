//! Kleene's three-valued logic on `Option<bool>`, where `None` is *unknown*.
//!
//! Invariant: an answer is given exactly if it is the same whatever the unknown operands turn out to be.

/// Both: false if either is false, else unknown if either is unknown.
pub fn and(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Either: true if either is true, else unknown if either is unknown.
pub fn or(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// The opposite; the opposite of unknown is unknown.
pub fn not(operand: Option<bool>) -> Option<bool> {
    operand.map(|known| !known)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Option<bool>; 3] = [Some(false), None, Some(true)];

    /// The two-valued results over everything an operand may turn out to be.
    fn over(left: Option<bool>, right: Option<bool>, apply: fn(bool, bool) -> bool) -> Option<bool> {
        let worlds = |value: Option<bool>| value.map_or(vec![false, true], |known| vec![known]);
        let mut results = Vec::new();
        for l in worlds(left) {
            for r in worlds(right) {
                results.push(apply(l, r));
            }
        }
        results.iter().all(|r| *r == results[0]).then(|| results[0])
    }

    #[test]
    fn an_answer_is_what_holds_in_every_world() {
        for left in ALL {
            for right in ALL {
                assert_eq!(
                    and(left, right),
                    over(left, right, |l, r| l && r),
                    "{left:?} and {right:?}"
                );
                assert_eq!(
                    or(left, right),
                    over(left, right, |l, r| l || r),
                    "{left:?} or {right:?}"
                );
                assert_eq!(not(and(left, right)), or(not(left), not(right)), "De Morgan");
            }
        }
    }
}
