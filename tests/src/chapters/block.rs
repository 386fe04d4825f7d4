//! Headings and fenced blocks of a Markdown text.

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// The words behind the fence, such as `data` and `visit`.
    pub(super) info: String,
    /// The lines between the fences.
    pub(super) lines: Vec<String>,
    /// The number of the first line between the fences, counted from 1.
    pub(super) first_line: usize,
}

/// What a document consists of, as far as tests are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// A heading of some level, with its line.
    Heading(usize, usize),
    /// A block.
    Block(Block),
}

impl Block {
    /// The first word behind the fence: what kind of block it is.
    pub(super) fn kind(&self) -> &str {
        self.info.split_whitespace().next().unwrap_or("")
    }

    /// What stands behind the first word.
    pub(super) fn argument(&self) -> &str {
        self.info.trim().strip_prefix(self.kind()).unwrap_or("").trim()
    }

    /// The lines as one text.
    pub(super) fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }
}

/// The headings and blocks of a text in their order. A fence is three or more backticks; it ends at as many.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut open: Option<(usize, Block)> = None;
    for (line, number) in text.lines().zip(1..) {
        let ticks = line.chars().take_while(|letter| *letter == '`').count();
        let behind = line.trim_start_matches('`');
        open = match open {
            Some((fence, block)) if ticks >= fence && behind.trim().is_empty() => {
                parts.push(Part::Block(block));
                None
            }
            Some((fence, mut block)) => {
                block.lines.push(line.to_owned());
                Some((fence, block))
            }
            None if ticks >= 3 => Some((
                ticks,
                Block {
                    info: behind.trim().to_owned(),
                    lines: Vec::new(),
                    first_line: number + 1,
                },
            )),
            None => {
                let level = line.chars().take_while(|letter| *letter == '#').count();
                if (1..=6).contains(&level) && line.chars().nth(level) == Some(' ') {
                    parts.push(Part::Heading(level, number));
                }
                None
            }
        };
    }
    // A block that is never closed reaches to the end of the text.
    parts.extend(open.map(|(_, block)| Part::Block(block)));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_inside_blocks_are_text() {
        let found = parts("# A\n```kohort\n# no heading\n```\n## B\n````text\n```\n````\n#C\n");
        let kinds: Vec<String> = found
            .iter()
            .map(|part| match part {
                Part::Heading(level, line) => format!("{level}@{line}"),
                Part::Block(block) => {
                    format!("{}@{}:{}", block.kind(), block.first_line, block.lines.join("|"))
                }
            })
            .collect();
        assert_eq!(kinds, ["1@1", "kohort@3:# no heading", "2@5", "text@7:```"]);
    }
}
