//! Sections: what stands under one heading, after what it inherits from the headings above.

use super::block::{Block, Part, parts};

/// A heading with its blocks.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    /// The line of the heading, counted from 1; 1 for what stands before the first.
    pub(super) line: usize,
    /// Pieces and data of the headings above, outermost first.
    pub(super) inherited: Vec<Block>,
    /// Its own blocks.
    pub(super) own: Vec<Block>,
}

impl Section {
    /// Whether it has blocks of its own that are tests.
    pub(super) fn has_something_to_check(&self) -> bool {
        let tests = ["kohort", "data", "attrition", "fmt", "snapshot", "plan"];
        self.own.iter().any(|block| tests.contains(&block.kind()))
    }

    /// The pieces of source, inherited ones first.
    pub(super) fn pieces(&self) -> impl Iterator<Item = &Block> {
        self.inherited
            .iter()
            .chain(&self.own)
            .filter(|block| block.kind() == "kohort")
    }

    /// The rows that are given for a name; those nearest win.
    pub(super) fn data(&self, name: &str) -> Option<&Block> {
        self.inherited
            .iter()
            .chain(&self.own)
            .rfind(|block| block.kind() == "data" && block.argument() == name)
    }

    /// All blocks with rows, inherited ones first.
    pub(super) fn all_data(&self) -> impl Iterator<Item = &Block> {
        self.inherited
            .iter()
            .chain(&self.own)
            .filter(|block| block.kind() == "data")
    }
}

/// The sections of a document in their order.
pub(super) fn sections(text: &str) -> Vec<Section> {
    let mut done: Vec<Section> = Vec::new();
    let mut open: Vec<(usize, Section)> = vec![(
        0,
        Section {
            line: 1,
            ..Section::default()
        },
    )];
    for part in parts(text) {
        match part {
            Part::Block(block) => {
                if let Some((_, section)) = open.last_mut() {
                    section.own.push(block);
                }
            }
            Part::Heading(level, line) => {
                if let Some((_, before)) = open.last() {
                    done.push(before.clone());
                }
                while open.last().is_some_and(|(above, _)| *above >= level) {
                    open.pop();
                }
                let handed_down = |block: &&Block| matches!(block.kind(), "kohort" | "data");
                let inherited = open
                    .iter()
                    .flat_map(|(_, above)| above.own.iter().filter(handed_down))
                    .cloned()
                    .collect();
                open.push((
                    level,
                    Section {
                        line,
                        inherited,
                        own: Vec::new(),
                    },
                ));
            }
        }
    }
    done.extend(open.last().map(|(_, last)| last.clone()));
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_inherits_from_those_above_and_not_from_those_beside() {
        let text = "# A\n```kohort\na\n```\n## B\n```kohort\nb\n```\n```attrition\nx\n```\n### C\n```kohort\nc\n```\n## D\n```kohort\nd\n```\n";
        let found: Vec<String> = sections(text)
            .iter()
            .map(|section| {
                section
                    .pieces()
                    .map(|piece| piece.text())
                    .collect::<String>()
                    .replace('\n', "")
            })
            .collect();
        assert_eq!(found, ["", "a", "ab", "abc", "ad"]);
    }
}
