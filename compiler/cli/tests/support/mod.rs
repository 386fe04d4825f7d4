//! The command line in a folder of its own, as a user calls it.

#![allow(dead_code, reason = "each test uses a part")]

pub(crate) mod editor;
pub(crate) mod examples;
pub(crate) mod repository;

use std::ffi::OsString;
use std::fs;
use std::path::Path;

/// What a command said and how it ended.
pub(crate) struct Outcome {
    pub(crate) exit: kohort::Exit,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Outcome {
    #[track_caller]
    pub(crate) fn ends(self, exit: kohort::Exit) -> Self {
        assert_eq!(self.exit, exit, "out:\n{}\nerr:\n{}", self.out, self.err);
        self
    }
}

/// Runs a command in a folder, in this process.
pub(crate) fn kohort(folder: &Path, arguments: &[&str]) -> Outcome {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut terminal = kohort::Terminal {
        out: &mut out,
        err: &mut err,
        colour: false,
        colour_errors: false,
        progress: false,
        width: 100,
        table_width: None,
        folder: folder.to_path_buf(),
    };
    let arguments = ["kohort"].iter().chain(arguments).map(OsString::from);
    let exit = kohort::run(arguments, &mut terminal);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Outcome {
        exit,
        out: text(out),
        err: text(err),
    }
}

/// Writes a file; its folder is made.
pub(crate) fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Replaces a text that a file has.
#[track_caller]
pub(crate) fn edit(folder: &Path, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(folder.join(path)).unwrap();
    assert!(text.contains(from), "{path} has no {from:?}");
    fs::write(folder.join(path), text.replace(from, to)).unwrap();
}
