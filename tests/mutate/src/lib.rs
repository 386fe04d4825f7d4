//! Changes of typed studies, for tests of what looks at meaning: hashes, plans, prose and differences.
//!
//! There are two families. A *mutation* changes what a study means: a bound, an operator, a window's end, a code, a clause
//! of a line rule, a label. A *rewrite* says the same in other words: operands exchanged or nested, a comparison turned
//! round, a definition inlined, extracted, moved or renamed.
//!
//! Invariant: every change is well typed and stands at one place (a *site*) that the study's results depend on; what no
//! cohort and no output reads is never mutated. The sites of a study and what happens there follow from the study alone, and
//! a random change from its seed.

#![allow(
    clippy::collapsible_match,
    reason = "whether a site is met is asked inside an arm: a guard would read as a part of the pattern"
)]

mod mutations;
mod random;
mod rewrites;
mod sites;
mod used;

use kohort_semantics::Study;
use random::Random;
use sites::Sites;

pub use used::Used;

/// A changed study.
#[derive(Debug, Clone)]
pub struct Change {
    /// What kind of change it is, for example `window end moved over its edge`.
    pub kind: &'static str,
    /// What of the study was changed, for example `criterion "adult" of "first_line"`.
    pub place: String,
    /// The study as changed.
    pub study: Study,
}

/// What visits the sites of a study, and changes it at the wanted one.
type Visit = fn(&mut Study, &mut Sites);

/// The kinds of the mutations of a study, one for each site.
#[must_use]
pub fn mutations(study: &Study) -> Vec<&'static str> {
    kinds(study, mutations::visit)
}

/// The mutation at a site: a position in [`mutations`].
#[must_use]
pub fn mutation(study: &Study, site: usize) -> Option<Change> {
    change(study, site, mutations::visit)
}

/// A mutation; each kind that is possible at all is equally likely.
#[must_use]
pub fn random_mutation(study: &Study, seed: u64) -> Option<Change> {
    random(study, seed, mutations::visit)
}

/// The kinds of the rewrites of a study, one for each site.
#[must_use]
pub fn rewrites(study: &Study) -> Vec<&'static str> {
    kinds(study, rewrites::visit)
}

/// The rewrite at a site: a position in [`rewrites`].
#[must_use]
pub fn rewrite(study: &Study, site: usize) -> Option<Change> {
    change(study, site, rewrites::visit)
}

/// A rewrite; each kind that is possible at all is equally likely.
#[must_use]
pub fn random_rewrite(study: &Study, seed: u64) -> Option<Change> {
    random(study, seed, rewrites::visit)
}

/// So many rewrites, each of what the one before made.
#[must_use]
pub fn rewritten(study: &Study, seed: u64, times: usize) -> Study {
    let mut random = Random::new(seed);
    (0..times).fold(study.clone(), |study, _| {
        random_rewrite(&study, random.next()).map_or(study, |change| change.study)
    })
}

fn kinds(study: &Study, visit: Visit) -> Vec<&'static str> {
    let mut sites = Sites::counting();
    visit(&mut study.clone(), &mut sites);
    sites.kinds
}

fn change(study: &Study, site: usize, visit: Visit) -> Option<Change> {
    let mut sites = Sites::at(site);
    let mut changed = study.clone();
    visit(&mut changed, &mut sites);
    let (kind, place) = sites.done?;
    Some(Change {
        kind,
        place,
        study: changed,
    })
}

fn random(study: &Study, seed: u64, visit: Visit) -> Option<Change> {
    let all = kinds(study, visit);
    let mut different = all.clone();
    different.sort_unstable();
    different.dedup();
    let mut random = Random::new(seed);
    let kind = *different.get(random.below(different.len()))?;
    let of_kind: Vec<usize> = (0..)
        .zip(&all)
        .filter(|(_, own)| **own == kind)
        .map(|(at, _)| at)
        .collect();
    change(study, *of_kind.get(random.below(of_kind.len()))?, visit)
}
