//! The command as a whole: what it writes, and what it refuses.

use crate::Exit;
use crate::terminal::Terminal;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

/// Runs a command line in a folder; its exit, output and errors.
fn kohort(folder: &Path, line: &str) -> (Exit, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut terminal = Terminal {
        out: &mut out,
        err: &mut err,
        colour: false,
        colour_errors: false,
        progress: false,
        width: 100,
        table_width: None,
        folder: folder.to_path_buf(),
    };
    let words = std::iter::once("kohort").chain(line.split(' '));
    let exit = crate::run(words.map(OsString::from), &mut terminal);
    (
        exit,
        String::from_utf8(out).unwrap(),
        String::from_utf8(err).unwrap(),
    )
}

/// All files below a folder with their bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let inner = files(&path).into_iter();
            found.extend(inner.map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            found.insert(name, std::fs::read(path).unwrap());
        }
    }
    found
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let formats: &[&str] = if cfg!(feature = "run") {
        &["csv", "parquet"]
    } else {
        &["csv"]
    };
    for format in formats {
        let place = tempfile::tempdir().unwrap();
        let made = |out: &str, threads: &str| {
            let line = format!(
                "synth --patients 1100 --seed 4 --realistic --format {format} --threads {threads} --out {out}"
            );
            let (exit, said, errors) = kohort(place.path(), &line);
            assert_eq!((exit, errors.as_str()), (Exit::Fine, ""), "{said}");
            assert!(said.starts_with(&format!("wrote `{out}/us`: ")), "{said}");
            files(&place.path().join(out))
        };
        let once = made("once", "1");
        assert_eq!(made("again/below", "3"), once);
        let sources = ["de", "jp", "uk", "us"];
        for source in sources {
            let readme = String::from_utf8(once[&format!("{source}/README.md")].clone()).unwrap();
            assert!(readme.contains("**Nobody in these tables exists.**"), "{readme}");
            assert!(readme.contains("from the seed 4"), "{readme}");
            assert!(once.contains_key(&format!("{source}/synth.json")));
        }
        assert!(
            once.keys()
                .all(|name| sources.iter().any(|source| name.starts_with(source))),
            "{:?}",
            once.keys()
        );
    }
}

#[test]
fn person_17_is_in_a_small_set_as_in_a_large_one() {
    let place = tempfile::tempdir().unwrap();
    for (count, out) in [("17", "small"), ("40", "large")] {
        let line = format!("synth --patients {count} --source us --cancer lung,gastric --out {out}");
        assert_eq!(kohort(place.path(), &line).0, Exit::Fine);
    }
    let (small, large) = (
        files(&place.path().join("small")),
        files(&place.path().join("large")),
    );
    for (name, bytes) in small.iter().filter(|(name, _)| name.ends_with(".csv")) {
        assert!(large[name].starts_with(bytes), "{name}");
    }
}

#[test]
fn nothing_is_replaced_and_a_refusal_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(place.path().join("data/uk")).unwrap();
    let (exit, _, errors) = kohort(place.path(), "synth --patients 3 --out data");
    assert_eq!(exit, Exit::Environment);
    assert!(errors.contains("exists already"), "{errors}");
    assert_eq!(std::fs::read_dir(place.path().join("data")).unwrap().count(), 1);
    for (line, said) in [
        (
            "synth --patients 3 --out new --source us,fr",
            "no invented people for a source `fr`",
        ),
        ("synth --patients 0 --out new", "0 is not in 1..=100000000"),
        (
            "synth --patients 3 --out new --cancer skin",
            "the cancers are: colorectal, lung",
        ),
        (
            "synth --patients 3 --out new --format xml",
            "possible values: csv, parquet",
        ),
    ] {
        let (exit, _, errors) = kohort(place.path(), line);
        assert_eq!(exit, Exit::Environment, "{line}");
        assert!(errors.contains(said), "{line}: {errors}");
        assert!(!place.path().join("new").exists(), "{line}");
    }
}
