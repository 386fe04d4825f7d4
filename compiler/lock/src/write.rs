//! Writing a lock.
//!
//! Invariant: one fact on a line, in one order, so that a change of one fact is a change of one line; what is written
//! reads back as the same lock.

use crate::lock::{Entry, Item, Lock, Parts, Revision, SourceLock};
use crate::read::FORMAT;
use std::fmt;

/// How the first line begins.
pub(crate) const HEAD: &str = "# Kohort lock";
/// What the first lines say.
const COMMENT: &str = ": what the study beside it means, reads and gives. To be reviewed, not edited.
# `kohort reproduce` compares it with a new run; `kohort reproduce --update --reason \"…\"` changes it.
";

/// The lock as TOML.
impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}{COMMENT}format = {FORMAT}")?;
        text(f, "kohort", &self.kohort)?;
        writeln!(f, "hashes = {}", self.hashes)?;
        section(f, &["study"])?;
        text(f, "file", &self.study.file)?;
        text(f, "name", &self.study.name)?;
        text(f, "version", &self.study.version)?;
        text(f, "meaning", &self.study.meaning)?;
        for (kind, items) in &self.meaning {
            section(f, &["meaning", kind])?;
            for (name, item) in items {
                self::item(f, name, item)?;
            }
        }
        hashes(f, &["libraries"], &self.libraries)?;
        for (name, source) in &self.sources {
            self::source(f, name, source)?;
        }
        self.history
            .iter()
            .try_for_each(|revision| self::revision(f, revision))
    }
}

fn item(f: &mut fmt::Formatter<'_>, name: &str, item: &Item) -> fmt::Result {
    match item {
        Item::Meaning(meaning) => text(f, name, meaning),
        Item::List(Entry { entries, meaning }) => {
            writeln!(
                f,
                "{} = {{ entries = {entries}, meaning = {} }}",
                key(name),
                quoted(meaning)
            )
        }
    }
}

fn source(f: &mut fmt::Formatter<'_>, name: &str, source: &SourceLock) -> fmt::Result {
    section(f, &["sources", name])?;
    text(f, "version", &source.version)?;
    text(f, "model", &source.model)?;
    if let Some(data) = &source.data {
        text(f, "data", data)?;
    }
    text(f, "fingerprint", &source.fingerprint)?;
    let parts = match source.parts {
        Parts::Files(_) => "files",
        Parts::Records(_) => "records",
    };
    section(f, &["sources", name, parts])?;
    entries(f, source.parts.all())?;
    hashes(f, &["sources", name, "results"], &source.results)
}

fn revision(f: &mut fmt::Formatter<'_>, revision: &Revision) -> fmt::Result {
    f.write_str("\n[[history]]\n")?;
    text(f, "reason", &revision.reason)?;
    text(f, "kohort", &revision.kohort)?;
    f.write_str("changed = [\n")?;
    for what in &revision.changed {
        writeln!(f, "  {},", quoted(what))?;
    }
    f.write_str("]\n")
}

/// A section of names and hashes, if there are any.
fn hashes<'a>(
    f: &mut fmt::Formatter<'_>,
    path: &[&str],
    all: impl IntoIterator<Item = (&'a String, &'a String)>,
) -> fmt::Result {
    let mut all = all.into_iter().peekable();
    if all.peek().is_some() {
        section(f, path)?;
    }
    entries(f, all)
}

fn entries<'a>(
    f: &mut fmt::Formatter<'_>,
    all: impl IntoIterator<Item = (&'a String, &'a String)>,
) -> fmt::Result {
    all.into_iter().try_for_each(|(name, hash)| text(f, name, hash))
}

fn section(f: &mut fmt::Formatter<'_>, path: &[&str]) -> fmt::Result {
    let keys: Vec<String> = path.iter().map(|part| key(part)).collect();
    writeln!(f, "\n[{}]", keys.join("."))
}

fn text(f: &mut fmt::Formatter<'_>, name: &str, value: &str) -> fmt::Result {
    writeln!(f, "{} = {}", key(name), quoted(value))
}

/// A key, quoted where TOML asks for it.
fn key(name: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !name.is_empty() && name.bytes().all(bare) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A basic string of TOML, which stays on one line.
fn quoted(value: &str) -> String {
    let mut text = String::from("\"");
    for letter in value.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            letter if letter.is_control() => text.push_str(&format!("\\u{:04X}", u32::from(letter))),
            letter => text.push(letter),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use crate::Lock;
    use crate::invented::any_lock;
    use crate::read::{ReadError, is_lock};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_reads_back(lock in any_lock()) {
            let text = lock.to_string();
            prop_assert!(is_lock(&text));
            prop_assert_eq!(Lock::read(&text).map_err(|error| error.to_string()), Ok(lock));
        }
    }

    #[test]
    fn what_is_no_lock_is_refused_with_its_reason() {
        assert!(!is_lock(
            "# This file is automatically @generated by Cargo.\nversion = 4\n"
        ));
        assert_eq!(
            Lock::read("format = 2\nnew = true\n"),
            Err(ReadError::Format { found: 2 })
        );
        let cargo = Lock::read("version = 4\n").unwrap_err();
        let strange = "format = 1\nkohort = \"1\"\nhashes = 1\n[study]\nfile = \"\"\nname = \"\"\nversion = \"\"\nmeaning = \"\"
[sources.de]\nversion = \"\"\nmodel = \"\"\nfingerprint = \"\"\nbelieved = true\n[sources.de.files]\n";
        let error = Lock::read(strange).unwrap_err();
        assert!(error.to_string().contains("unknown field `believed`"), "{error}");
        assert!(cargo.to_string().contains("missing field `format`"), "{cargo}");
    }
}
