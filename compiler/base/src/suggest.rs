//! The nearest alternative to a word that is not known.
//!
//! Invariant: the answer depends on the set of candidates, not on their order. Nothing is suggested that a reader
//! would not take for a slip of the pen.

use strsim::damerau_levenshtein;

/// Longer words are not searched for slips, so that no input can make the search slow.
const LONGEST: usize = 100;

/// The candidate that was most likely meant, or `None` if none is near.
///
/// A difference in case only is nearest, then the same parts between underscores in another order, then the fewest
/// slips: one letter added, lost, changed, or exchanged with its neighbour.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_few(word, candidates, 1).into_iter().next()
}

/// At most `limit` candidates that may have been meant, the likeliest first.
pub fn nearest_few<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Vec<&'a str> {
    let folded = word.to_lowercase();
    let allowed = allowed_slips(folded.chars().count());
    let mut near: Vec<(usize, &'a str)> = candidates
        .into_iter()
        .filter(|candidate| *candidate != word && !candidate.is_empty())
        .filter_map(|candidate| {
            distance(&folded, &candidate.to_lowercase(), allowed).map(|far| (far, candidate))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter()
        .take(limit)
        .map(|(_, candidate)| candidate)
        .collect()
}

fn distance(word: &str, candidate: &str, allowed: usize) -> Option<usize> {
    if word == candidate {
        return Some(0);
    }
    if sorted_parts(word) == sorted_parts(candidate) {
        return Some(1);
    }
    // The distance takes quadratic time, and the difference of lengths bounds it from below.
    let letters = word.chars().count();
    if letters > LONGEST || letters.abs_diff(candidate.chars().count()) > allowed {
        return None;
    }
    let slips = damerau_levenshtein(word, candidate);
    (slips <= allowed).then_some(slips + 1)
}

/// One slip in short words, and one in three letters at most, as in rustc.
fn allowed_slips(letters: usize) -> usize {
    match letters {
        0..=1 => 0,
        2..=5 => 1,
        6..=8 => 2,
        _ => 3,
    }
}

fn sorted_parts(word: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = word.split('_').collect();
    parts.sort_unstable();
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 6] = [
        "haemoglobin",
        "colorectal",
        "stage",
        "death_date",
        "Metastatic",
        "sex",
    ];

    #[test]
    fn finds_slips_case_and_order() {
        assert_eq!(nearest("hemoglobin", NAMES), Some("haemoglobin"));
        assert_eq!(nearest("stgae", NAMES), Some("stage"));
        assert_eq!(nearest("METASTATIC", NAMES), Some("Metastatic"));
        assert_eq!(nearest("date_death", NAMES), Some("death_date"));
    }

    #[test]
    fn does_not_guess() {
        assert_eq!(nearest("platelets", NAMES), None);
        assert_eq!(nearest("x", NAMES), None);
        assert_eq!(nearest("", NAMES), None);
        assert_eq!(nearest("age", ["sex", "cutoff"]), None);
    }

    #[test]
    fn does_not_depend_on_the_order_of_candidates() {
        assert_eq!(
            nearest("stage_ii", ["stage_iv", "stage_iii"]),
            nearest("stage_ii", ["stage_iii", "stage_iv"])
        );
        assert_eq!(nearest_few("m2", ["m1", "m0", "mx", "n3"], 2), ["m0", "m1"]);
    }

    #[test]
    fn a_huge_word_takes_no_time() {
        let (word, near) = ("a".repeat(500_000), "a".repeat(499_999));
        assert_eq!(nearest(&word, [near.as_str()]), None);
    }

    #[test]
    fn case_is_nearer_than_a_slip() {
        assert_eq!(nearest("HER2", ["her3", "her2"]), Some("her2"));
    }
}
