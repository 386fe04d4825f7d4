//! Sections of lines, each of which says one thing: as text, and as a tree for programs.
//!
//! Invariant: both forms come from the same lines, so that neither says more than the other. No line of the text ends in a
//! blank, sections are apart by one empty line, and the text ends in one line break.

use super::kind::Kind;
use serde::Serialize;

/// A plan in the making.
#[derive(Debug, Default)]
pub(super) struct Document {
    entries: Vec<Entry>,
}

#[derive(Debug)]
enum Entry {
    Section(String),
    Gap,
    Line(Line),
}

#[derive(Debug)]
struct Line {
    depth: usize,
    kind: Kind,
    name: Option<String>,
    text: String,
}

/// A section for programs.
#[derive(Debug, Serialize)]
pub(super) struct Section<'d> {
    title: &'d str,
    facts: Vec<Fact<'d>>,
}

/// A line for programs, with those that stand indented below it.
#[derive(Debug, Serialize)]
pub(super) struct Fact<'d> {
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'d str>,
    text: &'d str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facts: Vec<Fact<'d>>,
}

impl Document {
    /// Begins a section.
    pub(super) fn section(&mut self, title: &str) {
        self.entries.push(Entry::Section(title.to_owned()));
    }

    /// An empty line, except right after a section's title.
    pub(super) fn gap(&mut self) {
        if !matches!(self.entries.last(), None | Some(Entry::Section(_))) {
            self.entries.push(Entry::Gap);
        }
    }

    /// A further clause, indented by so many steps.
    pub(super) fn line(&mut self, depth: usize, line: &str) {
        self.fact(depth, Kind::Clause, line);
    }

    /// Several clauses; one that is indented itself stands below the one before it.
    pub(super) fn lines(&mut self, depth: usize, lines: impl IntoIterator<Item = String>) {
        for line in lines {
            let inner = line.trim_start();
            let deeper = line.len().saturating_sub(inner.len()) / 2;
            self.line(depth.saturating_add(deeper), inner);
        }
    }

    /// A line of some kind.
    pub(super) fn fact(&mut self, depth: usize, kind: Kind, line: &str) {
        self.push(depth, kind, None, line);
    }

    /// A line about something that has a name.
    pub(super) fn named(&mut self, depth: usize, kind: Kind, name: &str, line: &str) {
        self.push(depth, kind, Some(name.to_owned()), line);
    }

    /// A doc comment, a line for each of its lines.
    pub(super) fn about(&mut self, depth: usize, doc: Option<&String>) {
        for line in doc.iter().flat_map(|doc| doc.lines()) {
            self.fact(depth, Kind::About, &format!("about   {}", line.trim()));
        }
    }

    fn push(&mut self, depth: usize, kind: Kind, name: Option<String>, text: &str) {
        self.entries.push(Entry::Line(Line {
            depth,
            kind,
            name,
            // A quoted text of a study may have line breaks.
            text: text.lines().collect::<Vec<_>>().join(" ").trim_end().to_owned(),
        }));
    }

    /// The text.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for entry in &self.entries {
            match entry {
                Entry::Section(title) => {
                    if !text.is_empty() {
                        text.push('\n');
                    }
                    text.push_str(title);
                }
                Entry::Gap => {}
                Entry::Line(line) => {
                    if !line.text.is_empty() {
                        text.push_str(&"  ".repeat(line.depth));
                        text.push_str(&line.text);
                    }
                }
            }
            text.push('\n');
        }
        text
    }

    /// The tree.
    pub(super) fn sections(&self) -> Vec<Section<'_>> {
        let mut sections: Vec<Section<'_>> = Vec::new();
        // The lines that may still get others below them, with their depths, the outermost first.
        let mut open: Vec<(usize, Fact<'_>)> = Vec::new();
        for entry in &self.entries {
            match entry {
                Entry::Section(title) => {
                    close(&mut sections, &mut open, 0);
                    let facts = Vec::new();
                    sections.push(Section { title, facts });
                }
                Entry::Gap => {}
                Entry::Line(line) => {
                    close(&mut sections, &mut open, line.depth);
                    let fact = Fact {
                        kind: line.kind,
                        name: line.name.as_deref(),
                        text: &line.text,
                        facts: Vec::new(),
                    };
                    open.push((line.depth, fact));
                }
            }
        }
        close(&mut sections, &mut open, 0);
        sections
    }
}

/// Ends all lines that are no shallower than a depth: each is put below the one before it.
fn close<'d>(sections: &mut [Section<'d>], open: &mut Vec<(usize, Fact<'d>)>, depth: usize) {
    while let Some((own, _)) = open.last()
        && *own >= depth
        && let Some((_, fact)) = open.pop()
    {
        match (open.last_mut(), sections.last_mut()) {
            (Some((_, above)), _) => above.facts.push(fact),
            (None, Some(section)) => section.facts.push(fact),
            (None, None) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        let mut document = Document::default();
        document.section("cohorts");
        document.gap();
        document.named(1, Kind::Cohort, "early", "cohort early");
        document.about(2, Some(&String::from("Young.\n\nVery young.")));
        document.named(2, Kind::Include, "adult", "include adult");
        document.line(4, "deep");
        document.line(3, "less deep");
        document.gap();
        document.named(1, Kind::Cohort, "late", "cohort late  ");
        document.section("outputs");
        document.line(1, "attrition");
        document
    }

    #[test]
    fn a_text_has_no_blank_at_the_end_of_a_line() {
        insta::assert_snapshot!(document().text(), @r"
        cohorts
          cohort early
            about   Young.
            about
            about   Very young.
            include adult
                deep
              less deep

          cohort late

        outputs
          attrition
        ");
    }

    #[test]
    fn the_tree_has_every_line_of_the_text_in_its_order() {
        let document = document();
        let tree = serde_json::to_value(document.sections()).unwrap();
        let early = &tree[0]["facts"][0];
        assert_eq!(early["name"], "early");
        assert_eq!(early["facts"][3]["facts"][0]["text"], "deep");
        assert_eq!(early["facts"][3]["facts"][1]["text"], "less deep");
        let mut lines = Vec::new();
        fn collect(value: &serde_json::Value, lines: &mut Vec<String>) {
            for key in ["title", "text"] {
                lines.extend(value[key].as_str().map(str::to_owned));
            }
            for fact in value["facts"].as_array().into_iter().flatten() {
                collect(fact, lines);
            }
        }
        tree.as_array()
            .unwrap()
            .iter()
            .for_each(|section| collect(section, &mut lines));
        let text = document.text();
        let shown: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        assert_eq!(lines, shown);
    }
}
