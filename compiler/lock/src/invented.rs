//! Locks that mean nothing, for tests.

use crate::lock::{Entry, Item, Lock, Parts, Revision, SourceLock, StudyLock};
use crate::read::FORMAT;
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z_]{1,8}", "\\PC{0,6}", "[\\x00-\\x7f]{0,6}"]
}

fn any_item() -> impl Strategy<Value = Item> {
    prop_oneof![
        any_text().prop_map(Item::Meaning),
        (0usize..1000, any_text()).prop_map(|(entries, meaning)| Item::List(Entry { entries, meaning })),
    ]
}

fn any_source() -> impl Strategy<Value = SourceLock> {
    let hashes = || btree_map(any_text(), any_text(), 0..3);
    let parts = prop_oneof![hashes().prop_map(Parts::Files), hashes().prop_map(Parts::Records)];
    (any_text(), any_text(), option::of(any_text()), parts, hashes()).prop_map(
        |(version, model, data, parts, results)| SourceLock {
            version,
            model,
            data,
            fingerprint: parts.fingerprint(),
            parts,
            results,
        },
    )
}

prop_compose! {
    pub(crate) fn any_lock()(
        hashes in 0u32..9,
        texts in [any_text(), any_text(), any_text(), any_text(), any_text()],
        meaning in btree_map(any_text(), btree_map(any_text(), any_item(), 1..3), 0..3),
        libraries in btree_map(any_text(), any_text(), 0..3),
        sources in btree_map(any_text(), any_source(), 0..3),
        history in vec((any_text(), any_text(), vec(any_text(), 0..3)), 0..3),
    ) -> Lock {
        let [kohort, file, name, version, hash] = texts;
        Lock {
            format: FORMAT,
            kohort,
            hashes,
            study: StudyLock { file, name, version, meaning: hash },
            meaning,
            libraries,
            sources,
            history: history
                .into_iter()
                .map(|(reason, kohort, changed)| Revision { reason, kohort, changed })
                .collect(),
        }
    }
}
