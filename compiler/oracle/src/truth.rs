//! Three-valued logic after Kleene, written as its truth tables (2.3).
//!
//! `None` is *unknown*: it may turn out true or false.

/// True, false or unknown.
pub type Truth = Option<bool>;

/// The opposite; unknown stays unknown (2.3).
pub(crate) fn not(operand: Truth) -> Truth {
    match operand {
        Some(true) => Some(false),
        Some(false) => Some(true),
        None => None,
    }
}

/// All of them: one false decides, then one unknown (2.3).
pub(crate) fn all(operands: &[Truth]) -> Truth {
    if operands.contains(&Some(false)) {
        Some(false)
    } else if operands.contains(&None) {
        None
    } else {
        Some(true)
    }
}

/// At least one of them: one true decides, then one unknown (2.3).
pub(crate) fn any(operands: &[Truth]) -> Truth {
    if operands.contains(&Some(true)) {
        Some(true)
    } else if operands.contains(&None) {
        None
    } else {
        Some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an operation is if it is the same however the unknown operands turn out.
    fn by_trying(operands: &[Truth], operation: fn(&[bool]) -> bool) -> Truth {
        let mut worlds: Vec<Vec<bool>> = vec![Vec::new()];
        for operand in operands {
            let choices = operand.map_or(vec![true, false], |known| vec![known]);
            worlds = worlds
                .iter()
                .flat_map(|world| {
                    choices
                        .iter()
                        .map(move |choice| [world.as_slice(), &[*choice]].concat())
                })
                .collect();
        }
        let outcomes: Vec<bool> = worlds.iter().map(|world| operation(world)).collect();
        let first = outcomes[0];
        outcomes.iter().all(|outcome| *outcome == first).then_some(first)
    }

    #[test]
    fn an_answer_is_given_exactly_if_no_unknown_can_change_it() {
        let values = [Some(true), Some(false), None];
        for a in values {
            assert_eq!(not(a), by_trying(&[a], |world| !world[0]));
            for b in values {
                for c in values {
                    let operands = [a, b, c];
                    assert_eq!(
                        all(&operands),
                        by_trying(&operands, |world| world.iter().all(|known| *known))
                    );
                    assert_eq!(
                        any(&operands),
                        by_trying(&operands, |world| world.iter().any(|known| *known))
                    );
                }
            }
        }
    }
}
