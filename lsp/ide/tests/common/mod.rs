//! What several tests need: projects from the disk and fixtures with marks.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on says so"
)]

use kohort_base::MemoryWorld;
use kohort_ide::Workspace;
use std::path::Path;

/// The examples that are projects of their own, from this crate's folder.
pub(crate) const PROJECTS: [&str; 4] = [
    "../../examples",
    "../../examples/rwpfs_reference",
    "../../examples/tcga_lines",
    "../../examples/trialpathfinder_tutorial",
];

/// A project from the disk.
pub(crate) fn project(folder: &str) -> Workspace {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut world = MemoryWorld::new();
    add(&mut world, &top, &top);
    Workspace::project(Box::new(world), None)
}

fn add(world: &mut MemoryWorld, top: &Path, folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            add(world, top, &path);
        } else if path.extension().is_some_and(|end| end == "kohort") || path.ends_with("kohort.toml") {
            let inside = path.strip_prefix(top).unwrap().to_str().unwrap().to_owned();
            world.insert(&inside, std::fs::read_to_string(&path).unwrap().as_str());
        }
    }
}

/// A project of several files in one text, each after `//- path`, and the cursors `$0` in the order of the text.
pub(crate) fn marked(text: &str) -> (Workspace, Vec<(String, u32)>) {
    let mut world = MemoryWorld::new();
    let mut cursors = Vec::new();
    for part in text.split("//- ").skip(1) {
        let (path, content) = part.split_once('\n').unwrap();
        let mut plain = String::new();
        for (number, piece) in content.split("$0").enumerate() {
            if number > 0 {
                cursors.push((path.to_owned(), u32::try_from(plain.len()).unwrap()));
            }
            plain.push_str(piece);
        }
        world.insert(path, plain.as_str());
    }
    (Workspace::project(Box::new(world), None), cursors)
}

/// A place with the line around it, marked.
pub(crate) fn shown(workspace: &Workspace, path: &str, range: &std::ops::Range<u32>) -> String {
    let text = workspace.text(path).unwrap();
    let (start, end) = (range.start as usize, range.end as usize);
    let line = text[..start].matches('\n').count() + 1;
    let begin = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let stop = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let marked = format!(
        "{}‹{}›{}",
        &text[begin..start],
        &text[start..end],
        &text[end..stop]
    );
    format!("{path}:{line}: {}", marked.trim())
}

/// A project with one cursor.
pub(crate) fn fixture(text: &str) -> (Workspace, String, u32) {
    let (workspace, cursors) = marked(text);
    let [(path, offset)] = cursors.as_slice() else {
        panic!("one cursor is marked with $0");
    };
    (workspace, path.clone(), *offset)
}
