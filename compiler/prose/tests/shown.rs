//! The protocols of the shipped studies, to be read by people.

#![allow(clippy::panic, reason = "a test that cannot go on has failed")]

use kohort_prose::{About, Protocol};
use kohort_tests::projects::shipped;

fn protocols() -> Vec<(String, Protocol)> {
    let projects = shipped().unwrap_or_else(|why| panic!("{why}"));
    let protocols = projects.into_iter().map(|project| {
        let name = project.study.name.clone();
        (name, Protocol::of(&project.study, &About::default()))
    });
    protocols.collect()
}

#[test]
fn the_shipped_studies() {
    let protocols = protocols();
    assert!(!protocols.is_empty(), "there are shipped studies");
    for (name, protocol) in protocols {
        let text = protocol.markdown();
        // What begins with the appendix is the standard library's, and is long.
        let end = text.find("\n## How to read this protocol").unwrap_or(text.len());
        let (body, _) = text.split_at(end);
        insta::assert_snapshot!(name, body);
    }
}
