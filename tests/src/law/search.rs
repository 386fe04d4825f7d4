//! The people on whom countries do not agree.

use std::fmt::Display;

/// The smallest groups of people that give different results by themselves, at most so many. Counts add up over people, so
/// halves of a group that differs are asked until one person is left; a group whose halves agree is returned whole, and
/// then people are not independent of each other, which is a fault of whoever counted.
///
/// # Errors
/// What `differ` says.
pub fn differing<E: Display>(
    people: &[u64],
    most: usize,
    differ: &mut dyn FnMut(&[u64]) -> Result<bool, E>,
) -> Result<Vec<Vec<u64>>, E> {
    let mut found = Vec::new();
    if !people.is_empty() && differ(people)? {
        narrow(people, most, differ, &mut found)?;
    }
    Ok(found)
}

/// Adds the smallest groups of a group that differs.
fn narrow<E: Display>(
    people: &[u64],
    most: usize,
    differ: &mut dyn FnMut(&[u64]) -> Result<bool, E>,
    found: &mut Vec<Vec<u64>>,
) -> Result<(), E> {
    if found.len() >= most {
        return Ok(());
    }
    let (first, second) = people.split_at(people.len() / 2);
    if first.is_empty() {
        found.push(people.to_vec());
        return Ok(());
    }
    let mut whole = true;
    for half in [first, second] {
        if found.len() < most && differ(half)? {
            whole = false;
            narrow(half, most, differ, found)?;
        }
    }
    if whole && found.len() < most {
        found.push(people.to_vec());
    }
    Ok(())
}

/// Whether a person is in the half of all people that a round takes. Halves of different rounds have nothing to do with each
/// other: two sets of people that are not the same have the same number of people in one half at most as often as a coin
/// shows heads, and so in each of ten halves less than once in a thousand.
pub const fn in_half(person: u64, round: u32) -> bool {
    // SplitMix64 (Steele, Lea, Flood 2014).
    let mut bits = person.wrapping_add((round as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (bits ^ (bits >> 31)) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(wrong: &[u64], most: usize) -> Vec<Vec<u64>> {
        let people: Vec<u64> = (1..=1000).collect();
        let mut differ = |some: &[u64]| Ok::<_, String>(some.iter().any(|person| wrong.contains(person)));
        differing(&people, most, &mut differ).unwrap()
    }

    #[test]
    fn single_people_are_found() {
        assert_eq!(found(&[], 9), Vec::<Vec<u64>>::new());
        assert_eq!(found(&[1000], 9), [[1000]]);
        assert_eq!(found(&[3, 4, 700], 9), [[3], [4], [700]]);
        assert_eq!(found(&[3, 4, 700], 2), [[3], [4]]);
    }

    #[test]
    fn halves_are_halves_and_differ() {
        for round in 0..20 {
            let half = (1..=10_000).filter(|person| in_half(*person, round)).count();
            assert!(
                (4_800..=5_200).contains(&half),
                "{half} of 10000 in round {round}"
            );
            let both = (1..=10_000)
                .filter(|person| in_half(*person, round) && in_half(*person, round + 1))
                .count();
            assert!((2_300..=2_700).contains(&both), "{both} of 10000 in two rounds");
        }
    }

    #[test]
    fn people_who_differ_together_are_found_together() {
        let mut differ = |some: &[u64]| Ok::<_, String>(some.contains(&2) && some.contains(&3));
        assert_eq!(differing(&[1, 2, 3, 4], 9, &mut differ).unwrap(), [[1, 2, 3, 4]]);
    }
}
