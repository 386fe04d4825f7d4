//! A text of sections and indented lines.
//!
//! Invariant: no line ends in a blank, sections are apart by one empty line, and the text ends in one line break.

/// A text in the making.
#[derive(Debug, Default)]
pub(super) struct Document {
    text: String,
    /// Whether the next gap is left out, since a section has just begun.
    fresh: bool,
}

impl Document {
    /// Begins a section.
    pub(super) fn section(&mut self, title: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.line(0, title);
        self.fresh = true;
    }

    /// An empty line, except right after a section's title.
    pub(super) fn gap(&mut self) {
        if !self.fresh {
            self.text.push('\n');
        }
    }

    /// A line, indented by so many steps.
    pub(super) fn line(&mut self, depth: usize, line: &str) {
        let line = line.trim_end();
        if !line.is_empty() {
            self.text.push_str(&"  ".repeat(depth));
            self.text.push_str(line);
        }
        self.text.push('\n');
        self.fresh = false;
    }

    /// Several lines.
    pub(super) fn lines(&mut self, depth: usize, lines: impl IntoIterator<Item = String>) {
        lines.into_iter().for_each(|line| self.line(depth, &line));
    }

    /// The finished text.
    pub(super) fn finish(self) -> String {
        self.text
    }
}
