//! Projects to ask about.

use super::disk::Disk;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the small project.
pub(crate) const CLINIC: &str = "/clinic";

/// A small project: a model, a library that two studies share, a source, and a file that nothing uses.
const FILES: [(&str, &str); 6] = [
    ("kohort.toml", ""),
    (
        "clinic.kohort",
        "/// Visits of one clinic.\nmodel clinic version \"1.0.0\" {\n  one patient {\n    /// When they were born.\n    birth_date: Date\n    sex: Category { f, m }\n  }\n  many visit dated date {\n    date: Date\n    weight: Decimal\n  }\n}\n",
    ),
    (
        "shared/people.kohort",
        "/// Who is called a woman here.\nlet woman = sex = f\n\nlet heavy_visits = visit where weight > 80\n",
    ),
    (
        "first.kohort",
        "study alpha version \"1.0.0\" on clinic\n\nuse shared.people.{woman}\n\n// 胃癌 🩺 e\u{301}\ncohort women {\n  index birth_date\n  include is_woman: woman, unknown is met\n}\n\nreport { attrition }\n",
    ),
    (
        "second.kohort",
        "study beta version \"1.0.0\" on clinic\r\n\r\nuse shared.people.{woman, heavy_visits}\r\n\r\ncohort visitors {\r\n  index (first heavy_visits).date\r\n  include is_woman: woman, unknown is not met\r\n}\r\n\r\nreport { attrition }\r\n",
    ),
    ("shared/lists.kohort", "codes lung {\n  ICD10 C34.*\n}\n"),
];

/// A disk with the small project.
pub(crate) fn clinic() -> Disk {
    let disk = Disk::default();
    for (path, text) in FILES {
        disk.write(CLINIC, path, text);
    }
    disk
}

/// The text of a file of the small project.
pub(crate) fn text(path: &str) -> &'static str {
    let found = FILES.iter().find(|(known, _)| *known == path);
    found.expect("a file of the small project").1
}

/// The name of a file of the small project.
pub(crate) fn uri(path: &str) -> String {
    format!("file://{CLINIC}/{path}")
}

/// The folder of the repository's examples.
pub(crate) fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// The files of Kohort below the examples, with their texts, by their paths from there.
pub(crate) fn example_files() -> Vec<(String, String)> {
    let root = examples();
    let mut folders = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "kohort") {
                let inside = path.strip_prefix(&root).expect("below the examples");
                let text = fs::read_to_string(&path).expect("a text");
                found.push((inside.to_str().expect("a name").to_owned(), text));
            }
        }
    }
    found.sort();
    found
}
