//! From clauses of two versions to those that are gone, new, or say something else.
//!
//! Invariant: clauses that mean the same or read the same are no edit, wherever they stand; all others are in exactly one.

use crate::Edit;
use kohort_semantics::meaning::Hash;

/// Something that a version says, on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    /// What it means, where it means something by itself.
    pub(crate) hash: Option<Hash>,
    /// How it reads if everything had the name that it had in the old version.
    pub(crate) key: String,
    /// How it reads.
    pub(crate) text: String,
}

/// The clauses that differ.
pub(crate) fn edits(old: &[Clause], new: &[Clause]) -> Vec<Edit> {
    let mut gone: Vec<&Clause> = old.iter().collect();
    let mut added: Vec<&Clause> = new.iter().collect();
    without_pairs(&mut gone, &mut added, |before, after| before.key == after.key);
    without_pairs(&mut gone, &mut added, |before, after| {
        before.hash.is_some() && before.hash == after.hash
    });
    let mut edits = Vec::new();
    for before in gone {
        let after = best(before, &added).map(|position| added.remove(position).text.clone());
        edits.push(Edit {
            old: Some(before.text.clone()),
            new: after,
        });
    }
    edits.extend(added.into_iter().map(|after| Edit {
        old: None,
        new: Some(after.text.clone()),
    }));
    edits
}

/// Whether the same clauses stand in another order.
pub(crate) fn reordered(old: &[Clause], new: &[Clause]) -> bool {
    let keys = |clauses: &[Clause]| {
        clauses
            .iter()
            .map(|clause| clause.key.clone())
            .collect::<Vec<_>>()
    };
    let (mut before, mut after) = (keys(old), keys(new));
    let moved = before != after;
    before.sort();
    after.sort();
    moved && before == after
}

fn without_pairs(old: &mut Vec<&Clause>, new: &mut Vec<&Clause>, same: impl Fn(&Clause, &Clause) -> bool) {
    old.retain(|before| {
        let found = new.iter().position(|after| same(before, after));
        found.map(|position| new.remove(position)).is_none()
    });
}

/// The clause that most likely took a clause's place: the one with the most words in common, if they begin alike or share
/// half of their words.
fn best(old: &Clause, new: &[&Clause]) -> Option<usize> {
    let words = |clause: &Clause| -> Vec<String> {
        let text = clause.key.split_whitespace();
        text.map(str::to_owned).collect()
    };
    let before = words(old);
    let mut found: Option<(usize, usize)> = None;
    for (position, clause) in new.iter().enumerate() {
        let after = words(clause);
        let mut left = after.clone();
        let shared = before.iter().filter(|word| {
            let at = left.iter().position(|other| other == *word);
            at.map(|at| left.swap_remove(at)).is_some()
        });
        let shared = shared.count();
        let alike = before.first() == after.first() || shared * 2 >= before.len().max(after.len());
        if alike && found.is_none_or(|(_, most)| shared > most) {
            found = Some((position, shared));
        }
    }
    found.map(|(position, _)| position)
}
