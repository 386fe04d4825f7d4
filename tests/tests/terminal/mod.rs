//! The command line, as a user calls it.

use std::ffi::OsString;
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

/// Runs a command in a folder.
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
    let outcome = Outcome {
        exit,
        out: text(out),
        err: text(err),
    };
    assert!(
        !outcome.out.contains('\u{1b}') && !outcome.err.contains('\u{1b}'),
        "colour where nobody asked for it"
    );
    outcome
}
