//! The little page that a hover shows, in Markdown.
//!
//! Invariant: whatever comes from a study is escaped, so that a text is shown as it is written; names stand as code.

/// A page.
#[derive(Default)]
pub(crate) struct Page {
    blocks: Vec<String>,
}

impl Page {
    /// A page with a heading: what is shown, what it is, and its type.
    pub(crate) fn new(name: &str, what: &str) -> Self {
        Self {
            blocks: vec![format!("**{}** · {what}", code(name))],
        }
    }

    /// A page of one sentence.
    pub(crate) fn of(sentence: impl Into<String>) -> Self {
        Self {
            blocks: vec![sentence.into()],
        }
    }

    /// Adds text that is Markdown already.
    pub(crate) fn add(&mut self, text: impl Into<String>) -> &mut Self {
        let text: String = text.into();
        if !text.trim().is_empty() {
            self.blocks.push(text.trim_end().to_owned());
        }
        self
    }

    /// Adds a doc comment.
    pub(crate) fn doc(&mut self, doc: Option<&str>) -> &mut Self {
        match doc {
            Some(doc) => self.add(escaped(doc)),
            None => self,
        }
    }

    /// Adds a list, unless it is empty.
    pub(crate) fn list(&mut self, entries: impl IntoIterator<Item = String>) -> &mut Self {
        let lines: Vec<String> = entries.into_iter().map(|entry| format!("* {entry}")).collect();
        self.add(lines.join("\n"))
    }

    /// Adds a table, unless it has no rows. Cells are Markdown.
    pub(crate) fn table(&mut self, head: &[&str], rows: &[Vec<String>]) -> &mut Self {
        if rows.is_empty() {
            return self;
        }
        let row = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|cell| cell.replace('\n', " ")).collect();
            format!("| {} |", cells.join(" | "))
        };
        let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
        let rule = format!("|{}", "---|".repeat(head.len()));
        let mut lines = vec![row(&head), rule];
        lines.extend(rows.iter().map(|cells| row(cells)));
        self.add(lines.join("\n"))
    }

    /// The Markdown.
    pub(crate) fn markdown(&self) -> String {
        self.blocks.join("\n\n")
    }
}

/// A name as code, also in a table.
pub(crate) fn code(name: &str) -> String {
    let name = name.replace('\n', " ").replace('|', "\\|");
    match name.contains('`') {
        true => format!("`` {name} ``"),
        false => format!("`{name}`"),
    }
}

/// Several names as code.
pub(crate) fn codes<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    names.into_iter().map(code).collect::<Vec<_>>().join(", ")
}

/// A text that is shown as it is written, but for names between backticks.
pub(crate) fn escaped(text: &str) -> String {
    let mut shown = String::new();
    let mut in_code = false;
    for letter in text.trim().chars() {
        match letter {
            '`' => in_code = !in_code,
            '*' | '_' | '[' | ']' | '<' | '>' | '~' | '\\' if !in_code => shown.push('\\'),
            '|' => shown.push('\\'),
            _ => {}
        }
        shown.push(letter);
    }
    if in_code {
        // A backtick without a partner is no mark.
        return shown.replace('`', "\\`");
    }
    shown
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// `1 code`, `2 codes`.
pub(crate) fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_shown_as_it_is_written() {
        assert_eq!(escaped("189.* in `a_b` | x<y"), "189.\\* in `a_b` \\| x\\<y");
        assert_eq!(escaped("a ` b"), "a \\` b");
        assert_eq!(code("a|b"), "`a\\|b`");
    }
}
