//! The order in which diagnostics are shown.
//!
//! Invariant: it depends on what is said and where, never on the order in which checks ran or files were read.

use crate::{Diagnostic, Files};

/// Sorts by path of the primary place, then start, then code; what has no place comes first.
pub fn sort_diagnostics(diagnostics: &mut [Diagnostic], files: &Files) {
    diagnostics.sort_by(|left, right| key(left, files).cmp(&key(right, files)));
}

fn key<'a>(diagnostic: &'a Diagnostic, files: &'a Files) -> impl Ord + 'a {
    let span = diagnostic.span();
    let place = span.map(|span| (files.path(span.file), span.start));
    (
        place,
        diagnostic.code,
        span.map(|span| span.end),
        diagnostic.title.as_str(),
        diagnostic.sources.as_slice(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Code, Span};

    #[test]
    fn by_path_then_start_then_code() {
        let mut files = Files::new();
        let late = files.add("b.kohort".into(), "abcdef".into());
        let early = files.add("a.kohort".into(), "abcdef".into());
        let mut found = vec![
            Diagnostic::error(Code::K0301, "1").at(Span::new(late, 0, 1), ""),
            Diagnostic::error(Code::K0302, "2").at(Span::new(early, 4, 5), ""),
            Diagnostic::error(Code::K0301, "3").at(Span::new(early, 4, 6), ""),
            Diagnostic::error(Code::K0208, "4"),
            Diagnostic::error(Code::K0801, "5").at(Span::new(early, 1, 2), ""),
        ];
        sort_diagnostics(&mut found, &files);
        let titles: Vec<_> = found.iter().map(|diagnostic| diagnostic.title.as_str()).collect();
        assert_eq!(titles, ["4", "5", "3", "2", "1"]);
    }
}
