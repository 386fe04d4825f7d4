//! Two versions of a study and of its sources, compared.

use crate::affected::Downstream;
use crate::changes::{Comparison, output_pairs};
use crate::order::Versions;
use crate::pairs::Pairs;
use crate::speech::{Speech, aligned};
use crate::uses::Uses;
use crate::{Change, Diff, FORMAT_VERSION, Grade, Happened, Kind, Subject, Version};
use kohort_plan::words::Words;
use kohort_semantics::meaning::Meanings;
use kohort_semantics::{Source, Study};
use std::sync::Arc;

/// A version of a study.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The study.
    pub study: &'a Study,
    /// The sources that it is for, by name.
    pub sources: &'a [Arc<Source>],
}

/// What changed in meaning between two versions.
///
/// The result is empty exactly if both have the same semantic hash and are read alike in each source that both have.
pub fn compare(old: Given<'_>, new: Given<'_>) -> Diff {
    let versions = Versions {
        old: Meanings::new(old.study),
        new: Meanings::new(new.study),
    };
    let pairs = Pairs::of(&versions);
    let named = aligned(&versions, &pairs, None);
    let outputs = output_pairs(
        old.study,
        new.study,
        &Speech {
            old: Words::new(old.study),
            new: Words::new(new.study),
            aligned: Words::new(&named),
        },
    );
    let uses = Uses::of(&versions, &pairs, &outputs);
    let named = aligned(&versions, &pairs, Some(&uses));
    let speech = Speech {
        old: Words::new(old.study),
        new: Words::new(new.study),
        aligned: Words::new(&named),
    };
    let comparison = Comparison {
        versions: &versions,
        pairs: &pairs,
        outputs: &outputs,
        uses: &uses,
        speech: &speech,
        before: Downstream::of(old.study),
        after: Downstream::of(new.study),
        old_sources: old.sources,
        new_sources: new.sources,
    };
    let hashes = (versions.old.study(), versions.new.study());
    let mut changes = if hashes.0 == hashes.1 {
        comparison.source_changes()
    } else {
        comparison.changes()
    };
    if changes.is_empty() && hashes.0 != hashes.1 {
        changes.push(unnamed(&comparison));
    }
    let version = |study: &Study, hash: kohort_semantics::meaning::Hash| Version {
        name: study.name.clone(),
        version: study.version.clone(),
        hash: hash.to_string(),
    };
    Diff {
        format_version: FORMAT_VERSION,
        old: version(old.study, hashes.0),
        new: version(new.study, hashes.1),
        sources: comparison.all_sources(),
        grade: changes.iter().map(|change| change.grade).max(),
        changes,
        cohorts: comparison.verdicts(),
        counts: None,
    }
}

/// A difference for which there are no words: it is never passed over in silence.
fn unnamed(comparison: &Comparison<'_>) -> Change {
    let study = comparison.versions.new.of();
    Change {
        grade: Grade::TimeZero,
        direction: None,
        subject: Subject {
            kind: Kind::Study,
            name: study.name.clone(),
            of: None,
        },
        happened: Happened::Changed,
        edits: Vec::new(),
        affects: comparison.everything(),
        sources: comparison.all_sources(),
    }
}
