//! Expected findings, written as comments at the end of a line.

/// An expected finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Annotation {
    /// `error` or `warning`.
    pub(super) severity: String,
    /// The code.
    pub(super) code: String,
    /// Words of the title or of a label.
    pub(super) words: Option<String>,
}

/// The line without its expectations, and the expectations.
pub(super) fn split(line: &str) -> (String, Vec<Annotation>) {
    let starts = ["// error:", "// warning:"]
        .iter()
        .filter_map(|start| line.find(start))
        .min();
    let Some(start) = starts else {
        return (line.to_owned(), Vec::new());
    };
    let (source, comments) = line.split_at(start);
    let annotations = comments.split("// ").filter_map(annotation).collect();
    (source.trim_end().to_owned(), annotations)
}

fn annotation(text: &str) -> Option<Annotation> {
    let (severity, rest) = text.trim().split_once(':')?;
    let (code, words) = match rest.trim().split_once(char::is_whitespace) {
        Some((code, words)) => (
            code,
            words
                .trim()
                .strip_prefix('"')
                .and_then(|words| words.strip_suffix('"')),
        ),
        None => (rest.trim(), None),
    };
    let known = matches!(severity, "error" | "warning");
    known.then(|| Annotation {
        severity: severity.to_owned(),
        code: code.to_owned(),
        words: words.map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expectations_are_read_and_taken_out() {
        let (source, found) =
            split("include a: b >= 18   // error: K0303 \"without its unit\" // warning: K0503");
        assert_eq!(source, "include a: b >= 18");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].words.as_deref(), Some("without its unit"));
        assert_eq!(
            (
                found[1].severity.as_str(),
                found[1].code.as_str(),
                &found[1].words
            ),
            ("warning", "K0503", &None)
        );
        assert_eq!(
            split("let a = 1 // a comment"),
            (String::from("let a = 1 // a comment"), Vec::new())
        );
    }
}
