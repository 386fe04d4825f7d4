//! The standard library: modules written in Kohort, embedded as text.
//!
//! Invariant: the table is sorted by path, and a module's path is its place below this crate's folder with dots. Parsing
//! is deliberately absent: to the compiler these are files like any other.

/// The embedded modules by path, sorted.
static MODULES: &[(&str, &str)] = &[
    ("std.analytes", include_str!("../std/analytes.kohort")),
    ("std.codes.cancers", include_str!("../std/codes/cancers.kohort")),
    (
        "std.codes.histology",
        include_str!("../std/codes/histology.kohort"),
    ),
    ("std.drugs", include_str!("../std/drugs.kohort")),
    ("std.endpoints", include_str!("../std/endpoints.kohort")),
    ("std.lines", include_str!("../std/lines.kohort")),
    ("std.oncology", include_str!("../std/oncology.kohort")),
    (
        "std.regimens.breast",
        include_str!("../std/regimens/breast.kohort"),
    ),
    (
        "std.regimens.colorectal",
        include_str!("../std/regimens/colorectal.kohort"),
    ),
    (
        "std.regimens.gastric",
        include_str!("../std/regimens/gastric.kohort"),
    ),
    ("std.regimens.lung", include_str!("../std/regimens/lung.kohort")),
    (
        "std.regimens.prostate",
        include_str!("../std/regimens/prostate.kohort"),
    ),
    ("std.sources.de", include_str!("../std/sources/de.kohort")),
    ("std.sources.jp", include_str!("../std/sources/jp.kohort")),
    ("std.sources.uk", include_str!("../std/sources/uk.kohort")),
    ("std.sources.us", include_str!("../std/sources/us.kohort")),
];

/// The text of a module, for example `std.codes.cancers`.
#[must_use]
pub fn module(path: &str) -> Option<&'static str> {
    let position = MODULES.binary_search_by(|(known, _)| (*known).cmp(path)).ok()?;
    MODULES.get(position).map(|(_, text)| *text)
}

/// The paths of all modules, sorted.
pub fn modules() -> impl Iterator<Item = &'static str> {
    MODULES.iter().map(|(path, _)| *path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_every_module_is_found() {
        assert!(MODULES.is_sorted_by(|(left, _), (right, _)| left < right));
        assert!(modules().all(|path| module(path).is_some_and(|text| !text.is_empty())));
        assert_eq!(module("std.codes"), None);
    }

    #[test]
    fn every_file_is_in_the_table() {
        fn below(folder: &std::path::Path, path: &str, found: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap().path();
                let path = format!("{path}.{}", entry.file_stem().unwrap().to_str().unwrap());
                if entry.is_dir() {
                    below(&entry, &path, found)
                } else {
                    found.push(path)
                }
            }
        }
        let mut found = Vec::new();
        below(
            &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("std"),
            "std",
            &mut found,
        );
        found.sort();
        assert_eq!(found, modules().collect::<Vec<_>>());
    }
}
